"""What the validator says in English is said in French, with what to do."""

import re
from typing import get_args

import pytest
from pydantic import TypeAdapter, ValidationError
from pydantic_core.core_schema import ErrorType

from companion.procedures.lint.expected import expected
from companion.procedures.lint.notes import Notes
from companion.procedures.lint.schema import build
from companion.procedures.lint.sentences import Fault, note_fault
from companion.procedures.lint.shapes import expectations
from companion.procedures.lint.syntax import read
from companion.procedures.rules.procedure import Procedure
from companion.procedures.rules.shared import DelegationFile, GlossaryFile, InstitutionFile, TranslationFile, Trial
from tests.procedures.lint.sound import FILE, SOUND, examined, planted

ENGLISH = re.compile(
    r"\b(the|should|input|valid|field|must|required|string|list|dictionary|mapping|integer|boolean|value|missing|extra|key)\b",
    re.IGNORECASE,
)

BROKEN = [
    "[]", "texte", "3", "true", "{}", "{format: [1]}", "format: 2", "format: 1.0", "{3: 4}",
    planted("qui: [avec]", "qui: {avec: oui}"),
    planted("qui: [avec]", "qui: []"),
    planted("qui: [avec]", "qui: [[avec]]"),
    planted("qui: [avec]", "qui: [3]"),
    planted("duree_min: 10", "duree_min: dix"),
    planted("duree_min: 10", 'duree_min: "10"'),
    planted("duree_min: 10", "duree_min: 1.5"),
    planted("duree_min: 10", "duree_min: 0"),
    planted("duree_min: 10", "duree_min: 5000"),
    planted("exceptions: {2: 26}", "exceptions: {2: 40}"),
    planted("exceptions: {2: 26}", 'exceptions: {"mars": 2}'),
    planted("exceptions: {2: 26}", "exceptions: [2]"),
    planted("exceptions: {2: 26}", "exceptions: {-1: 2}"),
    planted("jours: [mercredi]", "jours: mercredi"),
    planted("jours: [mercredi]", "jours: [midi]"),
    planted("sauver_la_date: aucun", "sauver_la_date: [aucun]"),
    planted("sauver_la_date: aucun", "sauver_la_date: {moyen: depot}"),
    planted("sauver_la_date: aucun", "sauver_la_date: 3"),
    planted("sauver_la_date: aucun", "sauver_la_date: [{moyen: depo}]"),
    planted("choix: {oui: Oui, non: Non}", "choix: [Oui, Non]"),
    planted("choix: {oui: Oui, non: Non}", "choix: {oui: 1, non: [a]}"),
    planted("choix: {oui: Oui, non: Non}", "choix: {oui:, non:}"),
    planted("choix: {oui: Oui, non: Non}", "choix: {OUI: Oui, non: {texte: Non, sinon: rien}}"),
    planted("choix: {oui: Oui, non: Non}", "choix: {a: A, b: B, c: C, d: D, e: E, f: F, g: G, h: H, i: I}"),
    planted("titre: Réunir les documents", "titre: " + "x" * 1600),
    planted("titre: Réunir les documents", "titre: ' '"),
    planted("titre: Réunir les documents", "titre: {fr: Réunir}"),
    planted("titre: Réunir les documents", "titre: [Réunir]"),
    planted("  - {id: bail, nom: Le bail, source: site}", "  - bail"),
    planted("  - {id: bail, nom: Le bail, source: site}", "  -"),
    planted("type: relative", "type: [relative]"),
    planted("type: relative, ", ""),
    planted("type: relative", "type: 3"),
    planted("type: relative", "type: {a: b}"),
    planted("  - {id: recours, type", "  - recours\n  - {id: recours, type"),
    planted("terrain: true}]", "terrain: peut-être}]"),
    planted("terrain: true}]", "terrain: [true]}]"),
    planted("terrain: true}]", "terrain:}]"),
    planted("recommande: true", "recommande: 1"),
    planted("lu_le: 2026-11-20", "lu_le: hier"),
    planted("lu_le: 2026-11-20", "lu_le: 20261120"),
    planted("lu_le: 2026-11-20", "lu_le: [2026]"),
    planted('date: "2026-07"', "date: 2026"),
    planted('date: "2026-07"', "date: juillet"),
    planted("  loi: {titre", "  LOI: {titre"),
    planted("  loi: {titre: La loi sur le loyer, nature: officiel}", "  loi: officiel"),
    planted('url: "https://loyer.example/"', "url: loyer.example"),
    planted("verification: {le", "verification: [{le").replace("valable: P3M}", "valable: P3M}]"),
]  # fmt: skip


