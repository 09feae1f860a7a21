"""Speaks the opening of visits, and the list of those that are open here: colours, no names."""

from flask import Response, request
from sqlalchemy.orm import Session

from companion import clock
from companion.atelier.actions.said import note_version
from companion.demarches.actions import opening
from companion.demarches.forms import once
from companion.demarches.queries.visits import my_visits
from companion.demarches.rules.contents import Demarche
from companion.demarches.rules.oneoff import ID, NOBODY, oneoff, version_of
from companion.demarches.views import desk
from companion.demarches.views.alone import somebody_comes
from companion.errors import Refused
from companion.procedures import views as guides
from companion.procedures.rules.rebase import accepts_new
from companion.vault.primitives import new_secret
from companion.web.page import go, page
from companion.web.store import changing, looking
from companion.web.tokens import check_form

SHORT = 4
"""Bytes of the id of a démarche within its thread."""
WITHDRAWN = "Ce guide est retiré : il ne s’ouvre plus pour une nouvelle visite. Ce qui est commencé peut continuer."


def show_visits() -> Response:
    """Show the visits that are open here, and the ways to open one again."""
    with looking() as session:
        mine = my_visits(session, desk.worker(), desk.now())
    return page("demarches/visits.html", mine=mine, is_member=desk.is_member(), ended=request.args.get("fini", ""))


def show_unclosed() -> Response | None:
    """Show the visits that nobody closed on this machine, or nothing."""
    with looking() as session:
        mine = my_visits(session, desk.worker(), desk.now())
    return page("demarches/unclosed.html", 409, mine=mine) if mine else None


def begin() -> Response:
    """Open a visit on a guide, or on a request without one."""
    check_form()
    demarche, asked = new_demarche(), desk.asked(once(request.form))
    with changing() as session:
        keep_version(session, demarche.procedure)
        name = opening.open_new(session, asked, demarche, exercise=request.form.get("exercice") == "oui")
        session.commit()
    somebody_comes()
    return go(f"/visites/{name.hex()}")


def new_demarche() -> Demarche:
    """Return the démarche that a form asks for, on the version of today."""
    name = request.form.get("guide", "")
    if name == ID:
        institution = request.form.get("institution", "")
        known = institution if institution in guides.library().institutions else NOBODY
        return Demarche(new_secret(SHORT).hex(), ID, oneoff(known).titre, version_of(known))
    guide = guides.guide_of(name)
    if not accepts_new(guide.procedure, clock.today()):
        raise Refused(WITHDRAWN)
    procedure = guide.procedure
    return Demarche(new_secret(SHORT).hex(), procedure.id, procedure.court or procedure.titre, guide.content_hash)


def keep_version(session: Session, name: str) -> None:
    """Keep the version that a démarche begins with: public content, under its fingerprint."""
    if name != ID:
        note_version(session, guides.guide_of(name), clock.today())


def show_oneoff() -> Response:
    """Ask whom a request without guide is addressed to."""
    shelves = guides.library()
    return page("demarches/oneoff.html", institutions=sorted(shelves.institutions.values(), key=lambda one: one.nom), guide=ID)
