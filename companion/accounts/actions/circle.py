"""Changes who holds the key of the circle: it is given, kept, learned of, and renewed when somebody leaves."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from companion.accounts.model import CircleFace, CircleGrant, CircleWrap, Introduction, MemberName
from companion.accounts.model import Member as MemberRow
from companion.accounts.queries import house
from companion.accounts.queries.circle import circle_key, face_to_seal_towards, first_names, gift, keyring_of, ring_with
from companion.accounts.rules.states import State
from companion.badges import Role
from companion.vault.keys import circles, introductions, threads
from companion.vault.keys.circles import CircleKey
from companion.vault.keys.introductions import Said
from companion.vault.keys.keyring import Keyring, seal_keyring
from companion.vault.keys.members import Colleague, Member
from companion.vault.keys.rings import Ring
from companion.vault.keys.threads import DataKey, new_data_key
from companion.vault.model import write
from companion.vault.rules.faults import Altered, Locked


@dataclass(frozen=True, repr=False)
class Hand:
    """A member at work: their account, their keys, what they remember of the others."""

    row: MemberRow
    me: Member
    keyring: Keyring
    today: date

    def keep(self, keyring: Keyring) -> "Hand":
        """Remember something more of colleagues."""
        if keyring == self.keyring and self.row.keyring:
            return self
        self.row.keyring_revision += 1
        self.row.keyring = seal_keyring(keyring, self.me, self.row.keyring_revision)
        return replace(self, keyring=keyring)


def hand_of(session: Session, me: Member, today: date) -> Hand:
    """Return a member at work, who has first heard what colleagues said meanwhile and taken what they were given."""
    row = house.member(session, me.id)
    hand = Hand(row, me, keyring_of(row, me), today)
    hand = hand.keep(introductions.learn(hand.keyring, house.heard(session), house.colleagues(session)))
    return _take_gift(session, hand) if row.role == Role.MEMBRE else _note_epoch(session, hand)


def _note_epoch(session: Session, hand: Hand) -> Hand:
    """Remember the newest epoch that a colleague showed: an older one, put back in the database, is sealed towards no more."""
    with suppress(Locked, Altered):
        face = face_to_seal_towards(session, hand.keyring)
        return hand.keep(hand.keyring.saw(face.circle, face.epoch))
    return hand


def _take_gift(session: Session, hand: Hand) -> Hand:
    """Keep under one's own hand the newest key of the circle, when a colleague one has met gave it."""
    key = gift(session, hand.me, hand.keyring)
    if key is None:
        return hand
    give(session, key, hand.me.colleague, hand)
    return hand.keep(hand.keyring.saw(key.circle, key.epoch))


def give(session: Session, key: CircleKey, to: Colleague, by: Hand) -> None:
    """Give the key of an epoch to somebody met, oneself included."""
    made = circles.grant(key, to, by.me, by.keyring)
    session.merge(
        CircleGrant(
            circle=key.circle,
            epoch=key.epoch,
            member_id=to.id,
            public=made.face.public,
            giver=made.giver,
            blob=made.blob,
            signature=made.signature,
        )
    )
    session.flush()


def say(session: Session, said: Said, about: Colleague, giver: Member, today: date) -> None:
    """Say something of a colleague, signed."""
    made = introductions.introduce(said, about, giver)
    public = about.public
    session.merge(
        Introduction(
            about=about.id, giver=giver.id, said=said.value, box=public.box, sign=public.sign, signature=made.signature, since=today
        )
    )
    session.flush()


def vouch(session: Session, hand: Hand) -> None:
    """Say again of every active member met, and of the envelope, that they are colleagues: a newcomer learns them at once."""
    for colleague in _who_reads(session, hand):
        if colleague.id != hand.me.id:
            say(session, Said.ENTERS, colleague, hand.me, hand.today)


def show_face(session: Session, key: CircleKey, giver: Member) -> None:
    """Show the public side of an epoch to those who have no key."""
    shown = circles.show(key, giver)
    face = shown.face
    session.merge(CircleFace(circle=face.circle, epoch=face.epoch, public=face.public, giver=shown.giver, signature=shown.signature))


def wrap(session: Session, key: DataKey, circle: CircleKey, keyring: Keyring) -> None:
    """Keep a key for the team."""
    blob = threads.wrap_for_circle(key, circle, keyring)
    session.merge(CircleWrap(key_id=key.id, circle=circle.circle, epoch=circle.epoch, blob=blob))


def name(session: Session, member_id: bytes, first_name: str, circle: CircleKey) -> None:
    """Write somebody's first name, sealed for the team."""
    own = house.association(session)
    row = session.get(MemberName, member_id) or MemberName(member_id=member_id, key_id=own.team_key_id)
    write(ring_with(session, circle, own.team_key_id), row, name=first_name)
    session.add(row)


def renew(session: Session, hand: Hand) -> CircleKey:
    """Renew the key of the circle: a new epoch, given to each member met, every wrap passed over (security.md D7).

    From then on nobody seals under the epoch that somebody left.
    """
    old = circle_key(session, hand.me)
    new = circles.next_epoch(old)
    for colleague in _who_reads(session, hand):
        give(session, new, colleague, hand)
    show_face(session, new, hand.me)
    for row in session.scalars(select(CircleWrap).where(CircleWrap.epoch == old.epoch)):
        with suppress(Altered):  # One damaged wrap stays where it is, and is named when somebody needs it; the rest passes.
            ((_, row.blob),) = threads.rewrap([(row.key_id, row.blob)], old, new)
            row.epoch = new.epoch
    _renew_names(session, hand.keep(hand.keyring.saw(new.circle, new.epoch)), new)
    return new


def _renew_names(session: Session, hand: Hand, circle: CircleKey) -> None:
    """Seal the first names again, under a key drawn today: whoever left may have kept the one before."""
    own, read, key = house.association(session), first_names(session, circle), new_data_key()
    wrap(session, key, circle, hand.keyring)
    rows = list(session.scalars(select(MemberName)))
    for row in rows:
        if read[row.member_id]:
            row.key_id = key.id
            write(Ring([key]), row, name=read[row.member_id])
    if all(read.values()):  # A first name that does not open keeps its key: a backup may mend it.
        session.execute(delete(CircleWrap).where(CircleWrap.key_id == own.team_key_id))
    own.team_key_id = key.id
    session.flush()


def _who_reads(session: Session, hand: Hand) -> list[Colleague]:
    """Return oneself, the envelope, and the members whose words were compared, those included who have yet to compare ours."""
    asked = select(MemberRow).where(MemberRow.state.in_((State.ACTIVE, State.WAITING)), MemberRow.role == Role.MEMBRE)
    people = [house.as_colleague(row) for row in session.scalars(asked)]
    envelope = house.envelope_of(house.association(session))
    return [one for one in (*people, envelope) if hand.keyring.pins.get(one.id) == one.public.fingerprint]
