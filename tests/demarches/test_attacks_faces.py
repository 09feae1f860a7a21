"""Somebody sits beside the worker: of five hundred threads that the team keeps, no page shows whose they are (security.md §1.6, S12)."""

import re
from collections import Counter
from urllib.parse import urldefrag, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.exceptions import HTTPException

from companion import clock
from companion.accounts.actions.circle import hand_of, wrap
from companion.accounts.queries.circle import circle_key
from companion.demarches.actions import parting as acts
from companion.demarches.actions.opening import Asked, open_new
from companion.demarches.actions.parting import Hands
from companion.demarches.queries.visits import open_visit
from companion.demarches.rules.contents import Demarche
from companion.demarches.rules.leaving import Level
from companion.demarches.rules.oneoff import ID, version_of
from companion.demarches.rules.parting import Parting, Sheet
from companion.vault.primitives import new_secret
from tests.accounts.attacks import browser, kept_cookie
from tests.conftest import rounds
from tests.demarches.attacks import Desk, begin_house, changed, count, seconds, sit_again

THREADS, A_PAGE = 500, 50
LABEL = re.compile(r"Zébuline\d{3}")
NOTE = "Kiosque à musique"
MOST_PAGES = 3000


def fill(me: Desk) -> None:
    """Let the team keep five hundred threads, each with its label, some with a note."""
    keys, now = me.keys(), clock.now()
    with changed(me.app) as session:
        hand = hand_of(session, keys, clock.today())
        circle = circle_key(session, keys)
        for rank in range(THREADS):
            demarche = Demarche(f"{rank:08x}", ID, "Demande ponctuelle", version_of("autre"))
            name = open_new(session, Asked(keys, now, "essai", new_secret(16)), demarche)
            opened = open_visit(session, keys, name, seconds())
            said = Parting(Sheet.NONE, Level.DISCRET, team=True, pictures=("chat", "tasse"), label=f"Zébuline{rank:03d}")
            said = said if rank % A_PAGE else Parting(**{**vars(said), "note": f"{NOTE} {rank}", "danger": True})
            acts.part(session, opened, said, Hands(None, lambda key: wrap(session, key, circle, hand.keyring), now))
            session.delete(opened.visit)
            session.flush()


@pytest.fixture
def full(app: Flask) -> Desk:
    me = begin_house(app)
    fill(me)
    app.test_client_class = FlaskClient  # These pages are inspected elsewhere; here there are hundreds.
    return Desk(browser(app, kept_cookie(me.client)))


def leads_to(page: str) -> set[str]:
    """Return where the links of a page lead, and its forms that only look."""
    tree = html.document_fromstring(page)
    links = {*tree.xpath("//a/@href"), *tree.xpath("//form[not(@method) or @method='get']/@action")}
    return {urldefrag(one).url for one in links if urlsplit(one).netloc == "" and one.startswith("/")}


def crawled(me: Desk) -> dict[str, str]:
    """Read the pages that lead from the home page to each other: all in the long run, else a few of each address."""
    seen: dict[str, str] = {}
    ahead, taken = ["/"], Counter[str]()
    while ahead:
        address = ahead.pop(0)
        kind = kind_of(me, address)
        if address in seen or taken[kind] >= rounds(6, MOST_PAGES):
            continue
        taken[kind] += 1
        answer = me.client.get(address)
        seen[address] = answer.text if answer.mimetype.startswith("text/") else ""
        ahead += [urldefrag(answer.location).url] if answer.location else []
        ahead += sorted(leads_to(answer.text) - seen.keys()) if answer.mimetype == "text/html" and answer.status_code == 200 else []
    return seen


def kind_of(me: Desk, address: str) -> str:
    """Return which page of the site an address asks for."""
    try:
        return str(me.app.url_map.bind("").match(urlsplit(address).path)[0])
    except HTTPException:
        return "none"


def test_with_somebody_beside_no_page_that_can_be_reached_shows_whose_thread_another_is(full):
    visits = [full.begin(), full.begin("be-boite-mail")]
    full.part(visits[1], feuille="nouvelle", equipe="oui", etiquette="La sienne")

    pages = crawled(full)

    assert {"/suivi", "/visites", "/reprendre", "/reprendre/images", visits[0], f"{visits[1]}/feuille"} <= pages.keys(), "the control"
    assert len(pages) > 30
    assert {address for address, page in pages.items() if LABEL.search(page) or NOTE in page} == set()


def test_the_control_alone_on_the_follow_up_list_a_member_reads_fifty_of_them_a_page(full):
    alone = sit_again(full.app, full.keys(), alone=True)
    first, second = (set(LABEL.findall(alone.client.get(f"/suivi?p={number}").text)) for number in (1, 2))
    noted = {f"Zébuline{rank:03d}" for rank in range(0, THREADS, A_PAGE)}

    assert A_PAGE <= len(first | noted) <= A_PAGE + len(noted)
    assert len(first & second - noted) == 0
    assert len(second - noted) >= A_PAGE - len(noted)


@pytest.mark.parametrize("way", ["opens a visit", "resumes a thread", "unfolds a sheet", "says so"])
def test_labels_are_put_away_the_moment_somebody_sits_down(app, way):
    me = begin_house(app)
    visit = me.begin()
    thread = me.thread_of(visit)
    key = me.close(visit, feuille="nouvelle", equipe="oui", etiquette="Zébuline000", passage=NOTE)
    me.send("/suivi/seul", seul="oui")
    assert LABEL.search(me.client.get("/suivi").text), "the control"

    {
        "opens a visit": me.begin,
        "resumes a thread": lambda: me.resume(thread),
        "unfolds a sheet": lambda: me.unfold(key),
        "says so": lambda: me.send("/suivi/seul", seul="non"),
    }[way]()

    for address in ("/suivi", "/suivi?p=2", "/visites", "/", "/equipe", "/moi"):
        page = me.client.get(address).text
        assert not LABEL.search(page), address
        assert NOTE not in page
    assert count(app, "circle_wrap") >= 1
