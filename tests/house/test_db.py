"""What the one door to the database promises, on SQLite and on a real PostgreSQL where the machine has one."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import CheckConstraint, Column, Engine, ForeignKey, Integer, MetaData, String, Table, func, inspect, select, update
from sqlalchemy.exc import IntegrityError

from companion.db import Base, open_database, reading, writing
from tests.conftest import rounds

WRITERS = 4
ROUNDS = rounds(15, 200)

SCRATCH = MetaData(naming_convention=Base.metadata.naming_convention)
HOUSES = Table(
    "house",
    SCRATCH,
    Column("id", Integer, primary_key=True),
    Column("name", String, unique=True),
    Column("rooms", Integer, CheckConstraint("rooms >= 0", name="rooms_counted"), nullable=False, server_default="0"),
    Column("street", String, index=True),
)
DOORS = Table("door", SCRATCH, Column("id", Integer, primary_key=True), Column("house_id", ForeignKey("house.id"), nullable=False))


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """Open a database with two empty tables, and leave it as it was."""
    engine = open_database(url)
    SCRATCH.create_all(engine)
    try:
        yield engine
    finally:
        SCRATCH.drop_all(engine)
        engine.dispose()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Engine]:
    """Return the file that associations use."""
    with opened(f"sqlite:///{tmp_path / 'house.sqlite'}") as engine:
        yield engine


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Return each kind of database in turn."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite")
        return
    with opened(request.getfixturevalue("postgresql")) as engine:
        yield engine


def houses(engine: Engine) -> int:
    with reading(engine) as session:
        return session.scalar(select(func.count()).select_from(HOUSES)) or 0


def build(engine: Engine, **values: object) -> None:
    with writing(engine) as session:
        session.execute(HOUSES.insert().values(values))
        session.commit()


def at_once(work: Callable[[int], None]) -> None:
    """Let several writers work at the same time, and raise what any of them met."""
    start = threading.Barrier(WRITERS)

    def one(rank: int) -> None:
        start.wait()
        work(rank)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(one, range(WRITERS)))


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1), ("trusted_schema", 0), ("busy_timeout", 5000)],
)
def test_every_connection_to_sqlite_is_durable_and_strict(sqlite, pragma, value):
    for door in (reading, writing):
        with door(sqlite) as session:
            assert session.connection().exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_a_row_that_points_nowhere_is_refused(engine):
    with writing(engine) as session, pytest.raises(IntegrityError):
        session.execute(DOORS.insert().values(house_id=404))


def test_after_a_refusal_the_door_still_opens(engine):
    with pytest.raises(IntegrityError):
        build(engine, name="one", rooms=-1)
    build(engine, name="one", rooms=1)

    assert houses(engine) == 1


def test_a_reading_session_changes_nothing(engine):
    with reading(engine) as session:
        session.execute(HOUSES.insert().values(name="built while reading"))

    assert houses(engine) == 0


def test_what_is_not_committed_never_was(engine):
    with writing(engine) as session:
        session.execute(HOUSES.insert().values(name="forgotten"))

    assert houses(engine) == 0


def test_what_fails_half_way_never_was(engine):
    def fail() -> None:
        with writing(engine) as session:
            session.execute(HOUSES.insert().values(name="half"))
            message = "in the middle"
            raise RuntimeError(message)

    with pytest.raises(RuntimeError, match="in the middle"):
        fail()

    assert houses(engine) == 0


def test_writers_at_once_read_then_write_and_none_is_locked_out(engine):
    def work(rank: int) -> None:
        for turn in range(ROUNDS):
            with writing(engine) as session:
                session.execute(select(func.count()).select_from(HOUSES)).scalar()
                session.execute(HOUSES.insert().values(name=f"{rank}-{turn}"))
                session.commit()

    at_once(work)

    assert houses(engine) == WRITERS * ROUNDS


def test_in_sqlite_no_writer_loses_what_another_wrote(sqlite):
    build(sqlite, id=1, rooms=0)

    def work(_rank: int) -> None:
        for _ in range(ROUNDS):
            with writing(sqlite) as session:
                seen = session.execute(select(HOUSES.c.rooms).where(HOUSES.c.id == 1)).scalar_one()
                session.execute(update(HOUSES).where(HOUSES.c.id == 1).values(rooms=seen + 1))
                session.commit()

    at_once(work)
    with reading(sqlite) as session:
        assert session.execute(select(HOUSES.c.rooms)).scalar_one() == WRITERS * ROUNDS


def test_a_writer_waits_for_the_one_before(sqlite):
    inside, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with writing(sqlite) as session:
            session.execute(HOUSES.insert().values(name="first"))
            inside.set()
            leave.wait(30)
            session.commit()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(hold)
        inside.wait(30)
        second = pool.submit(build, sqlite, name="second")
        leave.set()
        first.result()
        second.result()

    assert houses(sqlite) == 2


def test_a_reader_never_waits_for_a_writer(engine):
    build(engine, name="seen")
    with writing(engine) as session:
        session.execute(HOUSES.insert().values(name="not yet"))

        assert houses(engine) == 1


def test_a_reader_sees_one_moment_whatever_is_written_meanwhile(sqlite):
    with reading(sqlite) as session:
        before = session.execute(select(func.count()).select_from(HOUSES)).scalar_one()
        build(sqlite, name="later")
        after = session.execute(select(func.count()).select_from(HOUSES)).scalar_one()

    assert before == after == 0


def test_every_constraint_has_the_name_that_migrations_expect(engine):
    seen = inspect(engine)
    names = {
        one["name"] for one in [*seen.get_unique_constraints("house"), *seen.get_check_constraints("house"), *seen.get_indexes("house")]
    }

    assert {"uq_house_name", "ck_house_rooms_counted", "ix_house_street"} <= names
    assert seen.get_pk_constraint("house")["name"] == "pk_house"
    assert [one["name"] for one in seen.get_foreign_keys("door")] == ["fk_door_house_id_house"]


def test_what_is_erased_from_sqlite_leaves_no_bytes_in_its_pages(sqlite, tmp_path):
    build(sqlite, name="Rue du Secret 12")
    with writing(sqlite) as session:
        session.execute(HOUSES.delete())
        session.commit()
    sqlite.dispose()
    with sqlite3.connect(tmp_path / "house.sqlite") as plain:
        plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    plain.close()

    assert b"Rue du Secret" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_an_error_of_the_database_never_says_what_was_written(engine):
    """SQL errors carry their parameters unless they are told not to (security, leaks of text)."""
    build(engine, name="mot de passe Tulipe!")
    with pytest.raises(IntegrityError) as refused:
        build(engine, name="mot de passe Tulipe!")

    assert "Tulipe" not in str(refused.value).replace(str(refused.value.orig), "")
    assert "hidden" in str(refused.value) or "hide_parameters" in str(refused.value)
