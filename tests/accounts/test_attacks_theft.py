"""Everything stolen with the power off: the folder of the association and the cookies of a browser (security.md S2, T1)."""

from base64 import b64encode

import pyotp
import pytest

from companion.accounts.queries.circle import circle_key, ring_with, signing_key
from companion.accounts.queries.house import association
from companion.vault.primitives import Cost
from companion.vault.rules.binding import STRETCHED
from companion.web.store import looking
from tests.accounts.attacks import NAMES, PIN, close, kept_cookie, leaks, present_as, rows, spellings
from tests.accounts.house import id_of, invite, join, post, signs_in, spoken_in, words_in

ANOTHER_NAME = "Théodoric"
LEAST = Cost(64 * 1024, 3, 1)


def lived(team) -> list[str | bytes]:
    """Do what fills the files, and return everything that was typed, drawn or held in secret."""
    first, number = team.first, invite(team.first, "accueil")
    newcomer = join(first)
    said = {"mots": spoken_in(newcomer.client.get("/attente").text), "prenom": ANOTHER_NAME}
    post(first.client, f"/equipe/{id_of(first, newcomer.name)}/mots", **said)
    post(team.second.client, "/moi/renouveler/phrase", shown_at="/moi")
    drawn = words_in(team.second.client.get("/arrivee/phrase").text)
    post(team.technician.client, "/moi/renouveler/feuille", shown_at="/moi")
    sheet = signs_in(team.technician.client.get("/arrivee/feuille").text)
    machine = team.app.test_client()
    post(machine, "/poste", chiffres="836205")
    shown = machine.get("/poste").text.split('class="sign big">')[1].split("<")[0]
    people = (*team.everybody, newcomer)
    typed = [*NAMES, ANOTHER_NAME, PIN, "836205", drawn, sheet, number, shown]
    for one in people:
        typed += [one.phrase, " ".join(one.phrase.split()[1:3]), one.sheet, one.sheet.replace("-", ""), one.envelope, one.secret]
        typed += [pyotp.TOTP(one.secret).byte_secret()] if one.secret else []
    return [one for one in (*typed, *keys_of(team), team.app.extensions["boot_key"]) if one]


def keys_of(team) -> list[bytes]:
    """Return the private keys of the house, opened as a member does."""
    member = present_as(team.first).member
    with team.app.app_context(), looking() as session:
        own, circle = association(session), circle_key(session, member)
        names = ring_with(session, circle, own.team_key_id).secret(own.team_key_id)
        return [member.keys.box, member.keys.sign, circle.secret, circle.private, names, signing_key(session, circle)]


def files(team) -> dict[str, bytes]:
    found = {path.name: path.read_bytes() for path in sorted(team.folder.rglob("*")) if path.is_file()}
    jar = [kept_cookie(one.client) for one in team.everybody]
    return {**found, "cookies": "\n".join(jar).encode()}


@pytest.mark.parametrize("stopped", ["cut off", "stopped well"])
def test_a_stolen_disk_and_a_stolen_browser_tell_nothing_that_was_typed(team, stopped):
    secrets = lived(team)
    if stopped == "stopped well":
        close(team.app)
    stolen = files(team)

    assert {"companion.sqlite", "config.toml", "cookies"} <= stolen.keys()
    assert ("companion.sqlite-wal" in stolen) == (stopped == "cut off")
    assert len(secrets) > 40
    assert {name: found for name, content in stolen.items() if (found := leaks(secrets, content))} == {}


def test_the_search_finds_what_is_planted_however_it_is_written(team):
    secrets = [*NAMES, PIN, team.first.phrase, team.first.sheet, present_as(team.first).member.keys.box]
    plant = team.folder / "plant"
    missed = []
    for secret in secrets:
        raw = secret.encode() if isinstance(secret, str) else secret
        written = [*spellings(secret), *(b64encode(b"k" * before + raw + b"ey" * after) for before in range(4) for after in range(3))]
        for content in written:
            plant.write_bytes(b"\xff\x00" + content + b"\n")
            missed += [] if leaks([secret], files(team)["plant"]) else [(secret, content)]

    assert missed == []
    assert not leaks(["Philibertine"], files(team)["plant"]), "the control: what was never typed is not found"


def test_a_database_that_forgets_to_seal_is_found_out(team):
    rows(team.app, "UPDATE member_name SET name = CAST(? AS BLOB)", NAMES[0])

    assert leaks(NAMES, files(team)["companion.sqlite"] + files(team).get("companion.sqlite-wal", b""))


def test_each_passphrase_costs_what_was_decided_to_guess(team):
    wraps = [row["phrase"] for row in rows(team.app, "SELECT phrase FROM member WHERE phrase IS NOT NULL")]

    assert len(wraps) == 4
    for blob in wraps:
        cost = Cost(int.from_bytes(blob[1:5], "big"), blob[5], blob[6])
        assert blob[0] == STRETCHED
        assert (cost.kibibytes >= LEAST.kibibytes, cost.passes >= LEAST.passes, cost.lanes) == (True, True, 1)
    assert len({blob[7:23] for blob in wraps}) == 4, "each has a salt of its own"


def test_nothing_stolen_holds_a_hash_of_a_passphrase(team):
    tables = rows(team.app, "SELECT name, sql FROM sqlite_master WHERE type = 'table'")

    assert not [row["name"] for row in tables for word in ("hash", "password", "digest", "verifier") if word in (row["sql"] or "").lower()]
