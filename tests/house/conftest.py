"""The database servers that the promises of the house are checked against."""

from collections.abc import Iterator

import pytest

from tests.house.postgres import programs, running


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Return the address of a PostgreSQL, or skip what needs one."""
    if not (folder := programs()):
        pytest.skip("cette machine n’a pas de serveur PostgreSQL (« initdb » et « postgres »)")
    with running(folder) as address:
        yield address
