"""Decides what an entry of the journal is: its number, its day, its class, and a commitment to what nobody reads there.

The detail of what happened stays sealed in the thread, with the salt.  Once the
salt is gone, the commitment says nothing any more, and the tree still holds.
"""

import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final
from unicodedata import normalize

from companion.journal.rules.tree import leaf_hash

SALT: Final = 32
COMMITMENT: Final = 32
LARGEST: Final = 2**53 - 1
"""The largest whole number that every reader of JSON reads alike (RFC 7493)."""


class Kind(StrEnum):
    """What happened, in a class that tells nothing of a person."""

    OPENED = "ouvert"
    RESUMED = "repris"
    STEP = "etape"
    CLOSED = "ferme"
    KEPT = "garde"
    ERASED = "efface"


@dataclass(frozen=True, repr=False)
class Noted:
    """What the thread keeps of an entry, sealed: its number and the salt of its commitment."""

    number: int
    salt: bytes


@dataclass(frozen=True)
class Leaf:
    """One entry, as anybody may read it."""

    number: int
    day: date
    kind: Kind
    commitment: bytes

    def told(self) -> bytes:
        """Return the bytes that are hashed: canonical JSON, read in one way only."""
        return canonical(
            {"classe": self.kind.value, "empreinte": self.commitment.hex(), "jour": self.day.isoformat(), "numero": self.number}
        )

    def hash(self) -> bytes:
        """Return the leaf of the tree."""
        return leaf_hash(self.told())


def committed(salt: bytes, detail: Mapping[str, Any]) -> bytes:
    """Return the commitment to a detail under a salt of its own: without the salt, no guess can be tried."""
    if len(salt) != SALT:
        message = "a commitment has a salt of 32 random bytes"
        raise ValueError(message)
    return hmac.digest(salt, canonical(detail), sha256)


def is_committed(commitment: bytes, salt: bytes, detail: Mapping[str, Any]) -> bool:
    """Tell whether a commitment is to this very detail."""
    return len(salt) == SALT and hmac.compare_digest(commitment, committed(salt, detail))


def canonical(value: object) -> bytes:
    """Return the canonical JSON of a value (RFC 8785), its texts in NFC: one value, one text.

    What two readers could write differently is refused: fractions, numbers too large, half characters, two names that become one.
    """
    return json.dumps(_plain(value), ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return normalize("NFC", value)
    if isinstance(value, int):
        return _whole(value)
    if isinstance(value, Mapping):
        return _named(value)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray | memoryview):
        return [_plain(one) for one in value]
    message = f"the journal commits to no {type(value).__name__}"
    raise TypeError(message)


def _whole(value: int) -> int:
    if abs(value) > LARGEST:
        message = "this number is too large for every reader to read it alike"
        raise ValueError(message)
    return int(value)


def _named(value: Mapping[Any, object]) -> dict[str, object]:
    """Put names in the order of their UTF-16 units, as the RFC asks."""
    if not all(isinstance(name, str) for name in value):
        message = "names are texts"
        raise TypeError(message)
    named = {normalize("NFC", name): one for name, one in value.items()}
    if len(named) != len(value):
        message = "two names become one"
        raise ValueError(message)
    return {name: _plain(named[name]) for name in sorted(named, key=_units)}


def _units(name: str) -> bytes:
    return name.encode("utf-16-be")
