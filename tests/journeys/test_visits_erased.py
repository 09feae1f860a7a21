"""What was erased at the desk stays erased: a backup of last week, put back, brings neither sheet, list nor pictures back to life."""

import pytest
from playwright.sync_api import expect

from companion.cli import main
from tests.journeys.cast import COLLEAGUE, FIRST_NAME, TEAM
from tests.journeys.desk import BOITE_MAIL, BOURSE, watched_desk
from tests.journeys.doors import opened_at
from tests.journeys.moments import MONDAY, THURSDAY
from tests.journeys.visiting import (
    answer_pictures,
    at_visit,
    begin,
    empty_chair,
    keep_by_team,
    resume_by_sheet,
    say_alone,
    to_parting,
    to_sheet,
    type_key,
)

REFUSED, TOO_SOON = 422, 429
ERASED, KEPT = "Dame au parasol", "Monsieur au cartable"
PICTURES = {ERASED: ("maison", "soleil"), KEPT: ("arbre", "nuage")}
AT_ONCE = "La personne est seule et le demande : effacer maintenant"
LATER = "Quelqu’un l’accompagne : effacer dans 48 heures"


def with_everything(desk, guide, label):
    """Make a thread that the sheet, the list and two pictures open; return the key."""
    begin(desk, guide)
    to_parting(desk)
    keep_by_team(desk, *PICTURES[label], label=label)
    key = to_sheet(desk)
    empty_chair(desk)
    return key


def ask_to_erase(desk, key, button):
    """Erase, with the person and their sheet."""
    resume_by_sheet(desk, key)
    desk.press("Effacer, à la demande de la personne")
    desk.page.wait_for_url("**/effacer")
    desk.press(button)
    desk.page.wait_for_url("**/visites?fini=*")


def take_back(desk, key):
    """Change one's mind, alone, with the sheet."""
    resume_by_sheet(desk, key)
    assert "Ce fil va être effacé" in desk.text()
    desk.page.get_by_role("link", name="Voir").click()
    desk.press("Finalement, tout garder")
    at_visit(desk)
    assert "Ce fil va être effacé" not in desk.text()
    to_parting(desk)
    to_sheet(desk)
    empty_chair(desk)


@pytest.fixture
def saved(fixed_clock):
    """Make a backup of an association, while it serves."""

    def save(moment, place, folder):
        fixed_clock(moment)
        assert main(["sauvegarde", str(place), "--instance", str(folder / "instance")]) == 0

    return save


def test_what_was_erased_at_the_desk_is_still_gone_after_a_backup_of_before_is_put_back(tmp_path, browser, saved):
    folder, stick, keys = tmp_path / "site", tmp_path / "stick", {}
    stick.mkdir()
    with opened_at(MONDAY, folder, full=TEAM) as site, watched_desk(browser, site, scripted=False, writes=True) as desk:
        desk.sit_as(FIRST_NAME)
        keys[ERASED] = with_everything(desk, BOURSE, ERASED)
        keys[KEPT] = with_everything(desk, BOITE_MAIL, KEPT)
        saved(MONDAY, stick / "lundi.zip", folder)
        ask_to_erase(desk, keys[KEPT], LATER)
        assert "L’effacement attend 48 heures." in desk.text()
        take_back(desk, keys[KEPT])
        ask_to_erase(desk, keys[ERASED], AT_ONCE)
        assert "Tout est effacé. Aucune sauvegarde d’avant ne le ramènera." in desk.text()
        saved(THURSDAY, stick / "jeudi.zip", folder)
    back = tmp_path / "back"
    back.mkdir()
    assert main(["restaurer", str(stick / "lundi.zip"), "--instance", str(back / "instance")]) == 0
    (folder / "cast.json").rename(back / "cast.json")
    with opened_at(THURSDAY, back) as site, watched_desk(browser, site, scripted=True, writes=True) as desk:
        desk.watch.refusals |= {REFUSED, TOO_SOON}
        desk.go("/connexion?vers=/suivi")
        desk.sign_in(COLLEAGUE)
        desk.page.wait_for_url("**/suivi")
        still_gone(desk, keys)
        guesses_ask_to_wait(desk, keys[ERASED])


def still_gone(desk, keys):
    """Look for the erased thread in the three ways, each with its control."""
    say_alone(desk)
    assert (ERASED in desk.text(), KEPT in desk.text()) == (False, True)
    for label, guide in ((ERASED, BOURSE), (KEPT, BOITE_MAIL)):
        desk.go("/reprendre/images")
        answer_pictures(desk, guide, *PICTURES[label])
        if label == KEPT:
            at_visit(desk)
        else:
            expect(desk.page.get_by_role("alert")).to_contain_text("Aucun fil ne correspond à ces trois réponses.")
    resume_by_sheet(desk, keys[KEPT])


def guesses_ask_to_wait(desk, key):
    """Type three times a key that opens nothing: the fourth time, one waits."""
    for _ in range(3):
        type_key(desk, *key.split())
        expect(desk.page.get_by_role("alert")).to_contain_text("Aucun fil ne s’ouvre avec cette clé.")
    type_key(desk, *key.split())
    expect(desk.page.get_by_role("alert")).to_contain_text("Attendez 10 secondes")
