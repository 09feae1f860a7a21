"""What is promised of what is typed: words are recognised, texts pass the guard, and secrets are never said back."""

import pytest
from werkzeug.datastructures import MultiDict

from companion.accounts.forms import LONGEST_NAME, MOST_WORDS, role_of, seen_words, short_text
from companion.badges import Role
from companion.typography import NBSP
from companion.words.queries import french


def test_each_word_of_a_passphrase_is_ticked_as_soon_as_it_is_known():
    seen = seen_words("girafe, CARAFE cirage - brochet")

    assert seen.ticks == (True,) * 4
    assert seen.unknown == ()
    assert seen.advice == ""


def test_a_word_that_is_not_in_the_list_is_named_by_its_rank_and_by_those_that_resemble_it():
    seen = seen_words("girafe jirafe cirage")

    assert seen.ticks == (True, False, True)
    assert seen.advice.startswith("Le mot n° 2 n’est pas dans la liste. Vouliez-vous dire « girafe »")
    assert "jirafe" not in seen.advice, "what was typed is not said back"


def test_a_word_that_resembles_nothing_is_named_by_its_rank_alone():
    assert seen_words("girafe xxxxxxxxxxxxxxxxx").advice == "Le mot n° 2 n’est pas dans la liste."


def test_the_first_wrong_word_is_told_first():
    assert seen_words("jirafe karafe").advice.startswith("Le mot n° 1 ")


@pytest.mark.parametrize("typed", ["", "   ", "12 34", "😀 🙂", "\0", "?!", "١٢٣"])
def test_what_holds_no_word_ticks_nothing_and_accuses_nobody(typed):
    assert seen_words(typed).ticks == ()
    assert seen_words(typed).advice == ""


def test_no_more_words_are_looked_at_than_a_passphrase_can_have():
    assert len(seen_words("girafe " * 5_000).ticks) == MOST_WORDS
    assert seen_words("x" * 60_000).ticks == (False,)


def test_every_word_that_may_be_drawn_is_recognised():
    words = french()
    for start in range(0, len(words), MOST_WORDS):
        assert all(seen_words(" ".join(words[start : start + MOST_WORDS])).ticks)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Basile", "Basile"), ("  Anne \n Marie ", "Anne Marie"), ("\0Zoé\0", "Zoé"), ("مريم", "مريم"), ("😀", "😀"),
        ("<b>Léa</b>", "<b>Léa</b>"), ("x" * 60_000, "x" * LONGEST_NAME), ("", ""), ("D’Artagnan", "D’Artagnan"),
    ],
)  # fmt: skip
def test_a_short_text_is_kept_as_typed_without_what_stands_around_it(typed, kept):
    assert short_text(MultiDict({"prenom": typed}), "prenom").text == kept
    assert short_text(MultiDict({"prenom": typed}), "prenom").error == ""
    assert short_text(MultiDict(), "prenom").text == ""


@pytest.mark.parametrize(
    ("typed", "secret", "why"),
    [
        ("mot de passe : Tr0ub4dor", "Tr0ub4dor", "un mot de passe"),
        ("Léa 85073003328", "85073003328", "un numéro de registre national"),
        ("BE71 0961 2345 6769", "0961 2345", "un numéro de compte"),
    ],
)
def test_a_secret_in_a_short_text_is_refused_and_the_text_comes_back_without_it(typed, secret, why):
    said = short_text(MultiDict({"prenom": typed}), "prenom")

    assert why in said.error
    assert secret not in said.text + said.error
    assert f"{why}{NBSP}:" in said.error


@pytest.mark.parametrize(("typed", "role"), [("membre", Role.MEMBRE), ("accueil", Role.ACCUEIL), ("technique", Role.TECHNIQUE)])
def test_a_role_is_one_of_three(typed, role):
    assert role_of(MultiDict({"role": typed})) is role


@pytest.mark.parametrize("typed", ["", "Membre", "membre ", "admin", "poste", "\0", "membre,technique"])
def test_what_is_no_role_is_none(typed):
    assert role_of(MultiDict({"role": typed})) is None
    assert role_of(MultiDict()) is None
