"""Attacks by guessing: a thousand wrong passphrases, a thousand wrong numbers, names tried one after the other (security.md S7, D9)."""

import random

import pytest

from companion.vault.rules.sheets import new_sheet
from companion.words.queries import french
from tests.accounts.attacks import WRONG_PIN, Counting, after, browser, kept_cookie, plain, process, rows
from tests.accounts.house import Somebody, post, token_in
from tests.conftest import rounds

TRIES = rounds(120, 1000)
AT_MOST = 20
HOUR = 3600
ELSEWHERE = "192.0.2.7"
STRANGER = "hibou-77"


def wrong_words(seed: int, count: int = 6) -> str:
    """Return words of the list that are nobody's passphrase."""
    return " ".join(random.Random(seed).choices(french(), k=count))


def try_words(client, name: str, phrase: str):
    """Send the form as a program does, without reading the page again each time."""
    return client.post("/connexion", data={"jeton": client.token, "nom": name, "phrase": phrase, "entrer": "1"})


def thief(app, source: str = "127.0.0.1", page: str = "/connexion"):
    """Return a browser that has the token of the forms of everybody."""
    made = browser(app, source=source)
    made.token = token_in(made.get(page).text)
    return made


def spread(count: int, fixed_clock):
    """Count from nothing to so many, within an hour."""
    for rank in range(count):
        fixed_clock(after(seconds=rank * HOUR / count))
        yield rank


def test_of_a_thousand_wrong_passphrases_in_an_hour_twenty_are_looked_at(team, fixed_clock):
    count, there = Counting(), thief(team.app)
    team.app.extensions["derivations"] = count
    answers = [try_words(there, team.first.name, wrong_words(rank)).status_code for rank in spread(TRIES, fixed_clock)]

    assert answers.count(422) == count.count
    assert 10 <= count.count <= AT_MOST, "some are looked at: the owner is never locked out"
    assert answers.count(429) == TRIES - count.count
    team.app.extensions.pop("derivations")
    elsewhere = Somebody(browser(team.app, source=ELSEWHERE), team.first.name, team.first.phrase, team.first.secret)
    assert elsewhere.enter().status_code == 303, "the right owner, from another source, does not wait"
    assert elsewhere.client.get("/moi").status_code == 200


