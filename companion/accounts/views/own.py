"""Speaks one's own account: the six figures of the veil, new papers, the four words, what is left on the card."""

from dataclasses import replace

from flask import Response

from companion.accounts.actions import arriving, people, sessions
from companion.accounts.model import Member
from companion.accounts.queries import house
from companion.accounts.rules.numbers import CARD, CARD_LOW, fault_of_pin, read_figures
from companion.accounts.views.presence import at_work, field, who
from companion.errors import NotHere, Refused
from companion.web.page import go, page
from companion.web.store import changing, looking
from companion.web.tokens import check_form

NOBODY_YET = "Personne ne vous a encore accueilli. Demandez à un membre d’ouvrir sa page « Équipe », à côté de vous."


def show_own() -> Response:
    """Show one's own account."""
    return _show()


def _show(error: str = "", status: int = 200) -> Response:
    me = who()
    own = me.own
    left = own.left_on_card(me.row.last_number) if own.factor == CARD else None
    low = left is not None and left <= CARD_LOW
    return page("accounts/own.html", status, who=me, own=own, left=left, low=low, spoken=me.member.keys.public.spoken, error=error)


def keep_pin() -> Response:
    """Keep the six figures that lift the veil, sealed under one's own keys."""
    check_form()
    me, typed = who(), field("chiffres", 20)
    if fault := fault_of_pin(typed):
        return _show(fault, 422)
    with changing() as session:
        row = session.get_one(Member, me.who.id)
        arriving.keep_own(row, me, replace(me.own, pin=read_figures(typed)))
        session.flush()
        sessions.lift(session, me, me.member)
        session.commit()
    return go("/moi#voile")


def show_waiting() -> Response:
    """Show one's four words, and ask for those of the colleague who welcomes."""
    return _wait()


def _wait(error: str = "", status: int = 200) -> Response:
    me = who()
    if me.badge.is_in:
        return go("/")
    with looking() as session:
        welcomer = house.welcomer_of(session, me.who.id)
    return page("accounts/waiting.html", status, who=me, welcomer=welcomer, spoken=me.member.keys.public.spoken, error=error)


def recognise_welcomer() -> Response:
    """Compare the words of the colleague who welcomes; from then on one is of the house."""
    check_form()
    with at_work() as (session, hand):
        welcomer = house.welcomer_of(session, hand.me.id)
        if welcomer is None:
            return _wait(NOBODY_YET, 422)
        try:
            people.recognise(session, hand, welcomer, field("mots"))
        except Refused as refusal:
            return _wait(str(refusal), 422)
        session.commit()
    return go("/equipe" if who().badge.role == "membre" else "/")


def colleague(number: str) -> bytes:
    """Return the id of somebody as it stands in an address, or nothing is here."""
    try:
        return bytes.fromhex(number)
    except ValueError:
        raise NotHere from None
