"""Visits side by side, on a shared sheet, for exercise or without a guide: each has its effect once, and tells nothing of another."""

import re
import sqlite3
from contextlib import ExitStack, closing

import pytest
from playwright.sync_api import expect

from tests.journeys.cast import COLLEAGUE, FIRST_NAME, RECEPTION, TEAM
from tests.journeys.desk import ACTUALISATION, BOITE_MAIL, BOURSE, plain, watched_desk
from tests.journeys.moments import CAMPAIGN
from tests.journeys.visiting import (
    PLACE,
    at_visit,
    begin,
    empty_chair,
    note_stuck,
    part_with_sheet,
    resume_by_sheet,
    to_parting,
    to_sheet,
    type_key,
    visit_of,
)

CAF = "/guides/fr-declaration-trimestrielle-caf"
NOTES = {CAF: "Le cybercafé est fermé", BOURSE: "Le lecteur de carte manque"}
REFUSED = 422
OF_VISITS = ("visit", "thread", "thread_sheet", "handover", "circle_wrap", "journal_leaf")


@pytest.fixture
def sit_with(browser, site):
    """Sit down at a desk of the team, with script or without."""
    with ExitStack() as desks:

        def at(somebody, *, scripted):
            desk = desks.enter_context(watched_desk(browser, site(CAMPAIGN, TEAM), scripted=scripted, writes=True))
            desk.sit_as(somebody)
            return desk

        yield at


@pytest.fixture
def sit(sit_with, scripted):
    """Sit down at a desk of the team, with script then without."""
    return lambda somebody: sit_with(somebody, scripted=scripted)


