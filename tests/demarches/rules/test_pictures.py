"""Two pictures out of forty-eight: what may be chosen, and how it is read back."""

import re
import unicodedata
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from companion.demarches.rules.pictures import PICTURES, chosen

CODES = st.sampled_from(list(PICTURES))
OURS = {"clé", "feuille", "fil", "visite", "équipe", "numéro", "image", "carré", "groupe"}
"""Words that our own pages say for something else."""
MEANING_MORE = {
    "croix", "croissant", "étoile", "lune", "ange", "colombe", "coq", "lion", "drapeau", "couronne", "marteau", "faucille", "rose", "cœur",
    "main", "œil", "cochon", "chien", "vin", "verre", "bouteille", "pièce", "billet", "couteau", "épée", "bateau", "avion", "valise",
}  # fmt: skip
"""Signs of a belief, a country, a party, the body, money, drink, a weapon, an exile."""


def bare(word):
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if sign.isalpha())


def test_there_are_forty_eight_pictures():
    assert len(PICTURES) == 48


def test_each_picture_is_one_short_word_and_its_code_is_that_word_in_plain_letters():
    for code, word in PICTURES.items():
        assert re.fullmatch(r"[a-z]{3,10}", code), code
        assert code == bare(word), word


def test_no_two_words_can_be_taken_for_one_another_when_they_are_said():
    near = [(one, other) for one, other in combinations(PICTURES, 2) if Levenshtein.distance(one, other) < 3]

    assert not near
    assert Levenshtein.distance("cerise", "chaise") < 3, "the measure sees two words that are heard alike"


def test_no_two_words_begin_with_the_same_four_letters():
    assert len({code[:4] for code in PICTURES}) == len(PICTURES)


def test_no_word_is_one_of_ours_or_means_more_than_the_thing():
    assert not set(PICTURES.values()) & (OURS | MEANING_MORE)


def test_the_list_cannot_be_changed_by_who_reads_it():
    with pytest.raises(TypeError):
        PICTURES["lune"] = "lune"


@given(CODES, CODES)
def test_two_pictures_are_the_same_choice_in_whatever_order_they_are_shown(one, other):
    if one != other:
        assert chosen([one, other]) == chosen([other, one]) == tuple(sorted((one, other)))


@given(st.lists(CODES | st.text(max_size=12), max_size=5))
def test_anything_but_two_different_known_pictures_is_no_choice(said):
    good = len(said) == 2 and said[0] != said[1] and set(said) <= set(PICTURES)

    assert (chosen(said) is not None) == good


def test_what_is_chosen_is_always_in_the_order_of_the_codes():
    assert all(chosen(pair) == pair for pair in pairwise(sorted(PICTURES)))
