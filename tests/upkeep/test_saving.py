"""What `sauvegarde` promises: everything in one file, as it was at one moment, and never half of it."""

import json
import shutil
import sqlite3
import stat
from pathlib import Path
from zipfile import ZipFile

import pytest

from companion import db
from tests.conftest import rounds
from tests.upkeep.houses import GUIDE, NAMES, House, contents, dying, somebody_writing


def whole(house: House, tmp_path: Path, copy: Path, turn: int) -> int:
    """Put a backup back and return how many pairs of rows it holds, none of them half."""
    back = house.restores(copy, tmp_path / f"back{turn}")
    assert back.rows("PRAGMA integrity_check") == [("ok",)]
    alone = "SELECT fingerprint FROM guide_rereading EXCEPT SELECT fingerprint FROM procedure_version"
    assert back.rows(alone) == []
    (count,) = back.rows("SELECT count(*), max(CAST(fingerprint AS INTEGER)) FROM guide_rereading")
    assert count[0] == count[1], "what was written before is there, without a hole"
    return int(str(count[0]))


def test_a_backup_taken_while_others_write_is_one_moment_and_opens_on_a_clean_machine(house, key, tmp_path):
    found = []
    with somebody_writing(house):
        for turn in range(rounds(3, 20)):
            assert house.saves(key / f"{turn}.zip").status == 0
            found.append(whole(house, tmp_path, key / f"{turn}.zip", turn))

    assert found == sorted(found)
    assert 0 < found[0] < found[-1]


def test_the_control_copying_the_file_by_hand_while_others_write_loses_what_they_wrote(house, key):
    with house.engine() as engine, engine.connect():  # somebody serves: what is new is not in the file yet
        house.changes("INSERT INTO guide_rereading VALUES ('new', 'be-x', '2026-11-21')")
        shutil.copyfile(house.database, key / "by-hand.sqlite")
        assert house.saves(key / "copy.zip").status == 0

    kept = House(key, house.capsys)
    (key / "companion.sqlite").write_bytes((key / "by-hand.sqlite").read_bytes())
    assert kept.rows("SELECT count(*) FROM guide_rereading") == [(0,)]
    with ZipFile(key / "copy.zip") as packed:
        (key / "companion.sqlite").write_bytes(packed.read("companion.sqlite"))
    assert kept.rows("SELECT count(*) FROM guide_rereading") == [(1,)]


def test_a_backup_holds_everything_but_the_key_and_what_passes(house, key):
    with house.engine() as engine, engine.connect():  # what SQLite leaves beside its file is there
        assert (house.folder / "companion.sqlite-wal").exists()
        assert house.saves(key / "copy.zip").status == 0

    with ZipFile(key / "copy.zip") as packed:
        assert set(packed.namelist()) == NAMES | {"manifest.json", "manifest.signature"}
        assert packed.read(f"procedures/{GUIDE}") == (house.folder / f"procedures/{GUIDE}").read_bytes()
    secret = (house.folder / "site.key").read_text("ascii").split("\n")[1].encode()
    assert all(secret not in content for content in contents(key).values())
    assert stat.S_IMODE((house.folder / "site.key").stat().st_mode) == 0o600
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in key.iterdir()} == {"copy.zip": 0o600, "copy.zip.effacements": 0o600}


def test_a_program_gets_json_and_nothing_else(house, key):
    ended = house.saves(key / "copy.zip", "--json")

    told = json.loads(ended.out)
    assert told["files"] == len(NAMES)
    assert told["day"] == "2026-11-21"
    assert told["bytes"] == (key / "copy.zip").stat().st_size
    assert told["migration"] == db.NEWEST


def test_the_day_of_the_backup_is_remembered_here_and_in_the_copy(house, key, tmp_path):
    house.saves(key / "copy.zip")

    for one in (house, house.restores(key / "copy.zip", tmp_path / "back")):
        assert one.rows("SELECT * FROM upkeep_day WHERE name = 'sauvegarde'") == [("sauvegarde", "2026-11-21")]


