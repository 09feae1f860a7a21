"""A thread that was erased does not come back with an older backup (security.md R9); nor does one that had its time."""

from datetime import timedelta
from secrets import token_bytes

import pytest
from sqlalchemy import select

from companion.cli import serving
from companion.config import open_instance
from companion.db import reading, wipe, writing
from companion.demarches.actions.erasing import SHEET, THREAD, forget_sheets, forget_threads
from companion.demarches.model import Thread, ThreadSheet
from companion.forgetting.actions import note_erasure
from tests.conftest import SATURDAY
from tests.forgetting.keepsakes import thread
from tests.forgetting.test_shredding import found
from tests.upkeep.houses import House

TODAY = SATURDAY.date()


@pytest.fixture
def canaries() -> tuple[bytes, bytes]:
    """Return a sealed value and the wrap of its key."""
    return token_bytes(900), token_bytes(61)


@pytest.fixture
def kept(house, key, canaries) -> tuple[bytes, bytes]:
    """Return the ids of a thread that holds them and of another one; a backup, `old.zip`, has both."""
    with house.engine() as engine, writing(engine) as session:
        ids = tuple(thread(session, TODAY + timedelta(days=30), **holds).id for holds in ({"sealed": canaries[0], "wrap": canaries[1]}, {}))
        session.commit()
    assert house.saves(key / "old.zip").status == 0
    assert found(key, canaries) == {"old.zip"}, "the control: the older copy holds it"
    return ids


def threads(house: House) -> list[bytes]:
    with house.engine() as engine, reading(engine) as session:
        return list(session.scalars(select(Thread.id)))


def test_a_thread_erased_since_is_on_no_byte_of_what_comes_back(house, key, tmp_path, canaries, kept):
    with house.engine() as engine:
        with writing(engine) as session:
            assert forget_threads(session, frozenset({kept[0]})) == 1
            note_erasure(session, THREAD, frozenset({kept[0]}), TODAY)
            session.commit()
        assert wipe(engine)
    assert house.saves(key / "new.zip").status == 0

    back = house.restores(key / "old.zip", tmp_path / "back")

    assert threads(back) == [kept[1]]
    assert not found(back.folder, canaries)
    assert found(key, canaries) == {"old.zip"}


@pytest.mark.parametrize("leap", [timedelta(days=93), timedelta(days=3653)])
def test_a_copy_made_under_a_clock_far_ahead_forgets_no_erasure(house, key, kept, fixed_clock, leap):
    serving._begin_day(open_instance(house.folder))
    with house.engine() as engine, writing(engine) as session:
        forget_threads(session, frozenset({kept[0]}))
        note_erasure(session, THREAD, frozenset({kept[0]}), TODAY)
        session.commit()
    fixed_clock(SATURDAY + leap)
    assert house.saves(key / "new.zip").status == 0
    fixed_clock(SATURDAY)

    assert threads(house.restores(key / "old.zip", key.parent / "back")) == [kept[1]]
    assert threads(house.restores(key / "new.zip", key.parent / "newer")) == [kept[1]]
    assert len(House(key.parent / "newer", house.capsys).rows("SELECT id FROM erasure")) == 1


def test_a_sheet_that_was_replaced_opens_nothing_of_what_comes_back(house, key, tmp_path, kept):
    with house.engine() as engine, writing(engine) as session:
        locators = frozenset(session.scalars(select(ThreadSheet.locator).where(ThreadSheet.thread_id == kept[0])))
        assert forget_sheets(session, locators) == 1
        note_erasure(session, SHEET, locators, TODAY)
        session.commit()
    assert house.saves(key / "new.zip").status == 0

    back = house.restores(key / "old.zip", tmp_path / "back")

    assert set(threads(back)) == set(kept)
    assert [row[0] for row in back.rows("SELECT thread_id FROM thread_sheet")] == [kept[1]]


def test_restoring_after_a_thread_was_erased_speaks_of_no_departure(house, key, tmp_path, kept):
    with house.engine() as engine, writing(engine) as session:
        note_erasure(session, THREAD, frozenset({kept[0]}), TODAY)
        session.commit()
    assert house.saves(key / "new.zip").status == 0

    said = house.asks("restaurer", key / "old.zip", "--instance", tmp_path / "back")

    assert (said.status, "Effacements refaits" in said.out) == (0, True)
    assert "Changer la clé" not in said.out


def test_what_had_its_time_since_the_backup_goes_as_soon_as_the_association_serves_again(house, key, canaries, kept, fixed_clock):
    fixed_clock(SATURDAY + timedelta(days=31))
    back = house.restores(key / "old.zip", key.parent / "back")
    assert set(threads(back)) == set(kept), "the control: the older copy brought them"

    serving._begin_day(open_instance(back.folder))

    assert threads(back) == []
    assert not found(back.folder, canaries)
