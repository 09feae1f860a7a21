"""What is promised of a gesture on the page of a visit: only what was touched changes, and two people are never deaf to each other."""

import json
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.demarches.rules.contents import Demarche, Stuck
from companion.demarches.rules.gestures import (
    LONGEST_SHOWN,
    MOST_STUCK,
    NOTHING,
    Clash,
    Said,
    applied,
    blocked,
    changed_steps,
    merged,
    note_stuck,
    read_shown,
    said_by,
    shown_in_words,
    told,
    unblocked,
    unstuck,
)
from companion.errors import NotHere
from companion.procedures.rules.run import Blocked
from companion.procedures.rules.running import Progress, Remembered, Running
from tests.procedures.recipes import a_procedure

PROCEDURE = a_procedure()
DAYS = (date(2026, 10, 1), date(2026, 11, 2))
CHOICES: dict[tuple[str, str], tuple[str, ...]] = {
    ("q", "age"): ("majeur", "mineur"),
    ("q", "carte"): ("oui", "non"),
    ("fait", "preparer"): ("avec", "personne"),
    ("fait", "remplir"): ("avec", "personne"),
    ("date", "refus"): tuple(day.isoformat() for day in DAYS),
    ("langue", ""): ("ar", "uk"),
}
"""What two people may touch, and to what."""
Fields = dict[tuple[str, str], str]
PAGES = st.fixed_dictionaries({}, optional={key: st.sampled_from(values) for key, values in CHOICES.items()})
TOUCHES = st.fixed_dictionaries({}, optional={key: st.sampled_from(("", *values)) for key, values in CHOICES.items()})
"""A gesture sets a thing, or unsets it."""


def a_page(fields: Fields) -> Said:
    """Return what a page with these fields says."""
    of = {kind: {name: value for (one, name), value in fields.items() if one == kind} for kind in ("q", "fait", "date")}
    since = {name: date.fromisoformat(day) for name, day in of["date"].items()}
    return Said(of["q"], of["fait"], since, fields.get(("langue", ""), ""))


def after(fields: Fields, touched: Fields) -> Fields:
    """Return the fields of a page once these were touched."""
    return {key: value for key, value in {**fields, **touched}.items() if value}


def real(fields: Fields, touched: Fields) -> Fields:
    """Return what a gesture changes."""
    return {key: value for key, value in touched.items() if fields.get(key, "") != value}


def a_demarche(**changes: object) -> Demarche:
    return replace(Demarche("a1a1a1a1", "be-exemple", "Exemple", "abc"), **changes)


# Two people on the same page.


@given(PAGES, TOUCHES, TOUCHES)
def test_two_people_who_touched_different_things_both_have_their_way(page, theirs, mine):
    theirs = {key: value for key, value in theirs.items() if key not in mine}

    kept, clashes = merged(a_page(page), a_page(after(page, mine)), a_page(after(page, theirs)))

    assert kept == a_page(after(after(page, theirs), mine))
    assert clashes == ()


@given(PAGES, TOUCHES, TOUCHES)
def test_two_people_who_touched_the_same_thing_are_told_with_both_versions(page, theirs, mine):
    there, here = after(page, theirs), after(page, mine)
    both = {key for key in real(page, theirs) if key in real(page, mine) and theirs[key] != mine[key]}

    kept, clashes = merged(a_page(page), a_page(here), a_page(there))

    assert {(one.kind, one.name) for one in clashes} == both
    assert all((one.theirs, one.mine) == (theirs[one.kind, one.name], mine[one.kind, one.name]) for one in clashes)
    quiet = {key: value for key, value in real(page, mine).items() if key not in both}
    assert kept == a_page(after(there, quiet)), "what clashes stays as the colleague left it, all the rest is kept"


@given(PAGES, TOUCHES, TOUCHES)
def test_nobody_loses_by_being_first_or_second(page, one, other):
    start, first, second = a_page(page), a_page(after(page, one)), a_page(after(page, other))

    after_second, told_second = merged(start, second, first)
    after_first, told_first = merged(start, first, second)

    assert {(c.kind, c.name, c.theirs, c.mine) for c in told_second} == {(c.kind, c.name, c.mine, c.theirs) for c in told_first}
    if not told_second:
        assert after_second == after_first


@given(PAGES, TOUCHES)
def test_a_page_on_which_nothing_was_touched_changes_nothing(page, theirs):
    assert merged(a_page(page), a_page(page), a_page(after(page, theirs))) == (a_page(after(page, theirs)), ())


