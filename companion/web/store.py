"""The database of this process, opened when a page first needs it; SQLAlchemy is loaded then, not before."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from flask import current_app

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from companion.config import Config


@contextmanager
def looking() -> Iterator["Session"]:
    """Open the database to look."""
    from companion.db import reading  # noqa: PLC0415 (the database is loaded only for what it remembers)

    with reading(_engine()) as session:
        yield session


@contextmanager
def changing() -> Iterator["Session"]:
    """Open the database to change."""
    from companion.db import writing  # noqa: PLC0415 (the database is loaded only for what it remembers)

    with writing(_engine()) as session:
        yield session


def has_database() -> bool:
    """Tell whether there may be anything in the database: the file of an association that begins is not there yet."""
    config: Config = current_app.config["INSTANCE"]
    return config.has_database


def wipe() -> bool:
    """Leave no page of the database that still holds what was just erased; called once the erasure is committed."""
    from companion.db import wipe as wiped  # noqa: PLC0415 (the database is loaded only for what it remembers)

    return wiped(_engine())


def _engine() -> "Engine":
    """Return the database of this process, its tables brought up to date the first time."""
    from companion.db import Database  # noqa: PLC0415 (the database is loaded only for what it remembers)

    config: Config = current_app.config["INSTANCE"]
    if "database" not in current_app.extensions:
        current_app.extensions["database"] = Database(config.database_url)
    opened: Database = current_app.extensions["database"]
    return opened.engine
