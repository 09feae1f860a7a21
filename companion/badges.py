"""Who may be here and how far they have come in: a role, a stage, a veil; never a first name, never a key."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is here for (decision B1)."""

    MEMBRE = "membre"
    ACCUEIL = "accueil"
    TECHNIQUE = "technique"


class Stage(StrEnum):
    """How far somebody has come in."""

    STRANGER = "dehors"
    HALF = "à moitié"
    """The passphrase was right; the number is still to come."""
    ARRIVING = "arrive"
    """Has papers to receive and to check before anything else."""
    WAITING = "attend"
    """Has everything, and has not yet been met by a colleague."""
    SIGNED = "entré"


class Veil(StrEnum):
    """What hides what is not public, after a while without a gesture."""

    NONE = "levé"
    PIN = "voile"
    """Ten minutes: the six figures lift it."""
    SHUT = "fermé"
    """An hour: the passphrase opens it."""


@dataclass(frozen=True)
class Badge:
    """What pages may know of who asks."""

    name: str = ""
    """The sign-in name, « heron-42 »."""
    role: Role | None = None
    stage: Stage = Stage.STRANGER
    veil: Veil = Veil.NONE

    @property
    def is_in(self) -> bool:
        """Tell whether this is somebody of the house, whatever the veil."""
        return self.stage is Stage.SIGNED

    def is_one_of(self, *roles: Role) -> bool:
        """Tell whether this is somebody of the house with one of these roles, and no veil."""
        return self.is_in and self.veil is Veil.NONE and self.role in roles


STRANGER = Badge()
