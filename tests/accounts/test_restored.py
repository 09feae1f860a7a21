"""What comes back with a backup: everything, for who has a phrase or a paper; and nobody who left since."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from companion.app import create_app
from companion.config import open_instance
from tests.accounts.house import FIRST_NAME, Somebody, found, id_of, post, welcome
from tests.cli.running import run
from tests.conftest import InspectedClient


@pytest.fixture
def saved(client, capsys, tmp_path):
    """Return an association of two, and its backup."""
    first = found(client)
    second = welcome(first, first_name="Basile")
    folder = client.application.config["INSTANCE"].folder
    assert run(capsys, "sauvegarde", str(tmp_path / "lundi.zip"), "--instance", str(folder)).status == 0
    return first, second, folder


def brought_back(capsys, file: Path, folder: Path) -> FlaskClient:
    """Restore on a clean machine, and sit down there."""
    ended = run(capsys, "restaurer", str(file), "--instance", str(folder))
    assert ended.status == 0, ended.err
    app = create_app(open_instance(folder))
    app.test_client_class = InspectedClient
    return app.test_client()


def test_a_backup_and_one_passphrase_are_enough_to_read_again_on_a_clean_machine(saved, capsys, tmp_path):
    first, _, _ = saved
    there = brought_back(capsys, tmp_path / "lundi.zip", tmp_path / "machine")

    assert there.get("/equipe").location.startswith("/connexion")
    assert first.enter(client=there).status_code == 303
    assert FIRST_NAME in there.get("/equipe").text


def test_a_backup_and_one_recovery_sheet_are_enough_too(saved, capsys, tmp_path):
    _, second, _ = saved
    there = brought_back(capsys, tmp_path / "lundi.zip", tmp_path / "machine")
    assert post(there, "/secours", nom=second.name, feuille=second.sheet).status_code == 303
    Somebody(there).arrive()

    assert FIRST_NAME in there.get("/equipe").text


def test_a_backup_and_the_envelope_are_enough_when_nobody_is_left(saved, capsys, tmp_path):
    first, _, _ = saved
    there = brought_back(capsys, tmp_path / "lundi.zip", tmp_path / "machine")
    assert post(there, "/secours/enveloppe", enveloppe=first.envelope).status_code == 303
    Somebody(there).arrive()

    page = there.get("/equipe").text
    assert FIRST_NAME in page
    assert "L’enveloppe de l’association a été ouverte" in page


def test_who_left_after_the_backup_does_not_come_back_with_it(saved, capsys, tmp_path):
    first, second, folder = saved
    assert post(first.client, f"/equipe/{id_of(first, second.name)}/depart").status_code == 303
    assert run(capsys, "sauvegarde", str(tmp_path / "jeudi.zip"), "--instance", str(folder)).status == 0
    there = brought_back(capsys, tmp_path / "lundi.zip", tmp_path / "machine")

    assert second.enter(client=there).status_code == 422
    assert post(there, "/secours", nom=second.name, feuille=second.sheet).status_code == 422
    assert first.enter(client=there).status_code == 303
    assert post(there, "/equipe/cle", shown_at="/equipe").status_code == 303


def test_the_control_without_its_list_of_erasures_the_old_backup_brings_them_back(saved, capsys, tmp_path):
    first, second, _ = saved
    post(first.client, f"/equipe/{id_of(first, second.name)}/depart")
    there = brought_back(capsys, tmp_path / "lundi.zip", tmp_path / "machine")

    assert second.enter(client=there).status_code == 303
