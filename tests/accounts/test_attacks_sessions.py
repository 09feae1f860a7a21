"""Attacks on sessions: a cookie put there before, kept after, copied, taken with the whole disk (security.md S9, D6)."""

import pytest

from companion.vault.keys import members
from companion.vault.rules.faults import Locked
from tests.accounts.attacks import PIN, after, browser, held_by, kept_cookie, member_row, present_as, process, rows
from tests.accounts.house import Somebody, id_of, post, token_in, words_in

PRIVATE = "/moi"


def is_in(client) -> bool:
    """Tell whether this browser sees a private page."""
    return client.get(PRIVATE).status_code == 200


def test_the_cookie_given_before_signing_in_is_never_the_one_after(team):
    planted = "ab" * 32
    there = browser(team.app, planted)
    answer = post(there, "/connexion", nom=team.first.name, phrase=team.first.phrase, entrer="1")
    half = kept_cookie(there)
    assert answer.location == "/connexion/numero"
    post(there, "/connexion/numero", numero=team.first.number())
    whole = kept_cookie(there)

    assert is_in(there)
    assert len({planted, half, whole}) == 3, "a new cookie at the passphrase, another at the number"
    assert not is_in(browser(team.app, planted))
    assert not is_in(browser(team.app, half)), "half a way in is over once the number is given"
    assert browser(team.app, half).get("/connexion/numero").location.startswith("/connexion?")


def test_half_a_way_in_opens_nothing_but_the_question_of_the_number(team):
    there = browser(team.app)
    post(there, "/connexion", nom=team.first.name, phrase=team.first.phrase, entrer="1")

    assert {there.get(page).location for page in ("/moi", "/equipe", "/attente", "/voile", "/arrivee")} == {"/connexion/numero"}


def test_whoever_signs_in_over_another_session_ends_it(team):
    before = kept_cookie(team.second.client)
    there = browser(team.app, before)
    answer = post(there, "/connexion", shown_at="/moi", nom=team.first.name, phrase=team.first.phrase, entrer="1")
    assert answer.location == "/connexion/numero"
    post(there, "/connexion/numero", numero=team.first.number())

    assert is_in(there)
    assert kept_cookie(there) != before
    assert not is_in(browser(team.app, before))


def test_a_cookie_copied_before_leaving_opens_nothing_after(team):
    copied = browser(team.app, kept_cookie(team.first.client))
    assert is_in(copied), "the control: until then it does open"
    answer = team.first.quit()

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(copied)
    assert not rows(team.app, "SELECT 1 FROM sign_in WHERE id = ?", members.session_id(bytes.fromhex(kept_cookie(copied))))


def test_a_new_passphrase_ends_the_other_sessions_and_the_old_words(team):
    elsewhere = browser(team.app)
    team.first.enter(client=elsewhere)
    assert is_in(elsewhere)
    old = team.first.phrase
    post(team.first.client, "/moi/renouveler/phrase", shown_at="/moi")
    assert is_in(elsewhere), "nothing changes before the new words are copied right"
    new = words_in(team.first.client.get("/arrivee/phrase").text)
    assert post(team.first.client, "/arrivee/phrase", phrase=new).status_code == 303

    assert is_in(team.first.client)
    assert not is_in(elsewhere)
    assert post(browser(team.app), "/connexion", nom=team.first.name, phrase=old, entrer="1").status_code == 422
    assert post(browser(team.app), "/connexion", nom=team.first.name, phrase=new, entrer="1").status_code == 303


def test_the_session_of_somebody_who_left_opens_nothing(team):
    assert is_in(team.second.client)
    copied = rows(team.app, "SELECT * FROM sign_in WHERE id = ?", held_by(team.second).id)[0]
    post(team.first.client, f"/equipe/{id_of(team.first, team.second.name)}/depart")
    assert not is_in(team.second.client)
    answer = team.second.enter()
    assert answer.status_code == 422, "nor do the words"

    assert len(copied) == 7
    rows(team.app, "INSERT INTO sign_in VALUES (?, ?, ?, ?, ?, ?, ?)", *copied)
    assert not is_in(team.second.client), "a row written back by hand revives nobody"


def test_a_new_start_of_the_server_ends_every_session(team):
    cookie = kept_cookie(team.first.client)

    assert is_in(browser(process(team.app), cookie)), "the control: another process of the same start"
    assert not is_in(browser(process(team.app, restarted=True), cookie))


