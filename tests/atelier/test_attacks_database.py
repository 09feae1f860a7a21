"""What happens when the database does not answer, is damaged, or comes from another time.

Each attack has a control beside it: the same gesture, done honestly, works.
"""

import sqlite3

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from companion import db
from companion.config import open_instance
from tests.atelier.attacks import DOUBT, EDIT, ENGLISH, HOME, STEP, draft, folder, local, put, refused, sibling
from tests.atelier.forms import GUIDE, press, save


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait a moment only for a lock."""
    monkeypatch.setattr(db, "PRAGMAS", (*db.PRAGMAS[:-1], "busy_timeout=20"))


def guides_still_open(client: FlaskClient) -> None:
    assert client.get("/").status_code == client.get(f"/guides/{GUIDE}").status_code == 200


def test_a_locked_database_is_told_and_nothing_is_published_by_halves(impatient, author):
    save(author, STEP, titre="Changé")
    author.get("/atelier/")
    with sqlite3.connect(folder(author) / "companion.sqlite") as other:
        other.execute("BEGIN IMMEDIATE")
        refused(press(author, DOUBT, DOUBT, choix="date"), "La base de données ne répond pas")
        refused(press(author, EDIT, f"{HOME}/publier", lus="oui"), "La base de données ne répond pas")
        guides_still_open(author)
        assert draft(author).exists()
        assert not local(author).exists()
        other.rollback()
    other.close()

    assert press(author, DOUBT, DOUBT, choix="date").status_code == 303
    assert press(author, EDIT, f"{HOME}/publier", lus="oui").status_code == 303


@pytest.mark.parametrize("content", [b"ceci n'est pas une base" * 100, b"\0" * 5000])
def test_a_damaged_database_is_told_with_what_to_do(client, content):
    put(folder(client) / "companion.sqlite", content)

    for address in ("/atelier/", HOME):
        refused(client.get(address), "est abîmé")
    refused(press(client, DOUBT, DOUBT, choix="date"), "copie de sauvegarde")
    guides_still_open(client)


def test_a_folder_in_the_place_of_the_database_is_told(client):
    (folder(client) / "companion.sqlite").mkdir()

    refused(client.get("/atelier/"), "La base de données ne répond pas")
    guides_still_open(client)


def test_a_database_of_a_newer_version_is_told_and_left_alone(client):
    client.get("/atelier/")
    with client.application.extensions["database"].engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    later = sibling(client)

    refused(later.get("/atelier/"), "version plus récente de Compagnon")
    guides_still_open(later)


def test_the_terminal_too_says_in_french_that_the_database_does_not_open(tmp_path, capsys):
    from companion.cli import serving

    config = open_instance(tmp_path)
    put(tmp_path / "companion.sqlite", b"x" * 5000)

    serving._begin_day(config)

    told = capsys.readouterr().err
    assert "est abîmé" in told
    assert not ENGLISH.search(told)
