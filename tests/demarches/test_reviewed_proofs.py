"""What fresh eyes found in erasures, each with its control: nothing proves more than it shows, and an exercise never outlives its day."""

from datetime import timedelta

import pytest

from companion import clock
from companion.demarches.actions.opening import WAITS
from companion.demarches.views.erasing import NOTHING_TO_WAIT
from companion.forgetting.actions import purge
from tests.conftest import SATURDAY
from tests.demarches.attacks import SHORT_GUIDE, begin_house, changed, count, parting, sit
from tests.demarches.closings import AT_ONCE, IN_TWO_DAYS, SAME, kept_with_sheet, rows, says

# A démarche that leaves for a sheet of its own.


def separated(me, visit):
    """Put a démarche more on the sheet, and take it apart."""
    place = me.send(f"{visit}/ajouter", guide="be-boite-mail").location
    return me.send(f"{place}/separer")


def test_what_is_taken_apart_is_no_more_proven_than_the_thread_it_leaves(app):
    me = begin_house(app)
    thread, key = kept_with_sheet(me)
    by_list = separated(me, me.resume(thread)).location

    assert not says(me.client.get(f"{by_list}/effacer"), "effacer maintenant")
    assert me.send(f"{by_list}/effacer", qui="seule").status_code == 409
    assert me.send(f"{by_list}/fermer", **parting()).status_code == 303, "nothing opens it yet: it may be closed with nothing"

    by_sheet = separated(me, me.unfold(key).location).location
    assert says(me.client.get(f"{by_sheet}/effacer"), "effacer maintenant"), "the control"
    assert me.send(f"{by_sheet}/effacer", qui="seule").location == AT_ONCE


def test_nothing_is_taken_apart_from_a_thread_that_waits_to_be_erased(app):
    me = begin_house(app)
    thread, key = kept_with_sheet(me)
    assert me.send(f"{me.resume(thread)}/effacer", qui="accompagnee").location == IN_TWO_DAYS
    visit = me.unfold(key).location
    place = me.send(f"{visit}/ajouter", guide="be-boite-mail").location
    before = rows(app)

    answer = me.send(f"{place}/separer")

    assert (answer.status_code, says(answer, WAITS), rows(app)) == (409, True, before)
    assert me.send(f"{visit}/garder").status_code == 303
    assert me.send(f"{place}/separer").status_code == 303, "the control: once it is kept again"


# What proves that the person asks.


@pytest.mark.parametrize("way", ["feuille", "images"])
def test_showing_the_sheet_or_the_pictures_while_the_team_has_the_thread_open_makes_it_proven(app, way):
    me = begin_house(app)
    thread, key = kept_with_sheet(me)
    visit = me.resume(thread)
    assert not says(me.client.get(f"{visit}/effacer"), "effacer maintenant"), "the control"

    looked_for = {"guide": SHORT_GUIDE, "periode": "mois", "image": ["chat", "tasse"]}
    shown = me.unfold(key) if way == "feuille" else me.send("/reprendre/images", **looked_for)

    assert shown.location == visit
    assert me.resume(thread) == visit, "and going through the list again takes nothing of it back"
    assert me.opened(visit).own.how == way
    assert says(me.client.get(f"{visit}/effacer"), "effacer maintenant")
    assert me.send(f"{visit}/effacer", qui="seule").location == AT_ONCE


def test_the_person_s_own_sheet_and_pictures_erase_at_once(app):
    me = begin_house(app)
    for shown in (False, True):
        _, key = kept_with_sheet(me)
        visit = me.unfold(key).location
        if shown:
            key = me.close(visit, **{**SAME, "feuille": "nouvelle", "image": ["arbre", "chat"]})
            visit = me.unfold(key).location
        assert me.send(f"{visit}/effacer", qui="seule").location == AT_ONCE


@pytest.mark.parametrize("given", ["feuille", "images"])
def test_a_sheet_or_pictures_that_the_team_gave_by_itself_do_not_erase_at_once(app, given):
    me = begin_house(app)
    thread, key = kept_with_sheet(me)
    changes = {"feuille": "nouvelle"} if given == "feuille" else {"image": ["arbre", "chat"]}
    key = me.close(me.resume(thread), **{**SAME, **changes}) or key
    looked_for = {"guide": SHORT_GUIDE, "periode": "mois", "image": ["arbre", "chat"]}
    visit = (me.unfold(key) if given == "feuille" else me.send("/reprendre/images", **looked_for)).location

    assert not says(me.client.get(f"{visit}/effacer"), "effacer maintenant")
    assert me.send(f"{visit}/effacer", qui="seule").location == IN_TWO_DAYS
    assert count(app, "thread") == 1


def test_when_the_team_stops_keeping_a_thread_the_person_s_own_sheet_still_erases_at_once(app):
    me = begin_house(app)
    thread, key = kept_with_sheet(me)
    me.close(me.resume(thread), feuille="garder", equipe="non")

    assert me.send(f"{me.unfold(key).location}/effacer", qui="seule").location == AT_ONCE


def test_forty_eight_hours_are_not_offered_when_nothing_could_take_them_back(app):
    me = begin_house(app)
    visit = me.begin()
    before = rows(app)
    assert not says(me.client.get(f"{visit}/effacer"), "effacer dans 48 heures")

    answer = me.send(f"{visit}/effacer", qui="accompagnee")

    assert (answer.status_code, says(answer, NOTHING_TO_WAIT), rows(app)) == (409, True, before)
    me.part(visit, feuille="nouvelle")
    assert says(me.client.get(f"{visit}/effacer"), "effacer dans 48 heures"), "the control: a sheet opens it"


# Exercises.


def test_an_exercise_that_nobody_closed_says_so_when_resumed_and_goes_with_its_day(app, fixed_clock):
    me, other = begin_house(app), sit(app)
    before = rows(app)
    visit = me.begin(exercice="oui")
    key = me.part(visit, feuille="nouvelle", prochaine=(clock.today() + timedelta(days=30)).isoformat())

    again = other.unfold(key).location

    for who, place in ((me, visit), (other, again)):
        assert who.opened(place).thread.expires_on == who.opened(place).visit.expires_on
    other.part(again, feuille="nouvelle")
    assert says(other.client.get(f"{again}/fermer"), "Mode exercice.")
    other.send(f"{again}/revenir")
    assert says(other.client.get(other.place(again)), "Mode exercice.")
    fixed_clock(SATURDAY + timedelta(days=2))
    with changed(app) as session:
        purge(session, clock.now())
    assert {**rows(app), "erasure": []} == before, "in the list of what was erased, a random id at most"


def test_the_control_a_thread_with_a_sheet_is_still_there_after_its_day(app, fixed_clock):
    me = begin_house(app)
    me.part(me.begin(), feuille="nouvelle")
    fixed_clock(SATURDAY + timedelta(days=2))
    with changed(app) as session:
        purge(session, clock.now())

    assert count(app, "thread") == count(app, "thread_sheet") == 1
