"""A real PostgreSQL for the length of the tests, from the programs found on this machine, and databases left without any table."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, MetaData

from companion.db import open_database

ELSEWHERE = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
"""Where systems put the programs of the server, off the path."""
PATIENCE = 60.0


def programs() -> Path | None:
    """Return the folder that holds `initdb` and `postgres`, the newest first."""
    on_path = shutil.which("postgres")
    known = [Path(on_path).resolve().parent] if on_path else []
    known += sorted((one for pattern in ELSEWHERE for one in Path("/").glob(pattern[1:])), reverse=True)
    return next((one for one in known if (one / "initdb").exists() and (one / "postgres").exists()), None)


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Run a server on a socket in a folder of its own, and yield the address of its database.

    PostgreSQL refuses to run as root: `postgres` or `nobody` then runs it.
    """
    user = _other_user()
    place = Path(tempfile.mkdtemp(prefix="pg-", dir=tempfile.gettempdir()))
    try:
        if user:
            shutil.chown(place, user)
        _init(folder, place, user)
        server = _start(folder, place, user)
        try:
            yield f"postgresql+psycopg://companion@/postgres?host={place}"
        finally:
            server.terminate()
            server.wait(PATIENCE)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _other_user() -> str | None:
    import pwd

    if os.geteuid():
        return None
    return next(name for name in ("postgres", "nobody") if any(one.pw_name == name for one in pwd.getpwall()))


def _options(user: str | None, place: Path) -> dict[str, Any]:
    import pwd

    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": place, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C"}}
    return quiet | ({"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {})


def _init(folder: Path, place: Path, user: str | None) -> None:
    words = [str(folder / "initdb"), "-D", str(place / "data"), "-U", "companion", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(words, check=True, timeout=PATIENCE, **_options(user, place))


def _start(folder: Path, place: Path, user: str | None) -> subprocess.Popen[bytes]:
    words = [str(folder / "postgres"), "-D", str(place / "data"), "-k", str(place), "-c", "listen_addresses=", "-c", "fsync=off"]
    server = subprocess.Popen(words, **_options(user, place))
    limit = time.monotonic() + PATIENCE
    while not _answers(place):
        if server.poll() is not None or time.monotonic() > limit:
            server.kill()
            server.wait()
            message = "PostgreSQL n’a pas démarré."
            raise RuntimeError(message)
        time.sleep(0.05)
    return server


def _answers(place: Path) -> bool:
    import psycopg

    try:
        psycopg.connect(host=str(place), user="companion", dbname="postgres").close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def emptied(url: str) -> Iterator[Engine]:
    """Open a database without any table, and leave it so."""
    engine = open_database(url)
    try:
        yield engine
    finally:
        with engine.begin() as connection:
            found = MetaData()
            found.reflect(connection)
            found.drop_all(connection)
        engine.dispose()
