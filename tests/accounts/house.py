"""The gestures of those who open an association, enter it, join it and leave it, through the pages."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from companion import clock
from companion.accounts.actions import founding, people, sessions
from companion.accounts.actions.circle import hand_of
from companion.accounts.queries import house
from companion.accounts.queries.present import Held
from companion.accounts.rules.hours import Hours
from companion.accounts.rules.states import WORDS, State, needs_meeting
from companion.badges import Role, Stage
from companion.vault.keys.members import Member as Keys
from companion.web.cookies import cookie_name, new_cookie
from companion.web.store import changing
from companion.web.tokens import spoken_code

FIRST_NAME = "Amandine"
_FIRST_KEYS: dict[Path, Keys] = {}
"""The keys of who began each association made by `seated`, by its folder: they meet those who come after."""


def token_in(page: str) -> str:
    """Return the token of the forms of a page."""
    return re.search(r'name="jeton" value="([0-9a-f]{64})"', page)[1]


def post(client: FlaskClient, address: str, /, shown_at: str = "", **said: str) -> TestResponse:
    """Send a form as it is shown on a page: by default, the page of the same address."""
    shown = client.get(shown_at or address).text
    return client.post(address, data={"jeton": token_in(shown), **said})


def signs_in(page: str) -> str:
    """Return the groups of signs that a page shows."""
    return "-".join(re.findall(r'<span class="sign">([0-9A-Z]{5})</span>', page))


def words_in(page: str) -> str:
    """Return the words of a passphrase that a page shows."""
    return " ".join(html.document_fromstring(page).xpath("//ol[@class='words']/li/text()"))


def spoken_in(page: str) -> str:
    """Return the four words that a page shows."""
    return re.search(r'class="spoken"><strong>([^<]*)<', page)[1].replace(" · ", " ")


@dataclass
class Somebody:
    """A worker, and what they took away on paper and in their telephone."""

    client: FlaskClient
    name: str = ""
    phrase: str = ""
    secret: str = ""
    sheet: str = ""
    envelope: str = ""
    notes: dict[str, str] = field(default_factory=dict)

    def number(self, ahead: int = 0) -> str:
        """Return what the application shows, now or so many half-minutes later."""
        return pyotp.TOTP(self.secret).at(int(clock.now().timestamp()) + 30 * ahead)

    def arrive(self) -> "Somebody":
        """Receive the papers one after the other, each copied right, until none is left."""
        for _ in range(8):
            answer = self.client.get("/arrivee")
            if not answer.location.startswith("/arrivee/"):
                return self
            step = answer.location.rpartition("/")[2]
            getattr(self, f"_{step}")(self.client.get(answer.location).text)
        message = "the arrival never ends"
        raise AssertionError(message)

    def _copy(self, step: str, **said: str) -> TestResponse:
        answer = post(self.client, f"/arrivee/{step}", **said)
        assert answer.status_code == 303, answer.text
        return answer

    def _phrase(self, page: str) -> None:
        self.phrase = words_in(page)
        self.name = re.search(r'class="own-name">([^<]*)<', page)[1]
        self._copy("phrase", phrase=self.phrase)

    def _numero(self, _page: str) -> None:
        self._copy("numero", facteur="application")
        shown = self.client.get("/arrivee/numero").text
        self.secret = re.search(r'<p class="sign">([A-Z2-7 ]+)</p>', shown)[1].replace(" ", "")
        self._copy("numero", numero=self.number(-1))

    def _feuille(self, page: str) -> None:
        self.sheet = signs_in(page)
        self._copy("feuille", feuille=self.sheet)

    def _enveloppe(self, page: str) -> None:
        self.envelope = signs_in(page)
        self._copy("enveloppe", enveloppe=self.envelope)

    def _affiche(self, _page: str) -> None:
        self._copy("affiche")

    def enter(self, ahead: int = 0, client: FlaskClient | None = None) -> TestResponse:
        """Sign in, by default with the number of now."""
        browser = client or self.client
        answer = post(browser, "/connexion", nom=self.name, phrase=self.phrase, entrer="1")
        if answer.location != "/connexion/numero":
            return answer
        return post(browser, "/connexion/numero", numero=self.number(ahead))

    def quit(self) -> TestResponse:
        """Leave the desk."""
        return post(self.client, "/quitter", shown_at="/")


def found(client: FlaskClient, **said: str) -> Somebody:
    """Open the association: the first member, with all papers."""
    code = spoken_code("première ouverture", client.application)
    answer = post(client, "/premiere-ouverture", **{"code": code, "nom": "Permanence d’essai", "prenom": FIRST_NAME, "pays": "be", **said})
    assert answer.status_code == 303, answer.text
    return Somebody(client).arrive()


def invite(by: Somebody, role: str = "membre") -> str:
    """Return the number of an invitation."""
    answer = post(by.client, "/equipe/invitation", shown_at="/equipe", role=role)
    assert answer.status_code == 303, answer.text
    number = re.search(r'class="sign big">([^<]*)<', by.client.get("/equipe").text)[1]
    post(by.client, "/equipe/invitation/ranger", shown_at="/equipe")
    return number


def join(by: Somebody, role: str = "membre") -> Somebody:
    """Bring somebody in, up to the moment when a member must meet them."""
    browser = by.client.application.test_client()
    answer = post(browser, "/rejoindre", invitation=invite(by, role))
    assert answer.status_code == 303, answer.text
    return Somebody(browser).arrive()


def id_of(by: Somebody, name: str) -> str:
    """Return the id that stands in the addresses about somebody."""
    page = html.document_fromstring(by.client.get("/equipe").text)
    (card,) = [one for one in page.xpath("//ul[@class='people']/li") if name in one.text_content()]
    return re.search(r"/equipe/([0-9a-f]{32})/depart", html.tostring(card).decode())[1]


def meet(by: Somebody, newcomer: Somebody, first_name: str = "") -> None:
    """Compare words both ways, as two people side by side do."""
    words = f"/equipe/{id_of(by, newcomer.name)}/mots"
    answer = post(by.client, words, mots=spoken_in(newcomer.client.get("/attente").text), prenom=first_name)
    assert answer.status_code == 303, answer.text
    answer = post(newcomer.client, "/attente", mots=spoken_in(by.client.get("/moi").text))
    assert answer.status_code == 303, answer.text


def welcome(by: Somebody, role: str = "membre", first_name: str = "") -> Somebody:
    """Bring somebody in, all the way."""
    newcomer = join(by, role)
    if role != "technique":
        meet(by, newcomer, first_name)
    return newcomer


def seated(app: Flask, role: str = "membre") -> FlaskClient:
    """Return the browser of somebody signed in, made without passphrase nor paper: for the many tests whose subject is elsewhere.

    The first member begins the association; each later call brings somebody more, met by them.
    """
    browser = app.test_client()
    take_seat(browser, role)
    return browser


def take_seat(browser: FlaskClient, role: str = "membre") -> None:
    """Sign somebody new in with a browser that is already there."""
    app, moment = browser.application, int(clock.now().timestamp())
    held = Held(new_cookie(), app.extensions["boot_key"])
    with app.app_context():
        with changing() as session:
            keys = _somebody(session, app.config["INSTANCE"].folder, Role(role))
            sessions.open_session(session, keys, held, Hours(Stage.SIGNED, moment, moment), clock.today())
            session.commit()
        browser.set_cookie(cookie_name(), held.cookie.hex(), secure=True, httponly=True, samesite="Strict")


def _somebody(session: Session, folder: Path, role: Role) -> Keys:
    if not house.is_open(session):
        _FIRST_KEYS[folder] = founding.found(session, clock.today(), FIRST_NAME).first
        house.member(session, _FIRST_KEYS[folder].id).state = State.ACTIVE
        if role is Role.MEMBRE:
            return _FIRST_KEYS[folder]
    keys = people.new_account(session, role, WORDS[role], clock.today())
    row = house.member(session, keys.id)
    row.state = State.WAITING if needs_meeting(role) else State.ACTIVE
    if needs_meeting(role):
        first = hand_of(session, _FIRST_KEYS[folder], clock.today())
        people.meet(session, first, row, keys.keys.public.spoken, "")
        people.recognise(session, hand_of(session, keys, clock.today()), first.row, first.me.keys.public.spoken)
    return keys
