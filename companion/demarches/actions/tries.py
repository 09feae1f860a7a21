"""Counts the tries at finding a thread by its pictures: three for one worker, whatever the tab, each counted before it is looked at."""

from datetime import date

from sqlalchemy.orm import Session

from companion.accounts.actions.throttle import forget_tries
from companion.accounts.model import Throttle
from companion.accounts.rules.throttle import HOUR
from companion.forgetting.rules import TRIES_DAYS, later

__all__ = ["forget_tries", "take_try", "tries_left"]

TRIES = 3
REOPENS_AFTER = 1800
"""Seconds after the last try: by then the person with whom three failed has left."""


def tries_left(session: Session, mark: bytes, now: int) -> int:
    """Return how many tries are left with the person who sits here."""
    row = session.get(Throttle, mark)
    return TRIES if row is None or _is_past(row, now) else max(0, TRIES - row.tries)


def take_try(session: Session, mark: bytes, now: int, today: date) -> bool:
    """Count one try; tell whether there was one left."""
    left = tries_left(session, mark, now)
    if not left:
        return False
    row = session.get(Throttle, mark) or Throttle(mark=mark)
    row.tries, row.again_at, row.expires_on = TRIES - left + 1, (now + REOPENS_AFTER) % HOUR, later(today, TRIES_DAYS)
    session.add(row)
    return True


def _is_past(row: Throttle, now: int) -> bool:
    """Tell whether the last try was long ago; only the place of that second within its hour is kept (`accounts.rules.throttle`)."""
    return not 0 < (row.again_at - now) % HOUR <= REOPENS_AFTER
