"""What is promised against whoever changes the journal behind our back (S15): the bytes, the order, the days, the end, the whole of it."""

import random
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from companion.db import open_database, reading, writing
from companion.errors import Refused
from companion.journal.actions import prune
from companion.journal.queries import leaves_as_found
from companion.journal.rules.entries import Kind, Leaf
from companion.journal.rules.notes import read_kept, signed
from companion.journal.rules.tree import Peaks
from companion.signature.keys import new_private, public_of
from tests.conftest import rounds
from tests.journal.journals import change, checked, day, filled, note, sign

SWAP = (
    "UPDATE journal_leaf SET number = -1 WHERE number = :a",
    "UPDATE journal_leaf SET number = :a WHERE number = :b",
    "UPDATE journal_leaf SET number = :b WHERE number = -1",
)
CHANGES = (
    "UPDATE journal_leaf SET day = '2020-01-01' WHERE number = :number",
    "UPDATE journal_leaf SET kind = 'efface' WHERE number = :number",
    "UPDATE journal_leaf SET kind = 'x' WHERE number = :number",
    "UPDATE journal_leaf SET commitment = :other WHERE number = :number",
    "UPDATE journal_leaf SET node = :other WHERE number = :number",
)
FORGED = "UPDATE journal_leaf SET day = '2020-01-01', kind = 'efface', commitment = :other, node = :node WHERE number = :number"
ADDED = "INSERT INTO journal_leaf VALUES (:number, '2026-11-21', 'etape', :other, :node)"
POINT = "INSERT INTO journal_checkpoint VALUES (:size, :day, :note)"
PEAKS = "UPDATE journal_head SET peaks = :peaks"


def named(engine: Engine) -> int:
    """Return the number of the first bad entry, as the first sentence says it."""
    return int(re.search(r"n°\N{NO-BREAK SPACE}(\d+)", checked(engine).faults[0])[1])


@pytest.mark.parametrize("number", [0, 10, 11, 23, 39, 40, 44])
def test_an_entry_taken_out_anywhere_is_named(engine, number):
    filled(engine)
    assert checked(engine).holds, "the control"
    change(engine, "DELETE FROM journal_leaf WHERE number = :number", number=number)

    assert named(engine) == number
    assert "manque" in checked(engine).faults[0]


@pytest.mark.parametrize(("a", "b"), [(3, 4), (0, 44), (11, 30), (41, 43)])
def test_two_entries_in_each_other_s_place_are_named(engine, a, b):
    filled(engine)
    change(engine, *SWAP, a=a, b=b)

    assert named(engine) == a


@pytest.mark.parametrize("number", [2, 25, 42])
@pytest.mark.parametrize("changed", CHANGES)
def test_an_entry_dated_back_or_changed_is_named(engine, number, changed):
    filled(engine)
    change(engine, changed, number=number, other=bytes(32))

    assert named(engine) == number


@pytest.mark.parametrize("end", [0, 10, 24, 39, 44])
def test_a_journal_cut_at_the_end_is_seen_even_with_a_head_made_to_fit(engine, end):
    filled(engine)
    peaks = peaks_of(engine, end)
    change(engine, "DELETE FROM journal_leaf WHERE number >= :end", end=end)
    assert named(engine) == end
    change(engine, PEAKS, "UPDATE journal_head SET size = :end", peaks=peaks.told(), end=end)

    assert checked(engine).holds == (end == 44), "what nobody signed yet is held by the head alone"


def peaks_of(engine: Engine, size: int) -> Peaks:
    """Return the peaks of the beginning of a journal, as somebody who knows the format would."""
    peaks = Peaks()
    with reading(engine) as session:
        for leaf in list(leaves_as_found(session))[:size]:
            peaks = peaks.added(leaf.node)
    return peaks


def rewritten(engine: Engine, number: int) -> None:
    """Change an entry and all that follows from it in the leaves and the head: what only a signature can show."""
    forged = Leaf(number, date(2020, 1, 1), Kind.ERASED, bytes(32))
    change(engine, FORGED, number=number, other=bytes(32), node=forged.hash())
    change(engine, PEAKS, peaks=peaks_of(engine, 45).told())


@pytest.mark.parametrize(("number", "first", "last"), [(3, 0, 10), (10, 0, 10), (11, 11, 23), (30, 24, 39)])
def test_an_entry_rewritten_with_all_its_hashes_is_seen_by_what_was_signed(engine, number, first, last):
    filled(engine)
    rewritten(engine, number)

    fault = checked(engine).faults[0]
    assert f"entre n°\N{NO-BREAK SPACE}{first} et n°\N{NO-BREAK SPACE}{last}" in fault
    assert "signé" in fault


