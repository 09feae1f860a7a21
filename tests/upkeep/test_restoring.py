"""What `restaurer` promises: all of it in a new folder, or nothing; and nobody's file is believed."""

import json
import random
import stat
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from companion.app import create_app
from companion.config import open_instance
from companion.db import NEWEST, migrate
from companion.errors import Refused
from companion.upkeep.actions.erasures import end_sessions
from companion.upkeep.queries.copies import opened, verify_copy
from tests.cli.running import piped
from tests.conftest import rounds
from tests.upkeep.forged import ZIP_DEFLATED, Forger, contents_of, signed_by
from tests.upkeep.houses import GUIDE, NAMES, House, contents, dying


def refused(house: House, copy: Path, folder: Path, words: str = "Rien n’a été changé") -> None:
    """Hold that a backup is refused, and that nothing is left of it."""
    around = {one for one in folder.parent.rglob("*") if one != copy}
    ended = house.asks("restaurer", copy, "--instance", folder)

    assert ended.status == 1
    assert words in ended.err
    assert not ended.out
    assert {one for one in folder.parent.rglob("*") if one != copy} == around
    assert not folder.exists()


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


WRONG_FILES = {
    "absent": (None, "Il n’y a pas de fichier"), "empty": (b"", "n’est pas une copie"), "text": (b"bonjour " * 99, "n’est pas une copie"),
    "beginning": (b"PK\x03\x04" + b"\0" * 99, "incomplète ou abîmée"), "noise": (random.Random(1).randbytes(5000), "n’est pas une copie"),
    "picture": (b"\x89PNG\r\n", "n’est pas une copie"), "end only": (b"PK\x05\x06" + b"\0" * 18, "n’est pas une copie"),
    "end that lies": (b"PK\x05\x06" + b"\xff" * 16 + b"\0\0", "incomplète ou abîmée"),
}  # fmt: skip


@pytest.mark.parametrize("kind", WRONG_FILES)
def test_what_is_no_backup_is_told(house, key, tmp_path, kind):
    content, words = WRONG_FILES[kind]
    if content is not None:
        (key / "copy.zip").write_bytes(content)

    refused(house, key / "copy.zip", tmp_path / "back", words)


def test_a_folder_or_a_pipe_is_no_backup(house, key, tmp_path):
    import os

    os.mkfifo(key / "pipe")
    for place in (key, key / "pipe"):
        refused(house, place, tmp_path / "back", "Il n’y a pas de fichier")


def test_another_zip_is_no_backup(house, key, tmp_path):
    with ZipFile(key / "copy.zip", "w") as packed:
        packed.writestr("lettre.odt", b"x")

    refused(house, key / "copy.zip", tmp_path / "back", "n’est pas une copie")


def test_a_copy_cut_short_anywhere_is_told(house, copy, tmp_path):
    content = copy.read_bytes()
    chosen = random.Random(2).sample(range(len(content)), rounds(25, 400))

    for length in (*chosen, len(content) - 1):
        copy.write_bytes(content[:length])
        refused(house, copy, tmp_path / "back")


def test_each_byte_of_the_manifest_and_of_its_signature_is_held(copy):
    with ZipFile(copy) as packed:
        held = {name: packed.read(name) for name in packed.namelist()}

    def written_again(**altered: bytes) -> None:
        with ZipFile(copy, "w") as packed:
            for name, content in held.items():
                packed.writestr(name, altered.get(name.removeprefix("manifest."), content))

    written_again()
    assert not _is_told(copy), "the control: the very same files, packed by others"
    for name in ("json", "signature"):
        content = held[f"manifest.{name}"]
        for place in range(len(content)):
            written_again(**{name: content[:place] + bytes([content[place] ^ 1 << place % 8]) + content[place + 1 :]})
            assert _is_told(copy), (name, place)
        for wrong in (b"", content + b"\n", content[:-1]):
            written_again(**{name: wrong})
            assert _is_told(copy)


def _is_told(copy: Path) -> bool:
    try:
        with opened(copy) as read:
            verify_copy(read)
    except Refused:
        return True
    return False


def test_a_byte_changed_anywhere_is_told_or_changes_nothing(house, copy, tmp_path):
    content, drawn = copy.read_bytes(), random.Random(3)
    files = contents_of(copy)
    told = 0
    for _ in range(rounds(150, 3000)):
        altered = bytearray(content)
        altered[drawn.randrange(len(content))] ^= 1 << drawn.randrange(8)
        copy.write_bytes(altered)
        if _is_told(copy):
            told += 1
        else:
            assert contents_of(copy) == files

    assert told > rounds(130, 2600)


