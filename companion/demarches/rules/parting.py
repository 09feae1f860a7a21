"""What is decided with the person before parting: the next date, what they take along, whether the team keeps the thread (decision C2)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from companion.demarches.rules.leaving import Level


class Sheet(StrEnum):
    """What the person leaves with."""

    SAME = "garder"
    """The sheet they already have goes on opening the thread."""
    NEW = "nouvelle"
    """A new key; the one before opens nothing any more."""
    NONE = "sans"


LONGEST_LABEL = 40
"""Signs."""


@dataclass(frozen=True)
class Parting:
    """What was decided."""

    sheet: Sheet
    level: Level
    team: bool
    next_on: date | None = None
    next_what: str = ""
    pictures: tuple[str, ...] = ()
    label: str = ""
    note: str = ""
    danger: bool = False
    once: str = ""
    """Drawn with the form: sent twice, it counts once."""

    @property
    def mark(self) -> str:
        """Name this very decision: the same form sent twice counts once, another choice on the same page is another."""
        return sha256(repr(self).encode()).hexdigest()[:32] if self.once else ""

    @property
    def leaves_nothing(self) -> bool:
        """Tell whether nothing will open the thread any more: it is erased at once."""
        return self.sheet is Sheet.NONE and not self.team
