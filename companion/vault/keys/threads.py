"""The random key of one thread, and the ways it is wrapped: under the circle, the paper, or one worker.

To erase a thread is to delete these wraps: without them its values are noise.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from companion.vault.keys.circles import CircleKey, Face
from companion.vault.keys.keyring import Keyring
from companion.vault.keys.members import Colleague, Member
from companion.vault.keys.papers import PaperKey
from companion.vault.primitives import KEY, SALT, box, new_secret, seal, unbox, unseal
from companion.vault.rules.binding import BOXED, bound
from companion.vault.rules.faults import Altered
from companion.vault.rules.padding import padded, unpadded


@dataclass(frozen=True, repr=False)
class DataKey:
    """The key that seals the values of one thread; its id is random and says nothing."""

    id: bytes
    secret: bytes


def new_data_key() -> DataKey:
    """Make the key of a new thread."""
    return DataKey(new_secret(SALT), new_secret())


def wrap_for_circle(key: DataKey, circle: CircleKey, keyring: Keyring) -> bytes:
    """Wrap a key for the team: 61 bytes; an epoch that somebody left is refused."""
    keyring.refuse_left(circle.circle, circle.epoch)
    return seal(circle.wrapping, key.secret, _tie(circle.face, key.id))


def send_to_circle(key: DataKey, face: Face) -> bytes:
    """Wrap a key for the team by somebody who is not in it, and will not be able to open it; the face comes from `trust`."""
    return box(face.public, key.secret, _tie(face, key.id))


def unwrap_for_circle(blob: bytes, key_id: bytes, circle: CircleKey) -> DataKey:
    """Open a key kept by the team, whether a member wrapped it or reception sent it."""
    tie = _tie(circle.face, key_id)
    return _data_key(key_id, unbox(circle.private, blob, tie) if _is_boxed(blob) else unseal(circle.wrapping, blob, tie))


def rewrap(wraps: Iterable[tuple[bytes, bytes]], old: CircleKey, new: CircleKey) -> Iterator[tuple[bytes, bytes]]:
    """Pass the keys of threads from one epoch to another: ids and wraps in, ids and wraps out, the threads untouched.

    The row of a wrap says its epoch: after a cut, pass again those that still say the old one; a wrap already passed is refused (Altered).
    """
    if new.circle != old.circle or new.epoch <= old.epoch:
        raise Altered
    openers = {True: (unbox, old.private), False: (unseal, old.wrapping)}  # Keys are derived once, not once a thread.
    before, after, above = old.face, new.face, new.wrapping
    for key_id, blob in wraps:
        opener, key = openers[_is_boxed(blob)]
        yield key_id, seal(above, opener(key, blob, _tie(before, key_id)), _tie(after, key_id))


def wrap_for_paper(key: DataKey, paper: PaperKey) -> bytes:
    """Wrap a key under the « clé de la feuille » printed for the person."""
    return seal(paper.wrapping, key.secret, bound("compagnon:fil:feuille", paper.locator, key.id))


def unwrap_for_paper(blob: bytes, key_id: bytes, paper: PaperKey) -> DataKey:
    """Open a key with the person's sheet."""
    return _data_key(key_id, unseal(paper.wrapping, blob, bound("compagnon:fil:feuille", paper.locator, key_id)))


def wrap_for_worker(key: DataKey, worker: Colleague) -> bytes:
    """Wrap the key of an open visit for the worker who opened it."""
    return box(worker.public.box, key.secret, bound("compagnon:fil:visite", worker.id, key.id))


def unwrap_for_worker(blob: bytes, key_id: bytes, worker: Member) -> DataKey:
    """Open the key of a visit that this worker opened."""
    return _data_key(key_id, unbox(worker.keys.box, blob, bound("compagnon:fil:visite", worker.id, key_id)))


def send_text(face: Face, text: bytes, purpose: str, row: bytes) -> bytes:
    """Seal a text of any length towards the circle; its length shows only by class."""
    return box(face.public, padded(text), bound("compagnon:envoi", face.key_id, purpose, row))


def receive_text(blob: bytes, circle: CircleKey, purpose: str, row: bytes) -> bytes:
    """Open a text that was sent to the circle."""
    return unpadded(unbox(circle.private, blob, bound("compagnon:envoi", circle.face.key_id, purpose, row)))


def _is_boxed(blob: bytes) -> bool:
    return blob[:1] == bytes((BOXED,))


def _tie(face: Face, key_id: bytes) -> bytes:
    return bound("compagnon:fil:cercle", face.key_id, key_id)


def _data_key(key_id: bytes, secret: bytes) -> DataKey:
    if len(secret) != KEY:
        raise Altered
    return DataKey(key_id, secret)
