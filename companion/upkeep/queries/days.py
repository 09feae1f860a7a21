"""Looks at the days of the house, at what was erased, at the keys of the site."""

from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from companion.forgetting.model import Erasure
from companion.forgetting.rules import ERASED_DAYS, leapt, oldest_kept
from companion.upkeep.model import SiteKey, UpkeepDay
from companion.upkeep.rules.erasures import Erased

SAVED, SEEN, PURGED = "sauvegarde", "vu", "purge"


def day_of(session: Session, name: str) -> date | None:
    """Return the last day something was done, or nothing if it never was."""
    return session.connection().scalar(_DAY, {"asked": name})


_DAY = select(UpkeepDay.day).where(UpkeepDay.name == bindparam("asked"))
"""Asked at each home page of those who keep the house, so written once."""


def backup_age(session: Session, today: date) -> int | None:
    """Return how many days ago the last backup was made, or nothing if there was none.

    A backup dated after today counts as made today: the clock is told elsewhere.
    """
    saved = day_of(session, SAVED)
    return max(0, (today - saved).days) if saved else None


def waits_for_somebody(session: Session, today: date) -> bool:
    """Tell whether the clock is so far ahead that nothing is erased by itself: somebody looks at the date first."""
    return leapt(today, day_of(session, SEEN))


def is_due(session: Session, today: date) -> bool:
    """Tell whether what has had its day is still to be erased today, and may be."""
    purged = day_of(session, PURGED)
    return (purged is None or purged < today) and not waits_for_somebody(session, today)


def remembered_since(session: Session, today: date) -> date:
    """Return the first day whose erasures are remembered; a clock far ahead, at which nobody has looked, makes none forgotten."""
    seen = day_of(session, SEEN)
    return oldest_kept(seen if seen and leapt(today, seen) else today, ERASED_DAYS)


def erasures(session: Session, since: date) -> tuple[Erased, ...]:
    """Return what was erased since a day."""
    found = session.scalars(select(Erasure).where(Erasure.erased_on >= since))
    return tuple(sorted(Erased(one.kind, one.id, one.erased_on) for one in found))


def site_keys(session: Session) -> frozenset[bytes]:
    """Return the public keys that this site has signed with."""
    return frozenset(session.scalars(select(SiteKey.public)))
