"""How old a verification may be before the reader is warned; nothing is ever hidden."""

from datetime import date, timedelta
from enum import Enum

from companion.procedures.rules.deadlines import add_duration
from companion.procedures.rules.procedure import Verification

WARNING_DAYS = 30


class Freshness(Enum):
    """The state of a verification on a day."""

    GOOD = "a-jour"
    SOON = "bientot-perime"
    EXPIRED = "perime"


FRESHNESS: dict[Freshness, str] = {
    Freshness.GOOD: "à jour",
    Freshness.SOON: "bientôt périmé",
    Freshness.EXPIRED: "périmé",
}


def valid_until(verification: Verification) -> date:
    """Return the last day on which the verification is worth something."""
    return add_duration(verification.le, verification.valable)


def freshness(verification: Verification, today: date) -> Freshness:
    """Tell the state of a verification: red once expired, orange in its last thirty days."""
    end = valid_until(verification)
    if today > end:
        return Freshness.EXPIRED
    return Freshness.SOON if today > end - timedelta(days=WARNING_DAYS) else Freshness.GOOD
