"""Erases what has had its day, once a day whatever the processes; every room that keeps something is called from here."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from companion.accounts.actions import purging as accounts
from companion.atelier.actions import said as atelier
from companion.demarches.actions import erasing as demarches
from companion.errors import Refused
from companion.forgetting.actions import PURGERS, erase, purge
from companion.forgetting.rules import JOURNAL_DAYS, oldest_kept
from companion.journal.actions import prune
from companion.procedures.queries import Guide
from companion.upkeep.actions.days import note_day
from companion.upkeep.model import UpkeepDay
from companion.upkeep.queries.days import PURGED, SEEN, day_of, waits_for_somebody

ROOMS = (accounts, atelier, demarches)
"""The rooms whose actions bring what each line of the table erases: loaded here, so that none is forgotten."""


def purge_once_a_day(session: Session, now: datetime, served: Iterable[Guide]) -> bool:
    """Note that this day is lived, and erase what has had its day if no other process did; tell whether this one did.

    A clock set back erases nothing more; one far ahead waits for somebody to look at the date.
    """
    today = now.date()
    if waits_for_somebody(session, today):
        return False
    note_day(session, SEEN, today)
    if not _take_turn(session, today):
        return False
    atelier.touch_versions(session, served, today)
    purge(session, now)
    return True


def purge_by_hand(session: Session, now: datetime, *, lived: bool) -> dict[str, int]:
    """Erase what has had its day as of a moment; when it is the day that is lived, whoever asks says that the date is right."""
    if lived:
        for name in (SEEN, PURGED):
            session.merge(UpkeepDay(name=name, day=now.date()))
    return purge(session, now)


def prune_journal(session: Session, now: datetime) -> int:
    """Let the oldest entries of the journal go; one that was damaged stays whole, and the check of the house tells it."""
    gone = 0
    with suppress(Refused):
        gone = prune(session, oldest_kept(now.date(), JOURNAL_DAYS))
    return gone


PURGERS["journal"] = prune_journal


def _take_turn(session: Session, today: date) -> bool:
    """Take the turn of today: one process wins, and the day never goes back."""
    if day_of(session, PURGED) is None:
        session.add(UpkeepDay(name=PURGED, day=today))
        session.flush()
        return True
    return bool(erase(session, update(UpkeepDay).where(UpkeepDay.name == PURGED, UpkeepDay.day < today).values(day=today)))