def test_the_same_copy_is_made_again_in_the_place_of_the_old_one(house, key):
    house.saves(key / "copy.zip")
    house.changes("DELETE FROM guide_report")

    assert house.saves(key / "copy.zip").status == 0
    with ZipFile(key / "copy.zip") as packed:
        (key / "companion.sqlite").write_bytes(packed.read("companion.sqlite"))
    assert House(key, house.capsys).rows("SELECT * FROM guide_report") == []


def test_nobodys_file_is_written_over(house, key, tmp_path):
    other = House(shutil.copytree(house.folder, tmp_path / "other"), house.capsys)
    other.saves(key / "other.zip")
    (key / "letter.odt").write_bytes(b"PK une lettre")
    before = contents(key)

    for name in ("other.zip", "letter.odt", "other.zip.effacements"):
        ended = house.saves(key / name)
        assert ended.status == 1
        assert "autre nom" in ended.err
    assert contents(key) == before


WRONG_PLACES = [
    ("key", "Ajoutez le nom"), ("nowhere/copy.zip", "n’existe pas"), ("instance/copy.zip", "dossier de l’association"),
    ("instance/procedures/be/copy.zip", "dossier de l’association"), ("key/../instance/copy.zip", "dossier de l’association"),
    ("letter/copy.zip", "n’existe pas"), ("key/x.effacements", "autre nom"), ("loop", "nulle part"), ("key/" + "n" * 300, "trop long"),
    ("pipe", "autre nom"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "words"), WRONG_PLACES, ids=[place[:40] for place, _ in WRONG_PLACES])
def test_a_wrong_place_is_told_and_nothing_is_written(house, key, tmp_path, place, words):
    import os

    (tmp_path / "letter").write_text("une lettre", encoding="utf-8")
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "pipe")
    before = sorted(tmp_path.rglob("*"))

    ended = house.saves(tmp_path / place)

    assert ended.status == 1
    assert words in ended.err
    assert not ended.out
    assert {one for one in tmp_path.rglob("*") if one not in before} <= {house.folder / "site.key"}


def test_an_association_that_does_not_exist_is_told_and_not_made(house, key, tmp_path):
    (tmp_path / "empty").mkdir()

    for folder in (tmp_path / "nowhere", tmp_path / "empty"):
        for words in (("sauvegarde", key / "copy.zip"), ("sante",)):
            ended = house.asks(*words, "--instance", folder)
            assert ended.status == 1
            assert "Rien n’a été créé" in ended.err
    assert not (tmp_path / "nowhere").exists()
    assert contents(key) == contents(tmp_path / "empty") == {}


def test_settings_that_cannot_be_read_do_not_stop_a_backup(house, key):
    (house.folder / "config.toml").write_bytes(b"[association\n\xff")

    assert house.saves(key / "copy.zip").status == 0
    with ZipFile(key / "copy.zip") as packed:
        assert packed.read("config.toml") == b"[association\n\xff"


def test_what_cannot_be_kept_is_named(house, key, tmp_path):
    (tmp_path / "secret").write_text("ailleurs", encoding="utf-8")
    (house.folder / "procedures/be/link.yaml").symlink_to(tmp_path / "secret")
    (house.folder / "procedures/fr").symlink_to(tmp_path)
    (house.folder / "procedures/be/a:b.yaml").write_text("x", encoding="utf-8")

    ended = house.saves(key / "copy.zip")

    assert ended.status == 0
    for name in ("procedures/be/link.yaml", "procedures/fr", "procedures/be/a:b.yaml"):
        assert f"« {name} » n’est pas dans la copie".replace("« ", "«\N{NO-BREAK SPACE}").replace(" »", "\N{NO-BREAK SPACE}»") in ended.err
    with ZipFile(key / "copy.zip") as packed:
        assert set(packed.namelist()) - {"manifest.json", "manifest.signature"} == NAMES


