"""What `restaurer` refuses: what is no backup, what was cut short or changed, and what somebody forged and signed."""

import random
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pytest

from companion.db import NEWEST
from companion.errors import Refused
from companion.upkeep.queries.copies import opened, verify_copy
from tests.conftest import rounds
from tests.upkeep.forged import ZIP_DEFLATED, Forger, contents_of, signed_by
from tests.upkeep.houses import contents, refused

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
