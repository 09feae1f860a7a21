"""The invented people of the demonstration: what they know by heart is said aloud, since nobody is behind them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from sqlalchemy.orm import Session

from companion import clock
from companion.accounts.actions import circle as hands
from companion.accounts.actions import founding, people
from companion.accounts.model import Association
from companion.accounts.model import Member as MemberRow
from companion.accounts.queries import house
from companion.accounts.queries.present import OWN
from companion.accounts.rules import numbers
from companion.accounts.rules.states import WORDS, State
from companion.badges import Role
from companion.cli.invented_visits import Slip, invent_visits
from companion.config import Config
from companion.db import Database, writing
from companion.vault.keys import members
from companion.vault.keys.members import Member as Keys
from companion.vault.keys.phrases import new_passphrase
from companion.vault.primitives import Derivations
from companion.vault.rules.sheets import new_sheet

Cast = Sequence[tuple[str, Role]]
PIN = "482716"
CAST: Cast = (("Amandine", Role.MEMBRE), ("Basile", Role.MEMBRE), ("Chadia", Role.ACCUEIL), ("Dries", Role.TECHNIQUE))


@dataclass(frozen=True)
class Worker:
    """One invented worker, and everything that would be on their papers."""

    login: str
    name: str
    role: str
    passphrase: str
    totp_secret: str
    recovery_sheet: str
    pin: str = PIN

    def as_json(self) -> dict[str, str]:
        """Return what `demo --seed` prints."""
        return asdict(self)


@dataclass(frozen=True, repr=False)
class Invented:
    """The invented association: its workers, and the keys of the first of them."""

    workers: list[Worker]
    envelope: str
    first: Keys
    slips: tuple[Slip, ...] = ()


def invent_people(config: Config, cast: Cast = CAST, *, with_visits: bool = False) -> Invented:
    """Fill an empty instance with workers who have met each other, a member first."""
    engine = Database(config.database_url).engine
    try:
        with writing(engine) as session:
            made = _invent(session, cast)
            if with_visits:
                made = replace(made, slips=tuple(invent_visits(session, made.first)))
            session.commit()
    finally:
        engine.dispose()  # Nothing of it may be shared with the processes of the server.
    return made


def _invent(session: Session, cast: Cast) -> Invented:
    founded = founding.found(session, clock.today(), cast[0][0])
    session.get_one(Association, 1).ready_on = clock.today()
    first = founded.first
    workers = [_equip(session, first, *cast[0])]
    for name, role in cast[1:]:
        keys = people.new_account(session, role, WORDS[role], clock.today())
        workers.append(_equip(session, keys, name, role))
        _introduce(session, first, keys, name)
    return Invented(workers, founded.envelope, first)


def _introduce(session: Session, first: Keys, keys: Keys, name: str) -> None:
    """Let two workers meet, each reading the words of the other."""
    row = session.get_one(MemberRow, keys.id)
    if row.role == Role.TECHNIQUE:
        return
    row.state = State.WAITING
    people.meet(session, hands.hand_of(session, first, clock.today()), row, keys.keys.public.spoken, name)
    mine = hands.hand_of(session, keys, clock.today())
    people.recognise(session, mine, house.member(session, first.id), first.keys.public.spoken)


def _equip(session: Session, keys: Keys, name: str, role: Role) -> Worker:
    """Give a worker their papers, as if each had been copied right."""
    row, phrase, sheet = session.get_one(MemberRow, keys.id), new_passphrase(WORDS[role]), new_sheet()
    own = numbers.new_factor(numbers.APPLICATION, PIN)
    row.words, row.state = WORDS[role], State.ACTIVE
    row.phrase, row.sheet = members.lock_with_passphrase(keys, phrase, Derivations(1)), members.lock_with_sheet(keys, sheet)
    row.own_revision += 1
    row.own = members.seal_own(keys, OWN, row.own_revision, own.written())
    row.last_number = own.shift
    return Worker(row.sign_in_name, name, role.value, phrase, own.secret, sheet)
