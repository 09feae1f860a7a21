"""Who is given the key of a circle, who cannot be, and what leaving changes."""

from dataclasses import replace

import pytest

from companion.vault.keys import circles
from companion.vault.keys.circles import Face, accept, grant, new_circle, next_epoch, show, trust
from companion.vault.keys.members import Colleague, Member, keys_of_envelope, new_member
from companion.vault.keys.threads import (
    DataKey,
    new_data_key,
    receive_text,
    rewrap,
    send_text,
    send_to_circle,
    unwrap_for_circle,
    unwrap_for_worker,
    wrap_for_circle,
    wrap_for_worker,
)
from companion.vault.rules.faults import Altered, Locked
from companion.vault.rules.sheets import new_sheet
from tests.vault.people import circle, member, met

KEY = circle("équipe")
NADIA, KARIM = member("Nadia"), member("Karim")


def given_to_karim() -> circles.Grant:
    return grant(KEY, KARIM.colleague, NADIA, met("Nadia", "Karim"))


def test_a_key_given_by_a_colleague_opens():
    assert accept(given_to_karim(), KARIM, NADIA.colleague, met("Nadia", "Karim")) == KEY


def test_a_key_is_not_given_to_a_public_key_that_was_swapped():
    spy = new_member()
    with pytest.raises(Altered):
        grant(KEY, Colleague(KARIM.id, spy.colleague.public), NADIA, met("Nadia", "Karim"))
    with pytest.raises(Locked):
        grant(KEY, spy.colleague, NADIA, met("Nadia", "Karim"))


def test_a_key_made_by_whoever_writes_in_the_database_is_refused():
    """Sealing towards Karim needs only his public key: without a signature the team would write under a stranger's key."""
    spy, theirs = new_member(), new_circle()
    forged = grant(replace(theirs, circle=KEY.circle, epoch=2), KARIM.colleague, spy, met("Karim"))
    keyring = met("Nadia", "Karim")

    with pytest.raises(Locked):
        accept(forged, KARIM, spy.colleague, keyring)
    with pytest.raises(Altered):
        accept(forged, KARIM, Colleague(NADIA.id, spy.colleague.public), keyring)
    with pytest.raises(Altered):
        accept(replace(forged, giver=NADIA.id), KARIM, NADIA.colleague, keyring)


@pytest.mark.parametrize(
    "change",
    [
        {"face": Face(KEY.circle, 2, KEY.face.public)},
        {"face": Face(b"another", 1, KEY.face.public)},
        {"face": new_circle().face},
        {"giver": KARIM.id},
        {"signature": bytes(64)},
        {"blob": b"\x11" + bytes(80)},
    ],
)
def test_a_grant_that_was_touched_is_refused(change):
    with pytest.raises(Altered):
        accept(replace(given_to_karim(), **change), KARIM, NADIA.colleague, met("Nadia", "Karim"))


def test_a_colleague_who_gives_another_key_than_the_one_shown_is_refused():
    mistaken = grant(replace(KEY, secret=b"x" * 31), KARIM.colleague, NADIA, met("Karim"))
    with pytest.raises(Altered):
        accept(mistaken, KARIM, NADIA.colleague, met("Nadia"))
    other = replace(mistaken, face=KEY.face)
    with pytest.raises(Altered):
        accept(other, KARIM, NADIA.colleague, met("Nadia"))


def test_a_colleague_who_signs_one_circle_and_sends_the_secret_of_another_is_refused():
    tie = circles._grant_tie(KEY.face, KARIM.colleague, NADIA.id)
    blob = circles.box(KARIM.colleague.public.box, bytes(32), tie)
    signature = circles.signing.sign(NADIA.keys.sign, circles._signed(KEY.face, KARIM.colleague, NADIA.id, blob))

    with pytest.raises(Altered):
        accept(circles.Grant(KEY.face, KARIM.id, NADIA.id, blob, signature), KARIM, NADIA.colleague, met("Nadia"))


def test_a_key_kept_under_ones_own_signature_opens_after_its_giver_left():
    keyring = met("Nadia", "Karim")
    key = accept(given_to_karim(), KARIM, NADIA.colleague, keyring)
    kept = grant(key, KARIM.colleague, KARIM, keyring)
    alone = keyring.unpin(NADIA.id)

    assert accept(kept, KARIM, KARIM.colleague, alone) == KEY
    with pytest.raises(Locked):
        accept(given_to_karim(), KARIM, NADIA.colleague, alone)


def test_a_grant_meant_for_another_does_not_open():
    with pytest.raises(Locked):
        accept(given_to_karim(), member("Lucie"), NADIA.colleague, met("Nadia"))
    with pytest.raises(Altered):
        accept(replace(given_to_karim(), to=member("Lucie").id), member("Lucie"), NADIA.colleague, met("Nadia"))


def test_the_envelope_opens_what_was_given_to_it():
    envelope = keys_of_envelope(new_sheet())
    keyring = met("Nadia").pin(envelope.colleague)

    assert accept(grant(KEY, envelope.colleague, NADIA, keyring), envelope, NADIA.colleague, keyring) == KEY


def test_reception_seals_towards_the_circle_and_cannot_open():
    face = trust(show(KEY, NADIA), NADIA.colleague, met("Nadia"))
    key = new_data_key()
    sent = send_to_circle(key, face)

    assert unwrap_for_circle(sent, key.id, KEY) == key
    with pytest.raises(Altered):
        unwrap_for_circle(sent, key.id, new_circle())
    assert not {"secret", "private", "wrapping"} & set(dir(face))


