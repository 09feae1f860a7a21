"""A fictional case that does not get what its author promised is an error, with its name and line."""

import pytest

from tests.procedures.lint.sound import TRIALS, TRIALS_FILE, codes, examined, faulty, line_of, planted, reviewed

FAULTS = [
    ("age: mineur}", "aje: mineur}", "  reponses: {aje", "Vouliez-vous dire « age » ?"),
    ("age: mineur}", "age: enfant}", "  reponses: {age: enfant", "majeur, mineur"),
    ("age: mineur}", "age: mineur, identite: oui}", "  reponses: {age: mineur", "n’est pas posée dans ce cas"),
    ("voit: [preparer, envoyer, attendre]", "voit: [preparer, identifier]", "  voit: [preparer, identifier]", "devait se voir"),
    ("voit: [preparer, envoyer, attendre]", "voit: [prepare]", "  voit: [prepare]", "« preparer »"),
    ("ne_voit_pas: [identifier, contester]", "ne_voit_pas: [envoyer]", "  ne_voit_pas: [envoyer]", "ne devait pas se voir"),
    ("papiers: [bail]", "papiers: [bail, carte]", "  papiers: [bail, carte]", "ne demande pas : carte"),
    ("papiers: [bail]", "papiers: []", "  papiers: []", "demande aussi : bail"),
    ("papiers: [bail]", "papiers: [bial]", "  papiers: [bial]", "Vouliez-vous dire « bail » ?"),
    ("finit_par: envoyer", "finit_par: contester", "  finit_par: contester", "à faire à la fin"),
    ("finit_par: envoyer", "finit_par: envoi", "  finit_par: envoi", "pas d’étape"),
    ("{identifier: La carte ne passe pas}", "{identifier: La carte passe}", "  bloque:", "La carte ne passe pas"),
    ("{identifier: La carte ne passe pas}", "{identifie: La carte ne passe pas}", "  bloque:", "« identifier »"),
    ("{identifier: La carte ne passe pas}", "{contester: La carte ne passe pas}", "  bloque:", "pas de sortie"),
]


@pytest.mark.parametrize(("old", "new", "where", "words"), FAULTS)
def test_a_case_that_does_not_get_what_it_should_is_named_at_its_line(old, new, where, words):
    source = planted(old, new, TRIALS)
    found = [one for one in reviewed(trials=source) if one.code == "E14"]
    lines = [one.line for one in found]
    said = " ".join(one.message for one in found).replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")

    assert line_of(where, source) in lines
    assert words in said
    assert "Cas « " in said
    assert all(one.file == TRIALS_FILE and one.level == "erreur" for one in found)


def test_the_sound_cases_have_no_finding():
    assert faulty(reviewed()) == []


def test_a_case_blocked_at_a_step_it_never_sees_is_an_error():
    source = planted("reponses: {age: majeur, identite: oui}", "reponses: {age: mineur}", TRIALS)
    found = [one.message for one in reviewed(trials=source) if one.code == "E14"]

    assert any("on ne peut pas y être bloqué" in one for one in found)


def test_a_step_of_the_channel_left_behind_is_not_seen_any_more():
    source = planted("  voit: [preparer, envoyer]\n", "  voit: [remplir]\n", TRIALS)

    assert codes(faulty(reviewed(trials=source))) == ["E14"]


def test_a_broken_file_of_cases_is_refused_like_any_other():
    assert codes(faulty(reviewed(trials="cas: Amina"))) == ["E01"]
    assert codes(faulty(reviewed(trials="- cas: ["))) == ["E00"]
    assert codes(faulty(reviewed(trials="- {cas: A, vois: [preparer]}"))) == ["E01"]
    assert codes(faulty(reviewed(trials="- cas: Amina, 85.07.30-033.28"))) == ["E15"]


def test_the_cases_are_not_run_on_a_procedure_that_cannot_be_loaded():
    broken = planted("documents: [bail, carte]", "documents: [bial]")

    assert examined(broken).procedure is None
    assert "E14" not in codes(reviewed(broken, trials=planted("papiers: [bail]", "papiers: []", TRIALS)))
