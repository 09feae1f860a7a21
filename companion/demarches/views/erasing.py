"""Speaks erasure at the desk: with the person, their sheet or their pictures, and a member (decision D8)."""

from flask import Response, request
from sqlalchemy.orm import Session

from companion import clock
from companion.demarches.actions import erasing
from companion.demarches.queries.threads import has_sheet, is_kept
from companion.demarches.queries.visits import OpenVisit
from companion.demarches.views import desk
from companion.errors import Refused
from companion.web.page import go, page
from companion.web.store import wipe
from companion.web.tokens import check_form

AT_ONCE = "seule"
NOTHING_TO_WAIT = (
    "Rien n’ouvre encore ce fil hors de cette visite : il n’y a pas d’effacement à faire attendre. "
    "Fermez la visite sans feuille et sans l’équipe : tout s’efface."
)
NOT_SHOWN = "L’effacement a été demandé par la personne : il ne se reprend qu’avec sa feuille, ou ses deux images. Rien n’a été changé."


def show_erasing(visit: str) -> Response:
    """Ask, the person alone if possible, whether all of it goes."""
    with desk.look_at_visit(visit) as (session, opened):
        returns = comes_back(session, opened)
    return page("demarches/erasing.html", opened=opened, is_member=desk.is_member(), shown=shows_itself(opened), returns=returns)


def comes_back(session: Session, opened: OpenVisit) -> bool:
    """Tell whether something will open the thread again: without that, an erasure that waits could not be taken back."""
    return has_sheet(session, opened.thread) or is_kept(session, opened.thread)


def shows_itself(opened: OpenVisit) -> bool:
    """Tell whether the person showed that the thread is theirs: by the sheet, by the pictures, or because it was begun with them."""
    return opened.own.how == "nouveau" or (opened.own.how != "suivi" and not opened.contents.unproven)


def erase(visit: str) -> Response:
    """Erase at once when the person asks alone; else in forty-eight hours, which the sheet takes back."""
    check_form()
    with desk.change_visit(visit) as (session, opened):
        at_once = request.form.get("qui") == AT_ONCE and shows_itself(opened)
        if at_once:
            erasing.erase_now(session, opened, clock.now())
        elif not comes_back(session, opened):
            raise Refused(NOTHING_TO_WAIT)
        else:
            erasing.erase_later(opened, clock.now())
            session.delete(opened.visit)
        session.commit()
    wipe()
    return go(f"/visites?fini={'efface' if at_once else 'attend'}")


def take_back(visit: str) -> Response:
    """Keep a thread whose erasure was waiting."""
    check_form()
    with desk.change_visit(visit) as (session, opened):
        if not shows_itself(opened):
            raise Refused(NOT_SHOWN)
        erasing.take_erasure_back(opened, clock.now())
        session.commit()
    return go(f"/visites/{visit}")
