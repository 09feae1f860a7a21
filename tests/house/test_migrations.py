"""What is promised of the tables as they change, on SQLite and on a real PostgreSQL where the machine has one."""

import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, Table, inspect, text
from sqlalchemy.exc import IntegrityError

from companion import db
from companion.db import NEWEST, Base, Database, migrate, reading, version_of, writing
from companion.errors import Refused
from tests.command import ROOT
from tests.conftest import rounds
from tests.house.postgres import emptied

MODELS = [import_module(f"companion.{path.parent.name}.model") for path in sorted((ROOT / "companion").glob("*/model.py"))]
"""Every room that remembers."""
TOGETHER = 3


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Return each kind of database in turn, empty."""
    url = f"sqlite:///{tmp_path / 'house.sqlite'}" if request.param == "sqlite" else request.getfixturevalue("postgresql")
    with emptied(url) as engine:
        yield engine


def address(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


ROWS = (
    "guide_report VALUES ('be-x', 'a', 'date', '2026-11', 3)",
    "guide_rereading VALUES ('abc', 'be-x', '2026-11-21')",
    "procedure_version VALUES ('abc', 'be-x', '{}', '2026-11-21')",
    "upkeep_day VALUES ('vu', '2026-11-21')",
    "erasure VALUES (:id, 'membre', '2026-11-21')",
    "site_key VALUES (:key, '2026-11-21')",
    (
        "association (number, salt, circle, team_key_id, sign_key_id, sign_public, envelope_id, envelope_box, envelope_sign, since) "
        "VALUES (1, :id, :id, :id, :id, :key, :id, :key, :key, '2026-11-21')"
    ),
    (
        "member VALUES (:id, 'heron-42', 'membre', 'actif', 5, :key, :key, :blob, :blob, :blob, 3, :blob, 7, 1099511627775, NULL, "
        "'2026-11-21', NULL)"
    ),
    "member_name (member_id, name, key_id, revision) VALUES (:id, :blob, :id, 1)",
    "sign_in VALUES (:key, :id, :blob, NULL, 5, :blob, '2026-11-22')",
    "circle_grant VALUES (:id, 1, :id, :key, :id, :blob, :signature)",
    "circle_face VALUES (:id, 1, :key, :id, :signature)",
    "circle_wrap VALUES (:id, :id, 1, :blob)",
    "introduction VALUES (:id, :id, 'entre', :key, :key, :signature, '2026-11-21')",
    "invitation VALUES (:id, 'accueil', 4, NULL, '2026-11-28')",
    "poste VALUES (:id, :id, :blob, '2026-11-21')",
    "throttle VALUES (:key, 4, 1795273200, '2026-11-22')",
    "journal_leaf VALUES (0, '2026-11-21', 'ouvert', :key, :key)",
    "journal_head VALUES (1, 1, :key, 0, :key, 1)",
    "journal_checkpoint VALUES (1, '2026-11-21', 'un point')",
    (
        "thread (id, key_id, revision, face, body, opened_on, next_on, expires_on) "
        "VALUES (:id, :id, 4, :blob, :blob, '2026-11-21', NULL, '2027-02-19')"
    ),
    "thread_sheet VALUES (:id, :id, :blob)",
    "visit (id, thread_id, key_id, revision, wrap, own, expires_on) VALUES (:id, :id, :id, 2, :blob, :blob, '2026-11-22')",
    "handover (thread_id, key_id, revision, note, expires_on) VALUES (:id, :id, 1, :blob, '2026-11-24')",
)
"""One row for each table of the house, of the size that a real one has."""
SIZES = {"id": 16, "key": 32, "signature": 64, "blob": 301}


def octets(size: int) -> bytes:
    """Return bytes of every value, as sealed ones have: zero, quotes, and what is no text."""
    return bytes(place * 37 % 256 for place in range(size))


def fill(engine: Engine) -> None:
    given = {name: octets(size) for name, size in SIZES.items()}
    with writing(engine) as session:
        for row in ROWS:
            session.execute(text(f"INSERT INTO {row}"), {name: value for name, value in given.items() if f":{name}" in row})
        session.commit()


def counted(engine: Engine) -> list[int]:
    with reading(engine) as session:
        names = [row.split()[0] for row in ROWS]
        return [session.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in names]  # noqa: S608 (our own names)


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def test_the_history_has_one_line_and_its_end_is_the_version_the_house_names():
    asked = Config()
    asked.set_main_option("script_location", "companion:migrations")
    steps = ScriptDirectory.from_config(asked)

    assert steps.get_heads() == [NEWEST]
    assert [one.revision for one in steps.walk_revisions()][::-1] == sorted(one.revision for one in steps.walk_revisions())


def test_every_table_of_the_house_has_a_row_in_these_promises():
    assert sorted(row.split()[0] for row in ROWS) == sorted(Base.metadata.tables)


def test_sealed_bytes_come_back_as_they_went_in(engine):
    migrate(engine)
    fill(engine)
    with reading(engine) as session:
        kept = session.execute(text("SELECT id, box, phrase, last_number FROM member")).one()

    assert [bytes(kept[0]), bytes(kept[1]), bytes(kept[2]), kept[3]] == [octets(16), octets(32), octets(301), 2**40 - 1]


def test_the_tables_go_up_down_and_up_again_with_what_they_hold(engine):
    migrate(engine)
    fill(engine)
    assert counted(engine) == [1] * len(ROWS)

    migrate(engine, "base")
    assert tables(engine) <= {"alembic_version"}
    assert version_of(engine) == ""

    migrate(engine)
    assert version_of(engine) == NEWEST
    assert counted(engine) == [0] * len(ROWS)
    fill(engine)


def test_a_database_that_is_ready_is_not_touched(engine):
    migrate(engine)
    fill(engine)

    migrate(engine)
    Database(address(engine)).engine.dispose()

    assert counted(engine) == [1] * len(ROWS)


def test_what_the_models_say_is_what_the_history_made(engine):
    migrate(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata) == []

    assert MODELS
    other = MetaData()
    Table("unknown_to_the_history", other)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), other), "the control: a difference is seen"


def test_each_constraint_of_the_tables_bears_the_name_that_the_models_give(engine):
    migrate(engine)
    seen = inspect(engine)

    for table in Base.metadata.sorted_tables:
        given = {str(one.name) for one in table.constraints} | {str(one.name) for one in table.indexes}
        found = {one["name"] for one in (*seen.get_check_constraints(table.name), *seen.get_unique_constraints(table.name))}
        found |= {one["name"] for one in (*seen.get_foreign_keys(table.name), *seen.get_indexes(table.name))}
        found |= {seen.get_pk_constraint(table.name)["name"]}
        assert given <= found, table.name
        assert f"pk_{table.name}" in found


@pytest.mark.parametrize(
    ("owner", "goes"), [("member", ["member_name", "poste", "sign_in"]), ("thread", ["handover", "thread_sheet", "visit"])]
)
def test_what_somebody_had_goes_with_them_and_what_a_thread_had_goes_with_it(engine, owner, goes):
    """The constraints hold in the database itself, whatever the code does."""
    migrate(engine)
    fill(engine)
    tied = [table.name for table in Base.metadata.sorted_tables if any(key.column.table.name == owner for key in table.foreign_keys)]

    with writing(engine) as session:
        session.execute(text(f"DELETE FROM {owner}"))  # noqa: S608 (our own names)
        left = [session.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in tied]  # noqa: S608 (our own names)
        session.commit()
    assert sorted(tied) == goes
    assert left == [0] * len(tied)


def test_a_second_association_is_refused(engine):
    migrate(engine)
    fill(engine)

    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text("UPDATE association SET number = 2"))


@pytest.mark.parametrize("turn", range(rounds(1, 10)))
def test_several_processes_that_start_at_once_bring_the_tables_up_once(engine, turn):
    words = [sys.executable, "-c", "import sys; from companion.db import *; version_of(Database(sys.argv[1]).engine)", address(engine)]
    started = [subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(TOGETHER)]
    ended = [one.communicate(timeout=120) for one in started]

    assert ended == [("", "")] * TOGETHER
    assert [one.returncode for one in started] == [0] * TOGETHER
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).all() == [(NEWEST,)]


def test_a_step_that_fails_half_way_leaves_the_tables_as_they_were(engine, monkeypatch):
    from companion.migrations.versions import v0001_atelier

    def fail(*_: object) -> None:
        message = "half way"
        raise RuntimeError(message)

    with monkeypatch.context() as patched:
        patched.setattr(v0001_atelier.op, "create_index", fail)
        with pytest.raises(RuntimeError, match="half way"):
            migrate(engine)
    assert tables(engine) <= {"alembic_version"}

    migrate(engine)
    assert version_of(engine) == NEWEST


def test_a_database_of_a_newer_version_is_refused_in_french_and_left_as_it_is(engine):
    migrate(engine)
    fill(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    for to in ("head", NEWEST, "base"):
        with pytest.raises(Refused, match="version plus récente de Compagnon"):
            migrate(engine, to)
    with pytest.raises(Refused, match="Rien n’y a été changé"):
        _ = Database(address(engine)).engine

    assert counted(engine) == [1] * len(ROWS)
    assert version_of(engine) == "9999"


def test_a_writer_that_waits_too_long_is_told_in_french(engine, monkeypatch):
    monkeypatch.setattr(db, "WAIT_MS", 50)
    monkeypatch.setattr(db, "PRAGMAS", (*db.PRAGMAS[:-1], "busy_timeout=50"))
    engine.dispose()
    migrate(engine)

    def write_meanwhile() -> None:
        with writing(engine) as second:
            second.execute(text("SELECT 1"))

    with writing(engine) as first:
        first.execute(text("DELETE FROM guide_report"))
        with pytest.raises(Refused, match="ne répond pas"):
            write_meanwhile()

    write_meanwhile()


@pytest.mark.parametrize("url", ["rien", "mysql://x", "inconnue://x/y", ""])
def test_an_address_that_is_none_is_told_in_french(url):
    with pytest.raises(Refused, match="COMPANION_DATABASE_URL"):
        _ = Database(url).engine
