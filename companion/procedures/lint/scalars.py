"""What an unquoted word of a file means: a small reading of YAML 1.2, with no surprise.

Only `true` and `false` are booleans; « oui », « no », hours and dates stay
text.  A number with a leading zero is a number, so that a phone or a postcode
written without quotes is seen and refused instead of losing its zero.
"""

import re
from typing import TypeAlias

Scalar: TypeAlias = str | int | float | bool | None

_FIXED: dict[str, Scalar] = {"": None, "~": None, "null": None, "Null": None, "NULL": None, "true": True, "false": False}
STARTS_A_NUMBER = frozenset("+-.0123456789")
_WHOLE = re.compile(r"[-+]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]{1,18}|[0-9]{1,18}\.[0-9]{0,18}|[0-9]{1,18}(?=[eE]))([eE][-+]?[0-9]{1,3})?")


def resolve(written: str) -> Scalar:
    """Return the value of a word written without quotes."""
    if written[:1] not in STARTS_A_NUMBER:
        return _FIXED.get(written, written)
    if _WHOLE.fullmatch(written):
        return int(written)
    if _DECIMAL.fullmatch(written):
        return float(written)
    return written
