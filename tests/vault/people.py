"""The people and keys of these tests; a place at Argon2id is shared, since each use costs a fifth of a second."""

from functools import cache

from companion.vault.keys.circles import CircleKey, new_circle
from companion.vault.keys.keyring import Keyring
from companion.vault.keys.members import Member, new_member
from companion.vault.primitives import Derivations

PLACES = Derivations(2)
SALT = b"sel de l instance"[:16]


@cache
def member(_name: str) -> Member:
    """Return somebody, always the same for a name."""
    return new_member()


@cache
def circle(_name: str) -> CircleKey:
    """Return a circle at its first epoch."""
    return new_circle()


def met(*names: str) -> Keyring:
    """Return the keyring of somebody who met these people."""
    keyring = Keyring()
    for name in names:
        keyring = keyring.pin(member(name).colleague)
    return keyring