@given(PAGES, TOUCHES)
def test_two_people_who_did_the_same_thing_agree(page, both):
    assert merged(a_page(page), a_page(after(page, both)), a_page(after(page, both))) == (a_page(after(page, both)), ())


@given(PAGES, st.lists(TOUCHES, min_size=1, max_size=6))
def test_gestures_one_after_the_other_leave_what_the_last_page_said(page, gestures):
    seen = [page]
    for touched in gestures:
        seen.append(after(seen[-1], touched))

    kept = a_page(page)
    for shown, said in pairwise(seen):
        kept, clashes = merged(a_page(shown), a_page(said), kept)
        assert clashes == ()
    assert kept == a_page(seen[-1])


# What a page carries of what it showed.


@given(PAGES)
def test_what_a_page_showed_comes_back_as_it_went(page):
    assert read_shown(shown_in_words(a_page(page)), Said({"autre": "chose"})) == a_page(page)


HOSTILE = (
    "", "null", "3", "{", "[", "[[]]", "[[1]]", '[["q","a"]]', '[["date","refus","hier"]]', '[["date","refus","2026-02-30"]]', "\0",
    "[" * LONGEST_SHOWN, '{"a":' * 3000, '"abc"', "[[" + '"q","a","x"],[' * 5000, "NaN", '[["q",[1],{}]]', "é" * 70_000, '{"abc": 1}',
)  # fmt: skip


@pytest.mark.parametrize("carried", HOSTILE, ids=range(len(HOSTILE)))
def test_what_makes_no_sense_is_read_as_what_is_kept_or_as_fields_nobody_knows(carried):
    now = Said({"age": "majeur"})
    shown = read_shown(carried, now)

    assert shown == now or not {"age", "carte"} & {*shown.answers, *shown.ticks}
    assert merged(shown, now, now) == (now, ())


@given(st.recursive(st.none() | st.text(max_size=4) | st.integers(), lambda inner: st.lists(inner, max_size=3), max_leaves=12))
def test_whatever_a_forged_page_carries_is_read_without_a_fault(told):
    read_shown(json.dumps(told), Said())


# What is kept.


@given(PAGES)
def test_a_gesture_keeps_what_the_guide_knows_and_nothing_else(page):
    kept = applied(a_demarche(), PROCEDURE, a_page(page))

    assert kept.ticks == {name: mode for (kind, name), mode in page.items() if kind == "fait"}
    assert set(kept.running.answers.items()) <= {(name, value) for (kind, name), value in page.items() if kind == "q"}
    assert kept.since == {}, "this guide counts from no event"
    assert kept.language == page.get(("langue", ""), "")
    assert applied(kept, PROCEDURE, said_by(kept)) == kept, "the same page sent twice changes nothing more"


@given(PAGES, TOUCHES)
def test_every_gesture_is_undone_by_sending_the_page_as_it_was(page, touched):
    before = applied(a_demarche(), PROCEDURE, a_page(page))
    done = applied(before, PROCEDURE, a_page(after(page, touched)))

    assert applied(done, PROCEDURE, said_by(before)) == before


@pytest.mark.parametrize(
    "said",
    [
        Said({"age": "centenaire", "inconnue": "oui", "carte": ""}),
        Said(ticks={"inconnue": "avec", "preparer": "a_la_place", "identifier": "avec", "remplir": "a_la_place"}),
        Said(since={"inconnu": DAYS[0]}),
    ],
)
def test_what_the_guide_does_not_know_or_does_not_offer_is_dropped(said):
    assert applied(a_demarche(), PROCEDURE, said) == a_demarche()


def test_an_event_that_the_guide_counts_from_keeps_its_day():
    counting = PROCEDURE.model_copy(update={"echeances": (Named("refus"),)})

    assert applied(a_demarche(), counting, Said(since={"refus": DAYS[0], "autre": DAYS[1]})).since == {"refus": DAYS[0]}


class Named:
    """Stands for a deadline, of which only the name and the title are looked at."""

    def __init__(self, name: str, title: str = "") -> None:
        self.id, self.titre = name, title


def test_a_step_done_in_another_mode_remembers_the_rest_and_is_no_longer_doubtful():
    was = Remembered(Progress.REOPENED, consent=True)
    before = a_demarche(running=Running({"preparer": was}), doubtful=("preparer", "remplir"))

    done = applied(before, PROCEDURE, Said(ticks={"preparer": "avec"}))

    assert done.remembered("preparer") == Remembered(Progress.DONE, "avec", consent=True)
    assert done.doubtful == ("remplir",)
    assert applied(before, PROCEDURE, Said()).remembered("preparer") == was, "the control: what was not touched is as it was"


