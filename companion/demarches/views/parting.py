"""Speaks the closing, with the person: what is done, what comes next, what they take along, who may read it; then the chair is empty."""

from dataclasses import replace

from flask import Response, request
from sqlalchemy.orm import Session

from companion import clock
from companion.accounts.actions.circle import hand_of, wrap
from companion.accounts.model import CircleWrap
from companion.accounts.queries import house
from companion.accounts.queries.circle import circle_key, face_to_seal_towards, signing_key
from companion.accounts.views.presence import derivations, salt
from companion.demarches.actions import parting as acts
from companion.demarches.actions.parting import Hands, Keeper, NewSheet
from companion.demarches.forms import PartingForm, one_of
from companion.demarches.forms import parting as parting_of
from companion.demarches.queries.threads import has_sheet, is_kept, note_of, readers, sheet_lives
from companion.demarches.queries.visits import OpenVisit
from companion.demarches.rules.contents import Contents
from companion.demarches.rules.handover import Note
from companion.demarches.rules.leaving import Followed, Leaving, Level
from companion.demarches.rules.parting import Parting, Sheet
from companion.demarches.views import desk
from companion.errors import NotHere, Refused
from companion.journal.actions import checkpoint
from companion.journal.rules.notes import origin_of
from companion.procedures import views as guides
from companion.procedures.rules.handout import Association
from companion.vault.keys.papers import new_reading_key, paper_key
from companion.vault.keys.threads import DataKey, send_to_circle
from companion.web.page import go, page, paper
from companion.web.store import changing, wipe
from companion.web.tokens import check_form

UNPROCESSABLE, CONFLICT = 422, 409
OTHER_TEXT = (
    "Un collègue a changé ce texte pendant que vous écriviez. Les deux versions sont ci-dessous : gardez dans le champ ce qui doit rester."
)


OTHER_SHEET = (
    "Un collègue a donné une autre feuille à cette personne entre-temps : celle-ci n’ouvre plus rien. "
    "Revenez à « Fermer la visite », et choisissez encore avec elle."
)


def show_parting(visit: str) -> Response:
    """Show the closing; the note of before is there to be read again, the label is not."""
    with desk.look_at_visit(visit) as (session, opened):
        note = note_of(session, opened.thread, opened.ring, clock.today())
    if opened.own.boot != desk.boot_mark():
        return go(f"/visites/{visit}/coupure")
    return _show(visit, PartingForm(data={"passage": note[0].text if note and desk.is_member() else ""}), 200)


def part(visit: str) -> Response:
    """Keep what was decided, and go to the sheet; the same form sent twice draws one key."""
    check_form()
    texts = PartingForm(request.form)
    refusal = "" if texts.validate() else "Un texte ne peut pas être gardé tel quel. Le reste de la page est gardé."
    decided, refusal = _decided(visit, texts, refusal)
    if decided is None:
        return _show(visit, texts, UNPROCESSABLE, refusal)
    mark, new = decided.mark, _new_sheet(visit, decided)
    with desk.change_visit(visit) as (session, opened):
        if _is_decided(opened, mark):
            return go(f"/visites/{visit}/feuille")
        decided = _keeping(decided, opened.contents)
        theirs = _written_meanwhile(session, opened, decided)
        decided = _unseen_kept(session, opened, decided)
        if theirs:
            texts.etiquette.data, texts.passage.data = decided.label if texts.etiquette.data else "", decided.note
            return _show(visit, texts, CONFLICT, OTHER_TEXT, theirs)
        acts.part(session, opened, decided, Hands(new, _keeper(session), clock.now()))
        _sign_the_day(session, opened.contents)
        session.commit()
    wipe()
    return go(f"/visites/{visit}/feuille")


