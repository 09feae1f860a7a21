"""What the home page shows of many guides at once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from companion.procedures.rules.handout import SeenDeadline, look_at_deadline
from companion.procedures.rules.handout import closing_soon as closing_of
from companion.procedures.rules.procedure import Procedure
from companion.procedures.rules.search import LONGEST_QUERY, Entry, Hit, plain, search, words_of

COUNTRIES = {"be": "Belgique", "fr": "France"}
SOON_DAYS = 30
MOST_HITS = 12

__all__ = ["COUNTRIES", "LONGEST_QUERY", "Found", "Notice", "all_deadlines", "by_country", "closing_soon", "find"]


@dataclass(frozen=True)
class Found:
    """What a search brought: guides first, then institutions without a guide of their own."""

    asked: bool
    guides: tuple[Hit, ...] = ()
    institutions: tuple[Hit, ...] = ()

    @property
    def nothing(self) -> bool:
        """Tell whether the search was made and found nothing."""
        return self.asked and not (self.guides or self.institutions)


@dataclass(frozen=True)
class Notice:
    """One deadline of one procedure."""

    procedure: Procedure
    seen: SeenDeadline


def find(guides: Sequence[Entry], institutions: Sequence[Entry], asked: str) -> Found:
    """Look for guides, then for institutions."""
    if not words_of(asked[:LONGEST_QUERY]):
        return Found(asked=bool(asked.strip("\0 \t\r\n")))
    return Found(asked=True, guides=tuple(search(guides, asked)[:MOST_HITS]), institutions=tuple(search(institutions, asked)[:MOST_HITS]))


def by_country(procedures: Iterable[Procedure], first: str) -> list[tuple[str, list[Procedure]]]:
    """Group what is still offered by country, the association's own first, prerequisites last."""
    offered = sorted(_offered(procedures), key=lambda one: (one.country != first, one.country, one.prealable, plain(one.titre)))
    return [(COUNTRIES.get(country, country), list(group)) for country, group in groupby(offered, key=lambda one: one.country)]


def closing_soon(procedures: Iterable[Procedure], now: datetime) -> list[Notice]:
    """Return what is open or opens within a month, in the order in which it closes."""
    found = [Notice(procedure, seen) for procedure in _offered(procedures) for seen in closing_of(procedure, now, SOON_DAYS)]
    return sorted(found, key=lambda notice: _end(notice, now))


def all_deadlines(procedures: Iterable[Procedure], now: datetime) -> list[Notice]:
    """Return every deadline, the dated ones first and in order."""
    found = [Notice(one, look_at_deadline(deadline, now, {})) for one in _offered(procedures) for deadline in one.echeances]
    return sorted(found, key=lambda notice: (notice.seen.window is None, _end(notice, now) if notice.seen.window else now))


def _offered(procedures: Iterable[Procedure]) -> Iterator[Procedure]:
    """Leave out what is closed to new uses: its guide stays, with its banner, but nothing leads there."""
    return (procedure for procedure in procedures if procedure.retiree is None)


def _end(notice: Notice, now: datetime) -> datetime:
    window = notice.seen.window
    return window.end(now.tzinfo) if window else now
