"""The power goes while steps are noted: what was answered is there, nothing is there by half, the journal holds (security.md R1).

« It works without script, on a phone, on paper, and after a power cut. »
"""

import html
import http.client
import json
import random
import re
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass, field
from threading import Thread, Timer
from urllib.parse import urlencode

from companion import clock
from companion.accounts.queries import house
from companion.app import create_app
from companion.cli import main
from companion.config import open_instance
from companion.demarches.queries.visits import open_visit
from companion.demarches.rules.contents import Contents
from companion.demarches.rules.gestures import Said, shown_in_words
from companion.journal.queries import is_noted, verify
from companion.journal.rules.entries import Kind, Noted
from companion.web.store import looking
from tests.accounts.house import token_in
from tests.conftest import rounds
from tests.journeys.again import cut, keys_in, leave, prepare, started, told_by
from tests.journeys.doors import Site

STEPS = {"comprendre": ("avec",), "reunir": ("avec", "personne"), "demander": ("avec", "personne"), "suivre": ("avec", "personne")}
PATIENCE = 30
Ticks = dict[str, str]


@dataclass
class Worker:
    """Somebody who notes steps as fast as the site answers, and remembers what it answered."""

    site: Site
    drawn: random.Random
    cookie: str = ""
    token: str = ""
    visit: str = ""
    place: str = ""
    kept: Ticks = field(default_factory=dict)
    """What the site said it kept."""
    asked: Ticks = field(default_factory=dict)
    """What was last asked, answered or not."""
    answered: int = 0

    def ask(self, verb: str, address: str, **said: str) -> tuple[int, str, str]:
        """Return the status of an answer, where it leads, and its page."""
        headers = {"Host": f"127.0.0.1:{self.site.port}", "Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        with closing(http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=PATIENCE)) as asked:
            asked.request(verb, address, urlencode({"jeton": self.token, **said}) if verb == "POST" else None, headers)
            answer = asked.getresponse()
            return answer.status, answer.getheader("Location") or "", answer.read().decode()

    def sit(self) -> None:
        """Sit down at a site just started."""
        self.cookie = told_by(self.site.folder)["cookie"]
        self.token = token_in(self.ask("GET", "/visites")[2])

    def begin(self) -> None:
        """Open a visit."""
        status, self.visit, _ = self.ask("POST", "/visites", guide="demande-ponctuelle", fois=self.drawn.randbytes(16).hex())
        assert status == 303
        self.place = self.ask("GET", self.visit)[1]
        self.kept = self.asked = {}

    def note_steps(self) -> None:
        """Note a step after the other until nobody answers."""
        with suppress(OSError, http.client.HTTPException):
            while True:
                step = self.drawn.choice(list(STEPS))
                mode = self.drawn.choice(["", *STEPS[step]])
                self.asked = {name: how for name, how in {**self.kept, step: mode}.items() if how}
                said = {f"fait-{name}": how for name, how in self.asked.items()}
                status, _, _ = self.ask("POST", self.place, vu=shown_in_words(Said(ticks=self.kept)), **said)
                assert status == 303
                self.kept = self.asked
                self.answered += 1

    def seen(self) -> Ticks:
        """Return the steps that the page shows as done, after the questions that a cut asks."""
        assert self.ask("GET", self.visit)[1] == f"{self.visit}/coupure"
        assert self.ask("POST", f"{self.visit}/coupure")[0] == 303
        page = self.ask("GET", self.place)[2]
        shown = json.loads(html.unescape(re.search(r'name="vu" value="([^"]*)"', page)[1]))
        return {name: mode for kind, name, mode in shown if kind == "fait"}

    def end(self) -> None:
        """Close the visit with nothing left."""
        assert self.ask("POST", f"{self.visit}/fermer", feuille="sans", equipe="non")[0] == 303
        assert self.ask("POST", f"{self.visit}/fin")[0] == 303


def opened(site: Site, visit: str) -> Contents:
    """Open, while the site is down, what its database holds of a visit; its journal is computed again, and so is the file."""
    app = create_app(open_instance(site.folder / "instance"))
    keys, second = keys_in(app, site.folder), int(clock.now().timestamp())
    with app.app_context(), looking() as session:
        found = open_visit(session, keys, bytes.fromhex(visit.rpartition("/")[2]), second).contents
        for one in found.events:
            assert is_noted(session, Noted(one.number, bytes.fromhex(one.salt)), Kind(one.kind), one.detail)
        assert verify(session, house.association(session).sign_public).holds
    leave(app)
    with closing(sqlite3.connect(site.folder / "instance/companion.sqlite")) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        last = raw.execute("SELECT max(number) FROM journal_leaf").fetchone()[0]
    assert found.events[-1].number == last, "no line of the journal without the step that it tells"
    return found


def by_journal(contents: Contents) -> Ticks:
    """Return the steps done, as the lines of the journal tell them one after the other."""
    found: Ticks = {}
    for one in contents.events:
        if one.kind == Kind.STEP:
            found[one.detail["etape"]] = "" if one.detail["mode"] == "annule" else one.detail["mode"]
    return {step: mode for step, mode in found.items() if mode}


def killed_once(site: Site, worker: Worker) -> None:
    """Cut the power at some moment while steps are noted."""
    power = Timer(worker.drawn.uniform(0.02, 0.6), cut, [site])
    hand = Thread(target=worker.note_steps)
    hand.start()
    power.start()
    power.join()
    hand.join(PATIENCE)
    assert not hand.is_alive()


def test_every_step_that_was_answered_is_there_after_a_power_cut_and_none_by_half(tmp_path, capsys):
    prepare(tmp_path)
    drawn, worker = random.Random(20261121), None
    for _ in range(rounds(20, 200)):
        with started(tmp_path) as site:
            if worker:
                worker.site = site
                worker.sit()
                assert worker.seen() in (worker.kept, worker.asked), "what the page shows"
                worker.end()
            worker = worker or Worker(site, drawn)
            worker.sit()
            worker.begin()
            killed_once(site, worker)
        found = opened(site, worker.visit)
        assert found.demarches[0].ticks in (worker.kept, worker.asked), "what was answered, or one more that was under way"
        assert by_journal(found) == found.demarches[0].ticks
    assert worker.answered > rounds(20, 200), "the control: steps were noted until the power went"

    assert main(["journal", "verifier", "--instance", str(tmp_path / "instance")]) == 0
    assert "intact" in capsys.readouterr().out
