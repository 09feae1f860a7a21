"""What pages of the accounts share: who holds the session, the keys of this start, the turn of each try."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from flask import Response, current_app, g, request
from flask_login import current_user
from sqlalchemy.orm import Session

from companion import clock
from companion.accounts.actions import sessions, throttle
from companion.accounts.actions.circle import Hand, hand_of
from companion.accounts.queries import house
from companion.accounts.queries.present import Held, Present, holder_of
from companion.accounts.rules.hours import Hours
from companion.accounts.rules.throttle import in_words, mark
from companion.badges import Stage
from companion.config import Config
from companion.vault.keys.members import Member as Keys
from companion.vault.primitives import Derivations
from companion.web.cookies import give_cookie, held_cookie, new_cookie
from companion.web.origins import source
from companion.web.page import go
from companion.web.store import changing, looking

TOO_SOON = "Trop d’essais de suite. Attendez {pause}, relisez bien, puis recommencez. Rien n’est bloqué."
NO_SALT = b"avant la premiere ouverture"
_OWN_PAGE = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")
"""Browsers forget tabs and ends of lines in an address: « /, tab, /elsewhere » would lead elsewhere."""


def holder(cookie: bytes) -> Present | None:
    """Return who holds the session of this cookie; one that is over is erased, so that no clock set back revives it."""
    held = Held(cookie, boot_key())
    with looking() as session:
        me = holder_of(session, held, now())
    if me is None or not me.hours.is_over(now()):
        return me
    with changing() as session:
        sessions.end_session(session, held)
        session.commit()
    return None


def who() -> Present:
    """Return who asks; the door let only holders of a session in."""
    return cast("Present", current_user.itself)


def note_gesture() -> None:
    """Note that somebody is there, at most once a minute."""
    me = who()
    if sessions.is_worth_touching(me):
        with changing() as session:
            sessions.touch(session, me)
            session.commit()
        g.pop("_login_user", None)  # Who asks is looked at again: what is written next follows what was just written.


def boot_key() -> bytes:
    """Return the key of this start, which no file holds."""
    found: bytes = current_app.extensions["boot_key"]
    return found


def config() -> Config:
    """Return what the association says about itself."""
    found: Config = current_app.config["INSTANCE"]
    return found


def now() -> int:
    """Return the second."""
    return int(clock.now().timestamp())


def derivations() -> Derivations:
    """Return the places at Argon2id of this process."""
    found: Derivations = current_app.extensions.get("derivations") or current_app.extensions.setdefault(
        "derivations", Derivations(current_app.config["DERIVATIONS"])
    )
    return found


def salt() -> bytes:
    """Return the salt of the codes on paper, drawn once by the association."""
    with looking() as session:
        return house.association(session).salt


def begin_session(
    keys: Keys, stage: Stage, todo: tuple[str, ...] = (), where: str = "/", pending: dict[str, str] | None = None
) -> Response:
    """Open a session under a new cookie, and go on; the one that this browser held before is over."""
    held, moment = Held(new_cookie(), boot_key()), now()
    with changing() as session:
        sessions.end_session(session, Held(held_cookie(), boot_key()))
        hours = Hours(stage, moment, moment, todo=todo, pending=pending or {})
        sessions.open_session(session, keys, held, hours, clock.today())
        session.commit()
    answer = go(where)
    give_cookie(answer, held.cookie)
    return answer


@contextmanager
def at_work() -> Iterator[tuple[Session, Hand]]:
    """Lend a member's hand: their keys, and what they know of their colleagues by now."""
    with changing() as session:
        yield session, hand_of(session, who().member, clock.today())


class Turn:
    """One try at something that can be guessed, counted before it is looked at."""

    def __init__(self, purpose: str, subject: str = "") -> None:
        """Name what is tried, and from where."""
        with looking() as session:
            found = house.found_association(session)
        self._mark = mark(found.salt if found else NO_SALT, purpose, subject, source())

    def wait(self) -> str:
        """Take the turn; return nothing, or the sentence that asks to wait."""
        with changing() as session:
            left = throttle.take_turn(session, self._mark, now(), clock.today())
            session.commit()
        return TOO_SOON.format(pause=in_words(left)) if left else ""

    def give_back(self) -> None:
        """Give back this one try: it was right, and those before it were about something else."""
        with changing() as session:
            throttle.give_turn_back(session, self._mark)
            session.commit()

    def forget(self) -> None:
        """Forget the wrong tries after the right one."""
        with changing() as session:
            throttle.forget_tries(session, self._mark)
            session.commit()


def field(name: str, longest: int = 200) -> str:
    """Return what was typed in a field."""
    return request.form.get(name, "").replace("\0", "").strip()[:longest]


def own_page(asked: str) -> str:
    """Return where to go next: a page of ours, or nothing."""
    return asked if _OWN_PAGE.fullmatch(asked) else ""