def provoked(source: str) -> set[str]:
    """Return the validator's own names for what is wrong in a text."""
    reading = read(source.encode(), FILE)
    try:
        TypeAdapter(Procedure).validate_python(reading.value)
    except ValidationError as refused:
        return {error["type"] for error in refused.errors()}
    return set()


@pytest.mark.parametrize("source", BROKEN)
def test_no_english_leaks_from_a_broken_file(source):
    found = examined(source)
    findings = found.findings

    assert findings
    assert found.procedure is None
    for one in findings:
        assert not ENGLISH.search(re.sub(r"« .*? »|\(.*?\)|: [a-z_, ]+\.$|prévue : .*", "", one.message)), one.message
        assert one.message.endswith((".", "?", '"', ":")) or "Écrivez" in one.message


def test_the_broken_files_provoke_the_kinds_that_this_model_can_produce():
    seen = set().union(*(provoked(source) for source in BROKEN))

    assert seen >= {
        "string_type", "string_pattern_mismatch", "string_too_long", "string_too_short", "model_type", "model_attributes_type",
        "tuple_type", "dict_type", "bool_type", "int_type", "int_parsing", "literal_error", "missing",
        "extra_forbidden", "too_short", "too_long", "greater_than_equal", "less_than_equal", "value_error",
        "union_tag_invalid", "union_tag_not_found",
    }  # fmt: skip


@pytest.mark.parametrize("kind", get_args(ErrorType))
@pytest.mark.parametrize("spot", [(), ("titre",), ("etapes", 0, "qui"), ("etapes", 0, "inconnu"), ("echeances", 0)])
def test_every_kind_the_validator_knows_has_a_french_sentence(kind, spot):
    reading = read(SOUND.encode(), FILE)
    notes = Notes(reading)

    note_fault(notes, expectations(Procedure, reading.value), Fault(kind, spot))

    (found,) = notes.found
    assert not ENGLISH.search(re.sub(r"« .*? »|\(.*?\)|: [a-z_, ]+\.$|prévue : .*", "", found.message)), found.message
    assert "{" not in found.message


def test_a_fault_names_its_field_with_dots_and_ranks():
    (found,) = build(Procedure, read(planted("nature: contact, ", "").encode(), FILE))[1]

    assert found.field == "etapes[5].nature"
    assert found.line == SOUND[: SOUND.index("  - {id: contester")].count("\n") + 1


def test_a_choice_between_two_forms_gives_one_sentence():
    source = planted("choix: {oui: Oui, non: Non}", "choix: {oui: {si: vrai}, non: Non}")

    assert len(build(Procedure, read(source.encode(), FILE))[1]) == 1


@pytest.mark.parametrize("written", ["{moyen: depot}", "3", "oui", "[]", "[depot]", "true"])
def test_a_file_is_never_refused_without_a_word(written):
    found = examined(planted("sauver_la_date: aucun", f"sauver_la_date: {written}"))

    assert found.procedure is None
    assert len(found.findings) == 1


def test_a_list_is_not_said_too_short_because_its_elements_are_wrong():
    assert len(examined(planted("choix: {oui: Oui, non: Non}", "choix: {oui: 1, non: 2}")).findings) == 2
    assert len(examined(planted("qui: [avec]", "qui: [avecque]")).findings) == 1


def test_a_file_with_hundreds_of_faults_says_so_and_stops():
    source = SOUND + "aide:\n" + "".join("  - {noms: x}\n" for _ in range(300))
    findings = build(Procedure, read(planted(SOUND[SOUND.index("aide:") : SOUND.index("sources:")], "", source).encode(), FILE))[1]

    assert 100 <= len(findings) <= 110
    assert "d’autres fautes" in findings[0].message


@pytest.mark.parametrize("model", [InstitutionFile, DelegationFile, GlossaryFile, TranslationFile, tuple[Trial, ...]])
@pytest.mark.parametrize(
    "raw", [b"[]", b"a", b"{}", b"[1, {cas: 3}]", b"{format: 1, mots: [a], institutions: {a: b}, delegations: 3, textes: [1]}"]
)
def test_the_other_files_are_refused_in_french_too(model, raw):
    for one in build(model, read(raw, FILE))[1]:
        assert not ENGLISH.search(re.sub(r"« .*? »|\(.*?\)|: [a-z_, ]+\.$|prévue : .*", "", one.message)), one.message


def test_an_example_of_a_phone_can_be_copied_as_it_is():
    (found,) = examined(planted('numero: "0800 12 345"', 'numero: "zéro huit cents"')).findings

    assert '"0800 12 345"' in found.message


def test_what_is_expected_is_said_for_shapes_nobody_foresaw():
    assert expected(None)
    assert expected(float)
    assert expected(str)
