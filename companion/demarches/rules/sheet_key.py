"""Decides how the « clé de la feuille » is typed in three groups, and how it stands in a square that a camera reads."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from companion.vault.rules.codes import GROUP, READING_KEY, SIGNS, signs_of

GROUPS = READING_KEY // GROUP
SQUARE = "C1"
"""What a square says before the key: that it is ours, and how it is written."""
NOTHING = "Tapez la clé de la feuille : trois groupes de 4 signes."
_PARTS = re.compile(r"[\s.,;:_/·•‐‑‒–—-]+")


@dataclass(frozen=True)
class Typed:
    """What was typed: the whole key, or what is wrong in each group; it shows neither when it is printed by mistake."""

    key: str = field(default="", repr=False)
    faults: tuple[str, ...] = ("",) * GROUPS
    """A sentence for each group, empty where nothing is wrong."""
    given: tuple[str, ...] = field(default=("",) * GROUPS, repr=False)
    """What to show back in each field, so that nobody types twelve signs again for one."""


def typed_key(groups: Sequence[str]) -> Typed:
    """Read the three fields, whichever of them the whole key was pasted in."""
    given = tuple([_seen(group) for group in groups] + [""] * GROUPS)[:GROUPS]
    squares = [key_in_square(one) for one in (*given, "".join(given))]
    if any(squares):  # Some readers of squares type what they read, as a keyboard does.
        return Typed("".join(squares)[:READING_KEY])
    found = _spread(given)
    if not any(found):
        return Typed(faults=(NOTHING, "", ""), given=given)
    faults = tuple(_fault(rank, signs) for rank, signs in enumerate(found, 1))
    if any(faults):
        return Typed(faults=faults, given=found)
    return Typed("".join(found))


def square_of(key: str) -> str:
    """Return what the square of a sheet says: fourteen signs, which the smallest square holds."""
    return SQUARE + signs_of(key)


def key_in_square(text: str) -> str:
    """Return the key that a square holds, or nothing when the square is not one of ours."""
    said = signs_of(_seen(text))
    key = said.removeprefix(SQUARE)
    return key if len(said) == len(SQUARE) + READING_KEY and len(key) == READING_KEY and set(key) <= set(SIGNS) else ""


def _seen(typed: str) -> str:
    """Drop the signs that nobody sees and that a copied text may carry."""
    return "".join(sign for sign in typed if unicodedata.category(sign) != "Cf")


def _spread(given: Sequence[str]) -> tuple[str, ...]:
    """Share what was typed among the groups: a key in one field is cut where its spaces or dashes are, or else every four signs."""
    signs = tuple(signs_of(one) for one in given)
    filled = [rank for rank, said in enumerate(signs) if said]
    whole = "".join(signs)
    if len(whole) == READING_KEY and all(len(said) % GROUP == 0 for said in signs):
        return _cut(whole)
    if len(filled) == 1 and len(whole) > GROUP:
        parts = [said for one in _PARTS.split(given[filled[0]]) if (said := signs_of(one))]
        return tuple(parts) if len(parts) == GROUPS else _cut(whole)
    return signs


def _cut(whole: str) -> tuple[str, ...]:
    """Cut a key every four signs; what is too long stays at the end."""
    return tuple(whole[rank * GROUP : (rank + 1) * GROUP if rank < GROUPS - 1 else None] for rank in range(GROUPS))


def _fault(rank: int, signs: str) -> str:
    """Say what is wrong in a group, and repeat nothing of it."""
    if len(signs) != GROUP:
        there = f"il y en a {len(signs)}" if signs else "il n’y en a aucun"
        return f"Groupe n° {rank} : il faut {GROUP} signes, {there}. Relisez ce groupe sur la feuille."
    strange = next((place for place, sign in enumerate(signs, 1) if sign not in SIGNS), 0)
    if strange:
        return f"Groupe n° {rank} : le {strange}{'er' if strange == 1 else 'e'} signe n’est jamais utilisé : relisez-le sur la feuille."
    return ""
