"""What the public pages promise to a worker and a person side by side."""

import re
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from lxml import html

from companion import clock
from companion.procedures.queries import SHELVES, read_library
from companion.procedures.rules.run import is_only_the_persons

LIBRARY = read_library(SHELVES)
GUIDES = sorted(LIBRARY.guides)
BOURSE = "/guides/be-allocation-etudes-superieur"
ACTUALISATION = "/guides/fr-actualisation-france-travail"
HTMX = {"HX-Target": "div#parcours"}


def steps_of(text: str) -> dict[str, str]:
    """Return the steps shown, each with its classes."""
    found = html.document_fromstring(text).xpath("//li[@data-etape]")
    return {one.get("data-etape"): one.get("class") for one in found}


@pytest.mark.parametrize("address", ["/", "/echeances", "/aide", "/?q=bourse", *[f"/guides/{name}" for name in GUIDES]])
def test_every_public_page_is_shown_without_a_session(client: FlaskClient, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("actualisaton", "fr-actualisation-france-travail"),
        ("ACTUALISATION", "fr-actualisation-france-travail"),
        ("pole emploi", "fr-actualisation-france-travail"),
        ("bourse fwb", "be-allocation-etudes-superieur"),
        ("alocation etudes", "be-allocation-etudes-superieur"),
        ("bourse d'études", "be-allocation-etudes-superieur"),
        ("boite mail", "be-boite-mail"),
        ("gmail", "be-boite-mail"),
        ("adresse e-mail", "be-boite-mail"),
    ],
)
def test_the_search_finds_a_guide_without_accents_and_with_one_typing_mistake(client: FlaskClient, typed, found):
    page = html.document_fromstring(client.get("/", query_string={"q": typed}).text)

    links = page.xpath("//*[@id='resultats']//a/@href")

    assert links[0] == f"/guides/{found}"


def test_an_institution_without_a_guide_is_found_by_the_word_people_use(client: FlaskClient):
    page = client.get("/", query_string={"q": "impot"}).text

    assert "SPF Finances" in page


def test_a_search_that_finds_nothing_says_what_to_do_next(client: FlaskClient):
    page = client.get("/", query_string={"q": "zzzzzz"}).text

    assert "Rien trouvé avec ces mots" in page
    assert "Essayez un seul mot" in page


@pytest.mark.parametrize(
    "typed",
    ["a" * 1_000_000, "\0", "\0" * 500, "é" * 5000, "<script>alert(1)</script>", "%s%n{{7*7}}", " ", "' OR 1=1"],
)
def test_no_search_whatsoever_breaks_the_home_page(client: FlaskClient, typed):
    answer = client.get("/", query_string={"q": typed})

    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_what_closes_soon_is_said_with_its_hour_or_that_the_hour_is_unknown(client: FlaskClient, fixed_clock):
    fixed_clock(datetime(2026, 10, 30, 10, 0, tzinfo=clock.ZONE))
    soon = html.document_fromstring(client.get("/").text).xpath("string(//section[@aria-labelledby='bientot'])")

    assert "Bourse d’études" in soon
    assert re.search(r"31\Woctobre, heure inconnue", soon)
    assert re.search(r"15\Wnovembre, (23\Wh\W59|heure inconnue)", soon)


def test_an_htmx_answer_is_the_very_html_that_a_reload_would_show(client: FlaskClient):
    said = {"q-qui-etudie": "superieur", "q-age": "majeur", "q-identite": "oui"}
    part = client.post(BOURSE, data=said, headers=HTMX)
    whole = client.post(BOURSE, data=said)

    assert "<html" not in part.text
    assert part.text.strip() in whole.text
    assert len(part.text) < len(whole.text)


def test_an_unknown_htmx_target_gets_the_whole_page_and_is_told_to_replace_main(client: FlaskClient):
    answer = client.post(BOURSE, data={}, headers={"HX-Target": "div#ailleurs"})

    assert answer.headers["HX-Retarget"] == "main"
    assert "<html" in answer.text


def test_an_adult_with_a_card_is_led_online(client: FlaskClient):
    shown = steps_of(client.post(BOURSE, data={"q-qui-etudie": "superieur", "q-age": "majeur", "q-identite": "oui"}).text)

    assert {"identifier", "remplir-en-ligne", "relire-envoyer"} <= set(shown)
    assert "envoyer-recommande" not in shown


