"""What opens a member's keys, and what does not."""

import pytest

from companion.errors import Refused
from companion.vault import primitives
from companion.vault.keys import members
from companion.vault.keys.keyring import Keyring, open_keyring, seal_keyring
from companion.vault.keys.members import (
    Colleague,
    keys_of_envelope,
    lock_for_session,
    lock_with_passphrase,
    lock_with_sheet,
    new_member,
    session_id,
    unlock_for_session,
    unlock_with_passphrase,
    unlock_with_sheet,
)
from companion.vault.keys.phrases import ENVELOPE_HOLDER, MEMBER, RECEPTION, nearest, new_passphrase, read_passphrase
from companion.vault.primitives import Cost, new_secret
from companion.vault.rules.faults import Altered, Locked
from companion.vault.rules.sheets import new_sheet, printed, read_sheet
from tests.vault.people import PLACES, member, met

PHRASE = "girafe tilleul parasol violon moulin"
COOKIE, BOOT = b"c" * 32, b"b" * 32


@pytest.fixture(scope="module")
def locked() -> bytes:
    return lock_with_passphrase(member("Nadia"), PHRASE, PLACES)


def test_the_passphrase_opens_the_keys_and_nothing_else_was_stored(locked):
    nadia = member("Nadia")

    assert unlock_with_passphrase(locked, nadia.colleague, PHRASE, PLACES) == nadia
    assert len(locked) == 1 + 6 + 16 + 1 + 12 + 64 + 16


def test_another_passphrase_opens_nothing(locked):
    with pytest.raises(Locked):
        unlock_with_passphrase(locked, member("Nadia").colleague, PHRASE.replace("moulin", "moineau"), PLACES)


def test_the_keys_of_one_member_put_in_the_row_of_another_do_not_open(locked):
    nadia, karim = member("Nadia").colleague, member("Karim").colleague

    with pytest.raises(Locked):
        unlock_with_passphrase(locked, Colleague(karim.id, nadia.public), PHRASE, PLACES)
    with pytest.raises(Locked):
        unlock_with_passphrase(locked, Colleague(nadia.id, karim.public), PHRASE, PLACES)


def test_a_cost_lowered_in_the_database_is_refused_without_a_derivation(locked, monkeypatch):
    monkeypatch.setattr(PLACES, "derive", lambda *_: pytest.fail("a derivation was paid"))
    with pytest.raises(Altered):
        unlock_with_passphrase(locked[:1] + Cost(8, 1, 1).told() + locked[7:], member("Nadia").colleague, PHRASE, PLACES)


def test_a_cost_is_part_of_what_the_seal_is_tied_to_even_if_it_changes_nothing_to_the_key(locked, monkeypatch):
    cheap = Cost(8, 1, 1)
    same_key = PLACES.derive(PHRASE.encode(), locked[7:23])
    monkeypatch.setattr(PLACES, "derive", lambda *_: same_key)
    monkeypatch.setattr(primitives, "ACCEPTED", (cheap,))
    with pytest.raises(Locked):
        unlock_with_passphrase(locked[:1] + cheap.told() + locked[7:], member("Nadia").colleague, PHRASE, PLACES)


@pytest.mark.parametrize("blob", [b"", b"\x21", b"\x01" + bytes(200), b"\x22" + bytes(200)])
def test_what_is_not_a_locked_key_is_refused_without_a_derivation(blob, monkeypatch):
    monkeypatch.setattr(PLACES, "derive", lambda *_: pytest.fail("a derivation was paid"))
    with pytest.raises(Altered):
        unlock_with_passphrase(blob, member("Nadia").colleague, PHRASE, PLACES)


@pytest.mark.parametrize("inside", [b"short", b"x" * 64])
def test_keys_that_are_not_those_announced_are_refused(inside, monkeypatch):
    nadia = member("Nadia")
    monkeypatch.setattr(members, "seal", lambda key, _text, tie: primitives.seal(key, inside, tie))
    blob = lock_for_session(nadia, COOKIE, BOOT)

    with pytest.raises(Altered):
        unlock_for_session(blob, nadia.colleague, COOKIE, BOOT)


