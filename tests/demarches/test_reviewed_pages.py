"""What fresh eyes found around the gestures of a visit: pages that ended, labels, dates, lists and pictures."""

import html as entities

from lxml import html
from sqlalchemy import text

from companion.demarches.actions.notes import take_note_away
from companion.demarches.views.opening import WITHDRAWN
from companion.vault.primitives import new_secret
from companion.web.store import wipe
from tests.demarches.attacks import PICTURES, SHORT_GUIDE, Desk, begin_house, changed, count, files, looked, parting, sit
from tests.demarches.reviewed import GUIDE, demarche, main_of, page_of, post, published

LABEL, NOTE = "Dame au chapeau", "Son fils ouvre le courrier"


def kept_and_noted(me: Desk, **said: object) -> bytes:
    """Keep a thread for the team, with a label and a note; return its id."""
    visit = me.begin()
    thread = me.thread_of(visit)
    me.close(visit, **{"feuille": "nouvelle", "equipe": "oui", "etiquette": LABEL, "passage": NOTE, **said})
    return thread


def sealed_note(me: Desk, thread: bytes) -> bytes:
    """Return the note of a thread, as it lies in the database."""
    with looked(me.app) as session:
        return bytes(session.execute(text("select note from handover where thread_id = :it"), {"it": thread}).scalar_one())


def test_what_was_typed_in_a_visit_that_ended_is_shown_back_to_be_copied(app):
    me = begin_house(app)
    visit = me.begin()
    place = me.place(visit)
    me.close(visit, feuille="nouvelle")

    answer = me.send(f"{visit}/fermer", **parting(equipe="oui", etiquette=LABEL, passage=NOTE))

    assert answer.status_code == 404
    assert all(one in main_of(answer) for one in (LABEL, NOTE, "Copiez-le", "avec la feuille"))
    assert "Copiez-le" not in main_of(me.send(place, vu="[]")), "the control: nothing was typed there"
    assert NOTE.encode() not in files(app)


def test_a_visit_that_ended_one_of_a_colleague_and_one_that_never_was_answer_the_same_page(app):
    me = begin_house(app)
    colleague = sit(app)
    ended, theirs, never = me.begin(), colleague.begin(), f"/visites/{new_secret(16).hex()}"
    me.close(ended, feuille="nouvelle")
    for way in ("", "/fermer", "/coupure", "/effacer", "/feuille"):
        answers = [me.client.get(f"{visit}{way}") for visit in (ended, theirs, never)]
        assert {one.status_code for one in answers} == {404}, way
        assert len({main_of(one) for one in answers}) == 1, way
    sent = [me.send(f"{visit}/fermer", **parting(equipe="oui", passage=NOTE)) for visit in (ended, theirs, never)]
    assert len({(one.status_code, main_of(one)) for one in sent}) == 1
    assert colleague.client.get(f"{theirs}/fermer").status_code == 200, "the control: it is open, for who opened it"


def test_a_note_waits_closed_in_the_visit_for_a_moment_when_nobody_looks_on(app):
    me = begin_house(app)
    reception = sit(app, "accueil")
    visit = me.begin()
    key = me.close(visit, feuille="nouvelle", equipe="oui", passage=NOTE, danger="oui")
    for one in (me, reception):
        again = one.unfold(key).location
        page = html.document_fromstring(one.client.get(one.place(again)).text)
        holders = [it for it in page.iter() if isinstance(it.tag, str) and NOTE in (it.text or "")]
        assert holders, "the control: it is there to be read"
        for holder in holders:
            (box,) = holder.xpath("ancestor::details")
            assert box.get("open") is None
            assert NOTE not in box.find("summary").text_content()
            assert "Danger vital" not in box.find("summary").text_content()


def test_going_back_to_an_open_visit_puts_the_labels_away_whichever_page_of_it_is_shown(app):
    me = begin_house(app)
    kept_and_noted(me)
    visit, closing = me.begin(), me.begin()
    me.part(closing, feuille="nouvelle")
    for address in (visit, me.place(visit), closing):
        me.send("/suivi/seul", seul="oui")
        assert LABEL in me.client.get("/suivi").text, "the control: alone, one reads the list"
        assert me.client.get(address, follow_redirects=True).status_code == 200
        assert LABEL not in me.client.get("/suivi").text, address
    me.send("/suivi/seul", seul="oui")
    me.send(me.place(visit), vu="[]", puis="fermer")
    assert LABEL not in me.client.get("/suivi").text, "a gesture that leads elsewhere counts as much"
    me.send("/suivi/seul", seul="oui")
    me.client.get("/visites")
    assert LABEL in me.client.get("/suivi").text, "the control: the list of visits is nobody's page"


def test_the_next_date_is_for_a_step_of_the_page_and_for_no_text_that_a_form_brings(app):
    me = begin_house(app)
    visit = me.begin(GUIDE)
    titles = html.document_fromstring(me.client.get(f"{visit}/fermer").text).xpath("//select[@name='pour']/option/@value")
    forged = "Mot de passe Tr0mpette!99 " + "x" * 500

    me.part(visit, feuille="nouvelle", pour=forged, etape=[forged, *titles])
    assert me.opened(visit).contents.next_what == ""

    me.send(f"{visit}/revenir")
    wanted = next(filter(None, titles))
    me.part(visit, feuille="garder", pour=wanted, etape=titles)
    assert me.opened(visit).contents.next_what == wanted, "the control: a step that is shown"


