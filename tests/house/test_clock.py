"""What the only clock of the house promises."""

from datetime import datetime, timedelta

from companion import clock


def at(hour: int, minute: int, second: int = 0) -> datetime:
    return datetime(2026, 11, 21, hour, minute, second, tzinfo=clock.ZONE)


def test_a_minute_is_one_value_from_its_first_second_to_its_last(fixed_clock):
    fixed_clock(at(16, 50))
    first = clock.minute()
    fixed_clock(at(16, 50, 59))

    assert clock.minute() is first
    assert first == at(16, 50)


def test_the_next_minute_is_another_value(fixed_clock):
    fixed_clock(at(16, 50, 59))
    before = clock.minute()
    fixed_clock(at(16, 51))

    assert clock.minute() == before + timedelta(minutes=1)


def test_the_hour_that_comes_twice_in_october_is_two_different_hours(fixed_clock):
    summer = datetime(2026, 10, 25, 2, 30, tzinfo=clock.ZONE)
    fixed_clock(summer)
    first = clock.minute()
    for later in range(1, 61):
        moment = datetime(2026, 10, 25, 2, (30 + later) % 60, tzinfo=clock.ZONE, fold=int(later >= 30))
        fixed_clock(moment)
        last = clock.minute()

    assert (first.utcoffset(), last.utcoffset()) == (timedelta(hours=2), timedelta(hours=1))


def test_brussels_and_paris_share_their_day(fixed_clock):
    fixed_clock(at(23, 59, 59))

    assert clock.today() == at(0, 0).date()


def test_ticks_only_grow():
    assert clock.ticks() <= clock.ticks()
