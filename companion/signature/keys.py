"""Signs and verifies bytes; turns keys into PEM and into words that can be read aloud.

A key is handed in as its 32 raw bytes.  What a signature means is said by the
bytes signed: each caller begins them with a name of its own.
"""

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from companion.errors import Refused
from companion.words.queries import french
from companion.words.rules import spoken

KEY = 32
SIGNATURE = 64
_NOT_PUBLIC = "Ce texte n’est pas une clé publique Ed25519 (« BEGIN PUBLIC KEY »)."
_NOT_PRIVATE = "Ce texte n’est pas une clé privée Ed25519 (« BEGIN PRIVATE KEY »)."


def new_private() -> bytes:
    """Make a new private key."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_of(private: bytes) -> bytes:
    """Return the public half of a private key."""
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def sign(private: bytes, message: bytes) -> bytes:
    """Sign these very bytes."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(message)


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether the owner of the key signed these very bytes; what has not the right shape was not signed."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_to_pem(public: bytes) -> str:
    """Write a public key as anybody's tools read it."""
    return Ed25519PublicKey.from_public_bytes(public).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def public_from_pem(text: str) -> bytes:
    """Read a public key, or refuse what is not one of ours."""
    try:
        key = load_pem_public_key(text.encode())
    except (ValueError, UnsupportedAlgorithm):
        raise Refused(_NOT_PUBLIC) from None
    if not isinstance(key, Ed25519PublicKey):
        raise Refused(_NOT_PUBLIC)
    return key.public_bytes_raw()


def private_to_pem(private: bytes) -> str:
    """Write a private key unprotected: only for the key of a site, in a file that its owner alone reads."""
    key = Ed25519PrivateKey.from_private_bytes(private)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def private_from_pem(text: str) -> bytes:
    """Read the private key of a site, or refuse what is not one."""
    try:
        key = load_pem_private_key(text.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise Refused(_NOT_PRIVATE) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise Refused(_NOT_PRIVATE)
    return key.private_bytes_raw()


def fingerprint(public: bytes) -> str:
    """Return the four words that the poster, the slip and the screen all show."""
    return " ".join(spoken(public, french()))
