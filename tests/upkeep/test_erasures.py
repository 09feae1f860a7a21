"""What is erased stays erased: an older backup that comes back does not bring it back."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from companion.atelier.model import GuideRereading
from companion.db import writing
from companion.forgetting.actions import ERASERS, note_erasure
from companion.signature.keys import new_private, public_of, sign, verify
from companion.upkeep.rules.erasures import Erased, read_list, sealed_line, unsigned
from tests.conftest import SATURDAY
from tests.upkeep.forged import contents_of
from tests.upkeep.houses import House, contents

TODAY = SATURDAY.date()
GONE = bytes(range(16))
STAYS = bytes(range(16, 32))
KIND = "essai"


def erase(session: Session, ids: frozenset[bytes]) -> int:
    """Erase the rows of these ids; a room writes one such for each of its kinds."""
    gone = session.execute(delete(GuideRereading).where(GuideRereading.fingerprint.in_([one.hex() for one in ids])))
    return gone.rowcount


@pytest.fixture
def lived(house: House, key: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """Return an association with a backup, `old.zip`, older than an erasure; nothing was saved since."""
    monkeypatch.setitem(ERASERS, KIND, erase)
    house.reread(GONE.hex(), STAYS.hex())
    assert house.saves(key / "old.zip").status == 0
    with house.engine() as engine, writing(engine) as session:
        erase(session, frozenset({GONE}))
        note_erasure(session, KIND, frozenset({GONE}), TODAY)
        session.commit()
    return house


def held(house: House) -> set[object]:
    return {row[0] for row in house.rows("SELECT fingerprint FROM guide_rereading")}


def list_of(private: bytes, *entries: Erased, day: date = TODAY) -> bytes:
    text = unsigned(public_of(private), day, entries)
    return text + sealed_line(sign(private, text))


def test_a_backup_older_than_an_erasure_does_not_bring_back_what_was_erased(lived, key, tmp_path):
    assert lived.saves(key / "new.zip").status == 0
    assert (key / "old.zip.effacements").read_bytes() == (key / "new.zip.effacements").read_bytes(), "the older list is refreshed"

    back = lived.restores(key / "old.zip", tmp_path / "back")

    assert held(back) == {STAYS.hex()}
    assert back.rows("SELECT id, kind, erased_on FROM erasure") == [(GONE, KIND, "2026-11-21")]
    assert not any(GONE.hex().encode() in content for content in contents(back.folder).values()), "nor any byte of it"
    assert STAYS.hex().encode() in back.database.read_bytes(), "the control"


@pytest.mark.parametrize("lists", [(), ("old.zip.effacements",), ("new.zip.effacements",)], ids=["no list", "its own", "another one"])
def test_one_list_beside_the_copy_is_enough_and_without_any_it_is_said_that_it_came_back(lived, key, tmp_path, lists):
    lived.saves(key / "new.zip")
    (tmp_path / "drawer").mkdir()
    for name in ("old.zip", *lists):
        (tmp_path / "drawer" / name).write_bytes((key / name).read_bytes())

    ended = lived.asks("restaurer", tmp_path / "drawer" / "old.zip", "--instance", tmp_path / "back")

    assert ended.status == 0
    assert held(House(tmp_path / "back", lived.capsys)) == ({STAYS.hex()} if lists else {GONE.hex(), STAYS.hex()})
    assert ("Aucune liste d’effacements" in ended.out) == (not lists)


def test_the_list_of_before_the_erasure_says_up_to_which_day_it_knows(lived, key, tmp_path):
    ended = lived.asks("restaurer", key / "old.zip", "--instance", tmp_path / "back")

    assert held(House(tmp_path / "back", lived.capsys)) == {GONE.hex(), STAYS.hex()}
    assert "connus jusqu’au 21\N{NO-BREAK SPACE}novembre\N{NO-BREAK SPACE}2026" in ended.out
    assert "peut être revenu" in ended.out


def test_a_list_that_was_forged_or_altered_is_named_and_not_used(lived, key, tmp_path):
    forged = list_of(new_private(), Erased(KIND, STAYS, TODAY))
    real = (key / "old.zip.effacements").read_bytes()
    site = read_list(real).site
    stolen = unsigned(site, TODAY, (Erased(KIND, STAYS, TODAY),)) + sealed_line(read_list(real).signature)
    for name, content in {"a": forged, "b": stolen, "c": b"", "d": b"x" * 100, "e": real[:-1], "f": real + b"\n"}.items():
        (key / f"{name}.effacements").write_bytes(content)
    (key / "g.effacements").mkdir()
    (key / "h.effacements").symlink_to("h.effacements")

    ended = lived.asks("restaurer", key / "old.zip", "--instance", tmp_path / "back")

    assert ended.status == 0
    assert held(House(tmp_path / "back", lived.capsys)) == {GONE.hex(), STAYS.hex()}
    for name in "abcdefgh":
        assert f"{name}.effacements" in ended.err
    assert ended.err.count("elle n’a pas servi") == 8
    assert ended.err.count("n’est pas signée par ce site") == 1
    assert "old.zip.effacements" not in ended.err, "the control"


def test_each_byte_of_a_list_is_held():
    private = new_private()
    raw = list_of(private, Erased(KIND, GONE, TODAY), Erased("membre", STAYS, TODAY))

    def holds(content: bytes) -> bool:
        found = read_list(content)
        return found is not None and found.site == public_of(private) and verify(found.site, found.signed, found.signature)

    assert holds(raw)
    assert read_list(raw).entries == (Erased(KIND, GONE, TODAY), Erased("membre", STAYS, TODAY))
    for place in range(len(raw)):
        for bit in range(8):
            assert not holds(raw[:place] + bytes([raw[place] ^ 1 << bit]) + raw[place + 1 :]), (place, bit)
        assert not holds(raw[:place] + raw[place + 1 :])
        assert not holds(raw[:place] + b"0" + raw[place:]) or raw[place : place + 1] == b"0"


@pytest.mark.parametrize(
    "line", ["essai 00 2026-13-01", "essai 0 2026-11-21", "ESSAI 00 2026-11-21", "essai  2026-11-21", "x" * 13 + " 00 2026-11-21"]
)
def test_a_line_that_is_none_makes_no_list(line):
    private = new_private()
    text = unsigned(public_of(private), TODAY, ()) + f"{line}\n".encode()

    assert read_list(text + sealed_line(sign(private, text))) is None


def test_a_list_of_another_association_on_the_same_stick_is_left_as_it_is(lived, key, tmp_path):
    other = list_of(new_private(), Erased(KIND, STAYS, TODAY))
    (key / "other.zip.effacements").write_bytes(other)

    ended = lived.saves(key / "new.zip")

    assert (key / "other.zip.effacements").read_bytes() == other
    assert "other.zip" not in ended.err


def test_ids_are_forgotten_after_sixty_days_and_an_old_copy_says_so(lived, key, tmp_path, fixed_clock):
    fixed_clock(SATURDAY + timedelta(days=60))
    lived.saves(key / "last.zip")
    assert GONE.hex().encode() in (key / "last.zip.effacements").read_bytes()

    fixed_clock(SATURDAY + timedelta(days=61))
    lived.saves(key / "late.zip")
    assert not any(GONE.hex().encode() in (key / f"{name}.zip.effacements").read_bytes() for name in ("old", "last", "late"))
    assert lived.rows("SELECT * FROM erasure") == []
    assert GONE not in contents_of(key / "late.zip")["companion.sqlite"]
    assert GONE in contents_of(key / "last.zip")["companion.sqlite"], "the control"

    ended = lived.asks("restaurer", key / "old.zip", "--instance", tmp_path / "back")
    assert "plus de 60\N{NO-BREAK SPACE}jours" in ended.out


def test_a_kind_that_this_version_does_not_know_is_kept_and_told(lived, key, tmp_path, monkeypatch):
    lived.saves(key / "new.zip")
    monkeypatch.delitem(ERASERS, KIND)

    ended = lived.asks("restaurer", key / "old.zip", "--instance", tmp_path / "back")

    back = House(tmp_path / "back", lived.capsys)
    assert held(back) == {GONE.hex(), STAYS.hex()}
    assert "version plus récente de Compagnon" in ended.out
    assert back.rows("SELECT id FROM erasure") == [(GONE,)], "the next list will say it again"


def test_a_copy_of_before_a_restore_is_named_since_no_erasure_reaches_it_any_more(lived, key, tmp_path):
    before = (key / "old.zip.effacements").read_bytes()
    back = lived.restores(key / "old.zip", tmp_path / "back")

    ended = back.saves(key / "new.zip")

    assert ended.status == 0
    assert "old.zip" in ended.err
    assert "Détruisez-la" in ended.err
    assert (key / "old.zip.effacements").read_bytes() == before, "it still stands for what it knew"


def test_a_list_that_cannot_be_refreshed_is_named_and_the_copy_is_made(lived, key, monkeypatch):
    from companion.upkeep.actions import saving

    real = saving.write_new

    def refuse_the_second(path: Path, content: bytes, made: list[Path] = []) -> None:  # noqa: B006 (it counts on it)
        made.append(path)
        if len(made) > 1:
            raise PermissionError(13, "denied")
        real(path, content)

    monkeypatch.setattr(saving, "write_new", refuse_the_second)
    ended = lived.saves(key / "new.zip")

    assert ended.status == 0
    assert "old.zip.effacements" in ended.err
    assert (key / "new.zip").exists()
