"""What is promised of a gesture that is kept: sealed, one line in the journal for each step, nothing when nothing changed."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from companion.demarches.actions.keeping import keep_contents, keep_demarche, keep_sitting
from companion.demarches.model import Thread, Visit
from companion.demarches.queries.visits import open_visit
from companion.demarches.rules.contents import Stuck
from companion.demarches.rules.gestures import Said, applied
from companion.errors import NotHere
from companion.journal.model import JournalLeaf
from companion.journal.rules.entries import Kind, is_committed
from companion.vault.model import read
from companion.vault.rules.faults import Altered, Locked
from tests.demarches.house import FIRST, SECOND
from tests.procedures.recipes import a_procedure

PROCEDURE = a_procedure()


def say(house, visit, ticks, **answers):
    """Keep a page of a visit, as it is now."""
    with house.at(house.first, visit) as (session, opened):
        after = applied(opened.contents.demarche(FIRST.id), PROCEDURE, Said(answers, ticks))
        keep_demarche(session, opened, after, house.now)


def revisions(house):
    with house.change() as session:
        return [*session.scalars(select(Thread.revision)), *session.scalars(select(Visit.revision))]


def test_each_step_that_changed_is_a_line_of_the_journal_and_an_answer_is_none(house):
    visit = house.begin(house.first)
    say(house, visit, {"preparer": "avec", "remplir": "personne"}, age="majeur")
    say(house, visit, {"preparer": "avec", "remplir": "personne"}, age="mineur")
    say(house, visit, {"preparer": "avec"}, age="mineur")

    held = house.holds(house.first, visit)
    told = [(event.detail["etape"], event.detail["mode"]) for event in held.events if event.kind == Kind.STEP]
    assert told == [("preparer", "avec"), ("remplir", "personne"), ("remplir", "annule")]
    assert held.demarches[0].running.answers == {"age": "mineur"}
    assert house.counts("journal_leaf") == {"journal_leaf": 1 + len(told)}


def test_a_page_that_says_what_is_kept_already_writes_nothing(house):
    visit = house.begin(house.first)
    say(house, visit, {"preparer": "avec"})
    before = (revisions(house), house.counts("journal_leaf"))

    say(house, visit, {"preparer": "avec"})
    with house.at(house.first, visit) as (_, opened):
        keep_contents(opened, opened.contents)
        keep_sitting(opened, opened.own)

    assert (revisions(house), house.counts("journal_leaf")) == before


def test_the_thread_proves_its_own_lines_and_no_other_detail_does(house):
    visit = house.begin(house.first)
    say(house, visit, {"preparer": "avec"})

    with house.at(house.first, visit) as (session, opened):
        for event in opened.contents.events:
            kept = session.scalars(select(JournalLeaf).where(JournalLeaf.number == event.number)).one()
            assert kept.kind == event.kind
            assert is_committed(kept.commitment, bytes.fromhex(event.salt), event.detail)
            assert not is_committed(kept.commitment, bytes.fromhex(event.salt), {**event.detail, "guide": "be-autre"}), "the control"


def test_an_exercise_keeps_its_gestures_and_notes_none(house):
    visit = house.begin(house.first, exercise=True)
    say(house, visit, {"preparer": "avec"})

    held = house.holds(house.first, visit)
    assert held.demarches[0].ticks == {"preparer": "avec"}
    assert held.events == ()
    assert house.counts("journal_leaf") == {"journal_leaf": 0}


def test_what_is_kept_beside_the_steps_is_sealed_with_the_line_of_the_list(house):
    visit = house.begin(house.first)
    with house.at(house.first, visit) as (_, opened):
        stuck = replace(opened.contents.demarches[0], stuck=(Stuck("1", "preparer", "cost"),))
        keep_contents(opened, opened.contents.changing(stuck).adding(SECOND))
        keep_sitting(opened, replace(opened.own, boot="autre depart"))

    with house.at(house.first, visit) as (_, opened):
        assert read(opened.ring, opened.thread, Thread.face) == {"titles": ["Exemple", "Autre"], "last": "2026-11-21", "stuck": True}
        assert opened.own.boot == "autre depart"


def test_a_demarche_that_is_not_on_this_sheet_is_not_kept_on_it(house):
    with house.at(house.first, house.begin(house.first)) as (session, opened), pytest.raises(NotHere):
        keep_demarche(session, opened, SECOND, house.now)


def test_a_gesture_on_a_thread_that_somebody_wrote_in_between_is_refused_whole(house):
    """Two writers never follow each other silently: the revision is in the UPDATE itself, and the line of the journal goes with it."""
    visit = house.begin(house.first)
    before = house.counts("journal_leaf")

    def two_at_once() -> None:
        with house.at(house.first, visit) as (session, opened):
            session.connection().exec_driver_sql("UPDATE thread SET revision = revision + 1")
            after = replace(opened.contents.demarches[0], language="ar")
            keep_demarche(session, opened, after, house.now)

    with pytest.raises(StaleDataError):
        two_at_once()
    assert house.counts("journal_leaf") == before


def test_sealed_bytes_put_back_or_carried_elsewhere_do_not_open(house):
    visit, other = house.begin(house.first), house.begin(house.first)
    with house.at(house.first, visit) as (_, opened):
        older = opened.thread.body
    say(house, visit, {"preparer": "avec"})

    with house.at(house.first, visit) as (session, opened):
        theirs = open_visit(session, house.first, other, int(house.now.timestamp()))
        with pytest.raises(Locked):
            read(theirs.ring, opened.thread, Thread.body)
        opened.thread.body = older
        with pytest.raises(Altered):
            read(opened.ring, opened.thread, Thread.body)
        session.rollback()
