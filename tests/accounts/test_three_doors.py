"""The three ways back in: the sheet, a colleague, the envelope; each with one sign wrong, each left half-way (security.md S18, D5)."""

import re

import pytest

from companion.vault.keys import circles
from companion.vault.keys.keyring import Keyring
from companion.vault.keys.members import Colleague, PublicKeys, new_member
from companion.vault.rules.codes import SIGNS
from companion.web.tokens import spoken_code
from tests.accounts.attacks import NAMES, after, browser, close, member_row, plain, present_as, rows
from tests.accounts.house import FIRST_NAME, Somebody, found, id_of, join, meet, post, signs_in, spoken_in, words_in
from tests.conftest import SATURDAY

WRONG = 422


def one_wrong(signs: str, group: int) -> str:
    """Return these signs with one of a group read badly."""
    groups = signs.split("-")
    first = groups[group][0]
    groups[group] = SIGNS[(SIGNS.index(first) + 7) % len(SIGNS)] + groups[group][1:]
    return "-".join(groups)


def enter_with(team, who: Somebody, phrase: str) -> int:
    there = browser(team.app, source="192.0.2.9")
    return post(there, "/connexion", nom=who.name, phrase=phrase, entrer="1").status_code


def sheet_of(team, who: Somebody, sheet: str, source: str = "192.0.2.8"):
    return post(browser(team.app, source=source), "/secours", nom=who.name, feuille=sheet)


@pytest.mark.parametrize("group", range(6))
def test_one_wrong_sign_of_a_sheet_is_situated_and_opens_nothing(team, group):
    answer = sheet_of(team, team.first, one_wrong(team.first.sheet, group))

    assert answer.status_code == WRONG
    assert f"Un signe ne va pas dans le groupe n° {group + 1} :" in plain(answer)
    assert "Set-Cookie" not in answer.headers
    assert team.first.sheet[:5] not in answer.text


def test_the_sheet_of_another_opens_nothing(team):
    answer = sheet_of(team, team.first, team.second.sheet)

    assert answer.status_code == WRONG
    assert "ne vont pas ensemble" in plain(answer)


def test_a_sheet_brings_new_papers_and_the_old_ones_end_as_the_new_are_copied(team):
    old = team.second
    back = Somebody(browser(team.app))
    assert post(back.client, "/secours", nom=old.name, feuille=old.sheet).location == "/arrivee"
    assert back.client.get("/equipe").location == "/arrivee"
    assert enter_with(team, old, old.phrase) == 303, "an abandoned return changes nothing"
    back.arrive()

    assert back.name == old.name
    assert NAMES[0] in back.client.get("/equipe").text
    assert enter_with(team, old, old.phrase) == WRONG
    assert sheet_of(team, old, old.sheet).status_code == WRONG
    assert old.client.get("/moi").location.startswith("/connexion"), "the sessions opened before are over"
    assert enter_with(team, back, back.phrase) == 303
    assert sheet_of(team, back, back.sheet, "192.0.2.10").status_code == 303


def test_a_return_left_half_way_is_begun_again_or_given_up(team):
    old = team.second
    for _ in range(2):
        there = browser(team.app)
        post(there, "/secours", nom=old.name, feuille=old.sheet)
        shown = words_in(there.get("/arrivee/phrase").text)
        assert words_in(there.get("/arrivee/phrase").text) == shown, "reading the page again shows the same words"
    assert post(there, "/arrivee/phrase", phrase=" ".join(reversed(shown.split()))).status_code == WRONG
    assert enter_with(team, old, old.phrase) == 303
    post(there, "/arrivee/phrase", phrase=shown)
    assert sheet_of(team, old, old.sheet).status_code == 303, "the sheet is good until the new one is copied"

    again = Somebody(browser(team.app, source="192.0.2.11"), old.name, shown, old.secret)
    again.enter()
    assert again.client.get("/equipe").status_code == 200, "the new words, and the number of before"


def new_paper(team, step: str):
    """Ask for a new paper, and return the page that shows it."""
    post(team.first.client, f"/moi/renouveler/{step}", shown_at="/moi")
    return team.first.client.get(f"/arrivee/{step}").text


def test_a_new_sheet_ends_the_old_one_only_once_it_is_copied_without_a_fault(team):
    old, new = team.first.sheet, signs_in(new_paper(team, "feuille"))
    copied = team.first.client
    assert post(copied, "/arrivee/feuille", feuille=one_wrong(new, 3)).status_code == WRONG
    assert post(copied, "/arrivee/feuille", feuille=old).status_code == WRONG
    assert sheet_of(team, team.first, old).status_code == 303
    assert sheet_of(team, team.first, new).status_code == WRONG
    assert post(copied, "/arrivee/feuille", feuille=new.lower().replace("-", " ")).status_code == 303

    assert sheet_of(team, team.first, old, "192.0.2.12").status_code == WRONG
    assert sheet_of(team, team.first, new, "192.0.2.12").status_code == 303


