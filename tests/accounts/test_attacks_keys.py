"""Keys, words and public sides forged in the database, and what somebody who left still holds (security.md S3, S5, T3, T5)."""

from contextlib import contextmanager
from datetime import date

import pytest

from companion.accounts.actions.circle import give, hand_of
from companion.accounts.model import CircleWrap, Member, MemberName
from companion.accounts.queries import house
from companion.accounts.queries.circle import circle_key, face_to_seal_towards, first_names, ring_with
from companion.vault.keys import circles, introductions, threads
from companion.vault.keys.circles import CircleKey
from companion.vault.keys.introductions import Said
from companion.vault.keys.keyring import Keyring
from companion.vault.keys.members import Colleague, new_member
from companion.vault.keys.rings import Ring
from companion.vault.keys.threads import DataKey
from companion.vault.model import read
from companion.vault.primitives import new_secret
from companion.vault.rules.faults import Altered, Locked
from companion.web.store import changing, looking
from tests.accounts.attacks import NAMES, browser, member_row, present_as, rows
from tests.accounts.house import Somebody, id_of, join, post, spoken_in, welcome

TODAY = date(2026, 11, 21)


@contextmanager
def hand(team, who: Somebody):
    """Lend the hand of somebody who has just read what the database says."""
    with team.app.app_context(), changing() as session:
        yield session, hand_of(session, present_as(who).member, TODAY)
        session.commit()


def readers(team) -> list[str]:
    """Return which members still read the first names."""
    return [who.name for who in (team.first, team.second) if NAMES[2] in who.client.get("/equipe").text]


def put_grant(team, made: circles.Grant) -> None:
    face = made.face
    values = (face.circle, face.epoch, made.to, face.public, made.giver, made.blob, made.signature)
    rows(team.app, "INSERT OR REPLACE INTO circle_grant VALUES (?, ?, ?, ?, ?, ?, ?)", *values)


def known_circle(team) -> bytes:
    return rows(team.app, "SELECT circle FROM association")[0]["circle"]


@pytest.mark.parametrize("epoch", [1, 2, 99])
@pytest.mark.parametrize("signed_by", ["an unknown key", "the name of a colleague", "their own name", "the technician"])
def test_a_key_of_the_circle_that_no_known_colleague_signed_is_not_taken(team, epoch, signed_by):
    forger, victim = new_member(), present_as(team.second).who
    mine = CircleKey(known_circle(team), epoch, new_secret())
    made = circles.grant(mine, victim, forger, Keyring().pin(victim))
    if signed_by != "an unknown key":
        giver = {"the name of a colleague": team.first, "their own name": team.second, "the technician": team.technician}[signed_by]
        made = circles.Grant(made.face, made.to, present_as(giver).who.id, made.blob, made.signature)
    if signed_by == "the technician":
        made = circles.grant(mine, victim, present_as(team.technician).member, Keyring().pin(victim))
    real = [tuple(row) for row in rows(team.app, "SELECT * FROM circle_grant WHERE member_id = ? AND epoch = ?", victim.id, epoch)]
    put_grant(team, made)
    with hand(team, team.second) as (session, second):
        if real:
            with pytest.raises(Locked):
                circle_key(session, second.me)
        else:
            assert circle_key(session, second.me).secret != mine.secret

    assert readers(team) == [team.first.name] if real else [team.first.name, team.second.name], "only a row that was overwritten is lost"


def test_a_key_given_by_a_colleague_is_taken_and_kept(team):
    with hand(team, team.first) as (session, first):
        new = circles.next_epoch(circle_key(session, first.me))
        give(session, new, present_as(team.second).who, first)
    with hand(team, team.second) as (session, second):
        assert circle_key(session, second.me).secret == new.secret, "the control"


