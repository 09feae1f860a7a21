"""What is promised of the one cookie."""

import re

import pytest
from flask import Flask, Response

from companion.app import create_app
from companion.config import open_instance
from companion.web.cookies import LENGTH, cookie_name, give_cookie, held_cookie, new_cookie, take_cookie_back


def given(app: Flask, cookie: bytes) -> str:
    answer = Response()
    with app.app_context():
        give_cookie(answer, cookie)
    return answer.headers["Set-Cookie"]


def test_the_cookie_is_out_of_reach_of_scripts_of_other_sites_and_of_other_hosts_and_ends_with_the_browser(app):
    said = given(app, new_cookie()).split("; ")

    assert re.fullmatch(r"__Host-c[0-9a-f]{8}=[0-9a-f]{64}", said[0])
    assert set(said[1:]) == {"Secure", "HttpOnly", "Path=/", "SameSite=Strict"}, "no Domain, no Expires, no Max-Age"


def test_two_associations_on_one_machine_do_not_take_each_others_cookie(app, tmp_path):
    other = create_app(open_instance(tmp_path / "other"))
    names = set()
    for one in (app, app, other):
        with one.app_context():
            names.add(cookie_name())

    assert len(names) == 2


def test_no_two_cookies_are_the_same():
    assert len({new_cookie() for _ in range(1000)}) == 1000


@pytest.mark.parametrize("held", ["", "é", "zz" * 32, "00" * 31, "00" * 33, "00" * 5000, "0", '"', "{}; other=1"])
def test_what_is_not_a_cookie_of_ours_is_nothing(app, held):
    cookie = new_cookie()
    with app.app_context():
        name = cookie_name()
    for value, found in ((held, b""), (cookie.hex(), cookie), (cookie.hex().upper(), cookie)):
        with app.test_request_context("/", headers={"Cookie": f"{name}={value}"}):
            assert held_cookie() == found
    assert len(cookie) == LENGTH


def test_on_leaving_the_browser_forgets_the_cookie_and_the_pages_it_kept(app):
    answer = Response()
    with app.app_context():
        take_cookie_back(answer)
        name = cookie_name()
    said = answer.headers["Set-Cookie"]

    assert said.startswith(f"{name}=;")
    assert "Max-Age=0" in said
    assert all(words in said for words in ("Secure", "HttpOnly", "Path=/", "SameSite=Strict")), "a browser forgets a __Host- cookie only so"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_a_page_shown_to_a_stranger_gives_no_cookie(client):
    for address in ("/", "/connexion", "/premiere-ouverture", "/rejoindre", "/secours", "/poste", "/atelier/", "/guides/be-boite-mail"):
        assert "Set-Cookie" not in client.get(address).headers, address
