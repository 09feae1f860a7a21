"""The monthly declaration: inside its window, on its last day with a lost password, and outside."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.journeys import content
from tests.journeys.desk import ACTUALISATION, plain
from tests.journeys.moments import INSIDE, LAST_DAY, OUTSIDE
from tests.procedures.papers.reading import text_of


@pytest.fixture
def at(desk):
    def at_the_guide(moment):
        seated = desk(moment)
        seated.catch_papers()
        seated.go(ACTUALISATION)
        return seated

    return at_the_guide


def soon_of(desk):
    desk.go("/")
    return [plain(line.inner_text()) for line in desk.page.locator(".soon li").all()]


def when_of(desk):
    return plain(desk.page.get_by_role("region", name="Pour quand ?").inner_text())


def test_inside_the_window_the_guide_says_until_when_and_what_is_at_stake(at):
    shown = when_of(at(INSIDE))

    assert "Ouvert jusqu’au 15 décembre, 23 h 59 (il reste 13 jours)" in shown
    assert "Ce qui est en jeu" in shown
    assert "Que faire maintenant" not in shown


def test_inside_the_window_a_person_with_their_codes_declares_the_month_and_leaves_with_the_next_date(at):
    desk = at(INSIDE)
    desk.answer(codes="oui", mois="rien")
    for step, mode in (("verifier-fenetre", "avec"), ("rassembler", "avec"), ("identifier", "personne"), ("declarer-mois", "avec")):
        desk.tick(step, mode)
    for step in ("chercher-emploi", "relire-valider"):
        desk.tick(step, "personne")

    sheet = text_of(desk.print_out("Feuille complète"))

    for step in ("identifier", "declarer-mois", "chercher-emploi", "relire-valider"):
        assert content.said_done(ACTUALISATION, step) in sheet
    assert "15 décembre 2026" in sheet
    assert content.phone(ACTUALISATION) in sheet
    assert "Agence France Travail" in sheet


def test_the_answer_on_looking_for_work_is_the_persons_and_nobody_suggests_it(at):
    desk = at(INSIDE)
    desk.answer(codes="oui", mois="rien")
    desk.unfold("chercher-emploi")

    expect(desk.step("chercher-emploi").get_by_text("Cette réponse est à la personne")).to_be_visible()
    expect(desk.step("chercher-emploi")).to_contain_text("Posez la question, attendez, ne suggérez rien.")


def test_with_nothing_to_declare_no_document_of_a_job_is_asked(at):
    desk = at(INSIDE)
    desk.answer(codes="oui", mois="rien")

    expect(desk.step("envoyer-justificatifs")).to_have_count(0)
    wanted = {one.id: plain(one.nom) for one in content.guide(ACTUALISATION).documents}
    listed = plain(desk.page.locator("#avant-documents").text_content())
    assert wanted["identifiant"] in listed
    assert wanted["bulletins"] not in listed


def test_on_the_last_day_home_and_guide_say_that_it_closes_today_and_at_what_hour(at):
    desk = at(LAST_DAY)
    shown = when_of(desk)

    assert "Ouvert jusqu’au 15 décembre, 23 h 59 (c’est aujourd’hui)" in shown
    assert "Actualisation France Travail Ouvert jusqu’au 15 décembre, 23 h 59 (c’est aujourd’hui)" in soon_of(desk)[0]


def test_on_the_last_day_a_lost_password_leads_to_a_new_one_typed_by_the_person_alone(at):
    desk = at(LAST_DAY)
    desk.answer(codes="non-perdus", mois="rien")
    desk.unfold("retrouver-acces")
    step = desk.step("retrouver-acces")

    expect(step.get_by_text("Mains loin du clavier.")).to_be_visible()
    expect(step.locator(".say")).to_be_visible()
    assert step.locator(".ticks input").count() == 2


def test_on_the_last_day_a_lost_password_can_go_through_the_phone_then_the_agency_then_a_dated_letter(at):
    desk = at(LAST_DAY)
    desk.answer(codes="non-perdus", mois="rien")
    for step, target in pairwise(("retrouver-acces", "actualiser-par-telephone", "aller-en-agence", "laisser-trace")):
        desk.say_it_is_stuck(step)
        desk.take_way_out(step, content.sign(ACTUALISATION, step, target))
        expect(desk.page.locator(f"#detail-{target}")).to_have_attribute("open", "")
        expect(desk.step(target).locator("summary h3").first).to_be_in_viewport()

    assert desk.page.get_by_role("region", name="Ce qui a bloqué").get_by_role("listitem").count() == 3


def test_on_the_last_day_the_date_can_be_saved_by_phone_at_the_counter_and_by_letter(at):
    desk = at(LAST_DAY)
    desk.answer(codes="non-perdus", mois="rien")
    stuck = desk.say_it_is_stuck("retrouver-acces")

    expect(stuck.get_by_text("Sauver la date")).to_be_visible()
    said = plain(stuck.inner_text())
    for way in content.ways_to_save(ACTUALISATION, "actualisation"):
        assert way in said
    for means in ("Appel", "Dépôt", "Lettre recommandée"):
        assert means in said
    assert content.phone(ACTUALISATION) in said


def test_on_the_last_day_the_sheet_of_a_lost_password_says_today_and_the_phone(at):
    desk = at(LAST_DAY)
    desk.answer(codes="non-perdus", mois="rien")

    sheet = text_of(desk.print_out("Feuille complète"))

    assert "15 décembre 2026" in sheet
    assert "23 h 59" in sheet
    assert content.phone(ACTUALISATION) in sheet
    assert plain(content.step(ACTUALISATION, "retrouver-acces").titre) in sheet


def test_outside_the_window_the_guide_says_closed_when_it_opens_and_what_to_do_now(at):
    shown = when_of(at(OUTSIDE))

    assert "Fermé : ouvre le 28 novembre, ferme le 15 décembre, 23 h 59" in shown
    assert "La dernière période s’est fermée le 15 novembre 2026" in shown
    assert "Que faire maintenant" in shown
    assert "se réinscrire" in shown


def test_outside_the_window_home_says_when_it_opens_and_closes(at):
    assert any("Actualisation France Travail Fermé : ouvre le 28 novembre" in line for line in soon_of(at(OUTSIDE)))


@pytest.mark.parametrize("target", ["hors-delai-reinscription", "attendre-ouverture"])
def test_outside_the_window_the_worker_is_led_to_what_can_be_done_today(at, target):
    desk = at(OUTSIDE)
    desk.say_it_is_stuck("verifier-fenetre")
    desk.take_way_out("verifier-fenetre", content.sign(ACTUALISATION, "verifier-fenetre", target))

    expect(desk.page.locator(f"#detail-{target}")).to_have_attribute("open", "")
    expect(desk.step(target).locator("summary h3").first).to_be_in_viewport()