def rows(desk):
    """Count what the database holds of visits."""
    with closing(sqlite3.connect(desk.site.folder / "instance" / "companion.sqlite")) as base:
        names = {name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert names >= set(OF_VISITS), names
        return {name: base.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in OF_VISITS}  # noqa: S608 (names of ours)


def title(desk):
    return plain(desk.page.get_by_role("heading", level=1).inner_text())


def another_tab(desk):
    """Open one tab more in the same browser."""
    desk.page = desk.page.context.new_page()
    return desk.page


def test_three_visits_are_open_at_once_and_no_page_of_one_shows_anything_of_another(sit):
    desk, tabs, titles = sit(FIRST_NAME), {}, {}
    for guide in (CAF, BOURSE, ACTUALISATION):
        tabs[guide] = another_tab(desk)
        begin(desk, guide)
        titles[guide] = title(desk)
        if guide in NOTES:
            note_stuck(desk, desk.page.locator(".step").first.get_attribute("data-etape"), "cost", NOTES[guide])
    colours = [page.locator(".visit-bar strong").first.inner_text() for page in tabs.values()]
    assert len(set(colours)) == len(tabs)
    for guide, page in tabs.items():
        page.reload()
        said = plain(page.content())
        assert titles[guide] in said
        assert not [other for other in tabs if other != guide and titles[other] in said]
        assert [other for other, note in NOTES.items() if note in said] == [other for other in NOTES if other == guide]
        assert [one for one in colours if one in said] == colours, "they are told apart by their colours"
    another_tab(desk)
    desk.go("/visites")
    assert not [one for one in titles.values() if one in plain(desk.page.content())], "nor does the list"
    for left, page in zip((2, 1, 0), tabs.values(), strict=True):
        desk.page = page
        part_with_sheet(desk)
        expect(page.locator(".open-visits .card")).to_have_count(left)


def test_an_exercise_leaves_nothing_behind(sit):
    desk = sit(RECEPTION)
    before = rows(desk)
    begin(desk, BOITE_MAIL, "Pour s’exercer")
    desk.answer(besoin="oui")
    desk.tick("decider", "avec")
    during = rows(desk)
    assert "Mode exercice." in desk.text()
    to_parting(desk)
    to_sheet(desk)
    assert "Cette feuille ne vaut rien." in desk.text()
    empty_chair(desk)

    assert during["thread"] == before["thread"] + 1, "the control: it was there"
    assert rows(desk) == before


def test_a_request_without_guide_is_followed_as_well_and_resumed_by_its_sheet(sit):
    desk = sit(RECEPTION)
    desk.go("/visites/ponctuelle")
    desk.page.get_by_label("À qui s’adresse-t-elle").select_option(index=1)
    desk.press("Commencer")
    at_visit(desk)
    desk.tick("comprendre", "avec")
    note_stuck(desk, "demander", "no_slot", "Rien avant mars")
    key = part_with_sheet(desk)
    resume_by_sheet(desk, key)

    expect(desk.page.locator("#fait-comprendre-avec")).to_be_checked()
    assert "Rien avant mars" in desk.step("demander").text_content()
    to_parting(desk)
    desk.page.get_by_label("Une nouvelle feuille : l’ancienne n’ouvrira plus rien.").check()
    newer = to_sheet(desk)
    assert "Votre feuille d’avant n’ouvre plus rien." in desk.text()
    empty_chair(desk)
    desk.watch.refusals.add(REFUSED)
    type_key(desk, *key.split())
    expect(desk.page.get_by_role("alert")).to_contain_text("Aucun fil ne s’ouvre")
    resume_by_sheet(desk, newer)
    part_with_sheet(desk)


def test_two_demarches_on_one_sheet_are_separated_and_the_sheet_of_one_does_not_open_the_other(sit):
    desk = sit(FIRST_NAME)
    first = begin(desk, BOITE_MAIL)
    desk.answer(besoin="oui")
    desk.press("Ajouter une démarche à la même feuille")
    desk.page.locator(f"button[name=guide][value={BOURSE.rpartition('/')[2]}]").click()
    at_visit(desk)
    assert visit_of(desk) == first
    desk.answer(qui_etudie="superieur")
    expect(desk.page.locator(".together li")).to_have_count(2)
    desk.press("Séparer cette démarche : une feuille à elle")
    desk.page.wait_for_url(lambda url: first not in url)
    second = at_visit(desk)
    expect(desk.page.locator("#q-qui-etudie-superieur")).to_be_checked()
    of_second = part_with_sheet(desk)
    desk.go(first)
    of_first = part_with_sheet(desk)

    assert second != first
    for key, answer in ((of_first, "#q-besoin-oui"), (of_second, "#q-qui-etudie-superieur")):
        resume_by_sheet(desk, key)
        expect(desk.page.locator(answer)).to_be_checked()
        expect(desk.page.locator(".together")).to_have_count(0)
        part_with_sheet(desk)


def test_pressing_each_button_twice_has_one_effect(sit_with):
    desk = sit_with(COLLEAGUE, scripted=True)
    page, before = desk.page, rows(desk)
    desk.go(BOURSE)
    twice(desk, "Commencer une visite", PLACE)
    assert {name: count - before[name] for name, count in rows(desk).items() if name in {"visit", "thread"}} == {"visit": 1, "thread": 1}
    desk.answer(qui_etudie="superieur", age="majeur", identite="oui")
    desk.unfold("preparer")
    page.locator("#fait-preparer-avec").dblclick()
    expect(desk.step("preparer").locator(".state.good")).to_have_text("Fait")
    desk.say_it_is_stuck("identifier")
    page.locator("#bloquer-identifier-0").dblclick()
    page.locator("[id^=debloquer-identifier]").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.reload()
    expect(page.locator("input[name=bloque]")).to_have_count(1)

    desk.unfold("preparer")
    desk.step("preparer").get_by_role("button", name="Autre chose bloque").dblclick()
    expect(page).to_have_url(re.compile("/bloque/preparer$"))
    page.locator("button[name=obstacle][value=cost]").dblclick()
    expect(page).to_have_url(re.compile("#etape-preparer$"))
    expect(desk.step("preparer").locator(".noted")).to_have_count(1)
    twice(desk, "Ajouter une démarche à la même feuille", "/ajouter$")
    page.locator(f"button[name=guide][value={BOITE_MAIL.rpartition('/')[2]}]").dblclick()
    expect(page).to_have_url(PLACE)
    expect(page.locator(".together li")).to_have_count(2)
    twice(desk, "Séparer cette démarche : une feuille à elle", PLACE)
    expect(page.locator(".together li")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    assert rows(desk)["thread"] == before["thread"] + 2
    for _ in range(2):
        desk.go("/visites")
        page.locator(".open-visits a").first.click()
        at_visit(desk)
        twice(desk, "Fermer la visite, avec la personne", "/fermer$")
        twice(desk, "Continuer vers la feuille", "/feuille$")
        twice(desk, "Fermer la visite : la chaise est vide", "fini=1$")
    assert {name: count - before[name] for name, count in rows(desk).items()} | {"journal_leaf": 0} == {
        "visit": 0, "thread": 2, "thread_sheet": 2, "handover": 0, "circle_wrap": 0, "journal_leaf": 0,
    }  # fmt: skip


def twice(desk, button, where):
    """Press a button twice, as nervous hands do; the browser gives the first answer up for the second."""
    desk.page.locator("main").get_by_role("button", name=button, exact=True).dblclick()
    expect(desk.page).to_have_url(re.compile(where))
