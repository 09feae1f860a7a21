"""What changes under a visit: a colleague who writes the same thing, and a guide of which a new version is published meanwhile."""

from contextlib import ExitStack

import pytest
from playwright.sync_api import expect

from tests.journeys import content
from tests.journeys.cast import COLLEAGUE, FIRST_NAME, TEAM
from tests.journeys.desk import BOITE_MAIL, plain, watched_desk
from tests.journeys.moments import CAMPAIGN
from tests.journeys.visiting import at_visit, begin, empty_chair, keep_by_team, part_with_sheet, resume_by_sheet, to_parting, to_sheet

IMPOTS = "/guides/be-declaration-impots"
CLASH = 409


@pytest.fixture
def sit(browser, site, scripted):
    """Sit down at a desk of the team."""
    with ExitStack() as desks:

        def at(somebody):
            desk = desks.enter_context(watched_desk(browser, site(CAMPAIGN, TEAM), scripted=scripted, writes=True))
            desk.sit_as(somebody)
            return desk

        yield at


@pytest.fixture
def both(sit):
    """Sit two colleagues down, each with the same thread open."""
    one, other = sit(FIRST_NAME), sit(COLLEAGUE)
    begin(one, BOITE_MAIL)
    one.answer(besoin="oui")
    key = part_with_sheet(one)
    for desk in (one, other):
        desk.watch.refusals.add(CLASH)
        resume_by_sheet(desk, key)
    return one, other


def tick_late(desk, step, mode):
    """Tick a step on a page that no longer says what is kept."""
    desk.unfold(step)
    desk.page.locator(f"#fait-{step}-{mode}").click()
    if not desk.scripted:
        desk.page.get_by_role("button", name="Mettre à jour les étapes").click()


def test_what_two_colleagues_changed_at_once_is_shown_to_the_second_with_both_versions(both):
    one, other = both
    one.tick("decider", "avec")
    other.answer(situation="boite-perdue")
    assert other.page.locator("#fait-decider-avec").is_checked(), "what only one changed is for both"
    one.page.reload()
    one.tick("chercher", "avec")
    tick_late(other, "chercher", "personne")

    expect(other.page.get_by_role("heading", level=1)).to_have_text("Deux personnes ont écrit en même temps")
    assert "Comme votre collègue : fait ensemble" in other.text()
    assert "Comme vous : fait par la personne" in other.text()
    other.page.get_by_label("Comme vous").check()
    other.press("Garder ce choix")
    at_visit(other)
    expect(other.page.locator("#fait-chercher-personne")).to_be_checked()
    expect(other.page.locator("#q-situation-boite-perdue")).to_be_checked()
    one.page.reload()
    expect(one.page.locator("#fait-chercher-personne")).to_be_checked()
    part_with_sheet(other)
    part_with_sheet(one)


def test_two_texts_written_at_once_are_both_shown_and_none_is_lost(both):
    one, other = both
    for desk in both:
        to_parting(desk)
    keep_by_team(one, "maison", "arbre", label="Dame au parapluie", note="Préfère le mardi")
    to_sheet(one)
    keep_by_team(other, "maison", "arbre", label="Dame aux gants", note="Préfère le mardi")
    other.press("Continuer vers la feuille")

    expect(other.page.get_by_role("alert")).to_contain_text("Les deux versions sont ci-dessous")
    assert "Votre collègue a écrit : Dame au parapluie" in other.text()
    assert "Préfère le mardi" not in plain(other.page.locator("#si-oui").inner_text()), "the same text is no clash"
    expect(other.page.locator("#etiquette")).to_have_value("Dame aux gants")
    other.page.locator("#etiquette").fill("Dame au parapluie et aux gants")
    to_sheet(other)
    for desk in both:
        empty_chair(desk)


def test_a_visit_goes_on_with_its_own_version_until_the_new_one_is_accepted_and_nothing_done_is_lost(sit, scripted):
    desk, title = sit(FIRST_NAME), f"Vérifier chaque case, {'avec' if scripted else 'sans'} script"
    visit, first = begin(desk, IMPOTS), desk.page.locator(".step").first.get_attribute("data-etape")
    before = content.step(IMPOTS, first).titre
    mode = desk.page.locator(f"#etape-{first} input[name=fait-{first}]:not([value=''])").first.get_attribute("value")
    desk.tick(first, mode)
    publish(desk, first, title)

    desk.go(visit)
    assert "Le guide a changé depuis le début de cette démarche." in desk.text()
    assert title not in desk.text(), "nothing changes by itself"
    desk.page.get_by_role("link", name="Voir ce qui change").click()
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("Le guide a changé")
    assert title in desk.text() or plain(before) in desk.text()
    desk.press("Passer à la nouvelle version")
    at_visit(desk)
    assert title in desk.text()
    assert "Le guide a changé" not in desk.text()
    expect(desk.page.locator(f"#fait-{first}-{mode}")).to_be_checked()
    part_with_sheet(desk)


def publish(desk, step, title):
    """Put a new version of the guide where the association publishes its own."""
    file = content.LIBRARY.guides[IMPOTS.rpartition("/")[2]].file
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    start = next(rank for rank, line in enumerate(lines) if line.strip() == f"- id: {step}")
    rank = next(rank for rank in range(start, len(lines)) if lines[rank].lstrip().startswith("titre:"))
    lines[rank] = f"{lines[rank].partition('titre:')[0]}titre: {title}\n"
    kept = desk.site.folder / "instance" / "procedures" / file.parent.name
    kept.mkdir(parents=True, exist_ok=True)
    (kept / ".written").write_text("".join(lines), encoding="utf-8")
    (kept / ".written").replace(kept / file.name)
