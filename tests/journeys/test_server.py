"""The real server under bad input, a killed process and a stop: never a 500, always a sentence and a next gesture."""

import os
import signal

import psutil
import pytest

from companion.web.server import Address, is_taken
from tests.journeys.desk import ACTUALISATION, BOITE_MAIL, BOURSE, plain, watched_desk
from tests.journeys.doors import opened_at, wait_until
from tests.journeys.moments import CAMPAIGN
from tests.journeys.wire import ask, say

NEXT_GESTURE = "Revenir à l’accueil"
ADDRESSES = ["/", "/echeances", "/aide", "/sante", BOURSE, f"{BOURSE}/feuillet", f"{BOURSE}/etapes/identifier/attestation", "/static/x.css"]
FORM = b"Content-Type: application/x-www-form-urlencoded"
PARTS = b"Content-Type: multipart/form-data; boundary=x"
FIRST_FAULT_OF_OURS = 500


@pytest.fixture
def here(site):
    """Return the site, and fail if it complains of anything during the test."""
    opened = site(CAMPAIGN)
    said = opened.complaints()
    yield opened
    assert opened.complaints() == said


@pytest.fixture
def own_site(tmp_path):
    """Return a site that this test may break."""
    with opened_at(CAMPAIGN, tmp_path / "site") as opened:
        yield opened


def is_well_refused(answer, *statuses):
    """Tell whether a refusal is ours, in French when it is a page; what the server itself refuses has no words."""
    assert answer.status < FIRST_FAULT_OF_OURS, answer.head
    assert answer.status in statuses, answer.head
    if answer.is_page and answer.body and answer.status >= 400:
        assert NEXT_GESTURE in answer.text
        assert "Content-Security-Policy".lower() in answer.head.lower()
    return True


@pytest.mark.parametrize("verb", [b"PUT", b"DELETE", b"PATCH", b"TRACE", b"PROPFIND", b"BREW", b"CONNECT", b"A" * 300])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_wrong_method_is_refused_with_a_sentence(here, verb, address):
    assert is_well_refused(ask(here, b"%s %s" % (verb, address.encode())), 400, 404, 405)


@pytest.mark.parametrize("address", [*ADDRESSES, ACTUALISATION, BOITE_MAIL])
def test_head_is_the_page_without_its_words_and_options_says_what_is_allowed(here, address):
    head, options, got = (ask(here, verb + b" " + address.encode()) for verb in (b"HEAD", b"OPTIONS", b"GET"))

    assert head.status == got.status
    assert head.body == b""
    assert options.status in {200, 404}
    assert options.status == 404 or "allow:" in options.head.lower()


@pytest.mark.parametrize(
    "line",
    [
        b"GET /\0", b"GET /guides/\0", b"GET /guides/%00", b"GET /guides/%00%00/feuillet", b"GET /?q=%00", b"GET /?q=\0", b"GET /%",
        b"GET /?q=%", b"GET /?%00=%00", b"GET /guides/%ff%fe", b"GET /guides/\xff\xfe", b"GET /?q=%ff%fe%c3", b"GET /?q=\xc3\x28",
        b"GET /guides/../../etc/passwd", b"GET /static/..%2f..%2fapp.py", b"GET //exemple.invalid/", b"GET http://exemple.invalid/",
        b"GET /guides/%2e%2e%2f", b"GET /guides/" + b"a" * 5000, b"GET /" + b"a/" * 3000, b"GET *", b"GET", b"GET  /", b"\0\0\0\0", b"",
    ],
)  # fmt: skip
def test_no_address_whatsoever_makes_a_fault(here, line):
    assert is_well_refused(ask(here, line), 0, 200, 301, 308, 400, 404, 405, 414, 431)


