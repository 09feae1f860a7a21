"""What `restaurer` promises: all of it in a new folder, or nothing; and nobody's file is believed."""

import json
import stat
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from companion.app import create_app
from companion.config import open_instance
from companion.db import NEWEST, migrate
from companion.upkeep.actions.erasures import end_sessions
from tests.cli.running import piped
from tests.upkeep.forged import Forger, contents_of, signed_by
from tests.upkeep.houses import GUIDE, NAMES, House, contents, dying


def test_a_backup_opens_on_a_clean_machine_with_everything_in_it(house, copy, tmp_path):
    said = piped("restaurer", str(copy), "--instance", str(tmp_path / "back"), capture_output=True)

    assert said.returncode == 0
    assert "serve --instance" in said.stdout
    assert "votre phrase ou votre feuille de secours" in said.stdout
    back = House(tmp_path / "back", house.capsys)
    assert set(contents(back.folder)) == NAMES
    assert {name: held for name, held in contents(back.folder).items() if name != "companion.sqlite"} == {
        name: held for name, held in contents(house.folder).items() if name in NAMES - {"companion.sqlite"}
    }
    assert back.rows("SELECT * FROM guide_report") == [("be-x", "a", "date", "2026-11", 3)]
    assert back.checkup()[0] == 0
    assert stat.S_IMODE(back.folder.stat().st_mode) == 0o700
    served = create_app(open_instance(back.folder)).test_client()
    assert served.get("/").status_code == served.get("/guides/be-boite-mail").status_code == served.get("/atelier/").status_code == 200


def test_a_program_gets_json_and_nothing_else(house, copy, tmp_path):
    ended = house.asks("restaurer", copy, "--instance", tmp_path / "back", "--json")

    told = json.loads(ended.out)
    assert told["files"] == len(NAMES)
    assert told["erasures"] == {
        "known_until": "2026-11-21", "noted": 0, "erased": 0, "unknown": [], "lists": ["copy.zip.effacements"], "set_aside": [],
    }  # fmt: skip


def test_the_words_of_the_site_are_those_that_the_backup_showed(house, key, tmp_path):
    def words(said: str) -> str:
        return next(line for line in said.split("\n") if line.startswith("Mots du site")).split(".")[0]

    made = house.saves(key / "copy.zip")
    back = house.asks("restaurer", key / "copy.zip", "--instance", tmp_path / "back")

    assert words(made.out) == words(back.out)
    other = Forger()
    files = contents_of(key / "copy.zip")
    files["companion.sqlite"] = signed_by(files["companion.sqlite"], other, tmp_path / "scratch")
    forged = other.forges(key / "forged.zip", files, migration=NEWEST)
    assert words(house.asks("restaurer", forged, "--instance", tmp_path / "other").out) != words(made.out), "the control"


def test_an_empty_folder_is_as_good_as_none(house, copy, tmp_path):
    (tmp_path / "back").mkdir()

    assert house.restores(copy, tmp_path / "back").rows("SELECT number FROM guide_report") == [(3,)]


def test_an_association_is_never_written_over(house, copy, tmp_path):
    (tmp_path / "letter").write_text("x", encoding="utf-8")
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / ".x").touch()
    before = contents(tmp_path)

    for folder, words in (
        ("instance", "n’est pas vide"),
        ("hidden", "n’est pas vide"),
        ("letter", "n’est pas un dossier"),
        ("no/x", "n’existe"),
    ):
        ended = house.asks("restaurer", copy, "--instance", tmp_path / folder)
        assert ended.status == 1
        assert words in ended.err
    assert contents(tmp_path) == before


def test_a_folder_that_fills_up_meanwhile_is_left_as_it_is(house, copy, tmp_path, monkeypatch):
    from companion.cli import restoring

    real = restoring.put_in_place

    def late(made: Path, place: Path) -> None:
        place.mkdir()
        (place / "config.toml").write_text("là", encoding="utf-8")
        real(made, place)

    monkeypatch.setattr(restoring, "put_in_place", late)
    ended = house.asks("restaurer", copy, "--instance", tmp_path / "back")

    assert ended.status == 1
    assert "n’est plus vide" in ended.err
    assert contents(tmp_path / "back") == {"config.toml": "là".encode()}


ENDS = [("examine", "SIGKILL"), ("erase_again", "SIGKILL"), ("erase_again", "SIGTERM"), ("put_in_place", "SIGKILL")]


@pytest.mark.parametrize(("gesture", "how"), ENDS)
def test_a_restore_ended_in_the_middle_leaves_no_association_and_can_be_made_again(house, copy, tmp_path, gesture, how):
    ended = dying(f"companion.cli.restoring.{gesture}", how, "restaurer", copy, "--instance", tmp_path / "back")

    assert ended.returncode == (-9 if how == "SIGKILL" else 1)
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "back").exists()
    assert bool(list(tmp_path.glob(".companion-*"))) == (how == "SIGKILL")
    house.restores(copy, tmp_path / "back")
    assert not list(tmp_path.glob(".companion-*")), "what was left is swept"


def test_a_backup_of_an_older_version_is_made_without_touching_the_tables_and_comes_back_up_to_date(house, key, tmp_path):
    with house.engine() as engine:
        migrate(engine, "0002")
    house.changes("DELETE FROM guide_report", "INSERT INTO guide_report VALUES ('be-y', 'a', 'date', '2026-11', 4)")

    assert house.saves(key / "old.zip").status == 0
    assert house.rows("SELECT version_num FROM alembic_version") == [("0002",)]
    back = house.restores(key / "old.zip", tmp_path / "back")
    assert back.rows("SELECT version_num FROM alembic_version") == [(NEWEST,)]
    assert back.rows("SELECT number FROM guide_report") == [(4,)]


def test_every_session_that_a_backup_carried_is_ended():
    for made in (True, False):  # the control: a version without sessions
        engine = create_engine("sqlite://")
        with Session(engine) as session:
            if made:
                session.execute(text("CREATE TABLE sign_in (id INTEGER)"))
                session.execute(text("INSERT INTO sign_in VALUES (1), (2)"))
            end_sessions(session)
            assert not made or session.execute(text("SELECT * FROM sign_in")).all() == []
        engine.dispose()


def test_a_guide_of_the_association_is_served_again(house, copy, tmp_path):
    back = house.restores(copy, tmp_path / "back")

    assert (back.folder / "procedures" / GUIDE).read_bytes() == (house.folder / "procedures" / GUIDE).read_bytes()
