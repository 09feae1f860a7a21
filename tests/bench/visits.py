"""Visits under measure: the follow-up list of fifty among five thousand, the page of a thread, a step recorded, eight people at once."""

import statistics
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import pyotp
from sqlalchemy import Engine, LargeBinary, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from companion import clock
from companion.accounts.actions.circle import hand_of, wrap
from companion.accounts.queries.circle import circle_key
from companion.cli.invented import Invented, invent_people
from companion.config import Config, open_instance
from companion.db import Database, open_database, writing
from companion.demarches.actions.erasing import forget_threads
from companion.demarches.actions.keeping import keep_demarche, seal_thread
from companion.demarches.actions.opening import Asked, open_new
from companion.demarches.model import Thread, Visit
from companion.demarches.queries.visits import open_visit
from companion.demarches.rules.contents import Contents, Demarche
from companion.demarches.rules.gestures import Said, applied
from companion.procedures.queries import SHELVES, Guide, read_library
from companion.vault.keys.rings import Ring
from companion.vault.keys.threads import new_data_key
from companion.vault.primitives import SALT, new_secret
from tests.bench import pages
from tests.bench.accounts import Browser
from tests.bench.load import Ask
from tests.bench.rows import Goal, Row, Unmeasured
from tests.bench.servers import Server, limit, ports, product, served

KEPT = 5000
GUIDE = "be-boite-mail"
WRITERS, WRITES = 8, 12
STEPS, ROUNDS = 40, 7
HALF, THIRD = Goal(0.50, "≥ 50 %", at_least=True), Goal(0.30, "≥ 30 %", at_least=True)
A_SECOND = Goal(1.0, "< 1 s", of_ratio=False)
NO_FAULT = Goal(0.0, "0", of_ratio=False)


def rows(folder: Path, wrk: str, enough: Callable[[], bool]) -> Iterator[Row]:
    """Measure the pages against bare ones, then what it takes to record a step."""
    config = open_instance(folder / "instance")
    made, guide = invent_people(config), read_library(SHELVES).guides[GUIDE]
    fill(config, made, guide)
    yield _steps(config, made, guide, folder)
    own_port, bare_port = islice(ports(), 2)
    with served(product(folder / "instance", own_port), own_port, folder / "compiled") as ours:
        browser, thread = _seated(ours, made)
        cookie = (("Cookie", browser.cookie),)
        found = [
            pages.Page(
                f"suivi : 50 fils de {KEPT} (limite : la même liste)",
                Ask("/suivi", headers=cookie),
                bare="/list",
                goal=HALF,
            ),
            pages.Page("page d’un fil", Ask(thread, headers=cookie)),
        ]
        found = pages.weighed(found, ours.address)
        words = limit(bare_port, [page.size for page in found], login=str(folder / "users.sqlite"), listed=KEPT)
        with served(words, bare_port, folder / "compiled") as bare:
            for page in found:  # Whoever looks at a thread puts the list away: one after the other.
                browser.send("/suivi/seul", shown="/suivi", seul="oui")
                yield from pages.rotate(wrk, [page], ours.address, bare.address, enough)
        yield from _together(browser, thread)


def fill(config: Config, made: Invented, guide: Guide) -> None:
    """Let the team keep thousands of threads."""
    engine, today = Database(config.database_url).engine, clock.today()
    with writing(engine) as session:
        hand, circle = hand_of(session, made.first, today), circle_key(session, made.first)
        for rank in range(KEPT):
            key = new_data_key()
            row = Thread(id=new_secret(SALT), key_id=key.id, opened_on=today)
            row.next_on, row.expires_on = today + timedelta(days=rank % 80), today + timedelta(days=90)
            three = tuple(Demarche(f"{rank:07x}{one}", GUIDE, guide.procedure.titre, guide.content_hash) for one in range(3))
            seal_thread(Ring([key]), row, Contents(three, (today,), label=f"Personne {rank}", next_what="Réunir les documents"))
            session.add(row)
            wrap(session, key, circle, hand.keyring)
        session.commit()
    engine.dispose()


