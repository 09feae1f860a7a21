"""What is erased is on no byte of any file (security.md S14); each promise has a control, since a blind search finds nothing either."""

import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from secrets import token_bytes

import pytest
from sqlalchemy import Engine

from companion.clock import ZONE
from companion.db import open_database, reading, version_of, wipe, writing
from companion.demarches.actions.erasing import forget_threads
from companion.demarches.model import Thread
from companion.forgetting.actions import purge
from tests.forgetting.keepsakes import thread

LAST = date(2026, 11, 21)
AFTER = datetime(2026, 11, 22, 9, tzinfo=ZONE)
SIZES = [64, 30_000]
"""A value within a page, and one that needs several."""


@pytest.fixture(params=SIZES)
def canaries(request: pytest.FixtureRequest) -> tuple[bytes, bytes]:
    """Return a sealed value and the wrap of its key, each like nothing else."""
    return token_bytes(request.param), token_bytes(61)


def keep(engine: Engine, canaries: tuple[bytes, bytes]) -> bytes:
    """Keep a thread that holds both, among others; return its id."""
    with writing(engine) as session:
        for _ in range(5):
            thread(session, LAST + timedelta(days=100), sealed=token_bytes(400))
        kept = thread(session, LAST, sealed=canaries[0], wrap=canaries[1]).id
        thread(session, LAST + timedelta(days=100), sealed=token_bytes(400))
        session.commit()
    return kept


def found(folder: Path, canaries: tuple[bytes, bytes]) -> set[str]:
    """Return the files in which some of it can be read: any sixteen bytes in a row, at any place."""
    files = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    pieces = [one[at : at + 16] for one in canaries for at in range(0, len(one) - 15, 16)]
    return {name for name, content in files.items() if any(piece in content for piece in pieces)}


def erase(engine: Engine, now: datetime = AFTER) -> None:
    with writing(engine) as session:
        assert purge(session, now)["thread"] == 1
        session.commit()


def test_what_expired_is_on_no_byte_of_any_file(engine, tmp_path, canaries):
    keep(engine, canaries)
    assert found(tmp_path, canaries), "the control: it was there"
    erase(engine)
    assert found(tmp_path, canaries) == {"companion.sqlite-wal"}, "the control: the log keeps it until it is emptied"

    assert wipe(engine)

    assert not found(tmp_path, canaries)


def test_what_was_already_in_the_file_itself_goes_from_there_too(engine, tmp_path, canaries):
    kept = keep(engine, canaries)
    assert wipe(engine)
    assert "companion.sqlite" in found(tmp_path, canaries), "the control: it was there"
    with writing(engine) as session:
        assert forget_threads(session, frozenset({kept})) == 1
        session.commit()

    assert wipe(engine)

    assert not found(tmp_path, canaries)


def test_without_writing_over_it_the_same_gesture_leaves_it_on_the_disk(engine, file, tmp_path, canaries):
    """The control of the control: what is promised comes from the settings of the database."""
    keep(engine, canaries)
    assert wipe(engine)
    engine.dispose()
    with closing(sqlite3.connect(file, isolation_level=None)) as careless:
        careless.execute("PRAGMA secure_delete=OFF")
        for table in ("circle_wrap", "thread_sheet", "thread"):
            careless.execute(f"DELETE FROM {table}")  # noqa: S608 (three names of ours)
        careless.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    assert found(tmp_path, canaries)


def test_while_somebody_reads_it_is_told_that_traces_stay_and_the_next_time_none_does(engine, file, tmp_path, canaries):
    keep(engine, canaries)
    other = open_database(f"sqlite:///{file}")
    with reading(other) as session:
        assert session.query(Thread).count() == 7
        erase(engine)
        assert not wipe(engine)
        assert found(tmp_path, canaries)
    other.dispose()

    assert wipe(engine)
    assert not found(tmp_path, canaries)


def test_a_file_that_is_locked_or_no_database_is_no_fault_it_is_only_not_done(engine, file, tmp_path):
    (tmp_path / "other").write_bytes(b"rien d'une base" * 400)
    for url in (f"sqlite:///{tmp_path / 'other'}", f"sqlite:///{tmp_path / 'nowhere' / 'x'}"):
        broken = open_database(url)
        assert not wipe(broken)
        broken.dispose()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM thread")
        assert not wipe(engine)
        other.execute("ROLLBACK")
    assert wipe(engine)


def test_wiping_takes_no_connection_away_from_the_others(engine):
    for _ in range(40):
        assert wipe(engine)
    assert version_of(engine)


def test_on_a_database_server_wiping_asks_nothing(server):
    keep(server, (b"a" * 64, b"b" * 61))
    erase(server)
    assert wipe(server)