def test_a_new_paper_that_was_asked_for_may_be_given_up(team):
    new_paper(team, "phrase")
    assert post(team.first.client, "/arrivee/garder-ancien", shown_at="/arrivee/phrase").location == "/moi"

    assert enter_with(team, team.first, team.first.phrase) == 303


# A colleague.


def given_back(team) -> Somebody:
    """Give access again to the second member, who lost everything, up to the meeting."""
    answer = post(team.first.client, f"/equipe/{member_row(team.app, team.second)['id'].hex()}/redonner", shown_at="/equipe")
    assert answer.status_code == 303
    number = re.search(r'class="sign big">([^<]*)<', team.first.client.get("/equipe").text)[1]
    there = browser(team.app)
    wrong = post(there, "/rejoindre", invitation=number[:-1] + ("7" if number[-1] != "7" else "8"))
    assert wrong.status_code == WRONG
    assert "Set-Cookie" not in wrong.headers
    assert post(there, "/rejoindre", invitation=number).location == "/arrivee"
    return Somebody(there).arrive()


def test_a_colleague_gives_access_again_and_the_lost_account_ends_with_the_meeting(team):
    old = team.second
    back = given_back(team)
    assert back.client.get("/equipe").location == "/attente"
    assert member_row(team.app, old)["state"] == "actif", "until they have met, the lost account is what it was"
    words = f"/equipe/{id_of(team.first, back.name)}/mots"
    assert f"vous fermez l’ancien compte {team.second.name}" in team.first.client.get(words).text
    heard = spoken_in(back.client.get("/attente").text).split()
    answer = post(team.first.client, words, mots=" ".join([*heard[:3], heard[0]]))
    assert answer.status_code == WRONG
    assert "Rien n’a été donné" in plain(answer)
    assert member_row(team.app, old)["state"] == "actif"
    meet(team.first, back, NAMES[1])

    assert member_row(team.app, old)["state"] == "parti"
    assert enter_with(team, old, old.phrase) == WRONG
    assert sheet_of(team, old, old.sheet).status_code == WRONG
    page = back.client.get("/equipe").text
    assert all(name in page for name in NAMES), "whoever comes back reads as before"
    assert {row["epoch"] for row in rows(team.app, "SELECT epoch FROM circle_wrap")} == {2}, "the lost papers open nothing new"


def test_an_invitation_serves_once_and_for_a_week(team, fixed_clock):
    number = "".join(["2"] * 12)
    assert post(browser(team.app), "/rejoindre", invitation=number).status_code == WRONG
    post(team.first.client, "/equipe/invitation", shown_at="/equipe", role="accueil")
    number = re.search(r'class="sign big">([^<]*)<', team.first.client.get("/equipe").text)[1]
    assert post(browser(team.app), "/rejoindre", invitation=number).status_code == 303
    assert post(browser(team.app), "/rejoindre", invitation=number).status_code == WRONG
    post(team.first.client, "/equipe/invitation", shown_at="/equipe", role="accueil")
    late = re.search(r'class="sign big">([^<]*)<', team.first.client.get("/equipe").text)[1]
    fixed_clock(after(days=8))

    assert post(browser(team.app), "/rejoindre", invitation=late).status_code == WRONG


def test_an_arrival_left_half_way_is_gone_on_with_by_the_words_already_copied(team):
    post(team.first.client, "/equipe/invitation", shown_at="/equipe", role="technique")
    number = re.search(r'class="sign big">([^<]*)<', team.first.client.get("/equipe").text)[1]
    there = browser(team.app)
    post(there, "/rejoindre", invitation=number)
    page = there.get("/arrivee/phrase").text
    phrase, name = words_in(page), re.search(r'class="own-name">([^<]*)<', page)[1]
    post(there, "/arrivee/phrase", phrase=phrase)
    later = Somebody(browser(team.app), name, phrase)
    assert later.enter().location == "/arrivee"
    assert later.client.get("/equipe").location == "/arrivee", "no page opens before the papers are received"
    later.arrive()

    assert later.client.get("/equipe").status_code == 200


def test_a_newcomer_met_just_before_somebody_leaves_reads_all_the_same(team):
    newcomer = join(team.first)
    words = f"/equipe/{id_of(team.first, newcomer.name)}/mots"
    post(team.first.client, words, mots=spoken_in(newcomer.client.get("/attente").text))
    post(team.first.client, f"/equipe/{id_of(team.first, team.second.name)}/depart")
    post(newcomer.client, "/attente", mots=spoken_in(team.first.client.get("/moi").text))

    assert NAMES[0] in newcomer.client.get("/equipe").text


