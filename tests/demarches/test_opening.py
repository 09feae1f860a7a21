"""What is promised when a visit opens: one for each tap, for whoever opened it alone, for twelve hours."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from companion.accounts.queries import house as association
from companion.demarches.actions.erasing import erase_later
from companion.demarches.actions.opening import AT_ONCE, NOT_READY
from companion.demarches.model import Thread, Visit
from companion.demarches.queries.visits import my_visits, open_visit
from companion.demarches.rules.colours import COLOURS, TOO_MANY
from companion.demarches.rules.parting import Sheet
from companion.errors import NotHere, Refused
from companion.forgetting.rules import THREAD_LEAST_DAYS
from companion.journal.rules.entries import Kind
from tests.demarches.house import FIRST

ONCE = b"o" * 16


def names(house, worker):
    """Return the visits that a worker sees as their own."""
    with house.change() as session:
        return [one.visit.id for one in my_visits(session, worker, int(house.now.timestamp()))]


def test_a_visit_opens_on_its_guide_with_a_line_in_the_journal(house):
    held = house.holds(house.first, house.begin(house.first))

    assert held.demarches == (FIRST,)
    assert held.visits == (house.now.date(),)
    assert [event.kind for event in held.events] == [Kind.OPENED]
    assert held.events[0].detail["guide"] == "be-exemple"
    assert house.counts("thread", "visit", "journal_leaf") == {"thread": 1, "visit": 1, "journal_leaf": 1}


def test_before_the_papers_were_tried_no_visit_opens_and_the_sentence_says_what_is_left(house):
    with house.change() as session:
        association.association(session).ready_on = None

    with pytest.raises(Refused) as refused:
        house.begin(house.first)
    assert str(refused.value) == NOT_READY
    assert house.counts("thread", "visit", "journal_leaf") == {"thread": 0, "visit": 0, "journal_leaf": 0}


def test_a_form_sent_twice_opens_one_visit_and_half_an_hour_later_another(house):
    visit = house.begin(house.first, once=ONCE)

    assert visit == ONCE
    assert house.begin(house.first, once=ONCE) == visit
    house.later(seconds=AT_ONCE)
    other = house.begin(house.first, once=ONCE)
    assert other != visit, "the same page, found again in the history of the browser: somebody else sits there"
    assert names(house, house.first) == [visit, other]


def test_what_one_worker_drew_gives_another_nothing(house):
    visit = house.begin(house.first, once=ONCE)

    other = house.begin(house.second, once=ONCE)

    assert other != visit
    assert names(house, house.first) == [visit]
    assert names(house, house.second) == [other]


def test_a_visit_is_found_by_who_opened_it_alone(house):
    visit = house.begin(house.first)

    for worker in (house.second, house.reception):
        assert names(house, worker) == []
        with pytest.raises(NotHere):
            house.holds(worker, visit)
    with pytest.raises(NotHere):
        house.holds(house.first, b"n" * 16)
    assert house.holds(house.first, visit)


def test_a_wrap_carried_to_another_visit_opens_nothing_there(house):
    """Whoever writes in the database cannot take one visit for another."""
    mine, theirs = house.begin(house.first), house.begin(house.second)
    with house.change() as session:
        own = session.get_one(Visit, mine)
        session.get_one(Visit, theirs).wrap = own.wrap

    with pytest.raises(NotHere):
        house.holds(house.first, theirs)
    with house.change() as session:
        session.get_one(Visit, mine).thread_id = session.get_one(Visit, theirs).thread_id
    with pytest.raises(NotHere):
        house.holds(house.first, mine)


def test_a_visit_ends_after_twelve_hours_to_the_second(house):
    visit = house.begin(house.first)

    house.later(hours=11, minutes=59, seconds=59)
    assert house.holds(house.first, visit)
    assert names(house, house.first) == [visit]
    house.later(seconds=1)
    assert house.read_in_visit(house.first, visit) is None
    assert names(house, house.first) == []


def test_each_open_visit_has_its_colour_and_the_ninth_is_refused(house):
    visits = [house.begin(house.first) for _ in COLOURS]

    with house.change() as session:
        mine = my_visits(session, house.first, int(house.now.timestamp()))
        assert {one.own.colour for one in mine} == set(COLOURS)
        assert {one.name for one in mine} == {visit.hex() for visit in visits}
    with pytest.raises(Refused) as refused:
        house.begin(house.first)
    assert str(refused.value) == TOO_MANY
    assert house.begin(house.second), "a colleague has eight of their own"


# Opened again.


def kept_with_sheet(house):
    """Return a thread with its sheet, kept by the team, and its visit ended."""
    visit = house.begin(house.first)
    thread, paper = house.thread_of(house.first, visit), house.part(house.first, visit, Sheet.NEW, team=True)
    house.finish(house.first, visit)
    return thread, paper


def test_a_thread_opened_again_says_how_and_notes_the_day(house):
    thread, paper = kept_with_sheet(house)
    house.later(days=3)

    house.unfold(house.reception, paper)
    held = house.holds(house.second, house.resume(house.second, thread))

    assert [(event.kind, event.detail.get("par")) for event in held.events[-2:]] == [(Kind.RESUMED, "feuille"), (Kind.RESUMED, "suivi")]
    assert held.visits == (house.now.date() - timedelta(days=3), house.now.date())


def test_whoever_already_has_a_visit_open_on_a_thread_goes_on_there(house):
    thread, paper = kept_with_sheet(house)
    visit = house.unfold(house.first, paper)

    assert house.resume(house.first, thread) == visit
    assert house.unfold(house.first, paper) == visit
    assert house.unfold(house.second, paper) != visit, "a colleague has their own, on the same thread"
    assert house.counts("visit") == {"visit": 2}


def test_a_form_sent_twice_opens_one_visit_again_too(house):
    _, paper = kept_with_sheet(house)

    assert house.unfold(house.first, paper, once=ONCE) == house.unfold(house.first, paper, once=ONCE) == ONCE


def test_a_visit_gives_its_thread_its_days_again_but_never_to_one_that_is_about_to_be_erased(house):
    thread, _ = kept_with_sheet(house)
    house.later(days=20)
    with house.at(house.first, house.resume(house.first, thread)) as (session, opened):
        assert opened.thread.expires_on == house.now.date() + timedelta(days=THREAD_LEAST_DAYS)
        erase_later(opened, house.now)
        session.delete(opened.visit)
    house.later(days=1)

    with house.at(house.first, house.resume(house.first, thread)) as (_, opened):
        assert opened.thread.expires_on == house.now.date() + timedelta(days=1)
    house.later(days=2)
    assert house.read_by_team(house.first, thread) is None


def test_an_exercise_leaves_no_line_in_the_journal(house):
    visit = house.begin(house.first, exercise=True)

    assert house.holds(house.first, visit).events == ()
    with house.at(house.first, visit) as (_, opened):
        assert opened.own.exercise
    assert house.counts("journal_leaf") == {"journal_leaf": 0}


def test_nothing_typed_stands_in_clear_in_the_rows_of_a_visit(house):
    house.part(house.first, house.begin(house.first), Sheet.NEW, team=True, label="Dame au chapeau", note="Rappeler lundi")

    with house.change() as session:
        rows = session.execute(select(Thread.__table__)).all() + session.execute(select(Visit.__table__)).all()
        told = b"".join(str(value).encode() if not hasattr(value, "blob") else value.blob for row in rows for value in row)
    for secret in ("chapeau", "lundi", "be-exemple", "Exemple", "7K2M9QRS4TWX"):
        assert secret.encode() not in told
    with house.change() as session, pytest.raises(NotHere):
        open_visit(session, house.first, b"", 0)