def test_a_minor_is_never_shown_the_online_steps(client: FlaskClient):
    shown = steps_of(client.post(BOURSE, data={"q-qui-etudie": "superieur", "q-age": "mineur"}).text)

    assert "envoyer-recommande" in shown
    assert not {"identifier", "remplir-en-ligne", "relire-envoyer"} & set(shown)


def test_a_blocked_card_opens_the_registered_letter_and_marks_the_other_way_abandoned(client: FlaskClient):
    guide = LIBRARY.guides["be-allocation-etudes-superieur"].procedure
    identify = next(step for step in guide.etapes if step.id == "identifier")
    rank = next(rank for rank, way in enumerate(identify.si_bloque) if way.alors == "envoyer-recommande")
    said = {"q-qui-etudie": "superieur", "q-age": "majeur", "q-identite": "oui", "bloquer": f"identifier.{rank}"}

    shown = steps_of(client.post(BOURSE, data=said).text)

    assert "open" in shown["envoyer-recommande"]
    assert "abandoned" in shown["identifier"]
    assert "abandoned" in shown["remplir-en-ligne"]


def test_a_way_out_can_be_undone(client: FlaskClient):
    said = {"q-qui-etudie": "superieur", "q-age": "majeur", "q-identite": "oui", "bloque": "identifier.0", "debloquer": "identifier.0"}

    assert "abandoned" not in " ".join(steps_of(client.post(BOURSE, data=said).text).values())


@pytest.mark.parametrize("name", GUIDES)
def test_a_gesture_of_the_person_offers_no_other_mode(client: FlaskClient, name):
    page = html.document_fromstring(client.get(f"/guides/{name}").text)

    for step in LIBRARY.guides[name].procedure.etapes:
        modes = page.xpath(f"//input[@name='fait-{step.id}']/@value")
        assert "a_la_place" not in modes
        if is_only_the_persons(step):
            assert "avec" not in modes


def test_a_forged_tick_in_place_is_dropped(client: FlaskClient):
    forged = {"fait-identifier": "a_la_place", "fait-preparer": "a_la_place"}
    said = {"q-qui-etudie": "superieur", "q-age": "majeur", "q-identite": "oui", **forged}

    assert "done" not in " ".join(steps_of(client.post(BOURSE, data=said).text).values())


def test_consulting_records_nothing_and_puts_nothing_in_an_address(client: FlaskClient, app, tmp_path):
    before = sorted((path.name, path.stat().st_size) for path in tmp_path.rglob("*"))
    answer = client.post(BOURSE, data={"q-qui-etudie": "superieur", "q-age": "mineur"})

    assert answer.status_code == 200
    assert "Location" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    assert not re.search(r'(href|action)="[^"]*mineur', answer.text)
    assert sorted((path.name, path.stat().st_size) for path in tmp_path.rglob("*")) == before


def test_an_expired_guide_keeps_its_page_under_a_red_banner(client: FlaskClient, fixed_clock):
    assert "Ces informations ne sont plus sûres" not in client.get(BOURSE).text

    fixed_clock(datetime(2028, 1, 10, 9, 0, tzinfo=clock.ZONE))
    page = client.get(BOURSE)

    assert page.status_code == 200
    assert "Ces informations ne sont plus sûres" in page.text
    assert "Appelez avant d’agir" in page.text
    assert steps_of(page.text)


def test_inside_the_window_the_actualisation_says_until_when(client: FlaskClient, fixed_clock):
    fixed_clock(datetime(2026, 11, 30, 9, 0, tzinfo=clock.ZONE))

    assert re.search(r"Ouvert.{0,40}jusqu’au\s+15\Wdécembre", html.document_fromstring(client.get(ACTUALISATION).text).text_content())


def test_outside_the_window_the_actualisation_says_what_to_do(client: FlaskClient):
    text = html.document_fromstring(client.get(ACTUALISATION).text).text_content()

    assert re.search(r"Fermé.{0,20}ouvre le\s+28\Wnovembre", text)
    assert "Que faire maintenant" in text


