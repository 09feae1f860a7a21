"""What a sealed value promises for any text: it comes back, it cannot be touched, its length hardly shows."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.vault.primitives import box, box_public, seal, unbox, unseal
from companion.vault.rules.binding import Place, bound
from companion.vault.rules.faults import Altered
from companion.vault.rules.padding import padded, size_for, unpadded
from companion.vault.rules.values import read, written

KEY, OTHER = b"k" * 32, b"o" * 32
PLACE = Place("thread", b"row", "label", 3, b"key id")
PART = st.one_of(st.binary(max_size=6), st.text(max_size=6), st.integers(-999, 999))


@given(text=st.text(max_size=400))
def test_any_text_comes_back(text):
    tie = PLACE.told("texte")
    blob = seal(KEY, padded(written("texte", text)), tie)

    assert read("texte", unpadded(unseal(KEY, blob, tie))) == text


@given(text=st.binary(max_size=100), where=st.integers(min_value=0), bit=st.integers(0, 7))
def test_any_bit_flipped_is_refused(text, where, bit):
    for blob, opening in (
        (seal(KEY, padded(text), b"tie"), lambda flipped: unseal(KEY, flipped, b"tie")),
        (box(box_public(KEY), padded(text), b"tie"), lambda flipped: unbox(KEY, flipped, b"tie")),
    ):
        flipped = bytearray(blob)
        flipped[where % len(blob)] ^= 1 << bit
        # X25519 ignores the highest bit of a public key (RFC 7748); HPKE hashes that key, so it is refused all the same.
        with pytest.raises(Altered):
            opening(bytes(flipped))


@given(text=st.binary(max_size=100), cut=st.integers(0, 200), more=st.binary(max_size=3))
def test_a_blob_cut_or_lengthened_is_refused(text, cut, more):
    blob = seal(KEY, text, b"tie")
    touched = blob[: cut % len(blob)] + more

    with pytest.raises(Altered):
        unseal(KEY, touched, b"tie")


@given(one=st.binary(max_size=9000), other=st.binary(max_size=9000))
def test_the_length_shows_only_by_its_class(one, other):
    lengths = [len(seal(KEY, padded(text), b"tie")) - 29 for text in (one, other)]

    assert all(length in (64, 256, 1024) or length % 4096 == 0 for length in lengths)
    assert (lengths[0] == lengths[1]) == (size_for(len(one)) == size_for(len(other)))


def test_the_classes_are_those_announced():
    assert [size_for(length) for length in (0, 63, 64, 255, 256, 1023, 1024, 4095, 4096, 8191, 8192)] == [
        *(64, 64, 256, 256, 1024, 1024, 4096, 4096, 8192, 8192, 12288),
    ]


@given(text=st.binary(max_size=5000))
def test_padding_comes_off_whatever_the_text_ends_with(text):
    for ending in (text, text + b"\0", text + b"\x80", text + b"\x80\0"):
        assert unpadded(padded(ending)) == ending


@pytest.mark.parametrize("filled", [b"", bytes(64), b"a" * 64, b"\x80" + bytes(64), b"\x80" + bytes(255), padded(b"a")[:-1]])
def test_what_was_never_padded_is_not_unpadded(filled):
    with pytest.raises(ValueError, match="not padded"):
        unpadded(filled)


def test_two_seals_of_one_text_have_nothing_in_common():
    one, other = (seal(KEY, padded(b"Fatima"), b"tie") for _ in range(2))

    assert one[1:] != other[1:]
    assert one[13:29] != other[13:29]


@pytest.mark.parametrize(
    "elsewhere",
    [
        Place("demarche", b"row", "label", 3, b"key id"),
        Place("thread", b"another row", "label", 3, b"key id"),
        Place("thread", "row", "label", 3, b"key id"),
        Place("thread", b"row", "note", 3, b"key id"),
        Place("thread", b"row", "label", 2, b"key id"),
        Place("thread", b"row", "label", 4, b"key id"),
        Place("thread", b"row", "label", 3, b"another key"),
        Place("thread", b"rowlabel", "", 3, b"key id"),
    ],
    ids=str,
)
def test_a_value_opens_nowhere_else(elsewhere):
    blob = seal(KEY, padded(b"Fatima"), PLACE.told("texte"))

    with pytest.raises(Altered):
        unseal(KEY, blob, elsewhere.told("texte"))
    with pytest.raises(Altered):
        unseal(KEY, blob, PLACE.told("octets"))
    with pytest.raises(Altered):
        unseal(OTHER, blob, PLACE.told("texte"))


@given(one=st.lists(PART, max_size=4), other=st.lists(PART, max_size=4))
def test_two_lists_of_parts_never_give_the_same_bytes(one, other):
    assert (bound(*one) == bound(*other)) == ([(type(part), part) for part in one] == [(type(part), part) for part in other])


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *(("texte", "Élodie عربى 👋"), ("texte", ""), ("octets", b"\0\x80"), ("nombre", -12), ("nombre", 2**70)),
        *(("jour", date(2026, 11, 21)), ("json", {"b": [1, None, "é"], "a": {}}), ("json", [])),
    ],
)
def test_each_kind_of_value_comes_back(kind, value):
    assert read(kind, written(kind, value)) == value


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *(("texte", b"octets"), ("texte", None), ("octets", "texte"), ("nombre", True), ("nombre", "1"), ("nombre", 1.5)),
        *(("jour", datetime(2026, 1, 1, 1)), ("json", "texte"), ("inconnu", "x"), ("json", {"a": object()})),
    ],
)
def test_a_value_of_another_kind_is_not_sealed_at_all(kind, value):
    with pytest.raises(TypeError):
        written(kind, value)


def test_a_json_that_others_could_not_read_is_not_sealed():
    with pytest.raises(ValueError, match="JSON"):
        written("json", {"a": float("nan")})
