"""What the Atelier shows, counts, guards and publishes."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import inspect as inspected
from sqlalchemy import text

from companion import clock
from companion.procedures.lint.syntax import read
from tests.atelier.forms import GUIDE, enter, fields_of, press, save, token_of

STEP = f"/atelier/{GUIDE}/modifier/etapes/etapes/chercher"
DOUBT = f"/atelier/{GUIDE}/signaler"


def engine(client: FlaskClient):
    client.get("/atelier/")  # the database is opened by the first page that asks it something
    return client.application.extensions["database"].engine


def rows(client: FlaskClient) -> list[tuple[object, ...]]:
    with engine(client).connect() as connection:
        return [tuple(row) for row in connection.execute(text("SELECT * FROM guide_report ORDER BY 1, 2, 3"))]


def say(client: FlaskClient, choice: str, step: str = "") -> int:
    return press(client, DOUBT, DOUBT, choix=choice, etape=step).status_code


def local(client: FlaskClient) -> Path:
    return client.application.config["INSTANCE"].procedures / "be" / "boite-mail.yaml"


def test_what_is_no_longer_true_is_counted_with_the_guide_the_step_the_choice_and_the_month_and_nothing_else(client):
    """The page says: « Nous notons le guide, l’étape, votre choix et le mois. Rien d’autre. »."""
    assert say(client, "date", "chercher") == 303
    assert say(client, "date", "chercher") == 303
    assert press(client, f"/guides/{GUIDE}", f"/atelier/{GUIDE}/exact").status_code == 303

    assert rows(client) == [(GUIDE, "", "exact", "2026-11", 1), (GUIDE, "chercher", "date", "2026-11", 2)]
    columns = [one["name"] for one in inspected(engine(client)).get_columns("guide_report")]
    assert columns == ["procedure", "step", "choice", "month", "number"]


def test_what_was_said_is_shown_in_the_atelier_in_words(client):
    say(client, "date", "chercher")

    page = client.get(f"/atelier/{GUIDE}").text

    assert "Une date, une heure ou un délai a changé" in page
    assert "Vérifier qu’une boîte n’existe pas déjà" in page
    assert "novembre\N{NO-BREAK SPACE}2026" in page
    assert "ce n’est plus vrai" in client.get("/atelier/").text


@pytest.mark.parametrize(
    ("choice", "step"), [("", ""), ("inconnu", ""), ("exact", ""), ("exact", "chercher"), ("date", "inconnue"), ("x" * 500, "y" * 500)]
)
def test_what_is_not_a_choice_of_the_list_is_refused_with_the_list_and_counts_nothing(client, choice, step):
    assert say(client, choice, step) == 422
    assert rows(client) == []


def test_a_counter_stops_before_it_fills_a_disk(client):
    say(client, "autre")
    with engine(client).begin() as connection:
        connection.execute(text("UPDATE guide_report SET number = 999"))
    say(client, "autre")

    assert rows(client)[0][-1] == 999


@pytest.mark.parametrize("address", [DOUBT, f"/atelier/{GUIDE}/exact"])
@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
def test_a_form_without_the_token_of_this_server_changes_nothing(client, address, token):
    assert client.post(address, data={"jeton": token, "choix": "date"}).status_code == 409
    assert rows(client) == []


def test_a_form_sent_by_another_site_changes_nothing_even_with_the_token(client):
    token = token_of(client.get(DOUBT).text)

    answer = client.post(DOUBT, data={"jeton": token, "choix": "date"}, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 409
    assert rows(client) == []
    control = client.post(DOUBT, data={"jeton": token, "choix": "date"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert control.status_code == 303


def publish(client: FlaskClient, **ticked: str):
    return press(client, f"/atelier/{GUIDE}/modifier", f"/atelier/{GUIDE}/publier", **ticked)


def test_a_published_version_stands_in_the_place_of_the_shipped_guide_and_says_so(client):
    enter(client)
    save(client, STEP, titre="Chercher partout")

    assert publish(client, lus="oui").status_code == 303

    guide = client.get(f"/guides/{GUIDE}").text
    assert "Chercher partout" in guide
    assert "version de votre association" in guide
    lamp = client.get(f"/atelier/{GUIDE}").text
    assert "Local" in lamp
    assert "Non relu" in lamp
    assert re.search(r"<del>.*</del>|<ins>", lamp)


def test_a_version_read_by_a_second_person_is_no_longer_marked_until_it_changes_again(client):
    enter(client)
    save(client, STEP, titre="Un")
    publish(client, lus="oui")
    press(client, f"/atelier/{GUIDE}", f"/atelier/{GUIDE}/relu")
    assert "Non relu" not in client.get(f"/atelier/{GUIDE}").text

    save(client, STEP, titre="Deux")
    publish(client, lus="oui")

    assert "Non relu" in client.get(f"/atelier/{GUIDE}").text


def test_a_draft_with_an_error_is_not_published_and_the_guide_in_service_stays(client):
    enter(client)
    save(client, STEP, titre="")

    answer = publish(client, lus="oui")

    assert answer.status_code == 409
    assert "il reste des erreurs" in answer.text
    assert not local(client).exists()
    assert "Vérifier qu’une boîte n’existe pas déjà" in client.get(f"/guides/{GUIDE}").text


def test_warnings_are_read_before_publishing(client):
    enter(client)
    save(client, STEP, titre="Un")

    assert publish(client).status_code == 422
    assert not local(client).exists()


def test_going_back_to_the_shipped_version_keeps_ours_as_a_draft(client):
    enter(client)
    save(client, STEP, titre="Chercher partout")
    publish(client, lus="oui")

    press(client, f"/atelier/{GUIDE}", f"/atelier/{GUIDE}/revenir")

    assert "Chercher partout" not in client.get(f"/guides/{GUIDE}").text
    assert fields_of(client.get(STEP).text)["titre"] == "Chercher partout"


def test_a_changed_act_is_told_in_words_before_publishing(client):
    enter(client)
    sent = fields_of(client.get(STEP).text)
    sent.setlist("qui", ["personne"])
    sent["qui.premier"] = "personne"
    client.post(STEP, data=sent)

    page = client.get(f"/atelier/{GUIDE}/modifier").text

    assert "Acte changé" in page


def test_the_atelier_lists_first_what_has_expired_then_what_is_doubted(client, fixed_clock):
    fixed_clock(datetime(2027, 3, 1, 10, tzinfo=clock.ZONE))
    enter(client)
    save(client, f"/atelier/{GUIDE}/modifier/sources", **{"verification.le": "2027-02-20"})
    publish(client, lus="oui")
    press(client, "/atelier/fr-franceconnect/signaler", "/atelier/fr-franceconnect/signaler", choix="ecran", etape="")

    found = re.findall(r'<h2><a href="/atelier/([a-z0-9-]+)"', client.get("/atelier/").text)

    assert found[0] == "fr-franceconnect"
    assert found[-1] == GUIDE
    assert "Périmé" in client.get("/atelier/").text


def test_a_draft_in_progress_is_shown_in_the_list(client):
    enter(client)
    save(client, STEP, titre="Un")

    assert "un brouillon est en cours" in client.get("/atelier/").text


def test_the_file_for_a_federation_is_read_again_by_the_house(client):
    answer = client.get(f"/atelier/{GUIDE}/fichier.yaml")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="boite-mail.yaml"'
    assert read(answer.data, "").value["id"] == GUIDE


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("dessin.svg", "image/svg+xml; charset=utf-8"), ("dessin.mmd", "text/plain; charset=utf-8"),
        ("cpsv-ap.jsonld", "application/ld+json"), ("epreuve.pdf", "application/pdf"),
    ],
)  # fmt: skip
def test_the_picture_the_proof_and_the_european_sheet_are_given_to_anybody(client, name, kind):
    answer = client.get(f"/atelier/{GUIDE}/{name}")

    assert answer.status_code == 200
    assert answer.content_type == kind


@pytest.mark.parametrize("page", ["", "/signaler", "/merci", "/modifier", "/dessin.svg", "/epreuve.pdf", "/fichier.yaml"])
def test_a_guide_that_does_not_exist_has_no_page_in_the_atelier(author, page):
    assert author.get(f"/atelier/be-inconnu{page}").status_code == 404


def test_a_local_version_speaks_with_the_shipped_translations_and_is_not_told_that_they_are_missing(client):
    enter(client)
    save(client, f"/atelier/{GUIDE}/modifier/documents/documents/demande", nom="Lettre qui demande l'adresse")
    publish(client, lus="oui")

    page = client.get(f"/atelier/{GUIDE}").text

    assert "Local" in page
    assert "La traduction en" not in page
    assert 'id="langue-ar"' in client.get(f"/guides/{GUIDE}").text
