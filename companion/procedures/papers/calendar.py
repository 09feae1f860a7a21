"""The dates to come as a calendar file (RFC 5545), for the person's own phone.

In the discreet level an event is called « Rendez-vous », and its identifier is made
of its hours alone: nobody can try the list of procedures against it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from icalendar import Alarm, Calendar, Event, Timezone

from companion import clock
from companion.procedures.papers import discreet
from companion.procedures.papers.sentences import DEPENDS_ON_YOU, HOUR_UNKNOWN, age_in_words, coming_dates, deadline_in_words, sentences
from companion.procedures.rules.deadlines import Window
from companion.procedures.rules.handout import Handout, SeenDeadline
from companion.typography import NBSP

PRODID = "-//Agenda//Agenda//FR"
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
NINE_THE_DAY_BEFORE = timedelta(hours=-15)
"""Counted from the midnight that begins a day without hours: an alarm at night wakes a house."""
OPENS = f"Ouverture{NBSP}: "
CLOSES = f"Dernier jour{NBSP}: "
BRUSSELS = """BEGIN:VTIMEZONE
TZID:Europe/Brussels
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


@dataclass(frozen=True)
class Moment:
    """One thing to put in a calendar: a whole day, or some hours of Brussels and Paris."""

    name: str
    begins: date
    ends: date

    @property
    def has_hours(self) -> bool:
        """Tell whether the hour is known."""
        return isinstance(self.begins, datetime)


def calendar(handout: Handout) -> bytes:
    """Return the dates that are not over, each with an alarm the day before."""
    found = Calendar()
    found.add("prodid", PRODID)
    found.add("version", "2.0")
    found.add_component(Timezone.from_ical(BRUSSELS))
    events = [event for seen, window in coming_dates(handout) for event in _events(handout, seen, window)]
    for event in {str(event["uid"]): event for event in events}.values():
        found.add_component(event)
    return bytes(found.to_ical())


def moments(window: Window, now: datetime, *, opens: bool = True) -> Iterator[Moment]:
    """Cut a window into what a calendar can show: one event when it lasts a day at most, else its two ends."""
    first, last = _at(window.opens, window.opens_at), _at(window.closes, window.closes_at)
    if isinstance(first, datetime) and isinstance(last, datetime) and last - first <= DAY:
        yield Moment("", first, last)
    elif window.opens == window.closes:
        yield _closing(last) if window.closes_at else _opening(first)
    else:
        if opens and window.start(now.tzinfo) > now:
            yield _opening(first)
        yield _closing(last)


def _at(day: date, hour: time | None) -> date:
    return datetime.combine(day, hour, clock.ZONE) if hour else day


def _opening(first: date) -> Moment:
    return Moment(OPENS, first, first + (HOUR if isinstance(first, datetime) else DAY))


def _closing(last: date) -> Moment:
    """Show the last hour, or the whole last day when the hour is not known."""
    return Moment(CLOSES, last - HOUR, last) if isinstance(last, datetime) else Moment(CLOSES, last, last + DAY)


def _events(handout: Handout, seen: SeenDeadline, window: Window) -> Iterator[Event]:
    for moment in moments(window, handout.now, opens=seen.has_opening):
        event = Event()
        event.add("dtstamp", _utc(handout.now))
        event.add("dtstart", moment.begins)
        event.add("dtend", moment.ends)
        event.add("class", "PRIVATE")
        event.add("transp", "OPAQUE" if moment.has_hours else "TRANSPARENT")
        _say(event, handout, seen, moment)
        event.add_component(_alarm(moment, str(event["summary"])))
        yield event


def _say(event: Event, handout: Handout, seen: SeenDeadline, moment: Moment) -> None:
    """Name the event; in the discreet level, say nothing that another procedure would not say."""
    if handout.discreet:
        event.add("summary", discreet.TITLE)
        event.add("uid", sha256(f"{moment.begins.isoformat()}/{moment.ends.isoformat()}".encode()).hexdigest()[:32])
        return
    procedure = handout.walk.procedure
    event.add("summary", f"{moment.name}{seen.title} ({procedure.court or procedure.titre})")
    event.add("description", _description(handout, seen, moment))
    event.add("uid", f"{procedure.id}.{seen.deadline.id}.{moment.begins:%Y%m%d}")


def _description(handout: Handout, seen: SeenDeadline, moment: Moment) -> str:
    words = deadline_in_words(seen, handout.now)
    hours = None if moment.has_hours or HOUR_UNKNOWN in words else "Heure d’ouverture inconnue"
    doubt = DEPENDS_ON_YOU.capitalize() if seen.in_doubt else None
    check = "À vérifier" if seen.deadline.confirmer else None
    return sentences((words, hours, doubt, check, age_in_words(handout)))


def _alarm(moment: Moment, words: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", -DAY if moment.has_hours else NINE_THE_DAY_BEFORE)
    return alarm


def _utc(moment: datetime) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=clock.ZONE)).astimezone(UTC)
