"""The accounts remember ids, public keys, wrapped keys and days; no hour, no first name in clear, no hash of a passphrase."""

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from companion.db import Base
from companion.vault.model import SealedRow, SealedText

ID, KEY, SIGNATURE = 16, 32, 64


def _member() -> ForeignKey:
    return ForeignKey("member.id", ondelete="CASCADE")


class Association(Base):
    """The one association of this instance: its public keys, and what wraps its secrets by name."""

    __tablename__ = "association"
    __table_args__ = (CheckConstraint("number = 1", name="alone"),)

    number: Mapped[int] = mapped_column(primary_key=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary(ID))
    """Of the codes on paper; drawn once."""
    circle: Mapped[bytes] = mapped_column(LargeBinary(ID))
    team_key_id: Mapped[bytes] = mapped_column(LargeBinary(ID))
    """Names the key that seals the first names of the team."""
    sign_key_id: Mapped[bytes] = mapped_column(LargeBinary(ID))
    """Names the key that signs receipts and checkpoints; wrapped for the circle."""
    sign_public: Mapped[bytes] = mapped_column(LargeBinary(KEY))
    envelope_id: Mapped[bytes] = mapped_column(LargeBinary(ID))
    envelope_box: Mapped[bytes] = mapped_column(LargeBinary(KEY))
    envelope_sign: Mapped[bytes] = mapped_column(LargeBinary(KEY))
    envelope_opened_on: Mapped[date | None]
    """The day on which the envelope was used: the team is told until there is a new one."""
    since: Mapped[date]
    ready_on: Mapped[date | None]
    """The day on which the papers were tried: no thread before."""


class Member(Base):
    """Somebody of the house, as everybody may see them."""

    __tablename__ = "member"

    id: Mapped[bytes] = mapped_column(LargeBinary(ID), primary_key=True)
    sign_in_name: Mapped[str] = mapped_column(String(40), unique=True)
    """Drawn, « heron-42 »: it says nothing of anybody."""
    role: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))
    words: Mapped[int]
    """How many words their passphrase has."""
    box: Mapped[bytes] = mapped_column(LargeBinary(KEY))
    sign: Mapped[bytes] = mapped_column(LargeBinary(KEY))
    phrase: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The private keys, wrapped under the passphrase."""
    sheet: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The private keys, wrapped under the recovery sheet."""
    own: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Sealed under the private keys: second factor, short number of the veil."""
    own_revision: Mapped[int]
    keyring: Mapped[bytes | None] = mapped_column(LargeBinary)
    keyring_revision: Mapped[int]
    last_number: Mapped[int] = mapped_column(BigInteger)
    """The last number accepted, behind a random shift that `own` holds: it orders, and tells no hour."""
    replaces: Mapped[bytes | None] = mapped_column(LargeBinary(ID))
    """The account that this one takes over, once a colleague has met whoever comes back."""
    joined_on: Mapped[date]
    left_on: Mapped[date | None]


class MemberName(SealedRow, Base):
    """The first name of somebody, sealed to the circle."""

    __tablename__ = "member_name"

    member_id: Mapped[bytes] = mapped_column(LargeBinary(ID), _member(), primary_key=True)
    name: Mapped[SealedText]


class SignIn(Base):
    """One session: the cookie and the key of this start open it, and neither is here."""

    __tablename__ = "sign_in"

    id: Mapped[bytes] = mapped_column(LargeBinary(KEY), primary_key=True)
    member_id: Mapped[bytes] = mapped_column(LargeBinary(ID), _member(), index=True)
    keys: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The private keys; absent under the veil."""
    pin_keys: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The private keys, for who also knows the short number."""
    pin_left: Mapped[int]
    state: Mapped[bytes] = mapped_column(LargeBinary)
    """Sealed: hours, stage, what is left to do."""
    expires_on: Mapped[date]


class CircleGrant(Base):
    """The key of an epoch, given by one member to another."""

    __tablename__ = "circle_grant"

    circle: Mapped[bytes] = mapped_column(LargeBinary(ID), primary_key=True)
    epoch: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[bytes] = mapped_column(LargeBinary(ID), primary_key=True)
    """A member, or the envelope."""
    public: Mapped[bytes] = mapped_column(LargeBinary(KEY))
    giver: Mapped[bytes] = mapped_column(LargeBinary(ID))
    blob: Mapped[bytes] = mapped_column(LargeBinary)
    signature: Mapped[bytes] = mapped_column(LargeBinary(SIGNATURE))


class CircleFace(Base):
    """The public side of an epoch, signed by a member, for those who have no key."""

    __tablename__ = "circle_face"

    circle: Mapped[bytes] = mapped_column(LargeBinary(ID), primary_key=True)
    epoch: Mapped[int] = mapped_column(primary_key=True)
    public: Mapped[bytes] = mapped_column(LargeBinary(KEY))
    giver: Mapped[bytes] = mapped_column(LargeBinary(ID))
    signature: Mapped[bytes] = mapped_column(LargeBinary(SIGNATURE))


class CircleWrap(Base):
    """A key kept by the team: of its first names, of its signature, of each thread it keeps."""

    __tablename__ = "circle_wrap"

    key_id: Mapped[bytes] = mapped_column(LargeBinary(ID), primary_key=True)
    circle: Mapped[bytes] = mapped_column(LargeBinary(ID))
    epoch: Mapped[int]
    blob: Mapped[bytes] = mapped_column(LargeBinary)


class Introduction(Base):
    """What one member said of another, signed."""

    __tablename__ = "introduction"

    about: Mapped[bytes] = mapped_column(LargeBinary(ID), primary_key=True)
    giver: Mapped[bytes] = mapped_column(LargeBinary(ID), primary_key=True)
    said: Mapped[str] = mapped_column(String(12), primary_key=True)
    box: Mapped[bytes] = mapped_column(LargeBinary(KEY))
    sign: Mapped[bytes] = mapped_column(LargeBinary(KEY))
    signature: Mapped[bytes] = mapped_column(LargeBinary(SIGNATURE))
    since: Mapped[date]


class Invitation(Base):
    """A place kept for somebody who comes; the number that opens it is said aloud or on paper."""

    __tablename__ = "invitation"

    locator: Mapped[bytes] = mapped_column(LargeBinary(ID), primary_key=True)
    role: Mapped[str] = mapped_column(String(12))
    words: Mapped[int]
    replaces: Mapped[bytes | None] = mapped_column(LargeBinary(ID))
    """The account that somebody lost: it ends when the new one is met."""
    expires_on: Mapped[date]


class Poste(Base):
    """A machine that asks to be opened for the day."""

    __tablename__ = "poste"

    locator: Mapped[bytes] = mapped_column(LargeBinary(ID), primary_key=True)
    """From the number on its screen."""
    member_id: Mapped[bytes] = mapped_column(LargeBinary(ID), _member())
    opening: Mapped[bytes | None] = mapped_column(LargeBinary)
    """What the member who opens it says, sealed under the number: who they are, and until when."""
    expires_on: Mapped[date]


class Throttle(Base):
    """How many tries failed lately, and when the next one is looked at; of whom, only a hash of sixteen bits of the source says."""

    __tablename__ = "throttle"

    mark: Mapped[bytes] = mapped_column(LargeBinary(ID), primary_key=True)
    tries: Mapped[int]
    again_at: Mapped[int] = mapped_column(BigInteger)
    """The second within its hour: it tells no hour."""
    expires_on: Mapped[date]
