"""Two workers on one thread, each with a page that the other makes old: nothing is lost, a clash shows both (security.md R6, R11)."""

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from companion import clock
from companion.app import create_app
from companion.config import open_instance
from companion.demarches.queries.threads import note_of
from companion.demarches.rules.gestures import DONE_IN_WORDS, NOTHING, Said, shown_in_words
from companion.procedures.queries import SHELVES
from companion.vault.keys.members import Member as Keys
from tests.conftest import SATURDAY, rounds
from tests.demarches.attacks import Desk, begin_house, looked, sit, vu

GUIDE = "be-boite-mail"
FIELDS = {"q-besoin": ("oui", "non"), "fait-decider": ("personne", "avec"), "fait-chercher": ("personne", "avec"), "langue": ("nl", "ar")}
"""What two workers may both touch on the page, and what each may be."""
WAYS = ("decider.0", "chercher.0")
TEXTS = ("", "Dame bleue", "Monsieur au chien", "Lunettes rondes")
NOTES = ("", "Courrier lundi", "Rappeler la caisse", "Clés retrouvées")
DESKS = st.sampled_from((0, 1))
Page = dict[str, str]


def said_of(page: Page) -> Said:
    """Return what a page says, as its hidden field does."""
    parts = {kind: {name.partition("-")[2]: value for name, value in page.items() if name.startswith(f"{kind}-")} for kind in ("q", "fait")}
    return Said(parts["q"], parts["fait"], language=page.get("langue", ""))


class TwoDesks(RuleBasedStateMachine):
    """Both work on one thread that the team keeps; what is kept is always what this model says."""

    app: Flask
    people: tuple[Desk, Desk]
    keys: tuple[Keys, Keys]

    @initialize()
    def sit_down(self) -> None:
        first, second = self.people
        visit = first.begin(GUIDE)
        self.thread = first.thread_of(visit)
        first.close(visit, equipe="oui")
        self.visits = (first.resume(self.thread), second.resume(self.thread))
        self.place = first.place(self.visits[0]).rpartition("/")[2]
        self.kept: Page = {}
        self.ways: set[str] = set()
        self.texts = ("", "")
        self.seen: list[Page] = [{}, {}]
        self.read: list[tuple[str, str]] = [("", ""), ("", "")]

    @rule(desk=DESKS)
    def look(self, desk: int) -> None:
        """Load the page again."""
        self.seen[desk] = dict(self.kept)

    @rule(desk=DESKS, field=st.sampled_from(sorted(FIELDS)), which=st.integers(0, 2))
    def touch(self, desk: int, field: str, which: int) -> None:
        """Change one thing on a page, however old it is."""
        shown, value = self.seen[desk], ("", *FIELDS[field])[which]
        mine = {name: one for name, one in {**shown, field: value}.items() if one}
        there, before = self.kept.get(field, ""), shown.get(field, "")
        clash = value not in {before, there} and there != before
        answer = self.send(desk, {**mine, "vu": shown_in_words(said_of(shown))})
        assert answer.status_code == (409 if clash else 303)
        if clash:
            both = [DONE_IN_WORDS.get(one, one) or NOTHING for one in (there, value)]
            page = html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).lower()
            if field.startswith("fait"):
                assert all(one in page for one in both), "both versions are on the page"
            self.seen[desk] = {**dict(self.kept)}
            return
        if value != before:
            self.kept = {name: one for name, one in {**self.kept, field: value}.items() if one}
        self.seen[desk] = dict(self.kept)

    @rule(desk=DESKS, way=st.sampled_from(WAYS), taken=st.booleans())
    def way_out(self, desk: int, way: str, taken: bool) -> None:
        """Take a way out, or give it up: nothing else of an old page is said with it."""
        shown = self.seen[desk]
        self.send(desk, {**shown, "vu": shown_in_words(said_of(shown)), "bloquer" if taken else "debloquer": way})
        self.ways = self.ways | {way} if taken else self.ways - {way}

    @rule(desk=DESKS)
    def read_texts(self, desk: int) -> None:
        """Load the page of the closing again."""
        page = self.people[desk].client.get(f"{self.visits[desk]}/fermer").text
        assert self.carried(desk, page) == self.texts

    @rule(desk=DESKS, label=st.sampled_from(TEXTS), note=st.sampled_from(NOTES))
    def part(self, desk: int, label: str, note: str) -> None:
        """Send the page of the closing, however old it is, then go back to the visit."""
        was, mine = self.read[desk], (label, note)
        clashes = [now for now, old, new in zip(self.texts, was, mine, strict=True) if now not in {old, new} and new != old]
        said = {"feuille": "sans", "equipe": "oui", "images_gardees": "oui", "etiquette": label, "passage": note}
        answer = self.people[desk].send(f"{self.visits[desk]}/fermer", **said, **{"vu-etiquette": was[0], "vu-passage": was[1]})
        assert answer.status_code == (409 if clashes else 303)
        if clashes:
            assert all(one in html.unescape(answer.text) for one in (*clashes, *mine)), "both texts are on the page"
            self.carried(desk, answer.text)
            typed = [html.unescape(one) for one in re.findall(r"<textarea[^>]*>([^<]*)</textarea>", answer.text)]
            wanted = [new if new != old else now for now, old, new in zip(self.texts, was, mine, strict=True)]
            assert typed == wanted, "what this page did not touch is shown as the colleague left it"
            return
        self.texts = tuple(new if new != old else now for now, old, new in zip(self.texts, was, mine, strict=True))
        self.read[desk] = self.texts
        self.people[desk].send(f"{self.visits[desk]}/revenir")

    @precondition(lambda self: self.kept)
    @rule(desk=DESKS, obstacle=st.sampled_from(("cost", "unclear")))
    def stuck(self, desk: int, obstacle: str) -> None:
        """Note an obstacle, and take it back: what is on the page stays."""
        place = f"{self.visits[desk]}/{self.place}"
        assert self.people[desk].send(f"{place}/bloque/decider", obstacle=obstacle, note="essai", fois=obstacle).status_code == 303
        noted = [one for one in self.found(desk).stuck if one.note]
        assert len(noted) == 1
        assert self.people[desk].send(f"{place}/debloque", obstacle=noted[0].id).status_code == 303

    @invariant()
    def nothing_is_lost(self) -> None:
        """Compare what both read with what was answered."""
        if not hasattr(self, "visits"):
            return
        for desk in (0, 1):
            found = self.found(desk)
            now = {f"q-{name}": one for name, one in found.running.answers.items()}
            now |= {f"fait-{name}": one for name, one in found.ticks.items()} | ({"langue": found.language} if found.language else {})
            assert now == self.kept
            assert {f"{one.step}.{one.way}" for one in found.running.ways} == self.ways
        assert texts_of(self.people[0], self.visits[0], self.keys[0]) == self.texts

    def carried(self, desk: int, page: str) -> tuple[str, str]:
        """Read what a page says it showed of both texts."""
        found = [html.unescape(re.search(rf'name="vu-{name}" value="([^"]*)"', page)[1]) for name in ("etiquette", "passage")]
        self.read[desk] = (found[0], found[1])
        return self.read[desk]

    def send(self, desk: int, said: Page):
        return self.people[desk].send(f"{self.visits[desk]}/{self.place}", **said)

    def found(self, desk: int):
        return self.people[desk].opened(self.visits[desk], self.keys[desk]).contents.demarches[0]

    def teardown(self) -> None:
        for desk in (0, 1):
            said = {"feuille": "sans", "equipe": "oui", "images_gardees": "oui"}
            assert self.people[desk].send(f"{self.visits[desk]}/fermer", **said).status_code == 303
            assert self.people[desk].send(f"{self.visits[desk]}/fin").status_code == 303


