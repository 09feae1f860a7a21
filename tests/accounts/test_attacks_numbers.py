"""Attacks on the second proof: a number used twice, in another order, at another hour; a card crossed out badly (security.md S6, D9)."""

from datetime import datetime, timedelta
from itertools import cycle

import pytest

from companion import clock
from companion.accounts.rules.numbers import CARD_SIZE, Own
from tests.accounts.attacks import after, browser, member_row, plain, present_as, rows
from tests.accounts.house import Somebody, post

REFUSED, TAKEN = 422, 303
PLACES = cycle(range(256))
AUTUMN, SPRING = datetime(2027, 10, 31, 2, 10, tzinfo=clock.ZONE), datetime(2027, 3, 28, 1, 59, 40, tzinfo=clock.ZONE)


def give(team, who: Somebody, number: str) -> int:
    """Give a number in a browser of its own, after the right passphrase; each from elsewhere, so that no pause hides an answer."""
    there = browser(team.app, source=f"192.0.2.{next(PLACES)}")
    assert post(there, "/connexion", nom=who.name, phrase=who.phrase, entrer="1").location == "/connexion/numero"
    answer = post(there, "/connexion/numero", numero=number)
    assert (there.get("/moi").status_code == 200) == (answer.status_code == TAKEN)
    return answer.status_code


def test_the_same_number_twice_is_taken_once(team):
    number = team.first.number()

    assert [give(team, team.first, number) for _ in range(2)] == [TAKEN, REFUSED]


def test_a_number_then_the_next_then_the_first_again_is_refused(team, fixed_clock):
    first = team.first.number()
    assert give(team, team.first, first) == TAKEN
    fixed_clock(after(seconds=30))
    assert give(team, team.first, team.first.number()) == TAKEN

    assert give(team, team.first, first) == REFUSED


def test_the_previous_number_is_taken_before_the_next_and_refused_after(team, fixed_clock):
    fixed_clock(after(seconds=60))
    assert give(team, team.first, team.first.number(-1)) == TAKEN
    assert give(team, team.first, team.first.number()) == TAKEN
    fixed_clock(after(seconds=120))
    assert give(team, team.first, team.first.number()) == TAKEN

    assert give(team, team.first, team.first.number(-1)) == REFUSED


@pytest.mark.parametrize("ahead", [-3, -2, 1, 2])
def test_a_number_of_another_moment_is_refused(team, fixed_clock, ahead):
    fixed_clock(after(minutes=5))

    assert give(team, team.first, team.first.number(ahead)) == REFUSED


def test_the_number_of_a_colleague_is_refused(team):
    assert give(team, team.first, team.second.number()) == REFUSED


@pytest.mark.parametrize(("before", "on"), [(AUTUMN, AUTUMN.replace(fold=1)), (SPRING, SPRING + timedelta(minutes=61))])
def test_on_the_nights_when_the_hour_changes_numbers_follow_the_seconds_not_the_hands(team, fixed_clock, before, on):
    fixed_clock(before)
    first = team.first.number()
    assert give(team, team.first, first) == TAKEN
    fixed_clock(on)

    assert give(team, team.first, first) == REFUSED
    assert give(team, team.first, team.first.number()) == TAKEN


def test_the_second_time_that_it_is_ten_past_two_is_an_hour_later():
    assert AUTUMN.replace(fold=1).timestamp() - AUTUMN.timestamp() == 3600
    assert AUTUMN.timetuple()[:6] == AUTUMN.replace(fold=1).timetuple()[:6], "the control: the hands say the same"


def test_a_clock_set_back_an_hour_accepts_no_number_a_second_time(team, fixed_clock):
    used = team.first.number()
    assert give(team, team.first, used) == TAKEN
    fixed_clock(after(minutes=-60))
    assert give(team, team.first, team.first.number()) == REFUSED, "the numbers of an hour that was lived already"
    assert give(team, team.first, used) == REFUSED
    fixed_clock(after(seconds=30))

    assert give(team, team.first, team.first.number()) == TAKEN


# The card.


def with_card(who: Somebody) -> dict[int, str]:
    """Give somebody a new card instead of what they had; its number 1 is given at once."""
    post(who.client, "/moi/renouveler/numero", shown_at="/moi")
    post(who.client, "/arrivee/numero", facteur="carte")
    card = dict(Own.read(present_as(who).hours.pending["numero"].encode()).numbers())
    assert who.client.get("/arrivee/numero/imprimer").data.startswith(b"%PDF-")
    assert post(who.client, "/arrivee/numero", numero=card[1]).status_code == TAKEN
    return card


def test_each_number_of_a_card_is_taken_once_and_in_order(team):
    card = with_card(team.second)

    assert give(team, team.second, card[1]) == REFUSED, "used when the card was tried"
    assert give(team, team.second, card[2]) == TAKEN
    assert give(team, team.second, card[2]) == REFUSED


def test_numbers_crossed_out_by_mistake_shut_nobody_out_and_are_lost(team):
    card = with_card(team.second)

    assert give(team, team.second, card[4]) == TAKEN
    assert [give(team, team.second, card[rank]) for rank in (2, 3, 4)] == [REFUSED] * 3
    assert give(team, team.second, card[8]) == REFUSED, "four further on is a guess"
    assert give(team, team.second, card[5]) == TAKEN


def test_the_last_number_of_a_card_is_taken_then_it_is_said_that_none_is_left(team):
    card = with_card(team.second)
    rows(team.app, "UPDATE member SET last_number = last_number + ? WHERE sign_in_name = ?", CARD_SIZE - 2, team.second.name)
    assert give(team, team.second, card[CARD_SIZE]) == TAKEN

    assert "Votre carte est finie" in plain(team.second.client.get("/moi"))
    own = present_as(team.second).own
    for beyond in range(CARD_SIZE + 1, CARD_SIZE + 4):
        assert give(team, team.second, own._number(beyond)) == REFUSED
    assert give(team, team.second, card[1]) == REFUSED


def test_a_new_card_ends_the_old_one_once_it_was_tried(team):
    old = with_card(team.second)
    post(team.second.client, "/moi/renouveler/numero", shown_at="/moi")
    post(team.second.client, "/arrivee/numero", facteur="carte")
    assert give(team, team.second, old[2]) == TAKEN, "until the new one was tried, the old one counts"
    new = dict(Own.read(present_as(team.second).hours.pending["numero"].encode()).numbers())
    assert post(team.second.client, "/arrivee/numero", numero=new[1]).status_code == TAKEN

    assert [give(team, team.second, old[rank]) for rank in (3, 4)] == [REFUSED] * 2
    assert give(team, team.second, new[2]) == TAKEN


def test_a_card_ends_the_application_and_an_application_the_card(team, fixed_clock):
    card = with_card(team.second)
    assert give(team, team.second, team.second.number()) == REFUSED
    fixed_clock(after(minutes=2))
    post(team.second.client, "/moi/renouveler/numero", shown_at="/moi")
    team.second.arrive()
    fixed_clock(after(minutes=3))

    assert give(team, team.second, card[2]) == REFUSED
    assert give(team, team.second, team.second.number()) == TAKEN


def test_the_database_orders_the_numbers_and_tells_no_hour(team):
    seconds = int(clock.now().timestamp())
    told = member_row(team.app, team.first)["last_number"]
    own = present_as(team.first).own

    assert told - own.shift == seconds // 30 - 1, "the control: with what is sealed, the hour is read"
    assert abs(told - seconds // 30) > 1000
    assert len({member_row(team.app, who)["last_number"] for who in (team.first, team.second, team.technician)}) == 3
