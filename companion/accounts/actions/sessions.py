"""Changes sessions: opened, touched, veiled, lifted, ended."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, Update, delete, select, update
from sqlalchemy.orm import Session

from companion import clock
from companion.accounts.model import Member, SignIn
from companion.accounts.queries.present import Held, Present, own_of
from companion.accounts.rules.hours import NOTED_EVERY, Hours
from companion.badges import Veil
from companion.vault.keys import members
from companion.vault.keys.members import Member as Keys
from companion.vault.rules.faults import Altered, Locked

PIN_TRIES = 5


def open_session(session: Session, keys: Keys, held: Held, hours: Hours, today: date) -> None:
    """Open a session: its row alone opens nothing, nor with the cookie once the server has stopped."""
    row = session.get_one(Member, keys.id)
    pin = pin_of(keys, row)
    session.add(
        SignIn(
            id=held.id,
            member_id=keys.id,
            keys=members.lock_for_session(keys, held.cookie, held.boot_key),
            pin_keys=_under_pin(keys, held, pin) if pin else None,
            pin_left=PIN_TRIES,
            state=_sealed(held, hours),
            expires_on=max(today, datetime.fromtimestamp(hours.end, clock.ZONE).date()),
        )
    )


def end_session(session: Session, held: Held) -> bool:
    """End a session, and tell whether it was still there."""
    return _changed(session, delete(SignIn).where(SignIn.id == held.id))


def end_other_sessions(session: Session, who: Present) -> None:
    """End the other sessions of somebody, after their passphrase changed."""
    session.execute(delete(SignIn).where(SignIn.member_id == who.who.id, SignIn.id != who.held.id))


def note(session: Session, who: Present, hours: Hours) -> bool:
    """Write what a session remembers, unless something else was written meanwhile."""
    asked = update(SignIn).where(SignIn.id == who.held.id, SignIn.state == who.row.state)
    return _changed(session, asked.values(state=_sealed(who.held, hours)))


def touch(session: Session, who: Present) -> None:
    """Note a gesture, or draw the veil when there was none for too long; what two processes note at once is noted once."""
    if who.veil is not Veil.NONE:
        veil(session, who)
    else:
        note(session, who, who.hours.touched(who.now))


def is_worth_touching(who: Present) -> bool:
    """Tell whether there is something to write: at most once a minute."""
    if who.veil is not Veil.NONE:
        return who.row.keys is not None or (who.veil is Veil.SHUT and who.row.pin_keys is not None)
    return who.now - who.hours.seen >= NOTED_EVERY


def veil(session: Session, who: Present) -> None:
    """Draw the veil: the private keys leave the row, and only the short number, or the passphrase, brings them back."""
    shut = who.veil is Veil.SHUT or not who.row.pin_keys
    hidden = replace(who.hours, veil=Veil.SHUT if shut else Veil.PIN, alone=False)
    values = {"keys": None, "state": _sealed(who.held, hidden)} | ({"pin_keys": None} if shut else {})
    session.execute(update(SignIn).where(SignIn.id == who.held.id).values(**values))


def take_pin_try(session: Session, who: Present) -> int | None:
    """Take one of the five tries; return how many are left after it, or nothing when none was."""
    asked = update(SignIn).where(SignIn.id == who.held.id, SignIn.pin_left > 0)
    if not _changed(session, asked.values(pin_left=SignIn.pin_left - 1)):
        return None
    return session.scalar(select(SignIn.pin_left).where(SignIn.id == who.held.id))


def lift(session: Session, who: Present, keys: Keys) -> None:
    """Lift the veil: the same session goes on, its open forms too."""
    row = session.get_one(Member, keys.id)
    pin = pin_of(keys, row)
    values = {
        "keys": members.lock_for_session(keys, who.held.cookie, who.held.boot_key),
        "pin_keys": _under_pin(keys, who.held, pin) if pin else None,
        "pin_left": PIN_TRIES,
        "state": _sealed(who.held, replace(who.hours, veil=Veil.NONE, seen=who.now, proved=_proved(who))),
    }
    session.execute(update(SignIn).where(SignIn.id == who.held.id).values(**values))


def prove(session: Session, who: Present) -> None:
    """Note that the passphrase was just typed again."""
    note(session, who, replace(who.hours.touched(who.now), proved=who.now))


def _proved(who: Present) -> int:
    """Return when the passphrase was last typed: now, when the veil was shut."""
    return who.now if who.veil is Veil.SHUT else who.hours.proved


def use_number(session: Session, who: Present, rank: int) -> bool:
    """Use a number, once: one UPDATE decides between two that come at the same instant (ASVS 6.5.1)."""
    asked = update(Member).where(Member.id == who.who.id, Member.last_number < rank)
    return _changed(session, asked.values(last_number=rank))


def keys_under_pin(who: Present, pin: str) -> Keys:
    """Open the keys with the short number, or raise Locked."""
    if not who.row.pin_keys:
        raise Locked
    return members.unlock_for_session(who.row.pin_keys, who.who, who.held.cookie + pin.encode(), who.held.boot_key)


def pin_of(keys: Keys, row: Member) -> str:
    """Return the six figures of the veil; without them when what somebody keeps was damaged: their sheet still lets them in."""
    with suppress(Altered):
        return own_of(keys, row.own, row.own_revision).pin
    return ""


def _under_pin(keys: Keys, held: Held, pin: str) -> bytes:
    return members.lock_for_session(keys, held.cookie + pin.encode(), held.boot_key)


def _sealed(held: Held, hours: Hours) -> bytes:
    return members.seal_state(held.cookie, held.boot_key, hours.written())


def _changed(session: Session, asked: Update | Delete) -> bool:
    return bool(cast("CursorResult[Any]", session.execute(asked)).rowcount)
