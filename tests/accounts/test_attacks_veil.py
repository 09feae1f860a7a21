"""What the veil hides: pages, keys, forms that wait; and what opens it again (decision C5, security.md D6)."""

import re
from base64 import urlsafe_b64decode

import pytest

from companion.accounts.actions import sessions
from companion.vault.keys import members
from companion.vault.rules.faults import Locked
from companion.web.store import changing
from tests.accounts.attacks import NAMES, PIN, WRONG_PIN, after, browser, held_by, kept_cookie, plain, present_as, rows
from tests.accounts.house import post, token_in

PRIVATE = ("/moi", "/equipe", "/equipe/poste", "/attente", "/arrivee")
PUBLIC = ("/", "/aide", "/guides/be-boite-mail", "/atelier/", "/sante")
VEILED, GUIDE = 423, "/guides/be-boite-mail"


def session_row(team, who):
    (found,) = rows(team.app, "SELECT * FROM sign_in WHERE id = ?", held_by(who).id)
    return found


def lift(client, typed: str, shown: str = "/moi"):
    """Type what lifts the veil, on the page that asks for it."""
    return client.post("/voile", data={"jeton": token_in(client.get(shown).text), "lever": typed, "vers": shown})


def test_after_ten_minutes_private_pages_ask_the_figures_and_public_ones_stay(team, fixed_clock):
    client = team.first.client
    fixed_clock(after(minutes=10, seconds=-1))
    assert client.get("/moi").status_code == 200
    fixed_clock(after(minutes=20))

    for address in PRIVATE:
        answer = client.get(address)
        assert answer.status_code == VEILED, address
        assert "Vos six chiffres" in plain(answer)
    assert [client.get(address).status_code for address in PUBLIC] == [200] * len(PUBLIC)
    assert lift(client, PIN).location == "/moi"
    assert client.get("/moi").status_code == 200


def test_after_an_hour_only_the_passphrase_opens(team, fixed_clock):
    client = team.first.client
    fixed_clock(after(minutes=60))
    assert "Votre phrase" in plain(client.get("/moi"))
    assert lift(client, PIN).status_code == VEILED
    assert lift(client, team.second.phrase).status_code == VEILED

    assert lift(client, team.first.phrase).location == "/moi"
    assert client.get("/moi").status_code == 200
    assert NAMES[1] in client.get("/equipe").text


def test_reading_a_guide_under_the_veil_is_no_gesture_that_keeps_it_from_shutting(team, fixed_clock):
    client = team.first.client
    for minutes in range(11, 75, 9):
        fixed_clock(after(minutes=minutes))
        assert client.get(GUIDE).status_code == 200

    assert "Votre phrase" in plain(client.get("/moi"))


def test_after_five_wrong_tries_the_right_figures_open_nothing_any_more(team, fixed_clock):
    client = team.first.client
    post(client, "/voile/tirer", shown_at="/moi")
    for rank in range(5):
        fixed_clock(after(minutes=8 * rank))
        answer = lift(client, WRONG_PIN)
        assert answer.status_code == VEILED
    assert "Votre phrase" in plain(answer), "it is said at once"
    row = session_row(team, team.first)
    assert (row["keys"], row["pin_keys"]) == (None, None)
    fixed_clock(after(minutes=38))

    assert lift(client, PIN).status_code == VEILED
    fixed_clock(after(minutes=46))
    assert lift(client, team.first.phrase).location == "/moi"
    assert session_row(team, team.first)["pin_left"] == 5


def test_four_wrong_tries_then_the_right_figures_open(team, fixed_clock):
    client = team.first.client
    post(client, "/voile/tirer", shown_at="/moi")
    for rank in range(4):
        fixed_clock(after(minutes=8 * rank))
        lift(client, WRONG_PIN)
    fixed_clock(after(minutes=32))

    assert lift(client, PIN).location == "/moi"
    assert session_row(team, team.first)["pin_left"] == 5


def test_many_tries_at_the_same_instant_are_five_at_most(team):
    who = present_as(team.first)
    with team.app.app_context():
        left = []
        for _ in range(9):
            with changing() as session:
                left.append(sessions.take_pin_try(session, who))
                session.commit()

    assert left == [4, 3, 2, 1, 0, None, None, None, None]


def test_under_the_veil_the_private_keys_are_not_in_the_row(team, fixed_clock):
    who, held = present_as(team.first), held_by(team.first)
    assert session_row(team, team.first)["keys"] is not None
    fixed_clock(after(minutes=11))
    team.first.client.get("/")
    row = session_row(team, team.first)

    assert row["keys"] is None
    for pin in ("", WRONG_PIN, PIN[:5], PIN[::-1]):
        with pytest.raises(Locked):
            members.unlock_for_session(row["pin_keys"], who.who, held.cookie + pin.encode(), held.boot_key)
    opened = members.unlock_for_session(row["pin_keys"], who.who, held.cookie + PIN.encode(), held.boot_key)
    assert opened.colleague == who.who, "the control: with the six figures too, it opens"
    fixed_clock(after(minutes=70))
    team.first.client.get("/")
    assert session_row(team, team.first)["pin_keys"] is None