def test_a_row_and_a_cookie_without_the_key_of_the_start_open_nothing(team):
    who, held = present_as(team.first), held_by(team.first)
    blobs = {"keys": who.row.keys, "pin_keys": who.row.pin_keys}

    opened = members.unlock_for_session(blobs["keys"], who.who, held.cookie, held.boot_key)
    assert opened.colleague == who.who, "the control: with everything it opens"
    for boot_key in (b"", bytes(32), held.cookie):
        with pytest.raises(Locked):
            members.unlock_for_session(blobs["keys"], who.who, held.cookie, boot_key)
        with pytest.raises(Locked):
            members.unlock_for_session(blobs["pin_keys"], who.who, held.cookie + PIN.encode(), boot_key)
        with pytest.raises(Locked):
            members.open_state(held.cookie, boot_key, who.row.state)


def test_the_row_of_a_session_given_to_another_account_opens_nothing_of_either(team):
    other = member_row(team.app, team.second)["id"]
    rows(team.app, "UPDATE sign_in SET member_id = ? WHERE id = ?", other, held_by(team.technician).id)

    answer = team.technician.client.get("/moi")
    assert answer.status_code in {303, 409}
    assert team.second.name not in answer.text
    assert team.technician.client.get("/equipe").status_code == 409


def test_a_session_is_over_after_twelve_hours(team, fixed_clock):
    fixed_clock(after(hours=12, seconds=-1))
    assert team.first.client.get(PRIVATE).status_code == 423, "shut, and still to be opened by the passphrase"
    fixed_clock(after(hours=12))

    assert team.first.client.get(PRIVATE).location == "/connexion?vers=/moi"
    assert team.first.client.get("/").status_code == 200, "guides stay open to all"


def test_a_session_that_is_over_is_not_revived_by_a_clock_set_back(team, fixed_clock):
    fixed_clock(after(hours=12))
    assert not is_in(team.first.client)
    fixed_clock(after(minutes=1))

    assert not is_in(team.first.client)
    assert is_in(team.second.client), "the control: a session nobody saw over is still one"


def opened_machine(team, hour: str):
    """Return the browser of a machine that a member opened until this hour."""
    machine = browser(team.app)
    post(machine, "/poste", chiffres=PIN)
    number = machine.get("/poste").text.split('class="sign big">')[1].split("<")[0]
    assert post(team.first.client, "/equipe/poste", numero=number, heure=hour).status_code == 303
    assert post(machine, "/poste/commencer", shown_at="/poste").location == "/"
    return machine


def test_a_machine_of_the_day_closes_at_its_hour_and_takes_nobodys_words(team, fixed_clock):
    machine = opened_machine(team, "14:12")
    for minute in (0, 6, 11):
        fixed_clock(after(minutes=minute))
        assert is_in(machine)
    fixed_clock(after(minutes=12))

    assert not is_in(machine)
    (poste,) = rows(team.app, "SELECT * FROM member WHERE state = 'poste'")
    assert poste["phrase"] is None


def test_a_machine_left_alone_asks_its_figures_then_closes_for_good(team, fixed_clock):
    machine = opened_machine(team, "18:00")
    fixed_clock(after(minutes=11))
    answer = machine.get(PRIVATE)
    assert answer.status_code == 423
    assert machine.post("/voile", data={"jeton": token_in(answer.text), "lever": PIN, "vers": PRIVATE}).location == PRIVATE
    assert is_in(machine)
    fixed_clock(after(minutes=80))

    assert machine.get(PRIVATE).location == "/poste"
    assert not is_in(machine)


def test_a_cookie_that_is_not_ours_is_a_stranger(team):
    for cookie in ("", "zz", "ab" * 31, "ab" * 33, "é" * 8, "00" * 32):
        assert not is_in(browser(team.app, cookie))


def test_nobody_enters_while_they_are_only_half_in_for_longer_than_ten_minutes(team, fixed_clock):
    there = Somebody(browser(team.app))
    post(there.client, "/connexion", nom=team.first.name, phrase=team.first.phrase, entrer="1")
    shown = there.client.get("/connexion/numero").text
    fixed_clock(after(minutes=10))

    answer = there.client.post("/connexion/numero", data={"jeton": token_in(shown), "numero": team.first.number()})
    assert answer.location == "/connexion"
    assert not is_in(there.client)
