"""« Ce qui expire est parti » (promise 9): each line of the table, the day before its last day, on it, and after."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from companion.accounts.model import Association, CircleGrant, CircleWrap, Member, Poste
from companion.accounts.rules.states import State
from companion.atelier.model import GuideReport
from companion.clock import ZONE
from companion.db import Base, reading, writing
from companion.demarches.model import Handover, Thread, ThreadSheet, Visit
from companion.forgetting.actions import PURGERS, purge
from companion.forgetting.rules import RETENTION
from companion.upkeep.actions import purging
from companion.vault.keys.introductions import Said
from companion.vault.primitives import new_secret
from tests.forgetting.keepsakes import KEEPS, member, new_id, report, said

LAST = date(2026, 11, 21)
LINES = [span.name for span in RETENTION]


def on(day: date, hour: int = 9) -> datetime:
    """Return a moment of a day, in Brussels."""
    return datetime.combine(day, time(hour), ZONE)


def keep(engine: Engine, name: str, last: date) -> None:
    with writing(engine) as session:
        KEEPS[name](session, last)
        session.commit()


def purged(engine: Engine, now: datetime) -> dict[str, int]:
    with writing(engine) as session:
        gone = purge(session, now)
        session.commit()
    return gone


def rows(engine: Engine) -> dict[str, int]:
    """Return how many rows each table holds."""
    with reading(engine) as session:
        counted = {name: session.scalar(select(func.count()).select_from(table)) for name, table in Base.metadata.tables.items()}
    return {name: count for name, count in counted.items() if count}


def test_each_line_has_who_erases_it_and_a_test_and_nothing_is_erased_without_a_line():
    assert purging.ROOMS
    assert set(LINES) == set(PURGERS) == set(KEEPS)


@pytest.mark.parametrize("hour", [0, 23])
@pytest.mark.parametrize("line", LINES)
def test_ce_qui_expire_est_parti(engine, line, hour):
    keep(engine, line, LAST)
    whole = rows(engine)

    for day in (LAST - timedelta(days=1), LAST):
        assert not any(purged(engine, on(day, hour)).values())
        assert rows(engine) == whole, "and nothing went before its time"

    gone = purged(engine, on(LAST + timedelta(days=1), hour))

    assert {name: count for name, count in gone.items() if count} == {line: 1}
    assert rows(engine) != whole
    assert not any(purged(engine, on(LAST + timedelta(days=1), hour)).values()), "twice is once"


def test_ce_qui_expire_est_parti_on_a_database_server_too(server):
    for line in LINES:
        keep(server, line, LAST)
    assert not any(purged(server, on(LAST)).values())

    assert purged(server, on(LAST + timedelta(days=1))) == dict.fromkeys(LINES, 1)


def test_everything_goes_in_the_order_of_the_table_and_only_counts_are_told(engine):
    for line in LINES:
        keep(engine, line, LAST)
        keep(engine, line, LAST + timedelta(days=10))

    gone = purged(engine, on(LAST + timedelta(days=1)))

    assert gone == dict.fromkeys(LINES, 1)
    assert list(gone) == LINES


def test_with_a_thread_go_its_sheet_the_team_s_key_its_visit_and_its_note(engine):
    keep(engine, "visit", LAST)
    keep(engine, "handover", LAST)
    with writing(engine) as session:
        session.query(Thread).update({"expires_on": LAST})
        session.query(Visit).update({"expires_on": LAST + timedelta(days=300)})
        session.query(Handover).update({"expires_on": LAST + timedelta(days=300)})
        session.commit()

    assert purged(engine, on(LAST + timedelta(days=1)))["thread"] == 2
    with reading(engine) as session:
        assert [session.scalar(select(func.count()).select_from(one)) for one in (Thread, ThreadSheet, CircleWrap, Visit, Handover)] == [
            0
        ] * 5


def test_a_visit_that_ends_leaves_nothing_of_a_thread_that_neither_a_sheet_nor_the_team_keeps(engine):
    keep(engine, "visit", LAST)
    with writing(engine) as session:
        session.query(ThreadSheet).delete()
        session.query(CircleWrap).delete()
        session.commit()

    assert purged(engine, on(LAST))["visit"] == 0
    assert rows(engine).keys() >= {"thread", "visit"}, "while it lasts, everything is there"
    assert purged(engine, on(LAST + timedelta(days=1)))["visit"] == 1
    assert not rows(engine).keys() & {"thread", "visit"}


def test_the_account_of_a_machine_goes_with_its_day(engine):
    keep(engine, "poste", LAST)

    purged(engine, on(LAST + timedelta(days=1)))

    with reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(Member)) == 0
        assert session.scalar(select(func.count()).select_from(Poste)) == 0


def test_an_arrival_that_nobody_finished_goes_the_next_day_and_a_finished_one_stays(engine):
    with writing(engine) as session:
        session.add_all([member(State.ARRIVING, joined=LAST), member(State.ACTIVE, joined=LAST, phrase=b"wrapped")])
        session.commit()

    purged(engine, on(LAST))
    assert rows(engine)["member"] == 2
    purged(engine, on(LAST + timedelta(days=1)))
    with reading(engine) as session:
        assert list(session.scalars(select(Member.state))) == [State.ACTIVE]


def test_an_account_closed_in_silence_stays_until_a_member_has_changed_the_key(engine):
    gone = member(State.LEFT, joined=date(2020, 1, 1), left=LAST - timedelta(days=900))
    with writing(engine) as session:
        session.add(gone)
        session.commit()
        name = gone.id
    assert purged(engine, on(LAST))["member"] == 0

    with writing(engine) as session:
        said(session, name, Said.LEAVES, LAST)
        session.commit()
    assert purged(engine, on(LAST))["member"] == 1


@pytest.mark.parametrize("epoch", [1, 2])
def test_a_departure_stays_believable_until_every_member_has_taken_the_newest_key(engine, epoch):
    keep(engine, "introduction", LAST)
    with writing(engine) as session:
        here = member(State.ACTIVE, joined=date(2020, 1, 1), phrase=b"wrapped")
        session.add(here)
        session.flush()
        granted(session, here.id, 1, by=here.id)
        granted(session, new_id(), epoch, by=new_id())
        session.commit()

    assert purged(engine, on(LAST + timedelta(days=1)))["introduction"] == (1 if epoch == 1 else 0)


def granted(session: Session, to: bytes, epoch: int, *, by: bytes) -> None:
    session.add(
        CircleGrant(circle=b"c" * 16, epoch=epoch, member_id=to, public=new_secret(), giver=by, blob=b"blob", signature=b"signature")
    )


def test_a_welcome_never_outlives_the_departure(engine):
    gone = new_id()
    with writing(engine) as session:
        said(session, gone, Said.ENTERS, LAST - timedelta(days=2000))
        said(session, gone, Said.LEAVES, LAST - timedelta(days=365))
        session.commit()

    assert purged(engine, on(LAST))["introduction"] == 0
    assert purged(engine, on(LAST + timedelta(days=1)))["introduction"] == 2


def test_what_was_signed_of_a_colleague_or_of_the_envelope_stays_as_long_as_they_do(engine):
    here, envelope = member(State.ACTIVE, joined=date(2000, 1, 1), phrase=b"wrapped", role="technique"), new_id()
    keys = {name: new_secret() for name in ("sign_public", "envelope_box", "envelope_sign")}
    ids = {name: new_id() for name in ("salt", "circle", "team_key_id", "sign_key_id")}
    with writing(engine) as session:
        session.add_all([here, Association(number=1, envelope_id=envelope, since=date(2000, 1, 1), **keys, **ids)])
        said(session, here.id, Said.ENTERS, date(2000, 1, 1))
        said(session, envelope, Said.ENTERS, date(2000, 1, 1))
        session.commit()

    assert purged(engine, on(LAST))["introduction"] == 0
    assert rows(engine)["introduction"] == 2


@pytest.mark.parametrize(
    ("today", "left"), [(date(2026, 11, 1), 2), (date(2026, 11, 30), 2), (date(2026, 12, 1), 1), (date(2027, 1, 1), 0)]
)
def test_what_was_said_of_a_guide_goes_by_the_month_two_years_after(engine, today, left):
    with writing(engine) as session:
        report(session, "2024-11")
        report(session, "2024-12")
        session.commit()

    purged(engine, on(today))

    with reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(GuideReport)) == left


def test_a_clock_set_back_to_1970_erases_nothing(engine):
    for line in LINES:
        keep(engine, line, LAST)
    whole = rows(engine)

    assert not any(purged(engine, on(date(1970, 1, 1))).values())
    assert rows(engine) == whole
