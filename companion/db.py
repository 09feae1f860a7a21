"""The database: one base for all tables, one way to open it, one way to write.

SQLite is the product; PostgreSQL is for hosts who have one.  Rooms do not know
which of the two they are talking to.  A database that does not answer is a
refusal, with a sentence; what our own code did wrong stays a fault.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from sqlite3 import Error
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, create_engine, event, inspect, text
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session

from companion.errors import Refused

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
NEWEST = "0005"
"""The last change of `migrations`: a database that says it is there is ready."""
WAIT_MS = 5000
WIPE_MS = 500
"""Somebody who reads is waited for that long, no longer: what was erased is out of reach already, and is wiped later."""
ONE_WRITER = 0x436F6D70
"""The number of the lock that writers of a PostgreSQL take in turn."""
SILENT = (
    "La base de données ne répond pas, ou le disque est plein : rien n’y a été noté. Les guides restent lisibles. "
    "Réessayez dans une minute ; si cela continue, prévenez la personne qui a lancé Compagnon."
)
DAMAGED = (
    "Le fichier « companion.sqlite » de l’association est abîmé. Les guides restent lisibles. "
    "Arrêtez Compagnon, mettez ce fichier de côté, remettez la dernière copie de sauvegarde, puis relancez."
)
NEWER = (
    "La base de données vient d’une version plus récente de Compagnon. Rien n’y a été changé. "
    "Installez la version récente de Compagnon, ou remettez une copie de sauvegarde d’avant."
)
NO_ADDRESS = (
    "COMPANION_DATABASE_URL n’est pas l’adresse d’une base que Compagnon sait ouvrir. "
    "Corrigez-la, ou effacez-la : la base est alors un fichier de l’instance."
)
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
    try:
        engine = create_engine(url, hide_parameters=True)
    except (ArgumentError, ModuleNotFoundError):
        raise Refused(NO_ADDRESS) from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)
    else:
        event.listen(engine, "begin", _wait_for_our_turn)
    return engine


def _set_pragmas(connection: Any, _record: object) -> None:  # noqa: ANN401 (the driver's own type)
    connection.isolation_level = None  # SQLAlchemy's own BEGIN below is the only one.
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:  # noqa: ANN401 (SQLAlchemy's event hands over a Connection)
    """Take the write lock at once when writing, so that no transaction fails half-way."""
    wants_to_write = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if wants_to_write else "BEGIN")


def _wait_for_our_turn(connection: Any) -> None:  # noqa: ANN401 (SQLAlchemy's event hands over a Connection)
    """Write one after the other, as SQLite does: what was read before writing is still true."""
    if connection.get_execution_options().get("writing", False):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {WAIT_MS}")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ONE_WRITER})")


@contextmanager
def told_in_french() -> Iterator[None]:
    """Say what a database that does not answer means, and what to do."""
    try:
        yield
    except OperationalError:
        raise Refused(SILENT) from None
    except DatabaseError as fault:
        if type(fault) is not DatabaseError:  # our own mistake, such as a value that a table refuses
            raise
        raise Refused(DAMAGED) from None


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Open a session that looks and changes nothing."""
    with told_in_french(), Session(engine, autoflush=False) as session:
        yield session
        session.expunge_all()  # What was read stays readable; nothing of it can be written any more.
        session.rollback()


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """Open the one writing door; only a view or the command line commits."""
    with told_in_french(), Session(engine.execution_options(writing=True)) as session:
        yield session


def wipe(engine: Engine) -> bool:
    """Leave no page that still holds what was erased; tell whether it is done: not while somebody reads what was there before.

    `secure_delete` has written over the rows; older pages live on in the write-ahead log until it is emptied.
    A server of databases keeps its own log, on which nothing is done from here.
    """
    if engine.dialect.name != "sqlite":
        return True
    try:
        with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
            connection.detach()  # It waits less than the others, and is closed for good.
            cursor.execute(f"PRAGMA busy_timeout={WIPE_MS}")
            (busy, _written, _moved) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except (DBAPIError, Error):
        return False
    return not busy


def version_of(engine: Engine) -> str:
    """Return the last change that a database went through, or nothing."""
    with engine.connect() as connection:
        return _reached(connection)


def migrate(engine: Engine, to: str = "head") -> None:
    """Bring the tables to a version, up or down, in one transaction; two processes at once do it once."""
    from alembic import command  # noqa: PLC0415 (loaded only when tables change)
    from alembic.config import Config  # noqa: PLC0415 (loaded only when tables change)

    asked = Config()
    asked.set_main_option("script_location", "companion:migrations")
    with told_in_french(), engine.execution_options(writing=True).begin() as connection:
        reached = _reached(connection)
        if reached > NEWEST:
            raise Refused(NEWER)
        asked.attributes["connection"] = connection
        if to == "base" or (to != "head" and to < reached):
            command.downgrade(asked, to)
        else:
            command.upgrade(asked, to)


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
        try:
            with told_in_french():
                if version_of(engine) != NEWEST:
                    migrate(engine)
        except Refused:
            engine.dispose()
            raise
        return engine
