"""What the page of a guide promises of what comes first, and of windows counted back from a date."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from markupsafe import Markup

from companion.procedures.forms import Consultation
from companion.procedures.queries import SHELVES, read_library
from companion.procedures.views import handout_of

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


@pytest.mark.parametrize("name", sorted(LIBRARY.guides))
def test_every_button_of_a_guide_leads_to_a_place_that_the_page_has_once_it_is_pressed(client: FlaskClient, name):
    quick = FlaskClient(client.application)  # Pages like these are inspected elsewhere: here they are hundreds.
    page = html.document_fromstring(quick.get(f"/guides/{name}").text)
    buttons = page.xpath("//button[starts-with(@formaction, '#')]")

    for button in buttons:
        said = {button.get("name"): button.get("value")} if button.get("name") else {}
        answered = quick.post(f"/guides/{name}", data=said).text
        assert f'id="{button.get("formaction")[1:]}"' in answered, button.get("formaction")
    assert buttons


def sections(app: Flask, guide, handout, **added) -> str:
    """Return what another page shows of a guide, with words of its own in each step."""
    parts, said = app.jinja_env.globals["parts"], Consultation()
    with app.test_request_context():
        shown = [parts.carried(handout.walk), parts.when(handout, said), parts.situation(handout, said, "Ce qui est su.")]
        shown += [parts.taken(handout), parts.before(handout, guide, LIBRARY), parts.path(handout, guide, said, **added)]
        return "".join([*shown, parts.parting_person(handout.walk), parts.parting_desk(), parts.recourses(handout.institution)])


def test_another_page_may_show_the_same_sections_and_add_its_own_words_to_each_step(app: Flask, client: FlaskClient):
    guide = LIBRARY.guides["be-allocation-etudes-superieur"]
    with app.app_context():
        handout = handout_of(guide, Consultation())
    own = {name: lambda step, name=name: Markup('<em class="{}">{}</em>').format(name, step) for name in ("head", "tail")}

    alone, with_words = sections(app, guide, handout), sections(app, guide, handout, **own)
    tree = html.fragment_fromstring(with_words, create_parent="div")

    for step in handout.walk.steps:
        assert tree.xpath("//li[@data-etape=$name]//summary//em[@class='head']/text()", name=step.step.id) == [step.step.id]
        assert tree.xpath("//li[@data-etape=$name]//div[@class='body']/em[@class='tail']/text()", name=step.step.id) == [step.step.id]
    assert "<em" not in alone
    assert "Tout effacer" not in alone
    assert "Tout effacer" in client.get(BOURSE).text


def test_the_sections_speak_of_the_procedure_that_is_walked_not_of_the_guide_of_today(app: Flask):
    guide = LIBRARY.guides["be-allocation-etudes-superieur"]
    with app.app_context():
        handout = handout_of(guide, Consultation())
    today = replace(guide, procedure=LIBRARY.guides["be-boite-mail"].procedure)

    assert sections(app, today, handout) == sections(app, guide, handout)
