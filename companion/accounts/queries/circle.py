"""Looks at what somebody may open with the keys in hand: their keyring, the circle, the first names of the team."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from companion.accounts.model import CircleWrap, MemberName
from companion.accounts.model import Member as MemberRow
from companion.accounts.queries import house
from companion.vault.keys import circles, threads
from companion.vault.keys.circles import CircleKey, Face
from companion.vault.keys.keyring import Keyring, open_keyring
from companion.vault.keys.members import Member
from companion.vault.keys.rings import Ring
from companion.vault.model import read
from companion.vault.rules.faults import Altered, Locked


def keyring_of(row: MemberRow, me: Member) -> Keyring:
    """Open what somebody remembers of their colleagues."""
    return open_keyring(row.keyring, me, row.keyring_revision) if row.keyring else Keyring().pin(me.colleague)


def circle_key(session: Session, me: Member, epoch: int | None = None) -> CircleKey:
    """Open the key of the circle that somebody keeps for themselves; raise Locked when nobody gave it to them."""
    given = house.grant_for(session, me.id, epoch)
    if given is None:
        raise Locked
    if given.giver != me.id:  # Kept under one's own hand once accepted; until then it is only a gift.
        raise Locked
    return circles.accept(given, me, me.colleague, Keyring().pin(me.colleague))


def face_to_seal_towards(session: Session, me: Member) -> Face:
    """Return the public side that somebody without the key may seal towards, as a colleague they met showed it."""
    shown = house.shown_face(session)
    if shown is None:
        raise Locked
    keyring = keyring_of(house.member(session, me.id), me)
    giver = next((one for one in house.colleagues(session) if one.id == shown.giver), None)
    if giver is None:
        raise Locked
    return circles.trust(shown, giver, keyring)


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
