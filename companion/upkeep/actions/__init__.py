"""Changes: the key of the site, the days, the copy kept elsewhere and its return, what must stay erased."""

from companion.upkeep.actions.days import note_day, note_erasure
from companion.upkeep.actions.erasures import ERASERS

__all__ = ["ERASERS", "note_day", "note_erasure"]
