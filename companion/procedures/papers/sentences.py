"""The sentences that several papers share, in plain words: when, where, to whom, and how sure we are."""

from collections.abc import Iterable
from datetime import date, datetime

from companion.procedures.rules.deadlines import WEEKDAYS, Window
from companion.procedures.rules.freshness import Freshness, freshness
from companion.procedures.rules.handout import Handout, SeenDeadline
from companion.procedures.rules.procedure import Channel, Relative
from companion.procedures.rules.shared import Recourse
from companion.procedures.rules.words import asking_days, clock_in_words, day_in_words, delay_in_words
from companion.typography import NBSP

HOUR_UNKNOWN = "heure inconnue"
TO_CHECK = f"[à{NBSP}vérifier]"
YES = "Oui."
DEPENDS = "selon la réponse"
DEPENDS_ON_YOU = "selon votre situation"
SUSPENDS: dict[str, str] = {
    "oui": "Cela arrête le délai.",
    "non": "Cela n’arrête pas le délai.",
    "inconnu": f"Cela arrête le délai{NBSP}? On ne sait pas.",
}
MAY_SUSPEND = "Cela peut arrêter le délai."


def weekday(day: date) -> str:
    """Return « mercredi 25 novembre 2026 »."""
    return f"{WEEKDAYS[day.weekday()]} {day_in_words(day)}"


def window_in_words(window: Window, now: datetime) -> str:
    """Say when one can act: one day, from a day to another, or until a day when it is open."""
    if window.opens == window.closes:
        return f"Le {weekday(window.closes)}, {_hours(window)}"
    closing = clock_in_words(window.closes_at) if window.closes_at else HOUR_UNKNOWN
    if window.is_open(now):
        return f"Jusqu’au {weekday(window.closes)}, {closing}"
    return f"Du {_first_day(window)} au {day_in_words(window.closes)}, {closing}"


def _first_day(window: Window) -> str:
    """Return the first day without the month and the year that the last one says."""
    first, last = window.opens, window.closes
    if window.opens_at:
        return f"{day_in_words(first, year=first.year != last.year)}, {clock_in_words(window.opens_at)},"
    if (first.year, first.month) == (last.year, last.month):
        return day_in_words(first).partition(NBSP)[0]
    return day_in_words(first, year=first.year != last.year)


def _hours(window: Window) -> str:
    if window.opens_at and window.closes_at:
        return f"de {clock_in_words(window.opens_at)} à {clock_in_words(window.closes_at)}"
    if window.closes_at:
        return f"jusqu’à {clock_in_words(window.closes_at)}"
    return f"dès {clock_in_words(window.opens_at)}" if window.opens_at else HOUR_UNKNOWN


def deadline_in_words(seen: SeenDeadline, now: datetime) -> str:
    """Say when a deadline falls, or what it waits for; one that passed is said to have passed."""
    if seen.window is None:
        words = delay_in_words(seen.deadline).rstrip(".") if isinstance(seen.deadline, Relative) else HOUR_UNKNOWN
        return f"{words[0].upper()}{words[1:]}"
    if seen.counts_back:
        return _counted_back(seen.window, now)
    if seen.window.is_over(now):
        return f"C’était jusqu’au {day_in_words(seen.window.closes)}"
    return window_in_words(seen.window, now)


def _counted_back(window: Window, now: datetime) -> str:
    if window.is_over(now):
        return f"Le délai est passé{NBSP}: c’était jusqu’au {day_in_words(window.closes)}"
    stage = "Ouvert" if window.is_open(now) else "Trop tôt pour l’instant"
    return f"{stage}{NBSP}: {asking_days(window)}, {HOUR_UNKNOWN}"


def coming_dates(handout: Handout) -> list[tuple[SeenDeadline, Window]]:
    """Return the deadlines with a window that is not over, the next to close first."""
    found = [(seen, seen.window) for seen in handout.deadlines if seen.window and not seen.window.is_over(handout.now)]
    return sorted(found, key=lambda pair: (pair[1].closes, pair[1].opens))


def deadlines_in_order(handout: Handout) -> list[SeenDeadline]:
    """Return every deadline: the next to close, then those that wait for a day, then those that passed."""
    coming = [seen for seen, _ in coming_dates(handout)]
    others = [seen for seen in handout.deadlines if seen not in coming]
    return [*coming, *sorted(others, key=lambda seen: seen.window is not None)]


def age_in_words(handout: Handout) -> str:
    """Warn that the verification of the file is worth nothing any more, or return nothing.

    In the discreet level its day is left out: it would tell one file from another.
    """
    verification = handout.walk.procedure.verification
    if freshness(verification, handout.now.date()) is not Freshness.EXPIRED:
        return ""
    day = "" if handout.discreet else f" (vérifiées le {day_in_words(verification.le)})"
    return f"Ces informations sont anciennes{day}. Appelez avant de vous déplacer."


def channel_in_words(channel: Channel) -> str:
    """Say what is known of a route that exists."""
    cost = f"Coût{NBSP}: {channel.cout}" if channel.cout else None
    return sentences((channel.nom, channel.numero, channel.adresse, channel.horaires, channel.comment, cost)) or YES


def recourse_in_words(recourse: Recourse) -> str:
    """Say how to reach somebody who hears complaints, and what that does to the time limit.

    A comment may say that the delay stops only for some, so the claim comes before it, and softer.
    """
    if recourse.comment and recourse.suspend_delai == "oui":
        return sentences((recourse.numero, recourse.adresse, MAY_SUSPEND, recourse.comment))
    return sentences((recourse.numero, recourse.adresse, recourse.comment, SUSPENDS[recourse.suspend_delai]))


def number_given_by(handout: Handout) -> str:
    """Name who gives a number, which is written by hand (decision D10)."""
    who = (handout.institution.sigle or handout.institution.nom) if handout.institution else "le service"
    return f"Numéro donné par {who}{NBSP}:"


def sentences(parts: Iterable[str | None]) -> str:
    """Join what is known, each part with its capital and its full stop."""
    return " ".join(_sentence(part) for part in parts if part)


def _sentence(text: str) -> str:
    stop = "" if text.endswith((".", "!", "?", "…")) else "."
    return f"{text[0].upper()}{text[1:]}{stop}"
