"""The passphrases: drawn by the program, never chosen by a person."""

import secrets

from companion.words.queries import french
from companion.words.rules import Heard, heard, suggestions

MEMBER, ENVELOPE_HOLDER, RECEPTION = 5, 6, 4
"""Words by who holds the passphrase: 64.6 bits, 77.5 bits, 51.7 bits."""


def new_passphrase(words: int) -> str:
    """Draw a passphrase."""
    return " ".join(secrets.choice(french()) for _ in range(words))


def read_passphrase(typed: str) -> Heard:
    """Read a passphrase as typed: capitals, accents, dashes and ends of words do not matter."""
    return heard(typed, french())


def nearest(typed: str) -> tuple[str, ...]:
    """Return words of the list that resemble a mistyped one; the same for everybody, whether an account exists or not."""
    return suggestions(typed, french())
