"""What `sante` promises: it says what is broken, what is due, and what to do; it changes nothing."""

import json
import random
import shutil
import sqlite3
from collections import namedtuple
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from companion import db
from companion.app import create_app
from companion.cli import serving
from companion.config import open_instance
from companion.db import reading, writing
from companion.journal.rules.checking import MISSING, NOTHING
from companion.upkeep.actions import note_day
from companion.upkeep.queries import backup_age, health
from companion.upkeep.queries.days import SEEN, day_of
from companion.upkeep.rules import checkup
from tests.cli.running import ENGLISH
from tests.conftest import SATURDAY, rounds
from tests.house.postgres import emptied
from tests.upkeep.houses import House, contents

TODAY = SATURDAY.date()
CHECKS = {"base", "journal", "horloge", "purge", "sauvegarde", "guides", "fichiers", "place", "cle", "reglages"}


@pytest.fixture(autouse=True)
def few_guides(request: pytest.FixtureRequest, one_guide: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at one shipped guide only, save where all of them are asked for."""
    if "shelves" not in request.fixturenames:
        monkeypatch.setattr(health, "SHELVES", one_guide)


def test_a_house_in_order_says_so_on_a_line_each_and_nothing_is_changed(house, key, shelves):
    house.saves(key / "copy.zip")
    before = contents(house.folder)

    status, lines = house.checkup()
    said = house.asks("sante", "--instance", house.folder)

    assert status == said.status == 0
    assert lines.keys() == CHECKS
    assert {line["level"] for line in lines.values()} == {"info"}
    assert len(said.out.split("\n")) == len(CHECKS) + 1
    assert contents(house.folder) == before


def test_a_house_never_opened_is_no_fault(capsys, tmp_path):
    open_instance(tmp_path / "instance")
    (tmp_path / "instance" / "procedures").rmdir()

    status, lines = House(tmp_path / "instance", capsys).checkup()

    assert status == 0
    assert lines.keys() == CHECKS
    assert [path.name for path in (tmp_path / "instance").iterdir()] == ["config.toml"], "and nothing was made"


@pytest.mark.parametrize(("days", "level"), [(0, "info"), (7, "info"), (8, "avertissement"), (400, "avertissement"), (-3, "info")])
def test_a_backup_older_than_a_week_is_due(house, key, fixed_clock, days, level):
    house.saves(key / "copy.zip")
    fixed_clock(SATURDAY + timedelta(days=days))

    status, lines = house.checkup()

    assert lines["sauvegarde"]["level"] == level
    assert status == 0
    assert ("companion sauvegarde" in lines["sauvegarde"]["message"]) == (level == "avertissement")


def test_the_age_of_the_backup_is_for_the_home_page(house, key, fixed_clock):
    with house.engine() as engine, reading(engine) as session:
        assert backup_age(session, TODAY) is None
    house.saves(key / "copy.zip")
    with house.engine() as engine, reading(engine) as session:
        assert [backup_age(session, TODAY + timedelta(days=days)) for days in (-1, 0, 1, 9)] == [0, 0, 1, 9]


def test_a_clock_before_a_day_already_lived_is_a_fault_and_that_day_never_goes_back(house, fixed_clock):
    serving._begin_day(open_instance(house.folder))
    fixed_clock(SATURDAY.replace(year=1970))
    serving._begin_day(open_instance(house.folder))

    status, lines = house.checkup()

    assert status == 1
    assert lines["horloge"]["level"] == "erreur"
    assert "21\N{NO-BREAK SPACE}novembre\N{NO-BREAK SPACE}2026" in lines["horloge"]["message"]
    assert "Réglez la date" in lines["horloge"]["message"]
    fixed_clock(SATURDAY)
    assert house.checkup()[0] == 0, "the control"


def test_the_day_lived_follows_the_days_that_come(house):
    with house.engine() as engine, writing(engine) as session:
        for days in (0, 5, 3):
            note_day(session, SEEN, TODAY + timedelta(days=days))
        assert day_of(session, SEEN) == TODAY + timedelta(days=5)


def test_a_database_of_a_newer_version_is_a_fault(house):
    house.changes("UPDATE alembic_version SET version_num = '9999'")

    status, lines = house.checkup()

    assert status == 1
    assert "version plus récente" in lines["base"]["message"]


def test_a_database_of_an_older_version_is_no_fault_and_stays_as_it_is(house):
    for to in ("0001", "0002"):
        with house.engine() as engine:
            db.migrate(engine, to)
        assert house.checkup()[0] == 0
        assert house.rows("SELECT version_num FROM alembic_version") == [(to,)]


def test_rows_that_lead_to_nothing_are_a_fault(house):
    with sqlite3.connect(house.database) as opened:
        opened.execute("CREATE TABLE lost (one TEXT REFERENCES guide_rereading (fingerprint))")
        opened.execute("INSERT INTO lost VALUES ('nobody')")
    opened.close()

    status, lines = house.checkup()

    assert status == 1
    assert "se contredit" in lines["base"]["message"]


@pytest.mark.parametrize("turn", range(rounds(2, 20)))
def test_a_damaged_page_is_named_with_status_1_and_the_guides_are_still_served(house, key, turn):
    house.saves(key / "good.zip")
    kept = (key / "good.zip").read_bytes()
    house.reread(*map(str, range(500)))
    content = bytearray(house.database.read_bytes())
    drawn = random.Random(turn)
    page = drawn.randrange(1, len(content) // 4096)
    content[page * 4096 : (page + 1) * 4096] = drawn.randbytes(4096)
    house.database.write_bytes(content)

    said = house.asks("sante", "--instance", house.folder)
    saved = house.saves(key / "good.zip")

    assert said.status == saved.status == 1
    assert "companion.sqlite" in said.out
    assert "abîmé" in saved.err
    assert (key / "good.zip").read_bytes() == kept, "the good copy is not replaced by a bad one"
    served = create_app(open_instance(house.folder)).test_client()
    assert served.get("/").status_code == served.get("/guides/be-boite-mail").status_code == 200


@pytest.mark.parametrize("content", [b"rien" * 2000, b"\0" * 5000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_database_is_told(house, key, content):
    house.database.write_bytes(content)

    status, lines = house.checkup()

    assert status == 1
    assert "abîmé" in lines["base"]["message"]
    assert house.saves(key / "copy.zip").status == 1
    assert contents(key) == {}


def test_a_folder_in_the_place_of_the_database_is_told(house):
    house.database.unlink()
    house.database.mkdir()

    status, lines = house.checkup()

    assert status == 1
    assert "ne répond pas" in lines["base"]["message"]


def test_a_database_held_by_somebody_is_told_and_fine_again_afterwards(house, monkeypatch):
    monkeypatch.setenv("COMPANION_DATABASE_URL", f"{house.url}?timeout=0.02")
    holder = sqlite3.connect(house.database)
    holder.execute("PRAGMA locking_mode=EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")

    held = house.checkup()
    holder.rollback()
    holder.close()

    assert held[0] == 1
    assert "ne répond pas" in held[1]["base"]["message"]
    assert house.checkup()[0] == 0


def test_a_base_kept_by_a_server_is_looked_at_too(house, postgresql, monkeypatch):
    monkeypatch.setenv("COMPANION_DATABASE_URL", postgresql)
    with emptied(postgresql) as engine:
        assert house.checkup()[0] == 0, "nothing is in it yet"
        db.migrate(engine)
        with writing(engine) as session:
            note_day(session, SEEN, TODAY + timedelta(days=1))
            session.commit()
        status, lines = house.checkup()

    assert status == 1
    assert lines["horloge"]["level"] == "erreur"
    assert lines["base"]["level"] == "info"
    assert "PostgreSQL" in lines["sauvegarde"]["message"]
    monkeypatch.setenv("COMPANION_DATABASE_URL", "postgresql+psycopg://companion@127.0.0.1:9/x")
    assert "ne répond pas" in house.checkup()[1]["base"]["message"]


def test_guides_checked_too_long_ago_and_files_that_do_not_load_are_warnings(house, fixed_clock):
    (house.folder / "procedures/be/casse.yaml").write_text("titre: [", encoding="utf-8")
    (house.folder / "procedures/astray.yaml").write_text("x", encoding="utf-8")
    fixed_clock(SATURDAY + timedelta(days=3000))

    status, lines = house.checkup()

    assert status == 0
    assert lines["guides"]["level"] == lines["fichiers"]["level"] == "avertissement"
    assert "appelez avant de promettre" in lines["guides"]["message"]
    assert "casse.yaml" in lines["fichiers"]["message"]
    assert "astray.yaml" in lines["fichiers"]["message"]


def test_a_disk_almost_full_is_a_warning(house, monkeypatch):
    usage = namedtuple("usage", "total used free")  # noqa: PYI024 (as `shutil` has it)
    for free, level in ((499_999_999, "avertissement"), (500_000_000, "info"), (80_000_000_000, "info")):
        monkeypatch.setattr(shutil, "disk_usage", lambda _path, free=free: usage(0, 0, free))
        assert house.checkup()[1]["place"]["level"] == level


def test_a_key_that_others_can_read_is_a_warning(house, key):
    house.saves(key / "copy.zip")
    (house.folder / "site.key").chmod(0o640)

    status, lines = house.checkup()

    assert status == 0
    assert "chmod 600" in lines["cle"]["message"]


def test_settings_that_cannot_be_read_are_a_warning_with_their_line(house):
    (house.folder / "config.toml").write_text("[association\n", encoding="utf-8")

    status, lines = house.checkup()

    assert status == 0
    assert lines["reglages"]["level"] == "avertissement"
    assert "config.toml" in lines["reglages"]["message"]


@pytest.mark.parametrize("content", [b"", b"rien", b"\xff\xfe", b"-----BEGIN PRIVATE KEY-----\nMC4CAQ==\n-----END PRIVATE KEY-----\n"])
def test_a_key_of_the_site_that_is_none_stops_the_backup_with_what_to_do(house, key, content):
    (house.folder / "site.key").write_bytes(content)

    ended = house.saves(key / "copy.zip")
    assert ended.status == 1
    assert "site.key" in ended.err
    assert "mettez-le de côté" in ended.err
    assert contents(key) == {}

    (house.folder / "site.key").rename(house.folder / "site.key.avant")
    assert house.saves(key / "copy.zip").status == 0


def test_every_sentence_is_plain_french():
    lines = [
        *(checkup.backup_line(age) for age in (None, 0, 1, 5, 90)),
        *(checkup.space_line(free) for free in (0, 10**9)),
        *(checkup.expired_line(names) for names in ([], ["Un"], ["Un"] * 4, ["Un"] * 9)),
        *(checkup.key_line(mode) for mode in (None, 0o600, 0o644)),
        checkup.clock_line(TODAY, TODAY + timedelta(days=1)),
        *(checkup.journal_line(found) for found in (None, NOTHING, replace(NOTHING, size=2), replace(NOTHING, faults=(MISSING,)))),
    ]

    assert not [line for line in lines if ENGLISH.search(line.message.replace("site.key", "").replace("companion sauvegarde", ""))]
    assert all(line.message.endswith(".") and "'" not in line.message and " :" not in line.message for line in lines)
    assert json.dumps([line.as_json() for line in lines])
