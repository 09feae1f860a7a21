"""The calendar file: right to the minute on both sides of the change of hour, and silent when asked to be."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from companion.clock import ZONE
from companion.procedures.papers import calendar
from tests.procedures.papers.story import DEADLINES, MONDAY, OLD, WEDNESDAY_FORM, a_day, a_handout, a_procedure


def events_of(handout):
    return Calendar.from_ical(calendar(handout)).walk("VEVENT")


def dated(*deadlines, **how):
    return a_handout(a_procedure(echeances=list(deadlines)), **how)


def test_the_file_follows_the_standard_line_ends_and_names_nobody():
    written = calendar(a_handout())

    assert written.count(b"\n") == written.count(b"\r\n")
    assert max(len(line) for line in written.split(b"\r\n")) <= 75
    found = Calendar.from_ical(written)
    assert found["version"] == "2.0"
    assert found["prodid"] == "-//Agenda//Agenda//FR"
    assert all(event["dtstamp"].dt == MONDAY.astimezone(UTC) for event in found.walk("VEVENT"))


def test_a_window_without_hours_is_a_whole_day_that_says_its_hour_is_unknown():
    (closing,) = events_of(a_handout())

    assert closing["dtstart"].dt == date(2026, 10, 31)
    assert closing["dtend"].dt == date(2026, 11, 1)
    assert closing["summary"] == "Dernier jour\u00a0: Demande (Bourse)"
    assert "heure inconnue" in closing["description"]
    assert closing["transp"] == "TRANSPARENT"


def test_a_window_not_yet_open_has_its_first_and_its_last_day():
    opening, closing = events_of(dated({**DEADLINES[0], "ouvre": "10-01"}))

    assert opening["summary"] == "Ouverture\u00a0: Demande (Bourse)"
    assert (opening["dtstart"].dt, closing["dtstart"].dt) == (date(2026, 10, 1), date(2026, 10, 31))
    assert opening["uid"] != closing["uid"]


def test_known_hours_of_a_long_window_show_its_first_and_its_last_hour():
    opening, closing = events_of(dated({**DEADLINES[0], "ouvre": "10-01", "ouvre_a": "08:30", "ferme_a": "17:00"}))

    assert opening["dtstart"].dt == datetime(2026, 10, 1, 8, 30, tzinfo=ZONE)
    assert (closing["dtstart"].dt, closing["dtend"].dt) == (
        datetime(2026, 10, 31, 16, tzinfo=ZONE),
        datetime(2026, 10, 31, 17, tzinfo=ZONE),
    )


def test_an_opening_without_hour_says_so_even_when_the_closing_hour_is_known():
    opening, closing = events_of(dated({**DEADLINES[0], "ouvre": "10-01", "ferme_a": "17:00"}))

    assert opening["description"].endswith("Heure d’ouverture inconnue.")
    assert "inconnue" not in closing["description"]


@pytest.mark.parametrize(
    ("hours", "begins"),
    [
        ({}, date(2026, 10, 31)),
        ({"ouvre_a": "09:00"}, datetime(2026, 10, 31, 9, tzinfo=ZONE)),
        ({"ferme_a": "12:00"}, datetime(2026, 10, 31, 11, tzinfo=ZONE)),
    ],
)
def test_a_window_of_one_day_is_one_event(hours, begins):
    (event,) = events_of(dated({**DEADLINES[0], "ouvre": "10-31", **hours}))

    assert event["dtstart"].dt == begins


@pytest.mark.parametrize(
    ("now", "instant"),
    [
        (datetime(2026, 10, 20, 9, tzinfo=ZONE), datetime(2026, 10, 21, 12, tzinfo=UTC)),
        (datetime(2026, 10, 26, 9, tzinfo=ZONE), datetime(2026, 10, 28, 13, tzinfo=UTC)),
        (datetime(2027, 3, 29, 9, tzinfo=ZONE), datetime(2027, 3, 31, 12, tzinfo=UTC)),
    ],
)
def test_fourteen_hours_is_fourteen_hours_on_both_sides_of_the_change_of_hour(now, instant):
    (event,) = events_of(dated(WEDNESDAY_FORM, now=now))

    assert event["dtstart"].params["TZID"] == "Europe/Brussels"
    assert event["dtstart"].dt.astimezone(UTC) == instant
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(hours=1)


@pytest.mark.parametrize(
    "day", [date(2026, 10, 24), date(2026, 10, 26), date(2027, 3, 27), date(2027, 3, 29), date(2035, 7, 1), date(2040, 1, 1)]
)
def test_the_zone_written_in_the_file_agrees_with_the_clock_of_the_house(day):
    zone = Calendar.from_ical(calendar(a_handout())).walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)

    assert noon.astimezone(zone).utcoffset() == noon.astimezone(ZONE).utcoffset()


def test_the_alarm_rings_the_day_before_and_never_at_night():
    timed, whole = (event.walk("VALARM")[0] for event in events_of(dated(WEDNESDAY_FORM, DEADLINES[0])))

    assert timed["trigger"].dt == timedelta(days=-1)
    assert whole["trigger"].dt == timedelta(hours=-15)


def test_a_window_that_is_over_and_a_delay_without_a_day_give_no_event():
    assert events_of(dated(DEADLINES[1])) == []
    assert events_of(dated(DEADLINES[1], since={"recours": a_day("2026-08-01")})) == []


def test_a_delay_whose_day_is_known_gives_its_last_day_only():
    (event,) = events_of(dated(DEADLINES[1], since={"recours": a_day("2026-09-25")}))

    assert event["summary"] == "Dernier jour\u00a0: Réclamation (Bourse)"
    assert event["dtstart"].dt == date(2026, 10, 25)


def test_doubt_and_age_are_said_in_the_description():
    (event,) = events_of(a_handout(a_procedure(echeances=[{**WEDNESDAY_FORM, "si": ["age=mineur"]}], verification=OLD, court=None)))

    assert event["summary"] == "Formulaire du mercredi (Demander une bourse d’études)"
    assert "Selon votre situation. À vérifier. Ces informations sont anciennes" in event["description"]


def test_an_identifier_depends_only_on_the_procedure_the_deadline_and_the_day():
    first, later = (events_of(dated(DEADLINES[0], now=now))[0]["uid"] for now in (MONDAY, MONDAY + timedelta(days=3)))

    assert first == later == "be-bourse-test.demande.20261031"


def test_a_discreet_calendar_says_rendez_vous_and_nothing_more():
    (event,) = events_of(a_handout(discreet=True))

    assert event["summary"] == "Rendez-vous"
    assert event.walk("VALARM")[0]["description"] == "Rendez-vous"
    assert {"DESCRIPTION", "LOCATION", "URL", "CATEGORIES", "ORGANIZER"}.isdisjoint(event)
    assert "bourse" not in calendar(a_handout(discreet=True)).decode().lower()


def test_a_discreet_identifier_is_the_same_for_every_procedure_with_that_hour():
    one, other = (events_of(a_handout(a_procedure(id=name), discreet=True))[0]["uid"] for name in ("be-bourse-test", "fr-autre-chose"))

    assert one == other


def test_two_discreet_dates_on_the_same_day_show_once():
    assert len(events_of(dated(DEADLINES[0], {**DEADLINES[0], "id": "autre"}, discreet=True))) == 1


def test_a_moment_without_a_zone_is_read_as_brussels_time():
    naive = a_handout(now=MONDAY.replace(tzinfo=None))

    assert events_of(naive)[0]["dtstamp"].dt == MONDAY.astimezone(UTC)
