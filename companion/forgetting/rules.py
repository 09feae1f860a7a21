"""Decides how long each thing is kept: one table, the figures that the code uses, and the days and hours they lead to.

The figures stand here and nowhere else.  Only days are in clear in the database
(decision B4), so what ends on a day may be read that whole day, and goes on the next.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

VISIT_SECONDS = 12 * 3600
THREAD_AFTER_DATE_DAYS, THREAD_LEAST_DAYS, THREAD_MOST_DAYS = 60, 90, 365
HANDOVER_HOURS, HANDOVER_MOST_DAYS = 72, 7
SESSION_SECONDS = 12 * 3600
INVITATION_DAYS = 7
TRIES_DAYS = 1
LEFT_DAYS = 30
"""Days during which the account of somebody who left is kept, so that colleagues know whom the list still names."""
SAID_DAYS = 365
"""Days during which what colleagues signed of somebody who left is kept, at least: a departure is heard late."""
JOURNAL_DAYS = 730
ERASED_DAYS = 60
"""Days during which an older backup may bring back what was erased."""
GUIDE_DAYS = 730
ASTRAY_SECONDS = 60
"""A clock that goes back by less corrects itself; by more, nobody knows how long it has been."""
LEAP_DAYS = 92
"""A clock ahead by more than a quarter may be a flat battery: nothing is erased before somebody has looked."""
SATURDAY = 5


@dataclass(frozen=True)
class Span:
    """One line of the table: what is kept, how long, how it ends, and where that was decided."""

    name: str
    what: str
    """What a worker calls it."""
    lasts: str
    ends: str
    source: str


RETENTION: tuple[Span, ...] = (
    Span(
        "visit",
        "Visite ouverte",
        f"{VISIT_SECONDS // 3600} heures au plus.",
        "Elle se ferme seule. Sans feuille ni accord pour l'équipe, tout ce qu'elle tenait part avec elle.",
        "C2, C7",
    ),
    Span(
        "thread",
        "Fil d'une personne",
        f"{THREAD_AFTER_DATE_DAYS} jours après la prochaine date, au moins {THREAD_LEAST_DAYS} et au plus {THREAD_MOST_DAYS} jours "
        "après la dernière visite.",
        "Ses clés sont détruites, puis sa ligne est effacée : sa feuille n'ouvre plus rien.",
        "C7",
    ),
    Span(
        "handover",
        "Note de passage",
        f"Jusqu'à la fin du jour ouvrable suivant, au moins {HANDOVER_HOURS} heures ; "
        f"prolongée une fois, {HANDOVER_MOST_DAYS} jours au plus.",
        "La note est effacée.",
        "C7",
    ),
    Span(
        "sign_in",
        "Session de travail",
        f"{SESSION_SECONDS // 3600} heures au plus.",
        "Elle n'ouvre plus rien ; elle est effacée le lendemain.",
        "C7",
    ),
    Span(
        "invitation",
        "Invitation",
        f"{INVITATION_DAYS} jours.",
        "Son numéro n'ouvre plus rien. Une arrivée inachevée part le lendemain.",
        "C7",
    ),
    Span("poste", "Poste ouvert pour la journée", "Sa journée.", "Ses clés et son compte d'un jour sont effacés.", "B1"),
    Span("throttle", "Compteur d'essais", "24 heures, jusqu'à la fin du lendemain.", "Le compteur est effacé.", "C7"),
    Span(
        "member",
        "Compte fermé",
        f"{LEFT_DAYS} jours après le départ, et tant que la clé de l'équipe n'a pas été changée.",
        "Le compte est effacé. Ses clés l'ont été le jour du départ.",
        "consent-and-law.md §7.2",
    ),
    Span(
        "introduction",
        "Ce que l'équipe a signé d'un compte fermé",
        f"{SAID_DAYS} jours au moins, et jusqu'à ce que chaque membre l'ait entendu.",
        "La ligne est effacée.",
        "C7",
    ),
    Span(
        "journal",
        "Feuilles du journal",
        f"{JOURNAL_DAYS} jours.",
        "Elles sont coupées sous le dernier point de contrôle : ce qui suit se vérifie encore.",
        "C7",
    ),
    Span(
        "erasure",
        "Identifiants effacés",
        f"{ERASED_DAYS} jours.",
        "L'identifiant est oublié. Une sauvegarde plus ancienne pourrait ramener ce qui a été effacé.",
        "C7",
    ),
    Span("version", "Versions d'un guide", f"{GUIDE_DAYS} jours après le dernier jour où elle a servi ici.", "Le texte est effacé.", "C7"),
    Span("doubt", "Signalements et relectures des guides", f"{GUIDE_DAYS} jours.", "La ligne est effacée.", "C7, E5"),
)
"""What is kept, and until when: the one table (decision C7), in the order in which it is applied."""


def thread_ends(last_visit: date, next_on: date | None) -> date:
    """Return the last day on which a thread may be read."""
    least, most = later(last_visit, THREAD_LEAST_DAYS), later(last_visit, THREAD_MOST_DAYS)
    return least if next_on is None else min(max(later(next_on, THREAD_AFTER_DATE_DAYS), least), most)


def handover_ends(written: datetime, *, renewed: bool) -> date:
    """Return the last day on which a note to colleagues may be read; `written` is the hour of the first writing, in its own zone."""
    if renewed:
        return later(written.date(), HANDOVER_MOST_DAYS - 1)
    hours = (written.astimezone(UTC) + timedelta(hours=HANDOVER_HOURS)).astimezone(written.tzinfo)
    return max(_working_day_after(written.date()), hours.date())


def visit_is_over(opened: int, now: int) -> bool:
    """Tell whether a visit is over: twelve hours have gone, in summer or winter time, or the clock was set back before it began."""
    return now - opened >= VISIT_SECONDS or now < opened - ASTRAY_SECONDS


def oldest_kept(today: date, days: int) -> date:
    """Return the first day whose things are still kept; what is older goes."""
    return later(today, -days)


def later(day: date, days: int) -> date:
    """Return a day so many days later; a clock gone astray leads to the first or the last day there is, never to a fault."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))


def leapt(today: date, seen: date | None) -> bool:
    """Tell whether the clock is so far ahead of the last day this instance lived that nothing is erased before somebody has looked."""
    return seen is not None and today > later(seen, LEAP_DAYS)


def _working_day_after(day: date) -> date:
    """Return the next day from Monday to Friday."""
    following = later(day, 1)
    return following if following.weekday() < SATURDAY else later(following, 7 - following.weekday())