def test_what_nobody_signed_yet_is_rewritten_unseen_until_a_checkpoint_is_kept_elsewhere(engine):
    """Said plainly: the entries after the last checkpoint are held by the head alone, on the same disk."""
    filled(engine)
    kept = sign(engine, day(45))
    rewritten(engine, 42)
    assert not checked(engine).holds
    change(engine, "DELETE FROM journal_checkpoint WHERE size = 45", "UPDATE journal_head SET checkpoints = 3")

    assert checked(engine).holds
    assert "réécrit" in checked(engine, kept).faults[0]


def test_an_entry_slipped_in_or_added_at_the_end_is_seen(engine):
    filled(engine)
    forged = Leaf(45, day(0), Kind.STEP, bytes(32))
    change(engine, ADDED, number=45, other=bytes(32), node=forged.hash())
    assert named(engine) == 45
    assert "de trop" in checked(engine).faults[0]

    change(engine, "DELETE FROM journal_leaf WHERE number = 45", ADDED, number=-7, other=bytes(32), node=forged.hash())
    assert not checked(engine).holds


def test_a_checkpoint_taken_away_added_or_signed_by_somebody_else_is_seen(engine):
    made = filled(engine)
    for size in (11, 40):
        saved = next(one for one in made if one.tree.size == size)
        change(engine, "DELETE FROM journal_checkpoint WHERE size = :size", size=size)
        assert "enlevé" in checked(engine).faults[0]
        change(engine, POINT, size=size, day=saved.day, note=saved.note())
        assert checked(engine).holds, "the control"

    assert "n’est pas signé" in checked(engine, public=public_of(new_private())).faults[0]
    assert "clé" in checked(engine, public=None).faults[0]
    change(engine, "UPDATE journal_checkpoint SET note = :note WHERE size = 40", note=made[0].note())
    assert "40" in checked(engine).faults[0]


@pytest.mark.parametrize("column", ["size", "peaks", "pruned_size", "pruned_peaks", "checkpoints"])
def test_a_head_changed_is_seen_whatever_was_changed_in_it(engine, column):
    filled(engine)
    with writing(engine) as session:
        assert prune(session, day(20)) == 20
        session.commit()
    assert checked(engine).holds, "the control"
    with reading(engine) as session:
        kept = session.execute(text(f"SELECT {column} FROM journal_head")).scalar_one()  # noqa: S608 (our own names)
    other = kept + 1 if isinstance(kept, int) else bytes(kept)[:-1] + bytes([bytes(kept)[-1] ^ 1])
    change(engine, f"UPDATE journal_head SET {column} = :other", other=other)  # noqa: S608 (the same)
    assert not checked(engine).holds
    change(engine, "DELETE FROM journal_head")
    assert not checked(engine).holds


def test_a_beginning_that_went_without_being_signed_is_seen(engine):
    note(engine, 0, 20)
    peaks = peaks_of(engine, 12)
    change(
        engine,
        "UPDATE journal_head SET pruned_size = 12, pruned_peaks = :peaks",
        "DELETE FROM journal_leaf WHERE number < 12",
        peaks=peaks.told(),
    )

    assert "effacé sans" in checked(engine).faults[0]


def cells(engine: Engine) -> list[tuple[str, str, int, bytes]]:
    """Return all that the journal stores: table, column, row, and the bytes as they are written."""
    found = []
    with engine.connect() as connection:
        for table, key, columns in (
            ("journal_leaf", "number", ("day", "kind", "commitment", "node")),
            ("journal_checkpoint", "size", ("day", "note")),
            ("journal_head", "number", ("size", "peaks", "pruned_size", "pruned_peaks", "checkpoints")),
        ):
            for column in columns:
                asked = text(f"SELECT {key}, CAST({column} AS BLOB) FROM {table}")  # noqa: S608 (our own names)
                found += [(table, column, row, bytes(content)) for row, content in connection.execute(asked)]
    return found


def test_each_byte_of_the_journal_that_changes_is_seen(sqlite):
    """Each of a thousand bytes, the head and the checkpoints first, one bit of it drawn; SQLite keeps whatever it is given."""
    filled(sqlite)
    with writing(sqlite) as session:
        assert prune(session, day(10)) == 10
        session.commit()
    stored = sorted(cells(sqlite), key=lambda cell: (cell[0] == "journal_leaf", random.Random(cell[2]).random()))
    places = [(cell, at) for cell in stored for at in range(len(cell[3]))]
    drawn = random.Random(15)
    assert len(places) > 1000
    unseen = []
    for (table, column, row, content), at in places[: rounds(200, 1000)] + drawn.sample(places, rounds(100, 400)):
        key = "size" if table == "journal_checkpoint" else "number"
        changed = content[:at] + bytes([content[at] ^ 1 << drawn.randrange(8)]) + content[at + 1 :]
        write = f"UPDATE {table} SET {column} = {{}} WHERE {key} = {row}"  # noqa: S608 (the same)
        as_kept = "CAST(:value AS TEXT)" if column in {"day", "kind", "note"} else ":value"
        as_kept = "CAST(CAST(:value AS TEXT) AS INTEGER)" if column in {"size", "pruned_size", "checkpoints"} else as_kept
        change(sqlite, write.format(as_kept), value=changed)
        if checked(sqlite).holds:
            unseen.append((table, column, row, at))
        change(sqlite, write.format(as_kept), value=content)

    assert not unseen
    assert checked(sqlite).holds, "the control"


