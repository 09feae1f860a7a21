"""What is said to the person and is not plain is quoted, with what to do."""

from dataclasses import replace

import pytest

from companion.procedures.lint import Finding, examine_deeply
from companion.procedures.lint.hard_words import HARD_WORDS
from companion.procedures.lint.plain_text import sentences_of
from companion.procedures.rules.search import plain
from tests.procedures.lint.sound import SHELF, SOUND, TODAY, TRIALS_FILE, examined, line_of, planted

KNOWING = replace(SHELF, glossary=frozenset({"CPAS", "code PIN", "justificatif"}))
SAID = "Vous gardez les originaux."

PLANTED: list[tuple[str, str]] = [
    # a sentence said to the person, words of the message
    ("Un mot deux mots trois mots quatre mots cinq mots six mots sept.", "a 13 mots"),
    ("Vous montrez la carte, le bail, la fiche de paie, et vous signez ici.", "douze mots au plus"),
    ("Vous allez à l'ONEM.", "sigle que le glossaire n’explique pas (ONEM)"),
    ("Vous prenez RDV et votre eID.", "(RDV, eID)"),
    ("Vous sollicitez une aide.", "« sollicitez » (demander)"),
    ("La demande est irrecevable.", "« irrecevable » (refusé sans être examiné)"),
    ("Vos papiers sont prêts.", "Écrivez « documents »"),
    ("Ne partez pas sans ce reçu.", "nie deux fois"),
    ("Ce n'est pas interdit.", "sans négation"),
    ("Vous ne devez pas ne rien dire.", "nie deux fois"),
    ("Aucun dossier ne part sans signature.", "nie deux fois"),
    ("Sans carte vous ne pouvez plus entrer.", "nie deux fois"),
]
PLAIN = [
    "Un mot deux mots trois mots quatre mots cinq mots six.",
    "Appelez le 0800 11 869, le 00800 2123 2123 ou le 02 413 37 37 demain.",
    "Le CPAS demande votre code PIN.",
    "Vous montrez un justificatif.",
    "La carte est sur papier.",
    "Personne ne signe pour un autre.",
    "Si vous n'avez rien demandé, ne répondez pas.",
    "Sans réponse après deux mois, c'est oui.",
    "Il n'y a rien à envoyer.",
    "Dites : « Je viens avant la date. »",
    "C'est dans la Fédération Wallonie-Bruxelles.",
]


def noted(source: str, *, knowing: bool = True) -> list[Finding]:
    """Return what is not plain in a text."""
    found = examine_deeply(examined(source), None, TRIALS_FILE, None, TODAY, KNOWING if knowing else SHELF)
    return [one for one in found if one.code == "A10"]


def in_words(finding: Finding) -> str:
    return finding.message.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(("sentence", "words"), PLANTED)
def test_a_sentence_that_is_not_plain_is_quoted_at_its_own_line(sentence, words):
    source = planted(SAID, sentence)
    (found,) = noted(source)

    assert (found.line, found.level, found.field) == (line_of(sentence, source), "avertissement", "etapes[0].simple")
    assert sentence.replace("'", "’") in in_words(found)
    assert words in in_words(found)


@pytest.mark.parametrize("sentence", PLAIN)
def test_a_plain_sentence_is_left_alone(sentence):
    assert noted(planted(SAID, sentence)) == []


def test_a_sixth_sentence_is_one_too_many_wherever_it_is_written():
    source = planted(SAID, "Un. Deux.\n      Trois. Quatre ?\n      Cinq !")
    (found,) = noted(source)

    assert "a 6 phrases" in in_words(found)
    assert "« Cinq ! »" in in_words(found)
    assert found.line == line_of("Cinq !", source)


def test_the_past_sentence_is_plain_too():
    source = planted("    simple: |", "    simple_passe: vous avez rendu vos papiers\n    simple: |")
    (found,) = noted(source)

    assert (found.field, found.line) == ("etapes[0].simple_passe", line_of("    simple_passe", source))


def test_one_sentence_with_two_faults_has_two_findings_and_a_fault_told_twice_has_one():
    assert len(noted(planted(SAID, "Vos papiers vont à l'ONEM et au SPF."))) == 2


def test_words_are_not_checked_when_nobody_knows_the_glossary():
    assert noted(planted(SAID, "Vous sollicitez l'ONEM."), knowing=False) == []
    assert len(noted(planted(SAID, "Vos papiers sont prêts."), knowing=False)) == 1


def test_nothing_is_checked_when_a_guide_is_only_loaded():
    assert examined(planted(SAID, "Vos papiers sont irrecevables à l'ONEM.")).findings == ()


def test_a_sentence_written_on_several_lines_is_found_at_its_key():
    folded = "    simple: >\n      Ces documents,\n      vos papiers.\n"
    source = planted("    simple: |\n      Nous regardons vos documents ensemble.\n      Vous gardez les originaux.\n", folded)
    (found,) = noted(source)

    assert found.line == line_of("    simple: >", source)


def test_sentences_end_with_their_line_or_their_stop():
    assert sentences_of("Un. Deux ? Dites : « Trois. »\nQuatre") == ["Un.", "Deux ?", "Dites : « Trois. »", "Quatre"]


def test_each_hard_word_has_a_plainer_one_that_is_not_hard():
    for stem, said in HARD_WORDS.items():
        assert stem == plain(stem)
        assert not any(plain(word).startswith(tuple(HARD_WORDS)) for word in said.split()), stem


def test_the_sound_file_is_plain():
    assert noted(SOUND) == []
