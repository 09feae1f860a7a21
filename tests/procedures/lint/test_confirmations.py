"""What is still to be confirmed is listed, line by line, and is no fault."""

from companion.procedures.lint import confirmations
from tests.procedures.lint.sound import SOUND, examined, line_of, planted, reviewed


def test_each_thing_to_confirm_is_listed_at_its_line_with_its_words():
    found = [one for one in reviewed(trials=None) if one.code == "I12"]

    assert [(one.line, one.level) for one in found] == [
        (line_of("  - {id: guichet", SOUND), "info"),
        (line_of("  - {mecanisme", SOUND), "info"),
    ]
    assert "le guichet a-t-il rouvert" in found[0].message
    assert found[0].message.startswith("Canal «\N{NO-BREAK SPACE}guichet\N{NO-BREAK SPACE}»")


def test_what_is_confirmed_is_no_more_listed():
    source = planted('confirmer: "demander au service"', "source: site")

    assert len([one for one in reviewed(source, trials=None) if one.code == "I12"]) == 1


def test_shared_files_are_listed_too_and_a_broken_one_is_not():
    raw = b"format: 1\ninstitutions:\n  - {id: be-emploi, nom: Emploi, confirmer: le nom exact}\n"

    assert [(one.code, one.line) for one in confirmations(raw, "institutions/be.yaml")] == [("I12", 3)]
    assert confirmations(b"format: [", "institutions/be.yaml") == []


def test_loading_lists_nothing():
    assert examined().findings == ()