# The envelope.


@pytest.fixture
def alone(app, fixed_clock):
    """Open an association whose envelope is known, and whose only member is gone with everything."""
    fixed_clock(SATURDAY)
    first = found(app.test_client())
    yield first
    close(app)


@pytest.mark.parametrize("group", [0, 5])
def test_one_wrong_sign_of_the_envelope_is_situated_and_gives_nothing(alone, group):
    there = browser(alone.client.application)
    answer = post(there, "/secours/enveloppe", enveloppe=one_wrong(alone.envelope, group))

    assert answer.status_code == WRONG
    assert f"dans le groupe n° {group + 1} :" in plain(answer)
    assert there.get("/equipe").location.startswith("/connexion")
    assert len(rows(alone.client.application, "SELECT 1 FROM member")) == 1


def test_the_envelope_opens_a_new_account_that_reads_and_the_team_is_told(alone):
    app = alone.client.application
    there = browser(app)
    assert post(there, "/secours/enveloppe", enveloppe=alone.sheet).status_code == WRONG, "a sheet is no envelope"
    assert post(there, "/secours/enveloppe", enveloppe=alone.envelope).location == "/arrivee"
    assert there.get("/equipe").location == "/arrivee"
    back = Somebody(there).arrive()

    assert FIRST_NAME in there.get("/equipe").text
    assert "L’enveloppe de l’association a été ouverte" in plain(there.get("/equipe"))
    assert "L’enveloppe de l’association a été ouverte" in plain(alone.client.get("/equipe"))
    post(there, "/equipe/enveloppe", shown_at="/equipe")
    old, back.envelope = alone.envelope, ""
    back.arrive()
    assert back.envelope
    assert back.envelope != old
    assert "a été ouverte" not in plain(there.get("/equipe"))
    assert post(browser(app), "/secours/enveloppe", enveloppe=old).status_code == WRONG, "the old paper opens nothing any more"
    assert post(browser(app), "/secours/enveloppe", enveloppe=back.envelope).status_code == 303


def test_an_envelope_in_which_another_key_was_put_by_hand_opens_the_circle_of_the_team_and_no_other(alone):
    app = alone.client.application
    real = rows(app, "SELECT * FROM circle_grant")
    envelope = rows(app, "SELECT envelope_id FROM association")[0]["envelope_id"]
    public = PublicKeys(*rows(app, "SELECT envelope_box, envelope_sign FROM association")[0])
    forger, to = new_member(), Colleague(envelope, public)
    mine = circles.CircleKey(real[0]["circle"], 7, bytes(32))
    made = circles.grant(mine, to, forger, Keyring().pin(to))
    keys = forger.keys.public
    columns = "id, sign_in_name, role, state, words, box, sign, own_revision, keyring_revision, last_number, joined_on"
    said = (forger.id, "faux-10", "technique", "actif", 5, keys.box, keys.sign, 0, 0, 0, "2026-11-21")
    rows(app, f"INSERT INTO member ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", *said)  # noqa: S608 (our columns)
    values = (mine.circle, 7, envelope, made.face.public, made.giver, made.blob, made.signature)
    rows(app, "INSERT INTO circle_grant VALUES (?, ?, ?, ?, ?, ?, ?)", *values)
    there = browser(app)
    assert post(there, "/secours/enveloppe", enveloppe=alone.envelope).location == "/arrivee"
    back = Somebody(there).arrive()

    assert FIRST_NAME in there.get("/equipe").text
    assert present_as(back).member.id != forger.id
    assert {row["epoch"] for row in rows(app, "SELECT epoch FROM circle_grant WHERE member_id = ?", present_as(back).who.id)} == {1}


def test_a_first_run_left_half_way_is_begun_again_from_nothing(app):
    code = spoken_code("première ouverture", app)
    for _ in range(2):
        there = app.test_client()
        post(there, "/premiere-ouverture", code=code, nom="Essai", prenom=FIRST_NAME, pays="be")
        page = there.get("/arrivee/phrase").text
        phrase, name = words_in(page), re.search(r'class="own-name">([^<]*)<', page)[1]
        post(there, "/arrivee/phrase", phrase=phrase)
    assert len(rows(app, "SELECT 1 FROM member")) == 1
    token = re.search(r'name="jeton" value="(\w+)"', app.test_client().get("/premiere-ouverture").text)[1]
    said = {"jeton": token, "nom": name, "phrase": phrase, "entrer": "1"}
    assert app.test_client().post("/connexion", data=said).status_code == WRONG, "before the house is open, nobody signs in"

    first = found(app.test_client())
    assert first.client.get("/equipe").status_code == 200
    assert first.name != name or first.phrase != phrase
    close(app)
