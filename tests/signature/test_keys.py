"""What a signature promises, with the vectors of RFC 8032 §7.1."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.errors import Refused
from companion.signature.keys import (
    fingerprint,
    new_private,
    private_from_pem,
    private_to_pem,
    public_from_pem,
    public_of,
    public_to_pem,
    sign,
    verify,
)
from companion.words.queries import french

RFC_8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]
PRIVATE = bytes(range(32))
RSA = """-----BEGIN PUBLIC KEY-----
MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf
9Cnzj4p4WGeKLs1Pt8QuKUpRKfFLfRYC9AIKjbJTWit+CqvjWYzvQwECAwEAAQ==
-----END PUBLIC KEY-----
"""


@pytest.mark.parametrize(("private", "public", "message", "signature"), RFC_8032)
def test_a_signature_is_the_one_of_the_rfc(private, public, message, signature):
    signed = sign(bytes.fromhex(private), bytes.fromhex(message))

    assert public_of(bytes.fromhex(private)).hex() == public
    assert signed.hex() == signature
    assert verify(bytes.fromhex(public), bytes.fromhex(message), signed)


@given(message=st.binary(max_size=60), where=st.integers(min_value=0), bit=st.integers(0, 7))
def test_one_bit_changed_anywhere_is_refused(message, where, bit):
    signed = bytearray(message + sign(PRIVATE, message))
    signed[where % len(signed)] ^= 1 << bit

    assert not verify(public_of(PRIVATE), bytes(signed[:-64]), bytes(signed[-64:]))


def test_what_has_not_the_shape_of_a_signature_or_a_key_verifies_nothing():
    signed = sign(PRIVATE, b"oui")

    assert not verify(public_of(PRIVATE), b"oui", signed[:-1])
    assert not verify(public_of(PRIVATE), b"oui", signed + b"\0")
    assert not verify(public_of(PRIVATE)[:-1], b"oui", signed)
    assert not verify(public_of(new_private()), b"oui", signed)


def test_keys_go_to_pem_and_come_back():
    assert public_from_pem(public_to_pem(public_of(PRIVATE))) == public_of(PRIVATE)
    assert private_from_pem(private_to_pem(PRIVATE)) == PRIVATE
    assert public_to_pem(public_of(PRIVATE)).startswith("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA")


@pytest.mark.parametrize("text", ["", "bonjour", RSA, private_to_pem(PRIVATE), public_to_pem(public_of(PRIVATE)).replace("MCow", "AAAA")])
def test_what_is_not_a_public_key_is_refused_with_a_sentence(text):
    with pytest.raises(Refused, match="clé publique"):
        public_from_pem(text)


X25519 = """-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VuBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f
-----END PRIVATE KEY-----
"""


@pytest.mark.parametrize("text", ["", RSA, X25519, public_to_pem(public_of(PRIVATE))])
def test_what_is_not_a_private_key_is_refused_with_a_sentence(text):
    with pytest.raises(Refused, match="clé privée"):
        private_from_pem(text)


def test_a_fingerprint_is_four_words_of_the_list_always_the_same_and_another_for_another_key():
    said = fingerprint(public_of(PRIVATE))

    assert said == fingerprint(public_of(PRIVATE)) != fingerprint(public_of(bytes(32)))
    assert len(said.split()) == 4
    assert set(said.split()) <= set(french())


def test_the_pages_start_without_loading_cryptography():
    asked = "import sys, companion.app, companion.cli; assert 'cryptography' not in sys.modules"

    assert subprocess.run([sys.executable, "-c", asked], check=False, timeout=60).returncode == 0
