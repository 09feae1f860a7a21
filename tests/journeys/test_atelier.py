"""A guide is doubted, mended, published and read again, by people who have never seen a file."""

from contextlib import ExitStack
from datetime import datetime, time, timedelta

import pytest
from playwright.sync_api import expect

from companion.clock import ZONE
from companion.procedures.queries import SHELVES
from companion.procedures.rules import freshness
from tests.journeys import content
from tests.journeys.cast import MEMBER
from tests.journeys.desk import BOITE_MAIL, BOURSE, plain, watched_desk
from tests.journeys.doors import opened_at, wait_until
from tests.journeys.keyboard import Keyboard
from tests.journeys.moments import OUTSIDE
from tests.procedures.papers.reading import text_of

NAME = BOURSE.rpartition("/")[2]
SHIPPED = SHELVES / "be" / "allocation-etudes-superieur.yaml"
LAMP, DRAFT = f"/atelier/{NAME}", f"/atelier/{NAME}/modifier"
STEP, DEADLINE = f"{DRAFT}/etapes/etapes/identifier", f"{DRAFT}/echeances/echeances/campagne"
STEP_TITLE = plain(content.step(BOURSE, "identifier").titre)
MONTHS_VALID = ("valable: P3M", "valable: P1M")
LOOKS = 6
"""The site has two processes: what is seen six times in a row was seen by both."""


@pytest.fixture
def own_site(tmp_path):
    """Open a site that this test writes in, two weeks after the campaign closed."""
    with opened_at(OUTSIDE, tmp_path / "site", full=MEMBER) as opened:
        yield opened


@pytest.fixture
def author(browser, own_site, scripted):
    with watched_desk(browser, own_site, scripted=scripted, writes=True) as desk:
        desk.catch_papers()
        yield desk


@pytest.fixture
def scripted_author(browser, own_site):
    with watched_desk(browser, own_site, scripted=True, writes=True) as desk:
        desk.enter_the_atelier()
        yield desk


def local_file(site):
    return site.folder / "instance" / "procedures" / "be" / SHIPPED.name


def draft_of(site):
    """Return the text of the draft, or nothing when nobody has begun one."""
    file = site.folder / "instance" / "brouillons" / "be" / SHIPPED.name
    return file.read_text(encoding="utf-8") if file.exists() else ""


def review(desk):
    return desk.page.get_by_role("complementary", name="Relecture automatique")


def press(desk, button):
    desk.page.get_by_role("button", name=button).click()


def keep(desk):
    """Press the button that keeps the draft, and come to the list of the card."""
    press(desk, "Enregistrer le brouillon")
    desk.page.wait_for_url("**/modifier/*#*")


def when_of(desk):
    desk.go(BOURSE)
    return plain(desk.page.get_by_role("region", name="Pour quand ?").inner_text())


def told(desk, address=LAMP):
    desk.go(address)
    return desk.text()


# An author


def test_an_author_reopens_a_window_that_was_closed_and_everything_that_leaves_the_house_says_it(author):
    assert "Fermé : ouvre le 8 juillet 2027" in when_of(author)
    author.go(LAMP)
    author.page.get_by_role("link", name="Modifier").click()
    author.sign_in()
    author.page.get_by_role("link", name="Échéances").last.click()
    author.page.get_by_role("link", name="Campagne").click()
    author.page.get_by_label("Jour de fermeture").fill("11-30")
    keep(author)
    author.page.get_by_role("link", name="Les sept fiches", exact=True).click()

    changed = plain(author.page.get_by_role("region", name="Ce que ce brouillon change").inner_text())
    assert "jour de fermeture" in changed
    assert author.page.locator("del").inner_text() == "10-31"
    assert author.page.locator("ins").inner_text() == "11-30"
    assert "Fermé : ouvre le 8 juillet 2027" in when_of(author), "a draft changes nothing for the others"

    author.watch.refusals.add(422)
    author.go(DRAFT)
    press(author, "Publier")
    expect(author.page.get_by_role("alert")).to_have_text("Cochez que vous avez lu les avertissements, puis publiez.")
    author.page.get_by_label("J’ai lu les avertissements").check()
    press(author, "Publier")
    author.page.wait_for_url(f"**{LAMP}")

    for _ in range(LOOKS):
        assert "Ouvert jusqu’au 30 novembre, heure inconnue (il reste 9 jours)" in when_of(author)
    assert "version de votre association" in author.text()
    assert "Non relu" in told(author)
    author.go(BOURSE)
    author.answer(qui_etudie="superieur", age="majeur", identite="oui")
    sheet = text_of(author.print_out("Feuille complète"))
    with author.page.expect_download() as given:
        press(author, "Agenda complet (.ics)")
    calendar = given.value.path().read_text(encoding="utf-8")
    assert "30 novembre 2026" in sheet
    assert "31 octobre 2026" not in sheet
    assert "20261130" in calendar
    assert "20261031" not in calendar