def test_each_byte_of_the_file_under_an_entry_that_changes_is_seen(sqlite, tmp_path):
    """On the disk itself: the day, the class, the commitment and the leaf of the first entries, one after the other."""
    filled(sqlite)
    with reading(sqlite) as session:
        leaves = list(leaves_as_found(session))
    sqlite.dispose()
    path = Path(str(sqlite.url.database))
    content, drawn = path.read_bytes(), random.Random(15)
    places = [place for leaf in leaves for place in under(content, leaf.day + leaf.kind, leaf.commitment + leaf.node)]
    assert len(places) > 1000
    for place in places[: rounds(150, 1000)]:
        damaged = bytearray(content)
        damaged[place] ^= 1 << drawn.randrange(8)
        assert not holds(tmp_path / "damaged.sqlite", bytes(damaged)), place

    assert holds(tmp_path / "damaged.sqlite", content), "the control"


def under(content: bytes, words: str, hashes: bytes) -> range:
    entry = words.encode() + hashes
    assert content.count(entry) == 1
    return range(content.index(entry), content.index(entry) + len(entry))


def holds(path: Path, content: bytes) -> bool:
    path.write_bytes(content)
    engine = open_database(f"sqlite:///{path}")
    try:
        return checked(engine).holds
    except Refused:
        return False
    finally:
        engine.dispose()
        for one in path.parent.glob(f"{path.name}-*"):
            one.unlink()


@pytest.mark.parametrize("turn", range(rounds(30, 300)))
def test_bytes_damaged_at_random_in_the_file_are_seen_or_change_nothing_and_never_a_fault_of_ours(sqlite, tmp_path, turn):
    filled(sqlite)
    right = checked(sqlite)
    sqlite.dispose()
    path, drawn = Path(str(sqlite.url.database)), random.Random(turn)
    content = bytearray(path.read_bytes())
    first = content.index(b"2026-11-21ouvert") // 4096 * 4096
    for _ in range(drawn.choice((1, 3, 20))):
        content[first + drawn.randrange(4096)] = drawn.randrange(256)
    (tmp_path / "damaged.sqlite").write_bytes(content)
    engine = open_database(f"sqlite:///{tmp_path / 'damaged.sqlite'}")
    try:
        found = checked(engine)
    except Refused:
        return
    finally:
        engine.dispose()
    assert found == right or found.faults


def test_an_older_database_put_back_is_seen_by_one_checkpoint_kept_elsewhere(sqlite, tmp_path):
    filled(sqlite)
    sqlite.dispose()
    path = Path(str(sqlite.url.database))
    shutil.copyfile(path, tmp_path / "older.sqlite")
    note(sqlite, 45, 60)
    kept = read_kept(sign(sqlite, day(60)).note().encode())
    assert checked(sqlite, kept).holds, "the control"
    sqlite.dispose()
    for beside in path.parent.glob(f"{path.name}-*"):
        beside.unlink()
    shutil.copyfile(tmp_path / "older.sqlite", path)

    assert checked(sqlite).holds, "by itself it is in order"
    assert "plus ancienne" in checked(sqlite, kept).faults[0]
    note(sqlite, 45, 70)
    assert checked(sqlite).holds
    assert "réécrit" in checked(sqlite, kept).faults[0]
    assert sign(sqlite, day(70))
    assert checked(sqlite).holds
    assert "réécrit" in checked(sqlite, kept).faults[0]


def test_a_checkpoint_of_somebody_else_proves_nothing_of_this_journal(engine):
    made = filled(engine)[0]
    other = new_private()

    assert checked(engine, made).holds, "the control"
    assert "n’est pas signé par cette association" in checked(engine, signed(other, public_of(other), made)).faults[0]
    assert "n’est pas signé par cette association" in checked(engine, made, public=None).faults[-1]


def test_a_checkpoint_that_the_journal_cannot_be_followed_to_accuses_nobody_of_an_older_copy(engine):
    kept = filled(engine)[-1]
    change(engine, "DELETE FROM journal_leaf WHERE number = 5")

    (fault,) = checked(engine, kept).faults
    assert "n°\N{NO-BREAK SPACE}5 manque" in fault
