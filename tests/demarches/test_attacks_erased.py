"""What is erased leaves nothing: neither its keys nor its words, in no file, in no journal, in no backup (security.md R9, S14, S15)."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import text

from companion import clock
from companion.accounts.model import CircleWrap
from companion.accounts.queries import house
from companion.demarches.model import Thread, ThreadSheet
from companion.demarches.rules.contents import Contents
from companion.forgetting.actions import PURGERS, purge
from companion.journal.queries import is_noted, verify
from companion.journal.rules.entries import Kind, Noted
from companion.web import store
from tests.accounts.attacks import leaks
from tests.conftest import SATURDAY
from tests.demarches.attacks import Desk, all_rows, begin_house, changed, files, looked, sit
from tests.upkeep.houses import House

LABEL, NOTE, STUCK, NEXT = "Zébuline au parapluie", "Kiosque à musique lundi", "La borne a avalé le ticket", "Suivre la réponse"
TYPED = (LABEL, NOTE, STUCK)


@dataclass(frozen=True)
class Left:
    """One thread as it was before it went: what nothing may hold afterwards."""

    thread: bytes
    reading_key: str
    secret: bytes
    blobs: tuple[bytes, ...]
    contents: Contents

    @property
    def locator(self) -> bytes:
        return self.blobs[-2]

    @property
    def noted(self) -> list[tuple[Noted, Kind, dict[str, str]]]:
        return [(Noted(one.number, bytes.fromhex(one.salt)), Kind(one.kind), dict(one.detail)) for one in self.contents.events]


def filled(me: Desk, **said: object) -> tuple[str, Left]:
    """Return an open visit, gone back to from its closing, that holds something of everything; and what is there."""
    visit = me.begin()
    me.tick(visit)
    me.send(f"{me.place(visit)}/bloque/reunir", obstacle="cost", note=STUCK)
    thread = me.thread_of(visit)
    key = me.part(visit, **{"feuille": "nouvelle", "equipe": "oui", "etiquette": LABEL, "passage": NOTE, "pour": NEXT, **said})
    assert me.send(f"{visit}/revenir").status_code == 303
    return visit, left_of(me, visit, thread, key)


def left_of(me: Desk, visit: str, thread: bytes, key: str) -> Left:
    opened = me.opened(visit)
    with looked(me.app) as session:
        row = session.get_one(Thread, thread)
        wrap = session.get(CircleWrap, row.key_id)
        sheets = [one for one in session.query(ThreadSheet) if one.thread_id == thread]
        blobs = [row.face.blob, row.body.blob, opened.visit.wrap, opened.visit.own.blob, *(one.blob for one in sheets)]
        blobs += [one.locator for one in sheets] + ([wrap.blob] if wrap else [])
    return Left(thread, key, opened.key.secret, tuple(blobs), opened.contents)


PIECE = 24
"""Bytes: what is larger than a page of the database lies there in several parts."""


def stands(blob: bytes, content: bytes) -> bool:
    """Tell whether any part of these bytes is there."""
    pieces = (blob[begin : begin + PIECE] for begin in range(0, len(blob), PIECE))
    return any(piece in content for piece in pieces if len(piece) > PIECE // 2)


def held(me: Desk, left: Left) -> set[object]:
    """Return what of a thread stands on some byte of the instance."""
    salts = [noted.salt for noted, _, _ in left.noted]
    found = files(me.app)
    return {one for one in (*left.blobs, left.secret, *salts) if stands(one, found)} | leaks((*TYPED, left.reading_key), found)


def erase_now(me: Desk, visit: str) -> None:
    assert me.send(f"{visit}/effacer", qui="seule").status_code == 303


def close_with_nothing(me: Desk, visit: str) -> None:
    me.close(visit)


def let_it_expire(me: Desk, visit: str) -> None:
    with changed(me.app) as session:
        for name in ("visit", "thread", "handover"):
            PURGERS[name](session, SATURDAY + timedelta(days=400))
    wipe(me)


def wipe(me: Desk) -> None:
    """Do what a page and the command do after a purge."""
    with me.app.app_context():
        assert store.wipe()


ALL = frozenset({"thread", "thread_sheet", "circle_wrap"})
WAYS: tuple[Callable[[Desk, str], None], ...] = (erase_now, close_with_nothing, let_it_expire)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_what_expires_is_gone_and_no_byte_of_its_keys_or_words_is_left_in_any_file(app, way):
    me = begin_house(app)
    visit, left = filled(me)
    assert {*left.blobs} <= held(me, left), "the control: its wraps and sealed bytes were there, and the sweep finds them"
    assert not {left.secret, left.reading_key, *TYPED} & held(me, left), "and nothing of it was ever in clear"

    way(me, visit)

    assert held(me, left) <= {left.locator}, "a random id, in the list of what was erased"
    assert me.unfold(left.reading_key).status_code == 422
    assert me.send("/suivi/reprendre", fil=left.thread.hex()).status_code == 404


def test_what_the_team_gives_up_or_a_new_sheet_replaces_leaves_no_wrap_behind(app):
    me = begin_house(app)
    visit, left = filled(me)
    *_, sheet, locator, wrap = left.blobs
    assert {sheet, locator, wrap} <= held(me, left), "the control"

    me.close(visit, feuille="nouvelle", equipe="non")

    found = files(app)
    assert sheet not in found
    assert wrap not in found
    rows = all_rows(app)
    assert {name for name in rows for row in rows[name] if locator in row} == {"erasure"}, "a random id, in the list of what was erased"
    assert me.unfold(left.reading_key).status_code == 422
    assert leaks(TYPED[:2], found) == set()


def test_erasure_is_a_line_of_the_journal_and_nothing_proves_any_more_what_the_others_were(app):
    me = begin_house(app)
    visit, left = filled(me)
    before = all_rows(app)["journal_leaf"]
    with looked(app) as session:
        assert [is_noted(session, *one) for one in left.noted] == [True] * len(left.noted)
        noted, kind, detail = left.noted[1]
        assert not is_noted(session, noted, kind, {**detail, "mode": "avec"}), "the control: another detail is not what was noted"
        assert not is_noted(session, Noted(noted.number, bytes(32)), kind, detail), "and without its salt nothing is proved"

    erase_now(me, visit)

    rows = all_rows(app)["journal_leaf"]
    assert rows[: len(before)] == before
    assert len(rows) == len(before) + 1
    assert not any(salt in files(app) for salt in (noted.salt for noted, _, _ in left.noted))
    with looked(app) as session:
        found = verify(session, house.association(session).sign_public)
    assert (found.holds, found.size) == (True, len(rows))


# An older backup.


@dataclass(frozen=True)
class Kept:
    """A house with a backup older than what happens next."""

    me: Desk
    house: House
    visit: str
    left: Left


@pytest.fixture
def saved(app, tmp_path, capsys) -> Kept:
    me = begin_house(app)
    visit, left = filled(me)
    own = House(app.config["INSTANCE"].folder, capsys)
    (tmp_path / "key").mkdir()
    assert own.saves(tmp_path / "key/old.zip").status == 0
    return Kept(me, own, visit, left)


def new_sheet(me: Desk, visit: str) -> None:
    me.close(visit, feuille="nouvelle", equipe="oui")


def team_gives_up(me: Desk, visit: str) -> None:
    me.close(visit, feuille="garder", equipe="non")


def in_forty_eight_hours(me: Desk, visit: str) -> None:
    assert me.send(f"{visit}/effacer", qui="accompagnee").status_code == 303
    with changed(me.app) as session:
        purge(session, clock.now() + timedelta(days=3))


AFTERWARDS = {
    erase_now: ALL,
    close_with_nothing: ALL,
    in_forty_eight_hours: ALL,
    new_sheet: {"thread_sheet"},
    team_gives_up: {"circle_wrap"},
}
"""What is gone after each gesture, and stays gone."""


def there(own: House, left: Left) -> set[str]:
    """Return which ways to a thread, and which of its rows, a house holds."""
    with own.engine() as engine, engine.connect() as connection:
        asked = {
            "thread": "SELECT count(*) FROM thread WHERE id = :it",
            "thread_sheet": "SELECT count(*) FROM thread_sheet WHERE blob IN (:sheet)",
            "circle_wrap": "SELECT count(*) FROM circle_wrap WHERE blob = :wrap",
        }
        told = {"it": left.thread, "sheet": left.blobs[-3], "wrap": left.blobs[-1]}
        return {name for name, one in asked.items() if connection.execute(text(one), _needed(one, told)).scalar()}


def _needed(asked: str, told: dict[str, bytes]) -> dict[str, bytes]:
    return {name: value for name, value in told.items() if f":{name}" in asked}


@pytest.mark.parametrize("way", AFTERWARDS, ids=lambda way: way.__name__)
def test_an_older_backup_brings_back_nothing_that_was_erased(saved, tmp_path, way):
    assert there(saved.house, saved.left) == ALL
    way(saved.me, saved.visit)
    assert saved.house.saves(tmp_path / "key/new.zip").status == 0

    back = saved.house.restores(tmp_path / "key/old.zip", tmp_path / "back")

    assert there(back, saved.left) == ALL - AFTERWARDS[way]
    (tmp_path / "drawer").mkdir()
    (tmp_path / "key/old.zip").rename(tmp_path / "drawer/old.zip")
    bare = saved.house.restores(tmp_path / "drawer/old.zip", tmp_path / "bare")
    assert there(bare, saved.left) == ALL, "the control: without the list, all of it comes back"


def test_what_the_team_keeps_again_comes_back_with_the_backup_made_since(saved, tmp_path):
    me = saved.me
    me.part(saved.visit, feuille="garder", equipe="non")
    me.send(f"{saved.visit}/revenir")
    me.close(saved.visit, feuille="garder", equipe="oui")
    assert saved.house.saves(tmp_path / "key/new.zip").status == 0

    back = saved.house.restores(tmp_path / "key/new.zip", tmp_path / "back")

    assert back.rows("SELECT count(*) FROM circle_wrap") == saved.house.rows("SELECT count(*) FROM circle_wrap")


def test_the_command_that_restores_knows_what_erasing_each_kind_means(saved, tmp_path):
    erase_now(saved.me, saved.visit)
    new_sheet(saved.me, filled(saved.me)[0])
    team_gives_up(saved.me, filled(saved.me)[0])
    saved.house.saves(tmp_path / "key/new.zip")

    ended = saved.house.asks("restaurer", tmp_path / "key/old.zip", "--instance", tmp_path / "back", "--json")

    told = json.loads(ended.out)["erasures"]
    assert (told["unknown"], told["noted"] >= 3) == ([], True)


def test_a_backup_holds_no_clear_text_of_a_thread_and_no_key_of_one(saved, tmp_path):
    sit(saved.me.app)
    found = b"".join(path.read_bytes() for path in (tmp_path / "key").iterdir())
    with zipfile.ZipFile(tmp_path / "key/old.zip") as copy:
        inside = b"".join(copy.read(name) for name in copy.namelist())

    left = saved.left
    assert stands(left.blobs[1], inside), "the control: the sealed thread is in the copy, and the sweep looks inside"
    for content in (found, inside):
        assert leaks((*TYPED, left.reading_key), content) == set()
        assert left.secret not in content
        assert not any(noted.salt in content for noted, _, _ in left.noted)
