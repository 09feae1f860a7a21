"""The only place that asks the machine what time it is."""

from datetime import date, datetime
from functools import lru_cache
from time import monotonic
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Brussels")
"""Brussels and Paris share their hour all year round."""


def now() -> datetime:
    """Return the moment, to the second, in Brussels and Paris time."""
    return datetime.now(ZONE).replace(microsecond=0)


def minute() -> datetime:
    """Return the minute: the very same value until the next one, so that what is said of it can be kept."""
    return _same(now().replace(second=0))


@lru_cache(maxsize=1)
def _same(moment: datetime) -> datetime:
    return moment


def today() -> date:
    """Return the day in Brussels and Paris."""
    return now().date()


def ticks() -> float:
    """Return seconds that only ever grow, to measure a while."""
    return monotonic()
