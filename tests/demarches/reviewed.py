"""The form of a visit as a browser holds it, and what years or another hand make of a thread: for what fresh eyes found."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import unescape

from flask import Flask
from lxml import html
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from companion.demarches.actions.keeping import keep_sitting, seal_thread
from companion.demarches.queries.visits import open_visit
from companion.demarches.rules.contents import Contents, Demarche
from companion.procedures.rules.run import Blocked
from companion.procedures.rules.running import Progress, Remembered
from companion.vault.primitives import new_secret
from tests.demarches.attacks import Desk, changed, seconds

GUIDE, STEP = "be-boite-mail", "decider"
DAY = "2026-11-02"
Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class Page:
    """The form of a visit, as a browser holds it."""

    sent: Fields
    """What it would send if nothing was touched."""
    choices: dict[str, list[str]]
    """What may be touched: each field, and what it may say."""

    def touching(self, name: str, value: str) -> Fields:
        """Return what is sent once one field was touched."""
        return [one for one in self.sent if one[0] != name] + [(name, value)]


def page_of(me: Desk, place: str) -> Page:
    """Load the page of a démarche, and read its form as a browser does."""
    form = html.document_fromstring(me.client.get(place).text).get_element_by_id("guide")
    sent, choices = [], {}
    for one in form.iter("input", "button"):
        kind, name, value = one.get("type", "text"), one.get("name", ""), one.get("value", "")
        if name in {"", "jeton", "puis"} or one.get("form"):  # a button of another form
            continue
        if one.tag == "button" or kind in {"radio", "checkbox"}:
            choices.setdefault(name, []).append(value)
        if kind == "date":
            choices[name] = ["", DAY]
        if one.tag == "input" and (kind not in {"radio", "checkbox"} or one.get("checked") is not None):
            sent.append((name, value))
    return Page(sent, choices)


def post(me: Desk, place: str, fields: Fields) -> TestResponse:
    """Send what a page says."""
    return me.client.post(place, data={**MultiDict(fields).to_dict(flat=False), "jeton": me.token()})


def demarche(me: Desk, visit: str, rank: int = 0) -> Demarche:
    return me.opened(visit).contents.demarches[rank]


def alter(me: Desk, visit: str, how: Callable[[Contents], Contents]) -> None:
    """Make a thread what years, or another hand, could have made of it."""
    with changed(me.app) as session:
        opened = open_visit(session, me.keys(), bytes.fromhex(visit[-32:]), seconds())
        seal_thread(opened.ring, opened.thread, how(opened.contents))


def cut(me: Desk, visit: str) -> None:
    """Make a visit one that was open when the server stopped."""
    with changed(me.app) as session:
        opened = open_visit(session, me.keys(), bytes.fromhex(visit[-32:]), seconds())
        keep_sitting(opened, replace(opened.own, boot="x" * 16))


def published(app: Flask, change: Callable[[str], str]) -> None:
    """Put a version of the association's own in the place of the shipped guide."""
    place = app.config["INSTANCE"].folder / "procedures" / "be"
    place.mkdir(parents=True, exist_ok=True)
    shipped = app.extensions["bookcase"]._folders[0] / "be" / "boite-mail.yaml"
    (place / "boite-mail.yaml").write_text(change(shipped.read_text(encoding="utf-8")), encoding="utf-8")
    app.extensions["bookcase"].read_again()


def renamed(source: str) -> str:
    """Give the first step another name, and say so."""
    return source.replace(f"  - id: {STEP}\n", f"  - id: {STEP}-neuf\n    remplace: [{STEP}]\n", 1)


def gone(source: str) -> str:
    """Put another step in the place of the first, from which nothing goes on."""
    return source.replace(f"  - id: {STEP}\n", "  - id: peser\n", 1)


def main_of(answer: TestResponse) -> str:
    """Return the words of a page, without its marks."""
    found = re.search(r"<main.*?</main>", answer.text, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[0] if found else answer.text)).split())


def stuck_and_doubtful(me: Desk) -> tuple[str, str]:
    """Begin a visit whose first step blocked, and may have been sent or not."""
    visit = me.begin(GUIDE)
    place = me.place(visit)
    me.send(f"{place}/bloque/{STEP}", obstacle="cost", note="Trop cher pour elle", fois=new_secret(16).hex())
    alter(me, visit, lambda it: it.changing(replace(it.demarches[0], doubtful=(STEP,))))
    return visit, place


def unreadable(me: Desk) -> tuple[str, str]:
    """Begin a visit on a version that nothing here can read any more, with a step and a way of its own."""
    visit = me.begin(GUIDE)
    done = {"etape-ancienne": Remembered(Progress.DONE, "avec"), STEP: Remembered(Progress.DONE, "personne")}
    ways = (Blocked("etape-ancienne", 0), Blocked(STEP, 7))

    def older(it: Contents) -> Contents:
        one = it.demarches[0]
        return it.changing(replace(one, version="0" * 64, running=replace(one.running, steps=done, ways=ways)))

    alter(me, visit, older)
    return visit, me.place(visit)
