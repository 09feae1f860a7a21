"""Guesses at what opens a thread: the key of a sheet, the two pictures, the ids that stand in addresses (decisions B5 and C4)."""

import secrets
from datetime import timedelta
from itertools import combinations

import pytest

from companion.demarches.actions.tries import HALF_HOUR
from companion.demarches.queries import threads
from companion.demarches.rules.pictures import PICTURES
from companion.demarches.views import resuming
from companion.vault.rules.codes import new_code
from tests.accounts.attacks import browser, kept_cookie, process
from tests.conftest import SATURDAY, rounds
from tests.demarches.attacks import Desk, at_once, begin_house, sit, sit_again

HOUR = 3600
FIRST, SECOND = "chat", "tasse"


class Derived:
    """Counts the keys that were really tried, and pays for none."""

    def __init__(self) -> None:
        self.count = 0

    def derive(self, *_asked: object) -> bytes:
        self.count += 1
        return bytes(32)


def test_the_key_of_a_sheet_is_tried_twenty_times_an_hour_from_one_source_and_the_pause_is_told(app, fixed_clock):
    me = begin_house(app)
    key = me.close(me.begin(), feuille="nouvelle")
    derived, paid = Derived(), app.extensions["derivations"]
    app.extensions["derivations"] = derived
    answers = set()
    for second in range(0, HOUR, 10):
        fixed_clock(SATURDAY + timedelta(seconds=second))
        answers.add(me.unfold(new_code(12)).status_code)
    assert answers == {422, 429}
    assert derived.count <= 20

    app.extensions["derivations"] = paid
    elsewhere = browser(app, kept_cookie(me.client), source="192.0.2.7")
    assert Desk(elsewhere).unfold(key).status_code == 303, "the control: the right key, from another desk, waits for nobody"


def test_a_new_session_or_another_browser_at_the_same_desk_gives_no_more_tries_at_the_key(app):
    me = begin_house(app)
    keys = me.keys()
    told = [sit_again(app, keys).unfold(new_code(12)).status_code for _ in range(6)]
    other = process(app)
    told.append(Desk(browser(other, kept_cookie(me.client))).unfold(new_code(12)).status_code)
    other.extensions["database"].engine.dispose()

    assert told == [422, 422, 422, 429, 429, 429, 429]


def test_a_key_that_is_none_is_told_at_once_and_costs_no_try(app):
    me = begin_house(app)
    key = me.close(me.begin(), feuille="nouvelle")
    assert {me.send("/reprendre", cle1=typed).status_code for typed in ("", "7K2M", "7K2M-9QRS-4TW!", "u" * 12) for _ in range(5)} == {422}
    assert me.unfold(key).status_code == 303


# The pictures.


def kept(me: Desk) -> Desk:
    """Keep a thread that two pictures find."""
    me.close(me.begin(), equipe="oui", image=[FIRST, SECOND])
    return me


def shown(me: Desk, *pictures: str) -> int:
    answer = me.send("/reprendre/images", guide="demande-ponctuelle", periode="mois", image=list(pictures))
    return answer.status_code


def is_shut(me: Desk) -> bool:
    return shown(me, FIRST, SECOND) == 422


def three_wrong(me: Desk) -> None:
    for pair in list(combinations(("velo", "bus", "pull"), 2))[:3]:
        assert shown(me, *pair) == 422


def test_three_wrong_tries_at_the_pictures_shut_this_way_and_the_right_ones_come_too_late(app):
    me = kept(begin_house(app))
    three_wrong(me)

    assert is_shut(me)
    assert "Trois essais" in me.client.get("/reprendre/images").text
    other = sit(app)
    assert not is_shut(other), "the control: a second worker asks again, from the beginning"


