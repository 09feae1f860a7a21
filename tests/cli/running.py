"""How these tests run a command: inside this process, or as people do, in one of its own."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from companion.cli import main

ROOT = Path(__file__).resolve().parent.parent.parent
ENGLISH = re.compile(
    r"\b(usage:|errors?|arguments?|invalid|choice|choose|required|expected|unrecognized|ambiguous|positional|show|this|exit"
    r"|file|directory|denied|traceback|no such|already|failed|could not)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Ended:
    """What a command answered."""

    status: int
    out: str
    err: str


def run(capsys: pytest.CaptureFixture[str], *words: str) -> Ended:
    """Run a command inside this process, under its fixed clock."""
    try:
        status = main(list(words))
    except SystemExit as left:
        status = left.code if isinstance(left.code, int) else 1
    told = capsys.readouterr()
    return Ended(status, told.out, told.err)


def command(*words: str) -> list[str]:
    """Return what runs a command in a process of its own."""
    return [sys.executable, "-m", "companion", *words]


def piped(*words: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, to its end."""
    return subprocess.run(command(*words), cwd=ROOT, text=True, stdin=subprocess.DEVNULL, timeout=120, check=False, **options)


def is_french(said: str) -> bool:
    """Tell whether a text shows neither English nor the inside of the program."""
    return not ENGLISH.search(said)
