"""What happens when a disk is full, closed, or taken away in the middle of a change of the tables.

Each attack has a control beside it: the same gesture, with room, works.
"""

import errno
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from companion import db
from companion.db import NEWEST, migrate, version_of, writing
from companion.errors import Refused
from companion.upkeep.actions import files, saving
from tests.cli.running import ROOT, is_french
from tests.conftest import rounds
from tests.house.postgres import emptied
from tests.upkeep.disks import on_closed_disk, on_small_disk
from tests.upkeep.houses import House, contents


@pytest.mark.parametrize("kilobytes", [4, 100, 400])
def test_a_stick_too_small_for_the_copy_is_told_and_nothing_half_stays_on_it(house, own_disks, key, kilobytes):
    ended = on_small_disk(key, kilobytes, "sauvegarde", key / "copy.zip", "--instance", house.folder)

    assert ended.returncode == 1
    assert "le disque est plein" in ended.stderr
    assert "Libérez de la place" in ended.stderr
    assert is_french(ended.stderr)
    assert not ended.stdout, "nothing stands on the stick"


def test_the_control_a_stick_that_is_large_enough_holds_the_copy(house, own_disks, key):
    ended = on_small_disk(key, 4000, "sauvegarde", key / "copy.zip", "--instance", house.folder)

    assert ended.returncode == 0
    assert ended.stdout.endswith("copy.zip\ncopy.zip.effacements\n")


def test_a_stick_that_fills_up_keeps_the_copy_of_before(house, own_disks, key, tmp_path):
    house.saves(key / "copy.zip")
    before = (key / "copy.zip").read_bytes()
    (tmp_path / "out").mkdir()
    held = f"cp {key}/copy.zip* {tmp_path}/out/"
    small = tmp_path / "small"
    small.mkdir()

    ended = on_small_disk(
        small,
        len(before) // 1024 + 60,
        "sauvegarde",
        small / "copy.zip",
        "--instance",
        house.folder,
        before=f"{held}; cp {key}/copy* {small}",
    )

    assert ended.returncode == 1
    assert "le disque est plein" in ended.stderr
    assert ended.stdout == "copy.zip\ncopy.zip.effacements\n"
    assert (tmp_path / "out/copy.zip").read_bytes() == before


@pytest.mark.parametrize("kilobytes", [4, 300, 8000])
def test_a_disk_too_small_for_the_association_is_told_and_leaves_no_half_of_it(house, own_disks, key, tmp_path, kilobytes):
    house.saves(key / "copy.zip")
    (tmp_path / "disk").mkdir()

    ended = on_small_disk(tmp_path / "disk", kilobytes, "restaurer", key / "copy.zip", "--instance", tmp_path / "disk" / "back")

    assert is_french(ended.stderr)
    if kilobytes == 8000:  # the control
        assert ended.returncode == 0
        assert ended.stdout.endswith("\nback\n")
    else:
        assert ended.returncode == 1
        assert "disque est plein" in ended.stderr
        assert not ended.stdout


def test_a_closed_stick_is_told(house, own_disks, key):
    house.saves(key / "copy.zip")
    before = contents(key)

    ended = on_closed_disk(key, "sauvegarde", key / "copy.zip", "--instance", house.folder)

    assert ended.returncode == 1
    assert "le disque est en lecture seule" in ended.stderr
    assert is_french(ended.stderr)
    assert contents(key) == before
    assert house.saves(key / "copy.zip").status == 0, "the control"


def test_an_instance_closed_to_writing_is_told_and_left_as_it_is(house, own_disks, key):
    before = contents(house.folder)

    for words in (("sauvegarde", key / "copy.zip"), ("sante",)):
        ended = on_closed_disk(house.folder, *words, "--instance", house.folder)
        assert ended.returncode == 1
        assert is_french(ended.stderr)
        assert "Traceback" not in ended.stderr
        assert "site.key" in ended.stderr or "ne répond pas" in ended.stdout + ended.stderr
        assert words[0] != "sante" or "fermé à l’écriture" in ended.stdout
    assert contents(house.folder) == before
    assert contents(key) == {}


def test_a_place_closed_to_writing_takes_no_association(house, own_disks, key, tmp_path):
    house.saves(key / "copy.zip")
    (tmp_path / "closed").mkdir()

    ended = on_closed_disk(tmp_path / "closed", "restaurer", key / "copy.zip", "--instance", tmp_path / "closed" / "back")

    assert ended.returncode == 1
    assert "lecture seule" in ended.stderr
    assert not list((tmp_path / "closed").iterdir())


def test_a_folder_that_is_a_disk_itself_is_told_with_what_to_do(house, own_disks, key, tmp_path):
    house.saves(key / "copy.zip")
    (tmp_path / "disk").mkdir()

    ended = on_small_disk(tmp_path / "disk", 4000, "restaurer", key / "copy.zip", "--instance", tmp_path / "disk")

    assert ended.returncode == 1
    assert "à l’intérieur de celui-ci" in ended.stderr
    assert not list(tmp_path.glob(".companion-*"))


