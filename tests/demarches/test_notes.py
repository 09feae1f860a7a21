"""What is promised of a note to colleagues: one for each thread, a few days, longer once, gone when it was passed on."""

from datetime import timedelta

import pytest

from companion.accounts.queries.circle import circle_key
from companion.demarches.actions.notes import ONCE_ONLY, leave_note, renew_note, take_note_away
from companion.demarches.model import Handover
from companion.demarches.queries.threads import by_circle, note_of, notes_left
from companion.demarches.rules.handover import Note
from companion.demarches.rules.parting import Sheet
from companion.errors import NotHere, Refused
from companion.forgetting.rules import handover_ends
from companion.vault.keys.rings import Ring


def leave(house, visit, text, *, danger=False):
    with house.at(house.first, visit) as (session, opened):
        leave_note(session, opened, text, house.now, danger=danger)


def left(house, visit):
    """Return the note of a visit's thread, and its last day."""
    with house.at(house.first, visit) as (session, opened):
        return note_of(session, opened.thread, opened.ring, house.now.date())


def test_a_note_is_read_until_its_last_day_and_no_longer(house):
    visit = house.begin(house.first)
    leave(house, visit, "Rappeler lundi")
    note, last = left(house, visit)

    assert note == Note("Rappeler lundi", written=int(house.now.timestamp()))
    assert last == handover_ends(house.now, renewed=False)
    with house.at(house.first, visit) as (session, opened):
        assert note_of(session, opened.thread, opened.ring, last)
        assert note_of(session, opened.thread, opened.ring, last + timedelta(days=1)) is None


def test_a_new_note_takes_the_place_of_the_one_before_and_an_empty_one_takes_it_away(house):
    visit = house.begin(house.first)
    leave(house, visit, "")
    assert left(house, visit) is None
    leave(house, visit, "Rappeler lundi")
    leave(house, visit, "Rappeler mardi", danger=True)
    assert (left(house, visit)[0].text, left(house, visit)[0].danger) == ("Rappeler mardi", True)
    assert house.counts("handover") == {"handover": 1}

    leave(house, visit, "")
    assert left(house, visit) is None
    assert house.counts("handover") == {"handover": 0}


def test_a_note_left_as_it_is_keeps_its_days_and_a_changed_one_has_new_ones(house):
    visit = house.begin(house.first)
    leave(house, visit, "Rappeler lundi")
    _, last = left(house, visit)
    house.later(hours=11)

    leave(house, visit, "Rappeler lundi")
    assert left(house, visit) == (Note("Rappeler lundi", written=int((house.now - timedelta(hours=11)).timestamp())), last)
    leave(house, visit, "Rappeler lundi", danger=True)
    assert left(house, visit)[0].written == int(house.now.timestamp())


def kept(house, text="Rappeler lundi", *, danger=False):
    """Leave a thread to the team, with a note; return its id."""
    visit = house.begin(house.first)
    thread = house.thread_of(house.first, visit)
    house.part(house.first, visit, Sheet.NONE, team=True, note=text, danger=danger)
    house.finish(house.first, visit)
    return thread


def ring_of(session, house, thread):
    return Ring([by_circle(session, circle_key(session, house.first), thread, house.now.date()).key])


@pytest.mark.parametrize("days", [-30, 0, 1, 2])
def test_a_note_is_kept_a_week_in_all_and_longer_once_only(house, days):
    """The week is counted from the day it was written, whenever it is asked for, and whatever the clock says then."""
    thread, written = kept(house), house.now
    with house.change() as session:
        renew_note(session, thread, ring_of(session, house, thread), written + timedelta(days=days))
        assert session.get_one(Handover, thread).expires_on == handover_ends(written, renewed=True)

    with house.change() as session, pytest.raises(Refused) as refused:
        renew_note(session, thread, ring_of(session, house, thread), house.now)
    assert str(refused.value) == ONCE_ONLY


def test_a_note_that_was_passed_on_is_taken_away_and_one_that_is_not_there_is_not_here(house):
    thread = kept(house)
    with house.change() as session:
        take_note_away(session, thread)
    assert house.counts("handover", "thread") == {"handover": 0, "thread": 1}

    with house.change() as session:
        take_note_away(session, thread)  # A second click.
        with pytest.raises(NotHere):
            renew_note(session, thread, ring_of(session, house, thread), house.now)


def test_the_team_reads_what_is_vital_first_then_the_newest(house):
    kept(house, "Ancienne")
    house.later(hours=1)
    kept(house, "Vitale", danger=True)
    house.later(hours=1)
    kept(house, "Récente")
    kept(house, "")

    with house.change() as session:
        found = notes_left(session, circle_key(session, house.first), house.now.date())
    assert [one.note.text for one in found] == ["Vitale", "Récente", "Ancienne"]


def test_a_note_that_somebody_altered_is_left_out_and_the_others_are_read(house):
    kept(house, "Première")
    other = kept(house, "Seconde")
    with house.change() as session:
        session.get_one(Handover, other).revision += 1

    with house.change() as session:
        found = notes_left(session, circle_key(session, house.first), house.now.date())
    assert [one.note.text for one in found] == ["Première"]
