"""Speaks one line on the home page of those who keep the house: when the last backup was made."""

from companion import clock
from companion.badges import Role
from companion.web.badge import badge
from companion.web.store import looking

LATE = 7
"""Days (security.md §8)."""


def backup_age() -> int | None:
    """Return how many days ago the last backup was made, or nothing when there was none."""
    from companion.upkeep.queries.days import backup_age as age  # noqa: PLC0415 (the database is loaded only for who signed in)

    with looking() as session:
        return age(session, clock.today())


def tells_of_backups() -> bool:
    """Tell whether who asks keeps the house: members and technicians do, under no veil."""
    return badge().is_one_of(Role.MEMBRE, Role.TECHNIQUE)


SHARED: dict[str, object] = {"backup_age": backup_age, "tells_of_backups": tells_of_backups, "BACKUP_LATE": LATE}
"""What templates may ask of this room."""
