"""Changes: the key of the site, the days, the copy kept elsewhere and its return, what must stay erased."""

from companion.upkeep.actions.days import note_day

__all__ = ["note_day"]
