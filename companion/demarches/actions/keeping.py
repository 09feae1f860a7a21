"""Keeps what a gesture changed: sealed again, with its line in the journal, in the same transaction."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from companion.demarches.model import Thread, Visit
from companion.demarches.queries.visits import OpenVisit
from companion.demarches.rules.contents import Contents, Demarche, Event, Sitting, face_of, written
from companion.demarches.rules.gestures import changed_steps
from companion.journal.actions import append
from companion.journal.rules.entries import Kind
from companion.vault.keys.rings import Ring
from companion.vault.model import write


def seal_thread(ring: Ring, thread: Thread, contents: Contents) -> None:
    """Seal what a thread holds, and what the list shows of it."""
    write(ring, thread, body=written(contents), face=written(face_of(contents)))


def seal_visit(ring: Ring, visit: Visit, own: Sitting) -> None:
    """Seal what a visit knows of itself."""
    write(ring, visit, own=written(own))


def noting(session: Session, contents: Contents, kind: Kind, detail: Mapping[str, str], moment: datetime) -> Contents:
    """Add a line to the journal, and keep its detail and its salt in the thread; an exercise leaves none."""
    if contents.exercise:
        return contents
    told = {**detail, "heure": moment.isoformat(timespec="minutes")}
    noted = append(session, kind, told, moment.date())
    return replace(contents, events=(*contents.events, Event(noted.number, noted.salt.hex(), kind.value, told)))


def keep_demarche(session: Session, opened: OpenVisit, after: Demarche, moment: datetime) -> None:
    """Keep what a gesture changed in a démarche; when nothing changed, nothing is written."""
    before = opened.contents.demarche(after.id)
    if after == before:
        return
    contents = opened.contents.changing(after)
    for step, mode in sorted(changed_steps(before, after).items()):
        detail = {"demarche": after.id, "guide": after.procedure, "etape": step, "mode": mode or "annule"}
        contents = noting(session, contents, Kind.STEP, detail, moment)
    seal_thread(opened.ring, opened.thread, contents)


def keep_contents(opened: OpenVisit, contents: Contents) -> None:
    """Keep what was changed beside the steps."""
    if contents != opened.contents:
        seal_thread(opened.ring, opened.thread, contents)


def keep_sitting(opened: OpenVisit, own: Sitting) -> None:
    """Keep what the visit knows of itself."""
    if own != opened.own:
        seal_visit(opened.ring, opened.visit, own)
