"""A file is changed where its value changed, comments kept, whatever the change."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.atelier.rules.export import exported
from companion.atelier.rules.mending import mended
from companion.errors import Refused
from companion.procedures.lint.syntax import read
from companion.procedures.queries import SHELVES
from companion.procedures.queries.library import procedure_files

FILES = {path.name: path.read_text(encoding="utf-8") for path in procedure_files(SHELVES)}
SMALL = """\
# En tête
titre: Un  # à côté
etapes:
  # avant la première
  - id: a
    simple: |
      Une phrase.
      Deux phrases.
    pieges: [{id: p, texte: "Attention : piège", terrain: true}, {id: q, texte: Partagé., diffusion: partagee, terrain: true}]
  - {id: b, titre: B}
sources:
  faq: {url: "https://exemple.example/"}
"""
WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff"))
SCALARS = st.one_of(
    WORDS, st.integers(-9999, 9999), st.booleans(), st.sampled_from(["oui", "no", "~", "null", "2026-11-21", "14:00", "a: b"])
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text("abcdé", min_size=1), inner, max_size=4))
)


def value_of(text: str):
    return read(text.encode(), "").value


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_shipped_file_written_again_is_the_same_to_the_letter(name):
    text = FILES[name]
    again = copy.deepcopy(value_of(text))
    again["titre"] = "Autre"

    assert mended(mended(text, again), value_of(text)).splitlines()[8:] == text.splitlines()[8:]
    assert mended(text, value_of(text)) == text


@given(st.dictionaries(st.sampled_from(["titre", "etapes", "sources", "autre"]), VALUES, min_size=1))
def test_whatever_value_is_wanted_the_file_says_exactly_that_or_the_change_is_refused(wanted):
    try:
        text = mended(SMALL, wanted)
    except Refused:
        return
    assert value_of(text) == wanted


@given(WORDS.filter(lambda text: text.strip() == text and text))
def test_any_sentence_typed_by_an_author_is_written_and_read_again(sentence):
    wanted = copy.deepcopy(value_of(SMALL))
    wanted["etapes"][0]["pieges"][0]["texte"] = sentence

    assert value_of(mended(SMALL, wanted)) == wanted


def test_the_comments_survive_a_move_a_removal_and_a_new_key():
    wanted = copy.deepcopy(value_of(SMALL))
    wanted["etapes"].reverse()
    wanted["etapes"][0]["qui"] = ["avec"]

    text = mended(SMALL, wanted)

    assert all(words in text for words in ("# En tête", "# à côté", "# avant la première"))
    assert [one["id"] for one in value_of(text)["etapes"]] == ["b", "a"]


def test_what_leaves_the_house_has_no_trap_known_from_practice_unless_its_author_shares_it():
    text = exported(SMALL)

    assert "piège" not in text
    assert "Partagé" in text
    assert "# avant la première" in text


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_shipped_file_leaves_the_house_without_its_local_traps_and_with_everything_else(name):
    def traps(value):
        return [trap for step in value["etapes"] for trap in step.get("pieges", ())]

    before, after = value_of(FILES[name]), value_of(exported(FILES[name]))

    kept = [one for one in traps(before) if one.get("diffusion", "locale" if one.get("terrain") else "") != "locale"]
    assert traps(after) == kept
    assert {key: value for key, value in after.items() if key not in {"etapes", "sources"}} == {
        key: value for key, value in before.items() if key not in {"etapes", "sources"}
    }
