"""Helpers of the attacks on the Atelier: where things stand, and what a refusal must look like."""

import re
from pathlib import Path

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from companion.app import create_app
from companion.config import open_instance
from companion.procedures.lint.syntax import read
from companion.procedures.queries import SHELVES
from companion.web.cookies import cookie_name
from tests.atelier.forms import GUIDE
from tests.conftest import InspectedClient

HOME = f"/atelier/{GUIDE}"
EDIT = f"{HOME}/modifier"
STEP = f"{EDIT}/etapes/etapes/chercher"
DOUBT = f"{HOME}/signaler"
SHIPPED = SHELVES / "be" / "boite-mail.yaml"
ENGLISH = re.compile(r"Traceback|Error|Exception|Internal|Bad Request|sqlite3|alembic|Errno")


def folder(client: FlaskClient) -> Path:
    found: Path = client.application.config["INSTANCE"].folder
    return found


def draft(client: FlaskClient) -> Path:
    return folder(client) / "brouillons" / "be" / "boite-mail.yaml"


def local(client: FlaskClient) -> Path:
    return folder(client) / "procedures" / "be" / "boite-mail.yaml"


def value_of(path: Path):
    return read(path.read_bytes(), "").value


def put(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def refused(answer: TestResponse, words: str) -> None:
    """Check that a refusal is a page, in French, with what happened."""
    assert answer.status_code == 409, answer.status_code
    assert words in answer.text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert not ENGLISH.search(answer.text)


def sibling(client: FlaskClient) -> FlaskClient:
    """Return the same browser before a second process of the same server: the same folder, the same key, its own memory."""
    made = create_app(open_instance(folder(client)))
    made.test_client_class = InspectedClient
    made.extensions["boot_key"] = client.application.extensions["boot_key"]
    found = made.test_client()
    if held := client.get_cookie(name_of_cookie(client)):
        found.set_cookie(held.key, held.value, secure=True)
    return found


def name_of_cookie(client: FlaskClient) -> str:
    with client.application.app_context():
        return cookie_name()


def kept_cookie(client: FlaskClient) -> str:
    """Return what this browser holds of its session."""
    held = client.get_cookie(name_of_cookie(client))
    return held.value if held else ""


def written(client: FlaskClient) -> dict[str, bytes]:
    """Return what the folder of the association holds, the database aside."""
    found = (path for path in folder(client).rglob("*") if path.is_file() and "sqlite" not in path.name)
    return {path.relative_to(folder(client)).as_posix(): path.read_bytes() for path in found}


def journal(number: int) -> str:
    entries = "".join(
        f'  - {{le: 2026-11-21, quoi: "Ligne {rank} du journal, avec ce qui a été vu au guichet."}}\n' for rank in range(number)
    )
    return re.sub(r"(?m)^journal: .*\n", f"journal:\n{entries}", SHIPPED.read_text(encoding="utf-8"))


def at(node, spot):
    for key in spot:
        node = node[key]
    return node
