"""Short bursts of requests, with wrk: on this machine only, and always of bounded length."""

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.bench.rows import Unmeasured
from tests.command import package_managers, say

SCRIPT = Path(__file__).with_name("burst.lua")
CONNECTIONS = 8
SECONDS = 1
PATIENCE = 20
"""Seconds after which a burst that should last one is given up."""


@dataclass(frozen=True)
class Ask:
    """One kind of request."""

    address: str
    method: str = "GET"
    body: str = ""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Burst:
    """What one burst brought: requests a second, and two percentiles in milliseconds."""

    per_second: float
    p50: float
    p99: float


def find_wrk() -> str:
    """Return wrk: the machine's, else the package manager's."""
    if not shutil.which("wrk"):
        say("— Il manque l’outil de mesure « wrk » : installation…")
        for command in package_managers("wrk"):
            if shutil.which(command[0]) and subprocess.call(command, stdout=sys.stderr) == 0 and shutil.which("wrk"):
                break
    if not (found := shutil.which("wrk")):
        message = "« wrk » n’a pas pu être installé. Installez le paquet « wrk », puis relancez."
        raise Unmeasured(message)
    return found


def burst(wrk: str, ask: Ask) -> Burst:
    """Send one kind of request for a second, on eight connections; one bad answer spoils the measure."""
    headers = [part for name, value in ask.headers for part in ("-H", f"{name}: {value}")]
    command = [wrk, "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", str(SCRIPT), *headers, ask.address, "--", ask.method, ask.body]
    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=True).stdout
    except (OSError, subprocess.SubprocessError) as fault:
        message = f"« wrk » s’est arrêté ({type(fault).__name__})."
        raise Unmeasured(message) from None
    told = dict(re.findall(r"(\w+)=([\d.]+)", said.rpartition("RESULT")[2]))
    if not told or int(told["bad"]) or not int(told["requests"]):
        message = f"{told.get('bad', 'toutes les')} réponses en erreur sur {told.get('requests', '?')}."
        raise Unmeasured(message)
    return Burst(float(told["per_second"]), float(told["p50"]), float(told["p99"]))