def test_who_published_by_mistake_comes_back_to_the_shipped_guide_and_finds_their_text_as_a_draft(author):
    author.enter_the_atelier()
    author.go(DEADLINE)
    author.page.get_by_label("Jour de fermeture").fill("11-30")
    keep(author)
    author.go(DRAFT)
    author.page.get_by_label("J’ai lu les avertissements").check()
    author.page.get_by_label("Une deuxième personne a relu").check()
    press(author, "Publier")
    author.page.wait_for_url(f"**{LAMP}")
    assert "Non relu" not in author.text()
    press(author, "Revenir à la version livrée")
    author.page.get_by_role("link", name="Reprendre le brouillon").wait_for()

    for _ in range(LOOKS):
        assert "Fermé : ouvre le 8 juillet 2027" in when_of(author)
    author.go(DEADLINE)
    expect(author.page.get_by_label("Jour de fermeture")).to_have_value("11-30")


def test_a_title_left_empty_is_said_in_french_beside_the_form_and_forbids_to_publish(author):
    author.enter_the_atelier()
    author.go(STEP)
    author.page.get_by_label("Titre (nécessaire)").fill("")
    if author.scripted:
        author.page.get_by_label("Titre (nécessaire)").press("Tab")
        expect(review(author)).to_contain_text("Brouillon gardé.")
    else:
        keep(author)
        author.go(STEP)

    expect(review(author)).to_contain_text("Erreurs (1)")
    expect(review(author)).to_contain_text("il manque la clé « titre »")
    author.go(DRAFT)
    assert "1 erreur" in plain(author.page.locator(".seven li", has_text="Étapes").inner_text())
    assert "Il reste des erreurs à corriger. Le guide en service ne change pas." in author.text()
    expect(author.page.get_by_role("button", name="Publier")).to_have_count(0)
    author.go(BOURSE)
    expect(author.page.get_by_role("heading", name=STEP_TITLE)).to_be_visible()
    assert not local_file(author.site).exists()


def test_what_was_broken_in_another_tab_cannot_be_published_from_a_page_that_was_right(author):
    author.watch.refusals.add(409)
    author.enter_the_atelier()
    author.go(DEADLINE)
    author.page.get_by_label("Jour de fermeture").fill("11-30")
    keep(author)
    author.go(DRAFT)
    other = author.page.context.new_page()
    other.goto(author.site.address(STEP))
    other.get_by_label("Titre (nécessaire)").fill("")
    other.get_by_role("button", name="Enregistrer le brouillon").click()
    other.wait_for_url("**/etapes#etapes-identifier")

    press(author, "Publier")

    expect(author.page.get_by_role("alert")).to_contain_text("ne peut pas être publiée")
    assert not local_file(author.site).exists()


def test_a_file_broken_by_hand_is_named_with_its_line_and_the_shipped_guide_is_shown(author):
    lines = SHIPPED.read_text(encoding="utf-8").split("\n")
    rank = next(rank for rank, line in enumerate(lines) if line.startswith("court:"))
    lines[rank] = 'court: "Bourse'
    local_file(author.site).parent.mkdir(parents=True)
    local_file(author.site).write_text("\n".join(lines), encoding="utf-8")

    for address in ("/", "/atelier/"):
        said = told(author, address)
        assert "Des fichiers n’ont pas pu être ouverts" in said
        assert f"procedures/be/{SHIPPED.name}, ligne {rank + 1} : " in said
    assert plain(content.guide(BOURSE).titre) in told(author, BOURSE)
    assert "version de votre association" not in author.text()


