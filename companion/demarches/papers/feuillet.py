"""The feuillet of a thread, which leaves in the person's pocket: what they did, what comes next, every other way, and the key.

`companion.press.booklet` says how the sheet is folded.  The key stands on the
second panel, which is inside once it is folded: nobody reads it over a shoulder.
"""

from companion.demarches.papers import discreet, named
from companion.demarches.rules.leaving import Leaving
from companion.press.booklet import Booklet, bind


def feuillet(leaving: Leaving) -> bytes:
    """Print the folded sheet, in the level that was chosen."""
    return bind(booklet(leaving))


def booklet(leaving: Leaving) -> Booklet:
    """Return the four panels, before they have a place on paper."""
    return discreet.booklet(leaving) if leaving.discreet else named.booklet(leaving)
