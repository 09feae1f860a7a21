"""What fresh eyes found in the gestures of a visit, each with the old failure as its control: nothing goes without being said."""

import random
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from lxml import html
from werkzeug.datastructures import MultiDict

from companion.demarches.forms import gesture
from companion.demarches.rules.contents import Contents, Demarche
from companion.demarches.rules.gestures import merged, said_by, shown_in_words
from companion.demarches.views.walking import OTHER_VERSION
from companion.procedures.rules.running import Progress, Remembered
from companion.vault.primitives import new_secret
from tests.conftest import rounds
from tests.demarches.attacks import Desk, begin_house, parting
from tests.demarches.reviewed import (
    GUIDE,
    STEP,
    Fields,
    Page,
    alter,
    cut,
    demarche,
    gone,
    page_of,
    post,
    published,
    renamed,
    stuck_and_doubtful,
    unreadable,
)


def kept(one: Demarche) -> dict[str, object]:
    """Return all that a démarche keeps, under the names of its fields."""
    found: dict[str, object] = {f"q-{name}": answer for name, answer in one.running.answers.items()}
    found |= {f"fait-{name}": mode for name, mode in one.ticks.items()}
    found |= {f"date-{name}": day.isoformat() for name, day in one.since.items()}
    return found | {"langue": one.language} | {f"{way.step}.{way.way}": "bloquer" for way in one.running.ways}


def said_after(before: dict[str, object], name: str, value: str) -> dict[str, object]:
    """Return what is to be kept once one field was touched: it alone has changed."""
    if name in {"bloquer", "debloquer"}:
        return {**{one: said for one, said in before.items() if one != value}, **({value: "bloquer"} if name == "bloquer" else {})}
    after = {**before, name: value}
    return {one: said for one, said in after.items() if said or one == "langue"}


def would_lose(one: Demarche, fields: Fields, name: str) -> bool:
    """Tell whether this gesture undid something else when a page said more than it had fields for."""
    now = said_by(one)
    after, _ = merged(now, gesture(MultiDict(fields)), now)
    lost = [
        *(f"q-{it}" for it in now.answers.keys() - after.answers.keys()),
        *(f"date-{it}" for it in now.since.keys() - after.since.keys()),
    ]
    lost += [f"fait-{it}" for it in now.ticks.keys() - after.ticks.keys()]
    return bool(set(lost) - {name})


def all_at_once(page: Page) -> Fields:
    """Say of a page that every step is done, and that every date is known."""
    fields = {name: values for name, values in page.choices.items() if name.startswith(("fait-", "date-"))}
    return [one for one in page.sent if one[0] not in fields] + [(name, next(filter(None, values))) for name, values in fields.items()]


def test_a_gesture_changes_only_its_own_field_on_every_shipped_guide(app):
    app.test_client_class = FlaskClient  # hundreds of pages: what they hold is looked at here, how they are written elsewhere
    me, chance, traps = begin_house(app), random.Random(7), []
    for guide in sorted(app.extensions["bookcase"].library().guides):
        visit = me.begin(guide, exercice="oui")
        place = me.place(visit)
        for turn in range(rounds(7, 60)):
            page = page_of(me, place)
            if turn % 7 == 0:
                post(me, place, all_at_once(page))
                page = page_of(me, place)
            asked = [name for name in sorted(page.choices) if name.startswith("q-")] or ["langue"]
            name = chance.choice(asked if turn % 7 < 4 else sorted(page.choices))
            value, before = chance.choice(page.choices[name]), demarche(me, visit)
            fields = page.touching(name, value)
            assert post(me, place, fields).status_code == 303
            assert kept(demarche(me, visit)) == said_after(kept(before), name, value), (guide, turn, name, value)
            traps += [guide] if would_lose(before, fields, name) else []
        me.send(f"{visit}/fermer", **parting())
        me.send(f"{visit}/fin")

    assert len(set(traps)) > 3, "the control: what a page said before undid other things, on several guides"