def test_who_chose_no_figures_gives_the_passphrase_at_once(team, fixed_clock):
    fixed_clock(after(minutes=11))
    answer = team.technician.client.get("/moi")

    assert answer.status_code == VEILED
    assert "Votre phrase" in plain(answer)
    row = session_row(team, team.technician)
    assert (row["keys"], row["pin_keys"]) == (None, None)


def test_the_page_of_the_veil_holds_nothing_private(team, fixed_clock):
    fixed_clock(after(minutes=11))
    text = team.first.client.get("/equipe").text

    private = (*NAMES, team.first.name, team.second.name, PIN, team.first.phrase, kept_cookie(team.first.client))
    assert [one for one in private if one in text] == []


def test_the_veil_drawn_by_hand_hides_at_once(team):
    assert post(team.first.client, "/voile/tirer", shown_at="/moi").status_code == 303

    assert team.first.client.get("/moi").status_code == VEILED
    assert session_row(team, team.first)["keys"] is None


TEXT = "Zénobie, ma collègue du lundi"


def sent_under_the_veil(team, fixed_clock):
    """Return the page that keeps a form sent under the veil."""
    shown = team.first.client.get("/moi").text
    fixed_clock(after(minutes=11))
    said = {"jeton": token_in(shown), "chiffres": "836 205", "mot": TEXT}
    return team.first.client.post("/moi/chiffres", data=said)


def kept_in(answer) -> str:
    return re.search(r'name="garde" value="([^"]+)"', answer.text)[1]


def test_a_form_sent_under_the_veil_waits_and_nobody_reads_it_meanwhile(team, fixed_clock):
    answer = sent_under_the_veil(team, fixed_clock)
    kept = kept_in(answer)

    assert answer.status_code == VEILED
    assert TEXT not in answer.text
    assert "836" not in re.sub(r'value="[^"]*"', "", answer.text)
    assert "Zénobie".encode() not in urlsafe_b64decode(kept)
    said = {"jeton": token_in(answer.text), "lever": PIN, "garde": kept}
    assert team.first.client.post("/moi/chiffres", data=said).location == "/moi#voile"
    post(team.first.client, "/voile/tirer", shown_at="/moi")
    assert lift(team.first.client, "836205").location == "/moi", "what was sent has been done"


def test_a_form_that_waits_goes_on_at_its_own_address_and_in_its_own_session_only(team, fixed_clock):
    kept = kept_in(sent_under_the_veil(team, fixed_clock))
    before = rows(team.app, "SELECT own, state FROM member ORDER BY id")
    first, second = team.first.client, team.second.client
    said = {"lever": PIN, "garde": kept}
    elsewhere = first.post("/moi/renouveler/phrase", data={**said, "jeton": token_in(first.get("/moi").text)})
    post(first, "/voile/tirer", shown_at="/moi")
    another = second.post("/moi/chiffres", data={**said, "jeton": token_in(second.get("/moi").text)})
    cut = first.post("/moi/chiffres", data={"lever": PIN, "garde": kept[:-8], "jeton": token_in(first.get("/moi").text)})

    for answer in (elsewhere, another, cut):
        assert answer.status_code == 409
        assert "n’est plus lisible" in plain(answer)
    assert [tuple(row) for row in rows(team.app, "SELECT own, state FROM member ORDER BY id")] == [tuple(row) for row in before]


def test_what_waits_is_not_given_back_to_who_does_not_lift_the_veil(team, fixed_clock):
    answer = sent_under_the_veil(team, fixed_clock)
    said = {"jeton": token_in(answer.text), "lever": WRONG_PIN, "garde": kept_in(answer)}
    again = team.first.client.post("/moi/chiffres", data=said)

    assert again.status_code == VEILED
    assert kept_in(again), "it still waits"
    assert TEXT not in again.text


def test_the_veil_leads_back_to_a_page_of_ours_only(team):
    client = team.first.client
    for away in ("//elsewhere.example", "/\\elsewhere.example", "https://elsewhere.example", "/\t/elsewhere.example"):
        post(client, "/voile/tirer", shown_at="/moi")
        answer = client.post("/voile", data={"jeton": token_in(client.get("/moi").text), "lever": PIN, "vers": away})
        assert answer.location == "/"


def test_somebody_without_a_session_has_no_veil_to_lift(team):
    assert browser(team.app).get("/voile").location == "/connexion?vers=/voile"
