"""Remembers what is said of guides, for two years."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from companion.atelier.model import GuideReport, GuideRereading, ProcedureVersion
from companion.atelier.rules.doubts import MOST_PER_MONTH, month_of
from companion.forgetting.actions import PURGERS, erase
from companion.forgetting.rules import GUIDE_DAYS, oldest_kept
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
    """Remember a version that is served here, and the last day that it was."""
    known = session.get(ProcedureVersion, guide.content_hash)
    if known is not None:
        known.seen_on = max(known.seen_on, today)
    else:
        content = guide.procedure.model_dump_json(exclude_unset=True)
        session.add(ProcedureVersion(fingerprint=guide.content_hash, procedure=guide.procedure.id, content=content, seen_on=today))


def note_versions(session: Session, guides: Iterable[Guide], today: date) -> None:
    """Remember every version that is served here."""
    for guide in guides:
        note_version(session, guide, today)


def touch_versions(session: Session, guides: Iterable[Guide], today: date) -> None:
    """Note that these versions are still served today, in one question."""
    served = [guide.content_hash for guide in guides]
    asked = update(ProcedureVersion).where(ProcedureVersion.fingerprint.in_(served), ProcedureVersion.seen_on < today)
    session.execute(asked.values(seen_on=today))


def forget_versions(session: Session, now: datetime) -> int:
    """Erase the versions that were last served long ago."""
    return erase(session, delete(ProcedureVersion).where(ProcedureVersion.seen_on < oldest_kept(now.date(), GUIDE_DAYS)))


def forget_said(session: Session, now: datetime) -> int:
    """Erase what was said of guides, and that they were read again, long ago; a month goes once its last day is old enough."""
    oldest = oldest_kept(now.date(), GUIDE_DAYS)
    reread = erase(session, delete(GuideRereading).where(GuideRereading.reread_on < oldest))
    return reread + erase(session, delete(GuideReport).where(GuideReport.month < month_of(oldest)))


PURGERS |= {"version": forget_versions, "doubt": forget_said}
