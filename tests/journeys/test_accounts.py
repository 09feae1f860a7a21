"""People of the house in a real browser: they open it, come in, bring a colleague, leave, are interrupted."""

import os
import signal
import sqlite3

import pytest
from playwright.sync_api import expect

from tests.journeys.arriving import Arrival
from tests.journeys.cast import MEMBER, PIN
from tests.journeys.desk import BOURSE, plain, watched_desk
from tests.journeys.doors import opened_at, wait_until
from tests.journeys.moments import CAMPAIGN

NOW = int(CAMPAIGN.timestamp())
STEP = f"/atelier/{BOURSE.rpartition('/')[2]}/modifier/etapes/etapes/identifier"
NOT_YOURS, LOCKED = 403, 423


@pytest.fixture
def sit(browser, scripted):
    """Sit down at a desk of one's own, in front of a site."""

    def at(site):
        return watched_desk(browser, site, scripted=scripted, writes=True)

    return at


@pytest.fixture
def sit_once(browser):
    """Sit down as well, for what a script has no part in."""
    return lambda site: watched_desk(browser, site, scripted=True, writes=True)


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory):
    """Open a house with one member, for the journeys of this file."""
    with opened_at(CAMPAIGN, tmp_path_factory.mktemp("house"), full=MEMBER) as site:
        yield site


def begin(desk):
    """Open the association, from the first page that anybody sees."""
    desk.go("/connexion")
    desk.page.wait_for_url("**/premiere-ouverture")
    desk.page.get_by_label("Code de première ouverture").fill(desk.site.told["code"].lower().replace("-", " "))
    desk.page.get_by_label("Nom", exact=True).fill("Permanence d’essai")
    desk.page.get_by_label("Prénom").fill("Amandine")
    desk.press("Commencer")
    return Arrival(desk, NOW)


def leave(desk):
    desk.page.get_by_role("button", name="Je quitte le poste").click()
    desk.page.wait_for_url("**/connexion?parti=1")


def spoken(desk, page):
    desk.go(page)
    return desk.page.locator(".spoken").inner_text().replace(" · ", " ")


def team(desk):
    desk.go("/equipe")
    return desk.text()


def come_back(desk, arrival):
    """Sign in again, from the page that one was going to."""
    desk.go("/equipe")
    desk.page.wait_for_url("**/connexion?vers=/equipe")
    desk.page.get_by_label("Votre nom dans Compagnon").fill(arrival.kept["name"].upper())
    desk.page.get_by_label("Votre phrase").press_sequentially(arrival.kept["phrase"])
    if desk.scripted:
        expect(desk.page.locator(".ticks-of-words .known")).to_have_count(6)
    desk.press("Entrer")
    desk.page.get_by_label("Numéro").fill(arrival.number())
    desk.press("Entrer")
    desk.page.wait_for_url("**/equipe")


def test_an_association_is_opened_left_entered_again_and_joined_by_a_colleague_in_another_browser(tmp_path, sit):
    with opened_at(CAMPAIGN, tmp_path / "site") as site, sit(site) as first:
        arrival = begin(first)
        arrival.arrive()
        first.page.wait_for_url("**/equipe")
        assert "Amandine" in first.text()

        leave(first)
        assert "Rien ne reste ouvert ici." in first.text()
        first.page.go_back()
        assert "Amandine" not in first.text(), "nor does the browser show again what it had shown"
        come_back(first, arrival)
        assert "Amandine" in first.text()

        first.page.get_by_label("Membre").check()
        first.press("Obtenir un numéro d’invitation")
        with sit(site) as second:
            second.go("/rejoindre")
            second.page.get_by_label("Numéro d’invitation").fill(first.page.locator(".sign.big").inner_text().lower())
            second.press("Commencer")
            Arrival(second, NOW, with_card=True).arrive()
            second.page.wait_for_url("**/attente")
            compare_words(first, second)


def compare_words(first, second):
    """Read four words aloud both ways; from then on both read the first names of the team."""
    first.go("/equipe")
    first.page.get_by_role("link", name="Accueillir").click()
    first.page.get_by_label("Les quatre mots que vous entendez").fill(spoken(second, "/attente"))
    first.page.get_by_label("Son prénom").fill("Basile")
    first.press("Ce sont les mêmes : accueillir")
    first.page.wait_for_url("**/equipe")
    assert "Basile" in first.text()

    assert "Amandine" not in second.text()
    words = spoken(first, "/moi")
    second.page.reload()
    second.page.get_by_label("Les quatre mots que vous entendez").fill(words)
    second.press("Ce sont les mêmes")
    second.page.wait_for_url("**/equipe")
    assert "Amandine" in second.text()


