"""Erases threads, sheets and what the team keeps; an older backup brings none of them back."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from companion.accounts.model import CircleWrap
from companion.demarches.actions.keeping import noting, seal_thread
from companion.demarches.model import Handover, Thread, ThreadSheet, Visit
from companion.demarches.queries.visits import OpenVisit
from companion.forgetting.actions import ERASERS, PURGERS, erase, note_erasure
from companion.forgetting.model import Erasure
from companion.forgetting.rules import thread_ends
from companion.journal.rules.entries import Kind

THREAD, SHEET, KEPT = "fil", "feuille", "garde"
WAIT_DAYS = 2
"""Forty-eight hours during which an erasure asked before somebody else can be taken back (decision D8)."""


def erase_now(session: Session, opened: OpenVisit, moment: datetime) -> None:
    """Erase a thread at once: its keys go, and with them everything that is readable of it."""
    if not opened.contents.exercise:
        noting(session, opened.contents, Kind.ERASED, {}, moment)  # The salt is kept nowhere: the line stays, and says nothing.
        note_erasure(session, THREAD, frozenset({opened.thread.id}), moment.date())
    forget_threads(session, frozenset({opened.thread.id}))


def erase_later(opened: OpenVisit, moment: datetime) -> None:
    """Let a thread go in forty-eight hours, unless it is taken back with the sheet."""
    if opened.contents.ends_without_erasure is None:
        seal_thread(opened.ring, opened.thread, replace(opened.contents, ends_without_erasure=opened.thread.expires_on))
        opened.thread.expires_on = min(opened.thread.expires_on, moment.date() + timedelta(days=WAIT_DAYS))


def take_erasure_back(opened: OpenVisit, moment: datetime) -> None:
    """Keep a thread whose erasure was waiting."""
    if opened.contents.ends_without_erasure is not None:
        opened.thread.expires_on = thread_ends(moment.date(), opened.thread.next_on)
        seal_thread(opened.ring, opened.thread, replace(opened.contents, ends_without_erasure=None))


def forget_threads(session: Session, ids: frozenset[bytes]) -> int:
    """Erase threads by id: the wraps of their keys, and their rows; call it twice if you wish."""
    if not ids:
        return 0
    keys = select(Thread.key_id).where(Thread.id.in_(ids))
    session.execute(delete(CircleWrap).where(CircleWrap.key_id.in_(keys)))
    for table in (ThreadSheet, Visit, Handover):
        session.execute(delete(table).where(table.thread_id.in_(ids)))
    return erase(session, delete(Thread).where(Thread.id.in_(ids)))


def forget_sheets(session: Session, locators: frozenset[bytes]) -> int:
    """Make sheets open nothing any more."""
    return erase(session, delete(ThreadSheet).where(ThreadSheet.locator.in_(locators)))


def forget_kept(session: Session, key_ids: frozenset[bytes]) -> int:
    """Take threads away from the team."""
    found = session.scalars(select(Thread.key_id).where(Thread.key_id.in_(key_ids)))
    return erase(session, delete(CircleWrap).where(CircleWrap.key_id.in_(list(found))))


def drop_sheets(session: Session, opened: OpenVisit, today: date) -> None:
    """Make the sheets of a thread open nothing, an older backup included; an exercise leaves no trace of them."""
    locators = frozenset(session.scalars(select(ThreadSheet.locator).where(ThreadSheet.thread_id == opened.thread.id)))
    forget_sheets(session, locators)
    if not opened.contents.exercise:
        note_erasure(session, SHEET, locators, today)


def drop_kept(session: Session, opened: OpenVisit, today: date) -> None:
    """Take a thread away from the team, and its note with it."""
    session.execute(delete(Handover).where(Handover.thread_id == opened.thread.id))
    if forget_kept(session, frozenset({opened.thread.key_id})):
        note_erasure(session, KEPT, frozenset({opened.thread.key_id}), today)


def keep_again(session: Session, thread: Thread) -> None:
    """Let the team keep a thread that it once gave up: a backup made from now on comes back with it."""
    session.execute(delete(Erasure).where(Erasure.id == thread.key_id, Erasure.kind == KEPT))


def purge_visits(session: Session, moment: datetime) -> int:
    """End the visits that nobody closed, and erase the threads that nothing opens any more."""
    today = moment.date()
    gone = erase(session, delete(Visit).where(Visit.expires_on < today))
    opened = exists().where(Visit.thread_id == Thread.id)
    sheet = exists().where(ThreadSheet.thread_id == Thread.id)
    kept = exists().where(CircleWrap.key_id == Thread.key_id)
    forget_threads(session, frozenset(session.scalars(select(Thread.id).where(~opened, ~sheet, ~kept))))
    return gone


def purge_threads(session: Session, moment: datetime) -> int:
    """Erase the threads that have had their time; an older backup, made when they still had some, brings none of them back."""
    today = moment.date()
    gone = frozenset(session.scalars(select(Thread.id).where(Thread.expires_on < today)))
    note_erasure(session, THREAD, gone, today)
    return forget_threads(session, gone)


def purge_notes(session: Session, moment: datetime) -> int:
    """Erase the notes to colleagues that have had their days."""
    return erase(session, delete(Handover).where(Handover.expires_on < moment.date()))


ERASERS |= {THREAD: forget_threads, SHEET: forget_sheets, KEPT: forget_kept}
PURGERS |= {"visit": purge_visits, "thread": purge_threads, "handover": purge_notes}