def _decided(visit: str, texts: PartingForm, refusal: str) -> tuple[Parting | None, str]:
    """Read what was decided, or say what is missing."""
    with desk.look_at_visit(visit) as (session, opened):
        walks = [desk.handout_of(desk.snapshot_of(session, one).procedure, one).walk for one in opened.contents.demarches]
        kept = has_sheet(session, opened.thread) or is_kept(session, opened.thread)
    titles = [step.titre for walk in walks for step in walk.next_steps]
    if refusal:
        return None, refusal
    try:
        new = opened.own.how == "nouveau" or not kept
        decided = parting_of(request.form, texts, clock.today(), has_sheet=opened.contents.has_sheet, begun_here=new)
        return replace(decided, next_what=one_of(decided.next_what, titles)), ""
    except Refused as missing:
        return None, str(missing)


def _new_sheet(visit: str, decided: Parting) -> NewSheet | None:
    """Draw a key, when one is asked for: it takes a fifth of a second, so before anything is locked."""
    if decided.sheet is not Sheet.NEW:
        return None
    with desk.look_at_visit(visit) as (_, opened):
        if _is_decided(opened, decided.mark):
            return None
    drawn = new_reading_key()
    return NewSheet(drawn, paper_key(drawn, salt(), derivations()))


def _is_decided(opened: OpenVisit, mark: str) -> bool:
    """Tell whether this very form was already kept; one that carries no mark counts each time."""
    return opened.own.closing and bool(mark) and opened.own.parted == mark


def _keeping(decided: Parting, contents: Contents) -> Parting:
    """Keep the two pictures of before when no others were chosen, and the label when the page says so: it is not shown there."""
    if not decided.team:
        return decided
    label = decided.label or (contents.label if request.form.get("etiquette_gardee") == "oui" else "")
    return replace(decided, pictures=decided.pictures or contents.pictures, label=label)


def _unseen_kept(session: Session, opened: OpenVisit, decided: Parting) -> Parting:
    """Leave as they are the texts that this page did not touch: those reception is not shown, those a colleague wrote since."""
    found = note_of(session, opened.thread, opened.ring, clock.today())
    known, label = found[0] if found else Note(""), opened.contents.label
    if not desk.is_member():
        return replace(decided, label=label, note=known.text, danger=known.danger)
    if decided.label == request.form.get("vu-etiquette"):
        decided = replace(decided, label=label)
    if decided.danger == (request.form.get("vu-danger") == "oui"):
        decided = replace(decided, danger=known.danger)
    if decided.note == request.form.get("vu-passage") and (known.text or not decided.danger):
        decided = replace(decided, note=known.text)
    return decided


def _written_meanwhile(session: Session, opened: OpenVisit, decided: Parting) -> dict[str, str]:
    """Return the texts that a colleague changed since this page was shown, and that this page changes too."""
    note = note_of(session, opened.thread, opened.ring, clock.today())
    now = {"etiquette": opened.contents.label, "passage": note[0].text if note else ""}
    mine = {"etiquette": decided.label, "passage": decided.note}
    before = {name: request.form.get(f"vu-{name}", now[name]) for name in now}
    return {name: now[name] for name in now if decided.team and now[name] not in {before[name], mine[name]} and mine[name] != before[name]}


def _keeper(session: Session) -> Keeper:
    """Return what keeps a key for the team: a member wraps it; reception sends it, and will not open it again."""
    hand = hand_of(session, desk.worker(), clock.today())

    def keep(key: DataKey) -> None:
        if desk.is_member():
            wrap(session, key, circle_key(session, hand.me), hand.keyring)
            return
        face = face_to_seal_towards(session, hand.keyring)
        session.merge(CircleWrap(key_id=key.id, circle=face.circle, epoch=face.epoch, blob=send_to_circle(key, face)))

    return keep


def _sign_the_day(session: Session, contents: Contents) -> None:
    """Sign where the journal stands: a member can, reception cannot, and an exercise leaves nothing."""
    if desk.is_member() and not contents.exercise:
        own = house.association(session)
        private = signing_key(session, circle_key(session, desk.worker()))
        checkpoint(session, private, own.sign_public, origin_of(own.sign_public), clock.today())


