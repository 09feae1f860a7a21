"""A translation that is missing, incomplete, old or unread is said to be, text by text."""

import pytest

from companion.procedures.lint import examine_translation, examine_translations
from companion.procedures.rules.hashes import sentence_hash
from companion.procedures.rules.translation import text_ids, texts_for_the_person
from tests.procedures.lint.sound import SOUND, codes, examined, line_of, planted, reviewed, sound_procedure

FILE = "procedures/be/aide-loyer.nl.yaml"
EXPECTED = planted("journal: [", "traductions: {attendues: [nl]}\njournal: [")
KNOWN = text_ids(sound_procedure())
TITLE, STEP, PROOF = (sentence_hash(KNOWN[name]) for name in ("titre", "etapes.preparer.simple", "garder.preuve.texte"))
GOOD = f"""\
langue: nl
relu_par: Vertaler van een vereniging
textes:
  titre: {{de: "{TITLE}", texte: Huurtoelage aanvragen}}
  etapes.preparer.simple: {{de: "{STEP}", texte: Wij kijken samen naar uw documenten.}}
  garder.preuve.texte: {{de: "{PROOF}", texte: Het bewijs}}
"""


def noted(translation: str | None, source: str = EXPECTED):
    raw = None if translation is None else translation.encode()
    return examine_translations(examined(source), {"nl": (FILE, raw)})


def test_a_complete_and_read_translation_has_no_finding():
    assert noted(GOOD) == []


def test_a_translation_that_is_not_there_is_noted_at_the_line_that_expects_it():
    (found,) = noted(None)

    assert (found.code, found.level, found.line) == ("A13", "avertissement", line_of("traductions:", EXPECTED))
    assert "aide-loyer.nl.yaml" in found.message
    assert "néerlandais" in found.message


def test_each_language_expected_is_one_finding_and_no_other_is_asked_for():
    source = planted("journal: [", "traductions: {attendues: [nl, ar]}\njournal: [")
    files = {one: (f"be/aide-loyer.{one}.yaml", None) for one in ("nl", "en", "ar")}

    assert codes(examine_translations(examined(source), files)) == ["A13", "A13"]
    assert examine_translations(examined(SOUND), files) == []


FAULTS: list[tuple[str, str, str, str]] = [
    # passage, what replaces it, where, words
    ("  titre: ", "  resume: ", "  resume", "le français a changé depuis la traduction en néerlandais"),
    (STEP, "0123456789ab", "  etapes.preparer.simple", f'écrivez de: "{STEP}"'),
    (PROOF, "0123456789ab", "  garder.preuve.texte", "Texte « garder.preuve.texte » : le français a changé"),
    (
        f'  titre: {{de: "{TITLE}", texte: Huurtoelage aanvragen}}\n',
        "",
        "textes:",
        "Il manque 1 texte(s) pour la personne en néerlandais : titre.",
    ),
    ("texte: Huurtoelage aanvragen", 'texte: " "', "textes:", "titre"),
    ("relu_par: Vertaler van een vereniging\n", "", "langue: nl", "Traduction non relue"),
    ("Vertaler van een vereniging", '" "', "relu_par", "Traduction non relue"),
    ("langue: nl\n", "langue: nl\nmachine: true\n", "machine", "Traduction non relue"),
]


@pytest.mark.parametrize(("old", "new", "where", "words"), FAULTS)
def test_a_fault_in_a_translation_is_noted_at_its_line(old, new, where, words):
    source = planted(old, new, GOOD)
    found = noted(source)
    said = [one.message.replace("\N{NO-BREAK SPACE}", " ") for one in found if one.line == line_of(where, source)]

    assert set(codes(found)) == {"A13"}
    assert any(words.lower() in message.lower() for message in said), found
    assert {one.file for one in found} == {FILE}


def test_a_change_in_the_french_makes_that_text_old_and_no_other():
    (found,) = noted(GOOD, planted("Vous gardez les originaux.", "Vous gardez tout.", EXPECTED))

    assert found.field == "textes.etapes.preparer.simple"


def test_many_texts_lacking_are_counted_and_only_some_are_named():
    steps = "".join(f"  - {{id: e{n}, titre: T, nature: suivi, qui: [avec], simple: Nous attendons.}}\n" for n in range(20))
    (found,) = noted(GOOD, planted("etapes:\n", f"etapes:\n{steps}", EXPECTED))

    assert "20" in found.message
    assert "etapes.e5.simple, et 14 autre(s)" in found.message.replace("\N{NO-BREAK SPACE}", " ")
    assert "etapes.e6" not in found.message


def test_a_translation_nobody_expects_is_reviewed_all_the_same():
    assert codes(noted(planted(STEP, "0123456789ab", GOOD), SOUND)) == ["A13"]


def test_a_broken_translation_or_a_broken_procedure_only_says_that_it_is_broken():
    assert codes(noted("langue: [")) == ["E00"]
    assert noted(GOOD, "format: [") == []
    assert noted(None, "format: [") == []


def test_loading_a_translation_or_a_guide_does_not_look_at_what_is_lacking():
    assert examine_translation(planted(STEP, "0123456789ab", GOOD).encode(), FILE, sound_procedure())[1] == ()
    assert examined(EXPECTED).findings == ()
    assert "A13" not in codes(reviewed(EXPECTED, trials=None))


def test_the_texts_for_the_person_are_the_title_and_what_each_step_says():
    known = texts_for_the_person(sound_procedure())

    assert list(known) == ["titre", "etapes.preparer.simple"]
    assert set(known) < set(KNOWN)
