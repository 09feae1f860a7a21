"""How a thread is found without its sheet: what for, about when, and the two pictures that the person chose (decision C4)."""

from dataclasses import dataclass
from datetime import date

from companion.demarches.rules.contents import Contents

PERIODS = {"mois": "Il y a moins d’un mois", "deux-mois": "Il y a un ou deux mois", "plus": "Il y a plus longtemps"}
_BETWEEN = {"mois": (0, 31), "deux-mois": (25, 70), "plus": (55, 400)}
"""Days, first and last; they overlap, since nobody counts days."""


@dataclass(frozen=True)
class Looked:
    """The three answers."""

    procedure: str
    period: str
    pictures: tuple[str, str]
    today: date


def matches(contents: Contents, looked: Looked) -> bool:
    """Tell whether a thread is the one that these answers name."""
    first, last = _BETWEEN.get(looked.period, (1, 0))
    since = (looked.today - max(contents.visits, default=date.min)).days
    named = any(one.procedure == looked.procedure for one in contents.demarches)
    return named and first <= since <= last and contents.pictures == looked.pictures
