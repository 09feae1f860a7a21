"""The servers under measure: started, timed, weighed and stopped, whatever happens."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from companion.web.server import free_port
from tests.bench.rows import Unmeasured
from tests.command import ROOT

PATIENCE = 30.0
LOOK_SECONDS = 0.005
MEBI = 2**20


@dataclass(frozen=True)
class Server:
    """A server that answers."""

    process: subprocess.Popen[bytes]
    port: int
    seconds: float
    """From the command to the first answer."""

    def address(self, path: str) -> str:
        """Return the address of a page."""
        return f"http://127.0.0.1:{self.port}{path}"

    def family(self) -> list[psutil.Process]:
        """Return the process and its children."""
        with suppress(psutil.NoSuchProcess):
            first = psutil.Process(self.process.pid)
            return [first, *first.children(recursive=True)]
        return []

    def memory(self) -> tuple[float, float]:
        """Return the resident memory of all processes, counted whole and counted once where it is shared, in MiB."""
        try:
            infos = [one.memory_full_info() for one in self.family()]
        except psutil.Error:
            infos = []
        if not infos:
            message = "La mémoire du serveur n’a pas pu être lue."
            raise Unmeasured(message)
        return sum(info.rss for info in infos) / MEBI, sum(getattr(info, "pss", 0) for info in infos) / MEBI


def product(instance: Path, port: int) -> list[str]:
    """Return the command that serves the product."""
    return ["companion", "serve", "--instance", str(instance), "--port", str(port)]


def limit(port: int, sizes: list[int], *, sqlalchemy: bool = True, login: str = "", listed: int = 0) -> list[str]:
    """Return the command that serves the bare application; with `login`, it reads its user from that file at each request."""
    options = [
        *(["--sqlalchemy"] if sqlalchemy else []),
        *(["--login", login] if login else []),
        *(["--listed", str(listed)] if listed else []),
    ]
    return ["tests.bench.limit", str(port), *map(str, sizes), *options]


@contextmanager
def served(words: list[str], port: int, cache: Path) -> Iterator[Server]:
    """Serve while the block lasts; nothing is left behind."""
    server = _start(words, port, cache)
    try:
        yield server
    finally:
        _stop(server)


def ports() -> Iterator[int]:
    """Yield ports that nobody listens on."""
    while True:
        yield free_port()


def _start(words: list[str], port: int, cache: Path) -> Server:
    own = {**os.environ, "PYTHONPYCACHEPREFIX": str(cache)}
    own.pop("PYTHONDONTWRITEBYTECODE", None)
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", *words], cwd=ROOT, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server = Server(process, port, 0.0)
    while time.perf_counter() - began < PATIENCE and process.poll() is None:
        if _answers(port):
            return Server(process, port, time.perf_counter() - began)
        time.sleep(LOOK_SECONDS)
    _stop(server)
    message = f"Le serveur « {words[0]} » n’a pas répondu."
    raise Unmeasured(message)


def _answers(port: int) -> bool:
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    with suppress(OSError, http.client.HTTPException):
        asked.request("GET", "/")
        return asked.getresponse().status == http.client.OK
    return False


def _stop(server: Server) -> None:
    family = server.family()
    server.process.terminate()
    with suppress(subprocess.TimeoutExpired):
        server.process.wait(PATIENCE / 3)
    for one in family:
        with suppress(psutil.NoSuchProcess):
            one.kill()
    server.process.wait()
