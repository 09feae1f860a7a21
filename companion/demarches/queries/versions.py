"""Looks at the snapshot that a démarche runs on: as it is served today, or as it was kept when it was."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from companion.atelier.model import ProcedureVersion
from companion.atelier.queries.said import as_procedure
from companion.demarches.rules.oneoff import from_version
from companion.forgetting.rules import GUIDE_DAYS, THREAD_MOST_DAYS, later
from companion.procedures.queries import Guide
from companion.procedures.rules.procedure import Procedure

MOST_KEPT = 64
_KNOWN: OrderedDict[str, Procedure] = OrderedDict()
"""Snapshots read in this process: public content, by fingerprint."""


@dataclass(frozen=True)
class Snapshot:
    """The version that a démarche runs on, and the guide of today when it is another one."""

    procedure: Procedure
    newer: Guide | None = None
    readable: bool = True
    """False when the old file can no longer be read: the guide of today is shown in its place."""
    served_on: date | None = None
    """The last day on which the old version was served here."""

    def must_move(self, today: date) -> bool:
        """Tell whether the démarche goes on with the newer version only: the old one is erased before the thread could end."""
        return self.newer is not None and self.served_on is not None and later(self.served_on, GUIDE_DAYS - THREAD_MOST_DAYS) < today


def snapshot(session: Session, guides: Mapping[str, Guide], procedure: str, version: str) -> Snapshot | None:
    """Return the version that a démarche runs on; nothing when neither it nor any guide of that name can be read."""
    guide = guides.get(procedure)
    if guide is not None and guide.content_hash == version:
        return Snapshot(guide.procedure)
    own = from_version(version) or _KNOWN.get(version) or _kept(session, version)
    if own is not None:
        return Snapshot(own, guide, served_on=last_served(session, version) if guide else None)
    return Snapshot(guide.procedure, guide, readable=False) if guide else None


def last_served(session: Session, version: str) -> date | None:
    """Return the last day on which a version was served here, or nothing when it is not kept."""
    found = session.get(ProcedureVersion, version)
    return found.seen_on if found else None


def _kept(session: Session, version: str) -> Procedure | None:
    row = session.get(ProcedureVersion, version)
    found = as_procedure(row.content) if row else None
    if found is not None:
        _KNOWN[version] = found
        while len(_KNOWN) > MOST_KEPT:
            _KNOWN.popitem(last=False)
    return found
