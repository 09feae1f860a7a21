"""Who is of the house in the sites of the journeys: made through actions, before the site parts into processes."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyotp
from flask import Flask
from sqlalchemy.orm import Session

from companion import clock
from companion.accounts.actions import founding, people, poste, sessions
from companion.accounts.actions.circle import hand_of
from companion.accounts.actions.poste import Asked
from companion.accounts.model import Association
from companion.accounts.queries import house
from companion.accounts.queries.present import OWN, Held
from companion.accounts.rules import numbers
from companion.accounts.rules.hours import Hours
from companion.accounts.rules.states import ENVELOPE, FIRST_ARRIVAL, NUMBER, POSTER, SHEET, WORDS, State
from companion.badges import Role, Stage, Veil
from companion.db import Database, writing
from companion.vault.keys import members
from companion.vault.keys.members import Member
from companion.vault.keys.papers import PaperKey
from companion.vault.keys.phrases import new_passphrase
from companion.vault.primitives import KEY, SALT, Derivations, new_secret
from companion.vault.rules.sheets import new_sheet
from companion.web.cookies import cookie_name, new_cookie
from companion.web.tokens import spoken_code
from tests.journeys.cast_visits import open_visits

FILE = "cast.json"
FIRST_NAME, PIN = "Amandine", "194637"
COLLEAGUE, RECEPTION = "Basile", "Chadia"
NOBODY, MEMBER, TEAM, EVERYBODY = "nobody", "member", "team", "everybody"
"""How full a house is when it opens: nobody signs in yet; one member; three at work who know each other; somebody at every door."""


def open_house(app: Flask, full: str) -> None:
    """Fill the house, and write beside the instance what its people know: only the tests read it."""
    folder = app.config["INSTANCE"].folder.parent
    told: dict[str, Any] = told_by(folder) if (folder / FILE).exists() else {}
    told |= {"code": spoken_code("première ouverture", app), "sessions": {}}
    if full != NOBODY:
        with app.app_context():
            told |= {"cookie": cookie_name()}
        base = Database(app.config["INSTANCE"].database_url)
        with writing(base.engine) as session:
            cast = _Cast(session, app.extensions["boot_key"])
            member = cast.member()
            told |= {**member, "people": {FIRST_NAME: member, **(cast.team() if full == TEAM else {})}}
            told["sessions"] = cast.everybody() if full == EVERYBODY else cast.at_work
            told["visits"] = open_visits(app, session, cast.first) if full == EVERYBODY else {}
            session.commit()
        base.engine.dispose()
    (folder / FILE).write_text(json.dumps(told), encoding="utf-8")


def told_by(folder: Path) -> dict[str, Any]:
    """Return what the people of a site know."""
    found: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
    return found


@dataclass
class _Cast:
    """One house on its way to be full."""

    session: Session
    boot_key: bytes
    at_work: dict[str, str] = field(default_factory=dict)
    """The cookie of each of the team, when there is one."""

    def member(self) -> dict[str, Any]:
        """Begin the association; return what its first member knows by heart and has on paper."""
        founded = founding.found(self.session, clock.today(), FIRST_NAME)
        self.first, self.envelope = founded.first, founded.envelope
        return self._by_heart(self.first)

    def _by_heart(self, keys: Member) -> dict[str, Any]:
        """Give somebody their papers; return what they know by heart and have on paper."""
        row, own = house.member(self.session, keys.id), numbers.new_factor(numbers.CARD, PIN)
        phrase = new_passphrase(row.words)
        row.phrase, row.sheet = members.lock_with_passphrase(keys, phrase, Derivations(1)), members.lock_with_sheet(keys, new_sheet())
        row.own_revision, row.last_number, row.state = row.own_revision + 1, own.shift, State.ACTIVE
        row.own = members.seal_own(keys, OWN, row.own_revision, own.written())
        self.session.flush()
        return {"name": row.sign_in_name, "phrase": phrase, "card": own.secret}

    def team(self) -> dict[str, Any]:
        """Bring a second member and the reception, each met by the first; visits may be opened, and each has a seat."""
        self._ready()
        known = {FIRST_NAME: self.first, COLLEAGUE: self._newcomer(), RECEPTION: self._newcomer(role=Role.ACCUEIL)}
        people_of = {}
        for name, keys in list(known.items())[1:]:
            people_of[name] = self._by_heart(keys)
            self._meet(keys, name)
        self.at_work = {name: self._seat(keys) for name, keys in known.items()}
        return people_of

    def _ready(self) -> None:
        """Say that the sheet and the envelope were tried: visits may be opened."""
        self.session.get_one(Association, 1).ready_on = clock.today()

    def _meet(self, keys: Member, name: str) -> None:
        """Let somebody and the first member read each other's words."""
        row = house.member(self.session, keys.id)
        row.state = State.WAITING
        people.meet(self.session, hand_of(self.session, self.first, clock.today()), row, _words(keys), name)
        hand = hand_of(self.session, keys, clock.today())
        people.recognise(self.session, hand, house.member(self.session, self.first.id), _words(self.first))

    def everybody(self) -> dict[str, str]:
        """Bring somebody to every door; return the cookie of each."""
        met, unmet = self._newcomer(State.WAITING), self._newcomer(State.WAITING)
        people.meet(self.session, hand_of(self.session, self.first, clock.today()), house.member(self.session, met.id), _words(met), "")
        drawn = {factor: {NUMBER: numbers.new_factor(factor).written().decode()} for factor in (numbers.APPLICATION, numbers.CARD)}
        return {
            **self._of_the_house(),
            "half": self._seat(self.first, stage=Stage.HALF),
            "machine": self._machine(),
            "waiting": self._seat(unmet),
            "waiting-met": self._seat(met),
            "phrase": self._seat(self._newcomer(), todo=FIRST_ARRIVAL),
            "number": self._seat(self._newcomer(), todo=(NUMBER, SHEET)),
            "square": self._seat(self._newcomer(), todo=(NUMBER, SHEET), pending=drawn[numbers.APPLICATION]),
            "card": self._seat(self._newcomer(), todo=(NUMBER, SHEET), pending=drawn[numbers.CARD]),
            "sheet": self._seat(self._newcomer(), todo=(SHEET,)),
            "envelope": self._seat(self.first, todo=(ENVELOPE, POSTER), pending={ENVELOPE: self.envelope}),
            "poster": self._seat(self.first, todo=(POSTER,)),
        }

    def _machine(self) -> str:
        """Let a machine of the reception ask to be opened."""
        held, asked = Held(new_cookie(), self.boot_key), Asked("7K2M9QRS", PIN, int(clock.now().timestamp()), clock.today())
        poste.ask(self.session, held, PaperKey(new_secret(SALT), new_secret(KEY)), asked)
        return held.cookie.hex()

    def _of_the_house(self) -> dict[str, str]:
        return {
            "membre": self._seat(self.first),
            "alone": self._seat(self.first, alone=True),
            "inviting": self._seat(self.first, pending={"invitation": "7K2M-9QRS-4TWX"}),
            "accueil": self._seat(self._newcomer(State.ACTIVE, Role.ACCUEIL)),
            "technique": self._seat(self._newcomer(State.ACTIVE, Role.TECHNIQUE)),
            "veiled": self._seat(self.first, veil=Veil.PIN),
            "shut": self._seat(self.first, veil=Veil.SHUT),
            "gone": new_cookie().hex(),
        }

    def _newcomer(self, state: State = State.ARRIVING, role: Role = Role.MEMBRE) -> Member:
        keys = people.new_account(self.session, role, WORDS[role], clock.today())
        house.member(self.session, keys.id).state = state
        return keys

    def _seat(self, keys: Member, stage: Stage = Stage.SIGNED, **hours: Any) -> str:
        held, moment = Held(new_cookie(), self.boot_key), int(clock.now().timestamp())
        sessions.open_session(self.session, keys, held, Hours(stage, moment, moment, **hours), clock.today())
        return held.cookie.hex()


def _words(keys: Member) -> str:
    return keys.keys.public.spoken


def number_of_card(secret: str, rank: int) -> str:
    """Return the number at a rank of the card."""
    return pyotp.HOTP(secret).at(rank)
