"""A small house without pages: two members, one at reception, their keys in hand, and the gestures that the actions make."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Table, func, select
from sqlalchemy.orm import Session

from companion import clock
from companion.accounts.actions import founding, people
from companion.accounts.actions.circle import hand_of, wrap
from companion.accounts.model import CircleWrap
from companion.accounts.queries import house
from companion.accounts.queries.circle import circle_key, face_to_seal_towards
from companion.accounts.rules.states import State
from companion.badges import Role
from companion.db import Base, reading, writing
from companion.demarches.actions.opening import Asked, open_again, open_new
from companion.demarches.actions.parting import Hands, Keeper, NewSheet, finish, part
from companion.demarches.queries.threads import by_circle, by_sheet
from companion.demarches.queries.visits import OpenVisit, open_visit
from companion.demarches.rules.contents import Contents, Demarche
from companion.demarches.rules.leaving import Level
from companion.demarches.rules.parting import Parting, Sheet
from companion.errors import NotHere
from companion.vault.keys.members import Member
from companion.vault.keys.papers import PaperKey
from companion.vault.keys.threads import DataKey, send_to_circle
from companion.vault.primitives import new_secret

FIRST, SECOND = Demarche("a1a1a1a1", "be-exemple", "Exemple", "abc"), Demarche("b2b2b2b2", "be-autre", "Autre", "def")
PICTURES = ("chat", "tasse")


@dataclass
class House:
    """An association that is ready, and who works there."""

    engine: Engine
    first: Member
    second: Member
    reception: Member
    now: datetime = field(default_factory=clock.now)

    def later(self, **span: int) -> None:
        """Let time pass."""
        self.now += timedelta(**span)

    @contextmanager
    def change(self) -> Iterator[Session]:
        """Change the database, as a page does."""
        with writing(self.engine) as session:
            yield session
            session.commit()

    @contextmanager
    def at(self, worker: Member, visit: bytes) -> Iterator[tuple[Session, OpenVisit]]:
        """Lend a visit that a worker has open, to change."""
        with self.change() as session:
            yield session, open_visit(session, worker, visit, int(self.now.timestamp()))

    def asked(self, worker: Member, once: bytes = b"") -> Asked:
        """Return what opens a visit."""
        return Asked(worker, self.now, "ce depart", once or new_secret(16))

    def begin(self, worker: Member, *, exercise: bool = False, once: bytes = b"") -> bytes:
        """Open a visit on a new thread."""
        with self.change() as session:
            return open_new(session, self.asked(worker, once), FIRST, exercise=exercise)

    def unfold(self, worker: Member, paper: PaperKey, once: bytes = b"") -> bytes:
        """Open a visit with a sheet."""
        with self.change() as session:
            found = by_sheet(session, paper, self.now.date())
            return open_again(session, self.asked(worker, once), found.thread, found.key, how="feuille")

    def resume(self, worker: Member, thread: bytes) -> bytes:
        """Open a visit on a thread that the team keeps."""
        with self.change() as session:
            hand = hand_of(session, worker, self.now.date())
            found = by_circle(session, circle_key(session, hand.me), thread, self.now.date())
            return open_again(session, self.asked(worker), found.thread, found.key, how="suivi")

    def part(self, worker: Member, visit: bytes, sheet: Sheet, *, team: bool, **decided: Any) -> PaperKey | None:
        """Decide what there is to decide before parting; return the key of a new sheet."""
        paper = a_paper() if sheet is Sheet.NEW else None
        new = NewSheet("7K2M9QRS4TWX", paper) if paper else None
        with self.at(worker, visit) as (session, opened):
            said = replace(Parting(sheet, Level.DISCRET, team=team, pictures=PICTURES), **decided)
            part(session, opened, said, Hands(new, self.keeper(session, worker), self.now))
        return paper

    def keeper(self, session: Session, worker: Member) -> Keeper:
        """Return what keeps a key for the team: a member wraps it, reception sends it."""
        hand = hand_of(session, worker, self.now.date())

        def keep(key: DataKey) -> None:
            if worker is not self.reception:
                wrap(session, key, circle_key(session, hand.me), hand.keyring)
                return
            face = face_to_seal_towards(session, hand.keyring)
            session.merge(CircleWrap(key_id=key.id, circle=face.circle, epoch=face.epoch, blob=send_to_circle(key, face)))

        return keep

    def finish(self, worker: Member, visit: bytes) -> bool:
        """End a visit; tell whether its thread was erased."""
        with self.at(worker, visit) as (session, opened):
            return finish(session, opened, self.now)

    def thread_of(self, worker: Member, visit: bytes) -> bytes:
        """Return the id of the thread of a visit."""
        with self.at(worker, visit) as (_, opened):
            return opened.thread.id

    def holds(self, worker: Member, visit: bytes) -> Contents:
        """Return what the thread of a visit holds."""
        with self.at(worker, visit) as (_, opened):
            return opened.contents

    def read_by_sheet(self, paper: PaperKey | None) -> Contents | None:
        """Return what a sheet opens, or nothing."""
        with suppress(NotHere), reading(self.engine) as session:
            return by_sheet(session, paper, self.now.date()).contents if paper else None
        return None

    def read_by_team(self, worker: Member, thread: bytes) -> Contents | None:
        """Return what a member opens of a thread that the team keeps, or nothing."""
        with suppress(NotHere), self.change() as session:
            hand = hand_of(session, worker, self.now.date())
            return by_circle(session, circle_key(session, hand.me), thread, self.now.date()).contents
        return None

    def read_in_visit(self, worker: Member, visit: bytes) -> Contents | None:
        """Return what a worker opens of a visit, or nothing."""
        with suppress(NotHere):
            return self.holds(worker, visit)
        return None

    def counts(self, *names: str) -> dict[str, int]:
        """Return how many rows tables have."""
        with reading(self.engine) as session:
            return {name: session.execute(select(func.count()).select_from(table(name))).scalar_one() for name in names}


def table(name: str) -> Table:
    """Return a table of the house."""
    return Base.metadata.tables[name]


def a_paper() -> PaperKey:
    """Return what a key on paper gives, without the fifth of a second that its derivation takes."""
    return PaperKey(new_secret(16), new_secret())


def begin_house(engine: Engine) -> House:
    """Open an association that is ready for its first visit, with its team."""
    with writing(engine) as session:
        first = founding.found(session, clock.today(), "Amandine").first
        house.association(session).ready_on = clock.today()
        house.member(session, first.id).state = State.ACTIVE
        second, reception = (_welcome(session, first, role) for role in (Role.MEMBRE, Role.ACCUEIL))
        session.commit()
    return House(engine, first, second, reception)


def _welcome(session: Session, first: Member, role: Role) -> Member:
    newcomer = people.new_account(session, role, 5, clock.today())
    row = house.member(session, newcomer.id)
    row.state = State.WAITING
    hand = hand_of(session, first, clock.today())
    people.meet(session, hand, row, newcomer.keys.public.spoken, "")
    session.flush()
    people.recognise(session, hand_of(session, newcomer, clock.today()), hand.row, first.keys.public.spoken)
    return newcomer
