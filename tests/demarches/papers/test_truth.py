"""What a sheet says of what is kept is what is kept, for every way of leaving (decision D9)."""

import ast
import re
from itertools import product
from pathlib import Path

import pytest

from companion.demarches import papers
from companion.demarches.papers.feuillet import booklet
from companion.demarches.rules import kept_words
from companion.demarches.rules.leaving import Level
from tests.demarches.papers.story import ENDS, KEY, NEXT, a_sheet, a_thread, on_one_line, several
from tests.procedures.papers.reading import text_of

ENDS_IN_WORDS, NEXT_IN_WORDS = "20 février 2027", "mercredi 9 décembre 2026"
KEYS = {
    "a new key": {"reading_key": KEY},
    "a key drawn anew": {"reading_key": KEY, "replaces_older": True},
    "the older sheet": {"reading_key": "", "older_sheet": True},
    "no key": {"reading_key": ""},
}
OURS = sorted(Path(papers.__file__).parent.glob("*.py"))
WAYS = list(product((0, 1, 5), KEYS, Level, (None, NEXT), (1, 2, 3)))


def said_by(leaving):
    """Return every word that the panels hold, before they are laid on paper."""
    blocks = (block for panel in booklet(leaving).panels for block in (*panel.bodies[0], *panel.foot))
    return on_one_line(" ".join("".join(run.text for run in block.runs) for block in blocks))


def a_way(kept_by, key, level, next_on, count):
    told = KEYS[key]
    opened = key != "no key" or kept_by
    return a_thread(*several(count), level=level, kept_by=kept_by, next_on=next_on, ends_on=ENDS if opened else None, **told)


def truth(kept_by, key, level, next_on, count):
    """Return each sentence that a sheet may hold, and whether it is true here."""
    opens, complete, new = key != "no key", level is Level.COMPLET, key in {"a new key", "a key drawn anew"}
    lives = opens or kept_by > 0
    these = "cette démarche" if count == 1 else "ces démarches"
    other = "ces démarches" if count == 1 else "cette démarche"
    return {
        "Nous n’avons gardé ni votre nom, ni vos codes, ni vos documents.": complete and not kept_by,
        "Nous ne gardons rien sur vous.": complete and not lives,
        f"L’équipe garde le fil de {these}, fermé à clé, jusqu’au {ENDS_IN_WORDS}.": complete and kept_by > 0,
        "Elle n’a gardé ni vos codes, ni vos documents.": complete and kept_by > 0,
        "Une personne de notre équipe peut le lire.": complete and kept_by == 1,
        "5 personnes de notre équipe peuvent le lire.": complete and kept_by == 5,
        "La clé de la feuille l’ouvre aussi.": complete and kept_by > 0 and opens,
        f"Le fil de {these} reste ici, fermé à clé, jusqu’au {ENDS_IN_WORDS}.": complete and opens and not kept_by,
        "Seule la clé de la feuille l’ouvre.": complete and opens and not kept_by,
        f"le fil de {other}": False,
        "Vous pouvez le lire et le corriger. Vous pouvez demander de tout effacer.": complete and lives,
        "Revenez avec cette feuille.": complete and new,
        "Revenez avec votre feuille d’avant.": complete and key == "the older sheet",
        "tout effacer. Revenez nous voir.": complete and lives and not opens,
        "Clé de la feuille": opens,
        "7Q4K 8M2V X3TP": new,
        "À montrer seulement ici.": new,
        "Elle est sur votre feuille d’avant. Gardez-la.": key == "the older sheet",
        "Votre feuille d’avant n’ouvre plus rien.": key == "a key drawn anew",
        "personne ne rouvre ce fil.": complete and opens and not kept_by,
        "personne ne rouvre la suite.": not complete and opens and not kept_by,
        "Perdue ? Dites-le-nous.": opens and kept_by > 0,
        f"Elle sert jusqu’au {ENDS_IN_WORDS}.": opens,
        ENDS_IN_WORDS: opens or (complete and lives),
        f"Prochaine date Le {NEXT_IN_WORDS}": next_on is not None,
        "Pour : Apporter la preuve": complete and next_on is not None,
        "Prochain rendez-vous Le": next_on is None,
        "Demander la chose": complete,
        "STOP": False,
    }


@pytest.mark.parametrize("level", Level)
def test_le_feuillet_ne_dit_rien_de_faux(level):
    for way in (way for way in WAYS if way[2] is level):
        said = said_by(a_way(*way))

        wrong = {sentence: holds for sentence, holds in truth(*way).items() if (sentence in said) is not holds}

        assert not wrong, way


@pytest.mark.parametrize(("kept_by", "key", "level"), list(product((0, 5), KEYS, Level)))
def test_what_is_printed_is_what_the_panels_say(kept_by, key, level):
    way = (kept_by, key, level, NEXT, 2)

    printed = text_of(a_sheet_of(way))

    wrong = {sentence: holds for sentence, holds in truth(*way).items() if (sentence in printed) is not holds}
    assert not wrong


def a_sheet_of(way):
    return papers.feuillet(a_way(*way))


def test_every_way_of_leaving_is_tried_and_the_search_finds_a_lie():
    assert len(WAYS) == 3 * 4 * 2 * 2 * 3

    kept, way = a_way(5, "a new key", Level.COMPLET, NEXT, 1), (0, "a new key", Level.COMPLET, NEXT, 1)

    assert [sentence for sentence, holds in truth(*way).items() if (sentence in said_by(kept)) is not holds]


def test_the_screen_says_every_sentence_of_the_panels():
    for way in WAYS[:: len(WAYS) // 12]:
        leaving = a_way(*way)
        shown = on_one_line(
            " ".join(
                "".join(run.text for run in block.runs)
                for panel in papers.on_screen(leaving).panels
                for piece in panel
                for block in piece.blocks
            )
        )

        assert said_by(leaving).removeprefix(papers.on_screen(leaving).title).strip() == shown


def sentences_of(module):
    """Return the French sentences written in a module, docstrings left out."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    kept = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in kept
    ]


@pytest.mark.parametrize("path", [*OURS, Path(kept_words.__file__)], ids=lambda path: path.stem)
def test_the_words_for_the_person_are_plain_and_short(path):
    for text in sentences_of(path):
        assert not re.search(r"papiers|dossier|usager|bénéficiaire|aidant", text, re.IGNORECASE)
        for sentence in re.split(r"[.?!]", text):
            assert len(sentence.split()) <= 12


def test_the_papers_know_their_rules_the_press_and_the_guides_and_nothing_else_of_the_house():
    for path in OURS:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module.startswith("companion")}
        allowed = (
            "companion.demarches.papers",
            "companion.demarches.rules",
            "companion.press",
            "companion.procedures.papers",
            "companion.procedures.rules",
            "companion.typography",
            "companion.vault.rules",
        )
        assert not [name for name in named if not (f"{name}.").startswith(tuple(f"{one}." for one in allowed))]


def test_a_sheet_that_nobody_asked_to_keep_says_so_on_its_back():
    assert "Ce que nous gardons Nous n’avons gardé ni votre nom" in text_of(a_sheet(reading_key="", kept_by=0, ends_on=None))
