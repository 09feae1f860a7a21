"""Notes what is erased, in the transaction that erases it; the rooms that own the rows bring what erasing means."""

from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from companion.forgetting.model import Erasure

Eraser = Callable[[Session, frozenset[bytes]], int]
ERASERS: dict[str, Eraser] = {}
"""What erasing means, by kind: takes the random ids, erases their rows, returns how many went.

The room that owns the rows brings its kinds where its own actions are written
(`ERASERS["membre"] = forget_members`); the command that restores imports that room first.
An eraser is given ids that may be absent, and may be called twice.
"""


def note_erasure(session: Session, kind: str, ids: frozenset[bytes], today: date) -> None:
    """Remember what was just erased, or who just left, so that an older backup does not bring it back.

    Whoever erases calls this in the same transaction, with random ids only.
    The kind is one word of small letters, twelve at most, that `ERASERS` knows.
    """
    for one in ids:
        session.merge(Erasure(id=one, kind=kind, erased_on=today))