def _show(visit: str, form: PartingForm, status: int, error: str = "", theirs: dict[str, str] | None = None) -> Response:
    with desk.look_at_visit(visit) as (session, opened):
        note = note_of(session, opened.thread, opened.ring, clock.today())
        kept, people = is_kept(session, opened.thread), readers(session)
        walks = [desk.handout_of(desk.snapshot_of(session, one).procedure, one) for one in opened.contents.demarches]
    return page(
        "demarches/parting.html",
        status,
        opened=opened,
        handouts_here=list(zip(opened.contents.demarches, walks, strict=True)),
        form=form,
        said=request.form,
        kept=kept,
        coming=opened.thread.next_on is not None and opened.thread.next_on > clock.today(),
        people=people,
        note=note[0] if note and desk.is_member() else Note(""),
        is_member=desk.is_member(),
        error=error,
        theirs=theirs or {},
    )


def _leaving(visit: str) -> tuple[OpenVisit, Leaving]:
    with desk.look_at_visit(visit) as (session, opened):
        if not opened.own.closing:
            raise NotHere
        if opened.own.reading_key and not sheet_lives(session, opened.own.sheet):
            raise Refused(OTHER_SHEET)
        kept = is_kept(session, opened.thread)
        people = readers(session) if kept else 0
        followed = [_followed(session, opened, name.id) for name in opened.contents.demarches]
    own = guides.config()
    return opened, Leaving(
        tuple(followed),
        Association(own.nom, own.telephone, own.adresse, own.permanences),
        clock.now(),
        level=Level(opened.own.level),
        next_on=opened.thread.next_on,
        next_what=opened.contents.next_what,
        reading_key=opened.own.reading_key,
        older_sheet=opened.contents.has_sheet and not opened.own.reading_key,
        replaces_older=opened.own.replaces,
        ends_on=opened.thread.expires_on,
        kept_by=people,
        contact=own.telephone,
        country=own.pays,
        exercise=opened.own.exercise,
    )


def _followed(session: Session, opened: OpenVisit, name: str) -> Followed:
    demarche = opened.contents.demarche(name)
    handout = desk.handout_of(desk.snapshot_of(session, demarche).procedure, demarche)
    return Followed(handout, tuple(handout.walk.done_by_person))


def show_sheet(visit: str) -> Response:
    """Show the sheet that leaves in the pocket, to print it; or what is said when there is none."""
    from companion.demarches.papers import on_screen  # noqa: PLC0415 (the press is loaded only when a sheet is asked for)

    opened, leaving = _leaving(visit)
    place = f"/visites/{visit}"
    if not leaving.opens:
        return page("demarches/no_sheet.html", opened=opened, leaving=leaving)
    return page("demarches/sheet.html", sheet=on_screen(leaving), pdf=f"{place}/feuille.pdf", visit=f"{place}/fermer", opened=opened)


def print_sheet(visit: str) -> Response:
    """Print the sheet."""
    from companion.demarches.papers import feuillet  # noqa: PLC0415 (fpdf2 is loaded only when a paper is asked for)

    _, leaving = _leaving(visit)
    if not leaving.opens:  # « Sans papier »: somebody dangerous could find one.
        raise NotHere
    return paper(feuillet(leaving), "application/pdf", "feuille.pdf")


def go_back(visit: str) -> Response:
    """Go back to the visit: until the end, everything can be undone."""
    check_form()
    with desk.change_visit(visit) as (session, opened):
        acts.go_back(opened)
        session.commit()
    return go(f"/visites/{visit}")


def finish(visit: str) -> Response:
    """End the visit; a second click finds it ended, and says so."""
    check_form()
    with changing() as session:
        opened = desk.visit_if_open(session, visit)
        if opened is not None and not opened.own.closing:
            return go(f"/visites/{visit}/fermer")
        erased = opened is not None and acts.finish(session, opened, clock.now())
        session.commit()
    wipe()
    return go(f"/visites?fini={'efface' if erased else '1'}")
