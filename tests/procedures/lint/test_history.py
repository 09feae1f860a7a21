"""An identifier on which running visits rely may not vanish without a word."""

import pytest

from tests.procedures.lint.sound import SOUND, codes, examined, faulty, line_of, planted, reviewed, sound_procedure

REMOVED = [
    ("etapes", "- id: remplir\n", "- id: completer\n", "remplir"),
    ("documents", "{id: carte, nom", "{id: papier, nom", "carte"),
    ("echeances", "{id: depot, type", "{id: remise, type", "depot"),
    ("canaux", "{id: telephone, type", "{id: appel, type", "telephone"),
    ("questions", "  - id: age\n", "  - id: annees\n", "age"),
]


def renamed(old: str, new: str, name: str) -> str:
    """Return the sound file with one thing renamed everywhere."""
    other = new.partition("id: ")[2].partition(",")[0].strip()
    source = planted(old, new)
    for written in (f"canal: {name},", f"[bail, {name}]", f"[{name}=", f" {name}="):
        source = source.replace(written, written.replace(name, other))
    return source


@pytest.mark.parametrize(("key", "old", "new", "name"), REMOVED)
def test_an_identifier_gone_without_a_word_is_an_error_at_its_list(key, old, new, name):
    source = renamed(old, new, name)
    assert examined(source).procedure is not None
    (found,) = [one for one in reviewed(source, trials=None, previous=sound_procedure()) if one.code == "E17"]

    assert found.line == line_of(f"\n{key}:", source) + 1
    assert f"«\N{NO-BREAK SPACE}{name}\N{NO-BREAK SPACE}» a disparu" in found.message
    assert found.level == "erreur"


@pytest.mark.parametrize(("key", "old", "new", "name"), REMOVED)
def test_a_new_line_of_the_journal_that_names_it_is_enough(key, old, new, name):
    line = f"journal: [{{le: 2026-11-25, quoi: Retiré {name} car tout a changé.}}, "
    source = planted("journal: [", line, renamed(old, new, name))

    assert "E17" not in codes(reviewed(source, trials=None, previous=sound_procedure()))


def test_a_step_may_say_which_one_it_replaces():
    source = planted("- id: remplir\n", "- id: completer\n    remplace: [remplir]\n")

    assert "E17" not in codes(reviewed(source, trials=None, previous=sound_procedure()))


def test_an_old_line_of_the_journal_or_part_of_a_word_is_not_enough():
    before = planted("quoi: Première version.", "quoi: Avec remplir et le-remplir.")
    previous = examined(before).procedure
    gone = planted("- id: remplir\n", "- id: completer\n", before)
    hinted = planted("journal: [", "journal: [{le: 2026-11-25, quoi: Le remplir-tout et pre-remplir.}, ", gone)
    earlier = planted("journal: [", "journal: [{le: 2026-01-25, quoi: Sans remplir.}, ", gone)

    assert previous is not None
    for source in (gone, hinted, earlier):
        assert "E17" in codes(reviewed(source, trials=None, previous=previous))


def test_nothing_gone_is_nothing_to_say():
    assert faulty(reviewed(SOUND, previous=sound_procedure())) == []
