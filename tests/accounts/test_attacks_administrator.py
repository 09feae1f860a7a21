"""A technical administrator, curious or hostile: what they are shown, and what they write in the database (security.md S3, T2, T3)."""

import re

import pytest

from companion.accounts.model import MemberName
from companion.cli import main
from companion.vault.keys.members import new_member
from tests.accounts.attacks import NAMES, browser, leaks, member_row, plain, rows
from tests.accounts.house import Somebody, id_of, invite, join, post, spoken_in, token_in

FAULT, REFUSED = 500, 409


def pages(team, verb: str) -> list[str]:
    """Return the address of every page of the house that takes this verb."""
    filled = {"number": member_row(team.app, team.first)["id"].hex(), "step": "phrase", "name": "be-boite-mail", "card": "identite"}
    filled |= {"key": "etapes", "item": "chercher", "token": "0", "visit": "0" * 32, "thread": "0" * 32, "demarche": "a1a1a1a1"}
    rules = [rule.rule for rule in team.app.url_map.iter_rules() if verb in rule.methods]
    return sorted(re.sub(r"<(?:\w+:)?(\w+)>", lambda part: filled[part[1]], rule) for rule in rules)


def test_no_page_open_to_the_administrator_shows_a_first_name(team):
    shown = {address: team.technician.client.get(address) for address in pages(team, "GET")}
    assert leaks(NAMES, team.first.client.get("/equipe").data), "the control: a member reads them"

    assert sum(answer.status_code == 200 for answer in shown.values()) > 15
    assert shown["/equipe"].status_code == 200
    assert {address for address, answer in shown.items() if leaks(NAMES, answer.data) or answer.status_code >= FAULT} == set()


def test_no_form_that_the_administrator_sends_is_answered_with_a_first_name(team):
    client = team.technician.client
    said = {
        "jeton": token_in(client.get("/moi").text),
        "role": "membre",
        "mots": "a b c d",
        "chiffres": "1",
        "entrer": "1",
        "heure": "18:00",
    }
    kept = [address for address in pages(team, "POST") if "/depart" not in address and address != "/quitter"]
    answers = {address: client.post(address, data=said) for address in kept}

    assert {address for address, one in answers.items() if leaks(NAMES, one.data) or one.status_code >= FAULT} == set()
    assert team.first.client.get("/equipe").status_code == 200


@pytest.mark.parametrize("words", [["sante"], ["sante", "--json"], ["cle", "publique"], ["cle", "publique", "--json"]])
def test_no_command_tells_a_first_name(team, capsys, words):
    main([*words, "--instance", str(team.folder)])
    told = capsys.readouterr()

    assert told.out
    assert not leaks(NAMES, (told.out + told.err).encode())


def test_a_backup_tells_no_first_name_nor_does_what_is_put_back(team, capsys, tmp_path):
    assert main(["sauvegarde", str(tmp_path / "copie.compagnon"), "--instance", str(team.folder)]) == 0
    assert main(["restaurer", str(tmp_path / "copie.compagnon"), "--instance", str(tmp_path / "ailleurs")]) == 0
    told = capsys.readouterr()
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]

    assert not leaks(NAMES, (told.out + told.err).encode() + b"\n".join(written))


def test_an_administrator_who_invites_themselves_reads_nothing_before_a_member_meets_them(team):
    there = browser(team.app)
    post(there, "/rejoindre", invitation=invite(team.technician, "membre"))
    intruder = Somebody(there).arrive()

    assert there.get("/equipe").location == "/attente"
    said = {"mots": spoken_in(there.get("/attente").text)}
    assert post(team.technician.client, f"/equipe/{id_of(team.technician, intruder.name)}/mots", shown_at="/moi", **said).status_code == 403
    assert post(there, "/attente", shown_at="/moi", mots=spoken_in(team.technician.client.get("/moi").text)).status_code == 422
    assert not rows(team.app, "SELECT 1 FROM circle_grant WHERE member_id = ?", member_row(team.app, intruder)["id"])


@pytest.mark.parametrize("who", ["technician", "reception"])
def test_an_administrator_who_writes_that_somebody_is_a_member_gives_no_key_with_it(team, who):
    intruder = getattr(team, who)
    rows(team.app, "UPDATE member SET role = 'membre', state = 'actif' WHERE sign_in_name = ?", intruder.name)
    page = intruder.client.get("/equipe")
    assert page.status_code == 200
    assert not leaks(NAMES, page.data)
    newcomer = join(team.first)
    before = {tuple(row) for row in rows(team.app, "SELECT member_id, epoch, blob FROM circle_grant")}
    words = {"mots": spoken_in(newcomer.client.get("/attente").text), "prenom": "Zoé"}
    answers = [
        post(intruder.client, "/equipe/cle", shown_at="/moi"),
        post(intruder.client, "/equipe/enveloppe", shown_at="/moi"),
        post(intruder.client, f"/equipe/{member_row(team.app, newcomer)['id'].hex()}/mots", shown_at="/moi", **words),
        post(intruder.client, f"/equipe/{member_row(team.app, team.second)['id'].hex()}/depart", shown_at="/moi"),
    ]

    for answer in answers:
        assert answer.status_code == REFUSED
        assert "mots avec un collègue" in plain(answer)
    assert {tuple(row) for row in rows(team.app, "SELECT member_id, epoch, blob FROM circle_grant")} == before
    assert member_row(team.app, team.second)["state"] == "actif", "what was refused is not half done"


