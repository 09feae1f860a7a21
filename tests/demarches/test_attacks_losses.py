"""What could be lost, or come back, by a gesture that nobody meant so: each was tried, and is held here."""

from datetime import timedelta

from companion import clock
from companion.demarches.actions.erasing import KEPT, THREAD, purge_threads, purge_visits
from companion.demarches.queries.threads import note_of
from companion.forgetting.model import Erasure
from tests.conftest import SATURDAY
from tests.demarches.attacks import Desk, all_rows, begin_house, changed, looked, sit, sit_again

LABEL, NOTE = "Dame au chapeau", "Le courrier arrive lundi"


def kept_and_noted(me: Desk) -> tuple[bytes, str]:
    """Keep a thread for the team, with a label and a note; return its id and the key of its sheet."""
    visit = me.begin()
    thread = me.thread_of(visit)
    return thread, me.close(visit, feuille="nouvelle", equipe="oui", etiquette=LABEL, passage=NOTE, danger="oui")


def note(me: Desk, thread: bytes) -> str:
    visit = me.resume(thread)
    opened = me.opened(visit)
    with looked(me.app) as session:
        found = note_of(session, opened.thread, opened.ring, clock.today())
    return found[0].text if found else ""


def test_reception_closes_what_a_member_labelled_and_noted_and_changes_neither_since_it_sees_neither(app):
    me = begin_house(app)
    reception = sit(app, "accueil")
    thread, key = kept_and_noted(me)
    visit = reception.unfold(key).location
    assert LABEL not in reception.client.get(f"{visit}/fermer").text

    reception.close(visit, feuille="garder", equipe="oui", image=[], images_gardees="oui", etiquette="forgé", passage="forgé")

    assert me.kept(thread).contents.label == LABEL
    assert note(me, thread) == NOTE
    control = me.resume(thread)
    me.close(control, feuille="garder", equipe="oui", images_gardees="oui", image=[], etiquette="", passage="")
    assert me.kept(thread).contents.label == "", "the control: a member who sees them empties them"
    assert note(me, thread) == ""


def test_a_thread_that_the_team_keeps_again_is_erased_by_no_list(app):
    me = begin_house(app)
    thread, _ = kept_and_noted(me)
    visit = me.resume(thread)
    me.part(visit, feuille="nouvelle", equipe="non")
    assert [row[1] for row in all_rows(app)["erasure"]].count(KEPT) == 1, "the control: giving it up is remembered"

    me.send(f"{visit}/revenir")
    me.close(visit, feuille="garder", equipe="oui")

    assert KEPT not in [row[1] for row in all_rows(app)["erasure"]]
    assert me.kept(thread).contents


def test_an_exercise_leaves_nothing_even_when_its_sheet_is_drawn_three_times(app):
    me = begin_house(app)
    me.close(me.begin(), feuille="sans")
    unseen = {"sign_in", "procedure_version", "upkeep_day"}
    before = {name: rows for name, rows in all_rows(app).items() if name not in unseen}
    visit = me.begin(exercice="oui")
    me.tick(visit)
    for _ in range(3):
        assert me.part(visit, feuille="nouvelle", equipe="oui", etiquette=LABEL)
        me.send(f"{visit}/revenir")
    me.close(visit, feuille="nouvelle", equipe="oui")

    assert {name: rows for name, rows in all_rows(app).items() if name not in unseen} == before
    me.close(me.begin(), feuille="nouvelle")
    assert {name: rows for name, rows in all_rows(app).items() if name not in unseen} != before, "the control"


def test_an_erasure_that_waits_is_taken_back_by_its_button_and_by_no_closing(app, fixed_clock):
    me = begin_house(app)
    reception = sit(app, "accueil")
    thread, key = kept_and_noted(me)
    assert me.send(f"{me.resume(thread)}/effacer", qui="accompagnee").status_code == 303
    last = me.kept(thread).thread.expires_on
    assert last == SATURDAY.date() + timedelta(days=2)

    reception.close(reception.unfold(key).location, feuille="garder", equipe="oui", image=[], images_gardees="oui", prochaine="2027-03-01")

    found = me.kept(thread)
    assert (found.thread.expires_on, found.contents.ends_without_erasure is None) == (last, False)
    assert me.send(f"{me.unfold(key).location}/garder").status_code == 303, "the control: the button"
    assert me.kept(thread).thread.expires_on > last


def test_what_expires_is_gone_a_thread_erased_after_forty_eight_hours_does_not_come_back_with_an_older_backup(app, fixed_clock):
    me = begin_house(app)
    keys = me.keys()
    thread, _ = kept_and_noted(me)
    me.send(f"{me.resume(thread)}/effacer", qui="accompagnee")
    fixed_clock(SATURDAY + timedelta(days=3))
    with changed(app) as session:
        purge_visits(session, clock.now())
        purge_threads(session, clock.now())
    with looked(app) as session:
        assert session.get(Erasure, thread).kind == THREAD
    assert sit_again(app, keys).send("/suivi/reprendre", fil=thread.hex()).status_code == 404


def test_pictures_put_the_labels_away_since_the_person_who_showed_them_sits_there(app):
    me = begin_house(app)
    kept_and_noted(me)
    me.send("/suivi/seul", seul="oui")
    assert LABEL in me.client.get("/suivi").text, "the control"

    found = me.send("/reprendre/images", guide="demande-ponctuelle", periode="mois", image=["chat", "tasse"])

    assert found.status_code == 303
    assert LABEL not in me.client.get("/suivi").text
