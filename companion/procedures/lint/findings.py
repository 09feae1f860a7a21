"""What the lint says about a file: one finding a line, in French, with what to do."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

from companion.typography import french

Level = Literal["erreur", "avertissement", "info"]
Spot = tuple[str | int, ...]
"""Where a value stands in a file: the keys and ranks that lead to it."""

LONGEST_QUOTE = 60
_TYPED_QUOTE = "\N{PRIVATE USE ONE}"
_LEVELS: dict[str, Level] = {"E": "erreur", "A": "avertissement", "I": "info"}


@dataclass(frozen=True)
class Finding:
    """One thing to repair or to look at."""

    file: str
    line: int
    code: str
    level: Level
    field: str
    message: str

    def as_json(self) -> dict[str, str | int]:
        """Return the finding as the command line prints it."""
        return asdict(self)


def level_of(code: str) -> Level:
    """Return how grave a code is: its letter says it."""
    return _LEVELS[code[0]]


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings as one reads: by file, then by line."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda one: (one.file, one.line, one.code, one.field, one.message)))


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether something forbids loading the file."""
    return any(one.level == "erreur" for one in findings)


def dotted(spot: Spot) -> str:
    """Write a spot as a field name: « etapes[3].qui », counted from zero."""
    said = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in spot)
    return short(said.removeprefix("."))


def short(value: object, longest: int = LONGEST_QUOTE) -> str:
    """Return a value as a message may quote it: one line, not too long."""
    said = " ".join("".join(sign if sign.isprintable() else " " for sign in str(value)[: longest * 4]).split())
    return said if len(said) <= longest else f"{said[: longest - 1]}…"


class Said(str):
    """Words of ours, already set in French type."""

    __slots__ = ()


def say(template: str, **quoted: object) -> Said:
    """Set the template in French type, then quote the author's words as they are.

    A straight quote in a template is one that the author must type: it stays.
    """
    words = {name: value if isinstance(value, Said) else short(value, 400) for name, value in quoted.items()}
    return Said(french(template.replace('"', _TYPED_QUOTE)).replace(_TYPED_QUOTE, '"').format(**words))
