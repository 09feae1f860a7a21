"""A clock that lies: at 1970, ten years ahead, an hour back (security.md R5)."""

from datetime import datetime, timedelta

import pytest

from companion import clock
from companion.accounts.rules.throttle import LONGEST
from tests.accounts.attacks import PIN, Counting, after, browser, plain, process, rows
from tests.accounts.house import Somebody, post, token_in
from tests.conftest import SATURDAY

LIES = {
    "1970": datetime(1970, 1, 1, 1, 0, 30, tzinfo=clock.ZONE),
    "before 1970": datetime(1969, 12, 31, 23, 0, tzinfo=clock.ZONE),
    "ten years ahead": SATURDAY + timedelta(days=3653),
    "an hour back": SATURDAY - timedelta(hours=1),
    "a day back": SATURDAY - timedelta(days=1),
    "an hour ahead": SATURDAY + timedelta(hours=1),
}
PRIVATE = ("/moi", "/equipe", "/equipe/poste")
WRONG = "abeille abeille abeille abeille abeille"


def guesser(team):
    """Return the browser of somebody who guesses; what they try is counted and not paid for."""
    team.app.extensions["derivations"] = Counting()
    return browser(team.app)


def statuses(client) -> set[int]:
    return {client.get(page).status_code for page in PRIVATE}


@pytest.mark.parametrize("lie", LIES)
def test_nobody_enters_with_a_session_while_the_clock_lies_without_proving_who_they_are(team, fixed_clock, lie):
    assert statuses(team.first.client) == {200}
    fixed_clock(LIES[lie])

    assert statuses(team.first.client) <= {303, 423}
    assert [team.first.client.get(page).status_code for page in ("/", "/aide", "/guides/be-boite-mail")] == [200] * 3


@pytest.mark.parametrize("lie", LIES)
def test_a_session_that_was_over_stays_over_whatever_the_clock_says_next(team, fixed_clock, lie):
    fixed_clock(after(hours=12))
    assert statuses(team.first.client) == {303}
    fixed_clock(LIES[lie])

    assert statuses(team.first.client) == {303}
    fixed_clock(after(minutes=5))
    assert statuses(team.first.client) == {303}


@pytest.mark.parametrize("lie", LIES)
def test_once_the_clock_is_right_again_everybody_comes_in(team, fixed_clock, lie):
    fixed_clock(LIES[lie])
    for page in (*PRIVATE, "/connexion", "/"):
        assert team.first.client.get(page).status_code < 500
    thief = guesser(team)
    for _ in range(5):
        post(thief, "/connexion", nom=team.second.name, phrase=WRONG, entrer="1")
    team.app.extensions.pop("derivations")
    fixed_clock(after(minutes=1))
    there = Somebody(browser(team.app, source="192.0.2.7"), team.first.name, team.first.phrase, team.first.secret)

    assert there.enter().status_code == 303
    assert statuses(there.client) == {200}
    owner = Somebody(browser(team.app), team.second.name, team.second.phrase, team.second.secret)
    fixed_clock(after(seconds=60 + LONGEST))
    assert owner.enter().status_code == 303, "at the very source of the wrong tries, the longest pause is enough"
    assert statuses(owner.client) == {200}


@pytest.mark.parametrize("lie", LIES)
def test_nobody_waits_longer_than_the_longest_pause_because_the_clock_moved(team, fixed_clock, lie):
    thief = guesser(team)
    for seconds in (0, 0, 0, 10, 30, 70, 150, 310, 610):
        fixed_clock(after(seconds=seconds))
        post(thief, "/connexion", nom=team.first.name, phrase=WRONG, entrer="1")
    assert post(thief, "/connexion", nom=team.first.name, phrase=WRONG, entrer="1").status_code == 429
    fixed_clock(LIES[lie] + timedelta(seconds=LONGEST))

    assert post(thief, "/connexion", nom=team.first.name, phrase=WRONG, entrer="1").status_code == 422, "it is looked at again"


def test_a_clock_that_moves_forgives_no_wrong_try(team, fixed_clock):
    thief = guesser(team)
    for _ in range(3):
        post(thief, "/connexion", nom=team.first.name, phrase=WRONG, entrer="1")
    for lie in LIES.values():
        fixed_clock(lie)
        post(thief, "/connexion", nom=team.first.name, phrase=WRONG, entrer="1")

    assert rows(team.app, "SELECT max(tries) AS most FROM throttle")[0]["most"] >= 4


def test_after_the_clock_went_back_the_veil_is_shut_and_the_passphrase_opens_the_same_page(team, fixed_clock):
    fixed_clock(after(hours=2))
    assert "Votre phrase" in plain(team.first.client.get("/moi"))
    shown = team.first.client.get("/moi")
    team.first.client.post("/voile", data={"jeton": token_in(shown.text), "lever": team.first.phrase, "vers": "/moi"})
    fixed_clock(after(hours=1))
    shown = team.first.client.get("/moi")
    assert "Votre phrase" in plain(shown), "nobody knows for how long nobody was there"
    said = {"jeton": token_in(shown.text), "vers": "/moi"}
    assert team.first.client.post("/voile", data={**said, "lever": PIN}).status_code == 423
    assert team.first.client.post("/voile", data={**said, "lever": team.first.phrase}).location == "/moi"

    assert team.first.client.get("/moi").status_code == 200
    fixed_clock(after(hours=1, minutes=11))
    assert "Vos six chiffres" in plain(team.first.client.get("/moi")), "and ten minutes are ten minutes again"


def test_a_machine_of_the_day_is_not_open_longer_because_the_clock_went_back(team, fixed_clock):
    machine = browser(team.app)
    post(machine, "/poste", chiffres=PIN)
    number = machine.get("/poste").text.split('class="sign big">')[1].split("<")[0]
    post(team.first.client, "/equipe/poste", numero=number, heure="14:20")
    post(machine, "/poste/commencer", shown_at="/poste")
    for minutes in (8, 16, 20):
        fixed_clock(after(minutes=minutes))
        answer = machine.get("/moi").status_code
    assert answer == 303
    fixed_clock(after(minutes=1))

    assert machine.get("/moi").status_code == 303


def test_nothing_of_the_team_is_swept_away_by_a_clock_that_lied_for_a_day(team, fixed_clock):
    before = [tuple(row) for row in rows(team.app, "SELECT id, state, role FROM member ORDER BY id")]
    fixed_clock(LIES["ten years ahead"])
    other = process(team.app)
    post(other.test_client(), "/poste", chiffres=PIN)
    rows(team.app, "DELETE FROM member WHERE state = 'poste'")

    assert [tuple(row) for row in rows(team.app, "SELECT id, state, role FROM member ORDER BY id")] == before
