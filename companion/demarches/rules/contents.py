"""What a thread holds, all of it sealed: its démarches on their own snapshots, the days of its visits, how it is found again.

Nobody's name is here, neither the person's nor the worker's: a member who opens every
thread of the team still cannot count who did what (promise 7).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from companion.errors import NotHere
from companion.procedures.rules.run import Blocked
from companion.procedures.rules.running import Progress, Remembered, Running


@dataclass(frozen=True)
class Stuck:
    """« Ça bloque »: where, by which obstacle of the tally, and one guarded sentence at most."""

    id: str
    step: str
    obstacle: str
    note: str = ""
    noted_on: date | None = None


@dataclass(frozen=True)
class Demarche:
    """One run of a procedure with this person, on the version it was begun with."""

    id: str
    procedure: str
    title: str
    version: str
    """Fingerprint of the snapshot."""
    running: Running = field(default_factory=Running)
    since: Mapping[str, date] = field(default_factory=dict)
    """The day of each event that a deadline counts from."""
    language: str = ""
    stuck: tuple[Stuck, ...] = ()
    doubtful: tuple[str, ...] = ()
    """Steps of which nobody knows, after a cut, whether they were done: « cherchez l’accusé »."""

    @property
    def ticks(self) -> dict[str, str]:
        """Return the steps done, and in which mode."""
        return {step: one.mode or "" for step, one in self.running.steps.items() if one.progress is Progress.DONE}

    def remembered(self, step: str) -> Remembered:
        """Return what is remembered of a step."""
        return self.running.steps.get(step, Remembered())

    def taking(self, ways: tuple[Blocked, ...]) -> "Demarche":
        """Return it with these ways out taken."""
        return replace(self, running=replace(self.running, ways=ways))


@dataclass(frozen=True)
class Event:
    """One line of the journal, and the salt that proves it is ours; both go with the thread."""

    number: int
    salt: str
    """Hexadecimal."""
    kind: str
    detail: Mapping[str, str]


@dataclass(frozen=True)
class Contents:
    """What a thread holds."""

    demarches: tuple[Demarche, ...] = ()
    visits: tuple[date, ...] = ()
    """Days, each once."""
    label: str = ""
    """What the team recognises it by; optional, forty signs."""
    pictures: tuple[str, ...] = ()
    """The two that the person chose, in the order of the list."""
    exercise: bool = False
    has_sheet: bool = False
    unproven: bool = False
    """The sheet or the pictures were given in a visit that the team opened by itself: they prove nothing of who asks to erase."""
    next_what: str = ""
    """The step that the next date is for."""
    ends_without_erasure: date | None = None
    """While an erasure waits: the day until which it would be kept otherwise."""
    events: tuple[Event, ...] = ()

    def demarche(self, name: str) -> Demarche:
        """Return one démarche, or nothing is here."""
        found = next((one for one in self.demarches if one.id == name), None)
        if found is None:
            raise NotHere
        return found

    def changing(self, demarche: Demarche) -> "Contents":
        """Return the contents with this démarche as it is now."""
        return replace(self, demarches=tuple(demarche if one.id == demarche.id else one for one in self.demarches))

    def adding(self, demarche: Demarche) -> "Contents":
        """Return the contents with one démarche more on the same sheet."""
        return replace(self, demarches=(*self.demarches, demarche))

    def without(self, name: str) -> "Contents":
        """Return the contents without a démarche that goes on elsewhere."""
        return replace(self, demarches=tuple(one for one in self.demarches if one.id != name))

    def visited(self, day: date) -> "Contents":
        """Note a day of visit, once."""
        return self if day in self.visits else replace(self, visits=(*self.visits, day))


@dataclass(frozen=True)
class Face:
    """What the follow-up list shows of a thread: opened for fifty at a time, so it is short."""

    label: str = ""
    titles: tuple[str, ...] = ()
    next_what: str = ""
    last: date | None = None
    stuck: bool = False


@dataclass(frozen=True)
class Sitting:
    """What an open visit knows of itself, sealed with the thread: gone in twelve hours."""

    colour: str
    opened: int
    """Epoch seconds."""
    boot: str
    """Names the start of the server in which it was last looked at: another one means a cut (decision C6)."""
    how: str
    """How it was opened: `nouveau`, `feuille`, `images`, `suivi`."""
    exercise: bool = False
    closing: bool = False
    reading_key: str = ""
    """Typed or drawn in this visit, to print it; never kept longer."""
    replaces: bool = False
    """That key was drawn when the person had a sheet, which opens nothing any more."""
    sheet: str = ""
    """Where that key leads, hexadecimal: a sheet given meanwhile by a colleague makes it dead."""
    level: str = "discret"
    """How much the sheet names."""
    parted: str = ""
    """The form that closed it: sent twice, it draws one key."""


_CONTENTS, _FACE, _SITTING = TypeAdapter(Contents), TypeAdapter(Face), TypeAdapter(Sitting)
_ADAPTERS: dict[type, TypeAdapter[Any]] = {Contents: _CONTENTS, Face: _FACE, Sitting: _SITTING}


def written(value: Contents | Face | Sitting) -> dict[str, Any]:
    """Return what is sealed, as plain JSON."""
    found: dict[str, Any] = _ADAPTERS[type(value)].dump_python(value, mode="json", exclude_defaults=True)
    return found


def read_contents(told: object) -> Contents:
    """Read what `written` wrote."""
    return _CONTENTS.validate_python(told)


def read_face(told: object) -> Face:
    """Read what `written` wrote."""
    return _FACE.validate_python(told)


def read_sitting(told: object) -> Sitting:
    """Read what `written` wrote."""
    return _SITTING.validate_python(told)


def face_of(contents: Contents) -> Face:
    """Return what the follow-up list will show."""
    return Face(
        label=contents.label,
        titles=tuple(one.title for one in contents.demarches),
        next_what=contents.next_what,
        last=max(contents.visits, default=None),
        stuck=any(one.stuck for one in contents.demarches),
    )
