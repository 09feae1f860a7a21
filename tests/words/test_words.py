"""What the words promise to whoever types them, hears them, or counts on their chance."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.words.queries import FILE, french
from companion.words.rules import folded, heard, recognised, spoken, suggestions

WORDS = french()
WORD = st.sampled_from(WORDS)


def test_there_are_as_many_words_as_five_dice_can_tell():
    assert len(set(WORDS)) == len(WORDS) == 6**5
    assert 5 * math.log2(len(WORDS)) > 64.6


def test_words_are_short_plain_and_in_order():
    assert list(WORDS) == sorted(WORDS)
    assert all(4 <= len(word) <= 8 and word == folded(word) for word in WORDS)


def test_no_word_is_the_beginning_of_another():
    assert not [pair for pair in pairwise(WORDS) if pair[1].startswith(pair[0])]


def test_no_word_hurts():
    hurting = {
        "mort",
        "viol",
        "prison",
        "expulser",
        "huissier",
        "dette",
        "police",
        "cancer",
        "suicide",
        "deuil",
        "guerre",
        "tuer",
        "juif",
        "arabe",
    }

    assert not hurting & set(WORDS)


def test_the_list_comes_with_its_licence():
    assert "CC BY-SA 4.0" in (FILE.parent / "LICENCE.md").read_text(encoding="utf-8")


def shortest(word: str) -> int:
    return next(length for length in range(1, len(word) + 1) if recognised(word[:length], WORDS) == word)


def test_words_are_accepted_as_soon_as_unique_after_five_letters_on_average():
    assert sum(map(shortest, WORDS)) / len(WORDS) < 5.1


@given(word=WORD)
def test_a_word_is_recognised_from_its_shortest_beginning_to_its_end_and_never_as_another(word):
    known = [recognised(word[:length], WORDS) for length in range(1, len(word) + 1)]

    assert set(known[shortest(word) - 1 :]) == {word}
    assert set(known[: shortest(word) - 1]) <= {""}


@pytest.mark.parametrize("typed", ["", "   ", "123", "zzz", "xyzzyx"])
def test_what_is_not_a_word_is_not_recognised(typed):
    assert not recognised(typed, WORDS)


@given(words=st.lists(WORD, min_size=1, max_size=6), between=st.sampled_from([" ", "-", "  ", ", ", "\n", " 1. ", "\u00a0"]))
def test_capitals_accents_and_separators_do_not_matter(words, between):
    accented = between.join(word.upper().replace("E", "É").replace("C", "Ç") for word in words)

    assert heard(accented, WORDS).words == tuple(words)
    assert heard(accented, WORDS).phrase == " ".join(words)
    assert not heard(accented, WORDS).unknown


def test_a_mistyped_word_is_named_and_its_neighbours_offered():
    typed = heard("girafe jiraf", WORDS)

    assert typed.unknown == ("jiraf",)
    assert suggestions("jiraf", WORDS)[0] == "girafe"


@given(word=WORD, where=st.integers(0, 7), letter=st.sampled_from("aeiosnrt"))
def test_one_letter_too_many_still_finds_the_word_among_those_offered_or_nearer_ones(word, where, letter):
    typed = word[:where] + letter + word[where:]
    offered = suggestions(typed, WORDS)

    assert word in offered or len(offered) == 3 or recognised(typed, WORDS)


def test_a_very_long_word_is_compared_with_nothing():
    assert suggestions("a" * 100_000, WORDS) == ()


def test_a_fingerprint_is_four_words_that_never_change():
    assert len({spoken(bytes((rank,)) * 32, WORDS) for rank in range(4)}) == 4
    assert " ".join(spoken(bytes(32), WORDS)) == "congeler rejeton stimuler vocalise"
