"""What `serve` says to whoever opens an association for the first time."""

import re

import pytest

from companion.cli import serving
from companion.config import open_instance
from companion.web.server import Address
from tests.accounts.house import found, post, seated
from tests.cli.running import is_french

SAID = re.compile(r"^Première ouverture : http://127\.0\.0\.1:8123/premiere-ouverture \(code ([0-9A-Z]{4}-[0-9A-Z]{4})\)$", re.MULTILINE)


@pytest.fixture
def opening(tmp_path):
    """Return a site on its way to open."""
    return serving.Opening(open_instance(tmp_path / "instance"), Address(port=8123))


def said_by(opening, capsys):
    serving._say_first_run(opening)
    return capsys.readouterr()


def test_an_empty_instance_says_where_it_is_opened_and_with_which_code_and_that_code_opens_it(opening, capsys):
    app = opening.make()
    told = said_by(opening, capsys)

    assert told.out == "", "the address of the site stands alone there"
    assert is_french(told.err)
    client = app.test_client()
    assert found(client, code=SAID.search(told.err)[1].lower().replace("-", " ")).phrase
    assert said_by(opening, capsys).err == "", "it is open: there is nothing to say any more"


def test_a_first_run_left_half_way_is_offered_again(opening, capsys):
    app = opening.make()
    code = SAID.search(said_by(opening, capsys).err)[1]
    answer = post(app.test_client(), "/premiere-ouverture", code=code, nom="Essai", prenom="", pays="be")
    assert answer.location == "/arrivee"

    assert SAID.search(said_by(opening, capsys).err)[1] == code


def test_no_code_opens_or_changes_an_association_where_somebody_signs_in(opening, capsys):
    app = opening.make()
    seated(app)

    assert said_by(opening, capsys).err == ""
    assert app.test_client().get("/premiere-ouverture").location == "/connexion"
