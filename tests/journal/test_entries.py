"""What an entry promises: one way to write it, and nothing to guess in what it commits to."""

import hmac
import json
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.journal.rules.entries import Kind, Leaf, Noted, canonical, committed, is_committed

SALT = bytes(range(32))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS,
    lambda one: st.lists(one, max_size=3) | st.dictionaries(TEXTS, one, max_size=3),
    max_leaves=8,
)


def test_an_entry_is_written_in_one_way():
    leaf = Leaf(7, date(2026, 11, 21), Kind.STEP, bytes(32))

    assert leaf.told() == b'{"classe":"etape","empreinte":"' + b"00" * 32 + b'","jour":"2026-11-21","numero":7}'
    assert leaf.hash() == sha256(b"\x00" + leaf.told()).digest()


def test_the_classes_are_a_closed_list_that_names_nobody():
    assert [one.value for one in Kind] == ["ouvert", "repris", "etape", "ferme", "garde", "efface"]


def test_canonical_json_is_the_one_of_the_rfc():
    """Section 3.2.2.2 of RFC 8785 for the letters, 3.2.3 for the order of names: by UTF-16 units, not by characters."""
    letters = "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/"
    assert canonical({"string": letters}) == '{"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'.encode()
    names = {"\u20ac": 1, "\r": 2, "\uff21": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    assert list(json.loads(canonical(names))) == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\uff21"]
    assert canonical({"b": [True, None, -3], "a": {}}) == b'{"a":{},"b":[true,null,-3]}'


@given(PLAIN)
def test_what_is_written_is_read_as_it_was_and_written_alike_again(value):
    told = canonical(value)

    assert canonical(json.loads(told)) == told


def test_two_ways_to_type_a_letter_are_one():
    assert canonical({"e\u0301": "e\u0301"}) == canonical({"\u00e9": "\u00e9"})
    with pytest.raises(ValueError, match="two names"):
        canonical({"e\u0301": 1, "\u00e9": 2})


@pytest.mark.parametrize("value", [1.0, float("nan"), b"x", date(2026, 1, 1), {1: 2}, {"a": {"b": 0.5}}, [object()]])
def test_what_has_no_one_way_to_be_written_is_refused(value):
    with pytest.raises(TypeError):
        canonical({"a": value})


@pytest.mark.parametrize("value", [2**53, -(2**53), "\ud800"])
def test_numbers_too_large_and_half_characters_are_refused(value):
    with pytest.raises(ValueError, match=r"number|surrogate"):
        canonical({"a": value})


@given(detail=st.dictionaries(TEXTS, PLAIN, max_size=4), bit=st.integers(0, 255))
def test_a_commitment_is_to_one_detail_under_one_salt(detail, bit):
    made = committed(SALT, detail)
    other = bytearray(SALT)
    other[bit // 8] ^= 1 << bit % 8

    assert made == hmac.new(SALT, canonical(detail), sha256).digest()
    assert is_committed(made, SALT, detail)
    assert not is_committed(made, bytes(other), detail)
    assert not is_committed(made, SALT, {**detail, "de plus": 1})
    assert not is_committed(made, b"", detail)


@pytest.mark.parametrize("salt", [b"", bytes(16), bytes(33)])
def test_a_salt_that_is_not_whole_commits_to_nothing(salt):
    with pytest.raises(ValueError, match="32 random bytes"):
        committed(salt, {})


def test_a_salt_is_never_shown_by_accident():
    assert SALT.hex() not in repr(Noted(3, SALT))
    assert repr(SALT) not in repr(Noted(3, SALT))
