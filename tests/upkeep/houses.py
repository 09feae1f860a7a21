"""An association with something to lose, and the gestures of whoever keeps it."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from companion.atelier.model import GuideRereading
from companion.config import open_instance
from companion.db import Database, open_database, writing
from companion.procedures.queries import SHELVES
from tests.cli.running import ROOT, Ended, is_french, run
from tests.conftest import SATURDAY

GUIDE = "be/boite-mail.yaml"
NAMES = {"companion.sqlite", "config.toml", f"procedures/{GUIDE}", f"brouillons/{GUIDE}", f"brouillons/be/.{Path(GUIDE).name}.avant"}
ADDED = """
import sys
from sqlalchemy import text
from companion.db import open_database, writing
engine = open_database(sys.argv[1])
number = 0
while True:
    number += 1
    with writing(engine) as session:
        session.execute(text("INSERT INTO guide_rereading VALUES (:name, 'be-x', '2026-11-21')"), {"name": str(number)})
        session.execute(text("INSERT INTO procedure_version VALUES (:name, 'be-x', '{}', '2026-11-21')"), {"name": str(number)})
        session.commit()
    print(number, flush=True)
"""
"""Writes two rows that belong together, for ever, and says each time that they are written."""


@dataclass(frozen=True)
class House:
    """One association, and the commands that look after it."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    @property
    def database(self) -> Path:
        """Return the file of its database."""
        return self.folder / "companion.sqlite"

    @property
    def url(self) -> str:
        """Return the address of its database."""
        return f"sqlite:///{self.database}"

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """Open its database, and leave it."""
        engine = open_database(self.url)
        try:
            yield engine
        finally:
            engine.dispose()

    def asks(self, *words: object) -> Ended:
        """Run a command; what it says is French, whatever comes."""
        ended = run(self.capsys, *map(str, words))
        assert is_french(ended.err), ended.err
        said = re.sub("Mots du site.*", "", ended.out)  # words drawn from the list: « exit » is one of them
        assert "--json" in words or is_french(said), ended.out
        return ended

    def saves(self, place: Path, *words: str) -> Ended:
        """Make a backup."""
        return self.asks("sauvegarde", place, "--instance", self.folder, *words)

    def restores(self, place: Path, folder: Path, *words: str) -> "House":
        """Put a backup back, and return the association that lives there."""
        ended = self.asks("restaurer", place, "--instance", folder, *words)
        assert ended.status == 0, ended.err
        return House(folder, self.capsys)

    def checkup(self) -> tuple[int, dict[str, dict[str, str]]]:
        """Return the status of `sante`, and its lines by what they look at."""
        ended = self.asks("sante", "--instance", self.folder, "--json")
        return ended.status, {line["check"]: line for line in json.loads(ended.out)}

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """Return what its database answers."""
        with self.engine() as engine, engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def reread(self, *fingerprints: str) -> None:
        """Add rows that can be told from each other."""
        with self.engine() as engine, writing(engine) as session:
            session.add_all(GuideRereading(fingerprint=one, procedure="be-x", reread_on=SATURDAY.date()) for one in fingerprints)
            session.commit()

    def changes(self, *statements: str) -> None:
        """Change its database."""
        with self.engine() as engine, writing(engine) as session:
            for statement in statements:
                session.execute(text(statement))
            session.commit()


def furnished(folder: Path) -> Path:
    """Make an association with a guide of its own, a draft, and what was said of a guide."""
    open_instance(folder)
    for place in (f"procedures/{GUIDE}", f"brouillons/{GUIDE}", f"brouillons/be/.{Path(GUIDE).name}.avant"):
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SHELVES / GUIDE, folder / place)
    (folder / "brouillons/be/.x.part").write_text("un instant", encoding="utf-8")
    (folder / "config.toml").write_text('[association]\nnom = "La nôtre"\n', encoding="utf-8")
    engine = Database(f"sqlite:///{folder / 'companion.sqlite'}").engine
    with writing(engine) as session:
        session.execute(text("INSERT INTO guide_report VALUES ('be-x', 'a', 'date', '2026-11', 3)"))
        session.commit()
    engine.dispose()
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder, hidden ones too."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@contextmanager
def somebody_writing(house: House) -> Iterator[subprocess.Popen[str]]:
    """Let another process write without rest; it has written something when this begins."""
    words = [sys.executable, "-c", ADDED, house.url]
    writer = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert writer.stdout
        assert writer.stdout.readline()
        yield writer
    finally:
        writer.kill()
        writer.communicate(timeout=60)


def dying(place: str, how: str, *words: object) -> subprocess.CompletedProcess[str]:
    """Run a command in a process that a signal hits just before one of its gestures."""
    module, _, name = place.rpartition(".")
    script = (
        f"import os, signal, sys; import {module} as met; told = met.{name}\n"
        f"def hit(*given, **named):\n    os.kill(os.getpid(), signal.{how}); return told(*given, **named)\n"
        f"met.{name} = hit\nfrom companion.cli import main\nsys.exit(main(sys.argv[1:]))"
    )
    asked = [sys.executable, "-c", script, *map(str, words)]
    return subprocess.run(asked, cwd=ROOT, text=True, capture_output=True, timeout=120, check=False)


def refused(house: House, copy: Path, folder: Path, words: str = "Rien n’a été changé") -> None:
    """Hold that a backup is refused, and that nothing is left of it."""
    around = {one for one in folder.parent.rglob("*") if one != copy}
    ended = house.asks("restaurer", copy, "--instance", folder)

    assert ended.status == 1
    assert words in ended.err
    assert not ended.out
    assert {one for one in folder.parent.rglob("*") if one != copy} == around
    assert not folder.exists()
