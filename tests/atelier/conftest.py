"""What every test of the Atelier may lean on."""

import pytest
from flask.testing import FlaskClient

from tests.atelier.forms import enter


@pytest.fixture
def author(client: FlaskClient) -> FlaskClient:
    """Return a member, who may write in the Atelier."""
    enter(client)
    return client
