"""Notes what is erased, in the transaction that erases it; rooms bring what erasing their rows means, and which have had their day."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, Update, delete
from sqlalchemy.orm import Session

from companion.forgetting.model import Erasure
from companion.forgetting.rules import ERASED_DAYS, RETENTION, oldest_kept

Eraser = Callable[[Session, frozenset[bytes]], int]
ERASERS: dict[str, Eraser] = {}
"""What erasing means, by kind: takes the random ids, erases their rows, returns how many went.

The room that owns the rows brings its kinds where its own actions are written
(`ERASERS["membre"] = forget_members`); the command that restores imports that room first.
An eraser is given ids that may be absent, and may be called twice.
"""

Purger = Callable[[Session, datetime], int]
PURGERS: dict[str, Purger] = {}
"""What each line of the table has to erase as of a moment, by the name of the line: returns how many went.

The room that owns the rows brings them where its own actions are written, as for
`ERASERS`.  A purger only ever compares with the day it is given, and may be called twice.
"""


def purge(session: Session, now: datetime) -> dict[str, int]:
    """Erase whatever has had its day, in the order of the table; return how many went of each line, and never whose."""
    session.flush()
    return {span.name: PURGERS[span.name](session, now) for span in RETENTION if span.name in PURGERS}


def erase(session: Session, asked: Delete | Update) -> int:
    """Erase rows, or change them, and return how many there were."""
    return cast("CursorResult[Any]", session.execute(asked)).rowcount


def forget_erasures(session: Session, now: datetime) -> int:
    """Forget the ids erased so long ago that no backup is kept that could bring them back."""
    return erase(session, delete(Erasure).where(Erasure.erased_on < oldest_kept(now.date(), ERASED_DAYS)))


PURGERS["erasure"] = forget_erasures


def note_erasure(session: Session, kind: str, ids: frozenset[bytes], today: date) -> None:
    """Remember what was just erased, or who just left, so that an older backup does not bring it back.

    Whoever erases calls this in the same transaction, with random ids only.
    The kind is one word of small letters, twelve at most, that `ERASERS` knows.
    """
    for one in ids:
        session.merge(Erasure(id=one, kind=kind, erased_on=today))
