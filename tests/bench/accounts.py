"""Signing in, what it costs to those who work meanwhile, and the pages of who is signed in."""

import http.client
import re
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

import pyotp

from companion.badges import Role
from companion.cli.invented import Worker, invent_people
from companion.config import open_instance
from tests.bench import pages
from tests.bench.load import Ask
from tests.bench.rows import Goal, Row, Unmeasured
from tests.bench.servers import Server, limit, ports, product, served

TOGETHER = 8
READERS = 4
ROUNDS = 5
QUIET_SECONDS = 1.5
SECOND = Goal(1.0, "< 1 s", of_ratio=False)
THRICE = Goal(3.0, "≤ 3 ×")
MEMORY = Goal(200.0, "≤ 200 Mio", of_ratio=False)
TOKEN = re.compile(rb'name="jeton" value="([0-9a-f]{64})"')
FORM = "application/x-www-form-urlencoded"


class Browser:
    """A browser without a screen: one cookie, and the pages it asks for."""

    def __init__(self, server: Server) -> None:
        """Sit down in front of a server."""
        self._port, self.cookie = server.port, ""

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, bytes, str]:
        """Return the status, the body, and where one is sent."""
        asked = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        headers = ({"Cookie": self.cookie} if self.cookie else {}) | ({"Content-Type": FORM} if form else {})
        asked.request("POST" if form else "GET", path, urlencode(form) if form else None, headers)
        answer = asked.getresponse()
        body = answer.read()
        if given := answer.headers["Set-Cookie"]:
            self.cookie = given.partition(";")[0]
        asked.close()
        return answer.status, body, answer.headers["Location"] or ""

    def send(self, path: str, shown: str = "", **form: str) -> str:
        """Send a form, and return where it leads; the time of the page that shows it is not counted."""
        return self.sender(path, shown, **form)()

    def sender(self, path: str, shown: str = "", **form: str) -> Callable[[], str]:
        """Prepare a form, shown on a page that may be another; calling what is returned sends it."""
        token = TOKEN.search(self.ask(shown or path)[1])
        said = {"jeton": token[1].decode() if token else "", **form}

        def send() -> str:
            status, _, where = self.ask(path, said)
            if status != http.HTTPStatus.SEE_OTHER:
                message = f"{path} a répondu {status}."
                raise Unmeasured(message)
            return where

        return send


def rows(folder: Path, wrk: str, enough: Callable[[], bool]) -> Iterator[Row]:
    """Measure signing in, the other pages meanwhile, and the pages of somebody signed in."""
    workers = invent_people(open_instance(folder / "instance"), [(f"N{rank}", Role.MEMBRE) for rank in range(TOGETHER)]).workers
    own_port, bare_port = islice(ports(), 2)
    with served(product(folder / "instance", own_port), own_port, folder / "compiled") as ours:
        yield Row("entrer : de la phrase au numéro", statistics.median(_alone(ours, one) for one in workers[:ROUNDS]), "s", goal=SECOND)
        yield _beside(ours, workers)
        cookie = _signed_in(ours, workers[-1])
        found = [pages.Page(name, Ask(path, headers=(("Cookie", cookie),))) for name, path in SIGNED]
        found = pages.weighed(found, ours.address)
        words = limit(bare_port, [page.size for page in found], login=str(folder / "users.sqlite"))
        with served(words, bare_port, folder / "compiled") as bare:
            yield from pages.rotate(wrk, found, ours.address, bare.address, enough)
            yield Row("mémoire de tous les processus (RSS)", ours.memory()[0], "Mio", bare.memory()[0], goal=MEMORY)
            yield Row("mémoire, le partagé compté une fois (PSS)", ours.memory()[1], "Mio", bare.memory()[1])


SIGNED = (("accueil, connecté", "/"), ("mon compte", "/moi"), ("équipe de huit", "/equipe"))


def _alone(server: Server, worker: Worker) -> float:
    """Return the seconds that one passphrase takes."""
    send = Browser(server).sender("/connexion", nom=worker.login, phrase=worker.passphrase, entrer="1")
    began = time.perf_counter()
    send()
    return time.perf_counter() - began


def _signed_in(server: Server, worker: Worker) -> str:
    browser = Browser(server)
    browser.send("/connexion", nom=worker.login, phrase=worker.passphrase, entrer="1")
    browser.send("/connexion/numero", numero=pyotp.TOTP(worker.totp_secret).now())
    return browser.cookie


def _beside(server: Server, workers: list[Worker]) -> Row:
    """Compare the slowest pages of readers, quiet and while eight people sign in at once; only what was asked meanwhile counts."""
    quiet, busy, slowest = [], [], []
    for _ in range(ROUNDS):
        quiet += _read(server, lambda began: time.perf_counter() - began > QUIET_SECONDS)
        senders = [Browser(server).sender("/connexion", nom=one.login, phrase=one.passphrase, entrer="1") for one in workers]
        ends: list[float] = []
        entering = [threading.Thread(target=_enter, args=(send, ends)) for send in senders]
        began = time.perf_counter()
        for one in entering:
            one.start()
        busy += _read(server, partial(_nobody_enters, entering))
        if len(ends) < TOGETHER:
            message = "Des personnes n’ont pas pu entrer."
            raise Unmeasured(message)
        slowest.append(max(ends) - began)
    note = f"la huitième est entrée après {statistics.median(slowest):.1f} s"
    return Row(f"accueil pendant {TOGETHER} entrées à la fois (p95)", _p95(busy), "ms", _p95(quiet), goal=THRICE, note=note)


def _enter(send: Callable[[], str], ends: list[float]) -> None:
    """Sign in, and note when it was done."""
    send()
    ends.append(time.perf_counter())


def _nobody_enters(entering: list[threading.Thread], _began: float) -> bool:
    return not any(one.is_alive() for one in entering)


def _read(server: Server, over: Callable[[float], bool]) -> list[float]:
    """Let readers ask for the home page until it is over, and return how long each answer took, in milliseconds."""
    seen: list[float] = []
    began = time.perf_counter()

    def read() -> None:
        browser = Browser(server)
        while not over(began):
            asked = time.perf_counter()
            browser.ask("/")
            seen.append((time.perf_counter() - asked) * 1000)

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    for one in readers:
        one.start()
    for one in readers:
        one.join()
    return seen


def _p95(seen: list[float]) -> float:
    return statistics.quantiles(seen, n=20)[-1]
