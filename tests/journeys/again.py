"""A site that is killed and started again, with the same member at the desk each time; run as a module, it is that site."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import psutil
from flask import Flask

from companion import clock
from companion.accounts.actions import founding, sessions
from companion.accounts.model import Association, Member
from companion.accounts.queries import house
from companion.accounts.queries.present import Held
from companion.accounts.rules.hours import Hours
from companion.accounts.rules.states import State
from companion.app import create_app
from companion.badges import Stage
from companion.config import open_instance
from companion.vault.keys.members import Member as Keys
from companion.vault.keys.members import lock_with_sheet, unlock_with_sheet
from companion.vault.rules.sheets import new_sheet
from companion.web.cookies import cookie_name, new_cookie
from companion.web.server import Address, free_port, serve
from companion.web.store import changing, looking
from tests.command import ROOT
from tests.journeys.doors import Site, is_heard, wait_until

FILE = "again.json"
FIRST_NAME = "Amandine"


def prepare(folder: Path) -> None:
    """Begin an association that is ready for its first visit; its first member keeps their sheet beside it."""
    app, sheet = create_app(open_instance(folder / "instance")), new_sheet()
    with app.app_context(), changing() as session:
        first = founding.found(session, clock.today(), FIRST_NAME).first
        row = session.get_one(Member, first.id)
        row.sheet, row.phrase, row.state = lock_with_sheet(first, sheet), bytes(1), State.ACTIVE
        session.get_one(Association, 1).ready_on = clock.today()
        session.commit()
    leave(app)
    (folder / FILE).write_text(json.dumps({"member": first.id.hex(), "sheet": sheet}), encoding="utf-8")


def leave(app: Flask) -> None:
    """Let go of the database."""
    if opened := app.extensions.pop("database", None):
        opened.engine.dispose()


def told_by(folder: Path) -> dict[str, str]:
    """Return what the member of a site knows."""
    found: dict[str, str] = json.loads((folder / FILE).read_text(encoding="utf-8"))
    return found


def keys_in(app: Flask, folder: Path) -> Keys:
    """Open the keys of the member with their sheet."""
    told = told_by(folder)
    with app.app_context(), looking() as session:
        row = house.member(session, bytes.fromhex(told["member"]))
        return unlock_with_sheet(row.sheet or b"", house.as_colleague(row), told["sheet"])


@contextmanager
def started(folder: Path) -> Iterator[Site]:
    """Lend the site of a folder, at the hour of all tests; nothing of it is left afterwards."""
    port = free_port()
    words = [sys.executable, "-m", "tests.journeys.again", clock.now().isoformat(), str(folder), str(port)]
    with (folder / "errors").open("wb") as errors:
        process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=errors)
    site = Site(f"http://127.0.0.1:{port}", port, process, folder)
    try:
        wait_until(lambda: process.poll() is not None or is_heard(site))
        yield site
    finally:
        cut(site)


def cut(site: Site) -> None:
    """Cut the power: every process of the site at once, without a word."""
    with suppress(psutil.NoSuchProcess):
        whole = psutil.Process(site.process.pid)
        for one in (whole, *whole.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                one.kill()
    site.process.wait(timeout=30)


def main(moment: str, folder: str, port: str) -> None:
    """Be the site."""
    fixed = datetime.fromisoformat(moment).astimezone(clock.ZONE)
    clock.now = lambda: fixed
    serve(lambda: _made(Path(folder)), Address(port=int(port), processes=2), lambda: None)


def _made(folder: Path) -> Flask:
    """Make the application, and seat the member: the session of before was lost with the power."""
    app = create_app(open_instance(folder / "instance"))
    keys, held, second = keys_in(app, folder), Held(new_cookie(), app.extensions["boot_key"]), int(clock.now().timestamp())
    with app.app_context(), changing() as session:
        sessions.open_session(session, keys, held, Hours(Stage.SIGNED, second, second), clock.today())
        session.commit()
        told = {**told_by(folder), "cookie": f"{cookie_name()}={held.cookie.hex()}"}
    leave(app)
    (folder / FILE).write_text(json.dumps(told), encoding="utf-8")
    return app


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main(*sys.argv[1:])
