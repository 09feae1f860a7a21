"""Remembers the days of the house, what was erased, and the keys this site signed with."""

from datetime import date

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from companion.db import Base


class UpkeepDay(Base):
    """The last day something was done: a backup (« sauvegarde »), the purge, or simply a day this instance knows it lived (« vu »)."""

    __tablename__ = "upkeep_day"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    day: Mapped[date]


class SiteKey(Base):
    """The public half of a key that this site signs with, and since when: lists of erasures are checked against these."""

    __tablename__ = "site_key"

    public: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    since: Mapped[date]
