"""What state a guide is in, and in what order the guides deserve a look."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from companion.atelier.rules.doubts import EXACT, Doubt
from companion.procedures.rules.freshness import Freshness, freshness, valid_until
from companion.procedures.rules.procedure import Procedure
from companion.procedures.rules.search import plain

URGENCY = {Freshness.EXPIRED: 0, Freshness.SOON: 1, Freshness.GOOD: 2}


@dataclass(frozen=True)
class Place:
    """Where a guide comes from, and whether somebody is at work on it."""

    local: bool
    reread: bool
    """A second person has read this very version."""
    in_progress: bool
    """Somebody is writing a new version."""


@dataclass(frozen=True)
class Standing:
    """One line of the list: a guide, its freshness, where it comes from, what is said of it."""

    procedure: Procedure
    freshness: Freshness
    until: date
    place: Place
    doubts: int
    confirmations: int
    to_confirm: int
    """Facts of the file marked « à confirmer »."""

    @property
    def reread(self) -> bool:
        """Tell whether more than its author has read it; a shipped guide has been."""
        return self.place.reread or not self.place.local


def standing(procedure: Procedure, today: date, said: Iterable[Doubt], place: Place, to_confirm: int) -> Standing:
    """Put together one line of the list."""
    told = list(said)
    return Standing(
        procedure=procedure,
        freshness=freshness(procedure.verification, today),
        until=valid_until(procedure.verification),
        place=place,
        doubts=sum(one.number for one in told if one.choice != EXACT),
        confirmations=sum(one.number for one in told if one.choice == EXACT),
        to_confirm=to_confirm,
    )


def by_need(standings: Iterable[Standing]) -> list[Standing]:
    """Order by freshness, then by use.

    Until visits are counted, use is what colleagues say of a guide: a doubt
    weighs before a confirmation.
    """
    return sorted(
        standings,
        key=lambda one: (URGENCY[one.freshness], -one.doubts, one.reread, -one.confirmations, one.until, plain(one.procedure.titre)),
    )
