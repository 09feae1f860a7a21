"""The codes of a sheet: « clé de la feuille » opens a thread, « numéro STOP » only finds it.

Neither is stored, and neither has a pepper or an escrow: of the first the database
holds a locator and a wrap, of the second a locator.
"""

from dataclasses import dataclass

from companion.vault.primitives import SALT, Derivations, expand
from companion.vault.rules.codes import READING_KEY, STOP_NUMBER, new_code, read_code

LOCATOR = 16


@dataclass(frozen=True, repr=False)
class PaperKey:
    """What a « clé de la feuille » gives: where the thread is, and the key that opens its wrap."""

    locator: bytes
    wrapping: bytes


def new_reading_key() -> str:
    """Draw a « clé de la feuille »: 60 bits."""
    return new_code(READING_KEY)


def new_stop_number() -> str:
    """Draw a « numéro STOP »: 40 bits, throttled, and worth only an ending."""
    return new_code(STOP_NUMBER)


def paper_key(typed: str, instance_salt: bytes, derivations: Derivations) -> PaperKey:
    """Return what a « clé de la feuille » gives, after one slow derivation; refuse what is not one."""
    slow = derivations.derive(read_code(typed, READING_KEY).encode(), _salt(instance_salt, b"compagnon:feuille"))
    return PaperKey(expand(slow, b"compagnon:feuille:lieu", length=LOCATOR), expand(slow, b"compagnon:feuille:clef"))


def stop_locator(typed: str, instance_salt: bytes, derivations: Derivations) -> bytes:
    """Return where the agreement is that a « numéro STOP » ends; nothing in it opens anything."""
    slow = derivations.derive(read_code(typed, STOP_NUMBER).encode(), _salt(instance_salt, b"compagnon:stop"))
    return expand(slow, b"compagnon:stop:lieu", length=LOCATOR)


def spoken_key(typed: str, length: int, purpose: str, instance_salt: bytes, derivations: Derivations) -> PaperKey:
    """Return what a number read aloud gives: an invitation, or the number on the screen of a machine that asks to be opened.

    Who knows the number, and nobody else, finds the row and reads or writes what is wrapped there.
    """
    slow = derivations.derive(read_code(typed, length).encode(), _salt(instance_salt, f"compagnon:{purpose}".encode()))
    return PaperKey(expand(slow, b"compagnon:dit:lieu", length=LOCATOR), expand(slow, b"compagnon:dit:clef"))


def _salt(instance_salt: bytes, purpose: bytes) -> bytes:
    """Give each kind of code a salt of its own, so that one list of guesses never serves for both."""
    return expand(instance_salt, purpose, length=SALT)