def test_a_relative_deadline_is_counted_from_the_day_typed(client: FlaskClient):
    guide = LIBRARY.guides["be-allocation-etudes-superieur"].procedure
    blocked = [f"{step.id}.{rank}" for step in guide.etapes for rank, way in enumerate(step.si_bloque) if way.alors == "contester"]
    said = {"q-qui-etudie": "superieur", "bloquer": blocked[0], "date-reclamation": "2026-11-10"}

    assert "10\N{NO-BREAK SPACE}décembre\N{NO-BREAK SPACE}2026" in client.post(BOURSE, data=said).text


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-02-30", "hier", "2026-11-10\0", "²026-11-10"])
def test_a_day_that_is_none_is_left_aside(client: FlaskClient, day):
    assert client.post(BOURSE, data={"date-reclamation": day}).status_code == 200


@pytest.mark.parametrize(("kind", "start"), [("feuillet", b"%PDF"), ("documents", b"%PDF"), ("calendrier", b"BEGIN:VCALENDAR")])
@pytest.mark.parametrize("name", GUIDES)
@pytest.mark.parametrize("level", ["discret", "complet"])
def test_each_paper_of_each_guide_is_printed(client: FlaskClient, name, kind, start, level):
    answer = client.post(f"/guides/{name}/{kind}", data={"niveau": level})

    assert answer.status_code == 200
    assert answer.data.startswith(start)
    assert answer.headers["Cache-Control"] == "no-store"
    assert name not in answer.headers["Content-Disposition"]


def test_an_attestation_prints_what_was_seen_and_is_kept_nowhere(client: FlaskClient, tmp_path):
    before = sorted(path.name for path in tmp_path.rglob("*"))
    address = f"{BOURSE}/etapes/identifier/attestation"

    assert client.get(address).status_code == 200
    answer = client.post(address, data={"note": "Le site affiche une page blanche.", "essais": "3"})

    assert answer.data.startswith(b"%PDF")
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_a_secret_in_the_attestation_is_refused_and_masked_and_the_rest_is_kept(client: FlaskClient):
    address = f"{BOURSE}/etapes/identifier/attestation"
    answer = client.post(address, data={"note": "Le mot de passe est Tr0mpette!99 et rien ne marche", "essais": "2"})

    assert answer.status_code == 422
    assert "Tr0mpette" not in answer.text
    assert 'value="2"' in answer.text


@pytest.mark.parametrize("attempts", ["cent", "-1", "1000", "1e9", "\0"])
def test_a_wrong_number_of_attempts_gets_a_sentence_beside_the_field(client: FlaskClient, attempts):
    answer = client.post(f"{BOURSE}/etapes/identifier/attestation", data={"essais": attempts, "note": "Le site ne répond pas"})

    assert answer.status_code == 422
    assert "nombre entre 1 et 99" in answer.text
    assert "Le site ne répond pas" in answer.text


@pytest.mark.parametrize(
    "address",
    ["/guides/rien", "/guides/rien/feuillet", f"{BOURSE}/etapes/rien/attestation", "/nulle-part", "/guides/%00", "/static/x.js"],
)
@pytest.mark.parametrize("verb", ["get", "post"])
def test_what_is_not_here_is_said_in_french_with_the_next_gesture(client: FlaskClient, address, verb):
    answer = getattr(client, verb)(address)

    assert answer.status_code in {404, 405}
    assert "Revenir à l’accueil" in answer.text


@pytest.mark.parametrize("verb", ["put", "delete", "patch"])
@pytest.mark.parametrize("address", ["/", BOURSE, "/sante", f"{BOURSE}/feuillet"])
def test_a_wrong_method_is_answered_by_a_page(client: FlaskClient, verb, address):
    answer = getattr(client, verb)(address)

    assert answer.status_code == 405
    assert "Repartez de l’accueil" in answer.text
    assert answer.headers["Allow"]


def test_a_form_that_is_too_long_is_answered_by_a_page(client: FlaskClient):
    answer = client.post(BOURSE, data={"q-age": "a" * 1_000_000})

    assert answer.status_code == 413
    assert "Raccourcissez" in answer.text


def test_a_fault_of_ours_shows_no_trace_and_logs_nothing_typed(client: FlaskClient, app, monkeypatch, caplog):
    def fail(*_args: object) -> None:
        message = "secret typed by somebody"
        raise RuntimeError(message)

    monkeypatch.setattr("companion.procedures.rules.run.walk", fail)
    answer = client.post(BOURSE, data={"q-age": "majeur"})

    assert answer.status_code == 500
    assert "Compagnon a rencontré un problème" in answer.text
    assert "Traceback" not in answer.text
    assert "secret typed" not in caplog.text
    assert "RuntimeError" in caplog.text
