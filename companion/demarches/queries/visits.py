"""Looks at open visits: those whose wrap opens with the keys in hand, and no others."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from companion.demarches.model import Thread, Visit
from companion.demarches.rules.contents import Contents, Sitting, read_contents, read_sitting
from companion.errors import NotHere
from companion.forgetting.rules import visit_is_over
from companion.vault.keys.members import Member
from companion.vault.keys.rings import Ring
from companion.vault.keys.threads import DataKey, unwrap_for_worker
from companion.vault.model import read
from companion.vault.rules.faults import Altered


@dataclass(frozen=True, repr=False)
class OpenVisit:
    """A visit that this worker has open, with its thread in hand."""

    visit: Visit
    thread: Thread
    key: DataKey
    ring: Ring
    own: Sitting
    contents: Contents

    @property
    def name(self) -> str:
        """Return what stands in its addresses."""
        return self.visit.id.hex()


@dataclass(frozen=True, repr=False)
class Mine:
    """One of the visits that this worker has open, as the list shows it: a colour, no label."""

    visit: Visit
    own: Sitting

    @property
    def name(self) -> str:
        """Return what stands in its addresses."""
        return self.visit.id.hex()


def open_visit(session: Session, worker: Member, visit_id: bytes, now: int) -> OpenVisit:
    """Return an open visit of this worker, or nothing is here: over, another worker's, or never opened."""
    found = session.execute(select(Visit, Thread).join(Thread, Thread.id == Visit.thread_id).where(Visit.id == visit_id)).one_or_none()
    if found is None:
        raise NotHere
    visit, thread = found
    key = _key_of(visit, worker)
    if key is None or thread.key_id != visit.key_id:
        raise NotHere
    ring = Ring([key])
    own = read_sitting(read(ring, visit, Visit.own))
    if visit_is_over(own.opened, now):
        raise NotHere
    return OpenVisit(visit, thread, key, ring, own, read_contents(read(ring, thread, Thread.body)))


def my_visits(session: Session, worker: Member, now: int, besides: bytes = b"") -> list[Mine]:
    """Return the visits that this worker has open, besides one perhaps, the first opened first.

    No column says whose a visit is: each wrap is tried, and opens for one worker only.
    """
    return sorted(_mine(session, worker, now, besides), key=lambda one: (one.own.opened, one.name))


def _mine(session: Session, worker: Member, now: int, besides: bytes = b"") -> Iterator[Mine]:
    for visit in session.scalars(select(Visit).where(Visit.id != besides)):
        if key := _key_of(visit, worker):
            own = read_sitting(read(Ring([key]), visit, Visit.own))
            if not visit_is_over(own.opened, now):
                yield Mine(visit, own)


def visit_on(session: Session, worker: Member, thread_id: bytes, now: int) -> Visit | None:
    """Return the visit that this worker already has open on a thread."""
    return next((one.visit for one in _mine(session, worker, now) if one.visit.thread_id == thread_id), None)


def _key_of(visit: Visit, worker: Member) -> DataKey | None:
    with suppress(Altered):
        return unwrap_for_worker(visit.wrap, visit.key_id, worker)
    return None
