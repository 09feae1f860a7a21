"""Decides what somebody leaves a visit with: the démarches of one thread, what is kept of them, and how they are opened again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from companion.procedures.rules.handout import Association, Handout
from companion.vault.rules.codes import READING_KEY


class Level(StrEnum):
    """How much a sheet says; somebody who wants no paper gets no sheet, so that is no level."""

    COMPLET = "complet"
    """Everything is named: the procedures, the institutions, the steps."""
    DISCRET = "discret"
    """An appointment, a number to call, a key: somebody dangerous may find the paper."""


@dataclass(frozen=True)
class Followed:
    """One démarche of the thread: what the guide says of it, and what the person did, alone or with us, in past sentences."""

    handout: Handout
    done: tuple[str, ...]


@dataclass(frozen=True, repr=False)
class Leaving:
    """Everything the sheet needs, and nothing about who the person is; never shown by `repr`, since it holds a key."""

    followed: tuple[Followed, ...]
    association: Association
    now: datetime
    level: Level = Level.DISCRET
    next_on: date | None = None
    next_what: str = ""
    """What the next date is for; said in the complete level only."""
    reading_key: str = ""
    """The twelve signs of the « clé de la feuille », or nothing when this sheet opens no thread."""
    older_sheet: bool = False
    """The key is on a sheet that the person already has, and is not printed again on this one."""
    replaces_older: bool = False
    """A new key was drawn: the sheet that the person had opens nothing any more."""
    ends_on: date | None = None
    """The last day of the thread; it is known as long as anybody can open it."""
    kept_by: int = 0
    """How many people of the team can read the thread; none when the team does not keep it."""
    contact: str = ""
    """Whom to tell a disagreement with us."""
    country: str = "be"
    exercise: bool = False
    """Nobody is there: the sheet says that it is worth nothing."""

    def __post_init__(self) -> None:
        """Refuse a value that would make the sheet lie."""
        if not self.followed:
            message = "a sheet without any démarche"
            raise ValueError(message)
        if len(self.reading_key) not in {0, READING_KEY}:
            message = "a key that no thread can have"
            raise ValueError(message)
        if self.lives and self.ends_on is None:
            message = "a thread without an end"
            raise ValueError(message)

    @property
    def lives(self) -> bool:
        """Tell whether anybody will be able to open the thread again."""
        return bool(self.reading_key or self.older_sheet or self.kept_by)

    @property
    def opens(self) -> bool:
        """Tell whether a sheet opens the thread, this one or an older one."""
        return bool(self.reading_key or self.older_sheet)

    @property
    def discreet(self) -> bool:
        """Tell whether nothing of the procedures may be named."""
        return self.level is not Level.COMPLET

    @property
    def handouts(self) -> tuple[Handout, ...]:
        """Return what the guides say, each told how much it may name."""
        return tuple(replace(one.handout, discreet=self.discreet) for one in self.followed)


def followed(handouts: Sequence[Handout]) -> tuple[Followed, ...]:
    """Return the démarches of a sheet, each with what the person has done of it so far."""
    return tuple(Followed(one, tuple(one.walk.done_by_person)) for one in handouts)
