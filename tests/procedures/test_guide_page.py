"""What the page of a guide promises of what comes first, and of windows counted back from a date."""

import re

import pytest
from flask.testing import FlaskClient
from lxml import html

from companion.procedures.queries import SHELVES, read_library

LIBRARY = read_library(SHELVES)
BOURSE = "/guides/be-allocation-etudes-superieur"


def plain(text):
    return re.sub(r"\s+", " ", text)


FIRST_OF_GRANT = "//details[@id='avant-prealables']"


def first_guides(answer):
    """Return what the page says must be done first, each with its doubt."""
    found = html.document_fromstring(answer.text).xpath(f"{FIRST_OF_GRANT}//p")
    return [" ".join(one.text_content().split()) for one in found]


def test_what_must_be_done_first_depends_on_the_answers(client: FlaskClient):
    unknown = first_guides(client.get(BOURSE))
    adult = {"q-qui-etudie": "superieur", "q-age": "majeur"}
    online = first_guides(client.post(BOURSE, data={**adult, "q-identite": "oui"}))
    minor = client.post(BOURSE, data={"q-qui-etudie": "superieur", "q-age": "mineur"})

    assert len(unknown) == len(LIBRARY.guides["be-allocation-etudes-superieur"].procedure.prealables)
    assert all(said.startswith("Selon la réponse : si ") for said in unknown)
    assert len(online) == 1
    assert not online[0].startswith("Selon la réponse")
    assert first_guides(minor) == []
    assert not html.document_fromstring(minor.text).xpath(FIRST_OF_GRANT)


def test_what_must_be_done_first_is_counted_only_when_it_holds(client: FlaskClient):
    unknown, online = client.get(BOURSE), {"q-qui-etudie": "superieur", "q-age": "majeur", "q-identite": "oui"}

    assert "démarche préalable" not in plain(unknown.text)
    assert "1 démarche préalable" in plain(client.post(BOURSE, data=online).text)


TITLE = "/guides/fr-titre-sejour-anef"
RENEWS = {"q-situation": "renouveler", "q-voie": "anef", "q-acces": "oui"}


@pytest.mark.parametrize(
    ("end", "words"),
    [
        ("2027-06-10", "Trop tôt : à demander entre le 10 février et le 11 avril 2027"),
        ("2027-03-10", "Ouvert : à demander entre le 10 novembre 2026 et le 9 janvier 2027"),
        ("2027-01-10", "Le délai est passé depuis le 11 novembre 2026."),
    ],
)
def test_the_end_of_a_permit_is_typed_as_it_is_and_gives_the_days_to_ask(client: FlaskClient, end, words):
    page = html.document_fromstring(client.post(TITLE, data={**RENEWS, "date-fenetre-anef": end}).text)

    assert words in plain(page.text_content())
    assert ("Que faire maintenant" in page.text_content()) == (not words.startswith("Ouvert"))


def test_the_day_of_a_deadline_is_asked_once_and_shown_wherever_it_counts(client: FlaskClient):
    page = html.document_fromstring(client.post(TITLE, data={**RENEWS, "date-fenetre-anef": "2027-03-10"}).text)
    steps = page.xpath("//li[@data-etape][contains(., 'à demander entre le')]/@data-etape")

    assert page.xpath("count(//input[@name='date-fenetre-anef'])") == 1
    assert page.xpath("//li[@data-etape][.//input[@name='date-fenetre-anef']]/@data-etape") == ["lire-date"]
    assert len(steps) > 1
    assert steps[0] == "lire-date"


def test_the_renewal_of_the_free_complement_counts_back_from_the_end_of_the_right(client: FlaskClient):
    said = {"q-situation": "renouvellement", "date-renouvellement": "2027-02-28"}
    page = html.document_fromstring(client.post("/guides/fr-complementaire-sante-solidaire", data=said).text)

    assert "Ouvert : à demander entre le 28 octobre et le 28 décembre 2026" in plain(page.text_content())