def test_of_a_thousand_wrong_numbers_in_an_hour_twenty_are_looked_at(team, fixed_clock):
    looked_at = 0
    for rank in spread(TRIES, fixed_clock):
        if rank % (TRIES // 8) == 0:
            there = browser(team.app)
            post(there, "/connexion", nom=team.first.name, phrase=team.first.phrase, entrer="1")
            token = token_in(there.get("/connexion/numero").text)
        answer = there.post("/connexion/numero", data={"jeton": token, "numero": f"{rank:06}"})
        looked_at += answer.status_code == 422

    assert 10 <= looked_at <= AT_MOST, "signing in half-way again forgives nothing"
    elsewhere = Somebody(browser(team.app, source=ELSEWHERE), team.first.name, team.first.phrase, team.first.secret)
    elsewhere.enter()
    assert elsewhere.client.get("/moi").status_code == 200


def test_of_a_thousand_wrong_sheets_in_an_hour_twenty_are_looked_at(team, fixed_clock):
    there, looked_at = thief(team.app, page="/secours"), 0
    for _ in spread(TRIES, fixed_clock):
        answer = there.post("/secours", data={"jeton": there.token, "nom": team.first.name, "feuille": new_sheet()})
        looked_at += answer.status_code == 422

    assert 10 <= looked_at <= AT_MOST


def test_wrong_tries_are_still_counted_after_a_new_start_and_by_both_processes(team):
    there = thief(team.app)
    team.app.extensions["derivations"] = Counting()
    answers = [try_words(there, team.first.name, wrong_words(rank)).status_code for rank in range(4)]
    assert answers == [422, 422, 422, 429]

    for restarted in (False, True):
        other = process(team.app, restarted=restarted)
        other.extensions["derivations"] = Counting()
        assert try_words(thief(other), team.first.name, wrong_words(9)).status_code == 429
    assert other.extensions["derivations"].count == 0
    assert try_words(thief(other, ELSEWHERE), team.first.name, wrong_words(9)).status_code == 422, (
        "the control: from elsewhere it is looked at"
    )


def test_a_header_that_pretends_to_come_from_elsewhere_changes_no_count(team):
    there = thief(team.app)
    team.app.extensions["derivations"] = Counting()
    answers = [
        there.post(
            "/connexion",
            data={"jeton": there.token, "nom": team.first.name, "phrase": wrong_words(rank), "entrer": "1"},
            headers={"X-Forwarded-For": f"192.0.2.{rank}", "Forwarded": f"for=192.0.2.{rank}"},
        ).status_code
        for rank in range(5)
    ]

    assert answers == [422, 422, 422, 429, 429]


def test_another_way_of_writing_the_name_is_the_same_account(team):
    there, name = thief(team.app), team.first.name
    team.app.extensions["derivations"] = Counting()
    animal, figures = name.split("-")
    ways = (name, name.upper(), f" {animal} {figures} ", f"{animal}{figures}", f"{animal}_{figures}")

    assert [try_words(there, way, wrong_words(1)).status_code for way in ways] == [422, 422, 422, 429, 429]


def test_an_unknown_account_answers_waits_and_costs_as_a_known_one(team, fixed_clock):
    known, unknown = thief(team.app), thief(team.app)
    moments = (0, 1, 2, 3, 14, 15, 40, 80, 81, 170, 350)
    seen = {}
    for name, there in ((team.first.name, known), (STRANGER, unknown)):
        count = team.app.extensions["derivations"] = Counting()
        seen[name] = []
        for seconds in moments:
            fixed_clock(after(seconds=seconds))
            answer = try_words(there, name, wrong_words(seconds))
            seen[name].append((answer.status_code, plain(answer).replace(name, ""), count.count, sorted(answer.headers.keys())))

    assert seen[team.first.name] == seen[STRANGER]
    assert {status for status, *_ in seen[STRANGER]} == {422, 429}


@pytest.mark.parametrize("state", ["arrive", "attend", "parti"])
def test_no_sentence_tells_an_account_that_is_not_open_from_one_that_never_was(team, state):
    team.app.extensions["derivations"] = Counting()
    rows(team.app, "UPDATE member SET state = ? WHERE sign_in_name = ?", state, team.second.name)
    rows(team.app, "UPDATE member SET sheet = NULL WHERE sign_in_name = ?", team.second.name)
    for way in ("/connexion", "/secours"):
        there = thief(team.app, page=way)
        said = {"jeton": there.token, "phrase": wrong_words(3), "feuille": team.first.sheet, "entrer": "1"}
        answers = [there.post(way, data={**said, "nom": name}) for name in (team.second.name, STRANGER)]

        assert {answer.status_code for answer in answers} == {422}
        assert plain(answers[0]).replace(team.second.name, "") == plain(answers[1]).replace(STRANGER, "")


def test_a_word_that_is_not_in_the_list_is_answered_by_the_nearest_one_and_costs_no_try(team):
    count, there = Counting(), thief(team.app)
    team.app.extensions["derivations"] = count
    words = [word for word in french() if len(word) == max(map(len, french()))][:5]
    typed = " ".join([*words[:4], f"{words[4][:5]}xx{words[4][5:]}"])
    for name in (team.first.name, STRANGER):
        for _ in range(6):
            answer = try_words(there, name, typed)
            assert answer.status_code == 422
            assert f"Le mot n° 5 n’est pas dans la liste. Vouliez-vous dire « {words[4]} »" in plain(answer)

    assert count.count == 0
    assert not rows(team.app, "SELECT 1 FROM throttle")


def test_the_right_passphrase_forgives_the_wrong_ones(team):
    for rank in range(2):
        try_words(thief(team.app), team.first.name, wrong_words(rank))
    there = Somebody(browser(team.app), team.first.name, team.first.phrase, team.first.secret)
    assert there.enter().status_code == 303

    assert not rows(team.app, "SELECT 1 FROM throttle")


def test_the_figures_of_the_veil_are_not_guessed_either(team, fixed_clock):
    there, answers = browser(team.app, kept_cookie(team.first.client)), []
    for rank in spread(20, fixed_clock):
        shown = there.get("/voile" if rank else "/moi").text
        if rank == 0:
            post(there, "/voile/tirer", shown_at="/moi")
            shown = there.get("/voile").text
        answers.append(plain(there.post("/voile", data={"jeton": token_in(shown), "lever": WRONG_PIN})))

    looked_at = [one for one in answers if "Ce ne sont pas vos six chiffres" in one or "cinq fois de suite" in one]
    assert len(looked_at) == 5
    assert "cinq fois de suite" in looked_at[-1]
    assert all("Vos six chiffres" not in one for one in answers[answers.index(looked_at[-1]) :])