def test_the_journal_is_told_of_each_step_that_changed_and_of_no_other():
    before = applied(a_demarche(), PROCEDURE, Said(ticks={"preparer": "avec", "envoyer": "avec"}))
    later = applied(before, PROCEDURE, Said(ticks={"preparer": "personne", "contester": "avec"}))

    assert changed_steps(before, later) == {"preparer": "personne", "contester": "avec", "envoyer": ""}
    assert changed_steps(later, later) == {}


# « Ça bloque ».

WAY = Blocked("identifier", 0)
NOTED = Stuck("c0ffee01", "identifier", "")


def test_a_way_out_taken_notes_its_obstacle_and_given_up_takes_it_back():
    taken = blocked(a_demarche(), PROCEDURE, WAY, NOTED)

    assert taken.running.ways == (WAY,)
    assert [(one.step, one.obstacle) for one in taken.stuck] == [("identifier", "login_card")]
    assert blocked(taken, PROCEDURE, WAY, NOTED) == taken, "a second tap on the same button"
    assert unblocked(taken, PROCEDURE, WAY) == a_demarche()
    assert unblocked(a_demarche(), PROCEDURE, WAY) == a_demarche()


def test_a_way_out_given_up_leaves_what_somebody_wrote_beside_it():
    wrote = note_stuck(a_demarche(), Stuck("c0ffee02", "identifier", "login_card", "Trois essais"))
    taken = blocked(wrote, PROCEDURE, WAY, NOTED)

    assert unblocked(taken, PROCEDURE, WAY) == wrote
    assert unblocked(unstuck(taken, NOTED.id), PROCEDURE, WAY) == wrote, "already taken back by hand"


@pytest.mark.parametrize("way", [Blocked("identifier", 2), Blocked("identifier", -1), Blocked("preparer", 0), Blocked("inconnue", 0)])
def test_a_way_out_that_the_guide_does_not_have_is_not_here(way):
    with pytest.raises(NotHere):
        blocked(a_demarche(), PROCEDURE, way, NOTED)


def test_the_same_obstacle_noted_twice_is_one_and_a_long_day_keeps_the_last_ones():
    once = note_stuck(a_demarche(), Stuck("1", "preparer", "cost", "Trop cher"))

    assert note_stuck(once, Stuck("2", "preparer", "cost", "Trop cher")) == once
    assert note_stuck(once, Stuck("1", "remplir", "outage")) == once, "the same form sent twice"
    many = once
    for rank in range(2 * MOST_STUCK):
        many = note_stuck(many, Stuck(f"n{rank}", "preparer", "cost", f"note {rank}"))
    assert [one.id for one in many.stuck] == [f"n{rank}" for rank in range(MOST_STUCK, 2 * MOST_STUCK)]
    assert unstuck(once, "1").stuck == ()
    assert unstuck(once, "inconnu") == once


# A clash in words.


def plain(text: str) -> str:
    """Return a text with ordinary spaces."""
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("clash", "about", "theirs", "mine", "field"),
    [
        (Clash("q", "age", "majeur", ""), "18 ans ou plus ?", "Oui", NOTHING, "q-age"),
        (Clash("q", "inconnue", "x", "y"), "inconnue", "x", "y", "q-inconnue"),
        (Clash("fait", "preparer", "avec", "personne"), "Préparer", "fait ensemble", "fait par la personne", "fait-preparer"),
        (Clash("fait", "inconnue", "", "avec"), "inconnue", NOTHING, "fait ensemble", "fait-inconnue"),
        (Clash("date", "inconnue", "2026-10-01", ""), "inconnue", "1er octobre 2026", NOTHING, "date-inconnue"),
        (Clash("langue", "", "ar", ""), "La langue de la personne", "", NOTHING, "langue"),
    ],
)
def test_a_clash_is_said_as_a_worker_would(clash, about, theirs, mine, field):
    said = told(clash, PROCEDURE)

    assert (plain(said.about), said.mine_said, said.field) == (about, mine, field)
    assert theirs in plain(said.theirs_said)
    assert said.theirs_said not in {"ar", "2026-10-01"}


@pytest.mark.parametrize(("title", "about"), [("Le refus", "Le refus"), ("", "refus")])
def test_a_clash_about_a_day_names_the_deadline(title, about):
    counting = PROCEDURE.model_copy(update={"echeances": (Named("refus", title),)})

    assert told(Clash("date", "refus", "", "2026-10-01"), counting).about == about