def test_the_technician_is_given_nothing_even_by_a_hand_that_tries(team):
    with hand(team, team.first) as (session, first), pytest.raises(Locked):
        give(session, circle_key(session, first.me), present_as(team.technician).who, first)
    swapped = Colleague(present_as(team.second).who.id, new_member().keys.public)
    with hand(team, team.first) as (session, first), pytest.raises(Altered):
        give(session, circle_key(session, first.me), swapped, first)


def say(team, said: Said, about: Colleague, giver: bytes, signature: bytes) -> None:
    values = (about.id, giver, said.value, about.public.box, about.public.sign, signature, TODAY.isoformat())
    rows(team.app, "INSERT OR REPLACE INTO introduction VALUES (?, ?, ?, ?, ?, ?, ?)", *values)


@pytest.mark.parametrize("said", [Said.ENTERS, Said.LEAVES])
def test_what_nobody_known_said_of_a_colleague_teaches_nothing(team, said):
    forger = new_member()
    about = forger.colleague if said is Said.ENTERS else present_as(team.first).who
    made = introductions.introduce(said, about, forger)
    givers = [forger.id, present_as(team.first).who.id, present_as(team.technician).who.id]
    for giver in givers:
        say(team, said, about, giver, made.signature)
    by_technician = introductions.introduce(said, about, present_as(team.technician).member)
    say(team, said, about, by_technician.giver, by_technician.signature)
    with hand(team, team.second) as (_, second):
        pins = second.keyring.pins

    assert forger.id not in pins
    assert pins[present_as(team.first).who.id] == present_as(team.first).who.public.fingerprint
    real = introductions.introduce(said, about, present_as(team.first).member)
    say(team, said, about, real.giver, real.signature)
    with hand(team, team.second) as (_, second):
        assert (about.id in second.keyring.pins) == (said is Said.ENTERS), "the control: from a colleague, it is believed"


def test_a_word_said_of_somebody_does_not_serve_for_another(team):
    real = rows(team.app, "SELECT * FROM introduction WHERE said = 'entre' AND about = ?", present_as(team.second).who.id)[0]
    forger = new_member()
    say(team, Said.ENTERS, forger.colleague, real["giver"], real["signature"])
    swapped = Colleague(real["about"], forger.keys.public)
    say(team, Said.ENTERS, swapped, real["giver"], real["signature"])
    with hand(team, team.first) as (_, first):
        assert forger.id not in first.keyring.pins
        assert first.keyring.pins[real["about"]] == present_as(team.second).who.public.fingerprint


def put_face(team, shown: circles.Shown) -> None:
    face = shown.face
    rows(
        team.app,
        "INSERT OR REPLACE INTO circle_face VALUES (?, ?, ?, ?, ?)",
        face.circle,
        face.epoch,
        face.public,
        shown.giver,
        shown.signature,
    )


def test_reception_seals_towards_no_public_side_that_a_colleague_did_not_show(team):
    forger, mine = new_member(), CircleKey(known_circle(team), 99, new_secret())
    made = circles.show(mine, forger)
    put_face(team, circles.Shown(made.face, present_as(team.first).who.id, made.signature))
    with hand(team, team.reception) as (session, reception):
        assert face_to_seal_towards(session, reception.keyring).public != mine.face.public
    rows(team.app, "DELETE FROM circle_face WHERE epoch < 99")
    with hand(team, team.reception) as (session, reception), pytest.raises(Locked):
        face_to_seal_towards(session, reception.keyring)


def test_reception_seals_no_more_towards_an_epoch_that_somebody_left_even_put_back(team):
    old = [tuple(row) for row in rows(team.app, "SELECT * FROM circle_face")]
    with hand(team, team.reception) as (session, reception):
        assert face_to_seal_towards(session, reception.keyring).epoch == 1
    post(team.first.client, "/equipe/cle", shown_at="/equipe")
    with hand(team, team.reception) as (session, reception):
        assert face_to_seal_towards(session, reception.keyring).epoch == 2
    rows(team.app, "DELETE FROM circle_face")
    rows(team.app, "INSERT INTO circle_face VALUES (?, ?, ?, ?, ?)", *old[0])
    with hand(team, team.reception) as (session, reception), pytest.raises(Locked):
        face_to_seal_towards(session, reception.keyring)


