"""Counts the tries at finding a thread by its pictures: three for one worker, whatever the tab, each counted before it is looked at.

Tries are counted by half-hours, those of this one and of the one before: by then the person with whom three failed has left, and
the next one is not refused for them.  What names a half-hour in the database comes from the key of this start: it tells nobody when.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from companion.accounts.model import Throttle
from companion.accounts.rules.throttle import mark
from companion.forgetting.rules import TRIES_DAYS, later

TRIES = 3
HALF_HOUR = 1800
"""Seconds."""


def marks_of(boot_key: bytes, who: str, now: int) -> tuple[bytes, bytes]:
    """Name who tries in this half-hour, and in the one before."""
    return mark(boot_key, "images", who, str(now // HALF_HOUR)), mark(boot_key, "images", who, str(now // HALF_HOUR - 1))


def tries_left(session: Session, marks: Sequence[bytes]) -> int:
    """Return how many tries are left with the person who sits here."""
    used = session.scalar(select(func.sum(Throttle.tries)).where(Throttle.mark.in_(marks)))
    return max(0, TRIES - (used or 0))


def take_try(session: Session, marks: Sequence[bytes], today: date) -> bool:
    """Count one try; tell whether there was one left."""
    if not tries_left(session, marks):
        return False
    row = session.get(Throttle, marks[0]) or Throttle(mark=marks[0], tries=0, again_at=0)
    row.tries, row.expires_on = row.tries + 1, later(today, TRIES_DAYS)
    session.add(row)
    session.flush()
    return True


def forget_tries(session: Session, marks: Sequence[bytes]) -> None:
    """Forget the wrong tries once the right answers came."""
    session.execute(delete(Throttle).where(Throttle.mark.in_(marks)))
