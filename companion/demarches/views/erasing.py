"""Speaks erasure at the desk: with the person, their sheet or their pictures, and a member (decision D8)."""

from flask import Response, request

from companion import clock
from companion.demarches.actions import erasing
from companion.demarches.views import desk
from companion.web.page import go, page
from companion.web.store import wipe
from companion.web.tokens import check_form

AT_ONCE = "seule"


def show_erasing(visit: str) -> Response:
    """Ask, the person alone if possible, whether all of it goes."""
    with desk.look_at_visit(visit) as (_, opened):
        pass
    return page("demarches/erasing.html", opened=opened, is_member=desk.is_member(), found_by_team=opened.own.how == "suivi")


def erase(visit: str) -> Response:
    """Erase at once when the person asks alone; else in forty-eight hours, which the sheet takes back."""
    check_form()
    with desk.change_visit(visit) as (session, opened):
        if request.form.get("qui") == AT_ONCE:
            erasing.erase_now(session, opened, clock.now())
        else:
            erasing.erase_later(opened, clock.now())
            session.delete(opened.visit)
        session.commit()
    wipe()
    return go(f"/visites?fini={'efface' if request.form.get('qui') == AT_ONCE else 'attend'}")


def take_back(visit: str) -> Response:
    """Keep a thread whose erasure was waiting."""
    check_form()
    with desk.change_visit(visit) as (session, opened):
        erasing.take_erasure_back(opened, clock.now())
        session.commit()
    return go(f"/visites/{visit}")
