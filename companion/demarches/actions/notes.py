"""Leaves a note to colleagues about a thread, renews it once, takes it away."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from companion.demarches.model import Handover
from companion.demarches.queries.visits import OpenVisit
from companion.demarches.rules.handover import Note, read_note, written
from companion.errors import NotHere, Refused
from companion.forgetting.rules import handover_ends
from companion.vault.keys.rings import Ring
from companion.vault.model import read, write

ONCE_ONLY = "Cette note a déjà été prolongée une fois. Si elle compte encore, écrivez-en une nouvelle pendant une visite."


def leave_note(session: Session, opened: OpenVisit, text: str, moment: datetime, *, danger: bool) -> None:
    """Leave a note, in place of the one before; an empty one takes it away, and the same one keeps its days."""
    row = session.get(Handover, opened.thread.id)
    if not text:
        if row is not None:
            session.delete(row)
        return
    if row is not None:
        known = read_note(read(opened.ring, row, Handover.note))
        if (known.text, known.danger) == (text, danger):
            return
    row = row or Handover(thread_id=opened.thread.id, key_id=opened.key.id)
    row.expires_on = handover_ends(moment, renewed=False)
    write(opened.ring, row, note=written(Note(text, danger, int(moment.timestamp()))))
    session.add(row)


def renew_note(session: Session, thread_id: bytes, ring: Ring, moment: datetime) -> None:
    """Keep a note longer, once: seven days in all from the day it was written."""
    row = _row(session, thread_id)
    known = read_note(read(ring, row, Handover.note))
    if known.renewed:
        raise Refused(ONCE_ONLY)
    first = datetime.fromtimestamp(known.written, moment.tzinfo)
    row.expires_on = max(row.expires_on, handover_ends(first, renewed=True))
    write(ring, row, note=written(replace(known, renewed=True)))


def take_note_away(session: Session, thread_id: bytes) -> None:
    """Take a note away: what it said was passed on."""
    row = session.get(Handover, thread_id)
    if row is not None:  # A second click finds it gone.
        session.delete(row)


def _row(session: Session, thread_id: bytes) -> Handover:
    found = session.get(Handover, thread_id)
    if found is None:
        raise NotHere
    return found