# A verification that ends


@pytest.fixture(scope="module")
def aged(tmp_path_factory):
    """Open a site where one guide is valid for a shorter time than the others, some days after its last one."""
    folder = tmp_path_factory.mktemp("aged")
    text = SHIPPED.read_text(encoding="utf-8")
    assert text.count(MONTHS_VALID[0]) == 1
    last = freshness.valid_until(content.guide(BOURSE).verification.model_copy(update={"valable": "P1M"}))
    with ExitStack() as doors:

        def after(days):
            own = folder / str(days)
            file = own / "instance" / "procedures" / "be" / SHIPPED.name
            if file.exists():
                return None
            file.parent.mkdir(parents=True)
            file.write_text(text.replace(*MONTHS_VALID), encoding="utf-8")
            return doors.enter_context(opened_at(datetime.combine(last + timedelta(days), time(9), tzinfo=ZONE), own))

        known = {days: after(days) for days in (0, 1)}
        yield known.__getitem__


@pytest.fixture
def reader_after(browser, aged, scripted):
    with ExitStack() as desks:
        yield lambda days: desks.enter_context(watched_desk(browser, aged(days), scripted=scripted, writes=True))


def test_on_its_last_valid_day_a_guide_wears_no_red(reader_after):
    reader = reader_after(0)
    for address in (BOURSE, LAMP):
        reader.go(address)
        expect(reader.page.locator(".banner.red")).to_have_count(0)
    reader.go(BOURSE)
    expect(reader.page.locator(".banner.orange")).to_contain_text("À revérifier bientôt")
    reader.go("/atelier/")
    expect(reader.page.locator(".standing.perime")).to_have_count(0)


def test_the_day_after_a_red_banner_says_to_call_and_whom_and_the_atelier_begins_with_it(reader_after):
    reader, phone = reader_after(1), content.LIBRARY.institutions[content.guide(BOURSE).institution].telephone
    reader.go(BOURSE)
    expect(reader.page.locator(".banner.red")).to_contain_text("Appelez avant d’agir, et avant que la personne se déplace.")
    expect(reader.page.locator(".banner.red .phone")).to_have_text(plain(phone))
    assert reader.page.locator(".step").count() > 5, "nothing is hidden"
    reader.go(LAMP)
    expect(reader.page.locator(".banner.red")).to_contain_text("corrigez ce qui a changé, puis changez la date de vérification")
    expect(reader.page.locator(".banner.red .phone")).to_have_text(plain(phone))
    reader.go("/atelier/")
    expect(reader.page.locator(".standing.perime")).to_have_count(1)
    expect(reader.page.locator(".standings > li").first).to_contain_text("Bourse d’études")
    expect(reader.page.locator(".standings > li").first).to_contain_text("Périmé")
    reader.go(BOITE_MAIL)
    expect(reader.page.locator(".banner.red")).to_have_count(0)


# A worker, in the middle of a visit


def answers_of(desk):
    return desk.page.locator("input[type=radio]:checked").evaluate_all("all => all.map(one => one.id)")


def test_a_doubt_is_said_from_a_step_in_another_tab_and_the_visit_goes_on_where_it_was(author):
    author.go(BOURSE)
    author.answer(qui_etudie="superieur", age="majeur", identite="oui")
    author.tick("preparer", "avec")
    author.unfold("identifier")
    before = answers_of(author)
    with author.page.expect_popup() as opened:
        author.step("identifier").get_by_role("link", name="Ce n’est plus vrai").click()
    tab = opened.value
    expect(tab.get_by_label("Où ?")).to_have_value("identifier")
    tab.get_by_label("L’écran ou le formulaire n’est plus le même").check()
    tab.get_by_role("button", name="Signaler").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("C’est noté")
    expect(tab.locator(".phone")).to_have_text(plain(content.LIBRARY.institutions[content.guide(BOURSE).institution].telephone))
    tab.close()

    assert answers_of(author) == before
    author.answer(parcours="belgique")
    assert {"q-age-majeur", "fait-preparer-avec", "q-parcours-belgique"} <= set(answers_of(author))
    assert f"L’écran ou le formulaire n’est plus le même – {STEP_TITLE} (novembre 2026)" in told(author)
    assert "1 fois « ce n’est plus vrai »" in told(author, "/atelier/")
    expect(author.page.locator(".standings > li").first).to_contain_text("Bourse d’études")


