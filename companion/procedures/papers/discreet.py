"""The papers that betray nothing: a phone number, dates, lines to write on, and not one word of the procedure.

Somebody dangerous may find the paper.  Whatever the file says, two handouts with
the same dates give the same bytes.
"""

from companion.press.blocks import Block, Mark, heading, said, subheading, to_write
from companion.press.booklet import Booklet, Panel
from companion.procedures.papers import parts
from companion.procedures.rules.handout import Handout
from companion.procedures.rules.words import day_in_words
from companion.typography import NBSP

TITLE = "Rendez-vous"


def booklet(handout: Handout) -> Booklet:
    """Return the four panels of the discreet feuillet."""
    panels = (_cover(handout), _dates(handout), _to_bring(), _notes())
    return Booklet(TITLE, handout.now, panels, (said(f"{TITLE}, suite", bold=True, size=18),))


def page(handout: Handout) -> tuple[Block, ...]:
    """Return the discreet list: its squares are empty and its lines are written by hand."""
    return (
        heading(TITLE, size=20.0),
        parts.phone(handout.association),
        said(f"Le {day_in_words(handout.now.date())}", before=1.0),
        *_coming(handout),
        *parts.appointment(),
        subheading("À apporter", before=8.0),
        *(to_write(mark=Mark.SQUARE, before=2.0) for _ in range(10)),
    )


def _cover(handout: Handout) -> Panel:
    date = said(f"Le {day_in_words(handout.now.date())}", before=3.0)
    body = (heading(TITLE, size=24.0), parts.phone(handout.association, before=4.0), date)
    return Panel((body,), (*parts.codes(), parts.signed_by()))


def _coming(handout: Handout) -> tuple[Block, ...]:
    dates = parts.bare_dates(handout)
    return (heading("Dates", before=8.0), *parts.age_notice(handout), *dates) if dates else parts.age_notice(handout)


def _dates(handout: Handout) -> Panel:
    return Panel((_coming(handout),), parts.appointment())


def _to_bring() -> Panel:
    lines = tuple(to_write(mark=Mark.SQUARE, before=1.0) for _ in range(8))
    return Panel(((heading("À apporter"), *lines),), (to_write(f"Où{NBSP}:"),))


def _notes() -> Panel:
    lines = tuple(to_write(before=1.0) for _ in range(9))
    return Panel(((to_write(f"Numéro{NBSP}:"), heading("Notes"), *lines),))
