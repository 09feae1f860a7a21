"""The deadlines of a proof: the rule itself in words, and what to do when the window is shut."""

from collections.abc import Iterator
from datetime import date, time

from companion.press.blocks import Block, Run
from companion.procedures.papers.proof.ledger import Ledger, part, quoted, row, several, thing
from companion.procedures.rules.codes import EXISTENCES, SAVE_MEANS
from companion.procedures.rules.procedure import Deadline, Monthly, Procedure, Relative, SaveTheDate, Weekly, Yearly
from companion.procedures.rules.words import MONTHS, clock_in_words, counted, day_in_words, delay_in_words
from companion.typography import NBSP

LEAP_YEAR = 2024
"""A year that holds every day."""


def deadlines(procedure: Procedure, ledger: Ledger) -> Iterator[Block]:
    """Yield each deadline with its rule, its conditions, and every way to save the date."""
    if procedure.echeances:
        yield part("Échéances")
    for deadline in procedure.echeances:
        name = title_of(deadline)
        yield thing(name)
        yield from row("Quand", rule_in_words(deadline), *ledger.marks(deadline, f"Échéance {quoted(name)}"))
        yield from ledger.when(deadline)
        yield from row("Si c’est fermé", deadline.si_ferme)
        if deadline.sauver_la_date == "aucun":
            yield from row("Sauver la date", "aucun moyen")
        else:
            yield from several("Sauver la date", (_saving(one, name, ledger) for one in deadline.sauver_la_date))


def title_of(deadline: Deadline) -> str:
    """Return the words for a deadline, never empty."""
    return deadline.titre or deadline.id.replace("-", " ").capitalize()


def rule_in_words(deadline: Deadline) -> str:
    """Say the rule of a deadline, whatever the day."""
    if isinstance(deadline, Relative):
        return delay_in_words(deadline)
    if isinstance(deadline, Weekly):
        start = clock_in_words(time.fromisoformat(deadline.heure))
        return f"chaque {', '.join(deadline.jours)}, à {start}, pendant {counted(deadline.duree_min, 'minute', 'minutes')}"
    return f"{_monthly(deadline) if isinstance(deadline, Monthly) else _yearly(deadline)}{_hours(deadline)}"


def _monthly(deadline: Monthly) -> str:
    following = " du mois suivant" if deadline.au < deadline.du else ""
    known = deadline.exceptions.items()
    others = ", ".join(f"dès le {_ordinal(day)} en {MONTHS[month - 1]}" for month, day in known)
    return f"chaque mois, du {_ordinal(deadline.du)} au {_ordinal(deadline.au)}{following}{f' ({others})' if others else ''}"


def _yearly(deadline: Yearly) -> str:
    return f"chaque année, du {_day(deadline.ouvre)} au {_day(deadline.ferme)}"


def _hours(deadline: Monthly | Yearly) -> str:
    opens = f", dès {clock_in_words(time.fromisoformat(deadline.ouvre_a))} le premier jour" if deadline.ouvre_a else ""
    closes = f", jusqu’à {clock_in_words(time.fromisoformat(deadline.ferme_a))} le dernier jour" if deadline.ferme_a else ""
    return f"{opens}{closes}"


def _ordinal(day: int) -> str:
    return "1er" if day == 1 else str(day)


def _day(written: str) -> str:
    month, day = written.split("-")
    return day_in_words(date(LEAP_YEAR, int(month), int(day)), year=False)


def _saving(means: SaveTheDate, name: str, ledger: Ledger) -> tuple[Run, ...]:
    how = Run(f"{SAVE_MEANS[means.moyen]} (accepté{NBSP}: {EXISTENCES[means.accepte]}). ", bold=True)
    return (how, Run(means.texte), *ledger.marks(means, f"Échéance {quoted(name)}, sauver la date"))