def test_a_step_that_an_answer_hides_stays_done_and_is_still_done_when_the_answer_is_corrected(app):
    me = begin_house(app)
    visit = me.begin("be-chomage-ec3")
    place = me.place(visit)
    for name, value in (("fait-connexion", "personne"), ("q-carte", "papier"), ("langue", "nl")):
        page = page_of(me, place)
        assert post(me, place, page.touching(name, value)).status_code == 303
    assert "fait-connexion" not in page.choices, "nothing of it on the page"

    assert demarche(me, visit).ticks == {"connexion": "personne"}
    assert "annule" not in [one.detail.get("mode") for one in me.opened(visit).contents.events]

    said_all = ("vu", shown_in_words(said_by(demarche(me, visit))))
    post(me, place, [one for one in page_of(me, place).touching("langue", "ar") if one[0] != "vu"] + [said_all])
    assert demarche(me, visit).ticks == {}, "the control: a page that says more than it shows undoes it"


def test_the_list_of_the_team_opens_the_thread_that_was_asked_for_even_from_a_page_that_opened_another(app):
    me = begin_house(app)
    threads = []
    for label in ("Madame A", "Monsieur B"):
        visit = me.begin()
        threads.append(me.thread_of(visit))
        me.close(visit, feuille="nouvelle", equipe="oui", etiquette=label)
    once = new_secret(16).hex()
    first, second = (me.resume(one, fois=once) for one in threads)

    assert [me.opened(one).contents.label for one in (first, second)] == ["Madame A", "Monsieur B"]
    assert me.resume(threads[0], fois=once) == first, "the control: the same button pressed twice is one visit"
    me.tick(second)
    assert demarche(me, first).ticks == {}


def test_two_sheets_typed_on_one_page_open_two_threads(app):
    me = begin_house(app)
    keys = [me.close(me.begin(), feuille="nouvelle") for _ in range(2)]
    once = new_secret(16).hex()
    first, second = (me.unfold(key, fois=once).location for key in keys)

    assert me.thread_of(first) != me.thread_of(second)
    assert me.unfold(keys[0], fois=once).location == first, "the control: the same key sent twice is one visit"


def test_a_step_renamed_by_a_newer_version_takes_along_what_blocked_and_what_is_to_be_looked_for(app):
    me = begin_house(app)
    visit, place = stuck_and_doubtful(me)
    published(app, renamed)
    assert demarche(me, visit).stuck[0].step == STEP, "the control: nothing changes by itself"

    assert me.send(f"{place}/version").status_code == 303

    now, page = demarche(me, visit), me.client.get(place).text
    assert ([one.step for one in now.stuck], now.doubtful) == ([f"{STEP}-neuf"], (f"{STEP}-neuf",))
    assert "Trop cher pour elle" in page
    assert "cherchez l’accusé" in page
    assert "n’existe plus" not in page


def test_what_blocked_a_step_that_a_newer_version_took_away_is_shown_and_can_be_withdrawn(app):
    me = begin_house(app)
    visit, place = stuck_and_doubtful(me)
    published(app, gone)
    me.send(f"{place}/version")

    page = html.document_fromstring(me.client.get(place).text)
    (shown,) = page.xpath("//section[@aria-labelledby='bloque-avant']")
    assert "Trop cher pour elle" in shown.text_content()
    (button,) = shown.xpath(".//button[@name='obstacle']")
    me.send(page.get_element_by_id(button.get("form")).get("action"), obstacle=button.get("value"))

    assert demarche(me, visit).stuck == ()
    assert "Trop cher pour elle" not in me.client.get(place).text


def test_a_gesture_on_a_version_that_cannot_be_read_undoes_nothing(app):
    me = begin_house(app)
    visit, place = unreadable(me)
    page = page_of(me, place)
    assert "n’est plus lisible" in me.client.get(place).text

    assert post(me, place, page.touching("fait-deconnecter", "personne")).status_code == 303

    assert demarche(me, visit).ticks == {"etape-ancienne": "avec", STEP: "personne", "deconnecter": "personne"}
    assert "annule" not in [one.detail.get("mode") for one in me.opened(visit).contents.events]
    post(me, place, page_of(me, place).touching(f"fait-{STEP}", ""))
    assert set(demarche(me, visit).ticks) == {"etape-ancienne", "deconnecter"}, "the control: what is on the page can be undone"


