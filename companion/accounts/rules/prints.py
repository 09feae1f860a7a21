"""Decides what the papers of an account hold: a sheet, two cards, an envelope and a poster, as values.

What is secret in them is never shown by `repr`: an error that names a value
must not write it in a log.
"""

from dataclasses import dataclass
from datetime import date

from companion.vault.rules.sheets import GROUP

_COUNTS = {4: "quatre", 5: "cinq", 6: "six"}


def day_in_figures(day: date) -> str:
    """Return « 03/03/2026 », as it is filled in on a form."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def on_one_line(association: str) -> str:
    """Return the name of an association as it is printed, whatever spaces and line feeds its settings hold."""
    return " ".join(association.split())


def groups_of(sheet: str) -> tuple[str, ...]:
    """Return the signs of a paper five by five, as eyes and fingers follow them."""
    return tuple(sheet[start : start + GROUP] for start in range(0, len(sheet), GROUP))


@dataclass(frozen=True, repr=False)
class SignInSheet:
    """The recovery sheet of one worker; it knows how many words the passphrase has, and none of them."""

    association: str
    sign_in_name: str
    words: int
    sheet: str
    day: date

    @property
    def count_of_words(self) -> str:
        """Return the number of words as it is said: « cinq »."""
        return _COUNTS.get(self.words, str(self.words))


@dataclass(frozen=True, repr=False)
class PassphraseCard:
    """The words to learn; it bears no day, since it is made to be destroyed."""

    association: str
    sign_in_name: str
    words: tuple[str, ...]


@dataclass(frozen=True, repr=False)
class NumberCard:
    """Numbers that serve once each, with their rank: the second proof of who has no telephone for it."""

    association: str
    sign_in_name: str
    numbers: tuple[tuple[int, str], ...]
    made_on: date


@dataclass(frozen=True, repr=False)
class EnvelopeSheet:
    """What the board keeps in a closed envelope: the last way into what the team keeps."""

    association: str
    sheet: str
    fingerprint_words: tuple[str, ...]
    day: date


@dataclass(frozen=True)
class Poster:
    """What hangs on the wall, with nothing secret: the words by which anybody recognises the association's papers."""

    association: str
    fingerprint_words: tuple[str, ...]
    day: date
