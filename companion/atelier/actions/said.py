"""Remembers what is said of guides."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from companion.atelier.model import GuideReport, GuideRereading, ProcedureVersion
from companion.atelier.rules.doubts import MOST_PER_MONTH, month_of
from companion.procedures.queries import Guide


def report(session: Session, procedure: str, step: str, choice: str, today: date) -> None:
    """Count one more time that somebody said this of this step, this month."""
    key = (procedure, step, choice, month_of(today))
    known = session.get(GuideReport, key)
    if known is None:
        session.add(GuideReport(procedure=procedure, step=step, choice=choice, month=key[3], number=1))
    else:
        known.number = min(known.number + 1, MOST_PER_MONTH)


def note_rereading(session: Session, guide: Guide, today: date) -> None:
    """Remember that a second person has read this very version."""
    session.merge(GuideRereading(fingerprint=guide.content_hash, procedure=guide.procedure.id, reread_on=today))


def note_version(session: Session, guide: Guide, today: date) -> None:
    """Remember a version that is served here, the first time that it is seen."""
    if session.get(ProcedureVersion, guide.content_hash) is None:
        content = guide.procedure.model_dump_json(exclude_unset=True)
        session.add(ProcedureVersion(fingerprint=guide.content_hash, procedure=guide.procedure.id, content=content, seen_on=today))


def note_versions(session: Session, guides: Iterable[Guide], today: date) -> None:
    """Remember every version that is served here."""
    for guide in guides:
        note_version(session, guide, today)
