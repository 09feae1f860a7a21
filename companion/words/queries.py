"""Looks: the list of words, read once from its file."""

from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "fr.txt"


@cache
def french() -> tuple[str, ...]:
    """Return the 7,776 words, in alphabetic order."""
    return tuple(FILE.read_text(encoding="ascii").split())
