"""Changes the counters of wrong tries: each try takes its turn before it is looked at, so that many at once count for many."""

from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session

from companion.accounts.model import Throttle
from companion.accounts.rules.throttle import ends, waits
from companion.forgetting.rules import TRIES_DAYS, later


def take_turn(session: Session, mark: bytes, now: int, today: date) -> int:
    """Count one try, and return nothing; or count nothing, and return the seconds still to wait."""
    row = session.get(Throttle, mark)
    if row is None:
        row = Throttle(mark=mark, tries=0, again_at=0, expires_on=today)
        session.add(row)
    if left := waits(row.again_at, now, row.tries):
        return left
    row.tries += 1
    row.again_at = ends(now, row.tries)
    row.expires_on = later(today, TRIES_DAYS)
    return 0


def give_turn_back(session: Session, mark: bytes) -> None:
    """Give back the one try that was right, where the wrong ones are of others: who knows one code does not guess the next ones freely."""
    row = session.get(Throttle, mark)
    if row is not None:
        row.tries = max(0, row.tries - 1)


def forget_tries(session: Session, mark: bytes) -> None:
    """Forget the wrong tries once the right one came."""
    session.execute(delete(Throttle).where(Throttle.mark == mark))
