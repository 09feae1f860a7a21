"""The shelves under measure: two hundred procedure files loaded, and what the lint costs."""

import gc
import shutil
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from ruamel.yaml import YAML

from companion.procedures.queries import SHELVES, read_library, review
from companion.procedures.queries.library import procedure_files
from tests.bench.rows import Goal, Row, Unmeasured

FILES = 200
ROUNDS = 3
GOAL = Goal(2.0, "< 2 s", of_ratio=False)
ONE_FILE = Goal(300.0, "< 300 ms", of_ratio=False)
EVERY_FILE = Goal(3000.0, "< 3 s", of_ratio=False)
DAY = date(2026, 11, 21)


def fill(folder: Path) -> Path:
    """Copy the shipped shelves, and the procedure files under new names until there are two hundred."""
    shutil.copytree(SHELVES, folder)
    shipped = list(procedure_files(folder))
    for rank in range(FILES - len(shipped)):
        path = shipped[rank % len(shipped)]
        name = f"{path.stem}-{rank:03}"
        text = path.read_text(encoding="utf-8")
        own = f"{path.parent.name}-{path.stem}"
        path.with_name(f"{name}.yaml").write_text(text.replace(f"id: {own}\n", f"id: {path.parent.name}-{name}\n", 1), encoding="utf-8")
    return folder


def rows(folder: Path, enough: Callable[[], bool]) -> list[Row]:
    """Measure loading against the bare YAML library on the same files, then the lint."""
    shelves = fill(folder)
    texts = [path.read_text(encoding="utf-8") for path in procedure_files(shelves)]
    ours: list[float] = []
    bare: list[float] = []
    while len(ours) < ROUNDS and not (ours and enough()):
        ours.append(_seconds(lambda: _open(shelves)))
        bare.append(_seconds(lambda: [YAML(typ="safe", pure=False).load(text) for text in texts]))
    files = list(procedure_files(SHELVES))
    biggest = max(files, key=lambda path: path.stat().st_size)
    one = statistics.median(_seconds(lambda: review([biggest], DAY)) for _ in range(ROUNDS))
    everything = statistics.median(_seconds(lambda: review([], DAY)) for _ in range(ROUNDS))
    return [
        Row(
            f"{FILES} fichiers ouverts (limite : YAML seul)",
            statistics.median(ours),
            "s",
            statistics.median(bare),
            sum(map(len, texts)),
            GOAL,
            seen=statistics.median(one / other for one, other in zip(ours, bare, strict=True)),
        ),
        Row(f"lint de {biggest.name}", one * 1000, "ms", size=biggest.stat().st_size, goal=ONE_FILE),
        Row(
            f"lint de tout ce qui est livré ({len(files)} fichiers)",
            everything * 1000,
            "ms",
            size=sum(path.stat().st_size for path in files),
            goal=EVERY_FILE,
        ),
    ]


def _open(shelves: Path) -> None:
    found = read_library(shelves)
    if len(found.guides) != FILES:
        message = f"{len(found.guides)} guides lisibles sur {FILES}."
        raise Unmeasured(message)


def _seconds(do: Callable[[], object]) -> float:
    """Return what a job costs with the collector quiet, as it is when the server starts."""
    gc.collect()
    gc.disable()
    began = time.process_time()
    do()
    spent = time.process_time() - began
    gc.enable()
    return spent
