"""What is promised of visits on SQLite holds on a real PostgreSQL: one thread, from its first visit to its erasure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from companion.db import migrate
from companion.demarches.actions.erasing import erase_now, purge_visits
from companion.demarches.actions.keeping import keep_contents, keep_demarche
from companion.demarches.actions.opening import separate
from companion.demarches.rules.parting import Sheet
from companion.procedures.rules.running import Progress, Remembered, Running
from tests.conftest import SATURDAY
from tests.demarches.house import FIRST, SECOND, House, begin_house
from tests.house.conftest import postgresql  # noqa: F401 (a fixture)
from tests.house.postgres import emptied

OF_A_THREAD = ("thread", "thread_sheet", "visit", "handover")


@pytest.fixture(params=["sqlite", "postgresql"])
def a_house(request: pytest.FixtureRequest, tmp_path) -> Iterator[House]:
    """Return a house on each kind of database in turn."""
    url = f"sqlite:///{tmp_path / 'house.sqlite'}" if request.param == "sqlite" else request.getfixturevalue("postgresql")
    with emptied(url) as engine:
        migrate(engine)
        yield replace(begin_house(engine), now=SATURDAY)


def test_a_thread_is_begun_shared_separated_kept_found_again_and_erased(a_house):
    house, day = a_house, SATURDAY.date() + timedelta(days=30)
    visit = house.begin(house.reception)
    with house.at(house.reception, visit) as (_, opened):
        keep_contents(opened, opened.contents.adding(SECOND))
    with house.at(house.reception, visit) as (session, opened):
        done = replace(FIRST, running=Running({"preparer": Remembered(Progress.DONE, "avec")}))
        keep_demarche(session, opened, done, house.now)
    with house.at(house.reception, visit) as (session, opened):
        other = separate(session, house.asked(house.reception), opened, SECOND.id)
    thread = house.thread_of(house.reception, visit)
    paper = house.part(house.reception, visit, Sheet.NEW, team=True, next_on=day, label="Chapeau", note="Rappeler", danger=True)
    assert not house.finish(house.reception, visit)
    assert house.part(house.reception, other, Sheet.NONE, team=False) is None
    assert house.finish(house.reception, other)

    assert house.counts(*OF_A_THREAD) == {"thread": 1, "thread_sheet": 1, "visit": 0, "handover": 1}
    assert house.read_by_team(house.second, thread).demarches == (done,)
    house.later(days=1)
    again = house.unfold(house.second, paper)
    assert house.resume(house.second, thread) == again
    new = house.part(house.second, again, Sheet.NEW, team=True)
    assert house.read_by_sheet(paper) is None
    assert house.read_by_sheet(new)

    house.later(days=2)
    with house.change() as session:
        assert purge_visits(session, house.now) == 1
    with house.at(house.first, house.resume(house.first, thread)) as (session, opened):
        erase_now(session, opened, house.now)
    assert house.read_by_sheet(new) is None
    assert house.read_by_team(house.first, thread) is None
    assert house.counts(*OF_A_THREAD) == dict.fromkeys(OF_A_THREAD, 0)
