"""Who has no key reads nothing: not even with the rows in hand, nor with every door left open (security.md S2, S5; promise 6)."""

from contextlib import suppress
from datetime import timedelta

import pytest

from companion import clock
from companion.accounts.actions import people, poste
from companion.accounts.actions.circle import hand_of
from companion.accounts.model import CircleWrap, Member, SignIn
from companion.accounts.queries import house
from companion.accounts.queries.circle import circle_key
from companion.accounts.queries.present import Held, holder_of
from companion.accounts.rules.states import State
from companion.accounts.views import doors
from companion.badges import Role, Veil
from companion.demarches.model import Handover, Thread, Visit
from companion.demarches.queries.visits import open_visit
from companion.demarches.rules.contents import read_contents
from companion.errors import NotHere
from companion.vault.keys.circles import CircleKey, new_circle
from companion.vault.keys.members import Member as Keys
from companion.vault.keys.members import new_member, unlock_for_session
from companion.vault.keys.papers import spoken_key
from companion.vault.keys.rings import Ring
from companion.vault.keys.threads import DataKey, unwrap_for_circle, unwrap_for_worker
from companion.vault.model import read
from companion.vault.primitives import Derivations
from companion.vault.rules.faults import Altered, Locked
from companion.web.access import Verdict
from companion.web.cookies import new_cookie
from tests.accounts.attacks import browser, kept_cookie, leaks, name_of_cookie, process
from tests.conftest import SATURDAY
from tests.demarches.attacks import Desk, begin_house, changed, files, looked, seconds, sit, sit_again

LABEL, NOTE, STUCK = "Zébuline au parapluie", "Kiosque à musique lundi", "La borne a avalé le ticket"
TYPED = (LABEL, NOTE, STUCK)
NUMBER = "7K2M9QRS"


def worked_on(me: Desk) -> tuple[str, bytes]:
    """Return an open visit on a thread that the team keeps, and its id: a label, a note, a step, an obstacle."""
    visit = me.begin()
    me.tick(visit)
    me.send(f"{me.place(visit)}/bloque/reunir", obstacle="cost", note=STUCK)
    thread = me.thread_of(visit)
    me.close(visit, equipe="oui", etiquette=LABEL, passage=NOTE)
    return me.resume(thread), thread


def circle_of(me: Desk) -> CircleKey:
    keys = me.keys()
    with looked(me.app) as session:
        return circle_key(session, keys)


def opened_with(me: Desk, keys: Keys, circle: CircleKey | None) -> list[object]:
    """Open, with no check at all, whatever some keys open in the rows of threads, visits and notes."""
    found: list[object] = []
    with looked(me.app) as session:
        rings = [Ring()]
        for visit in session.query(Visit):
            with suppress(Altered, Locked):
                rings.append(Ring([unwrap_for_worker(visit.wrap, visit.key_id, keys)]))
        for wrap in session.query(CircleWrap) if circle else ():
            with suppress(Altered, Locked):
                rings.append(Ring([unwrap_for_circle(wrap.blob, wrap.key_id, circle)]))
        columns = (Thread.face, Thread.body, Visit.own, Handover.note)
        for row, column in [(one, there) for there in columns for one in session.query(there.class_)]:
            for ring in rings:
                with suppress(Altered, Locked):
                    found.append(read(ring, row, column))
    return found


def test_the_technician_cannot_read_nor_anybody_who_was_not_given_the_key_with_the_rows_in_their_hands(app, tmp_path):
    me = begin_house(app)
    worked_on(me)
    with changed(app) as session:
        unmet = people.new_account(session, Role.MEMBRE, 5, clock.today())
    others = {
        "another circle": (new_member(), new_circle()),
        "the same circle under another secret": (new_member(), CircleKey(circle_of(me).circle, 1, bytes(32))),
        "a member not met yet": (unmet, None),
        "the technician": (sit(app, "technique").keys(), None),
        "reception": (sit(app, "accueil").keys(), None),
        "a member, without the circle": (sit(app).keys(), None),
    }

    assert {who: opened_with(me, *keys) for who, keys in others.items()} == {who: [] for who in others}
    assert len(opened_with(me, me.keys(), circle_of(me))) >= 4, "the control: who works on it opens all of it"


def addresses(visit: str, place: str, thread: bytes) -> list[tuple[str, dict[str, str] | None]]:
    """Return the pages on which something of this thread stands."""
    looked_at = (visit, place, f"{visit}/fermer", f"{visit}/feuille", f"{place}/bloque/reunir", f"{visit}/effacer", "/visites", "/suivi")
    sent = {"/suivi/reprendre": {"fil": thread.hex()}, f"/suivi/{thread.hex()}/note": {"quoi": "prolonger"}, f"{visit}/fin": {}}
    return [(one, None) for one in looked_at] + list(sent.items())


