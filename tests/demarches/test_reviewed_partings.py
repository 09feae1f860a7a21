"""What fresh eyes found in closings, each with its control: nothing is lost unsaid, no text, no picture, no sheet."""

from datetime import timedelta

import pytest
from lxml.html import fromstring

from companion import clock
from companion.demarches.forms import DANGER_UNSAID, ENDS_EVERYTHING, FOR_NOBODY, TWO_PICTURES
from companion.demarches.queries.threads import note_of
from companion.demarches.views.parting import OTHER_SHEET
from companion.vault.rules.codes import grouped
from tests.conftest import SATURDAY
from tests.demarches.attacks import begin_house, count, looked, parting, sit, sit_again
from tests.demarches.closings import AT_ONCE, KEPT, SAME, kept_with_sheet, rows, says

ONCE = "ab" * 16


def refused(me, visit, why, **said):
    """Send a closing that is refused, with its sentence; nothing of it is kept."""
    before = rows(me.app)
    answer = me.send(f"{visit}/fermer", **parting(**said))
    assert answer.status_code == 422
    assert says(answer, why)
    assert rows(me.app) == before
    return answer


def noted(me, visit):
    """Return the note that a visit reads, and whether it is of a danger."""
    opened = me.opened(visit)
    with looked(me.app) as session:
        found = note_of(session, opened.thread, opened.ring, clock.today())
    return (found[0].text, found[0].danger) if found else None


# Leaving nothing.


@pytest.mark.parametrize("way", ["feuille", "suivi", "accueil"])
def test_a_thread_of_before_is_not_left_without_any_key_by_a_closing(app, way):
    me = begin_house(app)
    thread, key = kept_with_sheet(me)
    who = sit(app, "accueil") if way == "accueil" else me
    visit = me.resume(thread) if way == "suivi" else who.unfold(key).location

    refused(who, visit, ENDS_EVERYTHING)

    assert who.unfold(key).location == visit
    assert me.kept(thread).contents


def test_a_thread_begun_today_may_be_left_with_nothing_and_each_page_says_that_all_goes(app):
    me = begin_house(app)
    visit = me.begin()
    me.tick(visit)
    me.part(visit)

    page = me.client.get(f"{visit}/feuille")
    assert says(page, "Rien ne sera gardé.")
    assert says(page, "Fermer la visite et tout effacer")
    end = me.send(f"{visit}/fin")
    assert end.location == AT_ONCE
    assert says(me.client.get(end.location), "Tout est effacé.")
    assert count(app, "thread") == 0


def test_the_control_a_visit_whose_thread_is_kept_ends_without_a_word_of_erasure(app):
    me = begin_house(app)
    visit = me.begin()
    me.part(visit, **KEPT)

    end = me.send(f"{visit}/fin")
    assert end.location == "/visites?fini=1"
    assert says(me.client.get(end.location), "La visite est fermée.")
    assert not says(me.client.get(end.location), "Tout est effacé.")


# What is written for the team.


def test_a_danger_without_a_word_is_asked_for_and_with_one_it_is_kept(app):
    me = begin_house(app)
    visit = me.begin()

    refused(me, visit, DANGER_UNSAID, equipe="oui", danger="oui")
    me.part(visit, equipe="oui", danger="oui", passage="Menaces du voisin")
    assert noted(me, visit) == ("Menaces du voisin", True)


@pytest.mark.parametrize(
    "written", [{"etiquette": "Dame bleue"}, {"passage": "Rappeler lundi", "danger": "oui"}, {"image": ["chat", "tasse"]}]
)
def test_what_is_written_for_the_team_while_the_answer_is_no_is_told_and_shown_back(app, written):
    me = begin_house(app)
    visit = me.begin()

    answer = refused(me, visit, FOR_NOBODY, feuille="nouvelle", **written)

    assert all(says(answer, text) for name, text in written.items() if name in {"etiquette", "passage"})


@pytest.mark.parametrize("images", [["arbre"], ["arbre", "chat", "tasse"]])
def test_one_picture_or_three_are_told_and_those_of_before_stay(app, images):
    me = begin_house(app)
    thread, _ = kept_with_sheet(me)
    visit = me.resume(thread)

    refused(me, visit, TWO_PICTURES, **{**SAME, "image": images})

    assert me.kept(thread).contents.pictures == ("chat", "tasse")
    me.part(visit, **{**SAME, "image": ["arbre", "chat"]})
    assert me.kept(thread).contents.pictures == ("arbre", "chat"), "the control: two are two"


@pytest.mark.parametrize("danger_first", [True, False])
@pytest.mark.parametrize("text", ["Rappeler vendredi", "Courrier lundi"])
def test_a_danger_ticked_by_one_and_a_text_changed_by_the_other_are_both_kept(app, danger_first, text):
    me = begin_house(app)
    other = sit(app)
    thread, _ = kept_with_sheet(me, passage="Courrier lundi")
    shown = {**SAME, "vu-passage": "Courrier lundi", "vu-danger": "non"}
    gestures = [(me, {"passage": "Courrier lundi", "danger": "oui"}), (other, {"passage": text})]
    visits = [(who, who.resume(thread), said) for who, said in gestures]

    for who, visit, said in visits if danger_first else reversed(visits):
        who.part(visit, **shown, **said)

    assert noted(me, visits[0][1]) == (text, True)


