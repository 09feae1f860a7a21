"""Changes who is of the house: invited, met, gone, come back through one of the three doors."""

from contextlib import suppress
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from companion.accounts.actions import circle as hands
from companion.accounts.actions.circle import Hand
from companion.accounts.model import CircleGrant, Invitation, Member, MemberName, SignIn
from companion.accounts.queries import house
from companion.accounts.queries.circle import circle_key, key_in_envelope
from companion.accounts.rules.names import new_name
from companion.accounts.rules.states import WORDS, WORDS_OF_HOLDER, State
from companion.badges import Role
from companion.errors import NotHere, Refused
from companion.forgetting.actions import ERASERS, note_erasure
from companion.forgetting.model import Erasure
from companion.forgetting.rules import INVITATION_DAYS, later
from companion.vault.keys.introductions import Said
from companion.vault.keys.keyring import Keyring
from companion.vault.keys.members import Colleague, keys_of_envelope, new_member
from companion.vault.keys.members import Member as Keys
from companion.vault.rules.faults import Locked
from companion.vault.rules.sheets import read_sheet
from companion.words.queries import french
from companion.words.rules import heard

OTHER_WORDS = (
    "Ces mots ne sont pas ceux de l’écran de votre collègue. Rien n’a été donné. Relisez-les ensemble, à voix haute. "
    "S’ils diffèrent encore, n’allez pas plus loin : quelqu’un a peut-être changé une clé dans la base. Prévenez l’équipe."
)
OTHER_ENVELOPE = "Ces signes ne sont pas ceux de l’enveloppe de cette association. Relisez-les, ou cherchez une enveloppe plus récente."
LAST_ONE = "Vous êtes le dernier membre actif : si vous partez, plus personne ne lit. Invitez d’abord quelqu’un."


def new_account(session: Session, role: Role, words: int, today: date) -> Keys:
    """Make the keys and the name of somebody who arrives; nothing opens until a passphrase is copied right."""
    keys = new_member()
    public = keys.keys.public
    session.add(
        Member(
            id=keys.id,
            sign_in_name=new_name(house.taken_names(session)),
            role=role,
            state=State.ARRIVING,
            words=words,
            box=public.box,
            sign=public.sign,
            own_revision=0,
            keyring_revision=0,
            last_number=0,
            joined_on=today,
        )
    )
    session.flush()
    return keys


def invite(session: Session, locator: bytes, role: Role, today: date, replaces: bytes | None = None) -> None:
    """Keep a place for somebody, for a week; only who knows the number can take it."""
    until = later(today, INVITATION_DAYS)
    session.add(Invitation(locator=locator, role=role, words=WORDS[role], replaces=replaces, expires_on=until))


def join(session: Session, locator: bytes, today: date) -> Keys:
    """Take the place that was kept; the number is good once."""
    place = house.invitation(session, locator)
    if place is None or place.expires_on < today:
        raise NotHere
    keys = new_account(session, Role(place.role), place.words, today)
    if place.replaces:
        # Kept until the newcomer is met: the word of a colleague, not the number alone, ends the lost account.
        session.get_one(Member, keys.id).replaces = place.replaces
    session.delete(place)
    return keys


def meet(session: Session, hand: Hand, newcomer: Member, said: str, first_name: str) -> None:
    """Meet a newcomer: the words they read on their own screen are those of their key; give a member the circle."""
    colleague = house.as_colleague(newcomer)
    _compare(colleague, said)
    circle = circle_key(session, hand.me)
    if newcomer.role == Role.MEMBRE:
        hand = hand.keep(hand.keyring.pin(colleague))
        hands.give(session, circle, colleague, hand)
        hands.say(session, Said.ENTERS, colleague, hand.me, hand.today)
        hands.vouch(session, hand)
    else:
        hands.vouch(session, hand)
        hands.say(session, Said.WELCOMES, colleague, hand.me, hand.today)
    hands.show_face(session, circle, hand.me)
    if first_name:
        hands.name(session, newcomer.id, first_name, circle)
    lost = session.get(Member, newcomer.replaces) if newcomer.replaces else None
    newcomer.replaces = None
    if lost is not None and lost.state != State.LEFT:
        leave(session, hand, lost)


