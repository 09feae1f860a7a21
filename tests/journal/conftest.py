"""What the promises of the journal lean on: an empty database of each kind, and a journal in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from companion.db import migrate
from tests.house.conftest import postgresql  # noqa: F401 (a fixture)
from tests.house.test_migrations import emptied


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Return each kind of database in turn, its tables ready."""
    url = f"sqlite:///{tmp_path / 'house.sqlite'}" if request.param == "sqlite" else request.getfixturevalue("postgresql")
    with emptied(url) as engine:
        migrate(engine)
        yield engine


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Engine]:
    """Return a database that is a file."""
    with emptied(f"sqlite:///{tmp_path / 'house.sqlite'}") as engine:
        migrate(engine)
        yield engine
