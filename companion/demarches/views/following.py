"""Speaks the team's follow-up list: next dates first, fifty a page; put away as long as somebody may look on."""

from flask import Response, request

from companion import clock
from companion.accounts.queries.circle import circle_key
from companion.accounts.views.presence import at_work
from companion.demarches.actions.notes import renew_note, take_note_away
from companion.demarches.actions.opening import open_again
from companion.demarches.forms import once
from companion.demarches.queries.threads import Followed, FollowUp, by_circle, follow_up, notes_left
from companion.demarches.views import desk
from companion.demarches.views.alone import is_alone, say_alone, somebody_comes
from companion.vault.keys.rings import Ring
from companion.web.page import go, page
from companion.web.store import looking, wipe
from companion.web.tokens import check_form

MOST_PAGES = 1000


def show_follow_up() -> Response:
    """Show what the team keeps, to a member who is alone; else ask first."""
    if not is_alone():
        return page("demarches/put_away.html")
    wanted = request.args.get("p", "1")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and 0 < len(wanted) <= len(str(MOST_PAGES)) else 1
    found, notes = _looked(max(1, number))
    if found.behind:
        _take_newer_key()
        found, notes = _looked(max(1, number))
    return page("demarches/follow_up.html", found=found, notes=notes, today=clock.today())


def _looked(number: int) -> tuple[FollowUp, list[Followed]]:
    with looking() as session:
        circle, today = circle_key(session, desk.worker()), clock.today()
        return follow_up(session, circle, today, number), notes_left(session, circle, today)


def _take_newer_key() -> None:
    """Take the key that a colleague gave since."""
    with at_work() as (session, _):
        session.commit()


def say_alone_here() -> Response:
    """Say whether somebody may look on."""
    check_form()
    say_alone(alone=request.form.get("seul") == "oui")
    return go("/suivi" if request.form.get("seul") == "oui" else "/")


def resume() -> Response:
    """Go on with a thread that the team keeps: a colleague began it, or oneself."""
    check_form()
    asked = desk.asked(once(request.form))
    with at_work() as (session, hand):
        found = by_circle(session, circle_key(session, hand.me), desk.visit_id(request.form.get("fil", "")), clock.today())
        name = open_again(session, asked, found.thread, found.key, how="suivi")
        session.commit()
    somebody_comes()
    return go(f"/visites/{name.hex()}")


def change_note(thread: str) -> Response:
    """Renew a note once, or take it away: what it said was passed on."""
    check_form()
    with at_work() as (session, hand):
        found = by_circle(session, circle_key(session, hand.me), desk.visit_id(thread), clock.today())
        if request.form.get("quoi") == "prolonger":
            renew_note(session, found.thread.id, Ring([found.key]), clock.now())
        elif request.form.get("quoi") == "retirer":
            take_note_away(session, found.thread.id)
        session.commit()
    wipe()
    return go("/suivi")
