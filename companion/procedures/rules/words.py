"""Dates, hours, delays and counts in French words, with spaces that do not break."""

from datetime import date, time

from companion.procedures.rules.burden import Burden
from companion.procedures.rules.deadlines import DAWN, Window, parse_duration
from companion.procedures.rules.procedure import Relative, UsualTime
from companion.typography import NBSP

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_UNITS = {"D": ("jour", "jours"), "W": ("semaine", "semaines"), "M": ("mois", "mois"), "Y": ("an", "ans")}


def day_in_words(day: date, *, year: bool = True) -> str:
    """Return « 1er décembre 2026 », with spaces that do not break."""
    number = "1er" if day.day == 1 else str(day.day)
    words = [number, MONTHS[day.month - 1], *([str(day.year)] if year else [])]
    return NBSP.join(words)


def hour_in_words(window: Window) -> str:
    """Return the closing hour « 14 h 05 », or say that it is unknown."""
    if window.closes_at is None:
        return "heure inconnue"
    return clock_in_words(window.closes_at)


def clock_in_words(hour: time) -> str:
    """Return « 14 h 05 »."""
    minutes = f"{NBSP}{hour.minute:02}" if hour.minute else ""
    return f"{hour.hour}{NBSP}h{minutes}"


def source_date(written: str) -> str:
    """Return a source's own date as far as it is known: « 2024 », « juillet 2024 », « 2 juillet 2024 »."""
    year, *rest = written.split("-")
    parts = [year] if not rest else [MONTHS[int(rest[0]) - 1], year]
    if len(rest) > 1:
        return day_in_words(date.fromisoformat(written))
    return NBSP.join(parts)


def counted(number: int, one: str, many: str) -> str:
    """Return « 1 jour », « 30 jours »."""
    return f"{number}{NBSP}{many if number > 1 else one}"


def delay_in_words(deadline: Relative) -> str:
    """Return « 30 jours après : la lettre de décision », « entre 120 et 60 jours avant : la date de fin du titre »."""
    delay = _length(deadline, deadline.delai)
    if not deadline.counts_back:
        return f"{delay} après{NBSP}: {deadline.evenement}"
    if not deadline.ouvre_avant:
        return f"au plus tard {delay} avant{NBSP}: {deadline.evenement}"
    (amount, unit), (least, last_unit) = parse_duration(deadline.ouvre_avant), parse_duration(deadline.delai)
    opening = str(amount) if unit == last_unit and least > 1 else _length(deadline, deadline.ouvre_avant)
    return f"entre {opening} et {delay} avant{NBSP}: {deadline.evenement}"


def _length(deadline: Relative, duration: str) -> str:
    amount, unit = parse_duration(duration)
    days = " ouvrables" if deadline.jours == "ouvrables" and unit in {"D", "W"} else ""
    return f"{counted(amount, *_UNITS[unit])}{days}"


def asking_days(window: Window) -> str:
    """Return « à demander entre le 10 novembre 2026 et le 9 janvier 2027 », for a window counted back from a date."""
    last = day_in_words(window.closes)
    if window.opens == DAWN:
        return f"à demander au plus tard le {last}"
    first = day_in_words(window.opens, year=window.opens.year != window.closes.year)
    return f"à demander entre le {first} et le {last}"


def usual_time(usual: UsualTime) -> str:
    """Return « 5 min à sa place, 30 min ensemble »: both times, side by side."""
    known = ((usual.a_la_place, "à sa place"), (usual.avec, "ensemble"), (usual.personne, "seule"))
    return ", ".join(f"{minutes}{NBSP}min {mode}" for minutes, mode in known if minutes)


def burden_in_words(cost: Burden) -> str:
    """Return what a walk asks, leaving out what it does not ask."""
    counts = (
        (cost.steps, "étape", "étapes"),
        (cost.documents, "document", "documents"),
        (cost.identifications, "identification forte", "identifications fortes"),
        (cost.registered_letters, "envoi recommandé", "envois recommandés"),
        (cost.trips, "déplacement", "déplacements"),
        (cost.prerequisites, "démarche préalable", "démarches préalables"),
    )
    return ", ".join(counted(*count) for count in counts if count[0])
