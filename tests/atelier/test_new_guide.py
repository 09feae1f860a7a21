"""A new guide is begun from a title and an institution, written in the form, then published for the association."""

import pytest
from flask.testing import FlaskClient

from companion.procedures.lint.syntax import read
from tests.atelier.forms import press, save, token_of

NEW = "/atelier/nouveau"
NAME = "be-renouveler-une-carte"
SHOWN = f"/atelier/{NAME}/modifier"


def begin(client: FlaskClient, title: str = "Renouveler une carte", place: str = "be-commune"):
    return client.post(NEW, data={"jeton": token_of(client.get(NEW).text), "titre": title, "institution": place})


def test_a_guide_is_begun_from_a_title_and_an_institution_and_waits_as_a_draft(author):
    answer = begin(author)

    assert answer.location == SHOWN
    assert author.get(SHOWN).status_code == 200
    assert "Renouveler une carte" in author.get("/atelier/").text
    assert author.get(f"/guides/{NAME}").status_code == 404, "nobody sees it before it is published"
    assert author.get(f"/atelier/{NAME}").status_code == 404


def test_what_was_begun_says_that_nothing_is_known_yet_and_cannot_be_published_so(author):
    begin(author)
    page = author.get(SHOWN).text

    assert "Aucune étape ne mène à un canal qui existe" in page
    path = author.application.config["INSTANCE"].drafts / "be" / "renouveler-une-carte.yaml"
    assert {one["existe"] for one in read(path.read_bytes(), "").value["canaux"]} == {"inconnu"}


def test_once_a_route_exists_the_new_guide_is_published_and_found(author):
    begin(author)
    save(author, f"{SHOWN}/voies/canaux/guichet", existe="oui", nom="Bibliothèque centrale")
    save(author, f"{SHOWN}/identite", resume="Garder le droit d'emprunter des livres.")

    answer = press(author, SHOWN, f"/atelier/{NAME}/publier", lus="oui", vu=_mark(author))

    assert answer.status_code == 303
    assert "Bibliothèque centrale" in author.get(f"/guides/{NAME}").text
    assert NAME in author.get("/", query_string={"q": "renouveler carte"}).text
    assert "pas encore publiés" not in author.get("/atelier/").text


def _mark(client: FlaskClient) -> str:
    from lxml import html

    return (html.document_fromstring(client.get(SHOWN).text).xpath("//input[@name='vu']/@value") or [""])[0]


def test_two_guides_of_the_same_title_have_two_names(author):
    begin(author)

    assert begin(author).location == f"/atelier/{NAME}-2/modifier"


def test_a_guide_begun_by_mistake_is_erased_and_leaves_nothing(author):
    begin(author)

    answer = press(author, SHOWN, f"/atelier/{NAME}/abandonner", vu=_mark(author))

    assert answer.location == "/atelier/"
    assert author.get(SHOWN).status_code == 404


@pytest.mark.parametrize(
    ("title", "place"), [("", "be-commune"), ("   ", "be-commune"), ("Titre", ""), ("Titre", "be-inconnue"), ("\0", "be-commune")]
)
def test_without_a_title_or_a_known_institution_nothing_is_begun_and_what_was_typed_stays(author, title, place):
    answer = begin(author, title, place)

    assert answer.status_code == 422
    assert "Renouveler une carte de bibliothèque" in answer.text or "Choisissez l’institution" in answer.text
    assert not author.application.config["INSTANCE"].drafts.exists()


@pytest.mark.parametrize(
    "title", ['Guillemets " et \\', "Deux-points : et # dièse", "% & * ! | > @", "éàü " * 60, "{x}", "- liste", "\u202e renversé"]
)
def test_any_title_gives_a_file_that_can_be_read(author, title):
    answer = begin(author, title)

    assert answer.status_code == 303
    assert author.get(answer.location).status_code == 200


@pytest.mark.parametrize("title", ["Dossier 85.07.30-033.28", "Dossier 85073003328", "Dossier 2 55 08 14 168 025 38"])
def test_a_number_typed_in_a_title_never_stands_in_an_address(author, title):
    assert not any(sign.isdigit() for sign in begin(author, title).location.replace("-2", ""))
