"""Speaks the return: by the sheet, typed or read by the camera; without it, by the two pictures the person chose (decision C4)."""

from contextlib import suppress

from flask import Response, request

from companion import clock
from companion.accounts.queries.circle import circle_key
from companion.accounts.views.presence import Turn, at_work, boot_key, derivations, salt, who
from companion.demarches.actions.opening import open_again
from companion.demarches.actions.tries import forget_tries, marks_of, take_try, tries_left
from companion.demarches.forms import once
from companion.demarches.queries.threads import all_kept
from companion.demarches.queries.threads import by_sheet as by_key
from companion.demarches.rules import pictures
from companion.demarches.rules.looking import PERIODS, Looked, matches
from companion.demarches.rules.oneoff import ID
from companion.demarches.rules.sheet_key import Typed, typed_key
from companion.demarches.views import desk
from companion.demarches.views.alone import somebody_comes
from companion.errors import NotHere
from companion.procedures import views as guides
from companion.procedures.rules import shelf
from companion.vault.keys.papers import paper_key
from companion.vault.rules.codes import grouped
from companion.vault.rules.faults import Altered
from companion.web.page import go, page
from companion.web.store import changing, looking
from companion.web.tokens import check_form

UNPROCESSABLE, TOO_SOON = 422, 429
NO_THREAD = (
    "Aucun fil ne s’ouvre avec cette clé. Relisez chaque groupe sur la feuille. Si tout est juste, le fil est fini ou a été effacé : "
    "commencez une nouvelle visite."
)
NO_MATCH = "Aucun fil ne correspond à ces trois réponses. Demandez encore à la personne, sans rien lui souffler, puis recommencez."
CLOSED = "Trois essais n’ont rien ouvert. Ce chemin est fermé pour cette visite : commencez une nouvelle visite, ou cherchez la feuille."
SEVERAL = "Plusieurs fils correspondent à ces réponses : ce chemin ne peut pas les distinguer. Sans la feuille, voyez le suivi de l’équipe."
TWO = "Il faut deux images. Laissez la personne les montrer, puis recommencez."


def show_resuming() -> Response:
    """Ask for the key of the sheet."""
    return _ask_key(Typed(), "")


def by_sheet() -> Response:
    """Open the thread that the key of a sheet opens; each try is counted before it is looked at."""
    check_form()
    typed = typed_key([request.form.get(f"cle{rank}", "") for rank in (1, 2, 3)])
    if not typed.key:
        return _ask_key(typed, "", UNPROCESSABLE)
    turn = Turn("feuille")
    if wait := turn.wait():
        return _ask_key(_shown_again(typed.key), wait, TOO_SOON)
    name = _opened_by(typed.key)
    if name is None:
        return _ask_key(_shown_again(typed.key), NO_THREAD, UNPROCESSABLE)
    turn.give_back()
    somebody_comes()
    return go(f"/visites/{name.hex()}")


def _shown_again(key: str) -> Typed:
    """Show a key back in its groups: one sign is read again, not twelve."""
    return Typed(given=tuple(grouped(key).split("-")))


def _opened_by(key: str) -> bytes | None:
    """Open a visit on the thread that a key opens; return its id, or nothing."""
    paper, asked = paper_key(key, salt(), derivations()), desk.asked(once(request.form))
    with changing() as session, suppress(NotHere, Altered):
        found = by_key(session, paper, clock.today())
        name = open_again(session, asked, found.thread, found.key, how="feuille", reading_key=key, sheet=paper.locator.hex())
        session.commit()
        return name
    return None


def _ask_key(typed: Typed, error: str, status: int = 200) -> Response:
    return page("demarches/resume.html", status, typed=typed, error=error, is_member=desk.is_member())


def show_pictures() -> Response:
    """Ask three things that the person knows, and nobody beside them reads here."""
    return _ask_pictures("" if _tries_left() else CLOSED)


def _ask_pictures(error: str, status: int = 200) -> Response:
    shelves = guides.library()
    return page(
        "demarches/by_pictures.html",
        status,
        countries=shelf.by_country(shelves.procedures, guides.config().pays),
        withdrawn=[one for one in shelves.procedures if one.retiree],
        periods=PERIODS,
        said=request.form,
        error=error,
        shut=not _tries_left(),
        oneoff=ID,
    )


def by_pictures() -> Response:
    """Open the one thread that the three answers name; three wrong tries, and this way is shut."""
    check_form()
    chosen = pictures.chosen(request.form.getlist("image"))
    if chosen is None:
        return _ask_pictures(TWO if _tries_left() else CLOSED, UNPROCESSABLE)
    if not _take_try():
        return _ask_pictures(CLOSED, UNPROCESSABLE)
    asked = Looked(request.form.get("guide", ""), request.form.get("periode", ""), chosen, clock.today())
    name, error = _found_by(asked)
    if name is None:
        return _ask_pictures(error if _tries_left() else CLOSED, UNPROCESSABLE)
    somebody_comes()
    return go(f"/visites/{name.hex()}")


def _found_by(looked: Looked) -> tuple[bytes | None, str]:
    """Open a visit on the one thread that these answers name; return its id, or the sentence that says why there is none."""
    with at_work() as (session, hand):
        kept = all_kept(session, circle_key(session, hand.me), clock.today())
        found = [one for one in kept if matches(one.contents, looked)]
        if len(found) != 1:
            return None, SEVERAL if found else NO_MATCH
        name = open_again(session, desk.asked(once(request.form)), found[0].thread, found[0].key, how="images")
        forget_tries(session, _marks())
        session.commit()
        return name, ""


def _marks() -> tuple[bytes, bytes]:
    """Name who tries, for as long as this start of the server lasts: no file tells who it is, nor when."""
    return marks_of(boot_key(), who().who.id.hex(), desk.now())


def _tries_left() -> int:
    with looking() as session:
        return tries_left(session, _marks())


def _take_try() -> bool:
    """Count a try, of this worker and not of this tab, before it is looked at."""
    with changing() as session:
        taken = take_try(session, _marks(), clock.today())
        session.commit()
    return taken
