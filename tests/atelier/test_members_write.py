"""Who writes in the Atelier: members, signed in; everybody else reads it, and doubts it."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from companion import clock
from tests.accounts.house import found, post, seated
from tests.atelier.attacks import DOUBT, EDIT, HOME, STEP, draft, kept_cookie, name_of_cookie, sibling, written
from tests.atelier.forms import GUIDE, enter, fields_of, save, token_of
from tests.conftest import SATURDAY

READING = [EDIT, f"{EDIT}/etapes", STEP, "/atelier/nouveau"]
WRITING = [
    f"{EDIT}/etapes",
    STEP,
    "/atelier/nouveau",
    *(f"{HOME}/{verb}" for verb in ("annuler", "abandonner", "publier", "relu", "revenir")),
]
LONG_TEXT = "Une phrase tapée pendant des heures, avec des accents : é à ü.\n" * 2900
"""Bytes, once in a form: about 230 kB."""


def send(client: FlaskClient, address: str, **said: str):
    return client.post(address, data={"jeton": token_of(client.get(DOUBT).text), **said})


@pytest.mark.parametrize("address", READING)
def test_a_stranger_who_asks_to_change_a_guide_is_led_to_sign_in_and_told_where_they_were_going(client, address):
    member = seated(client.application)
    asked = client.get(address)

    assert (asked.status_code, asked.location) == (303, f"/connexion?vers={address}")
    assert f'name="vers" value="{address}"' in client.get(asked.location).text
    assert member.get(address).status_code == 200, "the control"


@pytest.mark.parametrize("address", WRITING)
def test_nobody_but_a_member_changes_a_guide(client, address):
    reception, technician = seated(client.application, "accueil"), seated(client.application, "technique")
    before = written(client)

    assert send(client, address, titre="Volé").status_code == 401
    for somebody in (reception, technician):
        assert somebody.get("/moi").status_code == 200, "the control: they are signed in"
        refusal = send(somebody, address, titre="Volé")
        assert refusal.status_code == 403
        assert "pour ce compte" in refusal.text
    assert written(client) == before

    enter(client)
    assert send(client, address, titre="Volé").status_code not in {401, 403}


@pytest.mark.parametrize("role", ["accueil", "technique"])
def test_reception_and_technique_read_the_atelier_and_open_no_form_of_it(client, role):
    enter(client, role)

    assert client.get("/atelier/").status_code == client.get(HOME).status_code == 200
    assert [client.get(address).status_code for address in READING] == [403] * len(READING)


def test_asking_to_change_a_guide_leads_to_the_phrase_then_to_the_number_then_to_the_guide(client):
    first = found(client)
    first.quit()
    asked = client.get(EDIT).location

    answer = post(client, "/connexion", shown_at=asked, nom=first.name, phrase=first.phrase, vers=EDIT, entrer="1")
    answer = post(client, answer.location, numero=first.number())

    assert answer.location == EDIT
    assert client.get(EDIT).status_code == 200


ELSEWHERE = [
    "https://ailleurs.example",
    "//ailleurs.example",
    "/\\ailleurs.example",
    "/\t/ailleurs.example",
    "/\r\n/ailleurs",
    "javascript:1",
    "",
]


def test_signing_in_never_leads_to_another_site(client, fixed_clock):
    """Browsers forget tabs and ends of lines in an address, and turn a stroke that leans back into one that leans forward."""
    first = found(client)
    for rank, elsewhere in enumerate(ELSEWHERE, 1):
        first.quit()
        fixed_clock(SATURDAY + timedelta(minutes=rank))
        said = client.get("/connexion", query_string={"vers": elsewhere})
        assert 'name="vers" value=""' in said.text, elsewhere
        answer = post(client, "/connexion", nom=first.name, phrase=first.phrase, vers=elsewhere, entrer="1")
        assert post(client, answer.location, numero=first.number()).location == "/", elsewhere


@pytest.mark.parametrize("name", ["a%0Ab", "a%0Db", "a%09b", "a%26vers=x", "a%23b", "%C3%A9", "a%3Fb", "%25", ".."])
def test_an_address_of_any_shape_leads_to_signing_in_or_to_nothing(client, name):
    answer = client.get(f"/atelier/{name}/modifier")

    assert answer.status_code in {303, 404}
    assert answer.status_code == 404 or answer.location.startswith("/connexion?vers=/atelier/")
    assert answer.status_code == 404 or not set("#&\t\n\r ") & set(answer.location)


def ended_by_the_hour(client: FlaskClient, fixed_clock) -> None:
    fixed_clock(SATURDAY + timedelta(hours=12))


def ended_by_leaving_in_another_tab(client: FlaskClient, fixed_clock) -> None:
    held = kept_cookie(client)
    post(client, "/quitter", shown_at="/")
    client.set_cookie(name_of_cookie(client), held)


def ended_by_a_new_start(client: FlaskClient, fixed_clock) -> None:
    client.application.extensions["boot_key"] = b"another start" * 3


ENDS = [ended_by_the_hour, ended_by_leaving_in_another_tab, ended_by_a_new_start]


@pytest.mark.parametrize("text", ["Une phrase, et c’est tout.", LONG_TEXT], ids=["short", "long"])
@pytest.mark.parametrize("end", ENDS)
def test_what_was_being_written_when_the_session_ended_is_shown_back_to_be_copied(author, fixed_clock, end, text):
    sent = fields_of(author.get(STEP).text)
    sent["simple"] = text
    end(author, fixed_clock)

    answer = author.post(STEP, data=sent)

    assert answer.status_code == 401
    shown = text.replace("’", "&#8217;") if "&#8217;" in answer.text else text
    assert shown in answer.text
    assert sent["jeton"] not in answer.text
    assert not draft(author).exists()
    fixed_clock(clock.now())
    enter(author)
    assert save(author, STEP, simple="Une phrase, et c’est tout.").status_code == 303, "signed in again, one goes on"


@pytest.mark.parametrize("end", ENDS)
def test_a_session_that_ended_reads_nothing_of_the_drafts(author, fixed_clock, end):
    save(author, STEP, titre="Un")
    assert author.get(STEP).status_code == 200
    end(author, fixed_clock)

    assert author.get(STEP).location == f"/connexion?vers={STEP}"


def test_a_member_goes_on_whichever_process_answers(author):
    other = sibling(author)
    sent = fields_of(author.get(STEP).text)
    sent["titre"] = "Commencé ici, enregistré là"

    assert other.post(STEP, data=sent).status_code == 303
    assert "Commencé ici, enregistré là" in author.get(STEP).text


@pytest.mark.parametrize("address", WRITING)
def test_a_member_too_changes_nothing_without_the_token_of_their_own_session(author, address):
    strangers, colleagues = (token_of(one.get(DOUBT).text) for one in (author.application.test_client(), seated(author.application)))
    before = written(author)
    for proof in ("", "0" * 64, "é", strangers, colleagues):
        assert author.post(address, data={"jeton": proof, "titre": "Volé", "lus": "oui"}).status_code == 409
    assert written(author) == before

    mine = author.post(address, data={"jeton": token_of(author.get(DOUBT).text), "titre": "Mien"})
    assert "trop ancienne" not in mine.text, "the control"


def test_what_is_doubted_before_signing_in_is_still_counted_after(client):
    proof = token_of(client.get(DOUBT).text)
    enter(client)

    assert client.post(DOUBT, data={"jeton": proof, "choix": "date"}).status_code == 303
    assert client.get(f"/guides/{GUIDE}").status_code == 200
