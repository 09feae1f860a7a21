"""Fills the forms of the Atelier as a browser does: every field that the page shows is sent."""

from flask.testing import FlaskClient
from lxml import html
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.accounts.house import take_seat

GUIDE = "be-boite-mail"


def fields_of(text: str, form: str = "fiche") -> MultiDict[str, str]:
    """Return what a browser would send of a form, those fields included that stand elsewhere in the page."""
    tree = html.document_fromstring(text)
    sent: list[tuple[str, str]] = []
    for field in tree.xpath("//form[@id=$form]//*[@name] | //input[@form=$form][@name]", form=form):
        if field.tag == "button":
            continue
        if field.tag == "textarea":
            sent.append((field.get("name"), field.text or ""))
        elif field.tag == "select":
            sent.append((field.get("name"), (field.xpath(".//option[@selected]/@value") or [""])[0]))
        elif field.get("type") not in {"checkbox", "radio"} or field.get("checked") is not None:
            sent.append((field.get("name"), field.get("value") or ""))
    return MultiDict(sent)


def token_of(text: str) -> str:
    """Return the hidden token of the first form that has one."""
    return html.document_fromstring(text).xpath("//input[@name='jeton']/@value")[0]


def enter(client: FlaskClient, role: str = "membre") -> None:
    """Sign somebody in: the Atelier is written in by members."""
    take_seat(client, role)


def save(client: FlaskClient, address: str, **changed: str) -> TestResponse:
    """Open a page of the form, change some fields, and save."""
    sent = fields_of(client.get(address).text)
    for name, value in changed.items():
        sent[name] = value
    return client.post(address, data=sent)


def press(client: FlaskClient, page: str, address: str, **sent: str) -> TestResponse:
    """Press a button that stands alone on a page: what its form hides is sent with it."""
    text = client.get(page).text
    hidden = html.document_fromstring(text).xpath("//form[@action=$action]//input[@type='hidden']", action=address)
    known = {one.get("name"): one.get("value") or "" for one in hidden}
    return client.post(address, data={"jeton": token_of(text), **known, **sent})
