"""Speaks the veil: what is not public waits behind six figures, or the passphrase; a form that was being sent waits too."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Response, current_app, g, request
from werkzeug.datastructures import ImmutableMultiDict

from companion.accounts.actions import sessions
from companion.accounts.queries import house
from companion.accounts.queries.present import Present
from companion.accounts.rules.numbers import read_figures
from companion.accounts.rules.states import State
from companion.accounts.views.doors import WAITED
from companion.accounts.views.presence import Turn, derivations, field, note_gesture, own_page, who
from companion.badges import Veil
from companion.errors import Refused
from companion.vault.keys import members
from companion.vault.keys.members import Member
from companion.vault.keys.phrases import read_passphrase
from companion.vault.rules.faults import Altered, Locked
from companion.web.cookies import take_cookie_back
from companion.web.page import go, page
from companion.web.store import changing, looking
from companion.web.tokens import check_form

if TYPE_CHECKING:
    from collections.abc import Callable

LOCKED = 423
WRONG_PIN = "Ce ne sont pas vos six chiffres. Après cinq essais, la phrase de passe sera demandée."
NO_MORE_TRIES = "Ce n’étaient pas vos six chiffres, cinq fois de suite. Votre phrase de passe rouvre, là où vous étiez."
WRONG_PHRASE = "Cette phrase n’ouvre pas ce compte. Relisez chaque mot."
LARGEST_KEPT = 512 * 1024
"""Bytes of a form that waits, sealed and written in letters."""


def lift_or_ask() -> Response | None:
    """Lift the veil with what was typed, and let the page go on; or ask for it."""
    note_gesture()
    if request.method != "POST":
        return _ask("")
    request.max_content_length = LARGEST_KEPT
    if "lever" not in request.form:
        return _ask(_kept(request.form.to_dict(flat=False)))
    kept = field("garde", LARGEST_KEPT)
    if answer := _lift(kept):
        return answer
    vars(request)["form"] = ImmutableMultiDict(_given_back(kept))  # The very form that was being sent goes on.
    return None


def lift_veil() -> Response:
    """Lift the veil, and go back to the page that was behind it."""
    return _lift("") or go(own_page(field("vers")) or "/")


def _lift(kept: str) -> Response | None:
    """Lift the veil with what was typed, or answer with the page that asks again."""
    check_form()
    me = who()
    if me.veil is Veil.NONE:  # It was lifted in another tab: what waited in this one goes on.
        return None
    turn = Turn("voile", me.row.name)
    if wait := turn.wait():
        return _ask(kept, wait, 429)
    try:
        keys = _keys(me, field("lever"))
    except (Locked, Refused) as refusal:
        shut = me.veil is Veil.SHUT
        return _ask(kept, str(refusal) or (WRONG_PHRASE if shut else WRONG_PIN), LOCKED)
    turn.forget()
    with changing() as session:
        sessions.lift(session, me, keys)
        session.commit()
    g.pop("_login_user", None)  # Who asks is looked at again, with their keys.
    return None


def _keys(me: Present, typed: str) -> Member:
    if me.veil is Veil.SHUT:
        with looking() as session:
            row = house.member(session, me.who.id)
        if row.phrase is None:
            raise Locked
        return members.unlock_with_passphrase(row.phrase, me.who, read_passphrase(typed).phrase, derivations())
    return _keys_under_figures(me, typed)


def _keys_under_figures(me: Present, typed: str) -> Member:
    """Take one of the five tries before it is looked at; after the last wrong one, only the passphrase opens."""
    with changing() as session:
        left = sessions.take_pin_try(session, me)
        session.commit()
    with suppress(Locked):
        if left is not None:
            return sessions.keys_under_pin(me, read_figures(typed))
    if left:
        raise Locked
    with changing() as session:
        sessions.veil(session, replace(me, hours=replace(me.hours, veil=Veil.SHUT)))
        session.commit()
    g.pop("_login_user", None)  # What is asked next is the passphrase.
    raise Refused(NO_MORE_TRIES)


def _ask(kept: str, error: str = "", status: int = LOCKED) -> Response:
    me = who()
    if me.row.member_state is State.POSTE and me.veil is Veil.SHUT:
        return leave_quietly()
    return page(
        "accounts/veil.html",
        status,
        who=me,
        shut=me.veil is Veil.SHUT,
        kept=kept,
        error=error,
        action=f"{request.path}?{WAITED}" if kept else "/voile",
        then=_then(),
    )


def _then() -> str:
    """Return the page that waits behind the veil."""
    return field("vers") if request.path == "/voile" else request.path


def leave_quietly() -> Response:
    """End the session of a machine of the day: it has no passphrase, a member opens it again."""
    with changing() as session:
        sessions.end_session(session, who().held)
        session.commit()
    answer = go("/poste")
    take_cookie_back(answer)
    return answer


def _kept(said: dict[str, list[str]]) -> str:
    """Seal what was being sent, so that nobody reads it in the page meanwhile."""
    held = who().held
    blob = members.seal_state(held.cookie, held.boot_key, json.dumps([request.path, said]).encode())
    return urlsafe_b64encode(blob).decode()


def _given_back(kept: str) -> list[tuple[str, str]]:
    held = who().held
    try:
        path, said = json.loads(members.open_state(held.cookie, held.boot_key, urlsafe_b64decode(kept)))
    except (Locked, Altered, ValueError):
        raise Refused(NOT_KEPT) from None
    if path != request.path:
        raise Refused(NOT_KEPT)
    return [(name, value) for name, values in said.items() for value in values]


NOT_KEPT = "Ce qui attendait derrière le voile n’est plus lisible. Revenez en arrière, copiez ce que vous venez d’écrire, puis recommencez."


def show_veil() -> Response:
    """Show the page that lifts the veil, or nothing to lift."""
    return go("/moi") if who().veil is Veil.NONE else _ask("")


def draw_veil() -> Response:
    """Draw the veil at once, by hand."""
    check_form()
    me = who()
    with changing() as session:
        sessions.veil(session, replace(me, hours=replace(me.hours, veil=Veil.PIN)))
        session.commit()
    return go("/")


def _what_would_be_lost() -> Response | None:
    """Ask the rooms above, before the keys of a machine of the day are gone for good; a second time, one leaves."""
    if who().row.member_state is not State.POSTE or who().veil is not Veil.NONE or "quand-meme" in request.form:
        return None
    ask: Callable[[], Response | None] = current_app.extensions.get("before_leaving", lambda: None)
    return ask()


def leave_desk() -> Response:
    """Leave the desk: the session ends, and the browser forgets our pages; a machine of the day first says what would be lost."""
    check_form()
    if asked := _what_would_be_lost():
        return asked
    with changing() as session:
        sessions.end_session(session, who().held)
        session.commit()
    answer = go("/connexion?parti=1")
    take_cookie_back(answer)
    return answer
