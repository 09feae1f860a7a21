"""Decides how a list of erasures is written: lines that anybody can read, ids that say nothing, one signature.

The signature is over everything before its own line, byte for byte.
"""

import re
from dataclasses import dataclass
from datetime import date

ENDING = ".effacements"
LARGEST_LIST = 16 * 1024 * 1024
_ONE = rb"[a-z]{1,12} (?:[0-9a-f]{2}){1,64} \d{4}-\d\d-\d\d\n"
_LIST = re.compile(
    rb"(?P<signed>COMPANION EFFACEMENTS 1\nSITE (?P<site>[0-9a-f]{64})\nJOUR (?P<day>\d{4}-\d\d-\d\d)\n(?P<lines>(?:"
    + _ONE
    + rb")*))S:(?P<signature>[0-9a-f]{128})\n"
)


@dataclass(frozen=True, order=True)
class Erased:
    """Something that must not come back: what it was, its random id, the day."""

    kind: str
    id: bytes
    day: date


@dataclass(frozen=True)
class Listed:
    """A list of erasures: whose, as of which day, and what was signed."""

    site: bytes
    day: date
    entries: tuple[Erased, ...]
    signed: bytes
    signature: bytes


def unsigned(site: bytes, day: date, entries: tuple[Erased, ...]) -> bytes:
    """Return the text of a list, up to the line of its signature."""
    lines = "".join(f"{one.kind} {one.id.hex()} {one.day.isoformat()}\n" for one in sorted(entries))
    return f"COMPANION EFFACEMENTS 1\nSITE {site.hex()}\nJOUR {day.isoformat()}\n{lines}".encode()


def sealed_line(signature: bytes) -> bytes:
    """Return the last line of a list."""
    return f"S:{signature.hex()}\n".encode()


def read_list(raw: bytes) -> Listed | None:
    """Return a list, or nothing when one sign is not where it belongs; who signed it is not looked at."""
    found = _LIST.fullmatch(raw)
    if found is None:
        return None
    try:
        entries = tuple(_entry(line) for line in found["lines"].decode().split("\n")[:-1])
        day = date.fromisoformat(found["day"].decode())
    except ValueError:
        return None
    return Listed(bytes.fromhex(found["site"].decode()), day, entries, found["signed"], bytes.fromhex(found["signature"].decode()))


def _entry(line: str) -> Erased:
    kind, name, day = line.split(" ")
    return Erased(kind, bytes.fromhex(name), date.fromisoformat(day))
