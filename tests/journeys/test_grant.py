"""The study grant: an adult with a card, a seventeen-year-old, a card blocked in front of us."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import expect

from tests.journeys import content
from tests.journeys.desk import BOURSE, plain
from tests.journeys.moments import CAMPAIGN
from tests.procedures.papers.reading import text_of

ONLINE_STEPS = ("identifier", "remplir-en-ligne", "relire-envoyer")
ADULT = {"qui_etudie": "superieur", "age": "majeur", "identite": "oui"}
BETRAYING = re.compile(
    r"bourse|allocation|étude|étudiant|école|fédération|wallonie|fwb|dape|minerval|recommandé|formulaire|0800|itsme|carte|procédure|démarche"
    r"|vous avez|supérieur|campagne|médiateur|institution|attestation",
    re.IGNORECASE,
)
BLOCKED_CARD = content.sign(BOURSE, "identifier", "envoyer-recommande")


@pytest.fixture
def at_home(desk):
    seated = desk(CAMPAIGN)
    seated.catch_papers()
    seated.go("/")
    return seated


@pytest.fixture
def at_the_guide(at_home):
    at_home.go(BOURSE)
    return at_home


def test_two_taps_lead_from_home_to_the_first_step(at_home):
    at_home.page.locator(".cards").get_by_role("link", name="Bourse d’études").click()
    at_home.page.get_by_role("link", name="Aller aux étapes").click()

    assert at_home.path == f"{BOURSE}#etapes"
    expect(at_home.page.locator(".step summary h3").first).to_be_in_viewport()


def test_the_search_finds_the_grant_as_soon_as_it_is_typed_or_asked(at_home):
    at_home.page.get_by_role("searchbox").press_sequentially("bourse fwb")
    if not at_home.scripted:
        at_home.page.get_by_role("searchbox").press("Enter")
    at_home.page.locator("#resultats").get_by_role("link").first.click()
    at_home.page.wait_for_url(f"**{BOURSE}")

    expect(at_home.page.get_by_role("heading", level=1)).to_contain_text(plain(content.guide(BOURSE).titre))


def test_home_says_what_closes_soon_with_its_hour_or_that_the_hour_is_unknown(at_home):
    lines = [plain(line.inner_text()) for line in at_home.page.locator(".soon li").all()]

    assert "Bourse d’études Ouvert jusqu’au 31 octobre, heure inconnue (il reste 11 jours)" in lines[0]
    assert any("Actualisation France Travail Fermé : ouvre le 28 octobre, ferme le 15 novembre, 23 h 59" in line for line in lines[1:])
    assert all("heure inconnue" in line or " h" in line for line in lines)


def test_an_adult_with_a_card_is_led_to_the_sheet_that_says_what_they_did(at_the_guide):
    desk = at_the_guide
    desk.answer(**ADULT)
    desk.tick("preparer", "avec")
    desk.tick("identifier", "personne")
    desk.tick("remplir-en-ligne", "avec")
    desk.tick("relire-envoyer", "personne")

    sheet = text_of(desk.print_out("Feuille complète"))

    assert "Vous avez fait vous-même" in sheet
    for step in ("preparer", *ONLINE_STEPS):
        assert content.said_done(BOURSE, step) in sheet
    assert plain(content.step(BOURSE, "prevenir-ecole").titre) in sheet
    assert "31 octobre 2026" in sheet
    assert "Un autre chemin existe" in sheet
    assert content.phone(BOURSE) in sheet
    assert "recommandé" in sheet
    assert content.ombudsman(BOURSE) in sheet


def test_the_steps_done_are_seen_done_and_the_next_one_is_open(at_the_guide):
    at_the_guide.answer(**ADULT)
    at_the_guide.tick("preparer", "avec")

    expect(at_the_guide.step("preparer").get_by_text("Fait", exact=True)).to_be_visible()
    expect(at_the_guide.page.locator("#detail-identifier")).to_have_attribute("open", "")
    expect(at_the_guide.step("identifier").locator(".say")).to_be_visible()


def test_at_the_identification_the_worker_keeps_their_hands_away_and_no_other_mode_is_offered(at_the_guide):
    at_the_guide.answer(**ADULT)
    at_the_guide.unfold("identifier")
    step = at_the_guide.step("identifier")

    expect(step.get_by_text("Mains loin du clavier.")).to_be_visible()
    for secret in content.step(BOURSE, "identifier").saisie_reservee:
        expect(step).to_contain_text(secret)
    assert [choice.inner_text().strip() for choice in step.locator(".ticks .choice").all()] == ["À faire", "Fait par la personne"]


def test_the_two_stop_and_look_up_before_sending(at_the_guide):
    at_the_guide.answer(**ADULT)
    pause = at_the_guide.page.get_by_role("complementary", name="Pause avant d’envoyer")

    expect(pause).to_have_count(1)
    expect(pause).to_be_visible()
    expect(pause).to_contain_text("La personne peut dire non.")
    assert at_the_guide.step("relire-envoyer").locator("aside.pause").count() == 1


def test_before_parting_the_page_says_what_leaves_and_what_must_not_stay(at_the_guide):
    at_the_guide.answer(**ADULT)
    parting = at_the_guide.page.get_by_role("region", name="Avant de se quitter")

    for sentence in ("La carte est sortie du lecteur.", "Les originaux sont rendus.", "Il ne reste rien dans l’imprimante."):
        expect(parting.get_by_text(sentence)).to_be_visible()
    expect(parting).to_contain_text("Elle emporte")


def test_the_dates_leave_as_a_calendar_that_names_nothing_when_it_is_discreet(at_the_guide):
    at_the_guide.answer(**ADULT)
    with at_the_guide.page.expect_download() as given:
        at_the_guide.page.get_by_role("button", name="Agenda discret (.ics)").click()
    written = given.value.path().read_text(encoding="utf-8")

    assert given.value.suggested_filename == "rendez-vous.ics"
    assert "SUMMARY:Rendez-vous" in written
    assert not re.search("bourse|allocation|fwb", written, re.IGNORECASE)


def test_the_documents_to_bring_leave_on_paper(at_the_guide):
    at_the_guide.answer(**ADULT)

    listed = text_of(at_the_guide.print_out("Documents à apporter"))

    for document in content.guide(BOURSE).documents:
        assert plain(document.nom) in listed


@pytest.mark.parametrize("card", ["oui", "non", ""])
def test_a_seventeen_year_old_never_sees_an_online_step_whatever_they_say_of_their_card(at_the_guide, card):
    at_the_guide.answer(qui_etudie="superieur", age="mineur")
    if card:
        at_the_guide.answer(identite=card)

    for step in ONLINE_STEPS:
        expect(at_the_guide.step(step)).to_have_count(0)
    expect(at_the_guide.step("envoyer-recommande")).to_be_visible()
    assert "open" in at_the_guide.step("envoyer-recommande").get_attribute("class")


def test_a_seventeen_year_old_leaves_with_a_discreet_sheet_that_says_nothing_of_the_procedure(at_the_guide):
    at_the_guide.answer(qui_etudie="superieur", age="mineur")
    at_the_guide.tick("preparer", "avec")
    at_the_guide.tick("envoyer-recommande", "personne")

    sheet = text_of(at_the_guide.print_out("Feuille discrète (conseillée)"))

    assert "Rendez-vous" in sheet
    assert "31 octobre 2026" in sheet
    assert not (found := BETRAYING.findall(sheet)), found


def test_the_complete_sheet_of_a_seventeen_year_old_speaks_of_the_registered_letter(at_the_guide):
    at_the_guide.answer(qui_etudie="superieur", age="mineur")
    at_the_guide.tick("envoyer-recommande", "personne")

    sheet = text_of(at_the_guide.print_out("Feuille complète"))

    assert content.said_done(BOURSE, "envoyer-recommande") in sheet
    assert content.said_done(BOURSE, "identifier") not in sheet


def test_a_card_blocked_in_front_of_us_opens_the_registered_letter_and_leads_there(at_the_guide):
    desk = at_the_guide
    desk.answer(**ADULT)
    desk.say_it_is_stuck("identifier")
    desk.take_way_out("identifier", BLOCKED_CARD)
    letter = desk.step("envoyer-recommande")

    expect(desk.page.locator("#detail-envoyer-recommande")).to_have_attribute("open", "")
    expect(letter.get_by_text("Ouverte parce que ça bloquait")).to_be_visible()
    expect(letter.locator("summary h3").first).to_be_in_viewport()
    if desk.scripted:
        expect(letter).to_be_focused()
    else:
        assert desk.path == f"{BOURSE}#etape-envoyer-recommande"
        assert letter.evaluate("step => step.matches(':target')")
    for answered in ("qui_etudie-superieur", "age-majeur", "identite-oui"):
        expect(desk.page.locator(f"#q-{answered.replace('_', '-')}")).to_be_checked()


def test_the_way_left_behind_is_said_abandoned_and_what_was_blocked_is_named(at_the_guide):
    at_the_guide.answer(**ADULT)
    at_the_guide.say_it_is_stuck("identifier")
    at_the_guide.take_way_out("identifier", BLOCKED_CARD)

    for step in ONLINE_STEPS:
        expect(at_the_guide.step(step).get_by_text("Voie abandonnée : on passe par un autre chemin.")).to_be_visible()
    expect(at_the_guide.page.get_by_role("region", name="Ce qui a bloqué")).to_contain_text(BLOCKED_CARD)


def test_the_date_can_be_saved_where_it_is_blocked(at_the_guide):
    at_the_guide.answer(**ADULT)
    stuck = at_the_guide.say_it_is_stuck("identifier")

    expect(stuck.get_by_text("Sauver la date")).to_be_visible()
    said = plain(stuck.inner_text())
    for way in content.ways_to_save(BOURSE, "campagne"):
        assert way in said
    assert content.phone(BOURSE) in said


def test_two_taps_from_where_it_is_blocked_print_the_attestation_of_the_attempt(at_the_guide):
    desk = at_the_guide
    desk.answer(**ADULT)
    stuck = desk.say_it_is_stuck("identifier")
    with desk.page.expect_popup() as opened:
        stuck.get_by_role("link", name="Attestation de tentative").click()
    with desk.page.context.expect_event("response", lambda answer: answer.request.method == "POST"):
        opened.value.get_by_role("button", name="Imprimer l’attestation").click()

    said = text_of(desk.papers[-1])

    assert "20 octobre 2026" in said
    assert "10 h" in said
    assert plain(content.step(BOURSE, "identifier").titre) in said
    assert "Ce papier dit ce que nous avons vu. Il ne remplace pas la demande." in said
    expect(desk.step("identifier")).to_be_visible()


def test_the_letter_that_saves_the_date_is_on_the_sheet_of_a_blocked_card(at_the_guide):
    at_the_guide.answer(**ADULT)
    at_the_guide.say_it_is_stuck("identifier")
    at_the_guide.take_way_out("identifier", BLOCKED_CARD)
    at_the_guide.tick("envoyer-recommande", "avec")

    sheet = text_of(at_the_guide.print_out("Feuille complète"))

    assert content.said_done(BOURSE, "envoyer-recommande") in sheet
    for kept in content.guide(BOURSE).garder:
        if kept.id == "preuve-recommande":
            assert plain(kept.texte) in sheet


def test_a_way_out_taken_by_mistake_is_undone_and_the_step_comes_back(at_the_guide):
    desk = at_the_guide
    desk.answer(**ADULT)
    desk.say_it_is_stuck("identifier")
    desk.take_way_out("identifier", BLOCKED_CARD)
    desk.change(desk.page.get_by_role("button", name="Annuler").click)

    expect(desk.page.get_by_text("Voie abandonnée")).to_have_count(0)
    expect(desk.step("envoyer-recommande")).to_have_count(0)
    expect(desk.step("identifier").locator("summary h3").first).to_be_in_viewport()
    expect(desk.page.locator("#q-age-majeur")).to_be_checked()
    expect(desk.page.get_by_role("region", name="Ce qui a bloqué")).to_have_count(0)


def test_answers_stay_through_ways_out_and_never_enter_the_address(at_the_guide):
    desk = at_the_guide
    desk.answer(**ADULT)
    desk.tick("preparer", "avec")
    desk.say_it_is_stuck("identifier")
    desk.take_way_out("identifier", BLOCKED_CARD)

    for radio in ("q-qui-etudie-superieur", "q-age-majeur", "q-identite-oui", "fait-preparer-avec"):
        expect(desk.page.locator(f"#{radio}")).to_be_checked()
    assert desk.path.partition("#")[0] == BOURSE
    assert "?" not in desk.page.url


def test_two_quick_taps_are_both_kept(seat):
    """A worker does not wait for the page: the second answer leaves before the first one is back."""
    desk = seat(CAMPAIGN)
    desk.go(BOURSE)
    desk.answer(qui_etudie="superieur")
    desk.change(lambda: desk.page.evaluate("for (const id of ['q-age-majeur', 'q-identite-oui']) document.getElementById(id).click()"))

    expect(desk.step("identifier")).to_have_class(re.compile("open"))
    expect(desk.page.locator("#q-age-majeur")).to_be_checked()
    expect(desk.page.locator("#q-identite-oui")).to_be_checked()


def test_starting_again_forgets_everything(at_the_guide):
    at_the_guide.answer(**ADULT)
    at_the_guide.page.get_by_role("link", name="Tout effacer").click()
    at_the_guide.page.wait_for_load_state()

    expect(at_the_guide.page.locator("#q-qui-etudie-")).to_be_checked()
    expect(at_the_guide.page.locator("#q-age-majeur")).to_have_count(0)


def _in_a_new_tab(seated):
    """Leave the tab where the browser may hold its own page, about a form that it does not send twice."""
    left, seated.page = seated.page, seated.page.context.new_page()
    left.close()
    return seated


def test_who_sits_down_next_finds_no_answer_of_the_person_before(desk):
    """On a shared machine the next person presses « back », or comes from home."""
    seated = desk(CAMPAIGN)
    seated.go(BOURSE)
    seated.answer(qui_etudie="superieur", age="mineur")
    seated.page.get_by_role("link", name="Accueil").click()
    seated.page.wait_for_url("**/")
    with suppress(BrowserError):
        seated.page.go_back()
    shown = seated.page.locator("#q-age-mineur, .step.open").count()
    _in_a_new_tab(seated).go(BOURSE)

    assert shown == 0
    expect(seated.page.locator("#q-qui-etudie-")).to_be_checked()
