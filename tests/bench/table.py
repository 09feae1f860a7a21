"""`python -m tests bench`: ratios against a bare application, on this machine, in this run; never part of the tests.

Times of a shared machine mean little: what counts is the ratio, both sides
measured in turn, and the median of the rounds.
"""

import signal
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

from tests.bench import accounts, library, pages, papers, vault, visits
from tests.bench.load import find_wrk
from tests.bench.rows import Goal, Row, Unmeasured, lines
from tests.bench.servers import Server, limit, ports, product, served
from tests.bench.weight import first_visit
from tests.command import say

MOST_SECONDS = 240.0
LAST_LOAD_SECONDS = 200.0
"""After that, no new round begins."""
STARTS = 5
TWICE = Goal(2.0, "≤ 2 ×")
MEMORY = Goal(200.0, "≤ 200 Mio", of_ratio=False)
USAGE = "Usage : python3 -m tests bench [debit] [demarrage] [papier] [coffre] [comptes] [visites] [fichiers]   (sans mot : tout)"


def main(words: list[str]) -> int:
    """Measure, print the table, and return 1 when something could not be measured."""
    parts: dict[str, Callable[[Path, Callable[[], float]], Iterable[Row]]] = {
        "debit": _load,
        "demarrage": _starts,
        "comptes": lambda folder, elapsed: accounts.rows(folder, find_wrk(), lambda: elapsed() > LAST_LOAD_SECONDS),
        "visites": lambda folder, elapsed: visits.rows(folder, find_wrk(), lambda: elapsed() > LAST_LOAD_SECONDS),
        "papier": lambda _folder, _elapsed: papers.rows(),
        "coffre": lambda _folder, _elapsed: vault.rows(),
        "fichiers": lambda folder, elapsed: library.rows(folder / "shelves", lambda: elapsed() > LAST_LOAD_SECONDS),
    }
    if any(word not in parts for word in words):
        say(USAGE)
        return 2
    began = time.monotonic()
    status = 0
    with _stopping_in_time(), tempfile.TemporaryDirectory(prefix="companion-bench-") as folder:
        for name in words or parts:
            say(f"— Mesure : {name}…")
            own = Path(folder) / name
            own.mkdir()
            try:
                for line in lines(TITLES[name], parts[name](own, lambda: time.monotonic() - began)):
                    print(line, flush=True)
            except Unmeasured as reason:
                print(f"non mesuré : {reason}", flush=True)
                status = 1
            except KeyboardInterrupt:
                print("Arrêté avant la fin.", flush=True)
                return 1
    say(f"Fini en {time.monotonic() - began:.0f} secondes.")
    return status


TITLES = {
    "fichiers": "Fichiers de procédure (temps de processeur)",
    "papier": "Papier (temps de processeur)",
    "coffre": "Coffre (temps de processeur)",
    "visites": "Visites : la liste, un fil, une étape notée",
    "comptes": "Comptes : entrer, et ce que cela coûte aux autres pages",
    "demarrage": "Démarrage : de la commande à la première page",
    "debit": "Débit : 2 processus, 8 connexions, rafales en alternance",
}


def _starts(folder: Path, _elapsed: Callable[[], float]) -> list[Row]:
    """Start the product and both bare applications in turn; the first round only fills the compiled files."""
    kinds = ("ours", "with SQLAlchemy", "bare")
    seen: dict[str, list[float]] = {kind: [] for kind in kinds}
    free = ports()
    for turn in range(STARTS + 1):
        for kind in kinds:
            port = next(free)
            words = product(folder / "instance", port) if kind == "ours" else limit(port, [], sqlalchemy=kind == "with SQLAlchemy")
            with served(words, port, folder / "compiled") as server:
                if turn:
                    seen[kind].append(server.seconds)
    ours = statistics.median(seen["ours"])
    return [
        Row(f"limite : {words}", ours, "s", statistics.median(seen[kind]), goal=TWICE, seen=_ratio(seen["ours"], seen[kind]))
        for kind, words in (("with SQLAlchemy", "Flask et SQLAlchemy"), ("bare", "Flask nu"))
    ]


def _ratio(ours: list[float], limit: list[float]) -> float:
    return statistics.median(one / other for one, other in zip(ours, limit, strict=True))


def _load(folder: Path, elapsed: Callable[[], float]) -> Iterator[Row]:
    wrk = find_wrk()
    own_port, bare_port = islice(ports(), 2)
    with served(product(folder / "instance", own_port), own_port, folder / "compiled") as ours:
        found = pages.weighed(pages.pages(), ours.address)
        with served(limit(bare_port, [page.size for page in found]), bare_port, folder / "compiled") as bare:
            _same_weight(found, bare)
            yield from pages.rotate(wrk, found, ours.address, bare.address, lambda: elapsed() > LAST_LOAD_SECONDS)
            yield Row("mémoire de tous les processus (RSS)", ours.memory()[0], "Mio", bare.memory()[0], goal=MEMORY)
            yield Row("mémoire, le partagé compté une fois (PSS)", ours.memory()[1], "Mio", bare.memory()[1])
        yield from (first_visit(ours, page.name, page.ask.address) for page in found if page.ask.method == "GET" and not page.ask.headers)


def _same_weight(found: list[pages.Page], bare: Server) -> None:
    """Make sure that both sides send as many bytes."""
    for page in found:
        if (weight := len(pages.fetch(pages.Ask(bare.address(f"/page/{page.size}"))))) != page.size:
            message = f"{page.name} : {page.size} octets d’un côté, {weight} de l’autre."
            raise Unmeasured(message)


@contextmanager
def _stopping_in_time() -> Iterator[None]:
    """Turn SIGTERM, and too long a run, into an exception: everything that was started is then stopped."""

    def stop(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    with suppress(AttributeError):  # Not on Windows.
        signal.signal(signal.SIGALRM, stop)
        signal.alarm(int(MOST_SECONDS))
    try:
        yield
    finally:
        with suppress(AttributeError):
            signal.alarm(0)
