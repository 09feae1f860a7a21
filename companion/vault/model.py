"""Remembers sealed values: the column holds bytes, the attribute holds a shut envelope, and only a ring in hand opens it.

Why no magic: a column that decrypts by itself needs a key that is everywhere
(a global, a thread-local), decrypts what nobody asked for, and writes clear
text the day the key is missing.  Here `thread.label` is a `Sealed[str]`, and
`read(ring, thread, Thread.label)` is a `str`: the type checker sees the
difference, and a value assigned as it was typed never reaches the database.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Generic, NoReturn, TypeVar, overload
from uuid import UUID

from sqlalchemy import Dialect, LargeBinary, inspect
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

from companion.vault.keys.rings import Ring
from companion.vault.primitives import SALT, seal, unseal
from companion.vault.rules.binding import Part, Place, bound
from companion.vault.rules.faults import Locked
from companion.vault.rules.padding import padded, unpadded
from companion.vault.rules.values import KINDS, written
from companion.vault.rules.values import read as read_value

T = TypeVar("T")
Json = dict[str, Any] | list[Any]


class Sealed(Generic[T]):
    """A shut envelope: it can be carried, compared and kept, not read."""

    __slots__ = ("blob",)

    def __init__(self, blob: bytes) -> None:
        """Hold these sealed bytes."""
        self.blob = blob

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and self.blob == other.blob

    def __hash__(self) -> int:
        return hash(self.blob)

    def __repr__(self) -> str:
        return f"Sealed({len(self.blob)} bytes)"

    def __str__(self) -> NoReturn:
        """Refuse: a page that shows a value first opened it with a ring."""
        raise Locked

    def __format__(self, _spec: str) -> NoReturn:
        raise Locked


class SealedColumn(TypeDecorator[Sealed[Any]]):
    """A column of bytes that takes nothing but a `Sealed`."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, kind: str) -> None:
        """Hold values of this kind: `texte`, `octets`, `nombre`, `jour` or `json`."""
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: object, dialect: Dialect) -> bytes | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """Refuse whatever is not sealed."""
        if value is None or isinstance(value, Sealed):
            return value.blob if value else None
        message = "a value is sealed before it is kept"
        raise TypeError(message)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Sealed[Any] | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """Hand over the envelope, shut."""
        return None if value is None else Sealed(bytes(value))


SealedText = Annotated[Sealed[str], mapped_column(SealedColumn(KINDS[str]))]
SealedBytes = Annotated[Sealed[bytes], mapped_column(SealedColumn(KINDS[bytes]))]
SealedNumber = Annotated[Sealed[int], mapped_column(SealedColumn(KINDS[int]))]
SealedDay = Annotated[Sealed[date], mapped_column(SealedColumn(KINDS[date]))]
SealedJson = Annotated[Sealed[Json], mapped_column(SealedColumn(KINDS[dict]))]
"""What a model says: `label: Mapped[SealedText]`, or `Mapped[SealedText | None]` when its absence may be seen."""


class SealedRow:
    """A table with sealed columns: which key seals the row, and how many times it was written.

    The revision is checked in the UPDATE itself, so that of two people who
    write the same row one is told; and it is part of what each value is tied
    to, so that an older value put back does not open.
    """

    key_id: Mapped[bytes] = mapped_column(LargeBinary(SALT))
    """The key of the thread that the row belongs to: random."""
    revision: Mapped[int]

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 (SQLAlchemy hands over the class)
        """Let `write` alone number the revisions."""
        return {"version_id_col": cls.__table__.c.revision, "version_id_generator": False}  # type: ignore[attr-defined]


@overload
def read(ring: Ring, row: SealedRow, column: InstrumentedAttribute[Sealed[T]]) -> T: ...
@overload
def read(ring: Ring, row: SealedRow, column: InstrumentedAttribute[Sealed[T] | None]) -> T | None: ...
def read(ring: Ring, row: SealedRow, column: InstrumentedAttribute[Any]) -> Any:
    """Open one value of a row; raise Locked without its key, Altered when it was not sealed there."""
    return _read(ring, row, column.key)


@dataclass(frozen=True)
class Cell:
    """Where the values of one sealed column live: for pages that read many rows, and load no more of them than they show."""

    table: str
    column: str
    kind: str

    def open(self, secret: bytes, row: Part, revision: int, key_id: bytes, blob: bytes) -> Any:  # noqa: ANN401 (the column says which type)
        """Open the value of one row, as `read` does."""
        place = Place(self.table, row, self.column, revision, key_id)
        return read_value(self.kind, unpadded(unseal(secret, blob, place.told(self.kind))))


def cell_of(column: InstrumentedAttribute[Any]) -> Cell:
    """Return where the values of a sealed column live."""
    found = column.property.columns[0]
    return Cell(found.table.name, found.name, found.type.kind)


def write(ring: Ring, row: SealedRow, **values: object) -> None:
    """Seal values into a row and number its revision; the values not named are sealed again with it.

    All columns of a row thus share one revision: none can be exchanged for what it was before.
    """
    columns = _sealed_columns(row)
    if strange := values.keys() - columns.keys():
        message = f"not sealed columns: {', '.join(sorted(strange))}"
        raise TypeError(message)
    kept = {name: _read(ring, row, name) for name in columns.keys() - values.keys()}
    now = (row.revision or 0) + 1
    shut = {name: _shut(ring, _place(row, name, now), columns[name], value) for name, value in {**kept, **values}.items()}
    row.revision = now
    for name, envelope in shut.items():
        setattr(row, name, envelope)


def bind(session: Session, ring: Ring) -> None:
    """Put the ring of this request in the hands of its session."""
    session.info["ring"] = ring


def ring_of(session: Session) -> Ring:
    """Return the ring of this session, or raise Locked when nobody signed in through it."""
    ring = session.info.get("ring")
    if not isinstance(ring, Ring):
        raise Locked
    return ring


def _read(ring: Ring, row: SealedRow, name: str) -> Any:  # noqa: ANN401 (the column says which type)
    envelope = getattr(row, name)
    if envelope is None:
        return None
    kind = _sealed_columns(row)[name]
    place = _place(row, name, row.revision)
    body = unseal(ring.secret(row.key_id), envelope.blob, place.told(kind))
    return read_value(kind, unpadded(body))


def _shut(ring: Ring, place: Place, kind: str, value: object) -> Sealed[Any] | None:
    if value is None:
        return None
    return Sealed(seal(ring.secret(place.key_id), padded(written(kind, value)), place.told(kind)))


def _sealed_columns(row: SealedRow) -> dict[str, str]:
    columns = inspect(row).mapper.column_attrs
    return {one.key: one.columns[0].type.kind for one in columns if isinstance(one.columns[0].type, SealedColumn)}


def _place(row: SealedRow, name: str, revision: int) -> Place:
    mapper = inspect(row).mapper
    ids = [_part(one) for one in mapper.primary_key_from_instance(row)]
    table = mapper.local_table.name
    return Place(table, ids[0] if len(ids) == 1 else bound(*ids), mapper.attrs[name].columns[0].name, revision, row.key_id)


def _part(value: object) -> Part:
    """Return an id as part of a place; it is random and made by us, since the database numbers rows too late."""
    if isinstance(value, UUID):
        return value.bytes
    if isinstance(value, bytes | str | int):
        return value
    message = "a row has its id before anything is sealed in it"
    raise TypeError(message)