def test_the_recovery_sheet_opens_the_keys_typed_in_any_way():
    sheet = new_sheet()
    blob = lock_with_sheet(member("Nadia"), sheet)

    for typed in (sheet, printed(sheet), printed(sheet).lower().replace("-", " "), printed(sheet).replace("0", "o").replace("1", "l")):
        assert unlock_with_sheet(blob, member("Nadia").colleague, typed) == member("Nadia")


def test_another_sheet_opens_nothing_and_a_mistyped_one_says_where():
    sheet = new_sheet()
    blob = lock_with_sheet(member("Nadia"), sheet)
    wrong = ("7" if sheet[0] != "7" else "8") + sheet[1:]

    with pytest.raises(Locked):
        unlock_with_sheet(blob, member("Nadia").colleague, new_sheet())
    with pytest.raises(Refused, match="groupe n° 1"):
        unlock_with_sheet(blob, member("Nadia").colleague, wrong)


def test_a_session_opens_with_its_cookie_and_the_key_of_this_start_only():
    nadia = member("Nadia")
    blob = lock_for_session(nadia, COOKIE, BOOT)

    assert unlock_for_session(blob, nadia.colleague, COOKIE, BOOT) == nadia
    for cookie, boot in ((b"d" * 32, BOOT), (COOKIE, b"n" * 32), (session_id(COOKIE), BOOT)):
        with pytest.raises(Locked):
            unlock_for_session(blob, nadia.colleague, cookie, boot)


def test_what_a_session_leaves_in_the_database_holds_neither_cookie_nor_key():
    nadia = member("Nadia")
    left = lock_for_session(nadia, COOKIE, BOOT) + session_id(COOKIE)

    assert not [secret for secret in (COOKIE, BOOT, nadia.keys.box, nadia.keys.sign) if secret in left]


def test_the_envelope_is_made_from_its_paper_alone():
    paper = new_sheet()

    assert keys_of_envelope(read_sheet(printed(paper).lower())) == keys_of_envelope(paper) != keys_of_envelope(new_sheet())


def test_keys_are_never_shown():
    nadia = new_member()

    assert nadia.keys.box.hex() not in repr(nadia) + repr(nadia.keys)
    assert repr(nadia.keys.box) not in repr(nadia) + repr(nadia.keys)


def test_a_keyring_comes_back_and_only_to_its_owner_at_its_revision():
    keyring = met("Karim", "Lucie").saw(b"circle", 3)
    blob = seal_keyring(keyring, member("Nadia"), 7)

    assert open_keyring(blob, member("Nadia"), 7) == keyring
    for who, revision in ((member("Karim"), 7), (member("Nadia"), 6)):
        with pytest.raises(Altered):
            open_keyring(blob, who, revision)


def test_a_swapped_public_key_is_refused():
    nadia, spy = member("Nadia").colleague, new_member().colleague
    keyring = met("Nadia")

    keyring.check(nadia)
    with pytest.raises(Altered):
        keyring.check(Colleague(nadia.id, spy.public))
    with pytest.raises(Locked):
        keyring.check(spy)
    with pytest.raises(Locked):
        keyring.unpin(nadia.id).check(nadia)


def test_two_people_compare_four_words_that_differ_for_other_keys():
    nadia, karim = member("Nadia").colleague.public, member("Karim").colleague.public

    assert len(nadia.spoken.split()) == 4
    assert nadia.spoken != karim.spoken
    assert nadia.fingerprint != karim.fingerprint


def test_the_newest_epoch_never_goes_back():
    assert Keyring().saw(b"c", 4).saw(b"c", 2).newest(b"c") == 4
    assert Keyring().newest(b"c") == 0


def test_passphrases_have_the_words_of_their_holder_and_are_read_as_they_are_typed():
    assert [len(new_passphrase(words).split()) for words in (MEMBER, ENVELOPE_HOLDER, RECEPTION)] == [5, 6, 4]
    phrase = new_passphrase(MEMBER)

    assert read_passphrase(phrase.upper().replace(" ", "-")).phrase == phrase
    assert nearest("jiraf")[0] == "girafe"


def test_every_secret_is_new():
    assert len({new_secret() for _ in range(100)}) == 100
    assert len({new_passphrase(MEMBER) for _ in range(100)}) == 100
