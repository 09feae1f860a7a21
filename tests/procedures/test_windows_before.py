"""A window counted back from a date says the same days on the screen, on paper and in the calendar."""

import re
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from lxml import html

from companion.app import create_app
from companion.clock import ZONE
from companion.config import open_instance
from companion.procedures.papers import calendar, feuillet
from companion.procedures.papers.sentences import deadline_in_words
from companion.procedures.queries import SHELVES
from companion.procedures.rules.deadlines import add_months, next_window
from companion.procedures.rules.handout import closing_soon, look_at_deadline
from companion.procedures.rules.parts import Relative
from companion.procedures.rules.words import day_in_words, delay_in_words
from tests.procedures.papers.reading import text_of
from tests.procedures.papers.story import a_handout, a_procedure

TITLE = {
    "id": "fenetre",
    "titre": "Dépôt",
    "type": "relative",
    "avant": "fin-du-titre",
    "evenement": "la date de fin du titre",
    "ouvre_avant": "P120D",
    "delai": "P60D",
    "si_ferme": "Voir un juriste.",
    "source": "faq",
}
END = date(2027, 3, 10)
OPENS, CLOSES = date(2026, 11, 10), date(2027, 1, 9)
"""Ten times twelve days, then half of them, before the tenth of March 2027."""


def a_window(**changed):
    return Relative.model_validate(TITLE | changed)


def at(day, hour=12):
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)


def days_of(deadline, end):
    window = next_window(deadline, at(end), end)
    return window.opens, window.closes


def plain(text):
    return re.sub(r"\s+", " ", text)


@pytest.fixture(scope="module")
def line(tmp_path_factory):
    """Return the macro by which every page says one deadline."""
    made = create_app(open_instance(tmp_path_factory.mktemp("instance")), SHELVES)
    return made.jinja_env.globals["ui"].deadline_line


def on_screen(line, deadline, now, end):
    """Return what the one line of the page says of a deadline."""
    seen = look_at_deadline(deadline, now, {deadline.id: end} if end else {})
    return plain(html.fragment_fromstring(str(line(seen, now)), create_parent="div").text_content())


def a_paper(deadline, now, end, *, discreet=False):
    procedure = a_procedure(echeances=[deadline.model_dump(mode="json")])
    return a_handout(procedure, now=now, since={deadline.id: end} if end else {}, discreet=discreet)


def events_of(handout):
    return Calendar.from_ical(calendar(handout)).walk("VEVENT")


@pytest.mark.parametrize(
    ("keys", "end", "opens", "closes"),
    [
        ({}, END, OPENS, CLOSES),
        ({}, date(2028, 3, 10), date(2027, 11, 11), date(2028, 1, 10)),
        ({}, date(2028, 2, 29), date(2027, 11, 1), date(2027, 12, 31)),
        ({"ouvre_avant": "P4M", "delai": "P2M"}, date(2026, 12, 31), date(2026, 8, 31), date(2026, 10, 31)),
        ({"ouvre_avant": "P4M", "delai": "P2M"}, date(2027, 4, 30), date(2026, 12, 30), date(2027, 2, 28)),
        ({"ouvre_avant": "P4M", "delai": "P2M"}, date(2028, 4, 30), date(2027, 12, 30), date(2028, 2, 29)),
        ({"ouvre_avant": "P4M", "delai": "P2M"}, date(2026, 8, 31), date(2026, 4, 30), date(2026, 6, 30)),
        ({"ouvre_avant": "P4M", "delai": "P2M"}, date(2027, 1, 1), date(2026, 9, 1), date(2026, 11, 1)),
        ({"ouvre_avant": "P2M", "delai": "P1D"}, date(2027, 4, 30), date(2027, 2, 28), date(2027, 4, 29)),
        ({"ouvre_avant": "P2Y", "delai": "P1Y"}, date(2028, 2, 29), date(2026, 2, 28), date(2027, 2, 28)),
        ({"ouvre_avant": "P3W", "delai": "P1W"}, date(2027, 1, 4), date(2026, 12, 14), date(2026, 12, 28)),
        ({"ouvre_avant": "P6D", "delai": "P2D", "jours": "ouvrables"}, date(2026, 11, 23), date(2026, 11, 13), date(2026, 11, 19)),
    ],
)
def test_the_days_are_counted_back_from_the_date(keys, end, opens, closes):
    assert days_of(a_window(**keys), end) == (opens, closes)


