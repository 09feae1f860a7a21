"""What those who are no members try, and sites that are not ours.

Each attack has a control beside it: the same gesture, done honestly, works.
"""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from companion.app import create_app
from companion.config import open_instance
from companion.vault.keys.members import session_id
from tests.accounts.house import post, seated
from tests.atelier.attacks import DOUBT, HOME, STEP, kept_cookie, name_of_cookie, written
from tests.atelier.forms import GUIDE, enter, token_of


def addresses(app: Flask) -> Iterator[str]:
    known = {"name": GUIDE, "card": "etapes", "key": "etapes", "item": "chercher"}
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("atelier."):
            yield re.sub(r"<(\w+)>", lambda found: known[found[1]], rule.rule)


def forged(app: Flask) -> list[str]:
    """Return what a browser may hold that no member was given here, or not any more."""
    other = create_app(open_instance(app.config["INSTANCE"].folder.parent / "other"))
    theirs, gone, mine = seated(other), seated(app), seated(app)
    past, live = kept_cookie(gone), kept_cookie(mine)
    post(gone, "/quitter", shown_at="/")
    in_the_database = session_id(bytes.fromhex(live)).hex()
    return ["", "0" * 64, "é", kept_cookie(theirs), past, in_the_database, live[:-1], f"{live}00", live[:-2] + "zz"]


def test_no_address_and_no_method_writes_without_a_session_of_a_member_whatever_the_cookie(client, app):
    cookies, name, before = forged(app), name_of_cookie(client), written(client)
    proof = token_of(client.get(DOUBT).text)
    for rank, address in enumerate(sorted(set(addresses(app)))):
        client.set_cookie(name, cookies[rank % len(cookies)])
        for method in ("POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"):
            client.open(
                address, method=method, data={"jeton": proof, "vu": "", "lus": "oui", "titre": "Volé", "retirer": "etapes.chercher"}
            )
    assert written(client) == before

    for one in cookies:
        client.set_cookie(name, one)
        assert client.get(STEP).location == f"/connexion?vers={STEP}", one
    enter(client)
    assert client.get(STEP).status_code == 200


@pytest.mark.parametrize(
    "name", ["..", "be", "be-", "be-..%2f..%2fconfig", "..%5cconfig", "be-boite-mail%00", "be-boite-mail.yaml", "fr-../be"]
)
def test_no_name_in_an_address_leads_out_of_the_folder_of_drafts(author, name):
    before = written(author)
    for page in ("modifier", "modifier/etapes", "fichier.yaml", "publier"):
        address = f"/atelier/{name}/{page}"
        assert author.get(address).status_code in {404, 405}
        author.post(address, data={"jeton": token_of(author.get(DOUBT).text)})
    assert written(author) == before


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 409), ({"Sec-Fetch-Site": "same-site"}, 409), ({"Sec-Fetch-Site": "x"}, 409),
        ({"Origin": "https://ailleurs.example"}, 409), ({"Origin": "null"}, 409), ({"Origin": "http://localhost:8001"}, 409),
        ({"Origin": "http://localhost.ailleurs.example"}, 409), ({"Origin": "http://[::1"}, 409),
        ({"Origin": "http://localhost"}, 303), ({"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}, 303), ({}, 303),
    ],
)  # fmt: skip
def test_a_form_of_another_site_is_refused_also_by_what_old_browsers_say(client, headers, status):
    proof = token_of(client.get(DOUBT).text)

    assert client.post(DOUBT, data={"jeton": proof, "choix": "date"}, headers=headers).status_code == status


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("ailleurs.example", 421), ("localhost.ailleurs.example", 421), ("127.0.0.1.ailleurs.example:8000", 421), ("0.0.0.0:8000", 421),
        ("192.168.1.20", 421), ("[::1", 421), ("localhost:8000", 200), ("127.0.0.1:8000", 200), ("[::1]:8000", 200), ("127.0.0.5", 200),
    ],
)  # fmt: skip
@pytest.mark.parametrize("address", ["/", "/sante", HOME])
def test_a_name_that_another_site_made_lead_here_gets_nothing(client, host, status, address):
    answer = client.get(address, headers={"Host": host})

    assert answer.status_code == status
    assert "jeton" not in answer.text or status == 200


@pytest.mark.parametrize("said", ["https://compagnon.example/", "compagnon.example", "https://compagnon.example:8443"])
def test_the_public_address_of_the_instance_is_its_own_name_too(tmp_path, said):
    (tmp_path / "config.toml").write_text(f'[association]\nadresse_publique = "{said}"\n', encoding="utf-8")
    client = create_app(open_instance(tmp_path)).test_client()

    assert client.get("/", headers={"Host": "compagnon.example"}).status_code == 200
    assert client.get("/", headers={"Host": "autre.example"}).status_code == 421
    assert client.get("/", headers={"Host": "localhost"}).status_code == 200