@pytest.mark.parametrize("role", ["technique", "accueil", "nobody has met them yet"])
def test_with_every_door_left_open_by_mistake_whoever_has_no_key_still_reads_nothing(app, monkeypatch, role):
    me = begin_house(app)
    visit, thread = worked_on(me)
    place = me.place(visit)
    if role in {"technique", "accueil"}:
        stranger = sit(app, role)
    else:
        with changed(app) as session:
            keys = people.new_account(session, Role.MEMBRE, 5, clock.today())
            session.get_one(Member, keys.id).state = State.ACTIVE
        stranger = sit_again(app, keys)
    stranger = sit_again(app, stranger.keys(), alone=True)
    monkeypatch.setattr(doors, "verdict", lambda _door, _badge: Verdict.COME_IN)

    told = []
    for address, said in addresses(visit, place, thread):
        answer = stranger.client.get(address) if said is None else stranger.send(address, **said)
        told.append(answer.status_code)
        assert leaks(TYPED, answer.data) == set(), address
        assert answer.status_code < 500
    assert 404 in told or 409 in told
    alone = sit_again(app, me.keys(), alone=True)
    assert LABEL in alone.client.get("/suivi").text, "the control: the doors were not what hid it"
    assert STUCK in me.client.get(place).text


def test_reception_cannot_open_what_it_sent_to_the_circle(app, monkeypatch):
    me = begin_house(app)
    reception = sit(app, "accueil")
    visit = reception.begin()
    reception.tick(visit)
    reception.send(f"{reception.place(visit)}/bloque/reunir", obstacle="cost", note=STUCK)
    thread = reception.thread_of(visit)
    keys = reception.keys()
    assert opened_with(me, keys, None), "the control: during the visit it reads what it writes"

    reception.close(visit, equipe="oui")

    assert opened_with(me, keys, None) == []
    assert [reception.client.get("/suivi").status_code, reception.send("/suivi/reprendre", fil=thread.hex()).status_code] == [403, 403]
    monkeypatch.setattr(doors, "verdict", lambda _door, _badge: Verdict.COME_IN)
    assert reception.send("/suivi/reprendre", fil=thread.hex()).status_code in {404, 409}
    assert me.kept(thread).contents.demarches[0].stuck[0].note == STUCK, "the control: the team opens it"


def departed(me: Desk, gone: Keys) -> None:
    keys = me.keys()
    with changed(me.app) as session:
        people.leave(session, hand_of(session, keys, clock.today()), house.member(session, gone.id))


def test_a_departed_member_with_an_old_dump_opens_nothing_that_came_since(app):
    me = begin_house(app)
    gone = sit(app)
    keys, old = gone.keys(), circle_of(gone)
    _, before = worked_on(gone)
    assert gone.kept(before).contents.label == LABEL, "the control: while of the team, all of it opens"

    departed(me, keys)
    visit = me.begin()
    later = me.thread_of(visit)
    me.close(visit, equipe="oui", etiquette=LABEL)

    with looked(app) as session:
        for wrap in session.query(CircleWrap):
            with pytest.raises((Altered, Locked)):
                unwrap_for_circle(wrap.blob, wrap.key_id, old)
    assert me.kept(later).contents.label == me.kept(before).contents.label == LABEL
    assert gone.client.get("/suivi").status_code in {303, 401}


def test_a_stolen_disk_finds_nothing_about_a_person_even_with_the_cookie_once_the_server_has_stopped(app):
    me = begin_house(app)
    visit, thread = worked_on(me)
    place, cookie, keys = me.place(visit), kept_cookie(me.client), me.keys()
    restarted = process(app, restarted=True)

    assert leaks((*TYPED, "reunir", "demande-ponctuelle"), files(app)) == set()
    thief = Desk(browser(restarted, cookie))
    for address, _ in addresses(visit, place, thread):
        assert leaks(TYPED, thief.client.get(address).data) == set()
    with looked(app) as session:
        row = session.query(SignIn).filter_by(member_id=keys.id).first()
        held = Held(bytes.fromhex(cookie), app.extensions["boot_key"])
        assert unlock_for_session(row.keys, keys.colleague, held.cookie, held.boot_key).id == keys.id, "the control: before it stopped"
        with pytest.raises((Altered, Locked)):
            unlock_for_session(row.keys, keys.colleague, held.cookie, restarted.extensions["boot_key"])
        with pytest.raises((Altered, Locked)):
            unlock_for_session(row.keys, keys.colleague, held.cookie, bytes(32))
    restarted.extensions["database"].engine.dispose()


# A visit that stays open while its worker is not there.


def look(me: Desk, visit: str, place: str) -> bytes:
    return b"".join(me.client.get(one).data for one in (visit, place, f"{visit}/fermer", "/visites", "/suivi"))


