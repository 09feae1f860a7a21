"""What is promised of erasing: the keys go first, everything that the thread held goes with them, and no older backup brings it back."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from companion.db import open_database
from companion.demarches.actions.erasing import (
    KEPT,
    SHEET,
    THREAD,
    WAIT_DAYS,
    erase_later,
    erase_now,
    forget_threads,
    purge_notes,
    purge_threads,
    purge_visits,
    take_erasure_back,
)
from companion.demarches.rules.parting import Sheet
from companion.forgetting.actions import ERASERS, purge
from companion.forgetting.model import Erasure
from companion.forgetting.rules import thread_ends
from companion.journal.model import JournalLeaf
from companion.journal.rules.entries import Kind

OF_A_THREAD = ("thread", "thread_sheet", "visit", "handover")


def kept(house, **decided):
    """Return a thread that the team keeps with a note, the sheet that opens it, and its visit ended."""
    visit = house.begin(house.first)
    thread = house.thread_of(house.first, visit)
    paper = house.part(house.first, visit, Sheet.NEW, team=True, **{"note": "Rappeler", **decided})
    house.finish(house.first, visit)
    return thread, paper


def erase(house, thread):
    """Erase a thread, at the desk of a member."""
    with house.at(house.first, house.resume(house.first, thread)) as (session, opened):
        erase_now(session, opened, house.now)


def erased(house):
    with house.change() as session:
        return {(one.kind, one.id) for one in session.scalars(select(Erasure))}


def test_an_erased_thread_is_opened_by_nobody_and_its_neighbour_by_all(house):
    (thread, paper), (other, their_paper) = kept(house), kept(house)
    erase(house, thread)

    assert house.read_by_sheet(paper) is None
    assert house.read_by_team(house.first, thread) is None
    assert house.read_by_team(house.second, thread) is None
    assert house.counts(*OF_A_THREAD) == {"thread": 1, "thread_sheet": 1, "visit": 0, "handover": 1}
    assert house.read_by_sheet(their_paper)
    assert house.read_by_team(house.second, other)
    assert erased(house) == {(THREAD, thread)}


def test_an_erasure_leaves_a_line_of_the_journal_that_nobody_can_read(house):
    thread, _ = kept(house)
    erase(house, thread)

    with house.change() as session:
        kinds = list(session.scalars(select(JournalLeaf.kind).order_by(JournalLeaf.number)))
    assert kinds == [Kind.OPENED, Kind.KEPT, Kind.CLOSED, Kind.RESUMED, Kind.ERASED]
    assert house.counts("thread") == {"thread": 0}, "the salts went with the thread"


@pytest.mark.parametrize("kind", [THREAD, SHEET, KEPT])
def test_what_was_erased_does_not_come_back_with_an_older_backup(house, tmp_path: Path, kind):
    """The backup is the file of before; what is noted since is erased in it, by kind, twice if need be."""
    thread, paper = kept(house)
    house.engine.dispose()
    shutil.copy(tmp_path / "house.sqlite", tmp_path / "before.sqlite")
    if kind == THREAD:
        erase(house, thread)
    else:
        visit = house.resume(house.first, thread)
        house.part(house.first, visit, Sheet.NONE if kind == SHEET else Sheet.SAME, team=kind == SHEET)
    ids = frozenset(one for of, one in erased(house) if of == kind)
    assert ids

    before = replace(house, engine=open_database(f"sqlite:///{tmp_path / 'before.sqlite'}"))
    assert before.read_by_sheet(paper), "the control: the backup opens"
    assert before.read_by_team(before.second, thread)
    for gone in (1, 0):
        with before.change() as session:
            assert ERASERS[kind](session, ids) == gone
    assert (before.read_by_sheet(paper) is not None) == (kind == KEPT)
    assert (before.read_by_team(before.second, thread) is not None) == (kind == SHEET)
    before.engine.dispose()


def test_a_thread_that_the_team_keeps_again_comes_back_with_a_backup_made_since(house):
    thread, _ = kept(house)
    visit = house.resume(house.first, thread)
    house.part(house.first, visit, Sheet.SAME, team=False)
    assert KEPT in {kind for kind, _ in erased(house)}

    house.part(house.first, visit, Sheet.SAME, team=True)

    assert KEPT not in {kind for kind, _ in erased(house)}
    assert house.read_by_team(house.second, thread)


def test_nothing_to_erase_is_nothing(house):
    with house.change() as session:
        assert forget_threads(session, frozenset()) == 0
        assert forget_threads(session, frozenset({b"n" * 16})) == 0


# In forty-eight hours.


def test_an_erasure_that_waits_is_taken_back_with_the_sheet_and_gives_the_thread_its_days_again(house):
    thread, paper = kept(house)
    with house.at(house.first, house.resume(house.first, thread)) as (session, opened):
        before = opened.thread.expires_on
        erase_later(opened, house.now)
        assert opened.thread.expires_on == house.now.date() + timedelta(days=WAIT_DAYS) < before
        session.delete(opened.visit)
    house.later(days=WAIT_DAYS)

    with house.at(house.second, house.unfold(house.second, paper)) as (_, opened):
        assert opened.contents.ends_without_erasure == before
        take_erasure_back(opened, house.now)
        assert opened.thread.expires_on == thread_ends(house.now.date(), None)
    assert house.read_by_sheet(paper).ends_without_erasure is None


def test_an_erasure_asked_twice_waits_no_longer_and_one_never_asked_is_not_taken_back(house):
    visit = house.begin(house.first)
    with house.at(house.first, visit) as (_, opened):
        before = opened.thread.expires_on
        take_erasure_back(opened, house.now)
        assert opened.thread.expires_on == before
        erase_later(opened, house.now)
    house.later(hours=10)
    with house.at(house.first, visit) as (_, opened):
        last = opened.thread.expires_on
        erase_later(opened, house.now + timedelta(days=1))
        assert opened.thread.expires_on == last
        assert opened.contents.ends_without_erasure == before


def test_a_thread_that_ends_sooner_ends_no_later_because_its_erasure_was_asked(house):
    thread, paper = kept(house)
    with house.at(house.first, house.resume(house.first, thread)) as (_, opened):
        opened.thread.expires_on = house.now.date() + timedelta(days=1)
    with house.at(house.first, house.resume(house.first, thread)) as (_, opened):
        erase_later(opened, house.now)
    house.later(days=2)

    assert house.read_by_sheet(paper) is None


# What has had its time.


def test_a_visit_that_nobody_closed_goes_the_day_after_with_what_nothing_opens(house):
    house.begin(house.first)
    thread, paper = kept(house)
    house.unfold(house.reception, paper)
    assert house.counts("visit", "thread") == {"visit": 2, "thread": 2}

    house.later(hours=12)
    with house.change() as session:
        assert purge_visits(session, house.now) == 0, "its last day is not over"
    house.later(days=1)
    with house.change() as session:
        assert purge_visits(session, house.now) == 2
    with house.change() as session:
        assert purge_visits(session, house.now) == 0

    assert house.counts("visit", "thread") == {"visit": 0, "thread": 1}
    assert house.read_by_sheet(paper)
    assert house.read_by_team(house.second, thread)


@pytest.mark.parametrize(("sheet", "team"), [(Sheet.NEW, False), (Sheet.NONE, True)])
def test_a_thread_that_something_opens_outlives_its_visit(house, sheet, team):
    house.part(house.first, house.begin(house.first), sheet, team=team)
    house.later(days=2)

    with house.change() as session:
        purge_visits(session, house.now)

    assert house.counts("visit", "thread") == {"visit": 0, "thread": 1}


def test_a_thread_is_read_on_its_last_day_and_gone_the_day_after(house):
    thread, paper = kept(house)
    with house.at(house.first, house.resume(house.first, thread)) as (session, opened):
        last = opened.thread.expires_on
        session.delete(opened.visit)
    house.later(days=(last - house.now.date()).days)
    with house.change() as session:
        assert purge_threads(session, house.now) == 0
    assert house.read_by_sheet(paper)

    house.later(days=1)
    assert house.read_by_sheet(paper) is None, "read or not, purged or not"
    with house.change() as session:
        assert purge_threads(session, house.now) == 1
    assert house.counts(*OF_A_THREAD) == dict.fromkeys(OF_A_THREAD, 0)


def test_a_note_goes_before_its_thread(house):
    thread, _ = kept(house)
    house.later(days=10)
    with house.change() as session:
        assert purge_notes(session, house.now) == 1
        assert purge_notes(session, house.now) == 0
    assert house.read_by_team(house.second, thread)


def test_the_table_of_what_is_kept_calls_each_of_the_three(house):
    kept(house)
    house.begin(house.second)
    house.later(days=200)
    with house.change() as session:
        gone = purge(session, house.now)

    assert {name: gone[name] for name in ("visit", "thread", "handover")} == {"visit": 1, "thread": 1, "handover": 0}
    assert house.counts(*OF_A_THREAD) == dict.fromkeys(OF_A_THREAD, 0)
