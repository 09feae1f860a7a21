"""What the four kinds of deadline promise: the same answer on screen, on paper and in the calendar."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.clock import ZONE
from companion.procedures.rules.deadlines import (
    WEEKDAYS,
    add_duration,
    add_months,
    last_window,
    next_window,
    relative_window,
)
from companion.procedures.rules.parts import Monthly, Relative, Weekly, Yearly

WEDNESDAY_FORM = Weekly(id="formulaire", type="hebdomadaire", jours=("mercredi",), heure="14:00", duree_min=10, terrain=True)
MONTHLY = Monthly(id="actualisation", type="mensuelle", du=28, au=15, exceptions={2: 26}, terrain=True)
CAMPAIGN = Yearly(id="campagne", type="annuelle", ouvre="07-09", ferme="10-31", terrain=True)
WINTER = Yearly(id="hiver", type="annuelle", ouvre="11-01", ferme="03-31", terrain=True)


def a_relative(delay: str, days: str = "calendrier") -> Relative:
    return Relative(id="recours", type="relative", apres="lettre", evenement="la date de la lettre", delai=delay, jours=days, terrain=True)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-18 13:59", False),
        ("2026-11-18 14:00", True),
        ("2026-11-18 14:09", True),
        ("2026-11-18 14:10", False),
        ("2026-11-19 14:05", False),
    ],
)
def test_the_wednesday_form_is_open_ten_minutes(moment, is_open):
    assert next_window(WEDNESDAY_FORM, at(moment)).is_open(at(moment)) is is_open


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2027-02-25 23:59", False),
        ("2027-02-26 00:00", True),
        ("2027-03-15 23:59", True),
        ("2027-03-16 00:00", False),
        ("2027-03-27 12:00", False),
        ("2027-03-28 00:00", True),
        ("2026-12-31 10:00", True),
        ("2027-01-15 23:59", True),
        ("2027-01-16 00:00", False),
    ],
)
def test_the_monthly_window_crosses_the_month_and_the_year_with_its_exception(moment, is_open):
    assert next_window(MONTHLY, at(moment)).is_open(at(moment)) is is_open


def test_a_closing_hour_that_is_known_closes_the_window():
    timed = Monthly(id="a", type="mensuelle", du=28, au=15, ferme_a="16:00", terrain=True)

    assert next_window(timed, at("2026-12-15 15:59")).is_open(at("2026-12-15 15:59"))
    assert not next_window(timed, at("2026-12-15 16:00")).is_open(at("2026-12-15 16:00"))


def test_an_unknown_closing_hour_lasts_the_day_and_is_never_invented():
    window = next_window(CAMPAIGN, at("2026-10-31 20:00"))

    assert window.is_open(at("2026-10-31 20:00"))
    assert window.closes_at is None


def test_a_campaign_over_shows_the_next_one_and_when_the_last_one_closed():
    now = at("2026-11-21 14:00")

    assert next_window(CAMPAIGN, now).opens == date(2027, 7, 9)
    assert last_window(CAMPAIGN, now).closes == date(2026, 10, 31)


def test_a_yearly_window_may_cross_the_new_year():
    assert next_window(WINTER, at("2027-01-10 10:00")).opens == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("delay", "days", "closes"),
    [
        ("P30D", "calendrier", date(2026, 12, 10)),
        ("P2W", "calendrier", date(2026, 11, 24)),
        ("P1M", "calendrier", date(2026, 12, 10)),
        ("P3M", "calendrier", date(2027, 2, 10)),
        ("P1Y", "calendrier", date(2027, 11, 10)),
        ("P8D", "ouvrables", date(2026, 11, 20)),
    ],
)
def test_a_relative_delay_counts_from_the_day_after_the_event(delay, days, closes):
    assert relative_window(a_relative(delay, days), date(2026, 11, 10)).closes == closes


def test_a_relative_delay_without_a_day_has_no_window():
    assert next_window(a_relative("P30D"), at("2026-11-21 14:00")) is None


def test_a_relative_delay_that_is_over_is_still_shown():
    window = next_window(a_relative("P30D"), at("2026-11-21 14:00"), date(2026, 1, 1))

    assert window.closes == date(2026, 1, 31)
    assert not window.is_open(at("2026-11-21 14:00"))


def test_a_month_later_than_the_thirty_first_is_the_last_day_of_a_shorter_month():
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_duration(date(2028, 1, 31), "P1M") == date(2028, 2, 29)


def test_the_night_the_clock_goes_back_a_window_of_ten_minutes_stays_ten_minutes():
    night = Weekly(id="nuit", type="hebdomadaire", jours=("dimanche",), heure="02:30", duree_min=10, terrain=True)
    window = next_window(night, at("2026-10-25 01:00"))

    assert (window.opens_at, window.closes_at) == (datetime(2026, 1, 1, 2, 30).time(), datetime(2026, 1, 1, 2, 40).time())


MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 12, 31)).map(lambda moment: moment.replace(tzinfo=ZONE))
MONTHLIES = st.builds(
    lambda first, last, exception: Monthly(id="m", type="mensuelle", du=first, au=last, exceptions=exception, terrain=True),
    st.integers(1, 31),
    st.integers(1, 31),
    st.dictionaries(st.integers(1, 12), st.integers(1, 28), max_size=2),
)
DAYS = st.sampled_from([f"{month:02}-{day:02}" for month in range(1, 13) for day in (1, 15, 28, 29, 31) if not (month == 2 and day > 29)])
YEARLIES = st.builds(lambda opens, shuts: Yearly(id="y", type="annuelle", ouvre=opens, ferme=shuts, terrain=True), DAYS, DAYS)
WEEKLIES = st.builds(
    lambda days, hour, minutes: Weekly(
        id="w", type="hebdomadaire", jours=tuple(days), heure=f"{hour:02}:30", duree_min=minutes, terrain=True
    ),
    st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=3, unique=True),
    st.integers(0, 23),
    st.integers(1, 1440),
)


@given(st.one_of(MONTHLIES, YEARLIES, WEEKLIES), MOMENTS)
def test_a_recurring_deadline_always_has_a_window_that_is_not_over(deadline, now):
    window = next_window(deadline, now)

    assert window is not None
    assert now < window.end(ZONE)
    assert window.opens <= window.closes


@given(st.one_of(MONTHLIES, YEARLIES, WEEKLIES), MOMENTS)
def test_no_window_is_skipped_between_the_last_one_and_the_next_one(deadline, now):
    before, after = last_window(deadline, now), next_window(deadline, now)

    assert before is None or before.end(ZONE) <= now
    assert before is None or before.opens <= after.opens
    if before:
        middle = before.end(ZONE)
        assert next_window(deadline, middle - timedelta(seconds=1)).closes <= before.closes


@given(st.sampled_from(["P1D", "P30D", "P2W", "P3M", "P2Y"]), st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_a_delay_never_ends_before_it_starts(delay, since):
    assert relative_window(a_relative(delay), since).closes > since
