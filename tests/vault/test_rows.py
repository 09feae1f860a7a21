"""What a table with sealed columns promises, against whoever writes in the database without a key."""

import pickle
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.orm.exc import StaleDataError

from companion.db import open_database
from companion.vault.keys.rings import Ring
from companion.vault.keys.threads import new_data_key
from companion.vault.model import (
    Sealed,
    SealedBytes,
    SealedDay,
    SealedJson,
    SealedNumber,
    SealedRow,
    SealedText,
    bind,
    read,
    ring_of,
    write,
)
from companion.vault.rules.faults import Altered, Locked

CANARY = "Fatima Canari"


class Scratch(DeclarativeBase):
    """Tables of these tests alone."""


class Card(SealedRow, Scratch):
    __tablename__ = "card"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    label: Mapped[SealedText]
    note: Mapped[SealedText | None]
    born: Mapped[SealedDay | None] = mapped_column("born_on")
    visits: Mapped[SealedNumber | None]
    photo: Mapped[SealedBytes | None]
    facts: Mapped[SealedJson | None]


class Leaf(SealedRow, Scratch):
    __tablename__ = "leaf"

    thread: Mapped[bytes] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[SealedText]


KEY = new_data_key()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path / 'cards.sqlite'}")
    Scratch.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine, expire_on_commit=False) as session:
        bind(session, Ring([KEY]))
        yield session


def a_card(session: Session, **values: object) -> Card:
    card = Card(id=uuid4(), key_id=KEY.id)
    write(ring_of(session), card, **{"label": CANARY, **values})
    session.add(card)
    session.commit()
    return card


def set_column(session: Session, card: Card, column: str, blob: bytes) -> None:
    session.execute(text(f"UPDATE card SET {column} = :blob WHERE id = :id"), {"blob": blob, "id": card.id.hex})  # noqa: S608
    session.commit()
    session.expire_all()


def test_every_kind_of_value_comes_back_from_the_database(session):
    card = a_card(session, note="deux", born=date(1990, 5, 1), visits=3, photo=b"\0\1", facts={"langue": ["ar", None]})
    ring = ring_of(session)
    session.expire_all()

    assert read(ring, card, Card.label) == CANARY
    assert read(ring, card, Card.note) == "deux"
    assert read(ring, card, Card.born) == date(1990, 5, 1)
    assert read(ring, card, Card.visits) == 3
    assert read(ring, card, Card.photo) == b"\0\1"
    assert read(ring, card, Card.facts) == {"langue": ["ar", None]}


def test_an_absent_value_stays_absent(session):
    assert read(ring_of(session), a_card(session), Card.note) is None


def test_nothing_of_a_value_is_in_the_files(session, tmp_path):
    a_card(session, facts={"nom": CANARY})
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    assert b"card" in left
    for shape in (CANARY.encode(), CANARY.encode("utf-16-le"), CANARY.encode().hex().encode()):
        assert shape not in left


def test_without_the_key_a_value_is_locked(session):
    card = a_card(session)
    for ring in (Ring(), Ring([new_data_key()])):
        with pytest.raises(Locked):
            read(ring, card, Card.label)
        with pytest.raises(Locked):
            write(ring, card, label="autre")

    assert card.revision == 1
    assert read(ring_of(session), card, Card.label) == CANARY


def test_a_session_where_nobody_signed_in_is_locked(engine):
    with Session(engine) as session, pytest.raises(Locked):
        ring_of(session)


def test_a_ring_forgets_counts_and_is_never_written(session):
    ring = ring_of(session)

    assert repr(ring) == "Ring(1 keys)"
    with pytest.raises(TypeError):
        pickle.dumps(ring)
    ring.forget()
    assert len(ring) == 0
    ring.hold(KEY)
    assert ring.secret(KEY.id) == KEY.secret


def test_a_value_of_another_row_put_in_its_place_is_refused(session):
    card, other = a_card(session), a_card(session, label="Karim")
    set_column(session, card, "label", other.label.blob)

    with pytest.raises(Altered):
        read(ring_of(session), card, Card.label)


def test_two_columns_exchanged_are_refused(session):
    card = a_card(session, note="la note")
    label, note = card.label.blob, card.note.blob
    set_column(session, card, "label", note)
    set_column(session, card, "note", label)

    for column in (Card.label, Card.note):
        with pytest.raises(Altered):
            read(ring_of(session), card, column)


def test_an_older_revision_put_back_is_refused_even_in_a_column_that_did_not_change(session):
    card = a_card(session, note="la note")
    label, note = card.label.blob, card.note.blob
    write(ring_of(session), card, label="nouveau")
    session.commit()

    assert read(ring_of(session), card, Card.note) == "la note"
    for column, blob, attribute in (("label", label, Card.label), ("note", note, Card.note)):
        set_column(session, card, column, blob)
        with pytest.raises(Altered):
            read(ring_of(session), card, attribute)


def test_the_row_of_another_thread_does_not_open_under_this_key(session):
    card, theirs = a_card(session), new_data_key()
    card.key_id = theirs.id
    with pytest.raises(Altered):
        read(Ring([KEY, theirs]), card, Card.label)


def test_a_row_known_by_two_ids_is_tied_to_both(session):
    leaf = Leaf(thread=b"fil", number=1, key_id=KEY.id)
    write(ring_of(session), leaf, label="un")
    leaf.number = 2

    with pytest.raises(Altered):
        read(ring_of(session), leaf, Leaf.label)


def test_of_two_people_who_write_one_row_the_second_is_told(engine, session):
    card = a_card(session)
    with Session(engine) as elsewhere:
        bind(elsewhere, Ring([KEY]))
        theirs = elsewhere.get_one(Card, card.id)
        write(ring_of(elsewhere), theirs, note="d’abord")
        elsewhere.commit()
    write(ring_of(session), card, note="ensuite")

    with pytest.raises(StaleDataError):
        session.commit()
    session.rollback()
    session.refresh(card)
    assert read(ring_of(session), card, Card.note) == "d’abord"


def test_what_was_not_sealed_never_reaches_the_database(session):
    card = Card(id=uuid4(), key_id=KEY.id, revision=1)
    card.label = CANARY
    session.add(card)

    with pytest.raises(StatementError, match="sealed before"):
        session.flush()


def test_a_page_that_forgot_to_open_a_value_fails_instead_of_showing_it(session):
    card = a_card(session)

    for show in (str, "{}".format, lambda value: f"{value}", "%s".__mod__):
        with pytest.raises(Locked):
            show(card.label)
    assert repr(card.label) == "Sealed(93 bytes)"
    assert card.label == Sealed(card.label.blob) != Sealed(b"")
    assert len({card.label, Sealed(card.label.blob)}) == 1


@pytest.mark.parametrize("values", [{"inconnue": "x"}, {"revision": 9}, {"visits": "3"}, {"born": "2026-01-01"}])
def test_a_value_that_the_column_does_not_hold_is_not_written(session, values):
    card = a_card(session)
    with pytest.raises(TypeError):
        write(ring_of(session), card, **values)

    assert card.revision == 1


def test_a_row_without_id_cannot_be_sealed():
    card = Card(key_id=KEY.id)
    with pytest.raises(TypeError, match="has its id"):
        write(Ring([KEY]), card, label=CANARY)
