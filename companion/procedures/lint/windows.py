"""A relative deadline runs after an event, or comes before a date: one of the two, and it opens before it closes."""

from datetime import date, timedelta
from functools import cache

from companion.procedures.lint.findings import Spot
from companion.procedures.lint.notes import Notes
from companion.procedures.rules.deadlines import relative_window
from companion.procedures.rules.procedure import Procedure, Relative

_NEITHER = (
    "Il faut « apres » ou « avant ». Écrivez « apres » si le délai court depuis un événement (une lettre reçue), "
    "« avant » s'il se compte à rebours depuis une date (la fin d'un titre)."
)
_BOTH = (
    "« apres » et « avant » sont écrits tous les deux. Gardez « apres » si le délai court depuis un événement, "
    "ou « avant » s'il se compte à rebours depuis une date. Effacez l'autre."
)
_NO_DATE = "« ouvre_avant » ne va qu'avec « avant ». Effacez-le, ou écrivez « avant » à la place de « apres »."
_SHORTER = (
    "« ouvre_avant » (« {opens} ») n'est pas plus long que « delai » (« {closes} »), ou pas toute l'année : la période fermerait "
    "avant de s'ouvrir. « ouvre_avant » est le premier jour possible, « delai » le dernier. Corrigez l'un des deux."
)
_FOUR_YEARS = tuple(date(2024, 1, 1) + timedelta(days=number) for number in range(1461))
"""Months and years have all their lengths in there."""


def check_windows(notes: Notes, procedure: Procedure) -> None:
    """Note the relative deadlines that say two things, or none (E01)."""
    for rank, deadline in enumerate(procedure.echeances):
        if isinstance(deadline, Relative):
            _check(notes, ("echeances", rank), deadline)


def _check(notes: Notes, spot: Spot, deadline: Relative) -> None:
    if deadline.apres is None and deadline.avant is None:
        notes.add("E01", (*spot, "apres"), _NEITHER)
    elif deadline.apres is not None and deadline.avant is not None:
        notes.add("E01", (*spot, "avant"), _BOTH)
    elif deadline.ouvre_avant and not deadline.counts_back:
        notes.add("E01", (*spot, "ouvre_avant"), _NO_DATE)
    elif deadline.ouvre_avant and not _opens_first(deadline.ouvre_avant, deadline.delai, deadline.jours):
        notes.add("E01", (*spot, "ouvre_avant"), _SHORTER, opens=deadline.ouvre_avant, closes=deadline.delai)


@cache
def _opens_first(opening: str, delay: str, days: str) -> bool:
    """Tell whether one length is longer than another whatever the date: two months are not always longer than sixty days."""
    told = {"id": "a", "type": "relative", "avant": "b", "evenement": "c", "ouvre_avant": opening, "delai": delay, "jours": days}
    deadline = Relative.model_validate(told)
    counted = (relative_window(deadline, day) for day in _FOUR_YEARS)
    return all(window.opens < window.closes for window in counted)
