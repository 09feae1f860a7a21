"""Opens the real site at a fixed hour, in processes of its own; run as a module, it is that site."""

import ctypes
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psutil
from flask import Flask

from companion import clock
from companion.app import create_app
from companion.config import open_instance
from companion.web.server import Address, free_port, is_taken, serve
from tests.command import ROOT
from tests.journeys.cast import NOBODY, open_house, told_by

OPENINGS = 3
"""Another test process may take the port between its choice and its use."""
KNOCKS = 900
PAUSE_SECONDS = 0.05
PARENT_IS_GONE = 1
"""PR_SET_PDEATHSIG, of Linux."""


@dataclass(frozen=True)
class Site:
    """One running site, and what can be seen of it from outside."""

    url: str
    port: int
    process: subprocess.Popen[bytes]
    folder: Path

    def address(self, path: str) -> str:
        """Return the whole address of a page."""
        return f"{self.url}{path}"

    def complaints(self) -> str:
        """Return what the site wrote on its error output: a fault of ours is written there."""
        return (self.folder / "errors").read_text(encoding="utf-8")

    @property
    def told(self) -> dict[str, Any]:
        """Return what a terminal would have said, and what the people of this house know."""
        return told_by(self.folder)

    def workers(self) -> list[psutil.Process]:
        """Return the processes that answer."""
        return [child for child in psutil.Process(self.process.pid).children() if child.status() != psutil.STATUS_ZOMBIE]

    def written(self) -> list[tuple[str, int, int]]:
        """Return every file of the instance with its size and its hour."""
        found = sorted((self.folder / "instance").rglob("*"))
        return [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in found]


@contextmanager
def opened_at(moment: datetime, folder: Path, processes: int = 2, full: str = NOBODY) -> Iterator[Site]:
    """Lend a site whose clock stands at that moment, with nobody yet, one member, or somebody at every door."""
    for _ in range(OPENINGS):
        site = _start(moment, folder, processes, full)
        if _answers(site):
            break
    else:
        message = f"the site does not open: {site.complaints()}"
        raise RuntimeError(message)
    try:
        yield site
    finally:
        _stop(site.process)


def _start(moment: datetime, folder: Path, processes: int, full: str) -> Site:
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    words = [sys.executable, "-m", "tests.journeys.doors", moment.isoformat(), str(folder / "instance"), str(port), str(processes), full]
    with (folder / "errors").open("wb") as errors:
        process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=errors)
    return Site(f"http://127.0.0.1:{port}", port, process, folder)


def wait_until(happened: Callable[[], object]) -> None:
    """Wait for something that has no other way to be heard of."""
    for _ in range(KNOCKS):
        if happened():
            return
        time.sleep(PAUSE_SECONDS)
    message = "it never happened"
    raise AssertionError(message)


def _answers(site: Site) -> bool:
    wait_until(lambda: site.process.poll() is not None or is_heard(site))
    return site.process.poll() is None


def is_heard(site: Site) -> bool:
    """Tell whether a site answers."""
    with suppress(OSError), urllib.request.urlopen(site.address("/sante"), timeout=10):
        return True
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _end_with_the_tests() -> None:
    """Stop when the tests are killed: nobody would be left to close the doors."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_IS_GONE, signal.SIGTERM)


def main(moment: str, folder: str, port: str, processes: str, full: str) -> None:
    """Be the site: the clock is fixed before the server makes its processes, which inherit it."""
    _end_with_the_tests()
    fixed = datetime.fromisoformat(moment).replace(tzinfo=clock.ZONE)
    clock.now = lambda: fixed
    address = Address(port=int(port), processes=int(processes))
    if is_taken(address):
        message = "the port was taken meanwhile"
        raise SystemExit(message)
    serve(lambda: _made(Path(folder), full), address, lambda: None)


def _made(folder: Path, full: str) -> Flask:
    """Make the application, and open its house before there is any other process."""
    app = create_app(open_instance(folder))
    open_house(app, full)
    return app


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main(*sys.argv[1:])
