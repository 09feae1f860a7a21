"""What the tests of visits lean on: a house made once, and copied for each test."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from companion.db import migrate, open_database
from tests.conftest import SATURDAY
from tests.demarches.house import House, begin_house


@pytest.fixture(scope="session")
def made_house(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, House]:
    """Make a house, once."""
    path = tmp_path_factory.mktemp("visits") / "house.sqlite"
    engine = open_database(f"sqlite:///{path}")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("companion.clock.now", lambda: SATURDAY)
        migrate(engine)
        made = begin_house(engine)
    engine.dispose()
    return path, made


@pytest.fixture
def house(made_house: tuple[Path, House], tmp_path: Path) -> Iterator[House]:
    """Lend a house to one test, in a folder of its own."""
    path, made = made_house
    shutil.copy(path, tmp_path / "house.sqlite")
    engine = open_database(f"sqlite:///{tmp_path / 'house.sqlite'}")
    yield replace(made, engine=engine, now=SATURDAY)
    engine.dispose()