def swap_keys(team, who: Somebody):
    """Put other public keys beside a name, of which the administrator holds the private halves."""
    mine = new_member()
    public = mine.keys.public
    rows(team.app, "UPDATE member SET box = ?, sign = ? WHERE sign_in_name = ?", public.box, public.sign, who.name)
    return mine


def test_the_swapped_key_of_a_newcomer_is_refused_when_they_are_met(team):
    newcomer = join(team.first)
    heard = spoken_in(newcomer.client.get("/attente").text)
    swap_keys(team, newcomer)
    answer = post(team.first.client, f"/equipe/{id_of(team.first, newcomer.name)}/mots", mots=heard)

    assert answer.status_code == 422
    assert "quelqu’un a peut-être changé une clé dans la base" in plain(answer)
    assert not rows(team.app, "SELECT 1 FROM circle_grant WHERE member_id = ?", member_row(team.app, newcomer)["id"])
    assert newcomer.client.get("/attente").status_code == REFUSED, "nor do they read words of another on their own screen"


def test_the_swapped_key_of_a_colleague_receives_nothing_when_the_key_is_renewed(team):
    given = "SELECT epoch FROM circle_grant WHERE member_id = ? ORDER BY epoch"
    second = member_row(team.app, team.second)["id"]
    swap_keys(team, team.second)
    assert post(team.first.client, "/equipe/cle", shown_at="/equipe").status_code == 303

    assert [row["epoch"] for row in rows(team.app, given, second)] == [1], "the new epoch is not for whoever swapped it"
    assert [row["epoch"] for row in rows(team.app, given, member_row(team.app, team.first)["id"])] == [1, 2], "the control"
    page = plain(team.first.client.get("/equipe"))
    assert f'Comparer nos mots<span class="unseen"> {team.second.name}' in page.replace("</span>", ""), "and it shows"
    words = f"/equipe/{second.hex()}/mots"
    assert post(team.first.client, words, mots=team.first.phrase).status_code == 422


def test_the_swapped_keys_of_who_reads_first_names_open_none(team):
    swap_keys(team, team.second)

    assert team.second.client.get("/equipe").status_code == REFUSED
    assert team.second.client.get("/").status_code == 200


def test_first_names_exchanged_between_two_rows_are_left_out_and_the_others_are_read(team):
    one, other = (member_row(team.app, who)["id"] for who in (team.first, team.second))
    rows(team.app, "UPDATE member_name SET member_id = x'00' WHERE member_id = ?", one)
    rows(team.app, "UPDATE member_name SET member_id = ? WHERE member_id = ?", one, other)
    rows(team.app, "UPDATE member_name SET member_id = ? WHERE member_id = x'00'", other)
    page = team.first.client.get("/equipe").text

    assert NAMES[2] in page
    assert not leaks(NAMES[:2], page.encode())
    assert team.second.name in page, "the account is still there, under its drawn name"


@pytest.mark.parametrize("damage", ["name = x'01'", "name = zeroblob(200)", "revision = revision + 1", "key_id = zeroblob(16)"])
def test_a_damaged_first_name_is_left_out_and_the_house_goes_on(team, damage):
    rows(team.app, f"UPDATE {MemberName.__tablename__} SET {damage} WHERE member_id = ?", member_row(team.app, team.second)["id"])  # noqa: S608
    page = team.first.client.get("/equipe")

    assert page.status_code == 200
    assert NAMES[0] in page.text
    assert NAMES[1] not in page.text
    assert post(team.first.client, "/equipe/cle", shown_at="/equipe").status_code == 303
    assert NAMES[2] in team.first.client.get("/equipe").text, "even after the key was renewed"


@pytest.mark.parametrize("column", ["keyring", "own", "phrase", "sheet"])
def test_what_somebody_keeps_for_themselves_is_refused_when_it_is_another_s(team, column):
    rows(
        team.app,
        f"UPDATE member SET {column} = (SELECT {column} FROM member WHERE sign_in_name = ?) WHERE sign_in_name = ?",  # noqa: S608
        *(team.second.name, team.first.name),
    )
    there = Somebody(browser(team.app), team.first.name, team.first.phrase, team.first.secret, team.first.sheet)
    answers = [team.first.client.get(page) for page in ("/moi", "/equipe", "/")]
    entered = there.enter()
    by_sheet = post(browser(team.app), "/secours", nom=there.name, feuille=there.sheet)

    assert all(answer.status_code in {200, REFUSED} for answer in answers)
    assert answers[-1].status_code == 200
    assert (entered.status_code == 303) == (column in {"keyring", "sheet"})
    assert (by_sheet.status_code == 303) == (column != "sheet")
    assert team.second.client.get("/equipe").status_code == 200, "colleagues notice nothing"