def followed_for_its_step(me: Desk) -> tuple[str, str]:
    """Go on with a thread that the team keeps, whose next date is for a step of its one démarche; return the visit and that step."""
    visit = me.begin(GUIDE)
    thread = me.thread_of(visit)
    titles = html.document_fromstring(me.client.get(f"{visit}/fermer").text).xpath("//select[@name='pour']/option/@value")
    wanted = next(filter(None, titles))
    me.close(visit, feuille="nouvelle", equipe="oui", etiquette=LABEL, pour=wanted, etape=titles, prochaine="2027-01-10")
    visit = me.resume(thread)
    me.send(f"{visit}/ajouter", guide=SHORT_GUIDE)
    return visit, wanted


def in_the_list(me: Desk, wanted: str) -> bool:
    """Tell whether the list of the team names a step."""
    me.send("/suivi/seul", seul="oui")
    return wanted in entities.unescape(me.client.get("/suivi").text)


def test_a_demarche_that_is_separated_leaves_nothing_of_its_next_step_on_the_thread_it_left(app):
    me = begin_house(app)
    visit, wanted = followed_for_its_step(me)
    assert in_the_list(me, wanted), "the control: adding one beside it takes nothing away"

    separated = me.send(f"{visit}/{demarche(me, visit).id}/separer").location

    assert [one.procedure for one in me.opened(visit).contents.demarches] == [SHORT_GUIDE]
    assert me.opened(visit).contents.next_what == ""
    assert not in_the_list(me, wanted)
    assert demarche(me, separated).procedure == GUIDE


def test_a_demarche_that_is_taken_off_leaves_nothing_of_its_next_step(app):
    me = begin_house(app)
    visit, wanted = followed_for_its_step(me)

    assert me.send(f"{visit}/{demarche(me, visit).id}/retirer").status_code == 303

    assert me.opened(visit).contents.next_what == ""
    assert not in_the_list(me, wanted)


def test_a_page_of_the_list_beyond_its_end_is_its_last_page(app):
    me = begin_house(app)
    me.send("/suivi/seul", seul="oui")
    assert "Aucun fil" in main_of(me.client.get("/suivi?p=2")), "the control: nothing is kept yet"
    kept_and_noted(me)
    me.send("/suivi/seul", seul="oui")
    first = main_of(me.client.get("/suivi"))
    assert LABEL in first
    for page in ("2", "1000", "9999", "0", "x", "²"):
        assert main_of(me.client.get(f"/suivi?p={page}")) == first, page


def test_one_altered_thread_shuts_the_way_by_pictures_on_nobody_else(app):
    me = begin_house(app)
    altered = kept_and_noted(me)
    other = kept_and_noted(me, image=["arbre", "bus"])
    with changed(app) as session:
        session.execute(text("update thread set body = zeroblob(length(body)) where id = :it"), {"it": altered})

    found = me.send("/reprendre/images", guide=SHORT_GUIDE, periode="mois", image=["arbre", "bus"])

    assert found.status_code == 303
    assert me.thread_of(found.location) == other
    touched = me.send("/suivi/reprendre", fil=altered.hex())
    assert touched.status_code == 409, "the control: the altered one says so, when it is asked for"


def test_a_note_taken_away_is_in_no_file_any_more(app):
    me = begin_house(app)
    first, second = kept_and_noted(me), kept_and_noted(me)
    blobs = [sealed_note(me, one) for one in (first, second)]
    assert all(one in files(app) for one in blobs)

    assert me.send(f"/suivi/{first.hex()}/note", quoi="retirer").status_code == 303

    assert blobs[0] not in files(app)
    with changed(app) as session:
        take_note_away(session, second)
    assert blobs[1] in files(app), "the control: taken away and not wiped, it stays in the files"
    with app.app_context():
        assert wipe()
    assert blobs[1] not in files(app)


def test_a_form_that_does_not_say_what_to_do_with_a_note_leaves_it(app):
    me = begin_house(app)
    thread = kept_and_noted(me)
    before = sealed_note(me, thread)
    for said in ({}, {"quoi": ""}, {"quoi": "autre"}, {"quoi": "Retirer"}):
        assert me.send(f"/suivi/{thread.hex()}/note", **said).status_code == 303
        assert sealed_note(me, thread) == before
    me.send(f"/suivi/{thread.hex()}/note", quoi="retirer")
    assert count(app, "handover") == 0, "the control: the button"


def test_a_thread_on_a_guide_withdrawn_since_is_found_by_its_pictures_and_goes_on(app):
    me = begin_house(app)
    visit = me.begin(GUIDE)
    thread = me.thread_of(visit)
    me.close(visit, feuille="sans", equipe="oui")
    published(app, lambda source: source + "\nretiree:\n  le: 2026-01-01\n  motif: Fini\n")
    options = html.document_fromstring(me.client.get("/reprendre/images").text).xpath("//select[@name='guide']/option")
    (offered,) = [one for one in options if one.get("value") == GUIDE]
    assert "guide retiré" in offered.text_content()

    found = me.send("/reprendre/images", guide=GUIDE, periode="mois", image=list(PICTURES))

    assert found.status_code == 303
    assert me.thread_of(found.location) == thread
    place = me.place(found.location)
    assert post(me, place, page_of(me, place).touching("fait-decider", "avec")).status_code == 303
    assert demarche(me, found.location).ticks == {"decider": "avec"}
    assert WITHDRAWN[:30] in main_of(me.send("/visites", guide=GUIDE)), "the control: nothing new begins on it"
