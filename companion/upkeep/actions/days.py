"""Remembers the days of the house, what was erased, and the key of the site."""

from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session

from companion.forgetting.model import Erasure
from companion.upkeep.model import SiteKey, UpkeepDay
from companion.upkeep.queries.days import SAVED, SEEN, day_of, remembered_since, site_keys


def note_day(session: Session, name: str, today: date) -> None:
    """Remember that something was done today; the day this instance knows it lived (« vu ») never goes back."""
    known = day_of(session, name)
    if known is None or known < today or name != SEEN:
        session.merge(UpkeepDay(name=name, day=today))


def note_site_key(session: Session, public: bytes, today: date) -> None:
    """Remember the key that signs from today on."""
    if public not in site_keys(session):
        session.add(SiteKey(public=public, since=today))


def note_backup(session: Session, today: date) -> None:
    """Remember that a backup was made today; forget the ids erased long ago."""
    note_day(session, SAVED, today)
    session.execute(delete(Erasure).where(Erasure.erased_on < remembered_since(session, today)))
