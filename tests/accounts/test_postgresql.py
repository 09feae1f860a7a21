"""What is promised of accounts on SQLite holds on a real PostgreSQL."""

import pytest

from companion.app import create_app
from companion.config import open_instance
from tests.accounts.house import FIRST_NAME, Somebody, found, id_of, post, welcome
from tests.conftest import InspectedClient
from tests.house.conftest import postgresql  # noqa: F401 (a fixture)
from tests.house.postgres import emptied


@pytest.fixture
def server_app(postgresql, monkeypatch, tmp_path):  # noqa: F811 (the fixture of above)
    """Return an application whose database is an empty one of a real server."""
    with emptied(postgresql):
        monkeypatch.setenv("COMPANION_DATABASE_URL", postgresql)
        app = create_app(open_instance(tmp_path / "instance"))
        app.test_client_class = InspectedClient
        yield app
        app.extensions["database"].engine.dispose()


def test_an_association_is_opened_joined_left_and_come_back_to_on_postgresql(server_app):
    first = found(server_app.test_client())
    second, reception = welcome(first, first_name="Basile"), welcome(first, "accueil")

    assert FIRST_NAME in second.client.get("/equipe").text
    assert reception.client.get("/equipe").status_code == 403
    first.quit()
    assert first.enter().status_code == 303
    assert post(first.client, f"/equipe/{id_of(first, second.name)}/depart").status_code == 303
    assert second.enter().status_code == 422
    there = server_app.test_client()
    assert post(there, "/secours", nom=first.name, feuille=first.sheet).status_code == 303
    assert FIRST_NAME in Somebody(there).arrive().client.get("/equipe").text
    assert first.enter().status_code == 422, "the phrase is another one"
