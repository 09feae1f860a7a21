"""What was sealed in format 1 opens for ever, with every version of the library and of this program."""

import json

import pytest

from companion.vault.keys.circles import Grant, Shown, accept, trust
from companion.vault.keys.introductions import Introduction, Said, learn
from companion.vault.keys.keyring import Keyring, open_keyring
from companion.vault.keys.members import open_own, open_state, unlock_for_session, unlock_with_passphrase, unlock_with_sheet
from companion.vault.keys.papers import paper_key
from companion.vault.keys.threads import receive_text, unwrap_for_circle, unwrap_for_paper, unwrap_for_worker
from companion.vault.primitives import unseal
from companion.vault.rules.padding import unpadded
from companion.vault.rules.sheets import printed
from companion.vault.rules.values import read
from tests.vault import frozen
from tests.vault.frozen import AFTER, CIRCLE, FILE, KARIM, KEY, KEYRING, NADIA, REVISION, VALUES
from tests.vault.people import PLACES

KEPT = {name: bytes.fromhex(blob) for name, blob in json.loads(FILE.read_text(encoding="utf-8")).items()}


@pytest.mark.parametrize("kind", VALUES)
def test_a_value_of_format_1_opens(kind):
    body = unpadded(unseal(KEY.secret, KEPT[f"valeur {kind}"], frozen.place(kind).told(kind)))

    assert read(kind, body) == VALUES[kind]


def test_the_keys_of_a_member_of_format_1_open_by_each_door():
    nadia = NADIA.colleague

    assert unlock_with_passphrase(KEPT["membre phrase"], nadia, frozen.PHRASE, PLACES) == NADIA
    assert unlock_with_sheet(KEPT["membre feuille"], nadia, printed(frozen.SHEET)) == NADIA
    assert unlock_for_session(KEPT["membre session"], nadia, frozen.COOKIE, frozen.BOOT) == NADIA
    assert open_keyring(KEPT["trousseau"], NADIA, REVISION) == KEYRING


def test_the_keys_of_a_circle_and_of_a_thread_of_format_1_open():
    given = Grant(CIRCLE.face, KARIM.id, NADIA.id, KEPT["remise"], KEPT["remise signature"])
    paper = paper_key(frozen.READING_KEY, frozen.SALT, PLACES)

    assert accept(given, KARIM, NADIA.colleague, KEYRING) == CIRCLE
    assert unwrap_for_circle(KEPT["fil cercle"], KEY.id, CIRCLE) == KEY
    assert unwrap_for_circle(KEPT["fil cercle suivant"], KEY.id, AFTER) == KEY
    assert unwrap_for_circle(KEPT["fil envoyé"], KEY.id, CIRCLE) == KEY
    assert unwrap_for_worker(KEPT["fil visite"], KEY.id, KARIM) == KEY
    assert unwrap_for_paper(KEPT["fil feuille"], KEY.id, paper) == KEY
    assert receive_text(KEPT["texte envoyé"], CIRCLE, "passage", b"ligne") == b"un passage"


def test_what_a_member_and_a_session_keep_for_themselves_in_format_1_opens():
    assert open_own(KEPT["à soi"], NADIA, "carnet", REVISION) == frozen.OWN
    assert open_state(frozen.COOKIE, frozen.BOOT, KEPT["état"]) == frozen.STATE


def test_what_a_member_said_of_another_in_format_1_is_believed():
    said = Introduction(Said.ENTERS, KARIM.colleague, NADIA.id, KEPT["parole"])

    assert learn(Keyring().pin(NADIA.colleague), [said], [NADIA.colleague]).pins[KARIM.id] == KARIM.colleague.public.fingerprint


def test_a_circle_shown_in_format_1_is_trusted():
    shown = Shown(CIRCLE.face, NADIA.id, KEPT["cercle montré"])

    assert trust(shown, NADIA.colleague, frozen.Keyring().pin(NADIA.colleague)).public == KEPT["cercle public"]


def test_the_same_chance_makes_format_1_again_bit_for_bit():
    made = frozen.under_keys(PLACES)

    assert made == {name: KEPT[name] for name in made}


def test_the_frozen_file_is_never_made_again():
    said: list[str] = []
    before = FILE.read_bytes()

    assert frozen.main(said.append) == 1
    assert "ne se refait pas" in said[0]
    assert FILE.read_bytes() == before
