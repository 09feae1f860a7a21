"""Decides what an account may be: arriving, waiting to be met, active, gone, or a machine for the day."""

from enum import StrEnum

from companion.badges import Role

PHRASE, NUMBER, SHEET, ENVELOPE, POSTER = "phrase", "numero", "feuille", "enveloppe", "affiche"
"""The papers of an arrival, by the name of their page."""
ARRIVAL = (PHRASE, NUMBER, SHEET)
FIRST_ARRIVAL = (*ARRIVAL, ENVELOPE, POSTER)
WORDS = {Role.MEMBRE: 5, Role.ACCUEIL: 4, Role.TECHNIQUE: 5}
"""Words of a passphrase by role (decision B1, security.md D2)."""
WORDS_OF_HOLDER = 6
"""For whoever keeps the envelope."""
INVITATION_SIGNS, POSTE_SIGNS = 12, 8


class State(StrEnum):
    """What an account is."""

    ARRIVING = "arrive"
    WAITING = "attend"
    ACTIVE = "actif"
    LEFT = "parti"
    POSTE = "poste"


def needs_meeting(role: Role) -> bool:
    """Tell whether a member must meet the newcomer and compare words: those who read or seal for the circle."""
    return role is not Role.TECHNIQUE


def owes_number(role: Role, *, accueil_too: bool) -> bool:
    """Tell whether a second factor is asked for: of reception, only when the association wants it (decision B1)."""
    return role is not Role.ACCUEIL or accueil_too
