"""Speaks a machine of the reception: it shows a number, a member opens it from elsewhere, it closes by itself."""

from flask import Response

from companion import clock
from companion.accounts.actions import poste
from companion.accounts.actions.poste import Asked
from companion.accounts.queries.present import Held
from companion.accounts.rules.numbers import fault_of_pin, read_figures
from companion.accounts.rules.states import POSTE_SIGNS, State
from companion.accounts.views.presence import Turn, boot_key, derivations, field, holder, now, salt
from companion.badges import Stage
from companion.vault.keys.papers import spoken_key
from companion.vault.rules.codes import grouped, new_code
from companion.web.badge import badge
from companion.web.cookies import give_cookie, held_cookie, new_cookie
from companion.web.page import go, page
from companion.web.store import changing
from companion.web.tokens import check_form

NOT_YET = "Ce poste n’est pas encore ouvert. Donnez ce numéro à un membre ; il l’ouvre depuis sa page « Équipe », sur sa propre machine."


def show_machine() -> Response:
    """Show how a machine is opened, or the number that it shows."""
    if badge().stage is not Stage.STRANGER:
        return go("/")
    return _show()


def _number() -> str:
    """Return the number that this machine already shows, if it asked."""
    cookie = held_cookie()
    me = holder(cookie) if cookie else None
    return me.hours.pending.get("poste", "") if me and me.row.member_state is State.POSTE else ""


def _show(error: str = "", status: int = 200) -> Response:
    number = _number()
    return page("accounts/machine.html", status, number=grouped(number) if number else "", error=error)


def ask_opening() -> Response:
    """Ask that this machine be opened: it makes its keys and draws its number."""
    check_form()
    pin = field("chiffres", 20)
    if fault := fault_of_pin(pin):
        return _show(fault, 422)
    turn = Turn("demande de poste")
    if wait := turn.wait():
        return _show(wait, 429)
    held, number = Held(new_cookie(), boot_key()), new_code(POSTE_SIGNS)
    key = spoken_key(number, POSTE_SIGNS, "poste", salt(), derivations())
    with changing() as session:
        poste.ask(session, held, key, Asked(number, read_figures(pin), now(), clock.today()))
        session.commit()
    answer = go("/poste")
    give_cookie(answer, held.cookie)
    return answer


def begin_work() -> Response:
    """Begin to work, once a member has opened this machine."""
    check_form()
    number = _number()
    if not number:
        return go("/poste")
    key = spoken_key(number, POSTE_SIGNS, "poste", salt(), derivations())
    me = holder(held_cookie())
    with changing() as session:
        opened = me is not None and poste.begin_work(session, me, key, clock.today())
        session.commit()
    return go("/") if opened else _show(NOT_YET, 422)
