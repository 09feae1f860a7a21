"""The form over a procedure file: it changes what was changed, and nothing else."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from companion.atelier.rules import cards
from companion.atelier.rules.editing import things
from companion.procedures.lint.syntax import read
from companion.procedures.queries import SHELVES, read_library
from companion.procedures.queries.library import Guide
from tests.atelier.forms import GUIDE, fields_of, press, save
from tests.conftest import LONG

GUIDES = read_library(SHELVES).guides
STEP = f"/atelier/{GUIDE}/modifier/etapes/etapes/chercher"
SHOWN = f"/atelier/{GUIDE}/modifier"


def pages_of(guide: Guide) -> list[str]:
    """Return the address of every page of the form over one guide."""
    value, home = read(guide.file.read_bytes(), "").value, f"/atelier/{guide.procedure.id}/modifier"
    plain = [f"{home}/{card.name}" for card in cards.CARDS if card.keys]
    return plain + [f"{home}/{card.name}/{key}/{one.id}" for card in cards.CARDS for key in card.lists for one in things(value, key)]


def draft(client: FlaskClient, guide: str = GUIDE) -> Path:
    country, _, stem = guide.partition("-")
    return client.application.config["INSTANCE"].drafts / country / f"{stem}.yaml"


@pytest.mark.parametrize("name", sorted(GUIDES) if LONG else sorted(GUIDES)[::4])
def test_saving_any_page_of_the_form_without_a_change_leaves_every_line_of_the_file(author, name):
    guide = GUIDES[name]
    for address in pages_of(guide):
        answer = author.post(address, data=fields_of(author.get(address).text))

        assert answer.status_code == 303, address
        assert draft(author, name).read_text(encoding="utf-8") == guide.file.read_text(encoding="utf-8"), address


def test_a_sentence_changed_in_the_form_changes_its_line_and_keeps_the_comments(author):
    save(author, STEP, titre="Chercher d'abord : une boîte existe-t-elle ?")

    before = GUIDES[GUIDE].file.read_text(encoding="utf-8").splitlines()
    after = draft(author).read_text(encoding="utf-8").splitlines()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert changed == [("    titre: Vérifier qu'une boîte n'existe pas déjà", '    titre: "Chercher d\'abord : une boîte existe-t-elle ?"')]
    assert sum(line.startswith("#") for line in after) == sum(line.startswith("#") for line in before)


def test_what_is_wrong_is_said_beside_the_field_and_the_draft_is_kept_all_the_same(author):
    save(author, STEP, titre="")

    page = author.get(STEP).text
    assert "il manque la clé «\N{NO-BREAK SPACE}titre\N{NO-BREAK SPACE}»" in page
    assert "Étape «\N{NO-BREAK SPACE}chercher\N{NO-BREAK SPACE}»" in page
    assert read(draft(author).read_bytes(), "").value["etapes"][1].get("titre") is None
    assert author.get(f"/guides/{GUIDE}").status_code == 200, "the guide in service does not change"


def test_with_htmx_the_draft_is_saved_and_only_the_review_comes_back(author):
    sent = fields_of(author.get(STEP).text)
    sent["titre"] = "Autre titre"

    answer = author.post(STEP, data=sent, headers={"HX-Target": "aside#relecture"})

    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert 'id="relecture"' in answer.text
    assert "titre: Autre titre" in draft(author).read_text(encoding="utf-8")


def test_two_saves_in_a_row_from_one_open_page_are_accepted_with_the_mark_that_came_back(author):
    page = author.get(STEP).text
    first = fields_of(page)
    first["titre"] = "Un"
    answer = author.post(STEP, data=first, headers={"HX-Target": "aside#relecture"})
    second = fields_of(page)
    second["titre"] = "Deux"
    second["vu"] = fields_of(f"<html><body>{answer.text}<form id='fiche'></form></body></html>")["vu"]

    assert author.post(STEP, data=second).status_code == 303
    assert "titre: Deux" in draft(author).read_text(encoding="utf-8")


def test_two_people_who_save_at_once_are_told_and_neither_text_is_lost(author):
    mine = fields_of(author.get(STEP).text)
    mine["titre"] = "Mon titre"
    save(author, STEP, titre="Son titre")

    answer = author.post(STEP, data=mine)

    assert answer.status_code == 409
    assert "a changé entre-temps" in answer.text
    assert 'value="Mon titre"' in answer.text
    assert "titre: Son titre" in draft(author).read_text(encoding="utf-8")
    again = fields_of(answer.text)
    assert author.post(STEP, data=again).status_code == 303
    assert "titre: Mon titre" in draft(author).read_text(encoding="utf-8")


@pytest.mark.parametrize("card", cards.CARDS, ids=lambda card: card.name)
def test_each_card_opens_with_its_advice(author, card):
    assert author.get(f"{SHOWN}/{card.name}").status_code == 200


@pytest.mark.parametrize(
    ("card", "key", "typed", "name"),
    [
        ("voies", "canaux", {"type": "guichet", "nom": "Maison de quartier", "confirmer": "les heures"}, "maison-de-quartier"),
        ("questions", "questions", {"texte": "A-t-elle un accès ?", "choix.0.texte": "Oui", "choix.1.texte": "Non"}, "a-t-elle-un-acces"),
        ("documents", "documents", {"nom": "Une lettre reçue", "confirmer": "laquelle"}, "une-lettre-recue"),
        ("documents", "garder", {"texte": "La date du rappel"}, "la-date-du-rappel"),
        ("etapes", "etapes", {"titre": "Relire ensemble", "nature": "information", "qui": "avec"}, "relire-ensemble"),
        ("sources", "sources", {"titre": "Page lue", "url": "https://exemple.example/", "nature": "association"}, "page-lue"),
        ("echeances", "echeances", {"titre": "Rappel", "ouvre": "01-05", "ferme": "01-20", "confirmer": "dates"}, "rappel"),
    ],
)
def test_a_new_thing_of_each_list_is_named_from_its_words_and_comes_last(author, card, key, typed, name):
    address = f"{SHOWN}/{card}/{key}/nouveau" + ("?type=annuelle" if key == "echeances" else "")

    answer = save(author, address, **typed)

    assert answer.status_code == 303
    held = read(draft(author).read_bytes(), "").value[key]
    assert (list(held)[-1] if key == "sources" else held[-1]["id"]) == name
    assert author.get(f"{SHOWN}/{card}/{key}/{name}").status_code == 200


def test_an_empty_new_thing_is_refused_with_a_sentence_and_adds_nothing(author):
    answer = save(author, f"{SHOWN}/etapes/etapes/nouveau")

    assert answer.status_code == 422
    assert "Rien n’est encore écrit" in answer.text
    assert not draft(author).exists()


@pytest.mark.parametrize(("verb", "expected"), [("monter", ["chercher", "decider"]), ("retirer", ["chercher"])])
def test_a_thing_is_moved_or_removed_from_its_list(author, verb, expected):
    sent = fields_of(author.get(f"{SHOWN}/etapes").text)
    sent[verb] = "etapes.chercher" if verb == "monter" else "etapes.decider"

    assert author.post(f"{SHOWN}/etapes", data=sent).status_code == 303

    steps = [one["id"] for one in read(draft(author).read_bytes(), "").value["etapes"]]
    assert steps[: len(expected)] == expected


def test_a_trap_is_added_removed_and_keeps_its_name_whatever_its_rank(author):
    page = fields_of(author.get(STEP).text)
    page["pieges.0.retirer"] = "oui"
    page["pieges.2.texte"] = "Un piège de plus."
    page["pieges.2.terrain"] = "oui"
    author.post(STEP, data=page)

    traps = read(draft(author).read_bytes(), "").value["etapes"][1]["pieges"]
    assert [one["id"] for one in traps] == ["pas-ebox", "un-piege-de-plus"]


def test_the_last_change_is_taken_back_and_brought_back(author):
    save(author, STEP, titre="Un")
    save(author, STEP, titre="Deux")

    press(author, SHOWN, f"/atelier/{GUIDE}/annuler")
    assert "titre: Un\n" in draft(author).read_text(encoding="utf-8")
    press(author, SHOWN, f"/atelier/{GUIDE}/annuler")
    assert "titre: Deux\n" in draft(author).read_text(encoding="utf-8")


def test_a_dropped_draft_leaves_no_file(author):
    save(author, STEP, titre="Un")

    press(author, SHOWN, f"/atelier/{GUIDE}/abandonner")

    assert not list(draft(author).parent.iterdir())


@pytest.mark.parametrize("wrong", ["inconnu", "etapes/etapes/inconnue", "voies/etapes/chercher", "etapes/titre/x"])
def test_what_does_not_exist_in_the_form_is_not_here(author, wrong):
    assert author.get(f"{SHOWN}/{wrong}").status_code == 404


def test_a_form_filled_with_anything_never_breaks_the_page(author):
    sent = fields_of(author.get(STEP).text)
    pointing = {"source", "alors", "canal", "nature", "obstacle"}
    for name in list(sent):
        if name not in {"jeton", "vu"} and name.rpartition(".")[2] not in pointing:
            sent[name] = "\0<b>&\N{RIGHT-TO-LEFT OVERRIDE}: #\n'{" * 3

    answer = author.post(STEP, data=sent)

    assert answer.status_code in {303, 409, 422}
    assert author.get(STEP).status_code in {200, 409}
