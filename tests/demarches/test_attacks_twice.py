"""Fifty identical forms at the same instant, before two processes: each gesture of a visit has one effect (security.md R7)."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest
from werkzeug.test import TestResponse

from companion.demarches.rules.contents import Contents
from tests.accounts.attacks import browser, kept_cookie, process
from tests.demarches.attacks import PICTURES, Desk, all_rows, at_once, begin_house, parting, sit_again, vu

AT_ONCE = 50
ONCE = "ab" * 16
GUIDE = "be-boite-mail"
TABLES = ("visit", "thread", "thread_sheet", "circle_wrap", "handover", "journal_leaf", "journal_checkpoint", "erasure")
NOTED = {"equipe": "oui", "etiquette": "Dame bleue", "passage": "À rappeler"}


@dataclass(frozen=True)
class Gesture:
    """A form, what it changes in the number of rows, and what is in the thread afterwards."""

    address: str
    said: Mapping[str, object]
    rows: Mapping[str, int] = field(default_factory=dict)
    visit: str = ""
    holds: Callable[[Contents], object] = bool
    refused: int = 303
    """What the forms that come too late are told: it is done already, or there are too many at once."""


def opening(me: Desk) -> Gesture:
    return Gesture("/visites", {"guide": GUIDE, "fois": ONCE}, {"visit": 1, "thread": 1, "journal_leaf": 1})


def step_done(me: Desk) -> Gesture:
    visit = me.begin()
    said = {"vu": vu(), "fait-reunir": "personne"}
    return Gesture(me.place(visit), said, {"journal_leaf": 1}, visit, lambda it: it.demarches[0].ticks == {"reunir": "personne"})


def way_out(me: Desk) -> Gesture:
    visit = me.begin(GUIDE)
    return Gesture(me.place(visit), {"vu": vu(), "bloquer": "decider.0"}, {}, visit, lambda it: len(it.demarches[0].stuck) == 1)


def obstacle(me: Desk) -> Gesture:
    visit = me.begin()
    said = {"obstacle": "cost", "note": "trop cher", "fois": ONCE}
    return Gesture(f"{me.place(visit)}/bloque/reunir", said, {}, visit, lambda it: len(it.demarches[0].stuck) == 1)


def obstacle_gone(me: Desk) -> Gesture:
    visit = me.begin()
    for note in ("un", "deux"):
        me.send(f"{me.place(visit)}/bloque/reunir", obstacle="cost", note=note, fois=note)
    first, second = me.opened(visit).contents.demarches[0].stuck
    return Gesture(f"{me.place(visit)}/debloque", {"obstacle": first.id}, {}, visit, lambda it: it.demarches[0].stuck == (second,))


def one_more(me: Desk) -> Gesture:
    visit = me.begin()
    return Gesture(f"{visit}/ajouter", {"guide": GUIDE}, {"journal_leaf": 1}, visit, lambda it: len(it.demarches) == 2)


def two_together(me: Desk) -> tuple[str, str]:
    visit = me.begin()
    return visit, me.send(f"{visit}/ajouter", guide=GUIDE).location


def one_less(me: Desk) -> Gesture:
    visit, added = two_together(me)
    return Gesture(f"{added}/retirer", {}, {}, visit, lambda it: len(it.demarches) == 1, refused=404)


def apart(me: Desk) -> Gesture:
    visit, added = two_together(me)
    return Gesture(f"{added}/separer", {"fois": ONCE}, {"visit": 1, "thread": 1}, visit, lambda it: len(it.demarches) == 1)


def closing(me: Desk) -> Gesture:
    visit = me.begin()
    rows = {"thread_sheet": 1, "circle_wrap": 1, "handover": 1, "journal_leaf": 2, "journal_checkpoint": 1}
    return Gesture(f"{visit}/fermer", parting(feuille="nouvelle", fois=ONCE, **NOTED), rows, visit, refused=409)


def going_back(me: Desk) -> Gesture:
    visit = me.begin()
    me.part(visit, feuille="nouvelle")
    return Gesture(f"{visit}/revenir", {}, {}, visit)


def ending(me: Desk) -> Gesture:
    visit = me.begin()
    me.part(visit, feuille="nouvelle")
    return Gesture(f"{visit}/fin", {}, {"visit": -1})


def ending_with_nothing(me: Desk) -> Gesture:
    visit = me.begin()
    me.part(visit)
    return Gesture(f"{visit}/fin", {}, {"visit": -1, "thread": -1, "erasure": 1, "journal_leaf": 1}, refused=404)


def erasing(me: Desk) -> Gesture:
    visit = me.begin()
    return Gesture(f"{visit}/effacer", {"qui": "seule"}, {"visit": -1, "thread": -1, "erasure": 1, "journal_leaf": 1}, refused=404)


def keeping_after_all(me: Desk) -> Gesture:
    visit = me.begin()
    thread = me.thread_of(visit)
    key = me.close(visit, equipe="oui", feuille="nouvelle")
    me.send(f"{me.resume(thread)}/effacer", qui="accompagnee")
    visit = me.unfold(key).location
    return Gesture(f"{visit}/garder", {}, {}, visit, lambda it: it.ends_without_erasure is None)


def by_sheet(me: Desk) -> Gesture:
    key = me.close(me.begin(), feuille="nouvelle")
    return Gesture("/reprendre", {"cle1": key, "fois": ONCE}, {"visit": 1, "journal_leaf": 1}, refused=429)


def by_pictures(me: Desk) -> Gesture:
    me.close(me.begin(), equipe="oui")
    said = {"guide": "demande-ponctuelle", "periode": "mois", "image": list(PICTURES), "fois": ONCE}
    return Gesture("/reprendre/images", said, {"visit": 1, "journal_leaf": 1}, refused=422)


def by_the_list(me: Desk) -> Gesture:
    visit = me.begin()
    thread = me.thread_of(visit)
    me.close(visit, equipe="oui")
    return Gesture("/suivi/reprendre", {"fil": thread.hex(), "fois": ONCE}, {"visit": 1, "journal_leaf": 1})


def kept_with_a_note(me: Desk) -> bytes:
    visit = me.begin()
    thread = me.thread_of(visit)
    me.close(visit, **NOTED)
    return thread


def renewing(me: Desk) -> Gesture:
    return Gesture(f"/suivi/{kept_with_a_note(me).hex()}/note", {"quoi": "prolonger"}, refused=409)


def taking_away(me: Desk) -> Gesture:
    return Gesture(f"/suivi/{kept_with_a_note(me).hex()}/note", {"quoi": "retirer"}, {"handover": -1})


GESTURES = (
    opening, step_done, way_out, obstacle, obstacle_gone, one_more, one_less, apart, closing, going_back, ending, ending_with_nothing,
    erasing, keeping_after_all, by_sheet, by_pictures, by_the_list, renewing, taking_away,
)  # fmt: skip


def many(me: Desk, gesture: Gesture) -> list[TestResponse]:
    """Send a form many times at the same instant, to two processes of the server."""
    other = process(me.app)
    other.extensions["derivations"] = me.app.extensions["derivations"]
    cookie = kept_cookie(me.client)
    hands = [Desk(browser((me.app, other)[rank % 2], cookie)) for rank in range(AT_ONCE)]
    token = me.token()
    answers = at_once([lambda one=one: one.client.post(gesture.address, data={**gesture.said, "jeton": token}) for one in hands])
    other.extensions["database"].engine.dispose()
    return answers


def numbers(me: Desk) -> Counter[str]:
    rows = all_rows(me.app)
    return Counter({name: len(rows[name]) for name in TABLES})


@pytest.mark.parametrize("made", GESTURES, ids=lambda made: made.__name__)
def test_fifty_identical_forms_at_the_same_instant_have_one_effect(app, made):
    me = begin_house(app)
    gesture = made(me)
    before = numbers(me)

    answers = many(me, gesture)

    told = Counter(one.status_code for one in answers)
    assert set(told) <= {303, gesture.refused}
    assert told[303] >= 1
    assert len({one.location.partition("?")[0] for one in answers if one.status_code == 303}) == 1, "and all are led to the same place"
    after = numbers(me)
    assert {name: after[name] - before[name] for name in TABLES if after[name] != before[name]} == dict(gesture.rows)
    if gesture.visit:
        assert gesture.holds(me.opened(gesture.visit).contents)


def test_the_control_fifty_forms_that_differ_have_fifty_effects(app):
    me = begin_house(app)
    place = me.place(me.begin())
    token, before = me.token(), numbers(me)
    notes = [f"numéro {rank}" for rank in range(AT_ONCE // 2)]
    at_once(
        [
            lambda note=note: me.client.post(
                f"{place}/bloque/reunir", data={"jeton": token, "obstacle": "cost", "note": note, "fois": note[-2:]}
            )
            for note in notes
        ]
    )

    assert sorted(one.note for one in me.opened(place.rpartition("/")[0]).contents.demarches[0].stuck) == sorted(notes)
    assert numbers(me) == before


def test_fifty_answers_after_a_cut_are_noted_once(app):
    me = begin_house(app)
    visit, keys = me.begin(), me.keys()
    restarted = process(app, restarted=True)
    restarted.extensions["derivations"] = app.extensions["derivations"]
    me = sit_again(restarted, keys)
    place, before = me.place(visit), numbers(me)
    said = {f"geste-{place.rpartition('/')[2]}-{step}": mode for step, mode in (("comprendre", "avec"), ("reunir", "personne"))}

    answers = many(me, Gesture(f"{visit}/coupure", said))

    assert {one.status_code for one in answers} == {303}
    assert me.opened(visit).contents.demarches[0].ticks in ({"comprendre": "avec"}, {"comprendre": "avec", "reunir": "personne"})
    assert numbers(me)["journal_leaf"] - before["journal_leaf"] == len(me.opened(visit).contents.demarches[0].ticks)


def test_the_key_drawn_by_fifty_closings_is_one_and_every_page_shows_it(app):
    me = begin_house(app)
    gesture = closing(me)
    many(me, gesture)
    key = me.opened(gesture.visit).own.reading_key

    shown = {me.client.get(f"{gesture.visit}/feuille").text.count(part) > 0 for part in (key[:4], key[4:8], key[8:])}
    assert shown == {True}
    assert me.unfold(key).status_code == 303, "and it opens the thread"
