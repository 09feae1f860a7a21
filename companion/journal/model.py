"""Remembers the entries of the journal, its head, and its checkpoints; none of them names anybody."""

from datetime import date

from sqlalchemy import CheckConstraint, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from companion.db import Base
from companion.journal.rules.entries import COMMITMENT
from companion.journal.rules.tree import HASH


class JournalLeaf(Base):
    """One entry: numbers follow each other from zero, and nothing is ever written over."""

    __tablename__ = "journal_leaf"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date]
    kind: Mapped[str] = mapped_column(String(12))
    commitment: Mapped[bytes] = mapped_column(LargeBinary(COMMITMENT))
    node: Mapped[bytes] = mapped_column(LargeBinary(HASH))
    """The leaf as it entered the tree: an entry changed afterwards is named by its number."""


class JournalHead(Base):
    """How far the journal goes, and how far its beginning is gone: one row, made with the first entry."""

    __tablename__ = "journal_head"
    __table_args__ = (CheckConstraint("number = 1", name="alone"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int]
    peaks: Mapped[bytes]
    pruned_size: Mapped[int]
    pruned_peaks: Mapped[bytes]
    checkpoints: Mapped[int]


class JournalCheckpoint(Base):
    """The journal as the association signed it one day; kept when the entries under it go."""

    __tablename__ = "journal_checkpoint"

    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date]
    note: Mapped[str] = mapped_column(Text())