@pytest.mark.parametrize("sign", [b"a", b"%C3%A9", b"%00", b"%F0%9F%92%A9", b"+", b"&q=", b"%25"])
def test_sixty_kilobytes_of_search_are_a_search(here, sign):
    asked = (sign * (60_000 // len(sign)))[:60_000]
    answer = ask(here, b"GET /?q=" + asked)

    assert answer.status == 200
    assert len(answer.body) < 60_000


@pytest.mark.parametrize("size", [70_000, 300_000, 1_000_000])
def test_an_address_without_end_is_refused_before_it_is_read(here, size):
    assert is_well_refused(ask(here, b"GET /?q=" + b"a" * size), 0, 200, 400, 414, 431)
    assert ask(here, b"GET /sante").status == 200


@pytest.mark.parametrize("address", [BOURSE, f"{BOURSE}/feuillet", f"{BOURSE}/etapes/identifier/attestation"])
@pytest.mark.parametrize("size", [70_000, 1_000_000, 8_000_000])
def test_a_form_too_long_is_refused_with_a_sentence(here, address, size):
    answer = ask(here, b"POST " + address.encode(), b"q-age=" + b"a" * size, FORM)

    assert is_well_refused(answer, 0, 413)
    assert answer.status == 0 or "Raccourcissez" in answer.text


@pytest.mark.parametrize("address", [BOURSE, f"{BOURSE}/feuillet", f"{BOURSE}/documents", f"{BOURSE}/calendrier", "/", "/guides/rien"])
@pytest.mark.parametrize(
    ("heads", "body"),
    [
        ([FORM], b"q-age=%ff%fe&q-identite=\xff\xc3\x28"),
        ([FORM], b"%00=%00&\0=\0&bloquer=%00.%00&date-reclamation=%00"),
        ([FORM], b"&&&===;;;%%%"),
        ([FORM], b"q-age=majeur&" * 4000),
        ([FORM], b"bloquer=identifier.99&bloquer=identifier.-1&bloquer=..&debloquer=.&niveau=%00"),
        ([PARTS], b'--x\r\nContent-Disposition: form-data; name="q-age"\r\n\r\nmaj'),
        ([PARTS], b"--x\r\n\r\n--x--"),
        ([PARTS], b"\0" * 1000),
        ([PARTS], b'--x\r\nContent-Disposition: form-data; name="a"; filename="\xff\0"\r\n\r\nb\r\n--x--\r\n'),
        ([PARTS], b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n' * 600 + b"--x--\r\n"),
        ([b"Content-Type: multipart/form-data"], b"--x\r\n"),
        ([b"Content-Type: multipart/form-data; boundary=" + b"x" * 500], b"--" + b"x" * 500),
        ([b"Content-Type: application/json"], b"{"),
        ([b"Content-Type: \xff/\xff"], b"a=b"),
        ([FORM, b"Content-Encoding: gzip"], b"\x1f\x8b\x08"),
        ([FORM, b"Transfer-Encoding: chunked"], b"5\r\nq-age\r\n0\r\n\r\n"),
    ],
)  # fmt: skip
def test_no_form_whatsoever_makes_a_fault(here, address, heads, body):
    assert is_well_refused(ask(here, b"POST " + address.encode(), body, *heads), 200, 400, 404, 405, 413, 415)


@pytest.mark.parametrize(
    "heads",
    [
        [b"Content-Length: 1000"], [b"Content-Length: -1"], [b"Content-Length: a"], [b"Content-Length: 99999999999999999999"],
        [b"Transfer-Encoding: chunked"], [b"Transfer-Encoding: gzip"], [b"Content-Length: 1", b"Content-Length: 2"],
        [b"Expect: 100-continue", b"Content-Length: 5"],
    ],
)  # fmt: skip
def test_a_form_cut_in_the_middle_or_badly_measured_makes_no_fault(here, heads):
    answer = ask(here, b"POST " + BOURSE.encode(), b"q-age=", FORM, *heads, hang_up=True)

    assert is_well_refused(answer, 0, 100, 200, 400, 408, 411, 413, 417, 501)
    assert ask(here, b"GET /sante").body == b"ok"


@pytest.mark.parametrize(
    "head",
    [
        b"HX-Target: \xff\xfe", b"HX-Target: div#" + b"a" * 20_000, b"HX-Target: #title", b"HX-Target: a#main", b"HX-Target: ###",
        b"HX-Target: x#__class__", b"Accept-Encoding: \xff", b"Cookie: " + b"a=b; " * 2000,
        b"Cookie: \xff=\xff", b"Range: bytes=0-1", b"If-None-Match: *", b"If-Modified-Since: hier", b"Referer: \xff", b"X: \xff" * 1,
    ],
)  # fmt: skip
@pytest.mark.parametrize("address", ["/", "/?q=bourse", BOURSE])
def test_no_header_whatsoever_makes_a_fault(here, head, address):
    assert is_well_refused(ask(here, b"GET " + address.encode(), b"", head), 200, 400)


@pytest.mark.parametrize(
    "raw",
    [b"", b"\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00", b"GET / HTTP/1.1\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\n"],
)
def test_what_is_not_even_a_request_is_left_aside(here, raw):
    assert say(here, raw, hang_up=True).status in {0, 200, 400, 421, 505}, "no host is named, so it is not ours"
    assert ask(here, b"GET /sante").body == b"ok"


def test_a_refusal_is_the_same_page_for_a_part_of_it(here):
    answer = ask(here, b"GET /guides/rien", b"", b"HX-Target: div#parcours")

    assert answer.status == 404
    assert "hx-retarget: main" in answer.head.lower()
    assert NEXT_GESTURE in answer.text


@pytest.mark.parametrize("said", [b"gzip;q=0, br", b"identity", b"br", b"*;q=0"])
def test_who_cannot_open_compressed_pages_gets_plain_ones(here, said):
    answer = ask(here, b"GET " + BOURSE.encode(), b"", b"Accept-Encoding: " + said)

    assert answer.status == 200
    assert "content-encoding" not in answer.head.lower()
    assert "Demander une allocation" in answer.text


def test_killed_processes_are_replaced_and_the_guide_goes_on(own_site, browser, scripted):
    killed = [worker.pid for worker in own_site.workers()]
    with watched_desk(browser, own_site, scripted=scripted) as desk:
        desk.go(BOURSE)
        desk.answer(qui_etudie="superieur")
        os.kill(killed[0], signal.SIGKILL)
        wait_until(lambda: killed[0] not in {worker.pid for worker in own_site.workers()})
        desk.answer(age="mineur")
        desk.answer(age="majeur", identite="oui")

        assert desk.step("identifier").count() == 1
        assert desk.page.locator("#q-qui-etudie-superieur").is_checked()

    wait_until(lambda: len({worker.pid for worker in own_site.workers()} - set(killed)) == 1)
    assert len(own_site.workers()) == len(killed) == 2


def test_the_clock_of_a_replaced_process_is_the_clock_of_the_site(own_site):
    for worker in own_site.workers():
        os.kill(worker.pid, signal.SIGKILL)
    wait_until(lambda: ask(own_site, b"GET /sante").status)

    assert "il reste 11 jours" in plain(ask(own_site, b"GET /").text)


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_ends_every_process_and_frees_the_port(own_site, asked):
    family = psutil.Process(own_site.process.pid).children(recursive=True)
    assert is_taken(Address(port=own_site.port))

    own_site.process.send_signal(asked)
    own_site.process.wait(timeout=60)

    assert not psutil.wait_procs(family, timeout=60)[1]
    assert not is_taken(Address(port=own_site.port))