@pytest.mark.parametrize(("end", "hours"), [(date(2027, 4, 30), 12), (date(2026, 12, 24), 12)])
def test_the_change_of_hour_inside_the_window_moves_no_day(end, hours):
    opens, closes = days_of(a_window(), end)

    assert (end - opens, end - closes) == (timedelta(days=120), timedelta(days=60))
    window = next_window(a_window(), at(end, hours), end)
    assert window.is_open(datetime.combine(opens, datetime.min.time(), ZONE))
    assert window.is_open(datetime(closes.year, closes.month, closes.day, 23, 59, tzinfo=ZONE))
    assert not window.is_open(datetime.combine(closes + timedelta(days=1), datetime.min.time(), ZONE))


def test_without_an_opening_one_may_act_as_early_as_one_likes():
    deadline = a_window(ouvre_avant=None)
    window = next_window(deadline, at(date(2020, 1, 1)), END)

    assert window.closes == CLOSES
    assert window.is_open(at(date(2000, 1, 1)))
    assert not window.is_open(at(CLOSES + timedelta(days=1)))


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({}, "entre 120 et 60 jours avant : la date de fin du titre"),
        ({"ouvre_avant": "P4M", "delai": "P2M"}, "entre 4 et 2 mois avant : la date de fin du titre"),
        ({"ouvre_avant": "P2M", "delai": "P1D"}, "entre 2 mois et 1 jour avant : la date de fin du titre"),
        ({"ouvre_avant": "P2W", "delai": "P1W"}, "entre 2 semaines et 1 semaine avant : la date de fin du titre"),
        (
            {"ouvre_avant": "P20D", "delai": "P10D", "jours": "ouvrables"},
            "entre 20 et 10 jours ouvrables avant : la date de fin du titre",
        ),
        (
            {"ouvre_avant": "P2M", "delai": "P10D", "jours": "ouvrables"},
            "entre 2 mois et 10 jours ouvrables avant : la date de fin du titre",
        ),
        ({"ouvre_avant": None}, "au plus tard 60 jours avant : la date de fin du titre"),
    ],
)
def test_the_rule_is_said_in_words_as_long_as_the_date_is_not_known(line, keys, words):
    deadline = a_window(**keys)
    capital = words[0].upper() + words[1:]

    assert plain(delay_in_words(deadline)) == words
    assert on_screen(line, deadline, at(OPENS), None) == capital
    assert f"Dépôt. {capital}." in text_of(feuillet(a_paper(deadline, at(OPENS), None)))
    assert events_of(a_paper(deadline, at(OPENS), None)) == []


STAGES = [
    (
        date(2026, 11, 9),
        "Trop tôt : à demander entre le 10 novembre 2026 et le 9 janvier 2027",
        "Trop tôt pour l’instant : à demander entre le 10 novembre 2026 et le 9 janvier 2027, heure inconnue.",
        [("Ouverture : Dépôt (Bourse)", OPENS), ("Dernier jour : Dépôt (Bourse)", CLOSES)],
    ),
    (
        OPENS,
        "Ouvert : à demander entre le 10 novembre 2026 et le 9 janvier 2027 (il reste 60 jours)",
        "Ouvert : à demander entre le 10 novembre 2026 et le 9 janvier 2027, heure inconnue.",
        [("Dernier jour : Dépôt (Bourse)", CLOSES)],
    ),
    (
        CLOSES,
        "Ouvert : à demander entre le 10 novembre 2026 et le 9 janvier 2027 (c’est aujourd’hui)",
        "Ouvert : à demander entre le 10 novembre 2026 et le 9 janvier 2027, heure inconnue.",
        [("Dernier jour : Dépôt (Bourse)", CLOSES)],
    ),
    (
        CLOSES + timedelta(days=1),
        "Le délai est passé depuis le 9 janvier 2027.",
        "Le délai est passé : c’était jusqu’au 9 janvier 2027.",
        [],
    ),
    (END, "Le délai est passé depuis le 9 janvier 2027.", "Le délai est passé : c’était jusqu’au 9 janvier 2027.", []),
]


@pytest.mark.parametrize(("today", "screen", "paper", "reminders"), STAGES)
def test_screen_paper_and_calendar_say_the_same_stage(line, today, screen, paper, reminders):
    deadline, now = a_window(), at(today)
    handout = a_paper(deadline, now, END)

    assert on_screen(line, deadline, now, END) == screen
    assert f"Dépôt. {paper}" in text_of(feuillet(handout))
    assert [(plain(event["summary"]), event["dtstart"].dt) for event in events_of(handout)] == reminders
    assert all(event.walk("VALARM")[0]["trigger"].dt == timedelta(hours=-15) for event in events_of(handout))


