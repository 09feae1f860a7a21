"""What every test of the Atelier may lean on."""

import pytest
from flask.testing import FlaskClient

from tests.atelier.forms import enter


@pytest.fixture
def author(client: FlaskClient) -> FlaskClient:
    """Return somebody who gave the code of the Atelier."""
    enter(client)
    return client
