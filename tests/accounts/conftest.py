"""What the attacks on the accounts lean on: a team, made once for each process of tests and copied for each test."""

from pathlib import Path

import pytest

from tests.accounts.attacks import Team, close, lend, make_team


@pytest.fixture(scope="session")
def made_team(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """Make a team through the pages, once."""
    return make_team(tmp_path_factory.mktemp("team") / "instance")


@pytest.fixture
def team(made_team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Team:
    """Lend the team to one test, in a folder of its own."""
    lent = lend(made_team, tmp_path / "instance", monkeypatch)
    yield lent
    close(lent.app)