@pytest.mark.parametrize("way", ["signs out", "veil", "lock"])
def test_a_visit_left_open_is_read_by_nobody_and_waits_for_its_worker(app, way):
    me = begin_house(app)
    visit, _ = worked_on(me)
    place, keys = me.place(visit), me.keys()
    before = me.opened(visit).contents
    assert leaks(TYPED, look(me, visit, place)), "the control"

    if way == "signs out":
        me.send("/quitter")
    there = me if way == "signs out" else sit_again(app, keys, veil=Veil.PIN if way == "veil" else Veil.SHUT)

    assert leaks(TYPED, look(there, visit, place)) == set()
    there.send(place, vu="[]", **{"fait-suivre": "avec"})
    back = sit_again(app, keys)
    assert back.opened(visit).contents == before
    assert back.client.get(place).status_code == 200


def test_when_a_worker_leaves_the_house_a_colleague_goes_on_with_what_the_team_keeps(app):
    me = begin_house(app)
    gone = sit(app)
    keys = gone.keys()
    visit, thread = worked_on(gone)
    gone.tick(visit, "suivre", "avec")

    departed(me, keys)

    assert gone.client.get(visit).status_code in {303, 401}
    with looked(app) as session, pytest.raises(NotHere):
        open_visit(session, me.keys(), bytes.fromhex(visit.rpartition("/")[2]), seconds())
    on = me.resume(thread)
    assert set(me.opened(on).contents.demarches[0].ticks) == {"reunir", "suivre"}, "what was noted last is there too"


def machine(app, me: Desk, hours: int) -> Desk:
    """Open a machine for the day."""
    held = Held(new_cookie(), app.extensions["boot_key"])
    with changed(app) as session:
        key = spoken_key(NUMBER, 8, "poste", house.association(session).salt, Derivations(1))
        poste.ask(session, held, key, poste.Asked(NUMBER, "836205", seconds(), clock.today()))
    keys = me.keys()
    with changed(app) as session:
        poste.open_for_the_day(session, hand_of(session, keys, clock.today()), key, seconds() + hours * 3600)
        poste.begin_work(session, holder_of(session, held, seconds()), key, clock.today())
    client = app.test_client()
    client.set_cookie(name_of_cookie(app), held.cookie.hex(), secure=True)
    return Desk(client)


def test_when_a_machine_of_the_day_closes_its_visits_close_with_it_and_what_a_sheet_or_the_team_holds_goes_on(app, fixed_clock):
    me = begin_house(app)
    keys, public = me.keys(), machine(app, me, 2)
    first = public.begin()
    public.tick(first)
    key = public.part(first, feuille="nouvelle")
    second = public.begin()
    public.tick(second, "suivre", "avec")
    place = public.place(second)

    fixed_clock(SATURDAY + timedelta(hours=2, minutes=1))

    assert {public.client.get(one).status_code for one in (first, second, place)} <= {303, 401}
    back = sit_again(app, keys)
    assert back.client.get(second).status_code == 404
    visit = back.unfold(key).location
    assert back.opened(visit).contents.demarches[0].ticks == {"reunir": "personne"}


def test_a_machine_of_the_day_says_what_it_would_lose_before_it_is_left(app):
    """Its keys go with its session: a visit that nobody closed there is gone; a member finds theirs again."""
    me = begin_house(app)
    me.begin()
    public = machine(app, me, 2)
    visit = public.begin()

    asked = public.send("/quitter")
    assert asked.status_code == 409
    assert "Des visites sont encore ouvertes" in asked.text
    assert public.client.get(public.place(visit)).status_code == 200, "one may still stay, and close it"
    assert public.send("/quitter", **{"quand-meme": "1"}).location == "/connexion?parti=1"
    assert me.send("/quitter").location == "/connexion?parti=1"


def test_a_machine_of_the_day_without_open_visits_is_left_at_once(app):
    public = machine(app, begin_house(app), 2)
    public.close(public.begin(), feuille="nouvelle")

    assert public.send("/quitter").location == "/connexion?parti=1"


def test_the_key_of_a_thread_opens_no_other_thread(app):
    me = begin_house(app)
    worked_on(me)
    worked_on(me)
    with looked(app) as session:
        circle = circle_key(session, me.keys())
        threads = session.query(Thread).all()
        keys = {one.key_id: unwrap_for_circle(session.get_one(CircleWrap, one.key_id).blob, one.key_id, circle) for one in threads}
        for one in threads:
            assert read_contents(read(Ring(keys.values()), one, Thread.body)).label == LABEL, "the control"
            for other in threads:
                if other.key_id != one.key_id:
                    borrowed = Ring([DataKey(one.key_id, keys[other.key_id].secret)])
                    with pytest.raises(Altered):
                        read(borrowed, one, Thread.body)
