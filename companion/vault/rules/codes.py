"""Decides how the codes on paper are written and read: Crockford's 32 signs, forgiving of what hands and eyes confuse."""

import re
import secrets
import unicodedata

from companion.errors import Refused

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
READING_KEY = 12
STOP_NUMBER = 8
GROUP = 4
_CONFUSED = str.maketrans({"O": "0", "I": "1", "L": "1"})
_IGNORED = re.compile(r"[\s.,;:_/·•‐‑‒–—-]+")  # Spaces and dashes are only there to help the eye.


def new_code(length: int) -> str:
    """Draw a code, five bits a sign."""
    return "".join(secrets.choice(SIGNS) for _ in range(length))


def grouped(code: str, group: int = GROUP) -> str:
    """Return a code as it is printed, in groups."""
    return "-".join(code[start : start + group] for start in range(0, len(code), group))


def read_code(typed: str, length: int) -> str:
    """Return the code as it was drawn, or refuse with a sentence that repeats nothing of it."""
    code = signs_of(typed)
    if len(code) != length:
        message = f"Il faut {length} signes, et il y en a {len(code)}."
        raise Refused(message)
    if strange := next((rank for rank, sign in enumerate(code, 1) if sign not in SIGNS), 0):
        message = f"Le signe n° {strange} n’est jamais utilisé : relisez-le sur la feuille."
        raise Refused(message)
    return code


def signs_of(typed: str) -> str:
    """Return what was typed in capitals, without spaces or dashes, O read as zero, I and L as one."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", typed)).upper().translate(_CONFUSED)
