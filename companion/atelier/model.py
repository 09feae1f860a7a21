"""Remembers what is said of the guides: never of a person, never who said it."""

from datetime import date

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from companion.db import Base


class GuideReport(Base):
    """How many times, in one month, somebody said one thing of one step (decision E5: nothing finer than the month)."""

    __tablename__ = "guide_report"
    __table_args__ = (CheckConstraint("number > 0", name="counted"),)

    procedure: Mapped[str] = mapped_column(String(80), primary_key=True)
    step: Mapped[str] = mapped_column(String(80), primary_key=True)
    """Empty: the guide as a whole."""
    choice: Mapped[str] = mapped_column(String(20), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    number: Mapped[int]


class GuideRereading(Base):
    """A local version that a second person has read."""

    __tablename__ = "guide_rereading"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    procedure: Mapped[str] = mapped_column(String(80))
    reread_on: Mapped[date]


class ProcedureVersion(Base):
    """A version of a guide as it was served here, until its last day: what a later one is compared with."""

    __tablename__ = "procedure_version"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    procedure: Mapped[str] = mapped_column(String(80), index=True)
    content: Mapped[str] = mapped_column(Text)
    seen_on: Mapped[date]
