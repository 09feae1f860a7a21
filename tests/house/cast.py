"""Everybody who may come to a door of the house, each with their browser: made once, and put back as it was after each change."""

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, update
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from companion import clock
from companion.accounts.actions import founding, people, poste, sessions
from companion.accounts.actions.circle import hand_of
from companion.accounts.actions.poste import Asked
from companion.accounts.model import Member, SignIn
from companion.accounts.queries import house
from companion.accounts.queries.present import OWN, Held, holder_of
from companion.accounts.rules.hours import OVER_AFTER, Hours
from companion.accounts.rules.numbers import APPLICATION, Own, new_factor
from companion.accounts.rules.states import ARRIVAL, PHRASE, POSTE_SIGNS, State
from companion.badges import Role, Stage, Veil
from companion.vault.keys.members import Member as Keys
from companion.vault.keys.members import seal_own, session_id
from companion.vault.keys.papers import spoken_key
from companion.vault.primitives import Derivations
from companion.web.cookies import cookie_name, new_cookie
from companion.web.store import changing, looking
from companion.web.tokens import form_token

PERSONAS = (
    "stranger", "feuillet", "person", "half", "arriving", "waiting",
    "accueil", "membre", "technique", "poste", "veiled", "departed", "expired",
)  # fmt: skip
"""The order of the columns."""
ASKS = {"feuillet": "cle=7K2M-9QRS-4TWX", "person": "jeton=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
"""What an address would hold: the key of a sheet, which a worker types at the desk, and the token of a person's view, still to come."""
FIRST_NAME = "Amandine"
"""Of the first member, sealed to the circle."""
READ_BY_MEMBERS = frozenset({"membre"})
"""Who may read it on a page."""
PIN = "274951"
PHRASE_OF_ARRIVING = "abeille abeille abeille abeille abeille"
POSTE_NUMBER, ASKED_NUMBER = "7K2M9QRS", "4TWX7K2M"


@dataclass
class Cast:
    """The people of one house: whom the addresses name, and the half of a session that each browser holds."""

    app: Flask
    cookies: dict[str, bytes] = field(default_factory=dict)
    ids: dict[str, bytes] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    keys: dict[str, Keys] = field(default_factory=dict)
    visits: dict[str, bytes] = field(default_factory=dict)
    """The ids of open visits, by whose they are."""
    thread: bytes = b""
    """The thread that the team keeps."""
    reading_key: str = ""
    """Of its sheet."""
    kept: sqlite3.Connection = field(default_factory=lambda: sqlite3.connect(":memory:", check_same_thread=False))

    @property
    def style(self) -> str:
        """Return the address of a file that every page names."""
        return str(self.app.jinja_env.globals["asset"]("style.css"))

    @property
    def browser(self) -> FlaskClient:
        """Return a browser that keeps nothing of an answer."""
        return FlaskClient(self.app, self.app.response_class, use_cookies=False)

    def headers(self, persona: str) -> dict[str, str]:
        """Return what the browser of a persona sends with each demand."""
        with self.app.test_request_context():
            name = cookie_name()
        held = self.cookies.get(persona)
        plain = f"feuillet=7K2M-9QRS-4TWX; personne={ASKS['person'][6:]}; session=eyJfZnJlc2giOmZhbHNlfQ" if persona in ASKS else ""
        return {"Cookie": "; ".join(part for part in (f"{name}={held.hex()}" if held else "", plain) if part)}

    def token(self, persona: str) -> str:
        """Return the hidden token of the forms that this persona is shown."""
        with self.app.test_request_context(headers=self.headers(persona)):
            return form_token()

    def call(self, persona: str, verb: str, address: str, said: Mapping[str, str] | None = None) -> TestResponse:
        """Ask for an address as a persona does."""
        data = MultiDict(said or {}) if verb == "POST" else None
        if data is not None:
            data.setdefault("jeton", self.token(persona))
        asked = f"{address}?{ASKS[persona]}" if persona in ASKS else address
        return self.browser.open(asked, method=verb, data=data, headers=self.headers(persona))

    def open(self, persona: str, keys: Keys, hours: Hours) -> Held:
        """Open a session for a persona."""
        held = Held(new_cookie(), self.app.extensions["boot_key"])
        with changing() as session:
            sessions.open_session(session, keys, held, hours, clock.today())
            session.commit()
        self.cookies[persona] = held.cookie
        self.ids[persona], self.keys[persona] = keys.id, keys
        return held

    def remember(self) -> None:
        """Remember the house as it is."""
        with _raw(self.app) as raw:
            raw.backup(self.kept)

    def put_back(self) -> None:
        """Put the house back as it was remembered: the database, and the files that the Atelier writes."""
        with _raw(self.app) as raw:
            self.kept.backup(raw)
        for folder in (self.app.config["INSTANCE"].drafts, self.app.config["INSTANCE"].procedures):
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _raw(app: Flask) -> Iterator[sqlite3.Connection]:
    connection = app.extensions["database"].engine.raw_connection()
    try:
        yield connection.driver_connection
    finally:
        connection.close()


def now() -> int:
    """Return the second of the house."""
    return int(clock.now().timestamp())


def gather(app: Flask) -> Cast:
    """Bring everybody in, through what the pages themselves do, but without the minutes that Argon2id and paper take."""
    cast = Cast(app)
    with app.app_context():
        with changing() as session:
            first = founding.found(session, clock.today(), FIRST_NAME).first
            session.get_one(Member, first.id).state = State.ACTIVE
            session.commit()
        _newcomers(cast, first)
        _inside(cast, first)
        _machines(cast, first)
    cast.cookies |= {"feuillet": new_cookie(), "person": new_cookie()}
    cast.remember()
    return cast


def _account(role: Role, state: State) -> Keys:
    with changing() as session:
        keys = people.new_account(session, role, 5, clock.today())
        session.get_one(Member, keys.id).state = state
        session.commit()
    return keys


def _newcomers(cast: Cast, first: Keys) -> None:
    """Those on their way in: half, arriving, waiting to be met."""
    moment, half = now(), _account(Role.TECHNIQUE, State.ACTIVE, new_factor(APPLICATION))
    cast.open("half", half, Hours(Stage.HALF, moment, moment))
    arriving = Hours(Stage.SIGNED, moment, moment, todo=ARRIVAL, pending={PHRASE: PHRASE_OF_ARRIVING})
    cast.open("arriving", _account(Role.MEMBRE, State.ARRIVING), arriving)
    waiting = _account(Role.MEMBRE, State.WAITING)
    cast.open("waiting", waiting, Hours(Stage.SIGNED, moment, moment))
    newcomer = _account(Role.MEMBRE, State.WAITING)
    cast.ids["newcomer"] = newcomer.id
    cast.words |= {"membre": first.keys.public.spoken, "newcomer": newcomer.keys.public.spoken}
    with changing() as session:
        people.meet(session, hand_of(session, first, clock.today()), house.member(session, waiting.id), waiting.keys.public.spoken, "")
        session.commit()


def _inside(cast: Cast, first: Keys) -> None:
    """Those of the house, with and without a veil, and two whose session is worth nothing any more."""
    signed = Hours(Stage.SIGNED, now(), now())
    for persona, role, first_name in (("accueil", Role.ACCUEIL, ""), ("veiled", Role.MEMBRE, "Basile"), ("departed", Role.MEMBRE, "Zoé")):
        keys = _account(role, State.WAITING, Own(pin=PIN))
        _meet(first, keys, first_name)
        cast.open(persona, keys, replace(signed, veil=Veil.PIN if persona == "veiled" else Veil.NONE))
    cast.open("technique", _account(Role.TECHNIQUE, State.ACTIVE), signed)
    cast.open("expired", first, Hours(Stage.SIGNED, now() - OVER_AFTER, now()))
    cast.open("membre", first, signed)
    with changing() as session:
        session.execute(update(SignIn).where(SignIn.id == session_id(cast.cookies["veiled"])).values(keys=None))
        row = session.get_one(SignIn, session_id(cast.cookies["departed"]))
        kept = {column.name: getattr(row, column.name) for column in SignIn.__table__.columns}
        people.leave(session, hand_of(session, first, clock.today()), house.member(session, cast.ids["departed"]))
        session.flush()
        session.execute(insert(SignIn).values(**kept))  # As an old backup would bring it back: it must open nothing even so.
        session.commit()


def _machines(cast: Cast, first: Keys) -> None:
    """One machine that works, and one that asks to be opened."""
    for persona, number in (("poste", POSTE_NUMBER), ("asking", ASKED_NUMBER)):
        held = Held(new_cookie(), cast.app.extensions["boot_key"])
        key = spoken_key(number, POSTE_SIGNS, "poste", _salt(), Derivations(1))
        with changing() as session:
            poste.ask(session, held, key, Asked(number, PIN, now(), clock.today()))
            session.commit()
        cast.cookies[persona] = held.cookie
        if persona == "poste":
            with changing() as session:
                poste.open_for_the_day(session, hand_of(session, first, clock.today()), key, now() + 3600)
                me = holder_of(session, held, now())
                poste.begin_work(session, me, key, clock.today())
                cast.ids["poste"] = me.who.id
                session.commit()


def _salt() -> bytes:
    with looking() as session:
        return house.association(session).salt


def _account(role: Role, state: State, own: Own | None = None) -> Keys:
    with changing() as session:
        keys = people.new_account(session, role, 5, clock.today())
        row = session.get_one(Member, keys.id)
        row.state = state
        if own:
            row.own_revision, row.own = 1, seal_own(keys, OWN, 1, own.written())
        session.commit()
    return keys


def _meet(first: Keys, newcomer: Keys, first_name: str) -> None:
    with changing() as session:
        hand = hand_of(session, first, clock.today())
        people.meet(session, hand, house.member(session, newcomer.id), newcomer.keys.public.spoken, first_name)
        session.flush()
        people.recognise(session, hand_of(session, newcomer, clock.today()), house.member(session, first.id), first.keys.public.spoken)
        session.commit()
