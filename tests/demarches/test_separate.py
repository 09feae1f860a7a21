"""What is promised of several démarches on one sheet: one goes to a sheet of its own, and nothing links the two any more."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from companion.demarches.actions.keeping import keep_contents, keep_demarche
from companion.demarches.actions.opening import separate
from companion.demarches.model import Thread
from companion.demarches.rules.contents import written
from companion.demarches.rules.parting import Sheet
from companion.errors import NotHere
from companion.journal.rules.entries import Kind
from companion.procedures.rules.running import Progress, Remembered, Running
from tests.demarches.house import FIRST, SECOND

ONCE = b"s" * 16


def shared(house, *, exercise=False):
    """Return a visit with two démarches on one sheet, a step done in each."""
    visit = house.begin(house.first, exercise=exercise)
    with house.at(house.first, visit) as (_, opened):
        keep_contents(opened, opened.contents.adding(SECOND))
    for name in (FIRST.id, SECOND.id):
        with house.at(house.first, visit) as (session, opened):
            done = replace(opened.contents.demarche(name), running=Running({"preparer": Remembered(Progress.DONE, "avec")}))
            keep_demarche(session, opened, done, house.now)
    return visit


def take_apart(house, visit, name=SECOND.id, once=b""):
    with house.at(house.first, visit) as (session, opened):
        return separate(session, house.asked(house.first, once), opened, name)


def test_le_feuillet_d_une_demarche_n_ouvre_pas_l_autre(house):
    visit = shared(house)
    both = house.part(house.first, visit, Sheet.NEW, team=False)
    assert [one.id for one in house.read_by_sheet(both).demarches] == [FIRST.id, SECOND.id], "the control: one sheet, two démarches"

    other = take_apart(house, visit)
    alone = house.part(house.first, other, Sheet.NEW, team=False)
    house.finish(house.first, other)
    house.finish(house.first, visit)

    assert [one.id for one in house.read_by_sheet(both).demarches] == [FIRST.id]
    assert [one.id for one in house.read_by_sheet(alone).demarches] == [SECOND.id]


def test_nothing_of_one_thread_names_the_other(house):
    visit = shared(house)
    other = take_apart(house, visit)

    kept, moved = house.holds(house.first, visit), house.holds(house.first, other)
    assert SECOND.id not in json.dumps(written(kept))
    assert FIRST.id not in json.dumps(written(moved))
    assert [(event.kind, event.detail["demarche"]) for event in moved.events] == [(Kind.STEP, SECOND.id)]
    assert {event.detail["demarche"] for event in kept.events} == {FIRST.id}
    assert {event.salt for event in kept.events}.isdisjoint(event.salt for event in moved.events)
    with house.change() as session:
        one, two = session.scalars(select(Thread)).all()
        assert one.id != two.id
        assert one.key_id != two.key_id


def test_what_was_done_goes_with_the_demarche_and_what_the_team_knew_does_not(house):
    visit = shared(house)
    house.part(house.first, visit, Sheet.NEW, team=True, label="Dame au chapeau", note="Rappeler")

    other = take_apart(house, visit)

    moved = house.holds(house.first, other)
    assert moved.demarches[0].ticks == {"preparer": "avec"}
    assert moved.visits == (house.now.date(),)
    assert (moved.label, moved.pictures, moved.has_sheet) == ("", (), False)
    assert house.read_by_team(house.second, house.thread_of(house.first, other)) is None, "the person is asked again, for this one"
    assert house.read_by_team(house.second, house.thread_of(house.first, visit)).label == "Dame au chapeau"


def test_a_visit_more_is_open_then_with_a_colour_of_its_own_and_a_second_click_opens_no_third(house):
    visit = shared(house)
    other = take_apart(house, visit, once=ONCE)

    assert take_apart(house, visit, once=ONCE) == other == ONCE
    assert house.counts("visit", "thread") == {"visit": 2, "thread": 2}
    colours = set()
    for name in (visit, other):
        with house.at(house.first, name) as (_, opened):
            colours.add(opened.own.colour)
    assert len(colours) == len((visit, other))


def test_a_demarche_alone_on_its_sheet_or_of_another_one_is_not_separated(house):
    visit = house.begin(house.first)
    for name in (FIRST.id, SECOND.id, ""):
        with pytest.raises(NotHere):
            take_apart(house, visit, name)
    assert house.counts("thread") == {"thread": 1}


def test_an_exercise_stays_one_when_it_is_separated(house):
    visit = shared(house, exercise=True)
    other = take_apart(house, visit)

    assert house.holds(house.first, other).exercise
    assert house.finish(house.first, other)
    assert house.finish(house.first, visit)
    assert house.counts("thread", "visit", "journal_leaf", "erasure") == {"thread": 0, "visit": 0, "journal_leaf": 0, "erasure": 0}