ENDS = [("copy_database", "SIGKILL"), ("_pack", "SIGKILL"), ("_pack", "SIGTERM"), ("verify_copy", "SIGKILL"), ("settle", "SIGKILL")]


@pytest.mark.parametrize(("gesture", "how"), ENDS)
def test_a_backup_ended_in_the_middle_leaves_the_copy_of_before_whole_and_the_next_one_sweeps(house, key, tmp_path, gesture, how):
    house.saves(key / "copy.zip")
    before = contents(key)

    ended = dying(f"companion.upkeep.actions.saving.{gesture}", how, "sauvegarde", key / "copy.zip", "--instance", house.folder)

    assert ended.returncode == (-9 if how == "SIGKILL" else 1)
    assert not ended.stderr.count("Traceback")
    if gesture != "settle":  # then the new one is already in its place
        assert {name: content for name, content in contents(key).items() if "/" not in name} == before
    assert bool(list(key.glob(".companion-*"))) == (how == "SIGKILL"), "the control: only what cannot be caught leaves something"
    house.restores(key / "copy.zip", tmp_path / "back")
    assert house.saves(key / "copy.zip").status == 0
    assert {path.name for path in key.iterdir()} == {"copy.zip", "copy.zip.effacements"}


def test_what_another_backup_is_writing_is_not_swept(house, key):
    from companion.upkeep.actions.scratch import scratch_beside

    with scratch_beside(key) as other:
        house.saves(key / "copy.zip")
        assert other.is_dir()
    assert not other.exists()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait a moment only for a lock."""
    monkeypatch.setattr(db, "PRAGMAS", (*db.PRAGMAS[:-1], "busy_timeout=20"))
    monkeypatch.setattr(db, "WAIT_MS", 20)


def test_a_database_locked_for_long_is_told_before_the_first_backup_and_does_not_stop_the_next(house, key, impatient):
    other = sqlite3.connect(house.database)
    other.execute("BEGIN IMMEDIATE")
    ended = house.saves(key / "copy.zip")
    assert ended.status == 1
    assert "ne répond pas" in ended.err
    assert contents(key) == {}

    other.rollback()
    assert house.saves(key / "copy.zip").status == 0
    other.execute("BEGIN IMMEDIATE")
    ended = house.saves(key / "again.zip")
    other.rollback()
    other.close()

    assert ended.status == 0
    assert "n’a pas pu noter ce jour" in ended.err
    assert (key / "again.zip").exists()


def test_a_database_of_a_newer_version_is_told_and_left_as_it_is(house, key):
    house.changes("UPDATE alembic_version SET version_num = '9999'")

    ended = house.saves(key / "copy.zip")

    assert ended.status == 1
    assert "version plus récente" in ended.err
    assert contents(key) == {}


def test_a_base_kept_by_a_server_is_told_with_status_2(house, key, monkeypatch):
    monkeypatch.setenv("COMPANION_DATABASE_URL", "postgresql+psycopg://companion@127.0.0.1:9/x")

    for words in (("sauvegarde", key / "copy.zip"), ("restaurer", key / "copy.zip")):
        ended = house.asks(*words, "--instance", house.folder if words[0] == "sauvegarde" else key / "back")
        assert ended.status == 2
        assert "PostgreSQL" in ended.err
    assert contents(key) == {}


def test_a_base_that_the_environment_puts_elsewhere_is_saved(house, key, tmp_path, monkeypatch):
    house.database.rename(tmp_path / "elsewhere.sqlite")
    monkeypatch.setenv("COMPANION_DATABASE_URL", f"sqlite:///{tmp_path / 'elsewhere.sqlite'}")
    assert house.saves(key / "copy.zip").status == 0

    ended = house.asks("restaurer", key / "copy.zip", "--instance", tmp_path / "back")
    assert ended.status == 2
    assert "COMPANION_DATABASE_URL" in ended.err
    monkeypatch.delenv("COMPANION_DATABASE_URL")
    assert house.restores(key / "copy.zip", tmp_path / "back").rows("SELECT number FROM guide_report") == [(3,)]
