"""What happens when the folder, the disk or a draft is not what one expects.

Each attack has a control beside it: the same gesture, done honestly, works.
"""

import errno
import os
import re
from pathlib import Path

import pytest

from companion.atelier.actions import drafts as writer
from tests.atelier.attacks import (
    EDIT,
    HOME,
    SHIPPED,
    STEP,
    draft,
    put,
    refused,
    value_of,
    written,
)
from tests.atelier.forms import GUIDE, fields_of, press, save

BROKEN = {
    "empty": b"", "binary": bytes(range(256)), "utf-16": "titre: x\n".encode("utf-16"), "huge": b"a: b\n" * 2_000_000,
    "deep": b"[" * 100_000, "bomb": b"a: &a [x, x]\nb: &b [*a, *a]\n", "tab": b"titre:\tx\n", "list": b"- a\n- b\n", "word": b"rien\n",
    "tag": b"!!python/object/apply:os.system ['true']\n", "two": b"a: 1\n---\na: 2\n", "directive": b"%YAML 1.1\n---\na: 1\n",
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN)
def test_a_draft_that_cannot_be_read_is_told_and_there_is_a_way_out(author, kind):
    save(author, STEP, titre="Avant")
    save(author, STEP, titre="Après")
    put(draft(author), BROKEN[kind])

    refused(author.get(EDIT), "ne peut pas être lu")
    refused(author.get(STEP), "ne peut pas être lu")
    assert author.get(HOME).status_code == author.get("/atelier/").status_code == author.get(f"/guides/{GUIDE}").status_code == 200
    assert press(author, EDIT, f"{HOME}/annuler").status_code == 303
    assert value_of(draft(author))["etapes"][1]["titre"] == "Avant"


@pytest.mark.parametrize("kind", ["binary", "huge", "pipe", "link"])
def test_a_draft_that_cannot_be_read_can_be_erased(author, kind):
    draft(author).parent.mkdir(parents=True)
    if kind == "pipe":
        os.mkfifo(draft(author))
    elif kind == "link":
        draft(author).symlink_to("boite-mail.yaml")  # to itself
    else:
        put(draft(author), BROKEN[kind])

    refused(author.get(EDIT), "ne peut pas être lu")
    assert press(author, EDIT, f"{HOME}/abandonner").status_code == 303
    assert author.get(EDIT).status_code == 200


def test_a_folder_in_the_place_of_a_draft_is_told(author):
    draft(author).mkdir(parents=True)

    refused(author.get(EDIT), "ne peut pas être lu")
    refused(press(author, EDIT, f"{HOME}/abandonner"), "refuse l’écriture (c’est un dossier)")
    assert author.get("/atelier/").status_code == 200


def test_a_link_in_the_place_of_a_draft_is_replaced_and_never_followed(author, tmp_path):
    outside = tmp_path / "outside.yaml"
    outside.write_bytes(SHIPPED.read_bytes())
    draft(author).parent.mkdir(parents=True)
    draft(author).symlink_to(outside)

    assert save(author, STEP, titre="Changé").status_code == 303
    assert outside.read_bytes() == SHIPPED.read_bytes()
    assert "Changé" in draft(author).read_text(encoding="utf-8")


WRONG = [
    ("etapes", 5), ("etapes", "texte"), ("etapes", [None, 3, {"id": 5}, {"id": "a", "pieges": ["x", 4]}]), ("themes", 5), ("synonymes", 5),
    ("questions", [{"id": "q", "texte": "Laquelle", "choix": ["oui"]}]), ("sources", ["a"]), ("titre", {"a": 1}), ("verification", "hier"),
    ("canaux", True), ("journal", {"le": 1}), ("echeances", [{"id": "e", "type": "annuelle", "sauver_la_date": 3}]),
]  # fmt: skip


@pytest.mark.parametrize(("key", "wrong"), WRONG)
def test_a_draft_of_any_shape_opens_and_saves(author, key, wrong):
    from io import StringIO

    from ruamel.yaml import YAML

    from companion.atelier.rules import cards

    written_out = StringIO()
    YAML(typ="safe").dump({**value_of(SHIPPED), key: wrong}, written_out)
    put(draft(author), written_out.getvalue())
    home = f"{EDIT}/{cards.card_of(key).name}"
    pages = [home, *(f"{home}/{key}/{name}" for name in ("a", "q", "e"))]

    assert author.get(EDIT).status_code == 200
    for page in pages:
        answer = author.get(page)
        assert answer.status_code in {200, 404}
        if answer.status_code == 200:
            assert author.post(page, data=fields_of(answer.text)).status_code in {303, 409, 422}
    assert author.post(home, data={**fields_of(author.get(home).text), "retirer": f"{key}.a"}).status_code in {303, 409}


def test_a_word_written_by_hand_where_a_list_belongs_stays_one_word(author):
    put(draft(author), re.sub(r"(?m)^synonymes: .*$", "synonymes: carte de lecture", SHIPPED.read_text(encoding="utf-8")))

    save(author, f"{EDIT}/identite", titre="Autre")

    assert value_of(draft(author))["synonymes"] == ["carte de lecture"]


def test_a_key_written_twice_by_hand_is_told_and_what_was_typed_stays_on_the_page(author):
    put(draft(author), "titre: Deux fois\n" + SHIPPED.read_text(encoding="utf-8"))
    before = draft(author).read_bytes()

    answer = save(author, STEP, titre="Mon titre à garder")

    refused(answer, "sans abîmer le fichier")
    assert 'value="Mon titre à garder"' in answer.text
    assert draft(author).read_bytes() == before


def no_room(*_args: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def forbidden(*_args: object, **_kwargs: object) -> None:
    raise OSError(errno.EACCES, "Permission denied")


@pytest.mark.parametrize(("name", "fault", "words"), [("fsync", no_room, "le disque est plein"), ("fdopen", forbidden, "accès refusé")])
def test_when_the_disk_refuses_the_page_says_why_and_still_shows_what_was_typed(author, monkeypatch, name, fault, words):
    save(author, STEP, titre="Avant")
    before = written(author)
    with monkeypatch.context() as patched:
        patched.setattr(writer.os, name, fault)
        answer = save(author, STEP, titre="Mon titre à garder")
        refused(answer, words)
        assert 'value="Mon titre à garder"' in answer.text
        refused(press(author, EDIT, f"{HOME}/annuler"), words)
        refused(press(author, EDIT, f"{HOME}/publier", lus="oui"), words)
    assert written(author) == before, "nor is any half file left"

    assert save(author, STEP, titre="Mon titre à garder").status_code == 303


def test_what_the_disk_refuses_to_an_unread_folder_is_told(author, monkeypatch):
    real = Path.lstat
    monkeypatch.setattr(Path, "lstat", lambda self: forbidden() if "brouillons" in self.parts else real(self))

    assert author.get(EDIT).status_code == 200
    assert author.get("/atelier/").status_code == 200
