"""Speaks one line on the home page of those who keep the house, and lets each day begin with what has had its day gone."""

from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING

from flask import Flask, request

from companion import clock
from companion.badges import Role
from companion.errors import Refused
from companion.forgetting.rules import RETENTION
from companion.procedures.views import library
from companion.web.badge import badge
from companion.web.store import changing, has_database, looking, wipe

if TYPE_CHECKING:
    from datetime import date

LATE = 7
"""Days (security.md §8)."""
AGAIN_AFTER = 60
"""Seconds, when the database did not answer, or somebody was still reading what was erased."""
DAYS = "days"
UNTOUCHED = frozenset({"static_file", "health.health"})
"""What programs fetch by themselves opens no database."""


def backup_age() -> int | None:
    """Return how many days ago the last backup was made, or nothing when there was none."""
    from companion.upkeep.queries.days import backup_age as age  # noqa: PLC0415 (the database is loaded only for who signed in)

    with looking() as session:
        return age(session, clock.today())


def tells_of_backups() -> bool:
    """Tell whether who asks keeps the house: members and technicians do, under no veil."""
    return badge().is_one_of(Role.MEMBRE, Role.TECHNIQUE)


SHARED: dict[str, object] = {
    "backup_age": backup_age,
    "tells_of_backups": tells_of_backups,
    "BACKUP_LATE": LATE,
    "retention": RETENTION,
}
"""What templates may ask of this room."""


class Days:
    """Remembers, in this process, the last day that began: one comparison for every other request of that day."""

    def __init__(self) -> None:
        """Begin with no day at all."""
        self.last: date | None = None
        self.again_at = 0.0
        self.turn = Lock()

    def leave_to_another(self) -> None:
        """Let the process that opens the site begin this day: the first pages do not wait for it."""
        self.again_at = clock.ticks() + AGAIN_AFTER

    def look(self) -> None:
        """Begin the day if it is a new one and nobody is at it."""
        if self.last != clock.today() and clock.ticks() >= self.again_at and self.turn.acquire(blocking=False):
            try:
                self._begin(clock.today())
            finally:
                self.turn.release()

    def _begin(self, today: "date") -> None:
        """Begin the day; when that fails the page is answered all the same, and another one tries again in a minute."""
        self.again_at = clock.ticks() + AGAIN_AFTER
        with suppress(Refused):
            if begin_day():
                self.last, self.again_at = today, 0.0


def purge_each_day(app: Flask) -> None:
    """Erase what has had its day at the first request of each day (decision C8)."""
    days = app.extensions[DAYS] = Days()

    @app.before_request
    def _look() -> None:
        if request.endpoint not in UNTOUCHED:
            days.look()


def begin_day() -> bool:
    """Erase what has had its day, unless another process did; tell whether nothing of it is left anywhere on the disk."""
    if not has_database():
        return True
    from companion.upkeep.queries.days import is_due  # noqa: PLC0415 (the database is loaded once a day, for this)

    with looking() as session:
        due = is_due(session, clock.today())
    if due:
        _purge()
    return wipe()


def _purge() -> None:
    from companion.upkeep.actions.purging import purge_once_a_day  # noqa: PLC0415 (all the rooms are loaded once a day, for this)

    with changing() as session:
        purge_once_a_day(session, clock.now(), library().guides.values())
        session.commit()
