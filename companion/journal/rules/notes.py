"""Decides what a checkpoint says and who signed it: a signed note that anybody's tools can read (C2SP tlog-checkpoint).

Four lines: the origin, the size, the root, and the day as an extension line,
so that no byte of a checkpoint is left unsigned.  The origin holds no space;
the first line of a receipt does: what one signs never passes for the other.
"""

import base64
import re
from binascii import Error
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from hmac import compare_digest
from typing import Final

from companion.journal.rules.tree import HASH, Tree
from companion.signature.keys import KEY, SIGNATURE, sign, verify

LARGEST_NOTE: Final = 4096
_ED25519: Final = b"\x01"
_MARK: Final = 4
_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,15}")
_DAY: Final = re.compile(r"jour ([0-9]{4}-[0-9]{2}-[0-9]{2})")
_LINES: Final = 4

ORIGIN_SIGNS = 16


@dataclass(frozen=True)
class Checkpoint:
    """The journal at one moment: how many entries, which root, which day, signed by the association."""

    origin: str
    tree: Tree
    day: date
    mark: bytes = b""
    """The four bytes that name the key."""
    signature: bytes = b""

    def text(self) -> str:
        """Return what is signed."""
        return f"{self.origin}\n{self.tree.size}\n{_base64(self.tree.root)}\njour {self.day.isoformat()}\n"

    def note(self) -> str:
        """Return the note as it is kept and printed."""
        return f"{self.text()}\n— {self.origin} {_base64(self.mark + self.signature)}\n"

    def is_signed_by(self, public: bytes) -> bool:
        """Tell whether the owner of a key signed it."""
        own = key_mark(self.origin, public)
        return compare_digest(self.mark, own) and verify(public, self.text().encode(), self.signature)


def key_mark(name: str, public: bytes) -> bytes:
    """Return the four bytes by which a note names the key that signed it."""
    return sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:_MARK]


def signed(private: bytes, public: bytes, told: Checkpoint) -> Checkpoint:
    """Sign a checkpoint."""
    if not is_origin(told.origin) or len(public) != KEY:
        message = "an origin has no space and no plus sign; a key has 32 bytes"
        raise ValueError(message)
    body = told.text().encode()
    return Checkpoint(told.origin, told.tree, told.day, key_mark(told.origin, public), sign(private, body))


def origin_of(public: bytes) -> str:
    """Return the name of an association's journal: its key says whose it is, and no name that may change."""
    return f"compagnon-{sha256(public).hexdigest()[:ORIGIN_SIGNS]}"


def is_origin(origin: str) -> bool:
    """Tell whether a name can stand on the first line, and before a signature."""
    return bool(origin) and "+" not in origin and origin.isprintable() and not any(letter.isspace() for letter in origin)


def read(note: str) -> Checkpoint:
    """Read a note written by `note`, to the byte; raise ValueError for anything else, whoever signed it."""
    told = _read(note) if len(note) <= LARGEST_NOTE else None
    if told is None or told.note() != note:
        message = "this is not a checkpoint"
        raise ValueError(message)
    return told


def read_kept(content: bytes) -> Checkpoint:
    """Read a note that was kept elsewhere, whatever a text editor made of the ends of its lines; what was signed is the same."""
    if len(content) > LARGEST_NOTE:
        message = "this is not a checkpoint"
        raise ValueError(message)
    lines = content.decode("utf-8-sig").strip().splitlines()
    return read("\n".join(line.strip() for line in lines) + "\n")


def _read(note: str) -> Checkpoint | None:
    text, _, last = note.rpartition("\n\n")
    lines = text.split("\n")
    named = re.fullmatch(r"— (\S+) (\S+)\n", last)
    if len(lines) != _LINES or named is None or named[1] != lines[0] or not is_origin(lines[0]):
        return None
    day = _DAY.fullmatch(lines[3])
    root, signature = _bytes(lines[2], HASH), _bytes(named[2], _MARK + SIGNATURE)
    if day is None or root is None or signature is None or not _SIZE.fullmatch(lines[1]):
        return None
    tree = Tree(int(lines[1]), root)
    return Checkpoint(lines[0], tree, date.fromisoformat(day[1]), signature[:_MARK], signature[_MARK:])


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(written: str, length: int) -> bytes | None:
    try:
        content = base64.b64decode(written.encode("ascii"), validate=True)
    except (Error, UnicodeEncodeError):
        return None
    return content if len(content) == length else None