def test_reception_refuses_a_circle_that_no_colleague_showed_or_that_was_left():
    shown, keyring = show(KEY, NADIA), met("Nadia")
    spy = new_member()

    with pytest.raises(Altered):
        trust(replace(shown, face=new_circle().face), NADIA.colleague, keyring)
    with pytest.raises(Altered):
        trust(replace(shown, giver=KARIM.id), NADIA.colleague, keyring)
    with pytest.raises(Altered):
        trust(replace(show(new_circle(), spy), giver=NADIA.id), NADIA.colleague, keyring)
    with pytest.raises(Locked):
        trust(show(KEY, spy), spy.colleague, keyring)
    with pytest.raises(Altered):
        trust(shown, NADIA.colleague, keyring.saw(KEY.circle, 2))


def test_a_text_sent_to_the_circle_opens_where_it_was_sent_and_hides_its_length():
    texts = [b"", b"oui", "Rappeler après 14 h, en français".encode()]
    sent = [send_text(KEY.face, text, "passage", b"row") for text in texts]

    assert [receive_text(blob, KEY, "passage", b"row") for blob in sent] == texts
    assert len({len(blob) for blob in sent}) == 1
    for purpose, row in (("passage", b"other"), ("other", b"row")):
        with pytest.raises(Altered):
            receive_text(sent[0], KEY, purpose, row)


def test_the_next_epoch_owes_nothing_to_the_one_before():
    after = next_epoch(KEY)

    assert (after.circle, after.epoch) == (KEY.circle, KEY.epoch + 1)
    assert len({KEY.secret, after.secret, KEY.wrapping, after.wrapping, KEY.private, after.private}) == 6


def test_after_a_removal_the_threads_open_under_the_new_epoch_and_no_longer_under_the_old():
    after, keys = next_epoch(KEY), [new_data_key() for _ in range(20)]
    wraps = [(key.id, (send_to_circle(key, KEY.face) if rank % 2 else wrap_for_circle(key, KEY, met()))) for rank, key in enumerate(keys)]
    passed = dict(rewrap(wraps, KEY, after))

    assert [unwrap_for_circle(passed[key.id], key.id, after) for key in keys] == keys
    for key in keys:
        with pytest.raises(Altered):
            unwrap_for_circle(passed[key.id], key.id, KEY)


def test_passing_two_thousand_threads_derives_no_more_keys_than_passing_two(monkeypatch):
    asked: list[bytes] = []
    plain = circles.expand
    monkeypatch.setattr(circles, "expand", lambda secret, purpose, salt: asked.append(purpose) or plain(secret, purpose, salt))

    def derived(number: int) -> int:
        key = new_data_key()
        wraps = [(key.id, wrap_for_circle(key, KEY, met()))] * number
        asked.clear()
        assert len(list(rewrap(wraps, KEY, next_epoch(KEY)))) == number
        return len(asked)

    assert derived(2000) == derived(2)


def test_nothing_is_sealed_under_an_epoch_that_somebody_left():
    keyring = met("Nadia").saw(KEY.circle, 2)

    with pytest.raises(Altered):
        wrap_for_circle(new_data_key(), KEY, keyring)
    assert wrap_for_circle(new_data_key(), next_epoch(KEY), keyring)


def test_threads_pass_to_a_later_epoch_of_their_own_circle_only():
    for new in (KEY, replace(next_epoch(KEY), epoch=0), next_epoch(new_circle())):
        with pytest.raises(Altered):
            list(rewrap([], KEY, new))


def test_a_key_that_is_too_short_is_not_taken_for_one():
    short = DataKey(b"id", b"short")
    with pytest.raises(Altered):
        unwrap_for_circle(wrap_for_circle(short, KEY, met()), short.id, KEY)


def test_a_wrap_already_passed_or_of_another_thread_is_refused():
    after, key, other = next_epoch(KEY), new_data_key(), new_data_key()
    passed = list(rewrap([(key.id, wrap_for_circle(key, KEY, met()))], KEY, after))

    with pytest.raises(Altered):
        list(rewrap(passed, KEY, after))
    with pytest.raises(Altered):
        list(rewrap([(other.id, wrap_for_circle(key, KEY, met()))], KEY, after))


def test_a_member_of_one_circle_who_is_handed_the_rows_of_another_reads_nothing():
    key = new_data_key()
    for blob in (wrap_for_circle(key, KEY, met()), send_to_circle(key, KEY.face)):
        with pytest.raises(Altered):
            unwrap_for_circle(blob, key.id, circle("EPN"))


def test_the_key_of_an_open_visit_opens_for_the_worker_who_opened_it():
    key = new_data_key()
    blob = wrap_for_worker(key, KARIM.colleague)

    assert unwrap_for_worker(blob, key.id, KARIM) == key
    for who in (NADIA, Member(KARIM.id, NADIA.keys)):
        with pytest.raises(Altered):
            unwrap_for_worker(blob, key.id, who)


@pytest.mark.parametrize("secret", [KEY, new_data_key()])
def test_no_key_is_ever_shown(secret):
    assert secret.secret.hex() not in repr(secret)
    assert repr(secret.secret) not in repr(secret)
