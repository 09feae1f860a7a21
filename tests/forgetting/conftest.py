"""What the promises of time lean on: an empty database, on SQLite and on PostgreSQL."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from companion.db import Database, open_database
from tests.house.conftest import postgresql  # noqa: F401 (a fixture)
from tests.house.test_migrations import emptied


@pytest.fixture(scope="session")
def model_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a database with all its tables and nothing in them."""
    file = tmp_path_factory.mktemp("tables") / "companion.sqlite"
    Database(f"sqlite:///{file}").engine.dispose()
    return file


@pytest.fixture
def file(model_file: Path, tmp_path: Path) -> Path:
    """Return the file of an empty database."""
    return Path(shutil.copy(model_file, tmp_path / "companion.sqlite"))


@pytest.fixture
def engine(file: Path) -> Iterator[Engine]:
    """Open an empty database."""
    opened = open_database(f"sqlite:///{file}")
    yield opened
    opened.dispose()


@pytest.fixture
def server(postgresql: str) -> Iterator[Engine]:  # noqa: F811 (the fixture of above)
    """Open an empty database on a real server."""
    with emptied(postgresql):
        opened = Database(postgresql).engine
        yield opened
        opened.dispose()
