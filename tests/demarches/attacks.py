"""Helpers of the attacks on visits: people seated at their desks, their gestures through the pages, and what their keys open."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Barrier

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import inspect, literal_column, select, table, update
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from companion import clock
from companion.accounts.actions import sessions
from companion.accounts.model import Association, Member
from companion.accounts.queries.circle import circle_key
from companion.accounts.queries.present import Held, Present, holder_of
from companion.accounts.rules.hours import Hours
from companion.badges import Stage
from companion.demarches.queries.threads import Found, by_circle
from companion.demarches.queries.visits import OpenVisit, open_visit
from companion.demarches.rules.gestures import Said, shown_in_words
from companion.vault.keys.members import Member as Keys
from companion.web.cookies import new_cookie
from companion.web.store import changing, looking
from companion.web.tokens import form_token
from tests.accounts.attacks import Remembering, kept_cookie, name_of_cookie
from tests.accounts.house import seated

SHORT_GUIDE = "demande-ponctuelle"
"""The request without guide: four steps, so its page is small."""
STEPS = {"comprendre": ("avec",), "reunir": ("avec", "personne"), "demander": ("avec", "personne"), "suivre": ("avec", "personne")}
"""Its steps, and how each may be done."""
ANSWERS = ("besoin", ("oui", "non"))
"""The question that « be-boite-mail » asks first."""
PICTURES = ("chat", "tasse")


@dataclass(frozen=True, repr=False)
class Desk:
    """Somebody seated before a browser."""

    client: FlaskClient

    @property
    def app(self) -> Flask:
        """Return the server that this browser asks."""
        return self.client.application

    def send(self, address: str, **said: object) -> TestResponse:
        """Send a form with the token of this session; a list is a field said several times."""
        fields = MultiDict({name: value for name, value in said.items() if value is not None})
        return self.client.post(address, data={**fields.to_dict(flat=False), "jeton": self.token()})

    def token(self) -> str:
        """Return the hidden token of the forms that this browser is shown."""
        held = f"{name_of_cookie(self.app)}={kept_cookie(self.client)}"
        with self.app.test_request_context(headers={"Cookie": held}):
            return form_token()

    def present(self) -> Present:
        """Return what the session remembers of who sits here."""
        held = Held(bytes.fromhex(kept_cookie(self.client)), self.app.extensions["boot_key"])
        with self.app.app_context(), looking() as session:
            found = holder_of(session, held, seconds())
        assert found, "the session is over"
        return found

    def keys(self) -> Keys:
        """Return the keys of who sits here."""
        return self.present().member

    def begin(self, guide: str = SHORT_GUIDE, **said: object) -> str:
        """Open a visit; return its address."""
        answer = self.send("/visites", guide=guide, **said)
        assert answer.status_code == 303, answer.text
        return answer.location

    def place(self, visit: str) -> str:
        """Return the address of the first démarche of a visit."""
        return f"{visit}/{self.opened(visit).contents.demarches[0].id}"

    def tick(self, visit: str, step: str = "reunir", mode: str = "personne") -> None:
        """Note one step as done."""
        answer = self.send(self.place(visit), vu="[]", **{f"fait-{step}": mode})
        assert answer.status_code == 303, answer.text

    def opened(self, visit: str, keys: Keys | None = None) -> OpenVisit:
        """Open a visit with keys in hand, by default those of who sits here."""
        with self.app.app_context(), looking() as session:
            return open_visit(session, keys or self.keys(), bytes.fromhex(visit.rpartition("/")[2]), seconds())

    def part(self, visit: str, **said: object) -> str:
        """Decide what there is to decide before parting; return the key of the sheet, if there is one."""
        answer = self.send(f"{visit}/fermer", **parting(**said))
        assert answer.status_code == 303, answer.text
        return self.opened(visit).own.reading_key

    def close(self, visit: str, **said: object) -> str:
        """Close a visit, to its end; return the key of the sheet, if there is one."""
        key = self.part(visit, **said)
        assert self.send(f"{visit}/fin").status_code == 303
        return key

    def unfold(self, key: str, **said: object) -> TestResponse:
        """Type the key of a sheet."""
        return self.send("/reprendre", cle1=key, **said)

    def thread_of(self, visit: str) -> bytes:
        """Return the id of the thread of a visit."""
        return self.opened(visit).thread.id

    def kept(self, thread: bytes) -> Found:
        """Open a thread that the team keeps, with the key of the circle that who sits here holds."""
        keys = self.keys()
        with self.app.app_context(), looking() as session:
            return by_circle(session, circle_key(session, keys), thread, clock.today())

    def resume(self, thread: bytes, **said: object) -> str:
        """Go on with a thread of the follow-up; return the address of the visit."""
        answer = self.send("/suivi/reprendre", fil=thread.hex(), **said)
        assert answer.status_code == 303, answer.text
        return answer.location


def parting(**said: object) -> dict[str, object]:
    """Return what is decided before parting: nothing is left, unless something else is said."""
    pictures = {"image": list(PICTURES)} if said.get("equipe") == "oui" else {}
    return {"feuille": "sans", "equipe": "non", "niveau": "discret", **pictures, **said}


def vu(ticks: dict[str, str] | None = None, answers: dict[str, str] | None = None) -> str:
    """Return what a page carries of what it showed."""
    return shown_in_words(Said(answers or {}, ticks or {}))


def seconds() -> int:
    """Return the second."""
    return int(clock.now().timestamp())


def begin_house(app: Flask) -> Desk:
    """Open an association that is ready for its first visit, and return its first member."""
    app.extensions["derivations"] = Remembering()
    first = Desk(seated(app))
    with changed(app) as session:
        session.get_one(Association, 1).ready_on = clock.today()
    _have_papers(app)
    return first


def sit(app: Flask, role: str = "membre") -> Desk:
    """Seat somebody more."""
    newcomer = Desk(seated(app, role))
    _have_papers(app)
    return newcomer


def _have_papers(app: Flask) -> None:
    """Make the accounts look finished: one without a passphrase is an arrival that nobody finished, and goes the next day."""
    with changed(app) as session:
        session.execute(update(Member).where(Member.phrase.is_(None)).values(phrase=bytes(1)))


def sit_again(app: Flask, keys: Keys, **hours: object) -> Desk:
    """Open a session more for somebody: another browser, or another day."""
    held, browser = Held(new_cookie(), app.extensions["boot_key"]), app.test_client()
    with changed(app) as session:
        sessions.open_session(session, keys, held, replace(Hours(Stage.SIGNED, seconds(), seconds()), **hours), clock.today())
    browser.set_cookie(name_of_cookie(app), held.cookie.hex(), secure=True)
    return Desk(browser)


@contextmanager
def changed(app: Flask) -> Iterator[Session]:
    """Change the database as a page does."""
    with app.app_context(), changing() as session:
        yield session
        session.commit()


@contextmanager
def looked(app: Flask) -> Iterator[Session]:
    """Look in the database as a page does."""
    with app.app_context(), looking() as session:
        yield session


def files(app: Flask) -> bytes:
    """Return every byte that the instance keeps: database, WAL, shared memory, settings."""
    folder = app.config["INSTANCE"].folder
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def all_rows(app: Flask) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table, as an administrator sees them."""
    with looked(app) as session:
        names = inspect(session.connection()).get_table_names()
        asked = {name: select(literal_column("*")).select_from(table(name)) for name in names}
        return {name: [tuple(row) for row in session.connection().execute(one)] for name, one in asked.items()}


def count(app: Flask, name: str) -> int:
    """Return how many rows a table has."""
    return len(all_rows(app)[name])


def at_once(gestures: list) -> list:
    """Do all these at the same instant."""
    start = Barrier(len(gestures))

    def do(gesture: object) -> object:
        start.wait()
        return gesture()

    with ThreadPoolExecutor(len(gestures)) as hands:
        return list(hands.map(do, gestures))


def moment(text: str) -> datetime:
    """Return a moment in the zone of the house, with its fold when it is the second time that day."""
    day, _, fold = text.partition("/")
    return datetime.fromisoformat(day).replace(tzinfo=clock.ZONE, fold=int(fold or 0))