BAD_NAMES = [
    "../x", "procedures/../../x", "/etc/x", "procedures//x", "procedures/./x", "procedures\\..\\x", "C:/x", "procedures/C:x",
    "site.key",
    "companion.sqlite-wal", "procedures", "brouillons/", "", "procedures/x\n", "tally/x", "procedures/" + "a/" * 9 + "x",
    "procedures/.. /x",
    "procedures/" + "x" * 300, "procedures/.x.part", "config.toml/x", "procedures/nul\0",
]  # fmt: skip


def test_the_control_a_backup_signed_by_anybody_comes_back(house, copy, tmp_path, key):
    forger, files = Forger(), contents_of(copy)
    files["companion.sqlite"] = signed_by(files["companion.sqlite"], forger, tmp_path / "scratch")

    good = forger.forges(key / "good.zip", files | {"procedures/fr/ok.yaml": b"x"}, migration=NEWEST)

    assert "procedures/fr/ok.yaml" in contents(house.restores(good, tmp_path / "back").folder)


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_signed_backup_that_names_a_way_out_is_refused(house, copy, tmp_path, key, name):
    forger, files = Forger(), contents_of(copy)
    files["companion.sqlite"] = signed_by(files["companion.sqlite"], forger, tmp_path / "scratch")
    (tmp_path / "scratch").unlink()

    refused(house, forger.forges(key / "bad.zip", files | {name: b"x"}, migration=NEWEST), tmp_path / "back")


LIES = {
    "newer format": ({"format": 2}, "plus récente"), "newer tables": ({"migration": "9999"}, "plus récente"),
    "other tables": ({"migration": "0001"}, "abîmée"), "odd tables": ({"migration": "head"}, "abîmée"),
    "no day": ({"day": "hier"}, "abîmée"),
    "no file": ({"files": {}}, "abîmée"), "one word more": ({"more": 1}, "abîmée"), "format in words": ({"format": "1"}, "abîmée"),
}  # fmt: skip


@pytest.mark.parametrize("lie", LIES)
def test_a_signed_manifest_that_does_not_hold_is_refused(house, copy, tmp_path, key, lie):
    forger, files = Forger(), contents_of(copy)
    files["companion.sqlite"] = signed_by(files["companion.sqlite"], forger, tmp_path / "scratch")
    said, words = LIES[lie]

    refused(house, forger.writes(key / "bad.zip", files, forger.manifest(files, **{"migration": NEWEST, **said})), tmp_path / "back", words)


def test_a_backup_signed_by_a_key_that_its_own_database_does_not_know_is_refused(house, copy, tmp_path, key):
    refused(house, Forger().forges(key / "bad.zip", contents_of(copy), migration=NEWEST), tmp_path / "back")


def test_bombs_and_doubles_are_refused_before_anything_is_written(house, copy, tmp_path, key):
    import warnings

    forger, files = Forger(), contents_of(copy) | {"procedures/be/bomb.yaml": b"\0" * 50_000_000}
    raw = forger.manifest(files, migration=NEWEST)
    refused(house, forger.writes(key / "bomb.zip", files, raw, ZIP_DEFLATED), tmp_path / "back")

    forger.writes(key / "double.zip", contents_of(copy), forger.manifest(contents_of(copy)))
    with ZipFile(key / "double.zip", "a") as packed, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        packed.writestr(ZipInfo("config.toml"), b"autre")
    refused(house, key / "double.zip", tmp_path / "back")

    deep = b'{"files":' + b'{"a":' * 100_000
    refused(house, forger.writes(key / "deep.zip", contents_of(copy), deep), tmp_path / "back")


def test_a_page_of_the_database_that_was_damaged_and_signed_is_refused(house, copy, tmp_path, key):
    forger, files = Forger(), contents_of(copy)
    database = bytearray(signed_by(files["companion.sqlite"], forger, tmp_path / "scratch"))
    for page in range(1, len(database) // 4096):
        database[page * 4096 : page * 4096 + 200] = b"\xff" * 200

    refused(house, forger.forges(key / "bad.zip", files | {"companion.sqlite": bytes(database)}, migration=NEWEST), tmp_path / "back")
    refused(house, forger.forges(key / "none.zip", files | {"companion.sqlite": b"rien"}, migration=NEWEST), tmp_path / "back")


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
