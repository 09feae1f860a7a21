"""Threads, sheets and visits as the database sees them: random ids, wraps, locators and days; all the rest is sealed.

No table of persons, and no column that says which worker: the wrap of an open visit opens for one worker, and tells nobody which.
"""

from datetime import date

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from companion.db import Base
from companion.vault.model import SealedJson, SealedRow

ID = 16


class Thread(SealedRow, Base):
    """What is kept of the démarches that a person wants on one sheet (decision C1); `circle_wrap` says whether the team keeps it."""

    __tablename__ = "thread"
    __table_args__ = (Index("ix_thread_next_on_id", "next_on", "id"),)

    id: Mapped[bytes] = mapped_column(LargeBinary(ID), primary_key=True)
    face: Mapped[SealedJson]
    """What the follow-up list shows."""
    body: Mapped[SealedJson]
    opened_on: Mapped[date]
    next_on: Mapped[date | None]
    """The follow-up list sorts on it (decision B4)."""
    expires_on: Mapped[date] = mapped_column(index=True)
    """The last day on which it may be read."""


class ThreadSheet(Base):
    """A « clé de la feuille »: where it leads, and the thread's key wrapped under it."""

    __tablename__ = "thread_sheet"

    locator: Mapped[bytes] = mapped_column(LargeBinary(ID), primary_key=True)
    thread_id: Mapped[bytes] = mapped_column(LargeBinary(ID), ForeignKey("thread.id", ondelete="CASCADE"), index=True)
    blob: Mapped[bytes] = mapped_column(LargeBinary)


class Visit(SealedRow, Base):
    """An open visit: twelve hours at most, and its thread's key wrapped for the one worker who opened it (decision C2)."""

    __tablename__ = "visit"

    id: Mapped[bytes] = mapped_column(LargeBinary(ID), primary_key=True)
    thread_id: Mapped[bytes] = mapped_column(LargeBinary(ID), ForeignKey("thread.id", ondelete="CASCADE"), index=True)
    wrap: Mapped[bytes] = mapped_column(LargeBinary)
    own: Mapped[SealedJson]
    expires_on: Mapped[date]


class Handover(SealedRow, Base):
    """A note to colleagues about one thread the team keeps: gone in a few days (decision C7)."""

    __tablename__ = "handover"

    thread_id: Mapped[bytes] = mapped_column(LargeBinary(ID), ForeignKey("thread.id", ondelete="CASCADE"), primary_key=True)
    note: Mapped[SealedJson]
    expires_on: Mapped[date]
