"""What a proof needs to know that is not in the file: the names behind its references, and the day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from companion.procedures.rules.procedure import Procedure
from companion.procedures.rules.shared import Delegation, Institution


@dataclass(frozen=True)
class Surroundings:
    """The shelves around one procedure, at one moment."""

    now: datetime
    institution: Institution | None = None
    delegations: Mapping[str, Delegation] = field(default_factory=dict)
    guides: Iterable[Procedure] = ()

    def guide_title(self, name: str) -> str:
        """Return the title of a guide, or its identifier when it is not on the shelves."""
        return next((guide.titre for guide in self.guides if guide.id == name), name)

    def delegation_name(self, name: str) -> str:
        """Return the name of an official delegation, or its identifier."""
        return self.delegations[name].nom if name in self.delegations else name
