"""Decides what a blob is bound to: the names and numbers it was sealed with, in bytes that can be read only one way.

The same bytes are given to the cipher when sealing and when opening.  A row
moved, a column swapped, an older revision put back: the bytes differ, nothing opens.
"""

from dataclasses import dataclass
from typing import Final

SEALED: Final = 0x01
"""First byte of a blob sealed under a symmetric key, format 1."""
BOXED: Final = 0x11
"""First byte of a blob sealed towards a public key, format 1."""
STRETCHED: Final = 0x21
"""First byte of private keys sealed under a passphrase, format 1; the parameters of derivation follow."""

Part = bytes | str | int


def bound(*parts: Part) -> bytes:
    """Write parts one after the other, each with its kind and its length: no two lists give the same bytes."""
    return b"".join(_one(part) for part in parts)


def _one(part: Part) -> bytes:
    if isinstance(part, bytes):
        mark, body = b"b", part
    elif isinstance(part, str):
        mark, body = b"s", part.encode()
    else:
        mark, body = b"i", b"%d" % part
    return mark + len(body).to_bytes(4, "big") + body


@dataclass(frozen=True)
class Place:
    """Where a sealed value lives: this column of this row, at this revision, under this key."""

    table: str
    row: Part
    column: str
    revision: int
    key_id: bytes

    def told(self, kind: str) -> bytes:
        """Return the bytes that tie a value of this kind to this place."""
        return bound("compagnon:valeur", SEALED, self.table, self.row, self.column, self.revision, self.key_id, kind)
