"""Many at the same instant before a server of two processes: one number for twenty, many passphrases (security.md S6, S7, S8)."""

import http.client
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from threading import Barrier
from urllib.parse import urlencode

import pytest

from companion.accounts.actions.sessions import use_number
from companion.accounts.model import Member
from companion.config import write_settings
from companion.web.store import changing, looking
from tests.accounts.attacks import Team, close, member_row, name_of_cookie, present_as, rows
from tests.accounts.house import token_in
from tests.conftest import SATURDAY, rounds
from tests.journeys.doors import Site, opened_at

NAME = "compagnon.example"
PATIENCE = 120
WRONG = "abeille abeille abeille abeille abeille"
AT_ONCE = 20


@dataclass
class Visitor:
    """A browser somewhere, that our own proxy names; each demand is a connection of its own, so that either process may answer."""

    port: int
    source: str
    cookie: str = ""

    def ask(self, verb: str, address: str, said: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Return the status of an answer, where it leads, and its page."""
        headers = {"Host": NAME, "X-Forwarded-For": self.source, "Content-Type": "application/x-www-form-urlencoded"}
        headers |= {"Cookie": self.cookie} if self.cookie else {}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as asked:
            asked.request(verb, address, urlencode(said or {}), headers)
            answer = asked.getresponse()
            self.cookie = (answer.getheader("Set-Cookie") or self.cookie).partition(";")[0]
            return answer.status, answer.getheader("Location") or "", answer.read().decode()

    def send(self, address: str, **said: str) -> tuple[int, str]:
        """Send the form of a page."""
        status, where, _ = self.ask("POST", address, {"jeton": token_in(self.ask("GET", address)[2]), **said})
        return status, where


@pytest.fixture(scope="module")
def site(made_team: Team, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a copy of the team, in two processes, behind a proxy that says from where one comes."""
    folder = tmp_path_factory.mktemp("served")
    close(made_team.app)
    shutil.copytree(made_team.folder, folder / "instance")
    write_settings(folder / "instance", {"adresse_publique": f"http://{NAME}"})
    with opened_at(SATURDAY, folder) as opened:
        yield opened
        assert opened.complaints() == ""


def at_once(gestures: list[Callable[[], object]]) -> list:
    """Do all these at the same instant."""
    start = Barrier(len(gestures))

    def do(gesture):
        start.wait()
        return gesture()

    with ThreadPoolExecutor(len(gestures)) as hands:
        return list(hands.map(do, gestures))


def half_in(site: Site, who, source: str) -> Visitor:
    """Return somebody who gave the right passphrase."""
    there = Visitor(site.port, source)
    assert there.send("/connexion", nom=who.name, phrase=who.phrase, entrer="1") == (303, "/connexion/numero")
    return there


def test_many_sign_in_at_the_same_instant_and_all_come_in(made_team, site):
    count = rounds(8, 50)
    people = [made_team.everybody[rank % 4] for rank in range(count)]
    visitors = at_once([lambda who=who, rank=rank: half_in(site, who, f"192.0.2.{rank}") for rank, who in enumerate(people)])
    assert len({one.cookie for one in visitors}) == count

    last = visitors[1:4]
    numbers = [who.number() for who in made_team.everybody[1:]]
    given = at_once(
        [lambda one=one, number=number: one.send("/connexion/numero", numero=number) for one, number in zip(last, numbers, strict=True)]
    )
    assert [status for status, _ in given] == [303] * 3
    assert [one.ask("GET", "/moi")[0] for one in last] == [200] * 3


def test_of_twenty_uses_of_one_number_at_the_same_instant_one_is_taken(made_team, site):
    who = made_team.first
    visitors = at_once([lambda rank=rank: half_in(site, who, f"198.51.100.{rank}") for rank in range(AT_ONCE)])
    tokens = [token_in(one.ask("GET", "/connexion/numero")[2]) for one in visitors]
    said = [{"jeton": token, "numero": who.number()} for token in tokens]
    answers = at_once(
        [lambda one=one, said=said: one.ask("POST", "/connexion/numero", said) for one, said in zip(visitors, said, strict=True)]
    )

    assert sorted(status for status, *_ in answers) == [303] + [422] * (AT_ONCE - 1)
    assert sum(one.ask("GET", "/moi")[0] == 200 for one in visitors) == 1


def test_wrong_tries_sent_at_the_same_instant_to_both_processes_are_counted_together(made_team, site):
    visitors = [Visitor(site.port, "203.0.113.9") for _ in range(12)]
    tokens = [token_in(one.ask("GET", "/connexion")[2]) for one in visitors]
    said = [{"jeton": token, "nom": made_team.second.name, "phrase": WRONG, "entrer": "1"} for token in tokens]
    answers = at_once([lambda one=one, said=said: one.ask("POST", "/connexion", said) for one, said in zip(visitors, said, strict=True)])

    assert sorted(status for status, *_ in answers) == [422] * 3 + [429] * 9
    elsewhere = Visitor(site.port, "203.0.113.200")
    assert elsewhere.send("/connexion", nom=made_team.second.name, phrase=made_team.second.phrase, entrer="1")[0] == 303


# One UPDATE decides; reading first and writing afterwards would not.


def use_after_reading(team, who, rank: int, both: Barrier) -> bool:
    """Use a number as one would without thinking of the others: look, then write."""
    with team.app.app_context():
        with looking() as session:
            last = session.get_one(Member, who.who.id).last_number
        both.wait()
        if last >= rank:
            return False
        with changing() as session:
            session.get_one(Member, who.who.id).last_number = rank
            session.commit()
        return True


def use_at_once(team, who, rank: int) -> bool:
    with team.app.app_context(), changing() as session:
        used = use_number(session, who, rank)
        session.commit()
        return used


@pytest.mark.parametrize("ahead", range(1, 4))
def test_one_use_in_twenty_is_taken_and_a_look_before_the_write_would_take_several(team, ahead):
    who = present_as(team.first)
    rank = who.row.last_number + ahead
    taken = at_once([lambda: use_at_once(team, who, rank)] * AT_ONCE)
    assert taken.count(True) == 1
    assert member_row(team.app, team.first)["last_number"] == rank
    assert not use_at_once(team, who, rank - 1), "nor the one before, afterwards"

    both = Barrier(AT_ONCE)
    careless = at_once([lambda: use_after_reading(team, who, rank + 1, both)] * AT_ONCE)
    assert careless.count(True) > 1, "the control"


def test_the_cookie_of_a_visitor_is_the_one_of_this_instance(made_team, site):
    visitor = half_in(site, made_team.technician, "192.0.2.99")

    assert visitor.cookie.startswith("__Host-c")
    assert not visitor.cookie.startswith(name_of_cookie(made_team.app)), "two instances on one machine never share theirs"
    assert len(rows(made_team.app, "SELECT 1 FROM sign_in")) >= 4
