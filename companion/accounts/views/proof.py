"""Speaks the passphrase asked again, before what cannot be undone: new papers, a new envelope, the key given to somebody, a departure.

Nothing is asked a few minutes after signing in; a desk left open for longer gives nobody the team.
"""

from flask import Response, g, request

from companion.accounts.actions import sessions
from companion.accounts.queries import house
from companion.accounts.views.presence import Turn, derivations, who
from companion.vault.keys import members
from companion.vault.keys.phrases import read_passphrase
from companion.vault.rules.faults import Locked
from companion.web.page import page
from companion.web.store import changing, looking

WRONG = "Cette phrase n’ouvre pas ce compte. Relisez chaque mot. Rien n’a été changé."
_OWN = frozenset({"jeton", "preuve"})
LONGEST = 300


def ask_proof() -> Response | None:
    """Ask for the passphrase unless it was typed a moment ago; nothing to answer means that the page goes on."""
    me = who()
    if me.hours.is_fresh(me.now):
        return None
    if "preuve" not in request.form:
        return _ask("", 200)
    turn = Turn("preuve", me.row.name)
    if wait := turn.wait():
        return _ask(wait, 429)
    try:
        _open(request.form["preuve"][:LONGEST])
    except Locked:
        return _ask(WRONG, 422)
    turn.forget()
    with changing() as session:
        sessions.prove(session, me)
        session.commit()
    g.pop("_login_user", None)  # Who asks is looked at again: what is written next follows what was just written.
    return None


def _open(typed: str) -> None:
    me = who()
    with looking() as session:
        row = house.member(session, me.who.id)
    if row.phrase is None:  # Somebody without a passphrase opens nothing with one: their sheet does, and gives another.
        raise Locked
    members.unlock_with_passphrase(row.phrase, me.who, read_passphrase(typed).phrase, derivations())


def _ask(error: str, status: int) -> Response:
    kept = [(name, value) for name, value in request.form.items(multi=True) if name not in _OWN]
    return page("accounts/proof.html", status, action=request.path, kept=kept, error=error)
