"""A visit begun by one worker and resumed by another: nothing is asked twice, and nothing is shown to who looks on."""

from contextlib import ExitStack

import pytest
from playwright.sync_api import expect

from tests.journeys.cast import COLLEAGUE, FIRST_NAME, RECEPTION, TEAM
from tests.journeys.desk import BOITE_MAIL, BOURSE, watched_desk
from tests.journeys.doors import opened_at
from tests.journeys.moments import MONDAY, THURSDAY
from tests.journeys.visiting import (
    answer_pictures,
    at_visit,
    begin,
    empty_chair,
    followed,
    keep_by_team,
    note_stuck,
    printed_sheet,
    resume_by_sheet,
    say_alone,
    to_parting,
    to_sheet,
)

LABELS = {True: "Dame au chapeau", False: "Monsieur au vélo"}
"""By whether the browser of this visit runs scripts."""
PICTURES = {True: ("tasse", "chat"), False: ("vélo", "pomme")}
NOTE = "Ne rappeler que le matin, chez sa sœur"
STUCK = "Trois appels, personne ne décroche"
REFUSED, NOT_YOURS = 422, 403


def on_monday(desk):
    """Answer, tick, say what blocks, close with the person, who lets the team keep it."""
    desk.sit_as(FIRST_NAME)
    begin(desk, BOURSE)
    desk.answer(qui_etudie="superieur", age="majeur", identite="oui", parcours="etranger")
    desk.tick("preparer", "avec")
    note_stuck(desk, "prevenir-ecole", "unreachable", STUCK)
    to_parting(desk)
    desk.page.locator("#prochaine").fill("2026-10-23")
    keep_by_team(desk, *PICTURES[desk.scripted], label=LABELS[desk.scripted], note=NOTE, danger=True)
    key = to_sheet(desk)
    assert key in printed_sheet(desk)
    empty_chair(desk)
    assert LABELS[desk.scripted] not in desk.text()


def with_sheet_only(desk):
    """Close another one with the sheet alone: the team does not keep it; return its key."""
    begin(desk, BOITE_MAIL)
    desk.answer(besoin="oui", situation="boite-perdue")
    to_parting(desk)
    key = to_sheet(desk)
    empty_chair(desk)
    return key


@pytest.fixture(scope="module")
def thursday(tmp_path_factory, browser):
    """Make the visits of Monday, with script and without; lend the site of Thursday, and the keys that alone open a thread."""
    folder, keys = tmp_path_factory.mktemp("week"), {}
    with opened_at(MONDAY, folder, full=TEAM) as site:
        for scripted in LABELS:
            with watched_desk(browser, site, scripted=scripted, writes=True) as desk:
                on_monday(desk)
                keys[scripted] = with_sheet_only(desk)
    with opened_at(THURSDAY, folder) as site:
        yield site, keys


@pytest.fixture
def sit(thursday, browser, scripted):
    """Sit down on Thursday, and sign in again."""

    def at(somebody, page):
        seated = stack.enter_context(watched_desk(browser, thursday[0], scripted=scripted, writes=True))
        seated.go(f"/connexion?vers={page}")
        seated.sign_in(somebody)
        seated.page.wait_for_url(f"**{page}")
        return seated

    with ExitStack() as stack:
        yield at


def test_mondays_visit_is_resumed_on_thursday_by_a_colleague_who_asks_nothing_twice(sit, scripted):
    desk, label = sit(COLLEAGUE, "/suivi"), LABELS[scripted]
    say_alone(desk)
    assert desk.text().index(NOTE) < desk.text().index("Prochaines dates"), "what is urgent is on top"
    assert "Danger vital." in desk.text()
    followed(desk, label)

    assert NOTE not in desk.text(), "who sits beside does not read it"
    desk.page.get_by_text("Une note de passage attend").click()
    assert NOTE in desk.text()
    assert label not in desk.text()
    for answer in ("qui-etudie-superieur", "age-majeur", "identite-oui", "parcours-etranger"):
        expect(desk.page.locator(f"#q-{answer}")).to_be_checked()
    expect(desk.page.locator("#fait-preparer-avec")).to_be_checked()
    assert STUCK in desk.step("prevenir-ecole").text_content()
    desk.go("/suivi")
    assert label not in desk.text(), "a person sits there: labels are put away again"
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("Le suivi est rangé")
    closed_again(desk, label)


def closed_again(desk, label):
    """Close without touching what the team knows: neither the note nor the label is lost, and the label was not shown."""
    desk.go("/visites")
    desk.page.locator(".open-visits a").first.click()
    at_visit(desk)
    to_parting(desk)
    expect(desk.page.locator("#passage")).to_have_value(NOTE)
    assert label not in desk.text()
    to_sheet(desk)
    empty_chair(desk)
    say_alone(desk)
    assert label in desk.text()
    assert NOTE in desk.text()


def test_reception_resumes_by_the_sheet_what_the_team_does_not_keep(sit, thursday, scripted):
    desk, key = sit(RECEPTION, "/reprendre"), thursday[1][scripted]
    desk.watch.refusals |= {REFUSED, NOT_YOURS}
    first, second, third = key.split()
    for rank, group in enumerate((first.lower(), f"{second[:3]}U", third), 1):
        desk.page.locator(f"#cle{rank}").fill(group)
    desk.press("Ouvrir")

    assert "Groupe n° 2 : le 4e signe n’est jamais utilisé : relisez-le sur la feuille." in desk.text()
    expect(desk.page.locator("#cle2")).to_be_focused()
    expect(desk.page.locator("#cle3")).to_have_value(third)
    desk.page.locator("#cle2").fill(second.lower())
    desk.press("Ouvrir")
    at_visit(desk)
    expect(desk.page.locator("#q-situation-boite-perdue")).to_be_checked()
    desk.go("/suivi")
    assert "Cette page est pour les membres." in desk.text()


def test_the_follow_up_list_never_shows_what_the_team_does_not_keep(sit, thursday):
    desk = sit(FIRST_NAME, "/suivi")
    say_alone(desk)

    assert "boîte mail" not in desk.text().lower()
    assert desk.text().count("Reprendre") == len(LABELS)
    resume_by_sheet(desk, thursday[1][desk.scripted])
    assert "boîte mail" in desk.text().lower(), "the control: that thread is there, for who has its sheet"


def test_a_person_without_their_sheet_is_found_by_three_answers_and_three_wrong_tries_shut_that_way(sit, scripted):
    worker = FIRST_NAME if scripted else COLLEAGUE  # The tries are those of a worker, whatever the tab.
    desk, own = sit(worker, "/reprendre/images"), PICTURES[scripted]
    desk.watch.refusals.add(REFUSED)
    answer_pictures(desk, BOURSE, *own)
    at_visit(desk)
    expect(desk.page.locator("#fait-preparer-avec")).to_be_checked()

    for _ in range(3):
        desk.go("/reprendre/images")
        answer_pictures(desk, BOURSE, own[0], "horloge")
    expect(desk.page.get_by_role("alert")).to_contain_text("Trois essais n’ont rien ouvert.")
    desk.go("/reprendre/images")
    expect(desk.page.get_by_role("button", name="Ouvrir", exact=True)).to_have_count(0)
