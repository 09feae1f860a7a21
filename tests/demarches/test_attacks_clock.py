"""Clocks that go astray during a visit, and what is kept for longer than it may be: nothing revives, nothing good is lost (security.md R5).

« What expires is gone. Every duration in the retention table is enforced by code and tested with a fake clock. »
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from companion import clock
from companion.accounts.queries import house
from companion.accounts.queries.circle import circle_key
from companion.demarches.actions.notes import ONCE_ONLY
from companion.demarches.model import Handover, Thread, Visit
from companion.demarches.queries.threads import all_kept, by_circle, by_sheet, follow_up
from companion.errors import NotHere
from companion.forgetting.actions import purge
from companion.forgetting.rules import VISIT_SECONDS
from companion.upkeep.actions.purging import purge_once_a_day
from companion.vault.keys.circles import CircleKey
from companion.vault.keys.papers import paper_key
from tests.conftest import SATURDAY
from tests.demarches.attacks import Desk, begin_house, changed, count, looked, moment, sit_again

SPRING, AUTUMN = moment("2027-03-28T00:30"), moment("2026-10-25T01:30")
"""In Brussels one hour is missing that night, then one comes twice."""
HALF_DAY = timedelta(seconds=VISIT_SECONDS)
LABEL, NOTE = "Dame bleue", "À rappeler"


@pytest.fixture
def at(fixed_clock):
    """Stop the clock so long after a moment, as hours really go by."""

    def stop(begun: datetime, **gone: float) -> None:
        fixed_clock((begun.astimezone(UTC) + timedelta(**gone)).astimezone(clock.ZONE))

    return stop


def purged(me: Desk) -> None:
    with changed(me.app) as session:
        purge(session, clock.now())


def is_there(me: Desk, visit: str) -> bool:
    return me.client.get(f"{visit}/fermer").status_code == 200


@pytest.mark.parametrize("begun", [SATURDAY, SPRING, AUTUMN, moment("2026-12-31T20:00")], ids=["a day", "spring", "autumn", "new year"])
def test_a_visit_lasts_twelve_hours_as_they_really_go_by_and_not_one_minute_more(app, at, begun):
    at(begun)
    me = begin_house(app)
    keys, visit = me.keys(), me.begin()
    me.tick(visit)
    for gone in (0, 1, 5, 11.98):
        at(begun, hours=gone)
        me = sit_again(app, keys)
        assert is_there(me, visit), gone
        purged(me)
        assert is_there(me, visit), "nothing is lost before its time"
    for gone in (12, 12.02, 13, 25, 24 * 30):
        at(begun, hours=gone)
        assert not is_there(sit_again(app, keys), visit), gone
    with changed(app) as session:
        purge(session, clock.now())
        assert session.query(Visit).count() == session.query(Thread).count() == 0


@pytest.mark.parametrize("wrong", [moment("1970-01-01T00:00"), SATURDAY + timedelta(days=3653), SATURDAY - timedelta(hours=1)], ids=str)
def test_a_clock_gone_astray_during_a_visit_revives_nothing_loses_nothing_and_says_no_nonsense(app, fixed_clock, wrong):
    me = begin_house(app)
    keys, visit = me.keys(), me.begin()
    me.tick(visit)
    thread = me.thread_of(visit)
    key = me.close(visit, feuille="nouvelle", equipe="oui", etiquette=LABEL)
    visit = me.resume(thread)

    fixed_clock(wrong)
    astray = sit_again(app, keys)
    addresses = ("/visites", visit, f"{visit}/fermer", "/suivi", "/reprendre")
    told = {one: astray.client.get(one).status_code for one in addresses}
    assert set(told.values()) <= {200, 303, 404}
    assert told[visit] == told[f"{visit}/fermer"] == 404, "nobody knows how long it has been"
    with changed(app) as session:
        purge_once_a_day(session, clock.now(), ())

    fixed_clock(SATURDAY + timedelta(minutes=5))
    back = sit_again(app, keys)
    assert back.opened(visit).contents.demarches[0].ticks == {"reunir": "personne"}, "it was a battery: nothing is lost"
    assert back.kept(thread).contents.label == LABEL
    assert back.unfold(key).status_code == 303


@pytest.mark.parametrize("night", [moment("2026-10-25T02:30"), moment("2027-03-28T01:45")], ids=["autumn", "spring"])
def test_an_hour_set_back_on_the_night_when_clocks_change_opens_nothing_that_was_over(app, fixed_clock, at, night):
    begun = night - timedelta(hours=13)
    at(begun)
    me = begin_house(app)
    keys, visit = me.keys(), me.begin()
    at(begun, hours=12, minutes=5)
    assert not is_there(sit_again(app, keys), visit)
    fixed_clock(night.replace(fold=1 - night.fold))
    assert not is_there(sit_again(app, keys), visit)
    at(begun, hours=12, minutes=30)
    assert not is_there(sit_again(app, keys), visit)
    at(begun, hours=11, minutes=55)
    assert is_there(sit_again(app, keys), visit), "the control: seen from before its end, it is there"


def test_an_expired_thread_is_read_by_nobody_purged_or_not_and_one_day_before_by_all(app, fixed_clock):
    me = begin_house(app)
    keys, visit = me.keys(), me.begin()
    thread = me.thread_of(visit)
    key = me.close(visit, feuille="nouvelle", equipe="oui", etiquette=LABEL, prochaine="2026-12-01")
    last = me.kept(thread).thread.expires_on

    circle, paper = circle_of(me), paper_key(key, salt_of(me), app.extensions["derivations"])

    def opens() -> tuple[bool, ...]:
        """Open it in each of the ways, before any page of that day could purge it."""
        with looked(app) as session:
            assert session.get(Thread, thread)
            ways = (by_circle, circle, thread), (by_sheet, paper)
            tried = tuple(not isinstance(attempt(way, session, *known, clock.today()), NotHere) for way, *known in ways)
            listed = follow_up(session, circle, clock.today(), 1).lines, list(all_kept(session, circle, clock.today()))
            return (*tried, *map(bool, listed))

    noon = SATURDAY.replace(hour=12) - timedelta(days=SATURDAY.toordinal() - last.toordinal())
    fixed_clock(noon)
    assert opens() == (True,) * 4, "the control: on its last day it is read all day"
    assert LABEL in sit_again(app, keys, alone=True).client.get("/suivi").text
    fixed_clock(noon + timedelta(days=1))
    assert opens() == (False,) * 4
    alone = sit_again(app, keys, alone=True)
    assert LABEL not in alone.client.get("/suivi").text
    assert alone.unfold(key).status_code == 422
    assert alone.send("/suivi/reprendre", fil=thread.hex()).status_code == 404
    with looked(app) as session:
        assert session.get(Thread, thread) is None, "and the first page of that day purged it"


def attempt(gesture: Callable[..., object], *given: object) -> object:
    try:
        return gesture(*given)
    except NotHere as nothing:
        return nothing


def circle_of(me: Desk) -> CircleKey:
    keys = me.keys()
    with looked(me.app) as session:
        return circle_key(session, keys)


def salt_of(me: Desk) -> bytes:
    with looked(me.app) as session:
        return house.association(session).salt


@pytest.mark.parametrize("day", [0, 4, 6])
def test_a_note_to_colleagues_is_gone_in_a_few_days_renewed_once_and_never_again(app, fixed_clock, day):
    begun = SATURDAY + timedelta(days=day)
    fixed_clock(begun)
    me = begin_house(app)
    keys, visit = me.keys(), me.begin()
    thread = me.thread_of(visit)
    me.close(visit, equipe="oui", passage=NOTE)
    seen, renewed = [], 0
    for gone in range(10):
        fixed_clock(begun + timedelta(days=gone))
        there = sit_again(app, keys, alone=True)
        seen.append(NOTE in there.client.get("/suivi").text)
        if gone in {2, 3} and seen[-1]:
            answer = there.send(f"/suivi/{thread.hex()}/note", quoi="prolonger")
            renewed += answer.status_code == 303
            assert answer.status_code == 303 or ONCE_ONLY[:20] in answer.text
    assert seen[:4] == [True] * 4
    assert seen[7:] == [False] * 3
    assert renewed == 1
    fixed_clock(begun + timedelta(days=9))
    with changed(app) as session:
        purge(session, clock.now())
        assert session.query(Handover).count() == 0


def test_every_door_of_a_visit_counts_the_same_twelve_hours(app, at):
    me = begin_house(app)
    keys, visit = me.keys(), me.begin()
    place = me.place(visit)
    at(SATURDAY, hours=12)
    late = sit_again(app, keys)
    for address in (
        visit,
        place,
        f"{place}/documents",
        f"{place}/bloque/reunir",
        f"{place}/version",
        f"{visit}/ajouter",
        f"{visit}/coupure",
    ):
        assert late.client.get(address).status_code == 404, address
    for address in (
        place,
        f"{place}/bloque/reunir",
        f"{place}/debloque",
        f"{visit}/fermer",
        f"{visit}/revenir",
        f"{visit}/garder",
    ):
        assert late.send(address, obstacle="cost").status_code == 404, address
    assert late.send(f"{visit}/effacer", qui="seule").location in {None, "/visites"}, "as a second click is told"
    assert count(app, "thread") == 1, "and nothing was erased by it"
    assert visit not in late.client.get("/visites").text
