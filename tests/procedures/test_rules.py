"""Promises of the small rules: freshness, fingerprints, search, French type."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.procedures.rules.freshness import Freshness, freshness, valid_until
from companion.procedures.rules.hashes import act_hash, content_hash, sentence_hash, text_hash
from companion.procedures.rules.procedure import Verification
from companion.procedures.rules.search import entry, likeness, search, words_of
from companion.procedures.rules.words import counted, source_date
from companion.typography import french
from tests.procedures.recipes import BASE, a_procedure

CHECKED = Verification.model_validate({"le": "2026-11-21", "par": "équipe", "methode": "appel", "valable": "P3M"})


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 11, 21), Freshness.GOOD),
        (date(2027, 1, 22), Freshness.GOOD),
        (date(2027, 1, 23), Freshness.SOON),
        (date(2027, 2, 21), Freshness.SOON),
        (date(2027, 2, 22), Freshness.EXPIRED),
    ],
)
def test_a_verification_turns_orange_thirty_days_before_its_end_then_red(day, state):
    assert valid_until(CHECKED) == date(2027, 2, 21)
    assert freshness(CHECKED, day) is state


def test_a_new_verification_a_diary_line_or_a_translation_does_not_change_the_content():
    again = a_procedure(
        verification={**BASE["verification"], "le": "2027-01-01"},
        journal=[{"le": "2027-01-01", "quoi": "Revu."}],
        traductions={"attendues": ["nl"]},
    )

    assert content_hash(again) == content_hash(a_procedure())


def test_a_changed_sentence_changes_the_content_and_the_text_but_not_the_act():
    changed = [{**BASE["etapes"][0], "titre": "Autre titre"}, *BASE["etapes"][1:]]
    before, after = a_procedure(), a_procedure(etapes=changed)

    assert content_hash(before) != content_hash(after)
    assert text_hash(before.etapes[0]) != text_hash(after.etapes[0])
    assert act_hash(before.etapes[0]) == act_hash(after.etapes[0])


@pytest.mark.parametrize(
    "changed",
    [{"qui": ["personne"]}, {"sensibilite": ["banque"]}, {"saisie_reservee": ["code"]}, {"si": ["age=majeur"]}],
)
def test_who_does_what_by_which_way_is_the_act(changed):
    after = a_procedure(etapes=[{**BASE["etapes"][0], **changed}, *BASE["etapes"][1:]])

    assert act_hash(after.etapes[0]) != act_hash(a_procedure().etapes[0])


@given(st.text(max_size=60))
def test_an_accent_written_in_two_ways_has_one_hash(text):
    assert sentence_hash(unicodedata.normalize("NFC", text)) == sentence_hash(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ("actualisaton", "actualisation"),
        ("actualisatoin", "actualisation"),
        ("impot", "impots"),
        ("bours", "bourse"),
        ("chomaje", "chomage"),
        ("oite", "boite"),
    ],
)
def test_one_mistake_still_finds_the_word(asked, word):
    assert likeness(asked, word) > 0


@pytest.mark.parametrize(("asked", "word"), [("bail", "mail"), ("caf", "cas"), ("actu", "acte"), ("12345", "12346")])
def test_short_words_and_numbers_are_not_mistaken_for_others(asked, word):
    assert likeness(asked, word) == 0


LONG_WORDS = st.sampled_from(["actualisation", "allocation", "boite", "chomage", "declaration"])


@given(LONG_WORDS, st.integers(0, 30), st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
def test_any_single_wrong_letter_in_a_long_word_still_finds_it(word, at, letter):
    at %= len(word)

    assert likeness(word[:at] + letter + word[at + 1 :], word) > 0
    assert likeness(word[:at] + word[at + 1 :], word) > 0
    assert likeness(word[:at] + letter + word[at:], word) > 0


def test_what_holds_every_word_comes_before_what_holds_some():
    shelf = [entry("a", [("bourse d'études", 10)]), entry("b", [("bourse du travail", 10)])]

    assert [hit.id for hit in search(shelf, "bourse etudes")] == ["a"]
    assert {hit.id for hit in search(shelf, "bourse zzzz")} == {"a", "b"}


@given(st.text(max_size=400))
def test_no_query_breaks_the_search(query):
    shelf = [entry("a", [("bourse d'études", 10)])]

    assert all(hit.score > 0 for hit in search(shelf, query))
    assert all(word.isascii() for word in words_of(query))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("C'est l'heure !", "C’est l’heure\u202f!"),
        ("Quoi ? Oui ; non : si", "Quoi\u202f? Oui\u202f; non\u00a0: si"),
        ('Le mot « mandat » et "rien"', "Le mot «\u00a0mandat\u00a0» et «\u00a0rien\u00a0»"),
        ("Attendre 30 jours, 14 h, 5 €", "Attendre 30\u00a0jours, 14\u00a0h, 5\u00a0€"),
        ("voir https://a.be/x?y=1;z:2 ok?", "voir https://a.be/x?y=1;z:2 ok\u202f?"),
        ("0800 11 869", "0800\u00a011\u00a0869"),
        ("de 14:00 à 15:00", "de 14:00 à 15:00"),
        ("suite...", "suite…"),
    ],
)
def test_any_keyboard_gives_correct_french_type(typed, shown):
    assert french(typed) == shown


@given(st.text(max_size=120))
def test_correct_french_type_is_left_as_it_is(text):
    assert french(french(text)) == french(text)


def test_numbers_are_said_in_words():
    assert counted(1, "jour", "jours") == "1\u00a0jour"
    assert [source_date(one) for one in ("2024", "2024-07", "2024-07-01")] == ["2024", "juillet\u00a02024", "1er\u00a0juillet\u00a02024"]