def texts_of(me: Desk, visit: str, keys: Keys) -> tuple[str, str]:
    opened = me.opened(visit, keys)
    with looked(me.app) as session:
        note = note_of(session, opened.thread, opened.ring, clock.today())
    return opened.contents.label, note[0].text if note else ""


def test_two_workers_on_one_thread_lose_nothing_and_each_clash_is_shown_with_both_versions(tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: SATURDAY)
    app = create_app(open_instance(tmp_path / "instance"), SHELVES)
    app.test_client_class = FlaskClient  # Pages are inspected elsewhere; here there are thousands.
    TwoDesks.app, TwoDesks.people = app, (begin_house(app), sit(app))
    TwoDesks.keys = (TwoDesks.people[0].keys(), TwoDesks.people[1].keys())
    run_state_machine_as_test(TwoDesks, settings=settings(max_examples=rounds(100, 1000), stateful_step_count=8, deadline=None))
    app.extensions["database"].engine.dispose()


# Notes taken by hand, typed later.


def noted_by_hand(app: Flask) -> tuple[tuple[Desk, Desk], tuple[str, str], str]:
    first = begin_house(app)
    people = (first, sit(app))
    visit = first.begin(GUIDE)
    thread = first.thread_of(visit)
    first.close(visit, equipe="oui")
    visits = (first.resume(thread), people[1].resume(thread))
    return people, visits, first.place(visits[0]).rpartition("/")[2]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_workers_who_type_the_same_steps_from_their_own_notes_drop_nothing_and_what_overlaps_is_told(app, order):
    people, visits, place = noted_by_hand(app)
    notes = ({"fait-decider": "avec", "fait-chercher": "personne"}, {"fait-chercher": "avec", "fait-deconnecter": "personne"})
    answers = [people[one].send(f"{visits[one]}/{place}", vu=vu(), **notes[one]) for one in order]

    assert [one.status_code for one in answers] == [303, 409]
    told = html.unescape(answers[1].text).lower()
    assert {DONE_IN_WORDS["personne"], DONE_IN_WORDS["avec"]} <= {one for one in DONE_IN_WORDS.values() if one in told}
    kept = people[0].opened(visits[0]).contents.demarches[0].ticks
    assert kept == {"decider": "avec", "chercher": notes[order[0]]["fait-chercher"], "deconnecter": "personne"}


def test_two_workers_who_noted_the_same_thing_are_not_stopped_and_it_stands_once(app):
    people, visits, place = noted_by_hand(app)
    before = len(people[0].opened(visits[0]).contents.events)
    answers = [people[one].send(f"{visits[one]}/{place}", vu=vu(), **{"fait-chercher": "personne"}) for one in (0, 1)]

    assert [one.status_code for one in answers] == [303, 303]
    assert people[0].opened(visits[0]).contents.demarches[0].ticks == {"chercher": "personne"}
    assert len(people[0].opened(visits[0]).contents.events) == before + 1, "one line of the journal"


def test_the_control_a_page_that_says_it_showed_what_is_kept_changes_it(app):
    people, visits, place = noted_by_hand(app)
    people[0].send(f"{visits[0]}/{place}", vu=vu(), **{"fait-chercher": "personne"})
    answer = people[1].send(f"{visits[1]}/{place}", vu=vu({"chercher": "personne"}), **{"fait-chercher": "avec"})

    assert answer.status_code == 303
    assert people[0].opened(visits[0]).contents.demarches[0].ticks == {"chercher": "avec"}