def test_somebody_who_left_opens_nothing_that_is_sealed_afterwards_with_all_they_kept(team):
    gone = present_as(team.second).member
    with team.app.app_context(), looking() as session:
        old_key, own = circle_key(session, gone), house.association(session)
        old_names = ring_with(session, old_key, own.team_key_id).secret(own.team_key_id)
        assert first_names(session, old_key)[gone.id] == NAMES[1], "the control: until then they read"
    kept = [tuple(row) for row in rows(team.app, "SELECT * FROM circle_grant WHERE member_id = ?", gone.id)]
    post(team.first.client, f"/equipe/{id_of(team.first, team.second.name)}/depart")
    newcomer = welcome(team.first, "accueil", "Dorothée")
    for row in kept:
        rows(team.app, "INSERT INTO circle_grant VALUES (?, ?, ?, ?, ?, ?, ?)", *row)

    with team.app.app_context(), looking() as session:
        assert circle_key(session, gone).epoch == old_key.epoch, "what they kept still opens what it opened"
        assert set(first_names(session, old_key).values()) == {""}
        assert len(ring_with(session, old_key, house.association(session).sign_key_id)) == 0
        for row in session.query(Member):
            assert row.id != gone.id or (row.phrase, row.sheet, row.own, row.keyring) == (None,) * 4
        reused = Ring([DataKey(row.key_id, old_names) for row in session.query(MemberName)])
        for row in session.query(MemberName):
            with pytest.raises(Altered):
                read(reused, row, type(row).name)
        for wrap in session.query(CircleWrap):
            with pytest.raises(Altered):
                threads.unwrap_for_circle(wrap.blob, wrap.key_id, old_key)
    page = team.first.client.get("/equipe").text
    assert {NAMES[0], NAMES[2], "Dorothée"} == {name for name in (*NAMES, "Dorothée") if name in page}
    assert newcomer.client.get("/").status_code == 200


def test_the_wraps_of_the_circle_are_never_left_under_an_epoch_that_was_left(team):
    post(team.first.client, f"/equipe/{id_of(team.first, team.second.name)}/depart")

    assert {row["epoch"] for row in rows(team.app, "SELECT epoch FROM circle_wrap")} == {2}
    assert len(rows(team.app, "SELECT 1 FROM circle_wrap")) == 2, "the key of the first names of before is gone"


def test_the_last_member_cannot_leave_and_nobody_is_half_gone(team):
    post(team.first.client, f"/equipe/{id_of(team.first, team.second.name)}/depart")
    answer = post(team.first.client, f"/equipe/{id_of(team.first, team.first.name)}/depart")

    assert answer.status_code == 409
    assert "Invitez d’abord quelqu’un" in answer.text
    assert member_row(team.app, team.first)["state"] == "actif"
    assert NAMES[0] in team.first.client.get("/equipe").text


def test_a_colleague_swapped_before_the_newcomer_compares_is_not_recognised(team):
    newcomer = join(team.first)
    words = {"mots": spoken_in(newcomer.client.get("/attente").text)}
    assert post(team.first.client, f"/equipe/{id_of(team.first, newcomer.name)}/mots", **words).status_code == 303
    spoken = spoken_in(team.first.client.get("/moi").text)
    public = new_member().keys.public
    rows(team.app, "UPDATE member SET box = ?, sign = ? WHERE sign_in_name = ?", public.box, public.sign, team.first.name)
    answer = post(newcomer.client, "/attente", mots=spoken)

    assert answer.status_code == 422
    assert newcomer.client.get("/equipe").location == "/attente"
    assert browser(team.app).get("/").status_code == 200
