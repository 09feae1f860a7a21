"""Computes: the only file of the vault that knows `cryptography`; four operations, one suite, no choice.

Argon2id, HKDF-SHA256, ChaCha20-Poly1305, and HPKE with X25519.  Every blob
begins with the byte of its format; what it is bound to is never optional.
"""

import secrets
from dataclasses import dataclass
from threading import BoundedSemaphore

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from companion.errors import Refused
from companion.vault.rules.binding import BOXED, SEALED
from companion.vault.rules.faults import Altered

KEY, NONCE, TAG, SALT = 32, 12, 16, 16
ENCAPSULATED = 32
PATIENCE = 30.0
"""Seconds that a person waits for others to finish signing in before being asked to try again."""
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


@dataclass(frozen=True)
class Cost:
    """What one guess costs; one lane, because two lanes in two threads freeze cryptography 50 for good."""

    kibibytes: int = 64 * 1024
    passes: int = 3
    lanes: int = 1

    def told(self) -> bytes:
        """Return the cost in six bytes, as it stands before the keys it protects."""
        return self.kibibytes.to_bytes(4, "big") + bytes((self.passes, self.lanes))

    @classmethod
    def read(cls, told: bytes) -> "Cost":
        """Read a cost, and refuse any but those we write: neither lowered, nor raised to exhaust the machine."""
        cost = cls(int.from_bytes(told[:4], "big"), *told[4:6])
        if cost not in ACCEPTED:
            raise Altered
        return cost


CURRENT = Cost()
ACCEPTED = (CURRENT,)
"""Costs that may be read: when `CURRENT` rises, the former one stays here until every member has signed in."""


class Derivations:
    """Argon2id, so many at a time in this process: one where there are two processes, two where there is one."""

    def __init__(self, at_once: int, patience: float = PATIENCE) -> None:
        """Open so many places; each takes 64 MiB while it is used."""
        self._places = BoundedSemaphore(at_once)
        self._patience = patience

    def derive(self, secret: bytes, salt: bytes, cost: Cost = CURRENT) -> bytes:
        """Return 32 bytes that cost time and memory to guess."""
        if not self._places.acquire(timeout=self._patience):
            message = "Trop de personnes entrent au même moment. Réessayez dans une minute."
            raise Refused(message)
        try:
            slow = Argon2id(salt=salt, length=KEY, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.kibibytes)
            return slow.derive(secret)
        finally:
            self._places.release()


def new_secret(length: int = KEY) -> bytes:
    """Draw random bytes; the only place of the vault where keys and nonces come from."""
    return secrets.token_bytes(length)


def expand(secret: bytes, purpose: bytes, salt: bytes = b"", length: int = KEY) -> bytes:
    """Make from one strong secret the key of one purpose."""
    return HKDF(SHA256(), length, salt or None, purpose).derive(secret)


def seal(key: bytes, text: bytes, tie: bytes) -> bytes:
    """Encrypt under a key; what it is tied to must be said again to open it."""
    nonce = new_secret(NONCE)
    return bytes((SEALED,)) + nonce + ChaCha20Poly1305(key).encrypt(nonce, text, tie)


def unseal(key: bytes, blob: bytes, tie: bytes) -> bytes:
    """Decrypt, or raise Altered when the key, the bytes or what they are tied to is another."""
    if blob[:1] != bytes((SEALED,)) or len(blob) < 1 + NONCE + TAG:
        raise Altered
    try:
        return ChaCha20Poly1305(key).decrypt(blob[1 : 1 + NONCE], blob[1 + NONCE :], tie)
    except InvalidTag:
        raise Altered from None


def box_public(private: bytes) -> bytes:
    """Return the public half of an X25519 key."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def box(public: bytes, text: bytes, tie: bytes) -> bytes:
    """Encrypt towards a public key; whoever does it cannot open it again."""
    try:
        return bytes((BOXED,)) + _SUITE.encrypt(text, X25519PublicKey.from_public_bytes(public), tie)
    except ValueError:  # A point of small order, or a key cut short: nobody's public key.
        raise Altered from None


def unbox(private: bytes, blob: bytes, tie: bytes) -> bytes:
    """Decrypt what was sent to a public key, or raise Altered."""
    if blob[:1] != bytes((BOXED,)) or len(blob) < 1 + ENCAPSULATED + TAG:
        raise Altered
    try:
        return _SUITE.decrypt(blob[1:], X25519PrivateKey.from_private_bytes(private), tie)
    except (InvalidTag, ValueError):
        raise Altered from None
