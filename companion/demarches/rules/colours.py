"""The word by which a worker tells their open visits apart: it says nothing of anybody."""

from collections.abc import Iterable

from companion.errors import Refused

COLOURS = {
    "verte": "Visite verte",
    "bleue": "Visite bleue",
    "orange": "Visite orange",
    "violette": "Visite violette",
    "brune": "Visite brune",
    "rose": "Visite rose",
    "grise": "Visite grise",
    "rouge": "Visite rouge",
}
TOO_MANY = "Huit visites sont déjà ouvertes ici. Fermez-en une avec la personne, puis recommencez."


def free_colour(taken: Iterable[str]) -> str:
    """Return the first word that no open visit of this worker bears."""
    used = set(taken)
    for colour in COLOURS:
        if colour not in used:
            return colour
    raise Refused(TOO_MANY)
