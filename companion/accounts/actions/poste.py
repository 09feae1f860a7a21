"""Changes a machine of the reception into a place to work for the day: no passphrase is ever typed on it (decision B1)."""

import json
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from companion.accounts.actions import circle as hands
from companion.accounts.actions.circle import Hand
from companion.accounts.actions.people import new_account
from companion.accounts.actions.sessions import note, open_session
from companion.accounts.model import Member, Poste
from companion.accounts.queries import house
from companion.accounts.queries.circle import circle_key
from companion.accounts.queries.present import OWN, Held, Present
from companion.accounts.rules.hours import Hours
from companion.accounts.rules.numbers import Own
from companion.accounts.rules.states import State
from companion.badges import Role, Stage
from companion.errors import NotHere
from companion.vault.keys.keyring import Keyring
from companion.vault.keys.members import Colleague, PublicKeys, seal_own
from companion.vault.keys.papers import PaperKey
from companion.vault.primitives import seal, unseal
from companion.vault.rules.binding import bound


@dataclass(frozen=True, repr=False)
class Asked:
    """What a machine asks with: the number on its screen, six figures for its veil, and the moment."""

    number: str
    pin: str
    now: int
    today: date


def ask(session: Session, held: Held, number: PaperKey, asked: Asked) -> None:
    """Ask that this machine be opened: its keys are made here, its number stands on its screen."""
    keys = new_account(session, Role.ACCUEIL, 0, asked.today)
    row = session.get_one(Member, keys.id)
    row.state, row.own_revision = State.POSTE, 1
    row.own = seal_own(keys, OWN, row.own_revision, Own(pin=asked.pin).written())
    session.add(Poste(locator=number.locator, member_id=keys.id, expires_on=asked.today))
    session.flush()
    open_session(session, keys, held, Hours(Stage.STRANGER, asked.now, asked.now, pending={"poste": asked.number}), asked.today)


def open_for_the_day(session: Session, hand: Hand, number: PaperKey, until: int) -> None:
    """Open the machine that shows this number: what is said to it is sealed under the number, which the database does not hold."""
    row = session.get(Poste, number.locator)
    if row is None or row.opening:
        raise NotHere
    me = hand.me.colleague
    told = json.dumps([until, me.id.hex(), me.public.box.hex(), me.public.sign.hex()]).encode()
    row.opening = seal(number.wrapping, told, _tie(row))
    hands.show_face(session, circle_key(session, hand.me), hand.me)


def begin_work(session: Session, who: Present, number: PaperKey, today: date) -> bool:
    """Begin to work on a machine that was opened; tell whether it was."""
    row = session.get(Poste, number.locator)
    if row is None or not row.opening:
        return False
    until, opener_id, box, sign = json.loads(unseal(number.wrapping, row.opening, _tie(row)))
    opener = Colleague(bytes.fromhex(opener_id), PublicKeys(bytes.fromhex(box), bytes.fromhex(sign)))
    hand = Hand(house.member(session, who.who.id), who.member, Keyring().pin(who.who), today)
    hand.keep(hand.keyring.pin(opener))
    session.delete(row)
    return note(session, who, replace(who.hours, stage=Stage.SIGNED, until=until, pending={}, seen=who.now))


def _tie(row: Poste) -> bytes:
    return bound("compagnon:poste", row.locator, row.member_id)