def recognise(session: Session, hand: Hand, other: Member, said: str) -> None:
    """Compare words with a colleague not yet met, from the newcomer's side or between two members."""
    colleague = house.as_colleague(other)
    _compare(colleague, said)
    hand.keep(hand.keyring.pin(colleague))
    if hand.row.role == Role.MEMBRE and hand.row.state == State.ACTIVE:
        hands.say(session, Said.ENTERS, colleague, hand.me, hand.today)
    after = hands.hand_of(session, hand.me, hand.today)
    if after.row.state == State.WAITING and _has_what_is_needed(session, after):
        after.row.state = State.ACTIVE


def _has_what_is_needed(session: Session, hand: Hand) -> bool:
    """Tell whether a newcomer holds the circle under their own hand, or needs no key of it."""
    with suppress(Locked):
        return hand.row.role != Role.MEMBRE or bool(circle_key(session, hand.me))
    return False


def _compare(colleague: Colleague, said: str) -> None:
    if heard(said, french()).phrase != colleague.public.spoken:
        raise Refused(OTHER_WORDS)


def leave(session: Session, hand: Hand, gone: Member) -> None:
    """Let somebody go: no session, no key of the circle from now on, and colleagues are told (security.md T5)."""
    was_reading = gone.role == Role.MEMBRE and gone.state == State.ACTIVE
    close_account(session, gone, hand.today)
    if gone.id == hand.me.id:
        return  # Who leaves does not draw the key that is to stay closed to them: a colleague is asked to.
    colleague = house.as_colleague(gone)
    hands.say(session, Said.LEAVES, colleague, hand.me, hand.today)
    hand = hand.keep(hand.keyring.unpin(gone.id))
    if was_reading:
        hands.renew(session, hand)


def change_key(session: Session, hand: Hand) -> None:
    """Change the key of the circle by hand; colleagues are told of those whose account was shut without a member."""
    for gone in house.left_in_silence(session):
        hands.say(session, Said.LEAVES, house.as_colleague(gone), hand.me, hand.today)
        hand = hand.keep(hand.keyring.unpin(gone.id))
    hands.renew(session, hand)


def close_account(session: Session, gone: Member, today: date) -> None:
    """Shut an account at once: its sessions end and its wrapped keys are erased."""
    if gone.role == Role.MEMBRE and gone.state == State.ACTIVE and _is_last(session):
        raise Refused(LAST_ONE)
    _shut(session, gone, today)
    note_erasure(session, KIND, frozenset({gone.id}), today)


def _shut(session: Session, gone: Member, today: date) -> None:
    """End the sessions of an account, and erase every key that was wrapped for it."""
    session.execute(delete(SignIn).where(SignIn.member_id == gone.id))
    session.execute(delete(CircleGrant).where(CircleGrant.member_id == gone.id))
    session.execute(delete(MemberName).where(MemberName.member_id == gone.id))
    gone.state, gone.left_on = State.LEFT, today
    gone.phrase = gone.sheet = gone.own = gone.keyring = None


def shut_again(session: Session, ids: frozenset[bytes]) -> int:
    """Shut again the accounts of those who left after the backup that is being put back."""
    asked = select(Member, Erasure.erased_on).join(Erasure, Erasure.id == Member.id)
    found = session.execute(asked.where(Member.id.in_(ids), Member.state != State.LEFT)).all()
    for row, left_on in found:
        _shut(session, row, left_on)
    return len(found)


KIND = "membre"
ERASERS[KIND] = shut_again


def _is_last(session: Session) -> bool:
    readers = [one for one in house.team(session) if one.role == Role.MEMBRE and one.state == State.ACTIVE]
    return len(readers) == 1


def come_by_envelope(session: Session, typed: str, today: date) -> Keys:
    """Come in with the association's envelope, when nobody else can let one in; the team will be told."""
    own = house.association(session)
    envelope = keys_of_envelope(read_sheet(typed))
    if envelope.id != own.envelope_id:
        raise Refused(OTHER_ENVELOPE)
    keys = new_account(session, Role.MEMBRE, WORDS_OF_HOLDER, today)
    try:
        circle = key_in_envelope(session, envelope)
    except Locked:
        raise Refused(OTHER_ENVELOPE) from None
    hand = Hand(session.get_one(Member, keys.id), keys, Keyring().pin(keys.colleague).pin(envelope.colleague), today)
    hand = hand.keep(hand.keyring.saw(circle.circle, circle.epoch))
    hands.give(session, circle, keys.colleague, hand)
    hands.say(session, Said.ENTERS, keys.colleague, envelope, today)
    own.envelope_opened_on = today
    return keys
