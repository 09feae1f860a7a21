"""The code of the first run: said where Compagnon was started, and found by nobody else."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from companion.accounts.queries import house
from companion.web.store import looking
from companion.web.tokens import spoken_code
from tests.accounts.house import post, token_in
from tests.conftest import SATURDAY

PAGE = "/premiere-ouverture"


def tried(client: FlaskClient, code: str):
    return post(client, PAGE, code=code, nom="Permanence d’essai", prenom="Amandine", pays="be")


def is_begun(client: FlaskClient) -> bool:
    with client.application.app_context(), looking() as session:
        return house.found_association(session) is not None


@pytest.mark.parametrize("code", ["", "0000-0000", "é" * 40, "x" * 4000])
def test_a_wrong_code_says_where_the_right_one_is_keeps_what_was_typed_and_opens_nothing(client, code):
    answer = tried(client, code)

    assert answer.status_code == 422
    assert "là où Compagnon a été lancé" in answer.text
    assert "Permanence d’essai" in answer.text
    assert "Set-Cookie" not in answer.headers
    assert not is_begun(client)


def test_the_code_is_not_found_by_trying_all_of_them(client, fixed_clock):
    right, compared = spoken_code("première ouverture", client.application), 0
    wrong = {"jeton": token_in(client.get(PAGE).text), "code": "0000-0000"}
    for second in range(0, 3600, 20):
        fixed_clock(SATURDAY + timedelta(seconds=second))
        compared += client.post(PAGE, data=wrong).status_code == 422
    assert 0 < compared <= 20, "in one hour"

    assert tried(client, right).status_code == 429, "a pause compares nothing, or it would be no pause"
    assert not is_begun(client)
    fixed_clock(SATURDAY + timedelta(seconds=3600 + 300))
    assert tried(client, right).location == "/arrivee"
    assert is_begun(client)


def test_the_code_of_another_start_opens_nothing(client):
    code = spoken_code("première ouverture", client.application)
    client.application.extensions["boot_key"] = b"another start" * 3

    assert tried(client, code).status_code == 422
