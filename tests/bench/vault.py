"""The vault under measure: one sign-in, two thousand threads passed to a new epoch, a page of values opened."""

import secrets
import statistics
import time
from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from companion.vault.keys.circles import new_circle, next_epoch
from companion.vault.keys.keyring import Keyring
from companion.vault.keys.threads import new_data_key, rewrap, send_to_circle, wrap_for_circle
from companion.vault.primitives import Derivations, seal, unseal
from companion.vault.rules.binding import Place
from companion.vault.rules.padding import padded, unpadded
from tests.bench.rows import Goal, Row

ROUNDS = 5
THREADS, VALUES = 2000, 1000
SIGN_IN = Goal(1.0, "< 1 s", of_ratio=False)
REWRAP = Goal(0.5, "< 0,5 s", of_ratio=False)
SENT = Goal(2.0, "< 2 s", of_ratio=False)


def rows() -> list[Row]:
    """Measure the three, against the bare cipher where there is one."""
    places, salt = Derivations(1), secrets.token_bytes(16)
    old = new_circle()
    new = next_epoch(old)
    keys = [new_data_key() for _ in range(THREADS)]
    kept = [(key.id, wrap_for_circle(key, old, Keyring())) for key in keys]
    sent = [(key.id, send_to_circle(key, old.face)) for key in keys]
    return [
        Row("une phrase de passe (Argon2id, 64 Mio)", _median(lambda: places.derive(b"phrase", salt)), "s", goal=SIGN_IN),
        Row(
            f"{THREADS} fils vers une nouvelle époque",
            _median(lambda: list(rewrap(kept, old, new))),
            "s",
            _median(lambda: _bare(THREADS)),
            goal=REWRAP,
        ),
        Row(f"{THREADS} fils envoyés par l’accueil, de même", _median(lambda: list(rewrap(sent, old, new))), "s", goal=SENT),
        Row(f"{VALUES} valeurs ouvertes", _median(_values()) * 1000, "ms", _median(lambda: _bare(VALUES // 2)) * 1000),
    ]


def _values() -> Callable[[], object]:
    key = new_data_key()
    places = [Place("thread", secrets.token_bytes(16), "label", 1, key.id) for _ in range(VALUES)]
    blobs = [seal(key.secret, padded(b"Mme F., rue du Pont"), place.told("texte")) for place in places]
    return lambda: [unpadded(unseal(key.secret, blob, place.told("texte"))) for blob, place in zip(blobs, places, strict=True)]


def _bare(number: int) -> None:
    """Encrypt and decrypt as many keys with the library alone."""
    for _ in range(number):
        cipher, nonce = ChaCha20Poly1305(bytes(32)), secrets.token_bytes(12)
        cipher.decrypt(nonce, cipher.encrypt(nonce, bytes(64), b""), b"")


def _median(do: Callable[[], object]) -> float:
    spent = []
    for _ in range(ROUNDS):
        began = time.process_time()
        do()
        spent.append(time.process_time() - began)
    return statistics.median(spent)
