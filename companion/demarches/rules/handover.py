"""A note to colleagues about a thread that the team keeps: short, dated, gone in a few days (decision C7)."""

from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

LONGEST = 280


@dataclass(frozen=True)
class Note:
    """What one shift tells the next; « danger vital » stands on top, and reception reads that one alone (decision B1)."""

    text: str
    danger: bool = False
    written: int = 0
    """Epoch seconds."""
    renewed: bool = False


_NOTE = TypeAdapter(Note)


def written(note: Note) -> dict[str, Any]:
    """Return what is sealed, as plain JSON."""
    found: dict[str, Any] = _NOTE.dump_python(note, mode="json", exclude_defaults=True)
    return found


def read_note(told: object) -> Note:
    """Read what `written` wrote."""
    return _NOTE.validate_python(told)
