"""Looks at threads: where a sheet leads, what the team keeps, which notes were left."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.orm import Session

from companion.accounts.model import CircleWrap
from companion.accounts.queries import house
from companion.accounts.rules.states import State
from companion.badges import Role
from companion.demarches.model import Handover, Thread, ThreadSheet
from companion.demarches.rules.contents import Contents, Face, read_contents, read_face
from companion.demarches.rules.handover import Note, read_note
from companion.errors import NotHere
from companion.vault.keys.circles import CircleKey
from companion.vault.keys.papers import PaperKey
from companion.vault.keys.rings import Ring
from companion.vault.keys.threads import DataKey, unwrap_for_circle, unwrap_for_paper
from companion.vault.model import cell_of, read
from companion.vault.rules.faults import Altered, Locked

PAGE = 50


@dataclass(frozen=True, repr=False)
class Found:
    """A thread, and the key that opens it."""

    thread: Thread
    key: DataKey

    @cached_property
    def contents(self) -> Contents:
        """Open what it holds."""
        return read_contents(read(Ring([self.key]), self.thread, Thread.body))


@dataclass(frozen=True)
class Followed:
    """One line of the follow-up list."""

    name: str
    face: Face
    next_on: date | None
    expires_on: date
    note: Note | None = None


@dataclass(frozen=True)
class FollowUp:
    """A page of the follow-up list."""

    lines: tuple[Followed, ...]
    page: int
    more: bool = False
    """There is another page."""
    behind: bool = False
    """Some keys are of an epoch not taken yet: a colleague gave a newer one."""

    @property
    def count(self) -> int:
        """Return how many threads stand up to the end of this page: all of them, when there is no other."""
        return (self.page - 1) * PAGE + len(self.lines)


def by_sheet(session: Session, paper: PaperKey, today: date) -> Found:
    """Return the thread that a « clé de la feuille » opens, or nothing is here."""
    asked = select(ThreadSheet, Thread).join(Thread, Thread.id == ThreadSheet.thread_id)
    found = session.execute(asked.where(ThreadSheet.locator == paper.locator, _alive(today))).one_or_none()
    if found is None:
        raise NotHere
    sheet, thread = found
    return Found(thread, unwrap_for_paper(sheet.blob, thread.key_id, paper))


def by_circle(session: Session, circle: CircleKey, thread_id: bytes, today: date) -> Found:
    """Return a thread that the team keeps, or nothing is here."""
    asked = select(Thread, CircleWrap).join(CircleWrap, CircleWrap.key_id == Thread.key_id)
    found = session.execute(asked.where(Thread.id == thread_id, _alive(today))).one_or_none()
    if found is None:
        raise NotHere
    thread, wrap = found
    if wrap.epoch != circle.epoch:
        raise Locked
    return Found(thread, unwrap_for_circle(wrap.blob, thread.key_id, circle))


def is_kept(session: Session, thread: Thread) -> bool:
    """Tell whether the team keeps a thread."""
    return session.get(CircleWrap, thread.key_id) is not None


def has_sheet(session: Session, thread: Thread) -> bool:
    """Tell whether a sheet opens a thread."""
    return session.scalar(select(ThreadSheet.locator).where(ThreadSheet.thread_id == thread.id).limit(1)) is not None


def sheet_lives(session: Session, locator: str) -> bool:
    """Tell whether a sheet still opens its thread."""
    return session.get(ThreadSheet, bytes.fromhex(locator)) is not None


def readers(session: Session) -> int:
    """Return how many people of the team could open what it keeps: the members."""
    return sum(one.role == Role.MEMBRE and one.state == State.ACTIVE for one in house.team(session))


def follow_up(session: Session, circle: CircleKey, today: date, page: int) -> FollowUp:
    """Return fifty of the threads that the team keeps, the next dates first, and open no more than these."""
    connection = session.connection()
    before = (page - 1) * PAGE
    rows = list(connection.execute(_DATED, {"today": today, "before": before, "most": PAGE + 1}).all())
    if len(rows) <= PAGE:
        count, dated = connection.execute(_COUNTED, {"today": today}).one()
        last = max(1, -(-count // PAGE))
        if page > last:  # Somebody erased some meanwhile, or typed the address.
            return follow_up(session, circle, today, last)
        rows += connection.execute(_UNDATED, {"today": today, "before": max(0, before - dated), "most": PAGE + 1 - len(rows)}).all()
    shown, more = rows[:PAGE], len(rows) > PAGE
    return FollowUp(tuple(_lines(shown, circle)), page, more=more, behind=any(row.epoch != circle.epoch for row in shown))


_KEPT = CircleWrap.key_id == Thread.key_id
_STILL = Thread.expires_on >= bindparam("today")
_COUNTED = select(func.count(), func.count(Thread.next_on)).select_from(Thread).join(CircleWrap, _KEPT).where(_STILL)
_LISTED = (
    select(Thread.id, Thread.key_id, Thread.revision, Thread.face, Thread.next_on, Thread.expires_on, CircleWrap.blob, CircleWrap.epoch)
    .join(CircleWrap, _KEPT)
    .where(_STILL)
    .limit(bindparam("most"))
    .offset(bindparam("before"))
)
_DATED = _LISTED.where(Thread.next_on.is_not(None)).order_by(Thread.next_on, Thread.id)
_UNDATED = _LISTED.where(Thread.next_on.is_(None)).order_by(Thread.id)
"""Asked each time that somebody looks at the list, so written once; bare columns, since fifty rows are opened.

