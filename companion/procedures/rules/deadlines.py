"""The four kinds of deadline, and the one function that the screen, the paper and the calendar share."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from companion.procedures.rules.procedure import Deadline, Monthly, Relative, Weekly, Yearly

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
SHORTEST_MONTH = 28
DAWN = date.min
"""Stands for an opening that nobody announced: one may act as early as one likes."""
_DAYS_OF = {"D": 1, "W": 7}
_MONTHS_OF = {"M": 1, "Y": 12}


@dataclass(frozen=True)
class Window:
    """One opening: its first and last day, with hours where the source gives them.

    `closes_at` of None means that the closing hour is not known, and the
    reader is told so.
    """

    opens: date
    closes: date
    opens_at: time | None = None
    closes_at: time | None = None
    shut_by_answers: bool = False

    def start(self, zone: tzinfo | None) -> datetime:
        """Return the first instant; an unknown hour counts from midnight."""
        return datetime.combine(self.opens, self.opens_at or time.min, zone)

    def end(self, zone: tzinfo | None) -> datetime:
        """Return the last instant; an unknown hour counts until the day is over."""
        if self.closes_at is None:
            return datetime.combine(self.closes + timedelta(days=1), time.min, zone)
        return datetime.combine(self.closes, self.closes_at, zone)

    def is_open(self, now: datetime) -> bool:
        """Tell whether one can act at that moment."""
        return self.start(now.tzinfo) <= now < self.end(now.tzinfo)

    def is_over(self, now: datetime) -> bool:
        """Tell whether nobody can act any more."""
        return self.end(now.tzinfo) <= now

    def days_left(self, today: date) -> int:
        """Return the number of nights before the last day; 0 is today."""
        return (self.closes - today).days

    def days_before(self, today: date) -> int:
        """Return the number of nights before the first day."""
        return (self.opens - today).days


def windows_at(deadline: Deadline, now: datetime, since: date | None = None) -> tuple[Window | None, Window | None]:
    """Return the last window that is over, and the one that is open at that moment or the next to open.

    A relative deadline needs the day of its event in `since`, or the date it is
    counted back from, and has no window without it; once over, its window is still returned, closed, because
    the reader must see the date that passed.
    """
    if isinstance(deadline, Relative):
        return None, relative_window(deadline, since) if since else None
    over = None
    for window in _windows_around(deadline, now.date()):
        if now < window.end(now.tzinfo):
            return over, window
        over = window
    return over, None


def next_window(deadline: Deadline, now: datetime, since: date | None = None) -> Window | None:
    """Return the window that is open at that moment, or the next one to open."""
    return windows_at(deadline, now, since)[1]


def last_window(deadline: Deadline, now: datetime) -> Window | None:
    """Return the last window that is over, to say when it closed."""
    return windows_at(deadline, now)[0]


def _windows_around(deadline: Weekly | Monthly | Yearly, today: date) -> Iterator[Window]:
    """Yield the windows of a recurring deadline around a day, oldest first."""
    if isinstance(deadline, Weekly):
        yield from (window for offset in range(-8, 15) if (window := _weekly(deadline, today + timedelta(days=offset))))
    elif isinstance(deadline, Monthly):
        yield from (_monthly(deadline, *_shift(today.year, today.month, offset)) for offset in range(-3, 4))
    else:
        yield from (_yearly(deadline, today.year + offset) for offset in (-2, -1, 0, 1, 2))


def _weekly(deadline: Weekly, day: date) -> Window | None:
    if WEEKDAYS[day.weekday()] not in deadline.jours:
        return None
    opens = datetime.combine(day, _hour(deadline.heure) or time.min)
    closes = opens + timedelta(minutes=deadline.duree_min)
    return Window(day, closes.date(), opens.time(), closes.time())


def _monthly(deadline: Monthly, year: int, month: int) -> Window:
    """Return the window that opens in that month; it may close in the next one."""
    first = _day(year, month, deadline.exceptions.get(month, deadline.du))
    last = _day(year, month, deadline.au)
    if last < first:
        last = _day(*_shift(year, month, 1), deadline.au)
    return Window(first, last, _hour(deadline.ouvre_a), _hour(deadline.ferme_a))


def _yearly(deadline: Yearly, year: int) -> Window:
    """Return the window that opens in that year; it may close in the next one."""
    opens = _day(year, *_month_day(deadline.ouvre))
    closes = _day(year, *_month_day(deadline.ferme))
    if closes < opens:
        closes = _day(year + 1, *_month_day(deadline.ferme))
    return Window(opens, closes, _hour(deadline.ouvre_a), _hour(deadline.ferme_a))


def relative_window(deadline: Relative, since: date) -> Window:
    """Return the days that run from an event, or those that come before a date; that day itself is not counted.

    Counted back, « the 60th day before » is the date less sixty days. A month back is
    the same day of that month, or its last day if it has none: two months before
    30 April is 28 February. For a delay that runs forward that is the French Code de
    procédure civile, article 641; counted back, no text that we know of says it, and
    it is the careful reading: whoever counts forward from the day that we say never
    lands after the date. No last day is put off because it is a Sunday or a holiday.
    """
    working = deadline.jours == "ouvrables"
    if not deadline.counts_back:
        return Window(since, _counted(since, deadline.delai, working_days=working))
    closes = _counted(since, deadline.delai, working_days=working, back=True)
    opens = _counted(since, deadline.ouvre_avant, working_days=working, back=True) if deadline.ouvre_avant else DAWN
    return Window(min(opens, closes), closes)


def _counted(since: date, duration: str, *, working_days: bool, back: bool = False) -> date:
    amount, unit = parse_duration(duration)
    step = -1 if back else 1
    if unit in _MONTHS_OF:
        return add_months(since, step * amount * _MONTHS_OF[unit])
    days = amount * _DAYS_OF[unit]
    if not working_days:
        return since + timedelta(days=step * days)
    day = since
    while days:
        day += timedelta(days=step)
        days -= day.weekday() < WEEKDAYS.index("samedi")
    return day


def parse_duration(duration: str) -> tuple[int, str]:
    """Split an ISO 8601 duration in one unit into its number and its letter."""
    found = re.fullmatch(r"P(\d+)([DWMY])", duration)
    if found is None:
        raise ValueError(duration)
    return int(found[1]), found[2]


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or earlier, or the last of that month if it has none."""
    return _day(*_shift(day.year, day.month, months), day.day)


def add_duration(day: date, duration: str) -> date:
    """Return the day that comes one duration later."""
    return _counted(day, duration, working_days=False)


def _shift(year: int, month: int, by: int) -> tuple[int, int]:
    years, zero_based = divmod(year * 12 + month - 1 + by, 12)
    return years, zero_based + 1


def _day(year: int, month: int, day: int) -> date:
    """Return that day, or the last of the month when the month is shorter."""
    return date(year, month, day if day <= SHORTEST_MONTH else min(day, monthrange(year, month)[1]))


def _hour(written: str | None) -> time | None:
    return time.fromisoformat(written) if written else None


def _month_day(written: str) -> tuple[int, int]:
    month, day = written.split("-")
    return int(month), int(day)
