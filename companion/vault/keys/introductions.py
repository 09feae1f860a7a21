"""What members say of each other, signed: « this is a colleague », « this colleague left »; who was met once need not be met by all.

A statement counts only when its giver is already in one's keyring.  A colleague
who left is out for good: ids are drawn, and never used again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from companion.signature import keys as signing
from companion.vault.keys.keyring import Keyring
from companion.vault.keys.members import Colleague, Member
from companion.vault.rules.binding import bound


class Said(StrEnum):
    """What one member may say of another."""

    ENTERS = "entre"
    WELCOMES = "accueille"
    """Met, without the key of the circle: reception.  Nobody learns a key from it."""
    LEAVES = "part"


@dataclass(frozen=True)
class Introduction:
    """One statement, by whom and about whom."""

    said: Said
    about: Colleague
    giver: bytes
    signature: bytes


def introduce(said: Said, about: Colleague, giver: Member) -> Introduction:
    """Say something of a colleague."""
    return Introduction(said, about, giver.id, signing.sign(giver.keys.sign, _signed(said, about, giver.id)))


def learn(keyring: Keyring, heard: Iterable[Introduction], known: Iterable[Colleague]) -> Keyring:
    """Return the keyring after what colleagues already met have said, newcomers first, departures last.

    `known` are the members as the database shows them: a statement holds only
    when the key that signed it is the one compared.
    """
    faces = {one.id: one for one in known}
    waiting = _that_change_something(list(heard), keyring)
    gone = set()
    while believed := [one for one in waiting if _is_believed(one, keyring, faces)]:
        waiting = [one for one in waiting if one not in believed]
        gone |= {one.about.id for one in believed if one.said is Said.LEAVES}
        for one in believed:
            if one.said is Said.ENTERS and one.about.id not in keyring.pins:
                keyring = keyring.pin(one.about)
    for left in gone:
        keyring = keyring.unpin(left)
    return keyring


def _that_change_something(heard: list[Introduction], keyring: Keyring) -> list[Introduction]:
    """Leave out what is known already: a signature costs more to check than to look up."""
    entering = [one for one in heard if one.said is Said.ENTERS and one.about.id not in keyring.pins]
    touched = {one.about.id for one in entering} | set(keyring.pins)
    return [*entering, *(one for one in heard if one.said is Said.LEAVES and one.about.id in touched)]


def _is_believed(one: Introduction, keyring: Keyring, faces: dict[bytes, Colleague]) -> bool:
    giver = faces.get(one.giver)
    if giver is None or keyring.pins.get(giver.id) != giver.public.fingerprint:
        return False
    return signing.verify(giver.public.sign, _signed(one.said, one.about, one.giver), one.signature)


def _signed(said: Said, about: Colleague, giver: bytes) -> bytes:
    return bound("compagnon:parole", said.value, about.id, about.public.box, about.public.sign, giver)
