"""The database: one base for all tables, one way to open it, one way to write.

SQLite is the product; PostgreSQL is for hosts who have one.  Nothing here
knows which of the two a room is talking to.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, create_engine, event, inspect, text
from sqlalchemy.orm import DeclarativeBase, Session

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
NEWEST = "0001"
"""The last change of `migrations`: a database that says it is there is ready."""
WAIT_MS = 5000
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "trusted_schema=OFF",
    f"busy_timeout={WAIT_MS}",
)


class Base(DeclarativeBase):
    """What every table inherits; constraints are named, so that migrations can name them."""

    metadata = MetaData(naming_convention=NAMES)


def open_database(url: str) -> Engine:
    """Open a database by its SQLAlchemy URL, with durable and strict settings on SQLite."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)
    return engine


def _set_pragmas(connection: Any, _record: object) -> None:  # noqa: ANN401 (the driver's own type)
    connection.isolation_level = None  # SQLAlchemy's own BEGIN below is the only one.
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:  # noqa: ANN401 (SQLAlchemy's event hands over a Connection)
    """Take the write lock at once when writing, so that no transaction fails half-way."""
    wants_to_write = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if wants_to_write else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Open a session that looks and changes nothing."""
    with Session(engine, autoflush=False) as session:
        yield session
        session.rollback()


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """Open the one writing door; only a view or the command line commits."""
    with Session(engine.execution_options(writing=True)) as session:
        yield session


def version_of(engine: Engine) -> str:
    """Return the last change that a database went through, or nothing."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return connection.scalar(text("SELECT version_num FROM alembic_version")) or ""


def migrate(engine: Engine, to: str = "head") -> None:
    """Bring the tables to a version, up or down, in one transaction; two processes at once do it once."""
    from alembic import command  # noqa: PLC0415 (loaded only when tables change)
    from alembic.config import Config  # noqa: PLC0415 (loaded only when tables change)

    asked = Config()
    asked.set_main_option("script_location", "companion:migrations")
    with engine.execution_options(writing=True).begin() as connection:
        asked.attributes["connection"] = connection
        if to == "head" or to > _reached(connection):
            command.upgrade(asked, to)
        else:
            command.downgrade(asked, to)


def _reached(connection: Connection) -> str:
    known = inspect(connection).has_table("alembic_version")
    return (connection.scalar(text("SELECT version_num FROM alembic_version")) if known else "") or ""


class Database:
    """The database of one instance, opened when somebody first needs it, its tables brought up to date."""

    def __init__(self, url: str) -> None:
        """Remember where it is."""
        self.url = url

    @cached_property
    def engine(self) -> Engine:
        """Return the engine, ready to serve."""
        engine = open_database(self.url)
        if version_of(engine) != NEWEST:
            migrate(engine)
        return engine
