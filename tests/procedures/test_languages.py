"""What the person hears in their language: shown with its truth, never silently French, never silently stale."""

import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import html

from companion.procedures.queries import SHELVES, read_library
from companion.procedures.rules.translation import LANGUAGES, texts_for_the_person

LIBRARY = read_library(SHELVES)
GUIDE = "be-boite-mail"
ADDRESS = f"/guides/{GUIDE}"
NEED = {"q-besoin": "oui", "q-situation": "pas-de-boite"}


@pytest.fixture
def shelves(tmp_path) -> Path:
    """Copy the shipped files, to change them."""
    return Path(shutil.copytree(SHELVES, tmp_path / "procedures"))


def said(client: FlaskClient, language: str, step: str = "chercher") -> list[html.HtmlElement]:
    page = html.document_fromstring(client.post(ADDRESS, data={**NEED, "langue": language}).text)
    return page.xpath(f"//li[@data-etape='{step}']//div[contains(@class, 'say')]")


@pytest.mark.parametrize("name", sorted(LIBRARY.guides))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shipped_guide_speaks_to_the_person_in_each_language(name, language):
    guide = LIBRARY.guides[name]
    texts = guide.translation(language)

    assert set(texts_for_the_person(guide.procedure)) <= set(texts)
    assert not [one for one, text in texts.items() if text.stale]
    assert all(text.unread for text in texts.values()), "nobody has read them over yet: the files say so"


@pytest.mark.parametrize(("language", "direction"), [("nl", None), ("en", None), ("ar", "rtl")])
def test_the_person_s_language_comes_first_marked_as_not_read_over_then_the_french(client, language, direction):
    first, second = said(client, language)

    assert (first.get("lang"), first.get("dir"), second.get("lang")) == (language, direction, "fr")
    assert "traduction non relue" in first.text_content()
    assert "Vous avez peut-être déjà une adresse." in second.text_content()


@pytest.mark.parametrize("language", ["", "xx", "fr", "AR", "nl;drop", "../nl"])
def test_without_a_language_of_the_list_only_the_french_is_said(client, language):
    (only,) = said(client, language)

    assert only.get("lang") == "fr"


def test_the_chosen_language_stays_chosen_when_another_question_is_answered(client):
    page = html.document_fromstring(client.post(ADDRESS, data={**NEED, "langue": "ar"}).text)

    assert page.xpath("//input[@name='langue'][@checked]/@value") == ["ar"]


def test_a_text_whose_french_has_changed_is_said_to_be_old(client, shelves):
    path = shelves / "be" / "boite-mail.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Vous avez peut-être déjà une adresse.", "Vous avez une adresse ?"), encoding="utf-8"
    )
    client.application.extensions["bookcase"].read_again()

    first, second = said(client, "nl")

    assert "ancienne traduction" in first.text_content()
    assert "Vous avez une adresse" in second.text_content()


def test_a_text_that_a_language_lacks_is_said_to_be_missing_and_the_french_stays(client, shelves):
    path = shelves / "be" / "boite-mail.nl.yaml"
    text = path.read_text(encoding="utf-8")
    start = text.index("  etapes.chercher.simple:")
    end = text.index("  etapes.", start + 5)
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    client.application.extensions["bookcase"].read_again()

    (only,) = said(client, "nl")

    assert only.get("lang") == "fr"
    assert "Pas de texte dans cette langue" in client.post(ADDRESS, data={**NEED, "langue": "nl"}).text


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"langue: [", b"format: 1\nlangue: en\ntextes: {}\n"])
def test_a_translation_that_cannot_be_read_takes_nothing_else_away(client, shelves, content):
    (shelves / "be" / "boite-mail.nl.yaml").write_bytes(content)
    client.application.extensions["bookcase"].read_again()

    page = client.get(ADDRESS)

    assert page.status_code == 200
    assert 'id="langue-ar"' in page.text
    assert 'id="langue-nl"' not in page.text
    assert len(said(client, "nl")) == 1
