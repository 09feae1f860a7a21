"""What the two levels of a sheet share: the key that opens the thread, the next date, and the warning of an exercise."""

from companion.demarches.rules.kept_words import about_the_key
from companion.demarches.rules.leaving import Leaving
from companion.demarches.rules.sheet_key import square_of
from companion.press.blocks import Block, Run, heading, notice, said
from companion.procedures.papers import parts
from companion.procedures.papers.sentences import weekday
from companion.typography import NBSP
from companion.vault.rules.codes import GROUP

TITLE = "Clé de la feuille"
KEY_SIZE = 22.0
EXERCISE = "Exercice. Cette feuille ne vaut rien."


def groups_of(key: str) -> str:
    """Return a key as eyes and fingers follow it: three groups, far enough from each other."""
    return f"{NBSP} ".join(key[start : start + GROUP] for start in range(0, len(key), GROUP))


def key_blocks(leaving: Leaving) -> tuple[Block, ...]:
    """Return the key with its square, or where it is; nothing when no sheet opens the thread."""
    words = about_the_key(leaving)
    if not words:
        return ()
    title, text = heading(TITLE), " ".join(words)
    if not leaving.reading_key:
        return (title, said(text))
    shown = said(groups_of(leaving.reading_key), bold=True, size=KEY_SIZE)
    return (title, shown, Block((Run(text),), before=1.0, square=square_of(leaving.reading_key)))


def next_date(leaving: Leaving) -> tuple[Block, ...]:
    """Return the next date, its hour written by hand, or blanks for both."""
    if leaving.next_on is None:
        return parts.appointment()
    hour = Block((Run("À "), Run(rule=12), Run(" h "), Run(rule=12)))
    what = (said(f"Pour{NBSP}: {leaving.next_what}"),) if leaving.next_what and not leaving.discreet else ()
    return (said("Prochaine date", bold=True, before=3.0), said(f"Le {weekday(leaving.next_on)}"), hour, *what)


def exercise(leaving: Leaving) -> tuple[Block, ...]:
    """Warn on the cover that the sheet is an exercise."""
    return (notice(EXERCISE),) if leaving.exercise else ()
