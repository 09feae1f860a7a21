"""What the table of time promises: days and hours, on the nights when clocks change, and when a clock goes astray."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.clock import ZONE
from companion.forgetting import rules
from companion.forgetting.rules import (
    RETENTION,
    handover_ends,
    later,
    leapt,
    oldest_kept,
    thread_ends,
    visit_is_over,
)  # fmt: skip
from companion.typography import french
from tests.cli.running import is_french

DAYS = st.dates(date(2020, 1, 1), date(2080, 1, 1))
ANY_DAY = st.dates()
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2080, 1, 1)).map(lambda moment: moment.replace(microsecond=0, tzinfo=ZONE))
SUMMER_BEGINS = datetime(2027, 3, 28, tzinfo=ZONE)
"""That night, two o'clock is three."""
WINTER_BEGINS = datetime(2026, 10, 25, tzinfo=ZONE)
"""That night, three o'clock comes twice."""
NIGHTS = [SUMMER_BEGINS, WINTER_BEGINS]


def end_of(day: date) -> datetime:
    """Return the first instant at which a day is over, in Brussels."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), ZONE).astimezone(UTC)


def test_each_line_has_a_name_of_its_own_and_says_in_french_what_how_long_and_how_it_ends():
    assert len({span.name for span in RETENTION}) == len({span.what for span in RETENTION}) == len(RETENTION)
    for span in RETENTION:
        for said in (span.what, span.lasts, span.ends):
            assert said
            assert is_french(said)
            assert french(said) == french(french(said))
        assert span.lasts.endswith(".")
        assert span.ends.endswith(".")
        assert span.source


def test_the_figures_are_those_that_were_decided():
    assert (rules.VISIT_SECONDS, rules.SESSION_SECONDS) == (43_200, 43_200)
    assert (rules.THREAD_AFTER_DATE_DAYS, rules.THREAD_LEAST_DAYS, rules.THREAD_MOST_DAYS) == (60, 90, 365)
    assert (rules.HANDOVER_HOURS, rules.HANDOVER_MOST_DAYS) == (72, 7)
    assert (rules.INVITATION_DAYS, rules.TRIES_DAYS, rules.LEFT_DAYS, rules.ERASED_DAYS) == (7, 1, 30, 60)
    assert (rules.JOURNAL_DAYS, rules.GUIDE_DAYS, rules.SAID_DAYS) == (730, 730, 365)


@pytest.mark.parametrize(
    ("next_on", "ends"),
    [
        (None, date(2027, 2, 19)),
        (date(2026, 11, 30), date(2027, 2, 19)),
        (date(2026, 12, 21), date(2027, 2, 19)),
        (date(2026, 12, 22), date(2027, 2, 20)),
        (date(2027, 3, 1), date(2027, 4, 30)),
        (date(2027, 9, 22), date(2027, 11, 21)),
        (date(2027, 9, 23), date(2027, 11, 21)),
        (date(2030, 1, 1), date(2027, 11, 21)),
    ],
)
def test_a_thread_ends_sixty_days_after_its_next_date_between_ninety_days_and_a_year_after_the_last_visit(next_on, ends):
    assert thread_ends(date(2026, 11, 21), next_on) == ends


@given(DAYS, st.none() | ANY_DAY)
def test_whatever_its_next_date_a_thread_lives_between_ninety_days_and_a_year(last, next_on):
    assert 90 <= (thread_ends(last, next_on) - last).days <= 365


@given(DAYS, ANY_DAY, st.integers(0, 400))
def test_a_later_date_or_a_later_visit_never_shortens_a_thread(last, next_on, more):
    assert thread_ends(last, later(next_on, more)) >= thread_ends(last, next_on)
    assert thread_ends(last + timedelta(days=more), next_on) >= thread_ends(last, next_on)


@pytest.mark.parametrize(
    ("written", "ends"),
    [
        (datetime(2026, 11, 23, 10, tzinfo=ZONE), date(2026, 11, 26)),
        (datetime(2026, 11, 26, 10, tzinfo=ZONE), date(2026, 11, 29)),
        (datetime(2026, 11, 27, 10, tzinfo=ZONE), date(2026, 11, 30)),
        (datetime(2026, 11, 28, 10, tzinfo=ZONE), date(2026, 12, 1)),
        (datetime(2026, 11, 29, 23, 59, tzinfo=ZONE), date(2026, 12, 2)),
        (datetime(2027, 3, 27, 23, 30, tzinfo=ZONE), date(2027, 3, 31)),
        (datetime(2026, 10, 24, 0, 30, tzinfo=ZONE), date(2026, 10, 26)),
    ],
)
def test_a_note_lives_seventy_two_real_hours_and_the_whole_of_the_next_working_day(written, ends):
    assert handover_ends(written, renewed=False) == ends


@given(MOMENTS, st.booleans())
def test_a_note_lives_at_least_seventy_two_hours_and_at_most_seven_days_even_renewed(written, renewed):
    lives = end_of(handover_ends(written, renewed=renewed)) - written.astimezone(UTC)

    assert timedelta(hours=72) <= lives <= timedelta(days=7, hours=1), "an hour more on the night that has twenty-five"


@given(MOMENTS)
def test_a_note_lives_through_a_day_of_work_and_renewing_it_gives_more(written):
    ends = handover_ends(written, renewed=False)

    assert any((written.date() + timedelta(days=more)).weekday() < 5 for more in range(1, (ends - written.date()).days + 1))
    assert handover_ends(written, renewed=True) > ends


@pytest.mark.parametrize("night", NIGHTS)
def test_a_visit_lasts_twelve_real_hours_on_the_nights_when_clocks_change(night):
    opened = int(night.replace(hour=0, minute=30).timestamp())
    moments = [datetime.fromtimestamp(opened + seconds, ZONE) for seconds in range(0, 13 * 3600, 600)]

    over = [visit_is_over(opened, int(moment.timestamp())) for moment in moments]

    assert over == [seconds >= 43_200 for seconds in range(0, 13 * 3600, 600)]


@given(st.integers(0, 4_000_000_000), st.integers(-4_000_000_000, 4_000_000_000))
def test_a_visit_is_open_for_twelve_hours_after_it_began_and_at_no_other_moment(opened, after):
    assert visit_is_over(opened, opened + after) == (not -60 <= after < 43_200)


@pytest.mark.parametrize("now", [0, int(datetime(1970, 1, 1, tzinfo=UTC).timestamp()), int(datetime(2036, 11, 21, tzinfo=UTC).timestamp())])
def test_no_clock_gone_astray_opens_a_visit_again(now):
    assert visit_is_over(int(datetime(2026, 11, 21, 14, tzinfo=ZONE).timestamp()), now)


@given(ANY_DAY, st.integers(-10_000_000, 10_000_000))
def test_no_clock_however_far_astray_is_a_fault(day, days):
    assert date.min <= later(day, days) <= date.max
    assert thread_ends(day, day) >= day
    assert handover_ends(datetime.combine(min(day, date(9999, 12, 20)), datetime.min.time(), UTC), renewed=True) >= min(
        day, date(9999, 12, 20)
    )


@given(DAYS, st.integers(1, 800))
def test_what_is_kept_so_many_days_is_there_on_the_last_one_and_gone_on_the_next(day, days):
    last = later(day, days)

    assert day >= oldest_kept(last, days)
    assert day < oldest_kept(last + timedelta(days=1), days)


@pytest.mark.parametrize(("ahead", "waits"), [(-20_000, False), (-1, False), (0, False), (92, False), (93, True), (3653, True)])
def test_only_a_leap_of_more_than_a_quarter_waits_for_somebody_to_look(ahead, waits):
    assert leapt(date(2026, 11, 21) + timedelta(days=ahead), date(2026, 11, 21)) is waits
    assert not leapt(date(2026, 11, 21), None), "an instance that begins has nothing to fear"
