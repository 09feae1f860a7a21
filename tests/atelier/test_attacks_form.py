"""What a form may send: too much, too little, pasted from anywhere.

Each attack has a control beside it: the same gesture, done honestly, works.
"""

import re

import pytest
from werkzeug.datastructures import MultiDict

from tests.atelier.attacks import DOUBT, EDIT, ENGLISH, SHIPPED, STEP, draft, journal, put, value_of
from tests.atelier.forms import fields_of, save


def test_a_long_life_of_a_guide_is_saved_whole(author):
    """Sixty blocks, nine hundred fields and 64 kB were once limits beyond which things were forgotten in silence."""
    put(draft(author), journal(400))
    assert len(value_of(draft(author))["journal"]) == 400

    assert save(author, f"{EDIT}/sources", **{"verification.par": "Autre permanence"}).status_code == 303

    assert len(value_of(draft(author))["journal"]) == 400
    assert value_of(draft(author))["verification"]["par"] == "Autre permanence"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"titre": "x" * 20_001}, 409),
        ({f"n{rank}": "" for rank in range(3001)}, 409),
        ({"titre": "x" * 300_000}, 413),
        ({"titre": "x"}, 303),
    ],
)
def test_what_is_too_long_is_refused_whole_and_never_cut(author, sent, status):
    answer = author.post(STEP, data={**fields_of(author.get(STEP).text), **sent})

    assert answer.status_code == status
    assert not ENGLISH.search(answer.text)
    assert draft(author).exists() is (status == 303)


def test_a_stranger_sends_no_more_than_the_longest_public_form(client):
    assert client.post(DOUBT, data={"jeton": "x" * 70_000}).status_code == 413


def test_a_form_in_parts_is_understood_as_well_and_too_many_parts_are_refused(author):
    sent = fields_of(author.get(STEP).text)
    sent["titre"] = "En parties"
    assert author.post(STEP, data=sent, content_type="multipart/form-data").status_code == 303
    assert value_of(draft(author))["etapes"][1]["titre"] == "En parties"

    many = {f"n{rank}": "" for rank in range(600)}
    assert author.post(STEP, data=many, content_type="multipart/form-data").status_code == 413


def test_what_a_form_does_not_carry_is_left_as_it_was(author):
    """A browser, an extension or a network may lose fields: nobody wished to erase them."""
    shown = fields_of(author.get(STEP).text)
    ticked = {name: one for name, one in shown.items() if name in {"jeton", "vu", "nature", "canal"}}
    checked = MultiDict(
        [*ticked.items(), *((name, one) for name, one in shown.items(multi=True) if name in {"qui", "qui.premier", "gestes"})]
    )

    author.post(STEP, data=checked)

    before, after = value_of(SHIPPED)["etapes"][1], value_of(draft(author))["etapes"][1]
    for key in ("titre", "simple", "simple_passe", "pieges", "si_bloque"):
        assert after.get(key) == before.get(key), key


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("un\0deux", "undeux"), ("un\x0cdeux", "un\ndeux"), ("un\N{LINE SEPARATOR}deux", "un\ndeux"), ("un\r\ndeux\r", "un\ndeux"),
        ("\ufeffun", "un"), ("un\x1b[31m", "un[31m"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}nu\N{POP DIRECTIONAL FORMATTING}", "nu"), ("un\tdeux", "un deux"),
        ("---", "---"), ("%YAML 1.1", "%YAML 1.1"), ("&a *a !!x", "&a *a !!x"), ("- a\n- b", "- a\n- b"), ("# rien", "# rien"), ("~", "~"),
        ("x " * 3000 + "x", "x " * 3000 + "x"), ("<<", "<<"), ("a: b # c", "a: b # c"), ("'\"\\", "'\"\\"), ("2026-11-21", "2026-11-21"),
        ("السلام", "السلام"), ("...", "..."), ("…\n\n\n…", "…\n\n\n…"), ("no", "no"), ("0o17", "0o17"), ("1_000", "1_000"), ("=", "="),
    ],
)  # fmt: skip
@pytest.mark.parametrize("field", ["titre", "simple"])
def test_any_text_pasted_from_anywhere_is_kept_as_one_reads_it(author, typed, kept, field):
    answer = save(author, STEP, **{field: typed})

    assert answer.status_code == 303
    assert value_of(draft(author))["etapes"][1][field].rstrip("\n") == kept


def test_a_question_mark_or_a_colon_in_a_short_block_does_not_stop_the_save(author):
    """Inside braces, one of the two readers of the house stumbled on them, and the change was refused."""
    save(author, STEP, **{"pieges.2.texte": "Marche-t-il ? Oui, de 9:00 à 12:00."})

    assert value_of(draft(author))["etapes"][1]["pieges"][-1]["texte"] == "Marche-t-il ? Oui, de 9:00 à 12:00."


@pytest.mark.parametrize(
    ("title", "name"),
    [("Nouveau", "nouveau-2"), ("__proto__", "proto"), ("السلام", "sans-nom"), ("Chercher", "chercher-2"), ("../..", "sans-nom")],
)
def test_a_new_thing_never_takes_the_address_of_another_one(author, title, name):
    save(author, f"{EDIT}/etapes/etapes/nouveau", titre=title)

    assert value_of(draft(author))["etapes"][-1]["id"] == name
    assert fields_of(author.get(f"{EDIT}/etapes/etapes/{name}").text)["titre"] == title


def test_two_things_of_one_name_written_by_hand_are_not_made_one(author):
    twice = "\n  - {id: double, titre: Un}\n  - {id: double, titre: Deux}\n"
    put(draft(author), re.sub(r"(?m)^etapes:\n", f"etapes:{twice}", SHIPPED.read_text(encoding="utf-8")))

    save(author, f"{EDIT}/etapes/etapes/double", titre="Changé")

    assert [one["titre"] for one in value_of(draft(author))["etapes"][:2]] == ["Changé", "Deux"]


def test_a_line_that_is_no_pair_is_kept_for_the_review_to_speak_of(author):
    new = f"{EDIT}/echeances/echeances/nouveau?type=mensuelle"
    save(author, new, titre="Rappel", du="28", au="15", exceptions="2 = 26\nfévrier le 26", confirmer="x")

    assert value_of(draft(author))["echeances"][-1]["exceptions"] == {2: 26, "février le 26": ""}
    assert "février le 26" in author.get(f"{EDIT}/echeances/echeances/rappel").text
