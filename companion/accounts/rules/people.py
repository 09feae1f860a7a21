"""Decides how people of the house are shown: who they are, and what is left to do with each."""

from collections.abc import Iterable
from dataclasses import dataclass

from companion.accounts.rules.states import State
from companion.badges import Role

ROLES = {
    Role.MEMBRE: "Membre",
    Role.ACCUEIL: "Accueil",
    Role.TECHNIQUE: "Technique",
}
WHAT_THEY_DO = {
    Role.MEMBRE: "travailleur social : lit ce que l’équipe garde, suit les fils, accueille les nouveaux",
    Role.ACCUEIL: "animateur EPN, bénévole, réception : guide et ferme une visite, ne lit rien de ce que l’équipe garde",
    Role.TECHNIQUE: "installe, sauvegarde, invite : ne lit rien de personne",
}
_ORDER = (State.WAITING, State.ACTIVE, State.ARRIVING)


@dataclass(frozen=True)
class Person:
    """Somebody of the house, as a page shows them."""

    number: str
    """Their random id, in addresses."""
    name: str
    first_name: str
    role: Role
    state: State
    is_me: bool
    known: bool
    """Their words were compared with those of their key."""

    @property
    def is_to_be_met(self) -> bool:
        """Tell whether a member should compare words with them."""
        return not self.is_me and (
            self.state is State.WAITING or (self.state is State.ACTIVE and self.role is Role.MEMBRE and not self.known)
        )


def people_of(found: Iterable[Person]) -> list[Person]:
    """Return people in the order in which something is asked of us."""
    return sorted(found, key=lambda one: (_ORDER.index(one.state), one.name))
