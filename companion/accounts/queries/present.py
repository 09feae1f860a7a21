"""Looks at who holds a session, and opens what they may open, only when it is asked for."""

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Executable, bindparam, select
from sqlalchemy.orm import Session

from companion.accounts.model import Member as MemberRow
from companion.accounts.model import SignIn
from companion.accounts.rules.hours import Hours
from companion.accounts.rules.numbers import Own
from companion.accounts.rules.states import State
from companion.badges import Badge, Role, Stage, Veil
from companion.vault.keys import members
from companion.vault.keys.members import Colleague, Member, PublicKeys
from companion.vault.rules.faults import Altered, Locked

OWN = "carnet"


@dataclass(frozen=True, repr=False)
class Held:
    """The two halves that no file holds: the browser's, and the key of this start."""

    cookie: bytes
    boot_key: bytes

    @property
    def id(self) -> bytes:
        """Return the name of the session in the database."""
        return members.session_id(self.cookie)


@dataclass(frozen=True, repr=False)
class Row:
    """What the database shows of a session and of its owner."""

    keys: bytes | None
    pin_keys: bytes | None
    pin_left: int
    state: bytes
    member_state: State
    role: Role
    name: str
    words: int
    own: bytes | None
    own_revision: int
    last_number: int


@dataclass(frozen=True, repr=False, eq=False)
class Present:
    """Somebody who holds a session, at this second; what Flask-Login calls a user."""

    is_authenticated = is_active = True
    is_anonymous = False

    held: Held
    row: Row
    who: Colleague
    hours: Hours
    now: int

    @property
    def itself(self) -> "Present":
        """Return the holder behind Flask-Login's proxy."""
        return self

    def get_id(self) -> str:
        """Return what Flask-Login calls an id; nothing is kept under it."""
        return self.held.id.hex()

    @property
    def badge(self) -> Badge:
        """Return what pages may know."""
        return Badge(self.row.name, self.row.role, self.stage, self.veil)

    @property
    def stage(self) -> Stage:
        """Return how far they have come in."""
        if self.hours.stage in {Stage.HALF, Stage.STRANGER}:
            return self.hours.stage
        if self.hours.todo and not self.hours.keeps_old:
            return Stage.ARRIVING
        return Stage.WAITING if self.row.member_state is State.WAITING else Stage.SIGNED

    @property
    def veil(self) -> Veil:
        """Return what hides the pages that are not public."""
        seen = self.hours.veiled(self.now)
        return Veil.SHUT if seen is Veil.PIN and not self.row.pin_keys else seen

    @cached_property
    def member(self) -> Member:
        """Return their keys, or raise Locked under the veil."""
        if self.row.keys is None:
            raise Locked
        return members.unlock_for_session(self.row.keys, self.who, self.held.cookie, self.held.boot_key)

    @cached_property
    def own(self) -> Own:
        """Return what they keep for themselves."""
        return own_of(self.member, self.row.own, self.row.own_revision)


def own_of(member: Member, blob: bytes | None, revision: int) -> Own:
    """Open what a member keeps for themselves."""
    return Own.read(members.open_own(blob, member, OWN, revision)) if blob else Own()


def present(session: Session, held: Held, now: int) -> Present | None:
    """Return who holds this session, or nobody: unknown, over, of another start, or of somebody who left."""
    found = holder_of(session, held, now)
    return found if found and not found.hours.is_over(now) else None


_HOLDER: Executable = (
    select(
        *(SignIn.keys, SignIn.pin_keys, SignIn.pin_left, SignIn.state),
        *(MemberRow.state, MemberRow.role, MemberRow.sign_in_name, MemberRow.words, MemberRow.own, MemberRow.own_revision),
        *(MemberRow.last_number, MemberRow.id, MemberRow.box, MemberRow.sign),
    )
    .join(MemberRow, MemberRow.id == SignIn.member_id)
    .where(SignIn.id == bindparam("session_id"))
)
"""Asked at each page of who is signed in, so written once."""


def holder_of(session: Session, held: Held, now: int) -> Present | None:
    """Return who holds this session, even when it has had its day."""
    found = session.connection().execute(_HOLDER, {"session_id": held.id}).one_or_none()
    if found is None:
        return None
    keys, pin_keys, pin_left, sealed, state, role, name, words, own, revision, last, number, box, sign = found
    try:
        hours = Hours.read(members.open_state(held.cookie, held.boot_key, sealed))
    except (Locked, Altered):
        return None
    if state == State.LEFT:
        return None
    row = Row(keys, pin_keys, pin_left, sealed, State(state), Role(role), name, words, own, revision, last)
    return Present(held, row, Colleague(number, PublicKeys(box, sign)), hours, now)
