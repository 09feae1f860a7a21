"""A procedure that was tried and did not go through, as we saw it; made to be printed and never kept.

The lists are closed, so that what is printed can be counted and says nothing of the person.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from companion.procedures.rules.handout import Association

NOTE_LENGTH = 280
"""Signs; the guard has read the note before it comes here."""

SIGNS: dict[str, str] = {
    "page-erreur": "Le site a montré une page d’erreur.",
    "maintenance": "Le site était en maintenance.",
    "session-expiree": "La session a expiré avant la fin.",
    "carte-non-reconnue": "La carte n’a pas été reconnue.",
    "code-refuse": "Le code a été refusé.",
    "compte-bloque": "Le compte était bloqué.",
    "champ-impossible": "Un champ obligatoire était impossible à remplir.",
    "piece-refusee": "Une pièce a été refusée.",
    "sans-reponse": "Personne n’a répondu.",
    "file-coupee": "L’appel a été coupé dans la file d’attente.",
    "guichet-ferme": "Le guichet était fermé.",
    "rendez-vous-introuvable": "Aucun rendez-vous n’était proposé.",
    "renvoi-ailleurs": "On nous a renvoyés ailleurs.",
    "autre": "Autre chose, décrite ci-dessous.",
}
"""What the screen or the line said."""

ROUTES: dict[str, str] = {
    "en-ligne": "Site internet",
    "guichet": "Guichet",
    "telephone": "Téléphone",
    "papier": "Formulaire papier",
    "courriel": "Courriel",
    "domicile": "Visite à domicile",
}
"""The routes that were shut when they were tried."""

TOLD: dict[str, str] = {
    "agent-telephone": "Un·e agent·e, au téléphone",
    "agent-guichet": "Un·e agent·e, au guichet",
    "formulaire-contact": "Le service, par son formulaire de contact",
    "service-courriel": "Le service, par courriel",
    "service-courrier": "Le service, par lettre",
    "plainte": "Le service des plaintes",
    "mediateur": "Le service de médiation",
    "personne": "Personne n’a pu être prévenu",
}
"""Who was told that it does not work."""


@dataclass(frozen=True)
class Attempt:
    """One attempt that failed, in the words of the closed lists and one guarded note."""

    association: Association
    procedure_title: str
    institution_name: str
    step_title: str
    when: datetime
    """The hour of the server, never one that somebody typed."""
    signs: tuple[str, ...] = ()
    note: str = ""
    attempts: int | None = None
    shut: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


def worded(codes: Iterable[str], among: Mapping[str, str]) -> tuple[str, ...]:
    """Return the words of the codes that are in a list, in the order of the list; the others are dropped."""
    asked = set(codes)
    return tuple(words for code, words in among.items() if code in asked)