def test_a_guide_that_was_exact_is_said_so_with_one_button_and_counted(author):
    author.go(BOURSE)
    author.answer(qui_etudie="superieur")
    for _ in range(2):
        with author.page.expect_popup() as opened:
            press(author, "Oui, tout était juste")
        expect(opened.value.get_by_role("heading", level=1)).to_have_text("C’est noté")
        opened.value.close()

    expect(author.page.locator("#q-qui-etudie-superieur")).to_be_checked()
    assert "2 fois « tout était exact »" in told(author, "/atelier/")
    assert "Tout était exact : 2 fois en novembre 2026." in told(author)


# The person's language


def choose_language(desk, code):
    radio = desk.page.locator(f"#langue-{code}")
    if desk.scripted:
        desk.change(radio.check)
    else:
        radio.check()
        desk.change(desk.page.get_by_role("button", name="Changer la langue").click)


def test_the_persons_language_is_read_right_to_left_above_the_french_and_stays_when_something_is_answered(desk):
    seated = desk(OUTSIDE)
    seated.go(BOURSE)
    seated.answer(qui_etudie="superieur", age="majeur")
    choose_language(seated, "ar")
    seated.answer(identite="oui")
    seated.unfold("identifier")
    expect(seated.page.locator("#langue-ar")).to_be_checked()
    arabic, french = seated.step("identifier").locator(".say[lang=ar]"), seated.step("identifier").locator(".say[lang=fr]")

    expect(arabic).to_be_visible()
    expect(arabic).to_have_css("direction", "rtl")
    expect(arabic.locator(".label")).to_contain_text("traduction non relue")
    expect(arabic.locator(".label")).to_have_css("direction", "ltr")
    spoken = content.LIBRARY.guides[NAME].translation("ar")["etapes.identifier.simple"]
    assert plain(" ".join(arabic.locator("p:not(.label)").all_inner_texts())) == plain(spoken.text).strip()
    assert plain(" ".join(french.locator("p:not(.label)").all_inner_texts())) == plain(content.step(BOURSE, "identifier").simple).strip()
    assert arabic.bounding_box()["y"] < french.bounding_box()["y"]
    choose_language(seated, "")
    expect(seated.page.locator(".say[lang=ar]")).to_have_count(0)


# The form


def test_what_is_typed_is_kept_when_one_leaves_without_pressing_anything(scripted_author):
    desk = scripted_author
    ways = {"Un": lambda: desk.go("/aide"), "Deux": desk.page.reload, "Trois": lambda: desk.page.evaluate("history.back()")}
    for title, leave in ways.items():
        desk.go(STEP)
        desk.page.get_by_label("Titre (nécessaire)").fill("")
        desk.page.get_by_label("Titre (nécessaire)").press_sequentially(f"Titre {title}")
        leave()
        wait_until(lambda words=f"titre: Titre {title}": words in draft_of(desk.site))

        desk.go(STEP)
        expect(desk.page.get_by_label("Titre (nécessaire)")).to_have_value(f"Titre {title}")


def test_who_follows_a_link_while_a_change_is_being_kept_sees_it_there(scripted_author):
    desk = scripted_author
    desk.go(STEP)
    for rank in range(3):
        desk.page.get_by_label("Titre (nécessaire)").fill(f"Un titre changé {rank}")
        desk.page.get_by_role("link", name="Étapes").click()
        desk.page.get_by_role("link", name=f"Un titre changé {rank}").click()
        desk.page.wait_for_url(f"**{STEP}")


