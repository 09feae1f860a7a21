"""What somebody who sits down at a desk left open cannot take: new papers, the envelope, a place in the team."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from companion.accounts.model import Member
from companion.config import write_settings
from companion.web.store import changing
from tests.accounts.house import found, id_of, join, post, spoken_in, token_in, welcome
from tests.conftest import SATURDAY

LATER = SATURDAY + timedelta(minutes=6)
"""More than a moment after signing in, less than the veil."""


@pytest.fixture
def first(client):
    """Return a member at their desk."""
    return found(client)


def wait(client, fixed_clock, until=LATER):
    """Let time go by, with a gesture now and then so that no veil falls."""
    for minutes in range(0, int((until - SATURDAY).total_seconds() // 60) + 1, 3):
        fixed_clock(SATURDAY + timedelta(minutes=minutes))
        client.get("/moi")
    fixed_clock(until)


@pytest.mark.parametrize("address", ["/moi/renouveler/phrase", "/moi/renouveler/feuille", "/moi/renouveler/numero", "/equipe/enveloppe"])
def test_new_papers_ask_for_the_passphrase_again_and_the_right_one_goes_on(client, first, fixed_clock, address):
    shown = "/equipe" if "equipe" in address else "/moi"
    assert post(client, address, shown_at=shown).status_code == 303, "a moment after signing in, nothing is asked"
    first.arrive() if "equipe" in address else post(client, "/arrivee/garder-ancien", shown_at=client.get("/arrivee").location)
    wait(client, fixed_clock)

    asked = post(client, address, shown_at=shown)
    assert asked.status_code == 200
    assert "Retapez votre phrase" in asked.text
    wrong = client.post(address, data={"jeton": token_in(asked.text), "preuve": "abeille carotte"})
    assert wrong.status_code == 422
    assert "carotte" not in wrong.text
    assert client.post(address, data={"jeton": token_in(asked.text), "preuve": first.phrase}).status_code == 303


def test_nobody_gives_a_stranger_the_key_of_the_team_from_a_desk_left_open(client, first, fixed_clock):
    stranger = join(first)
    wait(client, fixed_clock)
    words = f"/equipe/{id_of(first, stranger.name)}/mots"
    heard = spoken_in(stranger.client.get("/attente").text)
    asked = post(client, words, mots=heard, prenom="Zoé")

    assert asked.status_code == 200
    assert stranger.client.get("/equipe").location == "/attente"
    kept = dict(re.findall(r'type="hidden" name="(mots|prenom)" value="([^"]*)"', asked.text))
    assert kept == {"mots": heard, "prenom": "Zoé"}
    assert client.post(words, data={"jeton": token_in(asked.text), "preuve": first.phrase, **kept}).status_code == 303
    assert "Zoé" in client.get("/equipe").text


def test_guesses_take_their_turn(client, first, fixed_clock):
    wait(client, fixed_clock)
    asked = post(client, "/equipe/enveloppe", shown_at="/equipe")
    said = {"jeton": token_in(asked.text), "preuve": "abeille carotte"}

    assert [client.post("/equipe/enveloppe", data=said).status_code for _ in range(5)][-1] == 429


def test_nobody_is_shut_out_from_a_desk_left_open(client, first, fixed_clock):
    second = welcome(first)
    gone = f"/equipe/{id_of(first, second.name)}/depart"
    wait(client, fixed_clock)
    asked = post(client, gone)

    assert asked.status_code == 200
    assert second.client.get("/equipe").status_code == 200
    assert client.post(gone, data={"jeton": token_in(asked.text), "preuve": first.phrase}).status_code == 303
    assert second.client.get("/equipe").location.startswith("/connexion")


def test_reception_owes_a_number_from_the_day_the_association_wants_one_whatever_it_kept_before(client, first, app):
    reception = welcome(first, "accueil")
    with app.app_context(), changing() as session:
        session.scalar(select(Member).where(Member.sign_in_name == reception.name)).own = None
        session.commit()
    reception.quit()
    assert reception.enter().location == "/", "as long as none is asked for"
    assert post(reception.client, "/moi/chiffres", shown_at="/moi", chiffres="482716").status_code == 303
    reception.quit()
    assert reception.enter().location == "/", "six figures of the veil are no number"

    reception.quit()
    write_settings(app.config["INSTANCE"].folder, {"second_facteur_accueil": "oui"})
    assert reception.enter().location == "/arrivee"
    assert reception.client.get("/arrivee").location == "/arrivee/numero"
