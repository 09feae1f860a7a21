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

from flask import Flask

from companion import clock
from companion.app import create_app
from companion.config import open_instance
from companion.web.server import Address, free_port, is_taken, serve
from companion.web.tokens import spoken_code
from tests.command import ROOT

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

    def code(self) -> str:
        """Return the code of the Atelier, which a terminal would have said."""
        return (self.folder / "code").read_text(encoding="utf-8")

    def written(self) -> list[tuple[str, int, int]]:
        """Return every file of the instance with its size and its hour."""
        found = sorted((self.folder / "instance").rglob("*"))
        return [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in found]


@contextmanager
def opened_at(moment: datetime, folder: Path, processes: int = 2) -> Iterator[Site]:
    """Lend a site whose clock stands at that moment."""
    for _ in range(OPENINGS):
        site = _start(moment, folder, processes)
        if _answers(site):
            break
    else:
        message = f"the site does not open: {site.complaints()}"
        raise RuntimeError(message)
    try:
        yield site
    finally:
        _stop(site.process)


def _start(moment: datetime, folder: Path, processes: int) -> Site:
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    words = [sys.executable, "-m", "tests.journeys.doors", moment.isoformat(), str(folder / "instance"), str(port), str(processes)]
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
    wait_until(lambda: site.process.poll() is not None or _is_heard(site))
    return site.process.poll() is None


def _is_heard(site: Site) -> bool:
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


def main(moment: str, folder: str, port: str, processes: str) -> None:
    """Be the site: the clock is fixed before the server makes its processes, which inherit it."""
    _end_with_the_tests()
    fixed = datetime.fromisoformat(moment).replace(tzinfo=clock.ZONE)
    clock.now = lambda: fixed
    address = Address(port=int(port), processes=int(processes))
    if is_taken(address):
        message = "the port was taken meanwhile"
        raise SystemExit(message)
    serve(lambda: _made(Path(folder)), address, lambda: None)


def _made(folder: Path) -> Flask:
    """Make the application, and write the code of its Atelier beside the instance: this process has no terminal."""
    app = create_app(open_instance(folder))
    (folder.parent / "code").write_text(spoken_code("atelier", app), encoding="utf-8")
    return app


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main(*sys.argv[1:])
