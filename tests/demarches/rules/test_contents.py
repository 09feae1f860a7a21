"""What is promised of what a thread holds: what was sealed comes back as it was, and the list shows no more than its line."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.demarches.rules.contents import (
    Contents,
    Demarche,
    Event,
    Face,
    Sitting,
    Stuck,
    face_of,
    read_contents,
    read_face,
    read_sitting,
    written,
)
from companion.demarches.rules.handover import Note, read_note
from companion.demarches.rules.handover import written as note_written
from companion.errors import NotHere
from companion.procedures.rules.run import Blocked
from companion.procedures.rules.running import Progress, Remembered, Running, Trace

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
DAYS = st.dates()
REMEMBERED = st.builds(
    Remembered, st.sampled_from(Progress), st.none() | st.sampled_from(["personne", "avec", "a_la_place"]), st.booleans()
)
BLOCKED = st.builds(Blocked, WORDS, st.integers(0, 9))
RUNNING = st.builds(
    Running,
    st.dictionaries(WORDS, REMEMBERED, max_size=3),
    st.dictionaries(WORDS, WORDS, max_size=3),
    st.lists(BLOCKED, max_size=2).map(tuple),
    st.lists(st.builds(Trace, WORDS, WORDS, REMEMBERED), max_size=2).map(tuple),
)
STUCK = st.builds(Stuck, WORDS, WORDS, WORDS, WORDS, st.none() | DAYS)
DEMARCHES = st.builds(
    Demarche, WORDS, WORDS, WORDS, WORDS, RUNNING, st.dictionaries(WORDS, DAYS, max_size=2), WORDS,
    st.lists(STUCK, max_size=2).map(tuple), st.lists(WORDS, max_size=2).map(tuple),
)  # fmt: skip
EVENTS = st.builds(Event, st.integers(0), st.binary(max_size=4).map(bytes.hex), WORDS, st.dictionaries(WORDS, WORDS, max_size=2))
CONTENTS = st.builds(
    Contents,
    st.lists(DEMARCHES, max_size=2).map(tuple),
    st.lists(DAYS, max_size=2).map(tuple),
    label=WORDS,
    pictures=st.lists(WORDS, max_size=2).map(tuple),
    exercise=st.booleans(),
    has_sheet=st.booleans(),
    next_what=WORDS,
    ends_without_erasure=st.none() | DAYS,
    events=st.lists(EVENTS, max_size=2).map(tuple),
)
SITTINGS = st.builds(
    Sitting,
    WORDS, st.integers(0), WORDS, WORDS,
    exercise=st.booleans(), closing=st.booleans(), reading_key=WORDS, level=WORDS, parted=WORDS,
)  # fmt: skip
FACES = st.builds(Face, WORDS, st.lists(WORDS, max_size=2).map(tuple), WORDS, st.none() | DAYS, st.booleans())
NOTES = st.builds(Note, WORDS, st.booleans(), st.integers(0), st.booleans())


def through_json(told: object) -> object:
    """Return what the vault gives back of a value."""
    return json.loads(json.dumps(told, ensure_ascii=False))


@given(CONTENTS)
def test_what_a_thread_holds_comes_back_as_it_was(contents):
    assert read_contents(through_json(written(contents))) == contents


@given(SITTINGS)
def test_what_a_visit_knows_of_itself_comes_back_as_it_was(own):
    assert read_sitting(through_json(written(own))) == own


@given(FACES)
def test_a_line_of_the_list_comes_back_as_it_was(face):
    assert read_face(through_json(written(face))) == face


@given(NOTES)
def test_a_note_to_colleagues_comes_back_as_it_was(note):
    assert read_note(through_json(note_written(note))) == note


@given(CONTENTS)
def test_the_list_shows_the_line_of_a_thread_and_nothing_of_what_was_said(contents):
    face = face_of(contents)

    assert face.titles == tuple(one.title for one in contents.demarches)
    assert (face.label, face.next_what) == (contents.label, contents.next_what)
    assert face.last == (max(contents.visits) if contents.visits else None)
    assert face.stuck == any(one.stuck for one in contents.demarches)
    assert set(written(face)) <= {"label", "titles", "next_what", "last", "stuck"}


def test_an_empty_thread_takes_no_room():
    assert written(Contents()) == {}
    assert face_of(Contents()) == Face()


FIRST, SECOND = Demarche("a1a1a1a1", "be-exemple", "Exemple", "abc"), Demarche("b2b2b2b2", "be-autre", "Autre", "def")


def test_a_demarche_is_added_changed_and_taken_away_without_touching_the_others():
    both = Contents((FIRST,)).adding(SECOND)
    changed = both.changing(Demarche("b2b2b2b2", "be-autre", "Autre titre", "def"))

    assert changed.demarches[0] is FIRST
    assert changed.demarche("b2b2b2b2").title == "Autre titre"
    assert changed.without("b2b2b2b2") == Contents((FIRST,))
    assert both.demarche("a1a1a1a1") is FIRST
    for name in ("", "c3c3c3c3", "A1A1A1A1", FIRST.procedure):
        with pytest.raises(NotHere):
            both.demarche(name)


def test_a_day_of_visit_is_noted_once():
    day, other = date(2026, 11, 21), date(2026, 11, 28)

    assert Contents().visited(day).visited(day).visited(other).visited(day).visits == (day, other)


def test_only_what_is_done_is_ticked():
    steps = {
        "faite": Remembered(Progress.DONE, "avec"),
        "seule": Remembered(Progress.DONE),
        "rouverte": Remembered(Progress.REOPENED, "avec"),
    }
    running = Demarche("a1a1a1a1", "be-exemple", "Exemple", "abc", Running(steps))

    assert running.ticks == {"faite": "avec", "seule": ""}
    assert running.remembered("inconnue") == Remembered()
    assert running.taking((Blocked("x", 0),)).running.ways == (Blocked("x", 0),)


def test_nothing_of_a_thread_says_which_worker():
    """A member who opens every thread of the team still cannot count who did what (promise 7)."""
    names = {name for kind in (Contents, Demarche, Event, Face, Sitting, Stuck, Note) for name in kind.__dataclass_fields__}

    assert not {name for name in names if any(word in name for word in ("worker", "member", "author", "by", "who"))}
