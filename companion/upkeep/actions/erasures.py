"""Erases again, in a database that comes back, what was erased after its backup was made."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import column, delete, inspect, table
from sqlalchemy.orm import Session

from companion.forgetting.actions import ERASERS
from companion.forgetting.model import Erasure
from companion.upkeep.rules.erasures import Erased

SESSIONS = "sign_in"


@dataclass(frozen=True)
class Replayed:
    """What was erased again, and what this version does not know how to erase."""

    noted: int
    found: dict[str, int]
    """How many of each kind the copy still held."""
    unknown: tuple[str, ...]

    @property
    def erased(self) -> int:
        """Return how many had come back with the copy."""
        return sum(self.found.values())


def erase_again(session: Session, entries: Iterable[Erased]) -> Replayed:
    """Erase what the lists name, and remember it as the lists do; the ids are kept even when nothing was found."""
    by_kind: dict[str, set[bytes]] = {}
    for one in entries:
        by_kind.setdefault(one.kind, set()).add(one.id)
        session.merge(Erasure(id=one.id, kind=one.kind, erased_on=one.day))
    session.flush()
    found = {kind: ERASERS[kind](session, frozenset(ids)) for kind, ids in sorted(by_kind.items()) if kind in ERASERS}
    return Replayed(sum(map(len, by_kind.values())), found, tuple(sorted(by_kind.keys() - ERASERS.keys())))


def end_sessions(session: Session) -> None:
    """End every session that a backup carried: nobody is still in front of that screen."""
    if inspect(session.connection()).has_table(SESSIONS):
        session.execute(delete(table(SESSIONS, column("id"))))
