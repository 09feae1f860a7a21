"""What the home page promises to those who keep the house."""

from datetime import timedelta

from companion import clock
from tests.accounts.house import found, welcome
from tests.cli.running import run
from tests.conftest import SATURDAY


def test_the_home_page_asks_for_a_backup_until_there_is_one_and_again_after_a_week(client, capsys, tmp_path, fixed_clock):
    first = found(client)
    assert "Aucune sauvegarde n’a encore été faite" in client.get("/").text

    folder = client.application.config["INSTANCE"].folder
    assert run(capsys, "sauvegarde", str(tmp_path / "copie.zip"), "--instance", str(folder)).status == 0
    assert "Dernière sauvegarde : aujourd’hui" in client.get("/").text.replace("\N{NO-BREAK SPACE}", " ")

    fixed_clock(SATURDAY + timedelta(days=8))
    first.enter()
    assert clock.today() > SATURDAY.date()
    assert "La dernière sauvegarde a 8 jours" in client.get("/").text.replace("\N{NO-BREAK SPACE}", " ")


def test_nobody_else_is_told_of_backups(client):
    reception = welcome(found(client), "accueil")

    for browser in (reception.client, client.application.test_client()):
        assert "sauvegarde" not in browser.get("/").text