FAULTS = [(errno.ENOSPC, "le disque est plein"), (errno.EIO, "ne répond plus"), (errno.EFBIG, "trop gros"), (errno.EACCES, "accès refusé")]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault[1])
def test_what_the_disk_refuses_at_the_last_moment_is_told_and_nothing_is_replaced(house, key, tmp_path, monkeypatch, fault):
    number, words = fault
    house.saves(key / "copy.zip")
    before = contents(key)

    def refuse(*_: object) -> None:
        raise OSError(number, "no")

    with monkeypatch.context() as patched:
        patched.setattr(files.os, "fsync", refuse)
        saved = house.saves(key / "copy.zip")
        restored = house.asks("restaurer", key / "copy.zip", "--instance", tmp_path / "back")
    assert saved.status == restored.status == 1
    assert words in saved.err
    assert words in restored.err
    assert contents(key) == before
    assert not (tmp_path / "back").exists()

    assert house.saves(key / "copy.zip").status == 0


def test_a_full_disk_inside_the_database_is_told(house, key, monkeypatch):
    real = saving._connected

    def small(path: Path) -> object:
        opened = real(path)
        opened.execute("PRAGMA max_page_count = 10")
        return opened

    monkeypatch.setattr(saving, "_connected", small)
    ended = house.saves(key / "copy.zip")

    assert ended.status == 1
    assert "le disque est plein" in ended.err
    assert contents(key) == {}


def test_a_disk_that_fills_up_while_the_tables_change_leaves_them_as_they_were_and_they_change_once_there_is_room(house, monkeypatch):
    house.database.unlink()
    with house.engine() as engine:
        migrate(engine, "0001")
    house.changes("INSERT INTO guide_report VALUES ('be-x', 'a', 'date', '2026-11', 3)")
    pages = house.rows("PRAGMA page_count")[0][0]
    with monkeypatch.context() as patched, house.engine() as engine:
        patched.setattr(db, "PRAGMAS", (*db.PRAGMAS, f"max_page_count={pages}"))
        with pytest.raises(Refused, match="le disque est plein"):
            migrate(engine)
        assert version_of(engine) == "0001"
        assert house.rows("SELECT number FROM guide_report") == [(3,)]

    with house.engine() as engine:
        migrate(engine)
        assert version_of(engine) == NEWEST
    assert house.rows("SELECT number FROM guide_report") == [(3,)]


KILLED = """
import os, signal, sys
from sqlalchemy import event
from companion.db import migrate, open_database
engine, left = open_database(sys.argv[1]), int(sys.argv[2])
@event.listens_for(engine, "after_cursor_execute")
def count(connection, cursor, statement, *_):
    global left
    changes = statement.lstrip().upper().startswith(("CREATE", "DROP", "ALTER", "INSERT", "UPDATE"))
    left -= changes
    if changes and left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
migrate(engine)
"""
"""Brings the tables up, and is killed after a number of changes."""


def killed_rounds(engine: Engine, url: str) -> int:
    """Kill the change of the tables later and later, and return how many times it was killed in the middle."""
    killed = 0
    for left in range(rounds(5, 20)):
        ended = subprocess.run([sys.executable, "-c", KILLED, url, str(left)], cwd=ROOT, check=False, capture_output=True, timeout=120)
        assert ended.returncode in {0, -9}, ended.stderr
        killed += ended.returncode == -9
        if ended.returncode == 0:
            break
        assert version_of(engine) == "0001"
        with engine.connect() as connection:
            assert connection.execute(text("SELECT number FROM guide_report")).all() == [(3,)]
    return killed


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_change_of_the_tables_killed_in_the_middle_resumes_with_everything_intact(request, tmp_path, kind):
    url = f"sqlite:///{tmp_path / 'house.sqlite'}" if kind == "sqlite" else request.getfixturevalue("postgresql")
    with emptied(url) as engine:
        migrate(engine, "0001")
        with writing(engine) as session:
            session.execute(text("INSERT INTO guide_report VALUES ('be-x', 'a', 'date', '2026-11', 3)"))
            session.commit()

        assert killed_rounds(engine, url) >= 3

        migrate(engine)
        assert version_of(engine) == NEWEST
        with engine.connect() as connection:
            assert connection.execute(text("SELECT number FROM guide_report")).all() == [(3,)]
        if kind == "sqlite":
            with engine.connect() as connection:
                assert connection.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]


MADE = "import sys, pathlib; from companion.upkeep.actions.files import site_key; print(site_key(pathlib.Path(sys.argv[1])).hex())"


def test_the_key_of_the_site_is_made_once_even_by_several_at_once(tmp_path):
    words = [sys.executable, "-c", MADE, str(tmp_path / "site.key")]
    started = [subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    said = {one.communicate(timeout=60)[0] for one in started}

    assert len(said) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["site.key"]
    assert (tmp_path / "site.key").stat().st_mode & 0o777 == 0o600


def test_a_house_is_left_alone_by_a_restore_beside_it(house, key, tmp_path):
    house.saves(key / "copy.zip")
    before = contents(house.folder)

    House(tmp_path, house.capsys).restores(key / "copy.zip", tmp_path / "back")

    assert contents(house.folder) == before
    shutil.rmtree(tmp_path / "back")