def test_without_an_opening_only_the_last_day_is_said(line):
    deadline, now = a_window(ouvre_avant=None), at(date(2026, 1, 5))
    handout = a_paper(deadline, now, END)

    assert on_screen(line, deadline, now, END) == "Ouvert : à demander au plus tard le 9 janvier 2027 (il reste 369 jours)"
    assert "Dépôt. Ouvert : à demander au plus tard le 9 janvier 2027, heure inconnue." in text_of(feuillet(handout))
    assert [event["dtstart"].dt for event in events_of(handout)] == [CLOSES]


def test_in_the_discreet_level_only_the_days_are_left():
    early, discreet = a_paper(a_window(), at(date(2026, 11, 9)), END, discreet=True), text_of
    yearly = {"id": "x", "type": "annuelle", "ouvre": "11-10", "ferme": "01-09", "source": "faq"}
    same = a_handout(a_procedure(echeances=[yearly]), now=at(date(2026, 11, 9)), discreet=True)

    assert "Du 10 novembre 2026 au 9 janvier 2027, heure inconnue." in discreet(feuillet(early))
    assert discreet(feuillet(early)) == discreet(feuillet(same))
    assert calendar(early) == calendar(same)
    assert {str(event["summary"]) for event in events_of(early)} == {"Rendez-vous"}


def test_a_delay_after_an_event_has_no_opening_to_remind_of():
    after = a_window(avant=None, apres="lettre", ouvre_avant=None)
    handout = a_paper(after, at(date(2026, 11, 9)), date(2026, 11, 12))

    assert [event["dtstart"].dt for event in events_of(handout)] == [date(2027, 1, 11)]


def test_what_closes_soon_leaves_out_a_window_that_hangs_on_a_date_of_the_person():
    procedure = a_procedure(echeances=[TITLE])

    assert closing_soon(procedure, at(OPENS), 30) == []


LENGTHS = [("P120D", "P60D"), ("P4M", "P2M"), ("P2M", "P1D"), ("P1Y", "P1M"), ("P3W", "P1W"), ("P6M", "P90D")]
ENDS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@given(st.sampled_from(LENGTHS), ENDS, st.sampled_from(["calendrier", "ouvrables"]))
def test_a_window_always_opens_then_closes_then_the_date_comes(lengths, end, days):
    opens, closes = days_of(a_window(ouvre_avant=lengths[0], delai=lengths[1], jours=days), end)

    assert opens < closes < end


@given(st.sampled_from(LENGTHS), ENDS)
def test_a_later_date_never_closes_the_window_earlier(lengths, end):
    deadline = a_window(ouvre_avant=lengths[0], delai=lengths[1])
    one, next_day = days_of(deadline, end), days_of(deadline, end + timedelta(days=1))

    assert one[0] <= next_day[0]
    assert one[1] <= next_day[1]


@given(st.integers(1, 60), ENDS)
def test_from_the_last_day_the_months_always_fit_before_the_date(months, end):
    """The careful reading: whoever counts forward from the day we say lands on the date or before it, never after."""
    _, closes = days_of(a_window(ouvre_avant="P100Y", delai=f"P{months}M"), end)

    assert add_months(closes, months) <= end
    assert closes.day == end.day or (closes + timedelta(days=1)).day == 1


@given(st.sampled_from(LENGTHS), ENDS, st.integers(-500, 500))
def test_the_three_outputs_agree_whatever_the_day(line, lengths, end, offset):
    deadline = a_window(ouvre_avant=lengths[0], delai=lengths[1])
    today = end + timedelta(days=offset)
    opens, closes = days_of(deadline, end)
    seen = look_at_deadline(deadline, at(today), {deadline.id: end})
    screen = on_screen(line, deadline, at(today), end)
    paper = plain(deadline_in_words(seen, at(today)))
    dated = [event["dtstart"].dt for event in events_of(a_paper(deadline, at(today), end))]

    if today > closes:
        assert "Le délai est passé" in screen
        assert "Le délai est passé" in paper
        assert dated == []
        return
    stage = "Trop tôt" if today < opens else "Ouvert"
    assert screen.startswith(stage)
    assert paper.startswith(stage)
    for said in (screen, paper):
        assert f"et le {plain(day_in_words(closes))}" in said
    assert dated == ([opens, closes] if today < opens else [closes])
