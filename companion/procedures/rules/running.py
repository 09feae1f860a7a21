"""What a running copy of a procedure remembers, and what is told of its passage to a newer version."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from companion.procedures.rules.codes import Mode
from companion.procedures.rules.meaning import Misread
from companion.procedures.rules.procedure import Withdrawn
from companion.procedures.rules.run import Blocked


class Progress(Enum):
    """How far a step has come in a running copy."""

    TODO = "todo"
    DONE = "done"
    ABANDONED = "abandoned"
    REOPENED = "reopened"
    """It was done, before its act changed: to be done again, or to be confirmed."""


@dataclass(frozen=True)
class Remembered:
    """What a running copy remembers of a step."""

    progress: Progress = Progress.TODO
    mode: Mode | None = None
    """In which mode it was done, or begun."""
    consent: bool = False
    """The person agreed to this very act."""


@dataclass(frozen=True)
class Trace:
    """A step of an older version, as it stood when that version was left."""

    step: str
    title: str
    was: Remembered = Remembered()


@dataclass(frozen=True)
class Running:
    """What a running copy holds beside its snapshot; a step that is not named is to be done."""

    steps: Mapping[str, Remembered] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    ways: tuple[Blocked, ...] = ()
    removed: tuple[Trace, ...] = ()
    """« Étapes retirées »: those of every version left behind, when something had been done, begun or agreed."""


class Fate(Enum):
    """What a new version does to one of its steps."""

    KEPT = "kept"
    REWORDED = "reworded"
    """Same act, other text: the difference is to be shown."""
    ANOTHER_ACT = "another_act"
    """Another act, where nothing was done yet."""
    REOPENED = "reopened"
    """What was done or left behind is open again."""
    ADDED = "added"


@dataclass(frozen=True)
class RebasedStep:
    """A step of the new version, and what became of the work on it."""

    step: str
    title: str
    fate: Fate
    now: Remembered = Remembered()
    came_from: tuple[Trace, ...] = ()
    """The old steps it goes on from, its own former self among them; none when it is new."""
    ask_consent_again: bool = False
    highlighted: bool = False
    """New, and before a step already done."""
    look_again: bool = False
    """Done, but under a condition whose question has changed."""


@dataclass(frozen=True)
class LostWay:
    """A way out that was taken, and that the new version no longer holds as it was."""

    title: str
    """Of the step that was stuck."""
    sign: str
    leads_to: str = ""
    """Where the same sign leads now; nothing when the way out is gone."""


@dataclass(frozen=True)
class Rebased:
    """A running copy on its new version, and all there is to say of the passage."""

    running: Running
    steps: tuple[RebasedStep, ...]
    """In the order of the new file."""
    removed: tuple[Trace, ...] = ()
    """Every old step that nothing goes on from, touched or not."""
    misread: tuple[Misread, ...] = ()
    """Answers to be asked again."""
    lost_ways: tuple[LostWay, ...] = ()
    elsewhere: tuple[str, ...] = ()
    """Keys of the file that changed, beside the steps."""
    withdrawn: Withdrawn | None = None
    """The new version closes the procedure to new uses; this one goes on."""