Two halves, those with a date and those without, so that the index of dates gives the fifty in order and no other row is read;
one row more than a page tells whether there is another, and nobody counts five thousand to say so.
"""


def _lines(rows: Iterable[Sequence[Any]], circle: CircleKey) -> Iterator[Followed]:
    cell = cell_of(Thread.face)
    for name, key_id, revision, face, next_on, expires_on, wrap, epoch in rows:
        shown = Face()  # One that does not open leaves its line empty, the others are read.
        with suppress(Altered, Locked):
            if epoch == circle.epoch:
                key = unwrap_for_circle(wrap, key_id, circle)
                shown = read_face(cell.open(key.secret, name, revision, key_id, face.blob))
        yield Followed(name.hex(), shown, next_on, expires_on)


def notes_left(session: Session, circle: CircleKey, today: date) -> list[Followed]:
    """Return the notes of the last days, « danger vital » first, then the newest."""
    asked = select(Handover, Thread, CircleWrap).join(Thread, Thread.id == Handover.thread_id)
    asked = asked.join(CircleWrap, CircleWrap.key_id == Thread.key_id).where(Handover.expires_on >= today)
    found = []
    for handover, thread, wrap in session.execute(asked):  # The thread's last day is compared here: in SQL, it would be looked for first.
        if thread.expires_on < today:
            continue
        with suppress(Altered, Locked):
            key = unwrap_for_circle(wrap.blob, thread.key_id, circle)
            note = read_note(read(Ring([key]), handover, Handover.note))
            face = read_face(read(Ring([key]), thread, Thread.face))
            found.append(Followed(thread.id.hex(), face, thread.next_on, handover.expires_on, note))
    return sorted(found, key=lambda one: (not (one.note and one.note.danger), -(one.note.written if one.note else 0)))


def note_of(session: Session, thread: Thread, ring: Ring, today: date) -> tuple[Note, date] | None:
    """Return the note that was left about a thread, and its last day."""
    row = session.get(Handover, thread.id)
    if row is None or row.expires_on < today:
        return None
    return read_note(read(ring, row, Handover.note)), row.expires_on


def all_kept(session: Session, circle: CircleKey, today: date) -> Iterator[Found]:
    """Yield every thread that the team keeps, to look for one without its sheet."""
    asked = select(Thread, CircleWrap).join(CircleWrap, CircleWrap.key_id == Thread.key_id)
    for thread, wrap in session.execute(asked.where(_alive(today), CircleWrap.epoch == circle.epoch)):
        with suppress(Altered, Locked):
            found = Found(thread, unwrap_for_circle(wrap.blob, thread.key_id, circle))
            _ = found.contents  # One that was touched is passed over, and shuts this way on nobody else.
            yield found


def _alive(today: date) -> ColumnElement[bool]:
    """Between two purges, every reading compares the day (decision C8)."""
    return Thread.expires_on >= today
