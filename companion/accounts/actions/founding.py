"""Changes an empty instance into an association: its circle, its keys, its envelope, its first member."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session

from companion.accounts.actions import circle as hands
from companion.accounts.actions.circle import Hand
from companion.accounts.actions.people import new_account
from companion.accounts.model import Association, CircleFace, CircleGrant, CircleWrap, Introduction, Member
from companion.accounts.queries import house
from companion.accounts.rules.states import WORDS_OF_HOLDER
from companion.badges import Role
from companion.errors import Refused
from companion.signature import keys as signing
from companion.vault.keys.circles import CircleKey, new_circle
from companion.vault.keys.introductions import Said
from companion.vault.keys.keyring import Keyring
from companion.vault.keys.members import Member as Keys
from companion.vault.keys.members import keys_of_envelope
from companion.vault.keys.threads import DataKey, new_data_key
from companion.vault.primitives import SALT, new_secret
from companion.vault.rules.sheets import new_sheet

ALREADY = "Cette association est déjà ouverte. Connectez-vous, ou demandez une invitation à un membre."


@dataclass(frozen=True, repr=False)
class Founded:
    """The keys of the first member, and the code of the envelope, to be shown once."""

    first: Keys
    envelope: str


def found(session: Session, today: date, first_name: str) -> Founded:
    """Begin the association; a first run that was left half-way is begun again from nothing."""
    if house.is_open(session):
        raise Refused(ALREADY)
    for table in (CircleGrant, CircleFace, CircleWrap, Introduction, Member, Association):
        session.execute(delete(table))
    sheet, circle = new_sheet(), new_circle()
    envelope = keys_of_envelope(sheet)
    first = new_account(session, Role.MEMBRE, WORDS_OF_HOLDER, today)
    _write_association(session, circle, envelope, today)
    hand = Hand(session.get_one(Member, first.id), first, Keyring().pin(first.colleague).pin(envelope.colleague), today)
    hand = hand.keep(hand.keyring.saw(circle.circle, circle.epoch))
    for one in (first.colleague, envelope.colleague):
        hands.give(session, circle, one, hand)
    hands.say(session, Said.ENTERS, envelope.colleague, first, today)
    hands.show_face(session, circle, first)
    _write_secrets(session, circle, hand)
    if first_name:
        hands.name(session, first.id, first_name, circle)
    return Founded(first, sheet)


def _write_association(session: Session, circle: CircleKey, envelope: Keys, today: date) -> None:
    public = envelope.keys.public
    made = Association(
        number=1,
        salt=new_secret(SALT),
        circle=circle.circle,
        team_key_id=new_secret(SALT),
        sign_key_id=new_secret(SALT),
        sign_public=b"",
        envelope_id=envelope.id,
        envelope_box=public.box,
        envelope_sign=public.sign,
        since=today,
    )
    session.add(made)
    session.flush()


def _write_secrets(session: Session, circle: CircleKey, hand: Hand) -> None:
    """Make the key of first names and the key that signs receipts, both kept by the circle alone."""
    own, private = house.association(session), signing.new_private()
    own.sign_public = signing.public_of(private)
    hands.wrap(session, DataKey(own.team_key_id, new_data_key().secret), circle, hand.keyring)
    hands.wrap(session, DataKey(own.sign_key_id, private), circle, hand.keyring)
    session.flush()


def new_envelope(session: Session, hand: Hand) -> str:
    """Make another envelope: the old one opens nothing that is sealed from now on, nor the epoch of today."""
    own, sheet = house.association(session), new_sheet()
    old, envelope = house.envelope_of(own), keys_of_envelope(sheet)
    hands.say(session, Said.LEAVES, old, hand.me, hand.today)
    hands.say(session, Said.ENTERS, envelope.colleague, hand.me, hand.today)
    session.execute(delete(CircleGrant).where(CircleGrant.member_id == old.id))
    public = envelope.keys.public
    own.envelope_id, own.envelope_box, own.envelope_sign, own.envelope_opened_on = envelope.id, public.box, public.sign, None
    session.flush()
    hands.renew(session, hand.keep(hand.keyring.unpin(old.id).pin(envelope.colleague)))
    return sheet
