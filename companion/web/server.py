"""The production server: granian, two processes of two threads; waitress where it is missing.

The second thread serves the others while a passphrase is opened, which takes a fifth of a second.
"""

import errno
import gc
import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Flask

FAREWELLS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
GC_THRESHOLDS = (20_000, 20, 50)
KILLED_AFTER = 2
"""Seconds left to a process to finish what it is answering; a paper takes a third of one."""
ENDED_ALONE = "Le serveur s’arrête dès qu’il démarre. Relancez la commande ; si cela continue, essayez --processes 1."
LARGEST_HEAD = 64 * 1024
"""Bytes of address and headers that the server reads before it answers 4xx itself."""
LARGEST_BODY = 512 * 1024
"""Bytes of a form that waitress keeps in memory: more, and it would write on the disk what was typed."""


@dataclass(frozen=True)
class Address:
    """Where the server listens: this machine only."""

    host: str = "127.0.0.1"
    port: int = 8000
    processes: int = 2
    threads: int = 2

    @property
    def url(self) -> str:
        """Return the address as one types it."""
        shown = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{shown}:{self.port}/"


def free_port(host: str = "127.0.0.1") -> int:
    """Return a port that nobody listens on at this moment."""
    with socket.socket() as found:
        found.bind((host, 0))
        port: int = found.getsockname()[1]
        return port


def is_taken(address: Address) -> bool:
    """Tell whether somebody already listens there."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family) as tried:
        if os.name != "nt":  # There, this option would share the port of another program.
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((address.host, address.port))
        except OSError as fault:
            return fault.errno == errno.EADDRINUSE
    return False


def calm_the_collector() -> None:
    """Keep start-up objects out of the collector's full passes: they made the slowest pages.

    Nothing is collected before: holes in the memory of the parent would be
    filled, and so copied, by each child (the `gc` module's own advice).
    """
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)
    gc.enable()


def serve(make_app: Callable[[], Flask], address: Address, ready: Callable[[], None]) -> None:
    """Serve until interrupted; `ready` runs aside, in a process of its own, and may wait for the first answer.

    The application is made before the processes part, so that they share it.
    """
    with farewells_held():
        gc.disable()
        app = make_app()
        calm_the_collector()
        if sys.platform == "win32" or "fork" not in multiprocessing.get_all_start_methods():
            _serve_in_threads(app, address, ready)
        else:
            _serve_in_processes(app, address, ready)


@contextmanager
def farewells_held() -> Iterator[None]:
    """Hold the signals that ask to end: an exception raised anywhere, in the middle of a start, may be lost.

    They wait, a second at most, until the server hears them itself.
    """
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, FAREWELLS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve_in_processes(app: Flask, address: Address, ready: Callable[[], None]) -> None:
    """Serve with granian.

    No thread may live in this process when it parts: a child forked in the
    middle of another thread's import keeps that import half done for ever.
    """
    from granian import Granian  # noqa: PLC0415 (absent on Windows)
    from granian.constants import Interfaces  # noqa: PLC0415 (absent on Windows)
    from granian.http import HTTP1Settings  # noqa: PLC0415 (absent on Windows)
    from granian.log import LogLevels  # noqa: PLC0415 (absent on Windows)

    multiprocessing.set_start_method("fork", force=True)
    server = Granian(
        "companion",
        address=address.host,
        port=address.port,
        interface=Interfaces.WSGI,
        workers=address.processes,
        blocking_threads=address.threads,
        websockets=False,
        log_level=LogLevels.critical,
        respawn_failed_workers=True,
        workers_kill_timeout=KILLED_AFTER,
        http1_settings=HTTP1Settings(max_buffer_size=LARGEST_HEAD),
    )
    os.register_at_fork(after_in_child=_listen_to_the_parent_only)
    server.on_startup(partial(_begin, server, ready))
    _run(server, app)


def _run(server: Any, app: Flask) -> None:  # noqa: ANN401 (granian has no types)
    """Run until the end; a process that ends before it was told to is a fault, unless all were asked to."""
    try:
        server.serve(target_loader=lambda *_: app)
    except SystemExit:
        if not server.interrupt_signal:
            raise SystemExit(ENDED_ALONE) from None


def _listen_to_the_parent_only() -> None:
    """Leave what a terminal says to the parent: a process of granian that is told twice to end hangs.

    What the parent says is heard at once, even before granian listens.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT, signal.SIGHUP])
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _begin(server: Any, ready: Callable[[], None]) -> None:  # noqa: ANN401 (granian has no types)
    """Listen to farewells, once the port is ours and before there is any worker.

    A closed terminal is one of them, where granian would begin again.
    """
    signal.signal(signal.SIGHUP, server.signal_handler_interrupt)
    multiprocessing.Process(target=_aside, args=(ready,), daemon=True).start()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, FAREWELLS)


def _aside(ready: Callable[[], None]) -> None:
    """Run in a process that any farewell ends at once."""
    for farewell in FAREWELLS:
        signal.signal(farewell, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, FAREWELLS)
    ready()


def _serve_in_threads(app: Flask, address: Address, ready: Callable[[], None]) -> None:
    from waitress import create_server  # noqa: PLC0415 (where granian is missing)

    server: Any = create_server(
        app, host=address.host, port=address.port, threads=max(2, address.threads), max_request_body_size=LARGEST_BODY
    )
    threading.Thread(target=ready, daemon=True).start()
    server.run()
