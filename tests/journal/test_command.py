"""What `journal verifier` and `sante` promise: whether anything changed, what first, and a clear sentence where there is no journal."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from companion import db
from companion.config import open_instance
from companion.db import Database, open_database, writing
from companion.journal.actions import checkpoint
from companion.signature.keys import fingerprint, public_of
from companion.upkeep.queries import health
from tests.cli.running import Ended, is_french, run
from tests.conftest import SATURDAY
from tests.house.test_migrations import emptied
from tests.journal.journals import ORIGIN, PUBLIC, change, checked, day, filled, note, sign

OWN = (
    "INSERT INTO association "
    "(number, salt, circle, team_key_id, sign_key_id, sign_public, envelope_id, envelope_box, envelope_sign, since) "
    "VALUES (1, :id, :id, :id, :id, :key, :id, :key, :key, '2026-11-21')"
)


@dataclass(frozen=True)
class House:
    """An association, its database, and the commands asked of it."""

    folder: Path
    engine: Engine
    capsys: pytest.CaptureFixture[str]

    def asks(self, *words: object) -> Ended:
        """Run a command on it; what it says is French."""
        ended = run(self.capsys, *map(str, words), "--instance", str(self.folder))
        assert is_french(ended.out if "--json" not in words else ""), ended.out
        assert is_french(ended.err), ended.err
        return ended

    def told(self, *words: object) -> dict[str, object]:
        """Return what a program reads."""
        return json.loads(self.asks("journal", "verifier", "--json", *words).out)


@pytest.fixture
def house(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """Return an association that noted nothing yet."""
    monkeypatch.delenv("COMPANION_DATABASE_URL", raising=False)
    (tmp_path / "shelves").mkdir()
    monkeypatch.setattr(health, "SHELVES", tmp_path / "shelves")
    open_instance(tmp_path / "instance")
    engine = Database(f"sqlite:///{tmp_path / 'instance' / 'companion.sqlite'}").engine
    change(engine, OWN, id=bytes(16), key=PUBLIC)
    yield House(tmp_path / "instance", engine, capsys)
    engine.dispose()


def test_a_journal_in_order_says_how_long_it_is_its_root_and_what_was_signed(house):
    made = filled(house.engine)
    ended = house.asks("journal", "verifier")

    assert (ended.status, ended.err) == (0, "")
    said = ended.out.replace("\N{NO-BREAK SPACE}", " ")
    assert "Journal : 45 entrées." in said
    assert f"Racine : {checked(house.engine).root}." in said
    assert "Points de contrôle : 3, le dernier du 25 novembre 2026 pour 40 entrées." in said
    assert "Rien n’a été changé" in said
    assert house.told() == {
        "size": 45,
        "root": checked(house.engine).root,
        "checkpoints": 3,
        "last": {"size": 40, "root": made[-1].tree.root.hex(), "day": "2026-11-25"},
        "pruned": 0,
        "point": None,
        "holds": True,
        "faults": [],
        "words": fingerprint(PUBLIC).split(),
    }
    assert fingerprint(PUBLIC) in said, "to compare with the poster: whoever owns the machine could sign with a key of their own"


def test_a_journal_signed_again_with_another_key_is_told_by_a_checkpoint_kept_elsewhere_and_by_the_words(house, tmp_path):
    (tmp_path / "point.txt").write_text(filled(house.engine)[0].note(), encoding="utf-8")
    other = bytes(range(1, 33))
    change(house.engine, "DELETE FROM journal_checkpoint", "UPDATE journal_head SET checkpoints = 0")
    change(house.engine, "UPDATE association SET sign_public = :key", key=public_of(other))
    with writing(house.engine) as session:
        assert checkpoint(session, other, public_of(other), ORIGIN, day(45))
        session.commit()

    assert house.told()["holds"], "by itself it is in order"
    assert house.told()["words"] != fingerprint(PUBLIC).split()
    assert house.asks("journal", "verifier", "--point", tmp_path / "point.txt").status == 1


def test_a_journal_that_has_not_begun_is_in_order(house):
    ended = house.asks("journal", "verifier")

    assert ended.status == 0
    assert "0\N{NO-BREAK SPACE}entrée." in ended.out


def test_the_first_bad_entry_is_told_with_status_1(house):
    filled(house.engine)
    change(house.engine, "UPDATE journal_leaf SET day = '2026-11-01' WHERE number = 17")
    ended = house.asks("journal", "verifier")

    assert (ended.status, ended.err) == (1, "")
    assert "n°\N{NO-BREAK SPACE}17 n’est plus" in ended.out
    assert "Rien n’a été changé" not in ended.out
    told = house.told()
    assert (told["holds"], told["size"], told["root"]) == (False, 45, "")
    assert "n°\N{NO-BREAK SPACE}17" in told["faults"][0]


def test_looking_changes_nothing(house):
    filled(house.engine)
    house.engine.dispose()
    before = {path.name: path.read_bytes() for path in house.folder.iterdir() if path.is_file()}
    for words in (("journal", "verifier"), ("journal", "verifier", "--json"), ("sante",)):
        house.asks(*words)

    assert {path.name: path.read_bytes() for path in house.folder.iterdir() if path.is_file()} == before


def test_a_checkpoint_kept_elsewhere_is_recognised_as_an_editor_saved_it(house, tmp_path):
    made = filled(house.engine)
    (tmp_path / "point.txt").write_bytes(b"\xef\xbb\xbf" + made[0].note().replace("\n", "\r\n").encode())
    ended = house.asks("journal", "verifier", "--point", tmp_path / "point.txt")

    assert ended.status == 0
    assert "est bien dans ce journal" in ended.out
    assert house.told("--point", tmp_path / "point.txt")["point"] == {
        "size": 11,
        "root": made[0].tree.root.hex(),
        "day": day(11).isoformat(),
    }


def test_an_older_copy_put_back_is_told_by_a_checkpoint_kept_elsewhere(house, tmp_path):
    filled(house.engine)
    house.engine.dispose()
    shutil.copyfile(house.folder / "companion.sqlite", tmp_path / "older.sqlite")
    note(house.engine, 45, 50)
    (tmp_path / "point.txt").write_text(sign(house.engine, day(50)).note(), encoding="utf-8")
    assert house.asks("journal", "verifier", "--point", tmp_path / "point.txt").status == 0, "the control"
    house.engine.dispose()
    shutil.copyfile(tmp_path / "older.sqlite", house.folder / "companion.sqlite")

    assert house.asks("journal", "verifier").status == 0, "by itself it is in order"
    ended = house.asks("journal", "verifier", "--point", tmp_path / "point.txt")
    assert ended.status == 1
    assert "une copie plus ancienne a été remise" in ended.out


@pytest.mark.parametrize("content", ["", "bonjour", "a\n1\nb\n\n— a b\n", "x" * 10_000])
def test_a_file_that_is_no_checkpoint_is_told_and_never_repeated(house, tmp_path, content):
    filled(house.engine)
    (tmp_path / "point.txt").write_text(content, encoding="utf-8")
    ended = house.asks("journal", "verifier", "--point", tmp_path / "point.txt")

    assert (ended.status, ended.out) == (1, "")
    assert "n’est pas un point de contrôle" in ended.err
    assert "bonjour" not in ended.err
    for path in (tmp_path / "absent.txt", tmp_path):
        ended = house.asks("journal", "verifier", "--point", path)
        assert ended.status == 1
        assert "ne peut pas être lu" in ended.err


def test_where_there_is_no_association_yet_a_sentence_says_so(house, tmp_path):
    change(house.engine, "DELETE FROM association")
    closed = house.asks("journal", "verifier")
    with house.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    newer = house.asks("journal", "verifier")
    house.engine.dispose()
    (house.folder / "companion.sqlite").unlink()
    bare = house.asks("journal", "verifier")
    nowhere = run(house.capsys, "journal", "verifier", "--instance", str(tmp_path / "nulle-part"))

    assert {one.status for one in (closed, newer, bare, nowhere)} == {1}
    assert "pas encore de journal" in closed.err
    assert "version plus récente" in newer.err
    assert "pas encore de journal" in bare.err
    assert "pas d’association" in nowhere.err
    assert [path.name for path in house.folder.iterdir() if path.is_file()] == ["config.toml"]
    assert not (tmp_path / "nulle-part").exists()


def test_a_database_from_before_the_journal_says_so_and_stays_as_it_is(house):
    db.migrate(house.engine, "0003")
    ended = house.asks("journal", "verifier")

    assert ended.status == 1
    assert "pas encore de journal" in ended.err
    assert db.version_of(house.engine) == "0003"
    assert house.asks("sante").status == 0


@pytest.mark.parametrize(
    "words", [("journal",), ("journal", "inconnu"), ("journal", "verifier", "trop"), ("journal", "verifier", "--point")]
)
def test_a_command_that_is_not_understood_has_status_2(capsys, words):
    ended = run(capsys, *words)

    assert (ended.status, ended.out) == (2, "")
    assert is_french(ended.err)


def test_a_journal_kept_by_a_server_is_verified_too(house, postgresql, monkeypatch, fixed_clock):
    fixed_clock(SATURDAY + timedelta(days=30))
    monkeypatch.setenv("COMPANION_DATABASE_URL", postgresql)
    with emptied(postgresql) as engine:
        db.migrate(engine)
        change(engine, OWN, id=bytes(16), key=PUBLIC)
        filled(engine)
        assert house.asks("journal", "verifier").status == 0
        assert house.asks("sante").status == 0
        change(engine, "DELETE FROM journal_leaf WHERE number = 20")
        ended = house.asks("journal", "verifier")
        assert house.asks("sante").status == 1

    assert ended.status == 1
    assert "n°\N{NO-BREAK SPACE}20 manque" in ended.out


def lines(house: House) -> dict[str, dict[str, str]]:
    return {line["check"]: line for line in json.loads(house.asks("sante", "--json").out)}


def test_the_health_of_the_house_tells_of_its_journal(house, fixed_clock):
    assert lines(house)["journal"]["level"] == "info"
    filled(house.engine)
    fixed_clock(SATURDAY + timedelta(days=30))
    assert house.asks("sante").status == 0
    assert "45\N{NO-BREAK SPACE}entrées" in lines(house)["journal"]["message"]

    change(house.engine, "DELETE FROM journal_leaf WHERE number = 3")
    assert house.asks("sante").status == 1
    assert lines(house)["journal"]["level"] == "erreur"
    assert "n°\N{NO-BREAK SPACE}3 manque" in lines(house)["journal"]["message"]


def test_a_clock_before_the_last_checkpoint_is_a_fault_of_the_health(house, fixed_clock):
    filled(house.engine)
    fixed_clock(SATURDAY + timedelta(days=4))
    assert lines(house)["horloge"]["level"] == "info", "the control: the day of the last checkpoint"
    fixed_clock(SATURDAY + timedelta(days=3))

    assert house.asks("sante").status == 1
    assert lines(house)["horloge"]["level"] == "erreur"
    assert "25\N{NO-BREAK SPACE}novembre" in lines(house)["horloge"]["message"]


def test_a_damaged_file_is_told_without_an_english_word(house):
    filled(house.engine)
    house.engine.dispose()
    path = house.folder / "companion.sqlite"
    for beside in house.folder.glob("companion.sqlite-*"):
        beside.unlink()
    path.write_bytes(path.read_bytes()[:8192])
    assert house.asks("journal", "verifier").status == 1
    assert house.asks("sante").status == 1
    path.write_bytes(b"rien" * 2000)
    assert house.asks("journal", "verifier").status == 1
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(path).execute("SELECT 1 FROM journal_leaf")
    open_database(f"sqlite:///{path}").dispose()