def test_under_the_veil_the_guides_stay_and_a_form_goes_on_with_its_text_once_six_figures_lift_it(lived_in, sit):
    with sit(lived_in) as desk:
        desk.watch.refusals |= {LOCKED}
        desk.enter_the_atelier()
        desk.go(STEP)
        other = desk.page.context.new_page()
        other.goto(lived_in.address("/equipe"))
        other.get_by_role("button", name="Voiler").click()
        other.wait_for_url(lived_in.address("/"))
        other.goto(lived_in.address("/equipe"))
        expect(other.get_by_role("heading", level=1)).to_have_text("Le voile est tiré")
        other.goto(lived_in.address(BOURSE))
        expect(other.locator(".step").first).to_be_visible()

        send_under_the_veil(desk, "Mon titre, tapé sans voir le voile")
        lift(desk, "194636")
        expect(desk.page.get_by_role("alert")).to_contain_text("Ce ne sont pas vos six chiffres")
        assert "Mon titre" not in desk.page.content()
        lift(desk, PIN)
        desk.page.wait_for_url("**/etapes#etapes-identifier")
        desk.go(STEP)
        expect(desk.page.get_by_label("Titre (nécessaire)")).to_have_value("Mon titre, tapé sans voir le voile")
        other.goto(lived_in.address("/equipe"))
        expect(other.get_by_role("heading", level=1)).to_have_text("L’équipe")


def send_under_the_veil(desk, title):
    """Press the button of the form; what keeps itself on the way says first that it is not kept."""
    desk.page.get_by_label("Titre (nécessaire)").fill(title)
    if desk.scripted:
        desk.page.get_by_label("Titre (nécessaire)").press("Tab")
        expect(desk.page.get_by_role("alert")).to_contain_text("Votre texte est encore ici")
    desk.press("Enregistrer le brouillon")
    desk.page.get_by_text("Ce que vous veniez d’envoyer attend ici").wait_for()
    assert title not in desk.page.content(), "nobody reads it meanwhile"


def lift(desk, figures):
    desk.page.get_by_label("Vos six chiffres").fill(figures)
    desk.press("Continuer")


def test_a_member_opens_the_machine_of_the_reception_for_the_day_without_typing_anything_on_it(lived_in, sit):
    with sit(lived_in) as member, sit(lived_in) as machine:
        machine.watch.refusals |= {NOT_YOURS, 422}
        machine.go("/connexion")
        machine.page.get_by_role("link", name="Ouvrir ce poste").click()
        machine.page.get_by_label("Six chiffres pour aujourd’hui").fill("580316")
        machine.press("Demander l’ouverture")
        number = machine.page.locator(".sign.big").inner_text()
        machine.press("C’est ouvert, commencer")
        expect(machine.page.get_by_role("alert")).to_contain_text("pas encore ouvert")

        member.enter_the_atelier()
        member.go("/equipe/poste")
        member.page.get_by_label("Numéro affiché sur le poste").fill(number.lower())
        member.press("Ouvrir ce poste")
        expect(member.page.get_by_role("heading", level=1)).to_have_text("Le poste est ouvert")
        assert "18:00" in member.text()

        machine.press("C’est ouvert, commencer")
        machine.page.wait_for_url(lived_in.address("/"))
        machine.go("/equipe")
        assert "Cette page est pour les membres." in machine.text()
        leave(machine)


def test_a_session_goes_on_when_each_process_of_the_server_is_killed_and_replaced(lived_in, sit_once):
    with sit_once(lived_in) as desk:
        desk.enter_the_atelier()
        desk.go("/moi")
        for worker in lived_in.workers():
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait(30)
            desk.page.get_by_label("Changer mes six chiffres").fill(PIN)
            desk.press("Garder ces chiffres")
            desk.page.wait_for_url("**/moi#voile")
            assert "Amandine" in team(desk)
            desk.go("/moi")
            wait_until(lambda: len(lived_in.workers()) == 2)


def test_once_the_server_has_stopped_the_cookie_and_the_database_open_nothing_and_one_signs_in_again(tmp_path, sit_once):
    folder = tmp_path / "site"
    with opened_at(CAMPAIGN, folder, full=MEMBER) as site, sit_once(site) as desk:
        desk.enter_the_atelier()
        assert "Amandine" in team(desk)
        cookies = desk.page.context.cookies()
    with sqlite3.connect(folder / "instance" / "companion.sqlite") as base:
        assert base.execute("SELECT count(*) FROM sign_in").fetchone() == (1,), "the row of the session is still there"
    base.close()
    with opened_at(CAMPAIGN, folder) as site, sit_once(site) as desk:
        desk.page.context.add_cookies(cookies)
        assert [one["name"] for one in desk.page.context.cookies(site.url)] == [site.told["cookie"]]
        desk.go("/equipe")
        desk.page.wait_for_url("**/connexion?vers=/equipe")

        desk.sign_in()
        desk.page.wait_for_url("**/equipe")
        assert "Amandine" in plain(desk.text())
