"""Speaks what happens to a draft at the end: published, undone, erased."""

from flask import Response, request

from companion import clock
from companion.atelier.actions import drafts as writer
from companion.atelier.queries.drafts import as_procedure
from companion.atelier.views.desk import Desk, any_desk_of, blocking, desk_of, show_cards
from companion.atelier.views.doors import bp, config, guide_of, library, page_after
from companion.errors import Refused
from companion.procedures.queries import Guide
from companion.procedures.views import look_again
from companion.web.access import Door, opens_to
from companion.web.page import go
from companion.web.store import changing
from companion.web.tokens import check_form

NOT_READY = "Cette version ne peut pas être publiée : il reste des erreurs. Elles sont listées ci-dessous."
NOT_SEEN = "Cochez que vous avez lu les avertissements, puis publiez."
OTHER_VERSION = "Ce guide a changé depuis que vous avez ouvert la page. Relisez la version d’aujourd’hui, puis recommencez."
NO_SHIPPED = "Ce guide n’a pas de version livrée à laquelle revenir."


@bp.post("/<name>/annuler")
@opens_to(Door.MEMBERS)
def undo(name: str) -> Response:
    """Take back the last change of a draft."""
    check_form()
    writer.undo_draft(any_desk_of(name).draft)
    return go(f"/atelier/{name}/modifier")


@bp.post("/<name>/abandonner")
@opens_to(Door.MEMBERS)
def drop_draft(name: str) -> Response:
    """Forget a draft; the guide in service does not change."""
    check_form()
    desk = any_desk_of(name)
    if _is_stale(desk):
        raise Refused(writer.CHANGED)
    writer.drop_draft(desk.draft)
    return go(page_after(name))


@bp.post("/<name>/publier")
@opens_to(Door.MEMBERS)
def publish(name: str) -> Response:
    """Put the draft in the place of the guide, for this association."""
    check_form()
    desk = desk_of(name)
    findings = desk.findings
    if blocking(findings) or as_procedure(desk.draft) is None:
        return show_cards(desk, 409, NOT_READY)
    if _is_stale(desk):
        return show_cards(desk, 409, writer.CHANGED)
    if any(one.level == "avertissement" for one in findings) and request.form.get("lus") != "oui":
        return show_cards(desk, 422, NOT_SEEN)
    _replace(desk, reread=request.form.get("relu") == "oui")
    return go(f"/atelier/{name}")


def _is_stale(desk: Desk) -> bool:
    """Tell whether the draft has changed since the page that was read: nobody publishes or erases what they have not seen."""
    return request.form.get("vu", "") != desk.draft.mark


def _replace(desk: Desk, *, reread: bool) -> None:
    """Put a draft in service, and remember the version it replaces and who read it again."""
    from companion.atelier.actions import said  # noqa: PLC0415 (the database is loaded only for what it remembers)

    with changing() as session:
        if desk.guide.procedure.id in library().guides:
            said.note_version(session, desk.guide, clock.today())
        writer.publish(desk.draft, config().procedures)
        published = _read_again(desk.guide.procedure.id)
        if reread:
            said.note_rereading(session, published, clock.today())
        session.commit()


def _read_again(name: str) -> Guide:
    look_again()
    return guide_of(name)


@bp.post("/<name>/relu")
@opens_to(Door.MEMBERS)
def note_reread(name: str) -> Response:
    """Note that a second person has read the version of the association."""
    check_form()
    guide = any_desk_of(name).guide
    if request.form.get("version", "") != guide.content_hash:
        raise Refused(OTHER_VERSION)
    from companion.atelier.actions import said  # noqa: PLC0415 (the database is loaded only for what it remembers)

    with changing() as session:
        said.note_rereading(session, guide, clock.today())
        session.commit()
    return go(f"/atelier/{name}")


@bp.post("/<name>/revenir")
@opens_to(Door.MEMBERS)
def back_to_shipped(name: str) -> Response:
    """Take the version of the association away; the shipped guide is shown again."""
    check_form()
    desk = any_desk_of(name)
    guide = desk.guide
    if not guide.local or guide.replaces is None:
        raise Refused(NO_SHIPPED)
    writer.withdraw(guide, desk.draft)
    _read_again(name)
    return go(f"/atelier/{name}")
