"""Helpers of the attacks on the accounts: a team made once and lent to each test, its files, its rows, its other processes."""

import json
import re
import shutil
import sqlite3
from base64 import b64encode
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from companion import clock
from companion.accounts.queries.present import Held, Present, holder_of
from companion.app import create_app
from companion.config import open_instance
from companion.procedures.queries import SHELVES
from companion.vault.primitives import Derivations
from companion.web.cookies import cookie_name
from companion.web.store import looking
from tests.accounts.house import FIRST_NAME, Somebody, found, post, welcome
from tests.conftest import SATURDAY, InspectedClient

PIN = "274951"
NAMES = (FIRST_NAME, "Basilienne", "Clothilde")
"""The first names typed: of the first member, of the second, of the reception."""
WRONG_PIN = "583016"


@dataclass
class Team:
    """Two members with six figures each, somebody at the reception, and somebody technical; all have a session."""

    app: Flask
    first: Somebody
    second: Somebody
    reception: Somebody
    technician: Somebody

    @property
    def everybody(self) -> tuple[Somebody, ...]:
        return self.first, self.second, self.reception, self.technician

    @property
    def folder(self) -> Path:
        found: Path = self.app.config["INSTANCE"].folder
        return found


def make_team(folder: Path) -> Team:
    """Make a team through the pages, at the hour of all tests."""
    with pytest.MonkeyPatch.context() as held:
        held.setattr(clock, "now", lambda: SATURDAY)
        app = create_app(open_instance(folder), SHELVES)
        app.extensions["derivations"] = Remembering()
        first = found(app.test_client())
        second, reception = welcome(first, "membre", NAMES[1]), welcome(first, "accueil", NAMES[2])
        technician = welcome(first, "technique")
        for member in (first, second):
            assert post(member.client, "/moi/chiffres", shown_at="/moi", chiffres=PIN).status_code == 303
        app.test_client_class = InspectedClient
        return Team(app, first, second, reception, technician)


def lend(made: Team, folder: Path, held: pytest.MonkeyPatch) -> Team:
    """Lend a copy of the team in a folder of its own: same people, same papers, same sessions."""
    cookies = [kept_cookie(one.client) for one in made.everybody]
    close(made.app)
    shutil.copytree(made.folder, folder)
    held.setitem(made.app.config, "INSTANCE", open_instance(folder))
    held.setattr(made.app, "extensions", {**made.app.extensions})
    close(made.app)
    people = [replace(one, client=browser(made.app, cookie)) for one, cookie in zip(made.everybody, cookies, strict=True)]
    return Team(made.app, *people)


def close(app: Flask) -> None:
    """Let go of the database: what its WAL held goes into its file."""
    if opened := app.extensions.pop("database", None):
        opened.engine.dispose()


def name_of_cookie(app: Flask) -> str:
    with app.app_context():
        return cookie_name()


def kept_cookie(client: FlaskClient) -> str:
    """Return what a browser holds of its session."""
    held = client.get_cookie(name_of_cookie(client.application))
    return held.value if held else ""


def browser(app: Flask, cookie: str = "", source: str = "127.0.0.1") -> FlaskClient:
    """Return a browser, with the cookie of another one if it was stolen, perhaps from elsewhere."""
    made = app.test_client()
    made.environ_base["REMOTE_ADDR"] = source
    if cookie:
        made.set_cookie(name_of_cookie(app), cookie, secure=True)
    return made


def process(app: Flask, *, restarted: bool = False) -> Flask:
    """Return another process of the same server, or the server after a new start: it has another boot key."""
    made = create_app(open_instance(app.config["INSTANCE"].folder), SHELVES)
    made.test_client_class = InspectedClient
    if not restarted:
        made.extensions["boot_key"] = app.extensions["boot_key"]
    return made


def rows(app: Flask, asked: str, *values: object) -> list[sqlite3.Row]:
    """Read, or write, in the database as an administrator does, with no program of ours."""
    with closing(sqlite3.connect(app.config["INSTANCE"].folder / "companion.sqlite")) as opened, opened:
        opened.row_factory = sqlite3.Row
        return opened.execute(asked, values).fetchall()


def member_row(app: Flask, who: Somebody) -> sqlite3.Row:
    (found,) = rows(app, "SELECT * FROM member WHERE sign_in_name = ?", who.name)
    return found


def held_by(who: Somebody) -> Held:
    """Return the two halves of a session that no file holds."""
    return Held(bytes.fromhex(kept_cookie(who.client)), who.client.application.extensions["boot_key"])


def present_as(who: Somebody) -> Present | None:
    """Return what a session remembers of itself, opened with both halves."""
    with who.client.application.app_context(), looking() as session:
        return holder_of(session, held_by(who), int(clock.now().timestamp()))


def after(**while_: float):
    """Return the moment that comes so long after the team was made."""
    return SATURDAY + timedelta(**while_)


def plain(answer: TestResponse) -> str:
    """Return the text of a page with plain spaces, and without its token."""
    text = re.sub(r'value="[0-9a-f]{64}"', "", answer.text)
    return re.sub(r"\s+", " ", text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " "))


class Remembering(Derivations):
    """Pays once for each passphrase and its salt: a team that is copied for each test signs in many times with the same ones."""

    def __init__(self) -> None:
        super().__init__(1)
        self.known: dict[tuple[object, ...], bytes] = {}

    def derive(self, *asked: object) -> bytes:
        if asked not in self.known:
            self.known[asked] = super().derive(*asked)
        return self.known[asked]


class Counting(Derivations):
    """Counts the derivations, and does not pay for them: what is tried here opens nothing."""

    def __init__(self) -> None:
        super().__init__(1)
        self.count = 0

    def derive(self, *_asked: object) -> bytes:
        self.count += 1
        return bytes(32)


def spellings(secret: str | bytes) -> dict[bytes, str]:
    """Return the ways in which something may stand in a file: as text, in hexadecimal, in base 64 wherever it begins."""
    raws = {"bytes": secret} if isinstance(secret, bytes) else {code: secret.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")}
    if isinstance(secret, str):
        raws["json"] = json.dumps(secret)[1:-1].encode()
    found = {raw: code for code, raw in raws.items()}
    for code, raw in raws.items():
        found |= {raw.hex().encode(): f"{code}, hex", raw.hex().upper().encode(): f"{code}, HEX"}
        for offset in range(3):
            whole = b64encode(bytes(offset) + raw)
            sure = whole[(0, 2, 3)[offset] : len(whole) // 4 * 4 - (4 if (offset + len(raw)) % 3 else 0)]
            found |= {sure: f"{code}, base 64", sure.replace(b"+", b"-").replace(b"/", b"_"): f"{code}, base 64 of addresses"}
    return found


def leaks(secrets: Iterable[str | bytes], content: bytes) -> set[tuple[str | bytes, str]]:
    """Return which secrets stand in these bytes, and how they are written there."""
    return {(secret, how) for secret in secrets for spelt, how in spellings(secret).items() if spelt in content}
