"""Remembers the days of the house, what was erased, and the key of the site."""

from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session

from companion.upkeep.model import Erasure, SiteKey, UpkeepDay
from companion.upkeep.queries.days import SEEN, day_of, is_older_erasure, site_keys
from companion.upkeep.rules.erasures import oldest_kept


def note_day(session: Session, name: str, today: date) -> None:
    """Remember that something was done today; the day this instance knows it lived (« vu ») never goes back."""
    known = day_of(session, name)
    if known is None or known < today or name != SEEN:
        session.merge(UpkeepDay(name=name, day=today))


def note_erasure(session: Session, kind: str, ids: frozenset[bytes], today: date) -> None:
    """Remember what was just erased, or who just left, so that an older backup does not bring it back.

    Whoever erases calls this in the same transaction, with random ids only.
    The kind is one word of small letters, twelve at most, that `ERASERS` knows.
    """
    for one in ids:
        session.merge(Erasure(id=one, kind=kind, erased_on=today))


def is_prepared(session: Session, public: bytes, today: date) -> bool:
    """Tell whether a backup can begin without a change."""
    return public in site_keys(session) and not is_older_erasure(session, oldest_kept(today))


def prepare(session: Session, public: bytes, today: date) -> None:
    """Remember the key that signs from today on; forget the ids erased long ago."""
    if public not in site_keys(session):
        session.add(SiteKey(public=public, since=today))
    session.execute(delete(Erasure).where(Erasure.erased_on < oldest_kept(today)))
