"""Changes what somebody arriving holds: papers are drawn, copied right, and only then do they count."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from companion.accounts.actions.sessions import end_other_sessions, note, pin_of
from companion.accounts.model import Member
from companion.accounts.queries import house
from companion.accounts.queries.circle import circle_key, key_in_envelope, keyring_of
from companion.accounts.queries.present import OWN, Present
from companion.accounts.rules import numbers
from companion.accounts.rules.hours import Hours
from companion.accounts.rules.numbers import Own
from companion.accounts.rules.states import ENVELOPE, NUMBER, PHRASE, SHEET, State, needs_meeting
from companion.badges import Role, Stage
from companion.errors import Refused
from companion.vault.keys import members
from companion.vault.keys.members import keys_of_envelope
from companion.vault.keys.phrases import new_passphrase
from companion.vault.rules.faults import Altered, Locked
from companion.vault.rules.sheets import new_sheet, read_sheet

OTHER_SHEET = "Ces signes sont ceux d’une autre feuille. Prenez celle que vous venez d’imprimer, ou imprimez-la de nouveau."
_DRAWN: dict[str, Callable[[int], str]] = {PHRASE: new_passphrase, SHEET: lambda _: new_sheet()}


def draw(session: Session, who: Present) -> Hours:
    """Draw what the next paper shows, once: reading the page again shows the same one."""
    step = who.hours.todo[0]
    if step in who.hours.pending or step not in _DRAWN:
        return who.hours
    hours = replace(who.hours, pending={**who.hours.pending, step: _DRAWN[step](who.row.words)})
    note(session, who, hours)
    return hours


def draw_factor(session: Session, who: Present, factor: str) -> None:
    """Draw a second factor of this kind, to be tried."""
    drawn = numbers.new_factor(factor)
    note(session, who, replace(who.hours, pending={**who.hours.pending, NUMBER: drawn.written().decode()}))


def keep_phrase(session: Session, who: Present, derived: bytes) -> None:
    """Keep the private keys under the passphrase that was copied right; other sessions end."""
    session.get_one(Member, who.who.id).phrase = derived
    end_other_sessions(session, who)
    _done(session, who, PHRASE)


def keep_factor(session: Session, who: Present, own: Own, rank: int) -> None:
    """Keep the second factor once one of its numbers was given; that number is used."""
    row = session.get_one(Member, who.who.id)
    keep_own(row, who, replace(own, pin=pin_of(who.member, row)))
    row.last_number = rank
    _done(session, who, NUMBER)


def skip_factor(session: Session, who: Present) -> None:
    """Go on without a second factor: only reception may, when the association does not want one."""
    _done(session, who, NUMBER)


def keep_own(row: Member, who: Present, own: Own) -> None:
    """Seal again what somebody keeps for themselves."""
    row.own_revision += 1
    row.own = members.seal_own(who.member, OWN, row.own_revision, own.written())


def keep_sheet(session: Session, who: Present, typed: str) -> None:
    """Keep the recovery sheet once it was copied from paper, and prove that it really opens."""
    if read_sheet(typed) != who.hours.pending[SHEET]:
        raise Refused(OTHER_SHEET)
    row = session.get_one(Member, who.who.id)
    row.sheet = members.lock_with_sheet(who.member, read_sheet(typed))
    members.unlock_with_sheet(row.sheet, who.who, typed)
    _done(session, who, SHEET)


def try_envelope(session: Session, who: Present, typed: str, today: date) -> None:
    """Open the circle with the envelope as it was copied from paper: the team has restored once (security.md §10)."""
    own = house.association(session)
    opened = keys_of_envelope(read_sheet(typed))
    if opened.id != own.envelope_id:
        raise Refused(OTHER_SHEET)
    keyring = keyring_of(session.get_one(Member, who.who.id), who.member)
    if key_in_envelope(session, opened, keyring) != circle_key(session, who.member):
        raise Altered
    own.ready_on = own.ready_on or today
    _done(session, who, ENVELOPE)


def finish_step(session: Session, who: Present, step: str) -> None:
    """Go past a paper that is only printed."""
    _done(session, who, step)


def give_up(session: Session, who: Present) -> None:
    """Keep the old papers: nothing new counts."""
    if not who.hours.keeps_old:
        raise Locked
    note(session, who, replace(who.hours, todo=(), pending={}, keeps_old=False))


def ask_again(session: Session, who: Present, *steps: str) -> None:
    """Ask for new papers; the old ones are good until the new ones are copied right."""
    note(session, who, replace(who.hours, todo=steps, pending={}, keeps_old=True))


def _done(session: Session, who: Present, step: str) -> None:
    left = tuple(one for one in who.hours.todo if one != step)
    pending = {name: value for name, value in who.hours.pending.items() if name != step}
    if not note(session, who, replace(who.hours.touched(who.now), todo=left, pending=pending, stage=Stage.SIGNED)):
        raise Refused(MEANWHILE)
    row = session.get_one(Member, who.who.id)
    if not left and row.state == State.ARRIVING:
        row.state = State.WAITING if needs_meeting(who.row.role) and not _reads_already(session, who) else State.ACTIVE


MEANWHILE = "Cette page a déjà servi dans un autre onglet. Rechargez-la."


def _reads_already(session: Session, who: Present) -> bool:
    """Tell whether somebody holds the circle without being met: the first member, or who came by the envelope."""
    with suppress(Locked):
        return who.row.role is Role.MEMBRE and bool(circle_key(session, who.member))
    return False
