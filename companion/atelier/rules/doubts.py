"""What a worker may say of a guide in one tap: choices, never a sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from companion.procedures.rules.procedure import Procedure
from companion.procedures.rules.words import MONTHS
from companion.typography import NBSP

EXACT = "exact"
DOUBTS: dict[str, str] = {
    "date": "Une date, une heure ou un délai a changé",
    "contact": "Un numéro, une adresse ou un horaire est faux",
    "ecran": "L’écran ou le formulaire n’est plus le même",
    "piece": "Les documents demandés ont changé",
    "voie": "Une voie s’est ouverte ou fermée",
    "regle": "La règle ou le montant a changé",
    "autre": "Autre chose",
}
"""Code → what a worker reads."""
MOST_PER_MONTH = 999
"""A counter stops there: nobody fills a disk by saying the same thing again."""


@dataclass(frozen=True)
class Doubt:
    """What was said of one step, in one month, and how many times."""

    step: str
    choice: str
    month: str
    number: int


@dataclass(frozen=True)
class Told:
    """A doubt in French words."""

    where: str
    what: str
    when: str
    number: int


def month_of(day: date) -> str:
    """Return « 2026-11 »: nothing finer is kept."""
    return f"{day.year:04}-{day.month:02}"


def is_sayable(procedure: Procedure, step: str, choice: str) -> bool:
    """Tell whether a thing may be said: of the whole guide that it is exact, of the guide or a step that something changed."""
    if choice == EXACT:
        return not step
    return choice in DOUBTS and (not step or any(one.id == step for one in procedure.etapes))


def in_words(procedure: Procedure, said: Iterable[Doubt]) -> list[Told]:
    """Return the doubts, the newest month first; a step that is gone keeps its name."""
    titles = {step.id: step.titre for step in procedure.etapes}
    ordered = sorted((one for one in said if one.choice != EXACT), key=lambda one: (one.month, one.number), reverse=True)
    return [
        Told(titles.get(one.step, one.step), DOUBTS.get(one.choice, one.choice), month_in_words(one.month), one.number) for one in ordered
    ]


def confirmations(said: Iterable[Doubt]) -> list[Told]:
    """Return how many times the guide was said exact, the newest month first."""
    ordered = sorted((one for one in said if one.choice == EXACT), key=lambda one: one.month, reverse=True)
    return [Told("", "", month_in_words(one.month), one.number) for one in ordered]


def month_in_words(month: str) -> str:
    """Return « novembre 2026 »."""
    year, _, number = month.partition("-")
    return f"{MONTHS[int(number) - 1]}{NBSP}{year}"
