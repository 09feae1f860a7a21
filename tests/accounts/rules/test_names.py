"""What is promised of the names by which one signs in: drawn, easy to say, telling nothing of anybody."""

import re
import unicodedata

import pytest

from companion.accounts.rules.names import ANIMALS, LONGEST, new_name, read_name


def test_a_name_is_an_animal_and_two_figures_that_nobody_bears_yet():
    taken: set[str] = set()
    for _ in range(200):
        name = new_name(taken)
        assert re.fullmatch(r"[a-z]+-[1-9][0-9]", name)
        assert name not in taken
        taken.add(name)


def test_when_one_name_is_left_it_is_the_one_that_is_drawn():
    every = {f"{animal}-{number}" for animal in ANIMALS for number in range(10, 100)}
    assert len(every) >= 7_000

    assert new_name(every - {"heron-42"}) == "heron-42"


def test_the_list_of_animals_is_in_plain_letters_without_double_and_each_is_read_back():
    assert len(set(ANIMALS)) == len(ANIMALS)
    for animal in ANIMALS:
        assert re.fullmatch(r"[a-z]{3,15}", animal)
        assert read_name(f"{animal}-42") == f"{animal}-42"


def test_no_animal_is_another_one_of_the_list_once_a_letter_is_forgotten():
    """Whoever types « heron42 » for « héron 42 » is understood; whoever forgets a letter must not reach a colleague."""
    shortened = {animal[:place] + animal[place + 1 :]: animal for animal in ANIMALS for place in range(len(animal))}

    assert not set(shortened) & set(ANIMALS)


@pytest.mark.parametrize(
    "typed",
    [
        "heron-42", "Heron-42", "HERON-42", "héron-42", "Héron 42", "heron42", " heron - 42 ", "heron_42", "heron–42", "he\u0301ron-42",
        "héron-４２", "\N{NO-BREAK SPACE}heron-42", "ｈｅｒｏｎ-42", "heron-42\n",
    ],
)  # fmt: skip
def test_a_name_is_recognised_however_it_is_typed(typed):
    assert read_name(typed) == "heron-42"


@pytest.mark.parametrize("typed", ["", "heron", "42", "heron-4", "heron-421", "heron-42 x", "42-heron", "\0", "’; --", "٤٢", "😀-42"])
def test_what_is_no_name_is_nobody_s_and_breaks_nothing(typed):
    assert not re.fullmatch(r"[a-z]+-[0-9]{2}", read_name(typed))


def test_a_very_long_name_is_cut_before_it_is_read():
    assert len(read_name("é" * 100_000)) <= LONGEST
    assert read_name("\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 1_000) == unicodedata.normalize(
        "NFKD", "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * LONGEST
    )


def test_arabic_figures_are_figures():
    assert read_name("heron-٤٢") == "heron-42"
