"""Looks at what is said of guides, at who read them again, at their versions of before."""

from collections import defaultdict
from datetime import date
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from companion.atelier.model import GuideReport, GuideRereading, ProcedureVersion
from companion.atelier.queries.drafts import draft_path, is_there, to_confirm
from companion.atelier.rules.doubts import Doubt
from companion.atelier.rules.standing import Place, Standing, by_need, standing
from companion.procedures.queries import Guide, Library
from companion.procedures.rules.procedure import Procedure


def doubts(session: Session) -> dict[str, list[Doubt]]:
    """Return what was said of each guide."""
    found: dict[str, list[Doubt]] = defaultdict(list)
    columns = (GuideReport.procedure, GuideReport.step, GuideReport.choice, GuideReport.month, GuideReport.number)
    for procedure, step, choice, month, number in session.execute(select(*columns)):
        found[procedure].append(Doubt(step, choice, month, number))
    return found


def reread_versions(session: Session) -> frozenset[str]:
    """Return the fingerprints of the versions that a second person has read."""
    return frozenset(session.scalars(select(GuideRereading.fingerprint)))


def standings(session: Session, library: Library, drafts: Path, today: date) -> list[Standing]:
    """Return every guide with its state, those that need a look first."""
    said, read_again = doubts(session), reread_versions(session)
    return by_need(
        standing(
            guide.procedure,
            today,
            said.get(name, []),
            Place(guide.local, guide.content_hash in read_again, is_there(draft_path(drafts, name))),
            len(to_confirm(guide.procedure)),
        )
        for name, guide in library.guides.items()
    )


def previous_version(session: Session, guide: Guide) -> Procedure | None:
    """Return what this version is compared with: the shipped file it replaces, or the last one seen here before it."""
    if guide.replaces is not None:
        return guide.replaces
    wanted = select(ProcedureVersion.content).where(
        ProcedureVersion.procedure == guide.procedure.id, ProcedureVersion.fingerprint != guide.content_hash
    )
    kept = session.scalars(wanted.order_by(ProcedureVersion.seen_on.desc()).limit(1)).first()
    return as_procedure(kept) if kept else None


def as_procedure(content: str) -> Procedure | None:
    """Return a version kept long ago, unless the format has changed too much since."""
    try:
        return Procedure.model_validate_json(content)
    except ValidationError:
        return None