@pytest.mark.parametrize("way", ["etape-ancienne.0", f"{STEP}.7", "jamais.0", "jamais.-1"])
def test_giving_up_a_way_that_no_version_knows_is_no_fault(app, way):
    me = begin_house(app)
    visit, place = unreadable(me)
    before = demarche(me, visit)

    assert me.send(place, vu="[]", debloquer=way).status_code == 303

    assert way not in [f"{one.step}.{one.way}" for one in demarche(me, visit).running.ways]
    assert demarche(me, visit).ticks == before.ticks


def losing_its_guide(me: Desk) -> str:
    """Begin a visit of two démarches, the second on a guide that is gone and a version that nothing can read."""
    visit = me.begin()
    me.tick(visit)
    me.send(f"{visit}/ajouter", guide=GUIDE)
    done = {STEP: Remembered(Progress.DONE, "personne")}

    def lost(it: Contents) -> Contents:
        one = replace(it.demarches[1], procedure="be-disparu", version="0" * 64)
        return it.changing(replace(one, running=replace(one.running, steps=done)))

    alter(me, visit, lost)
    return visit


def test_a_guide_that_is_gone_shuts_no_page_of_the_visit_and_what_was_noted_is_still_there(app):
    me = begin_house(app)
    visit = losing_its_guide(me)
    lost = f"{visit}/{demarche(me, visit, 1).id}"
    for address in (me.place(visit), lost, f"{lost}/bloque/reunir", f"{visit}/fermer", f"{visit}/effacer", f"{visit}/ajouter"):
        assert me.client.get(address).status_code == 200, address
    assert "n’est plus lisible" in me.client.get(lost).text
    assert "n’est plus lisible" not in me.client.get(me.place(visit)).text, "the control: the other one is whole"
    page = page_of(me, lost)
    assert post(me, lost, page.touching("fait-reunir", "avec")).status_code == 303
    assert demarche(me, visit, 1).ticks == {STEP: "personne", "reunir": "avec"}

    key = me.part(visit, feuille="nouvelle", niveau="complet")

    assert me.client.get(f"{visit}/feuille").status_code == 200
    assert me.client.get(f"{visit}/feuille.pdf").mimetype == "application/pdf"
    assert me.send(f"{visit}/fin").status_code == 303
    again = me.unfold(key).location
    assert demarche(me, again, 1).ticks == {STEP: "personne", "reunir": "avec"}


def test_after_a_cut_a_visit_whose_guide_is_gone_is_entered_by_its_questions_as_any_other(app):
    me = begin_house(app)
    visit = losing_its_guide(me)
    cut(me, visit)
    assert me.client.get(me.place(visit), follow_redirects=True).request.path == f"{visit}/coupure"
    assert me.client.get(f"{visit}/coupure").status_code == 200

    assert me.send(f"{visit}/coupure").status_code == 303

    assert me.client.get(me.place(visit)).status_code == 200
    assert demarche(me, visit, 1).ticks == {STEP: "personne"}


def test_a_tab_of_the_older_version_is_told_that_its_gesture_was_not_kept(app):
    me = begin_house(app)
    visit = me.begin(GUIDE)
    place = me.place(visit)
    stale = page_of(me, place).touching(f"fait-{STEP}", "personne")
    published(app, renamed)
    me.send(f"{place}/version")

    answer = post(me, place, stale)

    assert answer.status_code == 409
    assert OTHER_VERSION[:60] in answer.text
    assert demarche(me, visit).ticks == {}
    control = [one for one in stale if one[0] != "version"]
    assert (post(me, place, control).status_code, demarche(me, visit).ticks) == (303, {}), "the control: it went in silence"
    assert post(me, place, page_of(me, place).touching(f"fait-{STEP}-neuf", "personne")).status_code == 303
    assert demarche(me, visit).ticks == {f"{STEP}-neuf": "personne"}