def test_changes_that_follow_each_other_fast_are_all_kept_and_accuse_nobody(scripted_author):
    """Each save carries the mark of the last one: nobody is told that somebody else wrote what they wrote themselves."""
    desk = scripted_author
    desk.go(STEP)
    for rank in range(5):
        desk.page.get_by_label("Titre (nécessaire)").fill(f"Titre {rank}")
        desk.page.get_by_label("Ce qui sera écrit une fois fait").fill(f"vous avez fait {rank}")
    press(desk, "Enregistrer le brouillon")
    desk.page.wait_for_url("**/etapes#etapes-identifier")

    kept = draft_of(desk.site)
    assert "titre: Titre 4" in kept
    assert "simple_passe: vous avez fait 4" in kept


def test_one_item_is_changed_with_the_keyboard_alone(author):
    author.enter_the_atelier()
    author.go(DEADLINE)
    keys = Keyboard(author)
    keys.tab_to("#c-ferme")
    author.page.keyboard.press("ControlOrMeta+a")
    author.page.keyboard.type("11-30")
    keys.tab_to("#c-terrain, [name=terrain]")
    keys.press("Space")
    keys.enter("button.strong")
    author.page.wait_for_url("**/echeances#echeances-campagne")

    author.go(DEADLINE)
    expect(author.page.get_by_label("Jour de fermeture")).to_have_value("11-30")
    expect(author.page.get_by_label("Vu en permanence").last).to_be_checked()


def test_two_tabs_at_once_are_told_and_the_text_of_the_second_is_still_in_its_form(author):
    author.watch.refusals.add(409)
    author.enter_the_atelier()
    author.go(STEP)
    other = author.page.context.new_page()
    other.goto(author.site.address(STEP))
    other.get_by_label("Titre (nécessaire)").fill("Le titre de l’autre")
    other.get_by_role("button", name="Enregistrer le brouillon").click()
    other.wait_for_url("**/etapes#etapes-identifier")

    author.page.get_by_label("Titre (nécessaire)").fill("Mon titre")
    if author.scripted:
        author.page.get_by_label("Titre (nécessaire)").press("Tab")
    else:
        press(author, "Enregistrer le brouillon")
    expect(author.page.get_by_role("alert")).to_contain_text("a changé entre-temps, dans un autre onglet ou par quelqu’un d’autre")
    expect(author.page.get_by_role("alert")).to_be_in_viewport()
    expect(author.page.get_by_label("Titre (nécessaire)")).to_have_value("Mon titre")
    expect(author.page.get_by_text("Brouillon gardé.")).to_have_count(0)
    author.page.get_by_label("Ce qui sera écrit une fois fait").fill("vous avez relu")
    author.page.get_by_label("Ce qui sera écrit une fois fait").press("Tab")
    assert "titre: Le titre de l’autre" in draft_of(author.site), "nothing is overwritten before one says so"

    keep(author)
    kept = draft_of(author.site)
    assert "titre: Mon titre" in kept
    assert "simple_passe: vous avez relu" in kept


def test_when_a_save_is_refused_the_text_stays_in_its_form_and_one_is_told(scripted_author):
    """The server was started again while somebody was writing: the session they hold is worth nothing."""
    desk = scripted_author
    desk.watch.refusals.add(401)
    desk.go(STEP)
    desk.page.context.clear_cookies()
    desk.page.get_by_label("Titre (nécessaire)").fill("Un titre long à écrire")
    desk.page.get_by_label("Titre (nécessaire)").press("Tab")

    expect(desk.page.get_by_role("alert")).to_contain_text("La journée est finie, ou Compagnon a redémarré")
    expect(desk.page.get_by_role("alert")).to_contain_text("Votre texte est encore ici, mais il n’est pas gardé.")
    expect(desk.page.get_by_label("Titre (nécessaire)")).to_have_value("Un titre long à écrire")
    expect(desk.page.get_by_text("Brouillon gardé.")).to_have_count(0)
    assert not draft_of(desk.site)
