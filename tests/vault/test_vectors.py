"""Known answers: the vault computes what the RFCs say, and not something that resembles it."""

import hmac

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from companion.vault import primitives
from companion.vault.primitives import CURRENT, Cost, Derivations, expand, unbox, unseal
from companion.vault.rules.binding import BOXED, SEALED
from companion.vault.rules.faults import Altered

SUITE = b"HPKE" + bytes.fromhex("002000010003")
KEM = b"KEM" + bytes.fromhex("0020")


def test_argon2id_is_the_one_of_rfc_9106():
    slow = Argon2id(salt=b"\2" * 16, length=32, iterations=3, lanes=4, memory_cost=32, ad=b"\4" * 12, secret=b"\3" * 8)

    assert slow.derive(b"\1" * 32).hex() == "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"


def test_our_derivation_is_argon2id_with_64_mebibytes_three_passes_and_one_lane():
    slow = Argon2id(salt=b"s" * 16, length=32, iterations=3, lanes=1, memory_cost=64 * 1024)

    assert Cost(64 * 1024, 3, 1) == CURRENT
    assert Derivations(1).derive(b"phrase", b"s" * 16) == slow.derive(b"phrase")


@pytest.mark.parametrize(
    ("secret", "salt", "purpose", "length", "made"),
    [
        (
            "0b" * 22,
            "000102030405060708090a0b0c",
            "f0f1f2f3f4f5f6f7f8f9",
            42,
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        ),
        ("0b" * 22, "", "", 42, "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"),
    ],
)
def test_our_expansion_is_the_hkdf_of_rfc_5869(secret, salt, purpose, length, made):
    assert expand(bytes.fromhex(secret), bytes.fromhex(purpose), bytes.fromhex(salt), length).hex() == made


def test_our_seal_is_the_chacha20_poly1305_of_rfc_8439():
    key = bytes(range(0x80, 0xA0))
    tie = bytes.fromhex("50515253c0c1c2c3c4c5c6c7")
    sealed = bytes.fromhex(
        "070000004041424344454647"
        "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b"
        "1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
        "3ff4def08e4b7a9de576d26586cec64b6116"
        "1ae10b594f09e26a7e902ecbd0600691"
    )
    text = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it."

    assert unseal(key, bytes((SEALED,)) + sealed, tie) == text


def extract(suite: bytes, salt: bytes, label: bytes, secret: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + secret, "sha256")


def expand_labelled(suite: bytes, key: bytes, label: bytes, info: bytes, length: int) -> bytes:
    labelled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return hmac.digest(key, labelled + b"\1", "sha256")[:length]


def sealed_by_the_rfc(ephemeral: bytes, public: bytes, info: bytes, more: bytes, text: bytes) -> bytes:
    """Seal as RFC 9180 §4 to §6 write it, with a given ephemeral key."""
    sender = X25519PrivateKey.from_private_bytes(ephemeral)
    sent = sender.public_key().public_bytes_raw()
    shared = extract(KEM, b"", b"eae_prk", sender.exchange(X25519PublicKey.from_public_bytes(public)))
    shared = expand_labelled(KEM, shared, b"shared_secret", sent + public, 32)
    context = b"\0" + extract(SUITE, b"", b"psk_id_hash", b"") + extract(SUITE, b"", b"info_hash", info)
    secret = extract(SUITE, shared, b"secret", b"")
    key = expand_labelled(SUITE, secret, b"key", context, 32)
    nonce = expand_labelled(SUITE, secret, b"base_nonce", context, 12)
    return sent + ChaCha20Poly1305(key).encrypt(nonce, text, more)


RFC_9180_A2 = {
    "ephemeral": "f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600",
    "private": "8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb",
    "public": "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a",
    "info": "4f6465206f6e2061204772656369616e2055726e",
    "text": "4265617574792069732074727574682c20747275746820626561757479",
    "sent": "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a",
    "sealed": "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28",
}


def test_our_box_is_the_hpke_of_rfc_9180_with_x25519_hkdf_sha256_and_chacha20_poly1305():
    known = {name: bytes.fromhex(value) for name, value in RFC_9180_A2.items()}
    of_the_rfc = sealed_by_the_rfc(known["ephemeral"], known["public"], known["info"], b"Count-0", known["text"])
    without_count = sealed_by_the_rfc(known["ephemeral"], known["public"], known["info"], b"", known["text"])

    assert of_the_rfc == known["sent"] + known["sealed"]
    assert unbox(known["private"], bytes((BOXED,)) + without_count, known["info"]) == known["text"]
    assert primitives.box_public(known["private"]) == known["public"]


def test_a_key_that_is_nobodys_is_refused():
    for nobody in (bytes(32), b"\1" + bytes(31), b"short"):
        with pytest.raises(Altered):
            primitives.box(nobody, b"clef", b"")
