"""Forms sent from elsewhere, and forms sent late (security.md S10)."""

import re

import pytest

from tests.accounts.attacks import PIN, after, browser, kept_cookie, plain, rows
from tests.accounts.house import id_of, join, spoken_in, token_in

CHANGE_NOTHING = re.compile(r"/guides/.*|/connexion")
"""Consultation (decision A7); and the page of the words, which without its button only says which are known."""
REFUSALS = {
    "no token": ({}, {}),
    "an empty token": ({"jeton": ""}, {}),
    "a token of nothing": ({"jeton": "0" * 64}, {}),
    "letters that are no token": ({"jeton": "é"}, {}),
    "another site, new browser": ({"jeton": "right"}, {"Sec-Fetch-Site": "cross-site"}),
    "another name of the same site": ({"jeton": "right"}, {"Sec-Fetch-Site": "same-site"}),
    "another site, old browser": ({"jeton": "right"}, {"Origin": "https://elsewhere.example"}),
    "nowhere, old browser": ({"jeton": "right"}, {"Origin": "null"}),
    "another port, old browser": ({"jeton": "right"}, {"Origin": "http://localhost:8001"}),
}


def addresses(team) -> list[str]:
    """Return the address of every page that takes a form and changes something."""
    filled = {"number": id_of(team.first, team.second.name), "step": "phrase", "name": "be-boite-mail", "card": "identite"}
    filled |= {"key": "etapes", "item": "chercher", "token": "0", "visit": "0" * 32, "thread": "0" * 32, "demarche": "a1a1a1a1"}
    taken = [rule.rule for rule in team.app.url_map.iter_rules() if "POST" in rule.methods and not CHANGE_NOTHING.fullmatch(rule.rule)]
    found = [re.sub(r"<(?:\w+:)?(\w+)>", lambda part: filled[part[1]], address) for address in taken]
    return sorted({*found, "/connexion"})


def everything(team) -> list[tuple]:
    """Return all rows of the database, those that note a gesture aside."""
    tables = [one["name"] for one in rows(team.app, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    read = {"sign_in": "SELECT id, member_id, keys, pin_left FROM sign_in"}
    return [tuple(row) for table in sorted(tables) for row in rows(team.app, read.get(table, f"SELECT * FROM {table}"))]  # noqa: S608 (our tables)


SAID = {"entrer": "1", "lever": PIN, "role": "membre", "chiffres": "836205", "facteur": "carte", "mois": "2026-11", "choix": "exact"}


@pytest.mark.parametrize("how", REFUSALS)
def test_no_form_that_changes_something_is_taken_from_elsewhere(team, how):
    said, headers = REFUSALS[how]
    client, before, tried = team.first.client, everything(team), 0
    right = token_in(client.get("/moi").text)
    for address in addresses(team):
        sent = {**SAID, **({"jeton": right} if said.get("jeton") == "right" else said)}
        answer = client.post(address, data=sent, headers=headers)
        assert answer.status_code in {409, 404, 303}, (address, answer.status_code)
        if answer.status_code != 409:
            assert address.startswith(("/arrivee", "/connexion/", "/essai")), address
        tried += 1

    assert tried > 30
    assert everything(team) == before


def test_the_token_of_another_session_is_not_taken(team):
    other, before = token_in(team.second.client.get("/moi").text), everything(team)
    for address in addresses(team):
        answer = team.first.client.post(address, data={**SAID, "jeton": other})
        assert answer.status_code in {409, 404, 303}, address
    assert everything(team) == before

    own = token_in(team.first.client.get("/moi").text)
    assert team.first.client.post("/moi/chiffres", data={"jeton": own, "chiffres": "836205"}).status_code == 303, "the control"
    assert everything(team) != before


def test_the_token_of_everybody_opens_no_form_of_somebody(team):
    public = token_in(browser(team.app).get("/connexion").text)

    for address in ("/moi/chiffres", "/equipe/invitation", "/quitter", "/voile/tirer", "/equipe/cle"):
        assert team.first.client.post(address, data={**SAID, "jeton": public}).status_code == 409
    assert team.first.client.get("/moi").status_code == 200


def test_a_form_of_our_own_pages_is_taken_whatever_the_browser_says_of_it(team):
    for headers in ({"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": "http://localhost"}, {}):
        said = {"jeton": token_in(team.first.client.get("/moi").text), "chiffres": "836205"}
        assert team.first.client.post("/moi/chiffres", data=said, headers=headers).status_code == 303


def test_leaving_and_drawing_the_veil_are_never_done_by_a_link(team):
    for address in ("/quitter", "/voile/tirer", "/equipe/cle", "/equipe/enveloppe", "/moi/renouveler/phrase"):
        assert team.first.client.get(address).status_code == 405
    assert team.first.client.get("/moi").status_code == 200


def test_a_meeting_form_open_for_four_hours_behind_the_shut_veil_is_taken_with_its_first_name(team, fixed_clock):
    newcomer = join(team.first)
    words = f"/equipe/{id_of(team.first, newcomer.name)}/mots"
    said = {"jeton": token_in(team.first.client.get(words).text), "mots": spoken_in(newcomer.client.get("/attente").text)}
    for minutes in (11, 70, 4 * 60):
        fixed_clock(after(minutes=minutes))
        answer = team.first.client.post(words, data={**said, "prenom": "Maëlle-Anaïs"})
        assert answer.status_code == 423
        assert "Maëlle" not in answer.text
    assert "Ce que vous veniez d’envoyer attend ici" in plain(answer)
    kept = re.search(r'name="garde" value="([^"]+)"', answer.text)[1]
    token = token_in(answer.text)
    assert token == said["jeton"], "the same session all along"
    wrong = team.first.client.post(words, data={"jeton": token, "garde": kept, "lever": team.second.phrase})
    assert wrong.status_code == 423
    right = team.first.client.post(words, data={"jeton": token, "garde": kept, "lever": team.first.phrase})

    assert (right.status_code, right.location) == (303, "/equipe")
    assert "Maëlle-Anaïs" in team.first.client.get("/equipe").text


def test_a_form_sent_after_the_session_ended_gives_its_sentences_back_to_be_copied(team, fixed_clock):
    said = {"jeton": token_in(team.first.client.get("/moi").text), "prenom": "Une phrase entière, à ne pas perdre."}
    fixed_clock(after(hours=13))
    answer = team.first.client.post(f"/equipe/{'0' * 32}/mots", data=said)

    assert answer.status_code == 401
    assert "Une phrase entière, à ne pas perdre." in plain(answer)
    assert kept_cookie(team.first.client) not in answer.text
