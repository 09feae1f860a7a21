"""Decides how the recovery sheet is written: 26 signs (130 bits) and 4 check signs, printed as six groups of five.

The check signs are those of a Reed-Solomon code over the 32 signs (30 signs,
26 of them free).  One wrong sign, or two neighbours exchanged, is located:
the screen says in which group to look.  Nothing is ever corrected in silence.
"""

import secrets
from functools import reduce
from itertools import pairwise

from companion.errors import Refused
from companion.vault.rules.codes import SIGNS, grouped, read_code

FREE, CHECKS, GROUP = 26, 4, 5
LENGTH = FREE + CHECKS
_ORDER = len(SIGNS) - 1
_POLYNOMIAL = 0b100101  # x⁵ + x² + 1: its root runs through the 31 signs that are not zero.


def _powers() -> list[int]:
    found = [1]
    while len(found) < _ORDER:
        doubled = found[-1] << 1
        found.append(doubled ^ _POLYNOMIAL if doubled >= len(SIGNS) else doubled)
    return found


_POWER = _powers()
_LOG = {value: rank for rank, value in enumerate(_POWER)}


def new_sheet() -> str:
    """Draw the code of a recovery sheet."""
    return with_checks("".join(secrets.choice(SIGNS) for _ in range(FREE)))


def with_checks(free: str) -> str:
    """Return the 26 signs followed by their four check signs."""
    left = [SIGNS.index(sign) for sign in free] + [0] * CHECKS
    generator = reduce(_product, ([1, _POWER[root]] for root in range(CHECKS)))
    for start in range(FREE):
        for step, factor in enumerate(generator):
            if step:
                left[start + step] ^= _times(left[start], factor)
    return free + "".join(SIGNS[value] for value in left[FREE:])


def printed(sheet: str) -> str:
    """Return the code as it stands on the sheet."""
    return grouped(sheet, GROUP)


def read_sheet(typed: str) -> str:
    """Return the code of a sheet, or refuse and say which group to read again."""
    sheet = read_code(typed, LENGTH)
    if any(_syndromes([SIGNS.index(sign) for sign in sheet])):
        raise Refused(_where(sheet))
    return sheet


def _where(sheet: str) -> str:
    groups = sorted({place // GROUP + 1 for place in _suspects(sheet)})
    if not groups:
        return "Plusieurs signes ne vont pas : relisez chaque groupe sur la feuille."
    if len(groups) == 1:
        return f"Un signe ne va pas dans le groupe n° {groups[0]} : relisez-le sur la feuille."
    return f"Un signe ne va pas dans les groupes n° {groups[0]} et {groups[1]} : relisez-les sur la feuille."


def _suspects(sheet: str) -> tuple[int, ...]:
    """Return the place of the one wrong sign, or of the two neighbours exchanged; nothing when it is worse."""
    values = [SIGNS.index(sign) for sign in sheet]
    sums = _syndromes(values)
    for place in range(LENGTH):
        # One wrong sign leaves sums in geometric progression, whose step says where it stands.
        step = _POWER[LENGTH - 1 - place]
        if sums[0] and all(_times(before, step) == after for before, after in pairwise(sums)):
            return (place,)
    for left, right in pairwise(range(LENGTH)):
        exchanged = [*values[:left], values[right], values[left], *values[right + 1 :]]
        if not any(_syndromes(exchanged)):
            return (left, right)
    return ()


def _syndromes(values: list[int]) -> list[int]:
    """Return four sums that are all zero for a code rightly copied."""
    sums = [0] * CHECKS
    for value in values:
        sums = [_times(total, _POWER[root]) ^ value for root, total in enumerate(sums)]
    return sums


def _times(one: int, other: int) -> int:
    return _POWER[(_LOG[one] + _LOG[other]) % _ORDER] if one and other else 0


def _product(one: list[int], other: list[int]) -> list[int]:
    made = [0] * (len(one) + len(other) - 1)
    for rank, value in enumerate(one):
        for step, factor in enumerate(other):
            made[rank + step] ^= _times(value, factor)
    return made
