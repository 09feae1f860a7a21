"""A journal with something in it, and the gestures of those who write, sign and change it."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Engine, text

from companion.db import reading, writing
from companion.journal.actions import append, checkpoint
from companion.journal.queries import verify
from companion.journal.rules.checking import Verified
from companion.journal.rules.entries import Kind, Noted
from companion.journal.rules.notes import Checkpoint
from companion.signature.keys import public_of
from tests.conftest import SATURDAY

PRIVATE = bytes(range(32))
PUBLIC = public_of(PRIVATE)
ORIGIN = "compagnon.example/journal"
FIRST = SATURDAY.date()
KINDS = list(Kind)


def day(number: int) -> date:
    """Return the day of an entry: ten a day."""
    return FIRST + timedelta(days=number // 10)


def detail(number: int) -> dict[str, object]:
    """Return what an entry commits to."""
    return {"geste": f"étape {number}", "minute": number, "qui": "une personne"}


def kind(number: int) -> Kind:
    """Return the class of an entry."""
    return KINDS[number % len(KINDS)]


def note(engine: Engine, start: int, end: int) -> list[Noted]:
    """Note entries, from a number to the one before the last."""
    with writing(engine) as session:
        noted = [append(session, kind(one), detail(one), day(one)) for one in range(start, end)]
        session.commit()
    return noted


def sign(engine: Engine, today: date) -> Checkpoint | None:
    """Sign the journal as it stands."""
    with writing(engine) as session:
        made = checkpoint(session, PRIVATE, PUBLIC, ORIGIN, today)
        session.commit()
    return made


def filled(engine: Engine) -> list[Checkpoint]:
    """Note forty-five entries, signed three times; the last five are covered by no checkpoint."""
    made = []
    for start, end in ((0, 11), (11, 24), (24, 40)):
        note(engine, start, end)
        made.append(sign(engine, day(end)))
    note(engine, 40, 45)
    return [one for one in made if one]


def checked(engine: Engine, point: Checkpoint | None = None, public: bytes | None = PUBLIC) -> Verified:
    """Compute the journal again."""
    with reading(engine) as session:
        return verify(session, public, point)


def change(engine: Engine, *statements: str, **values: Any) -> None:
    """Change the tables behind the back of everybody."""
    with writing(engine) as session:
        for statement in statements:
            session.execute(text(statement), {name: value for name, value in values.items() if f":{name}" in statement})
        session.commit()
