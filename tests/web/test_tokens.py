"""What is promised of the proofs that only this running server can write."""

import pytest
from flask import Flask

from companion.app import create_app
from companion.config import open_instance
from companion.errors import Refused
from companion.web import origins, tokens
from companion.web.cookies import cookie_name
from companion.web.tokens import check_form, form_token, same_code, spoken_code, token

FIRST = "première ouverture"
PUBLIC, MEMBERS = "/atelier/be-boite-mail/signaler", "/atelier/be-boite-mail/publier"
MINE, ANOTHER = "11" * 32, "22" * 32


def test_a_proof_is_one_for_each_purpose_and_for_each_start(app, tmp_path):
    again = create_app(open_instance(tmp_path / "instance"))
    said = set()
    for one in (app, again):
        with one.app_context():
            said |= {token("form"), token("a"), token("b")}

    assert len(said) == 6
    assert all(len(one) == 64 and set(one) <= set("0123456789abcdef") for one in said)
    assert spoken_code(FIRST, app) != spoken_code(FIRST, again)


def test_the_key_of_a_start_is_written_nowhere(app, client):
    client.get("/atelier/")
    key = app.extensions["boot_key"]
    folder = app.config["INSTANCE"].folder

    assert len(key) == tokens.KEY_BYTES
    for path in (one for one in folder.rglob("*") if one.is_file()):
        assert key not in path.read_bytes()
        assert key.hex().encode() not in path.read_bytes()


def test_the_code_is_eight_signs_that_are_not_mistaken_for_one_another(app):
    codes = set()
    for start in range(300):
        app.extensions["boot_key"] = start.to_bytes(32)
        codes.add(spoken_code(FIRST, app))
    signs = "".join(codes).replace("-", "")

    assert len(codes) == 300
    assert set(signs) == set(tokens.ALPHABET)
    assert not set(signs) & set("ILOU")
    assert {len(one) for one in codes} == {9}


@pytest.mark.parametrize("written", ["{}", " {} ", "{lower}", "{bare}", "{spaced}", "{letters}"])
def test_the_code_is_recognised_however_it_is_typed(app, written):
    app.extensions["boot_key"] = (7).to_bytes(32)
    code = spoken_code(FIRST, app)
    said = {
        "lower": code.lower(),
        "bare": code.replace("-", ""),
        "spaced": " ".join(code.lower()),
        "letters": code.replace("0", "O").replace("1", "l"),
    }

    with app.app_context():
        assert same_code(written.format(code, **said), FIRST)
        assert not same_code(code, "autre")
        assert not any(same_code(wrong, FIRST) for wrong in ("", "-", code[:-1], f"{code}0", code[::-1], "é" * 8, "٠" * 8))


def asked(app: Flask, **headers: str) -> str:
    """Return what a form with the right token gets: nothing, or why it is refused."""
    with app.test_request_context("/", method="POST"):
        good = token("form")
    with app.test_request_context(
        "/", method="POST", data={"jeton": good}, headers={name.replace("_", "-"): one for name, one in headers.items()}
    ):
        try:
            check_form()
        except Refused as refusal:
            return str(refusal)
    return ""


def test_a_form_is_taken_from_our_own_pages_only(app):
    assert asked(app) == ""
    assert asked(app, Sec_Fetch_Site="same-origin", Origin="null") == ""
    assert asked(app, Sec_Fetch_Site="none") == ""
    assert asked(app, Origin="http://localhost") == ""
    assert asked(app, Origin="HTTP://LOCALHOST") == ""
    for foreign in (
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": ""},
        {"Origin": ""},
        {"Origin": "null"},
        {"Origin": "http://localhost:81"},
    ):
        assert asked(app, **foreign) == tokens.FOREIGN, foreign


@pytest.mark.parametrize("sent", [{}, {"jeton": ""}, {"jeton": "0" * 64}, {"jeton": "é"}, {"autre": "x"}])
def test_a_form_without_the_token_is_told_to_be_loaded_again_without_losing_what_was_typed(app, sent):
    with app.test_request_context("/", method="POST", data=sent), pytest.raises(Refused, match="copiez ce que vous venez d’écrire"):
        check_form()


def shown(app: Flask, cookie: str) -> str:
    """Return the token of a form that is shown to who holds this cookie, or to a stranger."""
    with app.test_request_context("/", headers=held(app, cookie)):
        return form_token()


def held(app: Flask, cookie: str) -> dict[str, str]:
    with app.app_context():
        return {"Cookie": f"{cookie_name()}={cookie}"} if cookie else {}


def taken(app: Flask, proof: str, cookie: str, address: str) -> bool:
    """Tell whether a form with this token is taken from who holds this cookie."""
    with app.test_request_context(address, method="POST", data={"jeton": proof}, headers=held(app, cookie)):
        try:
            check_form()
        except Refused as refusal:
            return str(refusal) != tokens.STALE
    return True


@pytest.mark.parametrize("address", [PUBLIC, MEMBERS])
def test_the_token_of_a_form_is_worth_something_in_its_own_session_only(app, address):
    assert len({shown(app, one) for one in ("", MINE, ANOTHER)}) == 3
    assert taken(app, shown(app, MINE), MINE, address)
    for proof, cookie in ((MINE, ANOTHER), (ANOTHER, MINE), (MINE, ""), (MINE, MINE[:-2]), (MINE, "é")):
        assert not taken(app, shown(app, proof), cookie, address), (proof, cookie)


def test_a_public_form_that_was_shown_before_signing_in_is_still_good_after_and_no_other_is(app):
    assert taken(app, shown(app, ""), MINE, PUBLIC)
    assert not taken(app, shown(app, ""), MINE, MEMBERS)
    assert taken(app, shown(app, ""), "", MEMBERS), "the control: its page asks who comes, before"


def test_the_token_tells_nothing_of_the_cookie(app):
    assert MINE not in shown(app, MINE)
    assert shown(app, MINE) != shown(create_app(open_instance(app.config["INSTANCE"].folder)), MINE), "nor is it one that can be computed"


@pytest.mark.parametrize("address", ["", "http://[", "https://x:99999", "https://x:port", "[::1", "\N{NO-BREAK SPACE}"])
def test_a_public_address_that_is_none_opens_nothing(app, address):
    app.extensions["public_address"] = origins.parted(address)

    assert app.test_client().get("/sante", headers={"Host": "ailleurs.example"}).status_code == 421
    assert app.test_client().get("/sante").status_code == 200