def test_a_danger_ticked_on_a_note_that_a_colleague_took_away_stands_with_its_text_and_one_untouched_goes(app):
    me = begin_house(app)
    for ticked in ("oui", None):
        thread, _ = kept_with_sheet(me, passage="Courrier lundi")
        visit = me.resume(thread)
        me.send(f"/suivi/{thread.hex()}/note", quoi="retirer")
        me.part(visit, **SAME, passage="Courrier lundi", danger=ticked, **{"vu-passage": "Courrier lundi", "vu-danger": "non"})
        assert noted(me, visit) == (("Courrier lundi", True) if ticked else None)


# Dates, and what a page offers.


@pytest.mark.parametrize(("days", "filled"), [(1, True), (2, False), (4, False)])
def test_a_next_date_that_has_come_is_not_filled_in_again_and_the_closing_goes_through(app, fixed_clock, days, filled):
    me = begin_house(app)
    keys, told = me.keys(), (SATURDAY + timedelta(days=2)).date()
    _, key = kept_with_sheet(me, prochaine=told.isoformat(), etape="Suivre la réponse", pour="Suivre la réponse")
    fixed_clock(SATURDAY + timedelta(days=days))
    me = sit_again(app, keys)
    visit = me.unfold(key).location

    page = fromstring(me.client.get(f"{visit}/fermer").text)

    (field,) = page.xpath("//input[@name='prochaine']")
    assert field.get("value") == (told.isoformat() if filled else "")
    me.part(visit, **SAME, prochaine=field.get("value"))
    assert me.opened(visit).thread.next_on == (told if filled else None)


def test_the_page_of_open_visits_says_what_ends_with_them(app):
    me = begin_house(app)
    sentence = "douze heures au plus : ce que ni la feuille ni l'équipe ne garde s'efface alors."
    assert not says(me.client.get("/visites"), sentence), "the control: no visit is open"
    me.begin()

    assert says(me.client.get("/visites"), sentence)


def test_while_a_visit_closes_the_way_back_is_the_button_that_opens_it_again(app):
    me = begin_house(app)
    visit = me.begin()

    def ways():
        page = fromstring(me.client.get(f"{visit}/fermer").text)
        return len(page.xpath(f"//a[@href='{visit}']")), len(page.xpath(f"//form[@action='{visit}/revenir']//button"))

    links, buttons = ways()
    assert links, "the control: before, a link is enough"
    assert not buttons
    me.part(visit, feuille="nouvelle")
    assert ways() == (0, 1)
    assert me.send(f"{visit}/revenir").location == visit
    assert me.client.get(me.place(visit)).status_code == 200
    assert ways() == (links, 0)


# Paper.


def test_without_paper_no_leaf_is_shown_and_none_is_printed(app):
    me = begin_house(app)
    visit = me.begin()
    me.part(visit, **{**KEPT, "feuille": "sans"})

    page = me.client.get(f"{visit}/feuille")
    assert says(page, "L'équipe garde le fil")
    assert not [word for word in ("feuille.pdf", 'class="leaf"', "dans sa poche") if word in page.text]
    assert me.client.get(f"{visit}/feuille.pdf").status_code == 404
    me.part(visit, **KEPT)
    assert 'class="leaf"' in me.client.get(f"{visit}/feuille").text, "the control"
    assert me.client.get(f"{visit}/feuille.pdf").mimetype == "application/pdf"


def test_the_same_page_sent_with_another_choice_counts_and_sent_twice_it_draws_one_key(app):
    me = begin_house(app)
    visit = me.begin()
    key = me.part(visit, feuille="nouvelle", fois=ONCE)
    assert me.part(visit, feuille="nouvelle", fois=ONCE) == key, "the control: a second click"

    assert me.part(visit, feuille="sans", equipe="oui", fois=ONCE) == ""

    assert count(app, "thread_sheet") == 0
    assert me.unfold(key).status_code == 422


def test_a_key_that_a_colleague_replaced_is_neither_shown_nor_printed_and_the_choice_is_made_again(app):
    me = begin_house(app)
    other = sit(app)
    thread, _ = kept_with_sheet(me)
    mine, theirs = me.resume(thread), other.resume(thread)
    dead = me.part(mine, **{**SAME, "feuille": "nouvelle"})
    assert dead[:4] in me.client.get(f"{mine}/feuille").text, "the control: until then it is shown"

    alive = other.part(theirs, **{**SAME, "feuille": "nouvelle"})

    for address in ("feuille", "feuille.pdf"):
        answer = me.client.get(f"{mine}/{address}")
        assert (answer.status_code, says(answer, OTHER_SHEET)) == (409, True)
        assert not [part for part in grouped(dead).split("-") if part in answer.text]
    assert alive[:4] in other.client.get(f"{theirs}/feuille").text
    assert me.part(mine, **SAME) == "", "the sheet that the person has now is the colleague's"
    assert me.client.get(f"{mine}/feuille").status_code == 200
    assert me.client.get(f"{mine}/feuille.pdf").status_code == 200
    assert other.unfold(alive).location == theirs
