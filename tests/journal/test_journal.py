"""What is promised of the journal as it grows, is signed, and lets its beginning go, on SQLite and on a real PostgreSQL."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import event, text

from companion.db import reading, writing
from companion.errors import Refused
from companion.journal.actions import append, checkpoint, prune
from companion.journal.queries import is_noted, last_checkpoint, proof_of
from companion.journal.rules.checking import NOTHING
from companion.journal.rules.entries import Kind, Leaf, Noted, committed
from companion.journal.rules.notes import read
from companion.journal.rules.tree import consistency_proof, is_continued_by, nodes_of
from companion.signature.keys import new_private, public_of
from tests.journal.journals import FIRST, ORIGIN, PRIVATE, PUBLIC, change, checked, day, detail, filled, kind, note, sign
from tests.journal.test_tree import defined


def rows(engine, query: str) -> list[tuple]:
    with reading(engine) as session:
        return [tuple(row) for row in session.execute(text(query))]


def test_a_journal_begins_empty_and_in_order(engine):
    assert checked(engine) == NOTHING
    assert checked(engine, public=None).holds
    assert sign(engine, FIRST) is None


def test_entries_are_numbered_from_zero_without_a_hole_and_the_root_is_the_one_of_the_definition(engine):
    noted = note(engine, 0, 13)

    assert [one.number for one in noted] == list(range(13))
    told = [Leaf(one.number, day(n), kind(n), committed(one.salt, detail(n))).told() for n, one in enumerate(noted)]
    found = checked(engine)
    assert (found.size, found.root, found.faults) == (13, defined(told).hex(), ())


def test_an_entry_tells_its_day_and_its_class_and_nothing_of_its_detail(engine):
    (noted,) = note(engine, 0, 1)
    stored = [one for table in ("journal_leaf", "journal_head") for row in rows(engine, f"SELECT * FROM {table}") for one in row]  # noqa: S608

    assert b"personne" not in b"".join(bytes(one) if isinstance(one, bytes | memoryview) else str(one).encode() for one in stored)
    assert noted.salt not in [bytes(one) for one in stored if isinstance(one, bytes | memoryview)]


def test_the_same_thing_noted_twice_leaves_two_entries_that_have_nothing_in_common(engine):
    with writing(engine) as session:
        first, second = (append(session, Kind.STEP, detail(1), FIRST) for _ in range(2))
        session.commit()

    found = rows(engine, "SELECT commitment, node FROM journal_leaf")
    assert len({bytes(one) for row in found for one in row}) == 4
    assert first.salt != second.salt


def test_what_was_noted_is_recognised_and_nothing_else_is(engine):
    noted = note(engine, 0, 3)[1]
    with reading(engine) as session:
        assert is_noted(session, noted, kind(1), detail(1))
        assert not is_noted(session, noted, kind(1), detail(2))
        assert not is_noted(session, noted, kind(2), detail(1))
        assert not is_noted(session, Noted(2, noted.salt), kind(1), detail(1))
        assert not is_noted(session, Noted(9, noted.salt), kind(1), detail(1))
        assert not is_noted(session, Noted(1, bytes(32)), kind(1), detail(1))


def test_an_entry_costs_one_look_and_two_writes_however_long_the_journal_is(engine):
    note(engine, 0, 100)
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2].split()[0]))
    with writing(engine) as session:
        session.execute(text("SELECT 1"))
        asked.clear()
        append(session, Kind.STEP, detail(1), FIRST)
        session.rollback()

    assert asked == ["SELECT", "INSERT", "UPDATE"]


def test_what_is_not_committed_leaves_no_entry(engine):
    note(engine, 0, 2)
    before = checked(engine)
    with writing(engine) as session:
        append(session, Kind.STEP, detail(2), FIRST)

    assert checked(engine) == before
    assert [one.number for one in note(engine, 2, 3)] == [2]
    assert checked(engine).holds


def test_what_cannot_be_written_in_one_way_is_refused_before_anything_is_noted(engine):
    with writing(engine) as session, pytest.raises(TypeError):
        append(session, Kind.STEP, {"minutes": 2.5}, FIRST)
    assert checked(engine) == NOTHING


def test_those_who_note_at_the_same_time_take_one_number_each(engine):
    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(lambda start: note(engine, start, start + 3), range(0, 60, 3)))

    assert sorted(one.number for some in taken for one in some) == list(range(60))
    assert checked(engine).size == 60
    assert checked(engine).holds


def test_a_checkpoint_says_how_far_the_journal_goes_and_is_kept(engine):
    made = filled(engine)

    assert [one.tree.size for one in made] == [11, 24, 40]
    with reading(engine) as session:
        assert last_checkpoint(session) == made[-1]
    assert [read(row[0]) for row in rows(engine, "SELECT note FROM journal_checkpoint ORDER BY size")] == made
    found = checked(engine)
    assert (found.size, found.checkpoints, found.last, found.faults) == (45, 3, made[-1], ())


def test_nothing_is_signed_when_nothing_is_new_or_when_the_clock_went_back(engine):
    made = filled(engine)[-1]

    assert sign(engine, made.day - timedelta(days=1)) is None
    assert sign(engine, made.day).tree.size == 45
    assert sign(engine, made.day) is None
    assert checked(engine).checkpoints == 4
    assert checked(engine).holds


def test_a_later_checkpoint_is_proved_to_continue_the_earlier_one(engine):
    first, _, last = filled(engine)
    hashes = [bytes(row[0]) for row in rows(engine, "SELECT node FROM journal_leaf ORDER BY number")]
    path = consistency_proof(first.tree.size, last.tree.size, nodes_of(hashes))

    assert is_continued_by(first.tree, last.tree, path)
    assert not is_continued_by(dataclasses.replace(first.tree, root=bytes(32)), last.tree, path)


def test_one_entry_is_shown_without_the_others(engine):
    filled(engine)
    with reading(engine) as session:
        proofs = {number: proof_of(session, number) for number in (0, 7, 39, 40, 44, 45, -1)}

    assert [number for number, proof in proofs.items() if proof is None] == [40, 44, 45, -1], "not covered yet, or never noted"
    for proof in filter(None, proofs.values()):
        assert proof.holds(PUBLIC)
        assert not proof.holds(public_of(new_private()))
        assert not dataclasses.replace(proof, leaf=dataclasses.replace(proof.leaf, day=day(39) + timedelta(days=1))).holds(PUBLIC)
        assert not dataclasses.replace(proof, leaf=dataclasses.replace(proof.leaf, number=8)).holds(PUBLIC)


def test_erasing_a_salt_leaves_a_tree_that_holds_and_a_commitment_that_says_nothing(engine):
    """The salt lives in the thread: once it is erased there, not even the whole detail can be recognised here."""
    erased, kept = note(engine, 0, 2)
    sign(engine, FIRST)
    before = checked(engine)
    with reading(engine) as session:
        assert is_noted(session, erased, kind(0), detail(0)), "the control"
    number = erased.number
    del erased

    stored = bytes(rows(engine, "SELECT commitment FROM journal_leaf WHERE number = 0")[0][0])
    for salt in (bytes(32), kept.salt, stored):
        assert committed(salt, detail(0)) != stored
    assert checked(engine) == before
    with reading(engine) as session:
        assert proof_of(session, number).holds(PUBLIC)


def test_old_entries_go_from_the_first_on_under_the_last_checkpoint_and_the_root_stays(engine):
    made = filled(engine)
    before = checked(engine)
    with writing(engine) as session:
        assert prune(session, day(20)) == 20
        assert prune(session, day(20)) == 0
        session.commit()

    found = checked(engine, made[0])
    assert (found.root, found.size, found.pruned, found.checkpoints, found.faults) == (before.root, 45, 20, 3, ())
    assert rows(engine, "SELECT min(number), count(*) FROM journal_leaf") == [(20, 25)]
    with reading(engine) as session:
        assert proof_of(session, 19) is None
        assert all(proof_of(session, number).holds(PUBLIC) for number in range(20, 40))
    note(engine, 45, 50)
    assert checked(engine).holds
    with writing(engine) as session:
        assert prune(session, day(1000)) == 20, "no further than the last checkpoint"
        session.commit()
    assert checked(engine).holds
    assert [one.number for one in note(engine, 50, 51)] == [50]
    assert all(checked(engine, one).holds for one in made), "each checkpoint kept elsewhere is still known"


def test_nothing_goes_without_a_checkpoint_and_an_entry_that_is_recent_keeps_what_follows(engine):
    note(engine, 0, 5)
    with writing(engine) as session:
        assert prune(session, day(1000)) == 0
        for one, days in enumerate((0, 0, 5, 0)):
            append(session, kind(one), detail(one), FIRST + timedelta(days=days))
        assert checkpoint(session, PRIVATE, PUBLIC, ORIGIN, day(100))
        assert prune(session, FIRST + timedelta(days=3)) == 7
        session.commit()
    assert checked(engine).holds


def test_an_entry_that_was_changed_is_not_let_go_and_neither_are_those_after_it(engine):
    filled(engine)
    change(engine, "UPDATE journal_leaf SET kind = 'efface' WHERE number = 6")
    with writing(engine) as session:
        assert prune(session, day(1000)) == 6
        session.commit()

    assert "n°\N{NO-BREAK SPACE}6 " in checked(engine).faults[0]


def test_a_head_that_does_not_read_stops_those_who_note_with_a_sentence(engine):
    note(engine, 0, 3)
    change(engine, "UPDATE journal_head SET size = 4")

    for act in (lambda one: append(one, Kind.STEP, {}, FIRST), lambda one: checkpoint(one, PRIVATE, PUBLIC, ORIGIN, FIRST)):
        with writing(engine) as session, pytest.raises(Refused, match="rien n’y a été noté"):
            act(session)
