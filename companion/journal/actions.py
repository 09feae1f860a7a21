"""Changes the journal: one entry more, a checkpoint signed, the beginning gone after its time."""

from collections.abc import Mapping
from datetime import date
from secrets import token_bytes
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from companion.errors import Refused
from companion.journal.model import JournalCheckpoint, JournalHead, JournalLeaf
from companion.journal.queries import last_checkpoint, leaves_as_found
from companion.journal.rules.checking import prunable
from companion.journal.rules.entries import SALT, Kind, Leaf, Noted, committed
from companion.journal.rules.notes import Checkpoint, signed
from companion.journal.rules.tree import Peaks, Tree

BROKEN = (
    "Le journal de l’association est abîmé : rien n’y a été noté. "
    "Prévenez la personne qui a lancé Compagnon : « companion journal verifier » dit ce qui a changé."
)
_HEAD = select(JournalHead.size, JournalHead.peaks, JournalHead.pruned_size, JournalHead.pruned_peaks).where(JournalHead.number == 1)
_LEAF = insert(JournalLeaf)
_BEGUN = insert(JournalHead).values(number=1, pruned_size=0, pruned_peaks=b"", checkpoints=0)
_GROWN = update(JournalHead).where(JournalHead.number == 1).values(size=bindparam("grown"), peaks=bindparam("told"))


def append(session: Session, kind: Kind, detail: Mapping[str, Any], today: date) -> Noted:
    """Note something: the day and the class in clear, a commitment to the rest; return what the thread keeps sealed."""
    salt = token_bytes(SALT)
    connection = session.connection()
    head = connection.execute(_HEAD).one_or_none()
    peaks = _read(head.size, head.peaks) if head else Peaks()
    leaf = Leaf(peaks.size, today, kind, committed(salt, detail))
    node = leaf.hash()
    row = {"number": leaf.number, "day": today, "kind": kind.value, "commitment": leaf.commitment, "node": node}
    connection.execute(_LEAF, row)
    grown = peaks.added(node)
    if head:
        connection.execute(_GROWN, {"grown": grown.size, "told": grown.told()})
    else:
        connection.execute(_BEGUN, {"size": grown.size, "peaks": grown.told()})
    return Noted(leaf.number, salt)


def checkpoint(session: Session, private: bytes, public: bytes, origin: str, today: date) -> Checkpoint | None:
    """Sign the journal as it stands; nothing when nothing is new, or when the clock is before the last checkpoint."""
    connection = session.connection()
    head = connection.execute(_HEAD).one_or_none()
    if head is None:
        return None
    peaks, last = _read(head.size, head.peaks), _last(session)
    if last and (last.tree.size >= peaks.size or last.day > today):
        return None
    made = signed(private, public, Checkpoint(origin, Tree(peaks.size, peaks.root()), today))
    connection.execute(insert(JournalCheckpoint), {"size": peaks.size, "day": today, "note": made.note()})
    connection.execute(update(JournalHead).where(JournalHead.number == 1).values(checkpoints=JournalHead.checkpoints + 1))
    return made


def prune(session: Session, before: date) -> int:
    """Let the entries older than a day go, from the first on and under the last checkpoint; return how many.

    Their peaks stay, so that the root can still be computed.  Where an entry was
    changed, it and all that follow stay: they show what happened.
    """
    connection = session.connection()
    head = connection.execute(_HEAD).one_or_none()
    last = _last(session)
    if head is None or last is None:
        return 0
    gone = _read(head.pruned_size, head.pruned_peaks)
    kept = prunable(leaves_as_found(session), gone, last, before)
    if kept.size > gone.size:
        connection.execute(delete(JournalLeaf).where(JournalLeaf.number < kept.size))
        values = {"pruned_size": kept.size, "pruned_peaks": kept.told()}
        connection.execute(update(JournalHead).where(JournalHead.number == 1).values(**values))
    return kept.size - gone.size


def _last(session: Session) -> Checkpoint | None:
    try:
        return last_checkpoint(session)
    except ValueError:
        raise Refused(BROKEN) from None


def _read(size: int, told: bytes) -> Peaks:
    try:
        return Peaks.read(size, told)
    except ValueError:
        raise Refused(BROKEN) from None
