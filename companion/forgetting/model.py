"""Remembers the random ids of what was erased, for as long as a backup may bring it back."""

from datetime import date

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from companion.db import Base


class Erasure(Base):
    """Something erased, or somebody who left: a random id, so that an older backup does not bring it back."""

    __tablename__ = "erasure"

    id: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    erased_on: Mapped[date]
