"""Looks at what somebody may open with the keys in hand: their keyring, the circle, the first names of the team."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import NoReturn

from sqlalchemy import select
from sqlalchemy.orm import Session

from companion.accounts.model import CircleWrap, MemberName
from companion.accounts.model import Member as MemberRow
from companion.accounts.queries import house
from companion.signature.keys import public_of
from companion.vault.keys import circles, threads
from companion.vault.keys.circles import CircleKey, Face
from companion.vault.keys.keyring import Keyring, open_keyring
from companion.vault.keys.members import Colleague, Member
from companion.vault.keys.rings import Ring
from companion.vault.model import read
from companion.vault.rules.faults import Altered, Locked


def keyring_of(row: MemberRow, me: Member) -> Keyring:
    """Open what somebody remembers of their colleagues."""
    return open_keyring(row.keyring, me, row.keyring_revision) if row.keyring else Keyring().pin(me.colleague)


def circle_key(session: Session, me: Member, epoch: int | None = None) -> CircleKey:
    """Open the newest key of the circle that somebody keeps under their own hand, or that of one epoch; raise Locked without any.

    What nobody signed is passed over: whoever writes in the database can put any row there, and must not shut anybody out with it.
    """
    return next(iter(_keys_by(session, me, (me.colleague,), Keyring().pin(me.colleague), epoch)), None) or _no_key()


def gift(session: Session, me: Member, keyring: Keyring) -> CircleKey | None:
    """Return the newest key of the circle that a colleague one has met gave, when it is newer than the one kept."""
    kept = next(iter(_keys_by(session, me, (me.colleague,), keyring.pin(me.colleague))), None)
    given = next(iter(_keys_by(session, me, house.colleagues(session), keyring.unpin(me.id))), None)
    return given if given and (kept is None or given.epoch > kept.epoch) else None


def key_in_envelope(session: Session, envelope: Member, keyring: Keyring | None = None) -> CircleKey:
    """Open the newest key of the circle that stands in the envelope; raise Locked when there is none.

    Who opens the envelope alone knows nobody yet, so any account may have given it.  What proves it is the association's own
    signature, that the circle keeps: its four words stand on the paper of the envelope.
    """
    givers = house.colleagues(session)
    for giver in givers if keyring is None else ():
        keyring = (keyring or Keyring()).pin(giver)
    public = house.association(session).sign_public
    for key in _keys_by(session, envelope, givers, keyring or Keyring()):
        with suppress(Locked, Altered):
            if public_of(signing_key(session, key)) == public:
                return key
    raise Locked


def _keys_by(session: Session, me: Member, givers: Iterable[Colleague], keyring: Keyring, epoch: int | None = None) -> Iterator[CircleKey]:
    """Open what was given by one of these, the newest first; what does not open is passed over."""
    known = {one.id: one for one in givers}
    for given in house.grants_for(session, me.id):
        if given.giver in known and epoch in {None, given.face.epoch}:
            with suppress(Locked, Altered):
                yield circles.accept(given, me, known[given.giver], keyring)


def _no_key() -> NoReturn:
    raise Locked


def face_to_seal_towards(session: Session, keyring: Keyring) -> Face:
    """Return the public side that somebody without the key may seal towards: the newest that a colleague they met showed."""
    known = {one.id: one for one in house.colleagues(session)}
    for shown in house.shown_faces(session):
        with suppress(Locked, Altered):
            return circles.trust(shown, known.get(shown.giver) or _no_key(), keyring)
    raise Locked


def ring_with(session: Session, circle: CircleKey, *key_ids: bytes) -> Ring:
    """Return a ring with these keys of the team."""
    ring = Ring()
    for row in session.scalars(select(CircleWrap).where(CircleWrap.key_id.in_(key_ids), CircleWrap.epoch == circle.epoch)):
        ring.hold(threads.unwrap_for_circle(row.blob, row.key_id, circle))
    return ring


def first_names(session: Session, circle: CircleKey) -> dict[bytes, str]:
    """Return the first names of the team; one that was touched is left out, the others are read."""
    ring = ring_with(session, circle, house.association(session).team_key_id)
    found = {}
    for row in session.scalars(select(MemberName)):
        try:
            found[row.member_id] = read(ring, row, MemberName.name)
        except (Altered, Locked):
            found[row.member_id] = ""
    return found


def signing_key(session: Session, circle: CircleKey) -> bytes:
    """Return the private key with which the association signs; only the circle opens it (decision D12)."""
    own = house.association(session)
    return ring_with(session, circle, own.sign_key_id).secret(own.sign_key_id)
