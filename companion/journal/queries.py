"""Looks at the journal: whether all of it still holds, whether it holds one thing, and how that is proved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, Row, Select, cast, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.types import NullType

from companion.journal.model import JournalCheckpoint, JournalHead, JournalLeaf
from companion.journal.rules.checking import Found, FoundHead, FoundLeaf, FoundNote, Verified, verified
from companion.journal.rules.entries import Kind, Leaf, Noted, is_committed
from companion.journal.rules.notes import Checkpoint, read
from companion.journal.rules.tree import Peaks, includes, inclusion_proof, nodes_of


@dataclass(frozen=True)
class Proof:
    """What shows one entry without the others: the entry, the hashes beside its way up, and what was signed."""

    leaf: Leaf
    path: tuple[bytes, ...]
    checkpoint: Checkpoint

    def holds(self, public: bytes) -> bool:
        """Tell whether the association signed a journal in which this entry has its number."""
        tree = self.checkpoint.tree
        inside = includes(tree.root, tree.size, self.leaf.number, self.leaf.hash(), self.path)
        return inside and self.checkpoint.is_signed_by(public)


def verify(session: Session, public: bytes | None, point: Checkpoint | None = None) -> Verified:
    """Compute everything again from the entries; compare with the head, with each checkpoint, and with one kept elsewhere."""
    return verified(Found(_head_as_found(session), leaves_as_found(session), _notes_as_found(session)), public, point)


def last_checkpoint(session: Session) -> Checkpoint | None:
    """Return the last checkpoint signed; raise ValueError when it is one no more."""
    note = session.connection().scalar(_LAST)
    return None if note is None else read(note)


_LAST = select(JournalCheckpoint.note).order_by(JournalCheckpoint.size.desc()).limit(1)


def is_noted(session: Session, noted: Noted, kind: Kind, detail: Mapping[str, Any]) -> bool:
    """Tell whether the journal holds this very thing under that number; an entry gone after its time tells nothing any more."""
    asked = select(JournalLeaf.kind, JournalLeaf.commitment).where(JournalLeaf.number == noted.number)
    found = session.connection().execute(asked).one_or_none()
    return found is not None and found.kind == kind and is_committed(found.commitment, noted.salt, detail)


def proof_of(session: Session, number: int) -> Proof | None:
    """Return what proves one entry against the last checkpoint, or nothing when it is gone or not yet covered."""
    last = last_checkpoint(session)
    head = session.connection().execute(select(JournalHead.pruned_size, JournalHead.pruned_peaks)).one_or_none()
    if last is None or head is None or not head.pruned_size <= number < last.tree.size:
        return None
    asked = select(JournalLeaf.day, JournalLeaf.kind, JournalLeaf.commitment).where(JournalLeaf.number == number)
    found = session.connection().execute(asked).one()
    under = select(JournalLeaf.node).where(JournalLeaf.number < last.tree.size).order_by(JournalLeaf.number)
    node = nodes_of(session.connection().scalars(under).all(), Peaks.read(head.pruned_size, head.pruned_peaks))
    leaf = Leaf(number, found.day, Kind(found.kind), found.commitment)
    return Proof(leaf, inclusion_proof(number, last.tree.size, node), last)


def leaves_as_found(session: Session) -> Iterator[FoundLeaf]:
    """Return the entries one after the other, whatever became of them."""
    row = JournalLeaf
    asked = _raw(session, row.number, row.day, row.kind, row.commitment, row.node).order_by(row.number)
    with session.connection().execute(asked) as found:
        for one in found:
            yield FoundLeaf(_text(one[0]), _text(one[1]), _text(one[2]), _bytes(one[3]), _bytes(one[4]))


def _head_as_found(session: Session) -> FoundHead | None:
    row = JournalHead
    asked = _raw(session, row.size, row.peaks, row.pruned_size, row.pruned_peaks, row.checkpoints)
    one: Row[*tuple[Any, ...]] | None = session.connection().execute(asked).one_or_none()
    return None if one is None else FoundHead(_text(one[0]), _bytes(one[1]), _text(one[2]), _bytes(one[3]), _text(one[4]))


def _notes_as_found(session: Session) -> list[FoundNote]:
    row = JournalCheckpoint
    found = session.connection().execute(_raw(session, row.size, row.day, row.note).order_by(row.size))
    return [FoundNote(_text(one[0]), _text(one[1]), _text(one[2])) for one in found]


def _raw(session: Session, *columns: InstrumentedAttribute[Any]) -> Select[*tuple[Any, ...]]:
    """Ask for what is stored and not for what it should be: SQLite keeps whatever a damaged page says."""
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    asked: list[ColumnElement[Any]] = [cast(one, LargeBinary) if on_sqlite else type_coerce(one, NullType()) for one in columns]
    return select(*asked)


def _text(stored: object) -> str:
    return stored.decode(errors="replace") if isinstance(stored, bytes) else str(stored)


def _bytes(stored: object) -> bytes:
    return bytes(stored) if isinstance(stored, bytes | memoryview) else b""