def _steps(config: Config, made: Invented, guide: Guide, folder: Path) -> Row:
    """Compare recording a step with the bare library: one row rewritten and one added, as durably, by one writer."""
    engine, moment = Database(config.database_url).engine, clock.now()
    bare = _Bare(open_database(f"sqlite:///{folder / 'bare.sqlite'}"))
    ours, limits = [], []
    for _ in range(ROUNDS):
        ours.append(_per_second(_Visit(engine, made, guide, moment).record))
        limits.append(_per_second(bare.record))
    with writing(engine) as session:
        opened = select(Visit.thread_id)
        forget_threads(session, frozenset(session.scalars(opened)))
        session.commit()
    engine.dispose()
    seen = statistics.median(one / other for one, other in zip(ours, limits, strict=True))
    now, then = statistics.median(ours), statistics.median(limits)
    return Row("une étape notée (limite : SQLAlchemy, FULL)", now, "/s", then, goal=THIRD, seen=seen)


class _Visit:
    """One visit, in which a step is done and undone."""

    def __init__(self, engine: Engine, made: Invented, guide: Guide, moment: datetime) -> None:
        """Open it."""
        self._engine, self._worker, self._guide, self._moment = engine, made.first, guide, moment
        self._states = (Said(ticks={"decider": "avec"}), Said())
        with writing(engine) as session:
            demarche = Demarche("ab12cd34", GUIDE, guide.procedure.titre, guide.content_hash)
            self._name = open_new(session, Asked(made.first, moment, "", new_secret(SALT)), demarche)
            session.commit()

    def record(self, turn: int) -> None:
        """Record a step."""
        with writing(self._engine) as session:
            opened = open_visit(session, self._worker, self._name, int(self._moment.timestamp()))
            after = applied(opened.contents.demarches[0], self._guide.procedure, self._states[turn % 2])
            keep_demarche(session, opened, after, self._moment)
            session.commit()


def _per_second(do: Callable[[int], None]) -> float:
    began = time.perf_counter()
    for turn in range(STEPS):
        do(turn)
    return STEPS / (time.perf_counter() - began)


class _Bare:
    """The bare library: read a row, rewrite it, add another."""

    def __init__(self, engine: Engine) -> None:
        """Make two tables."""

        class Base(DeclarativeBase):
            """Two tables."""

        class Thing(Base):
            """What is rewritten."""

            __tablename__ = "thing"
            id: Mapped[int] = mapped_column(primary_key=True)
            body: Mapped[bytes] = mapped_column(LargeBinary)

        class Line(Base):
            """What is added."""

            __tablename__ = "line"
            id: Mapped[int] = mapped_column(primary_key=True)
            body: Mapped[bytes] = mapped_column(LargeBinary)

        Base.metadata.create_all(engine)
        self.engine, self.thing, self.line = engine, Thing, Line
        with writing(engine) as session:
            session.add(Thing(id=1, body=bytes(1024)))
            session.commit()

    def record(self, turn: int) -> None:
        """Rewrite one row and add one."""
        with writing(self.engine) as session:
            session.get_one(self.thing, 1).body = bytes([turn % 256]) * 1024
            session.add(self.line(body=bytes(32)))
            session.commit()


def _seated(server: Server, made: Invented) -> tuple[Browser, str]:
    """Sign the first member in, with a visit open, then alone; return the browser and the page of the thread."""
    browser, worker = Browser(server), made.workers[0]
    browser.send("/connexion", nom=worker.login, phrase=worker.passphrase, entrer="1")
    browser.send("/connexion/numero", numero=pyotp.TOTP(worker.totp_secret).now())
    page = _begin(browser)
    browser.send("/suivi/seul", shown="/suivi", seul="oui")
    return browser, page


def _begin(browser: Browser) -> str:
    """Open a visit, and return the page of its démarche."""
    where = browser.send("/visites", shown=f"/guides/{GUIDE}", guide=GUIDE, fois=new_secret(SALT).hex())
    return browser.ask(where)[2]


def _together(browser: Browser, page: str) -> Iterator[Row]:
    """Let eight people record steps at once, each in a visit of their own."""
    places = [page, *(_begin(browser) for _ in range(WRITERS - 1))]
    waits: list[float] = []
    faults: list[str] = []

    def write(senders: list[Callable[[], str]]) -> None:
        for turn in range(WRITES):
            began = time.perf_counter()
            try:
                senders[turn % 2]()
            except Unmeasured as fault:
                faults.append(str(fault))
            waits.append(time.perf_counter() - began)

    writers = [[browser.sender(place, **said) for said in ({"fait-decider": "avec"}, {"fait-decider": ""})] for place in places]
    threads = [threading.Thread(target=write, args=(senders,)) for senders in writers]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    yield Row(f"{WRITERS} visites où l’on note à la fois : la plus longue attente", max(waits), "s", goal=A_SECOND)
    yield Row("  refus pendant ce temps", float(len(faults)), "", goal=NO_FAULT)