@pytest.mark.parametrize("way", ["a new session", "another tab", "a new visit", "another process", "a session that ended"])
def test_nothing_that_one_worker_does_gives_more_tries(app, way):
    me = kept(begin_house(app))
    keys = me.keys()
    three_wrong(me)

    if way == "a new visit":
        me.close(me.begin())
    if way == "a session that ended":
        me.send("/quitter")
    there = me if way in {"another tab", "a new visit"} else sit_again(app, keys)
    if way == "another process":
        other = process(app)
        other.extensions["derivations"] = app.extensions["derivations"]
        there = Desk(browser(other, kept_cookie(there.client)))
    assert is_shut(there)
    if way == "another process":
        other.extensions["database"].engine.dispose()


def test_right_pictures_found_in_between_begin_the_count_again_and_half_an_hour_does(app, fixed_clock):
    me = kept(begin_house(app))
    for _ in range(3):
        assert shown(me, "velo", "bus") == 422
        assert shown(me, "velo", "pull") == 422
        assert shown(me, FIRST, SECOND) == 303
    keys = me.keys()
    three_wrong(me)
    fixed_clock(SATURDAY + timedelta(seconds=HALF_HOUR - 1))
    assert is_shut(sit_again(app, keys))
    fixed_clock(SATURDAY + timedelta(seconds=2 * HALF_HOUR))
    assert not is_shut(sit_again(app, keys)), "the next person is somebody else"


def test_of_fifty_wrong_pairs_sent_at_the_same_instant_three_are_looked_at(app, monkeypatch):
    me = kept(begin_house(app))
    looked, real = [], threads.all_kept

    def all_kept(*asked: object) -> object:
        looked.append(1)
        return real(*asked)

    monkeypatch.setattr(resuming, "all_kept", all_kept)
    token = me.token()
    pairs = [pair for pair in combinations(PICTURES, 2) if pair != (FIRST, SECOND)][:50]
    said = [{"jeton": token, "guide": "demande-ponctuelle", "periode": "mois", "image": list(pair)} for pair in pairs]
    told = at_once([lambda one=one: me.client.post("/reprendre/images", data=one).status_code for one in said])

    assert set(told) == {422}
    assert len(looked) == 3


def test_no_file_tells_which_worker_tried_pictures(app):
    """« Nobody can rank workers »: the counter stands under a name that only this start of the server can make again."""
    me = kept(begin_house(app))
    three_wrong(me)
    restarted = process(app, restarted=True)
    restarted.extensions["derivations"] = app.extensions["derivations"]

    assert not is_shut(sit_again(restarted, me.keys()))
    restarted.extensions["database"].engine.dispose()


# The ids in addresses.


def test_ids_of_visits_are_guessed_by_nobody_and_one_that_is_known_opens_for_its_worker_alone(app):
    me = begin_house(app)
    visit = me.begin()
    place, thread = me.place(visit), me.thread_of(visit).hex()
    strangers = (sit(app), sit(app, "accueil"))
    missing = strangers[0].client.get(f"/visites/{secrets.token_hex(16)}").data
    for stranger in strangers:
        for address in (
            visit,
            place,
            f"{place}/documents",
            f"{visit}/fermer",
            f"{visit}/feuille",
            f"/visites/{thread}",
            f"{visit}/effacer",
        ):
            answer = stranger.client.get(address)
            assert answer.status_code == 404, address
        guesses = [stranger.client.get(f"/visites/{secrets.token_hex(16)}").status_code for _ in range(rounds(20, 1000))]
        assert set(guesses) == {404}
    assert len(strangers[0].client.get(visit).data) == len(missing), "nothing tells that somebody else has it open"
    assert me.client.get(place).status_code == 200, "the control"


@pytest.mark.parametrize("said", ["", "0", "g" * 32, "AB" * 16, "ab" * 15, "ab" * 17, "é" * 32, "ab" * 15 + "+1", " " * 32])
def test_what_is_no_id_leads_nowhere(app, said):
    me = begin_house(app)
    assert me.client.get(f"/visites/{said or 'x'}").status_code == 404
    assert me.send(f"/visites/{said or 'x'}/fin").status_code in {303, 404}
    assert me.send("/suivi/reprendre", fil=said).status_code == 404
    assert me.send("/visites", guide="demande-ponctuelle", fois=said).status_code == 303, (
        "the control: a form without an id opens one visit"
    )
