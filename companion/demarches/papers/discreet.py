"""The sheet that betrays nothing: « Rendez-vous », a number to call, dates, the key, and lines to write on.

Somebody dangerous may find it.  Whatever the guides say, two threads with the
same dates give the same bytes.
"""

from companion.demarches.papers.key import exercise, key_blocks, next_date
from companion.demarches.rules.leaving import Leaving
from companion.press.blocks import Block, Mark, heading, said, to_write
from companion.press.booklet import Booklet, Panel
from companion.procedures.papers import parts
from companion.procedures.papers.discreet import TITLE
from companion.procedures.rules.words import day_in_words
from companion.typography import NBSP


def booklet(leaving: Leaving) -> Booklet:
    """Return the four panels of the discreet sheet."""
    panels = (_cover(leaving), Panel((_dates(leaving),), key_blocks(leaving)), _to_bring(), _notes())
    return Booklet(TITLE, leaving.now, panels, (said(f"{TITLE}, suite", bold=True, size=18),))


def _cover(leaving: Leaving) -> Panel:
    date = said(f"Le {day_in_words(leaving.now.date())}", before=3.0)
    body = (heading(TITLE, size=24.0), parts.phone(leaving.association, before=4.0), date, *exercise(leaving))
    return Panel((body,), (*parts.codes(), parts.signed_by()))


def _dates(leaving: Leaving) -> tuple[Block, ...]:
    """Return the dates of all the guides, each once, and nothing of what they are for."""
    warnings = tuple(dict.fromkeys(block for handout in leaving.handouts for block in parts.age_notice(handout)))
    dates = parts.bare_dates(*leaving.handouts)
    return (heading("Dates"), *next_date(leaving), *((said("À retenir", bold=True, before=3.0), *warnings, *dates) if dates else warnings))


def _to_bring() -> Panel:
    lines = tuple(to_write(mark=Mark.SQUARE, before=1.0) for _ in range(8))
    return Panel(((heading("À apporter"), *lines),), (to_write(f"Où{NBSP}:"),))


def _notes() -> Panel:
    lines = tuple(to_write(before=1.0) for _ in range(9))
    return Panel(((to_write(f"Numéro{NBSP}:"), heading("Notes"), *lines),))
