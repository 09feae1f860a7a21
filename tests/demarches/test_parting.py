"""What is promised when people part: the thread is opened by who the person chose, with keys really tried, and by nobody else."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from companion.demarches.actions import parting
from companion.demarches.actions.parting import NewSheet
from companion.demarches.model import Visit
from companion.demarches.queries.threads import readers
from companion.demarches.rules.parting import Sheet
from companion.errors import NotHere
from companion.forgetting.rules import THREAD_AFTER_DATE_DAYS, thread_ends
from companion.journal.rules.entries import Kind
from tests.demarches.house import PICTURES, a_paper

LEFT = ("thread", "thread_sheet", "visit", "handover")
SECRETS_OF_THE_HOUSE = 2
"""Wraps of the circle that belong to no thread: the key of first names and the key that signs."""


def begun(house, *, had_sheet, was_kept):
    """Return a thread as an earlier visit left it, and what opens it."""
    visit = house.begin(house.first)
    thread = house.thread_of(house.first, visit)
    paper = house.part(house.first, visit, Sheet.NEW if had_sheet else Sheet.NONE, team=was_kept)
    house.finish(house.first, visit)
    house.later(days=1)
    return thread, paper


def worlds():
    """Yield every way to part: who, what there was before, what the person chooses; reception opens a thread with its sheet only."""
    for role, had_sheet, was_kept, sheet, team in product(("first", "reception"), (True, False), (True, False), Sheet, (True, False)):
        impossible = (sheet is Sheet.SAME and not had_sheet) or (role == "reception" and was_kept and not had_sheet)
        if not impossible:
            yield role, had_sheet, was_kept, sheet, team


WORLDS = list(worlds())


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_after_parting_the_thread_is_opened_by_who_the_person_chose_and_nobody_else(house, world):
    role, had_sheet, was_kept, sheet, team = world
    worker = getattr(house, role)
    thread, old = begun(house, had_sheet=had_sheet, was_kept=was_kept) if had_sheet or was_kept else (b"", None)
    if not thread:
        visit = house.begin(worker)
        thread = house.thread_of(worker, visit)
    else:
        visit = house.unfold(worker, old) if old else house.resume(worker, thread)

    new = house.part(worker, visit, sheet, team=team)
    erased = house.finish(worker, visit)

    assert (house.read_by_sheet(old) is not None) == (sheet is Sheet.SAME)
    assert (house.read_by_sheet(new) is not None) == (sheet is Sheet.NEW)
    for member in (house.first, house.second):
        assert (house.read_by_team(member, thread) is not None) == team, "reception seals towards the circle, every member opens"
    assert house.read_in_visit(worker, visit) is None, "the visit is over for who led it"
    assert house.read_by_sheet(a_paper()) is None, "the control: a key that nobody drew opens nothing"
    nothing_left = sheet is Sheet.NONE and not team
    assert erased == nothing_left
    sheets = int(sheet is not Sheet.NONE)
    assert house.counts(*LEFT) == {"thread": int(not nothing_left), "thread_sheet": sheets, "visit": 0, "handover": 0}
    assert house.counts("circle_wrap") == {"circle_wrap": SECRETS_OF_THE_HOUSE + team}


def test_every_way_to_part_was_tried():
    assert len(WORLDS) == len(set(WORLDS)) == 2 * 2 * 2 * 3 * 2 - 2 * 2 * 2 - 1 * 2 * 2 == 36


@pytest.mark.parametrize(("sheet", "team"), list(product((Sheet.NEW, Sheet.NONE), (True, False))))
def test_an_exercise_leaves_nothing_whatever_was_chosen(house, sheet, team):
    before = house.counts("circle_wrap", "erasure", "journal_leaf", *LEFT)
    visit = house.begin(house.first, exercise=True)

    paper = house.part(house.first, visit, sheet, team=team, note="Rien", label="Personne")
    assert house.finish(house.first, visit)

    assert house.read_by_sheet(paper) is None
    assert house.counts("circle_wrap", "erasure", "journal_leaf", *LEFT) == before


# Until the end, every choice can be changed.


def test_until_the_end_a_choice_can_be_changed_and_the_key_drawn_before_opens_nothing(house):
    visit = house.begin(house.first)
    thread = house.thread_of(house.first, visit)
    first = house.part(house.first, visit, Sheet.NEW, team=True, label="Chapeau", note="Rappeler")
    assert house.read_by_sheet(first).label == "Chapeau"

    second = house.part(house.first, visit, Sheet.NEW, team=False)
    assert house.read_by_sheet(first) is None
    assert house.read_by_sheet(second).label == "", "what the team no longer keeps bears no label"
    assert house.read_by_sheet(second).pictures == ()
    assert house.read_by_team(house.second, thread) is None
    assert house.counts("handover") == {"handover": 0}

    house.part(house.first, visit, Sheet.NONE, team=True)
    assert house.read_by_sheet(second) is None
    assert house.read_by_team(house.second, thread).pictures == PICTURES
    house.finish(house.first, visit)
    assert house.read_by_team(house.second, thread)


def test_going_back_to_the_visit_keeps_what_was_chosen_until_it_is_chosen_again(house):
    visit = house.begin(house.first)
    paper = house.part(house.first, visit, Sheet.NEW, team=False)
    with house.at(house.first, visit) as (_, opened):
        assert opened.own.closing
        parting.go_back(opened)
    with house.at(house.first, visit) as (_, opened):
        assert not opened.own.closing
        assert opened.own.reading_key == "7K2M9QRS4TWX", "the same sheet can be given"

    house.part(house.first, visit, Sheet.SAME, team=False)
    with house.at(house.first, visit) as (_, opened):
        assert opened.own.reading_key == "7K2M9QRS4TWX"
        assert opened.contents.has_sheet
    assert house.read_by_sheet(paper)


def test_the_key_is_forgotten_when_the_person_leaves_without_paper(house):
    visit = house.begin(house.first)
    house.part(house.first, visit, Sheet.NEW, team=True)
    house.part(house.first, visit, Sheet.NONE, team=True)

    with house.at(house.first, visit) as (_, opened):
        assert opened.own.reading_key == ""
        assert not opened.contents.has_sheet


def test_a_closing_is_noted_once_and_each_change_of_who_keeps_the_thread_too(house):
    visit = house.begin(house.first)
    for team in (True, True, False, False, True):
        house.part(house.first, visit, Sheet.NEW, team=team)

    told = [(event.kind, event.detail.get("equipe", "")) for event in house.holds(house.first, visit).events]
    assert told == [(Kind.OPENED, ""), (Kind.KEPT, "oui"), (Kind.CLOSED, ""), (Kind.KEPT, "non"), (Kind.KEPT, "oui")]


# The next date, and how long the thread lasts.


@pytest.mark.parametrize("days", [None, 1, 20, 45, 200, 365])
def test_a_thread_lasts_until_after_its_next_date(house, days):
    visit, today = house.begin(house.first), house.now.date()
    day = today + timedelta(days=days) if days else None
    house.part(house.first, visit, Sheet.NEW, team=False, next_on=day, next_what="Revenir")

    with house.at(house.first, visit) as (_, opened):
        assert (opened.thread.next_on, opened.thread.expires_on) == (day, thread_ends(today, day))
        assert opened.contents.next_what == "Revenir"
        assert day is None or days > 300 or opened.thread.expires_on >= day + timedelta(days=THREAD_AFTER_DATE_DAYS)


def test_an_erasure_that_waits_is_not_taken_back_by_a_closing(house):
    from companion.demarches.actions.erasing import erase_later

    visit = house.begin(house.first)
    paper = house.part(house.first, visit, Sheet.NEW, team=False)
    with house.at(house.first, visit) as (_, opened):
        erase_later(opened, house.now)

    house.part(house.first, visit, Sheet.SAME, team=False, next_on=house.now.date() + timedelta(days=100))

    house.later(days=3)
    assert house.read_by_sheet(paper) is None


# Two people at once.


def test_who_parts_on_a_page_that_a_colleague_closed_meanwhile_finds_nothing_here(house):
    visit = house.begin(house.first)
    house.part(house.first, visit, Sheet.NEW, team=False)
    house.finish(house.first, visit)

    with pytest.raises(NotHere):
        house.part(house.first, visit, Sheet.NEW, team=True)
    with pytest.raises(NotHere):
        house.finish(house.first, visit)


def test_a_sheet_that_a_colleague_gave_meanwhile_keeps_the_thread(house):
    """Two visits on one thread: the choice that counts is the last one, not the one of who ends last."""
    thread, old = begun(house, had_sheet=True, was_kept=True)
    mine, theirs = house.unfold(house.first, old), house.resume(house.second, thread)
    house.part(house.first, mine, Sheet.NONE, team=False)
    paper = house.part(house.second, theirs, Sheet.NEW, team=False)

    assert not house.finish(house.first, mine)
    assert not house.finish(house.second, theirs)
    assert house.read_by_sheet(paper)


def test_a_visit_that_ends_without_any_decision_keeps_what_there_was(house):
    thread, old = begun(house, had_sheet=True, was_kept=False)
    visit = house.unfold(house.second, old)

    assert not house.finish(house.second, visit)
    assert house.read_by_sheet(old)
    alone = house.begin(house.second)
    assert house.finish(house.second, alone), "nothing opened it"
    assert house.read_in_visit(house.second, alone) is None
    assert thread


def test_who_may_read_what_the_team_keeps_is_counted_among_members(house):
    with house.change() as session:
        assert readers(session) == 2, "reception cannot open it"


def test_what_is_drawn_is_never_shown_by_mistake(house):
    new = NewSheet("7K2M9QRS4TWX", a_paper())

    assert "7K2M" not in repr(new)
    assert "7K2M" not in repr(parting.Hands(new, lambda _: None, house.now))
    with house.at(house.first, house.begin(house.first)) as (session, opened):
        assert session.get(Visit, opened.visit.id)
        assert "abc" not in repr(replace(opened, key=opened.key))
