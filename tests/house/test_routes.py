"""Promises about every address of the house and every form: a new one must be thought about here."""

import wtforms
from wtforms import fields

from companion.procedures.forms import AttemptForm, Guarded

PUBLIC = {
    ("/", "GET"),
    ("/aide", "GET"),
    ("/echeances", "GET"),
    ("/guides/<name>", "GET"),
    ("/guides/<name>", "POST"),
    ("/guides/<name>/calendrier", "POST"),
    ("/guides/<name>/documents", "POST"),
    ("/guides/<name>/etapes/<step>/attestation", "GET"),
    ("/guides/<name>/etapes/<step>/attestation", "POST"),
    ("/guides/<name>/feuillet", "POST"),
    ("/sante", "GET"),
    ("/static/<name>", "GET"),
}
"""Public content, nothing recorded (decision B3).  The posts change nothing: answers stay out of addresses (decision A7)."""

ATELIER = {
    ("/atelier/", "GET"),
    ("/atelier/<name>", "GET"),
    ("/atelier/<name>/cpsv-ap.jsonld", "GET"),
    ("/atelier/<name>/dessin.mmd", "GET"),
    ("/atelier/<name>/dessin.svg", "GET"),
    ("/atelier/<name>/epreuve.pdf", "GET"),
    ("/atelier/<name>/fichier.yaml", "GET"),
    ("/atelier/<name>/merci", "GET"),
    ("/atelier/<name>/signaler", "GET"),
    ("/atelier/entrer", "GET"),
}
"""Public content too: reading the Atelier is free."""
COUNTED = {("/atelier/<name>/exact", "POST"), ("/atelier/<name>/signaler", "POST"), ("/atelier/entrer", "POST")}
"""Anybody may say that a guide is exact or not: a counter by month, nothing of anybody (decision E5).  And anybody may type the code."""
WRITTEN = {
    ("/atelier/<name>/abandonner", "POST"),
    ("/atelier/<name>/annuler", "POST"),
    ("/atelier/<name>/modifier", "GET"),
    ("/atelier/<name>/modifier/<card>", "GET"),
    ("/atelier/<name>/modifier/<card>", "POST"),
    ("/atelier/<name>/modifier/<card>/<key>/<item>", "GET"),
    ("/atelier/<name>/modifier/<card>/<key>/<item>", "POST"),
    ("/atelier/<name>/publier", "POST"),
    ("/atelier/<name>/relu", "POST"),
    ("/atelier/<name>/revenir", "POST"),
    ("/atelier/nouveau", "GET"),
    ("/atelier/nouveau", "POST"),
}
"""Only for those who have the code of the Atelier (tests/atelier/test_atelier.py)."""

NO_SECRET_CAN_FIT = {("AttemptForm", "essais")}
"""Texts whose shape leaves no room for a secret: one or two figures."""


def test_no_address_appears_or_disappears_by_accident(app):
    found = {(rule.rule, verb) for rule in app.url_map.iter_rules() for verb in (rule.methods or set()) - {"HEAD", "OPTIONS"}}

    assert found == PUBLIC | ATELIER | COUNTED | WRITTEN


def test_no_page_sets_a_cookie_or_lets_itself_be_kept(client):
    for address in ("/", "/aide", "/echeances", "/guides/be-boite-mail", "/atelier/", "/atelier/be-boite-mail", "/nulle-part", "/sante"):
        answer = client.get(address)
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"


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

    assert AttemptForm in forms
    assert texts
    for form, name, field in texts:
        assert (form, name) in NO_SECRET_CAN_FIT or any(isinstance(check, Guarded) for check in field.validators), (form, name)


def test_no_form_holds_a_password_field_or_takes_a_file(client):
    forms = [one for one in wtforms.Form.__subclasses__() if one.__module__.startswith("companion")]

    assert not [field for form in forms for field in form() if isinstance(field, fields.PasswordField | fields.FileField)]
