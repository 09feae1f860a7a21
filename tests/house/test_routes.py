"""Promises about every address of the house and every form: a new one must be thought about here."""

import re

import wtforms
from wtforms import fields

from companion.demarches.forms import PartingForm, StuckForm
from companion.procedures.forms import AttemptForm, Guarded
from companion.web.access import Door
from tests.house.access import rows

CHANGES_NOTHING = {
    "/guides/<name>",
    "/guides/<name>/calendrier",
    "/guides/<name>/documents",
    "/guides/<name>/etapes/<step>/attestation",
    "/guides/<name>/feuillet",
}
"""Consultation: answers stay out of addresses, nothing is recorded (decisions A7 and B3)."""
COUNTED = {"/atelier/<name>/exact", "/atelier/<name>/signaler"}
"""Anybody may say that a guide is exact or not: a counter by month, nothing of anybody (decision E5)."""
WAYS_IN = {"/connexion", "/poste", "/poste/commencer", "/premiere-ouverture", "/rejoindre", "/secours", "/secours/enveloppe"}
"""Anybody may try: what they type is counted before it is looked at (tests/accounts)."""
OPEN = [row for row in rows() if row.door is Door.EVERYBODY]
"""The table of tests/house/access.py is the one list of addresses."""

NO_SECRET_CAN_FIT = {("AttemptForm", "essais")}
"""Texts whose shape leaves no room for a secret: one or two figures."""


def test_what_anybody_may_send_changes_nothing_is_a_counter_or_is_a_way_in():
    assert {row.rule for row in OPEN if row.verb != "GET"} == CHANGES_NOTHING | COUNTED | WAYS_IN


def test_no_page_sets_a_cookie_on_a_stranger_or_lets_itself_be_kept(client):
    parts = {"<name>": "be-boite-mail", "<step>": "chercher"}
    pages = [row.rule for row in rows() if row.verb == "GET" and not row.rule.startswith("/static/")]
    for rule in [*pages, "/nulle-part"]:
        answer = client.get(re.sub(r"<\w+>", lambda part: parts.get(part[0], "chercher"), rule))
        assert answer.status_code in {200, 303} or rule == "/nulle-part", rule
        assert "Set-Cookie" not in answer.headers, rule
        assert answer.headers["Cache-Control"] == "no-store", rule


def test_every_answer_carries_the_strict_policy(client):
    for address in ("/", "/nulle-part", "/sante", "/static/nothing.js", "/guides/be-boite-mail"):
        headers = client.get(address).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


def test_hashed_files_are_kept_for_ever_and_pages_never(client, app):
    page = client.get("/").text
    style = page.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = client.get(style, headers={"Accept-Encoding": "gzip"})

    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "gzip"


def test_every_free_text_of_every_form_passes_the_guard():
    forms = [one for one in wtforms.Form.__subclasses__() if one.__module__.startswith("companion")]
    texts = [(form.__name__, field.name, field) for form in forms for field in form() if isinstance(field, fields.StringField)]

    assert {AttemptForm, PartingForm, StuckForm} <= set(forms)
    assert texts
    for form, name, field in texts:
        assert (form, name) in NO_SECRET_CAN_FIT or any(isinstance(check, Guarded) for check in field.validators), (form, name)


def test_no_form_holds_a_password_field_or_takes_a_file(client):
    forms = [one for one in wtforms.Form.__subclasses__() if one.__module__.startswith("companion")]

    assert not [field for form in forms for field in form() if isinstance(field, fields.PasswordField | fields.FileField)]
