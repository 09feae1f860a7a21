"""What is promised of the proofs that only this running server can write."""

import pytest
from flask import Flask, Response

from companion import clock
from companion.app import create_app
from companion.config import open_instance
from companion.errors import Refused
from companion.web import origins, tokens
from companion.web.tokens import FREE_TRIES, LONGEST_PAUSE, Try, check_form, give_pass, has_pass, same_code, spoken_code, token, try_code


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Hold the seconds in a list."""
    now = [100.0]
    monkeypatch.setattr(clock, "ticks", lambda: now[0])
    return now


def test_a_proof_is_one_for_each_purpose_and_for_each_start(app, tmp_path):
    again = create_app(open_instance(tmp_path / "instance"))
    said = set()
    for one in (app, again):
        with one.app_context():
            said |= {token("form"), token("pass a"), token("pass b")}

    assert len(said) == 6
    assert all(len(one) == 64 and set(one) <= set("0123456789abcdef") for one in said)
    assert spoken_code("atelier", app) != spoken_code("atelier", again)


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
        codes.add(spoken_code("atelier", app))
    signs = "".join(codes).replace("-", "")

    assert len(codes) == 300
    assert set(signs) == set(tokens.ALPHABET)
    assert not set(signs) & set("ILOU")
    assert {len(one) for one in codes} == {9}


@pytest.mark.parametrize("written", ["{}", " {} ", "{lower}", "{bare}", "{spaced}", "{letters}"])
def test_the_code_is_recognised_however_it_is_typed(app, written):
    app.extensions["boot_key"] = (7).to_bytes(32)
    code = spoken_code("atelier", app)
    said = {
        "lower": code.lower(),
        "bare": code.replace("-", ""),
        "spaced": " ".join(code.lower()),
        "letters": code.replace("0", "O").replace("1", "l"),
    }

    with app.app_context():
        assert same_code(written.format(code, **said), "atelier")
        assert not same_code(code, "autre")
        assert not any(same_code(wrong, "atelier") for wrong in ("", "-", code[:-1], f"{code}0", code[::-1], "é" * 8, "٠" * 8))


def test_after_a_few_wrong_codes_each_try_waits_longer_and_the_right_one_forgives(app, ticking):
    with app.app_context():
        right, waits = spoken_code("atelier"), []
        assert [try_code("non", "atelier") for _ in range(FREE_TRIES)] == [Try.WRONG] * FREE_TRIES
        for _ in range(9):
            assert try_code("non", "atelier") is Try.WRONG
            assert try_code(right, "atelier") is Try.TOO_SOON
            waits.append(app.extensions["code_tries"].again_at - ticking[0])
            ticking[0] += waits[-1]

        assert waits == sorted(waits)
        assert waits[0] <= 2
        assert waits[-1] == LONGEST_PAUSE
        assert try_code(right, "atelier") is Try.RIGHT
        assert [try_code("non", "atelier") for _ in range(FREE_TRIES)] == [Try.WRONG] * FREE_TRIES


def test_a_pause_never_grows_beyond_a_minute_however_many_codes_were_tried(app, ticking):
    with app.app_context():
        for _ in range(3000):
            ticking[0] += LONGEST_PAUSE
            try_code("non", "atelier")

        assert app.extensions["code_tries"].again_at - ticking[0] == LONGEST_PAUSE


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


def test_a_pass_is_worth_something_under_its_own_name_only(app):
    with app.test_request_context("/"):
        good = token("pass atelier-1")
    for name, worth in (("atelier-1", True), ("atelier-2", False)):
        with app.test_request_context("/", headers={"Cookie": f"{name}={good}"}):
            assert has_pass(name) is worth
    with app.test_request_context("/", headers={"Cookie": "atelier-1=é; atelier-1="}):
        assert not has_pass("atelier-1")


@pytest.mark.parametrize(
    ("public", "host", "secure"),
    [
        ("", "localhost", False), ("https://compagnon.example/", "compagnon.example", True),
        ("https://compagnon.example/", "localhost", False),
        ("http://compagnon.example", "compagnon.example", False), ("compagnon.example", "compagnon.example", False),
    ],
)  # fmt: skip
def test_the_pass_travels_through_tls_only_where_there_is_tls(app, public, host, secure):
    app.extensions["public_address"] = origins.parted(public)
    with app.test_request_context("/", headers={"Host": host}):
        answer = Response()
        give_pass(answer, "atelier-1", "/atelier")

    cookie = answer.headers["Set-Cookie"]
    assert ("Secure" in cookie) is secure
    assert all(words in cookie for words in ("HttpOnly", "SameSite=Strict", "Path=/atelier"))
    assert "Max-Age" not in cookie


@pytest.mark.parametrize("address", ["", "http://[", "https://x:99999", "https://x:port", "[::1", "\N{NO-BREAK SPACE}"])
def test_a_public_address_that_is_none_opens_nothing(app, address):
    app.extensions["public_address"] = origins.parted(address)

    assert app.test_client().get("/sante", headers={"Host": "ailleurs.example"}).status_code == 421
    assert app.test_client().get("/sante").status_code == 200
