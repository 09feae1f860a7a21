"""What the test command runs, in order: style, types, contracts, then the promises."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
USAGE = "Usage : python3 -m tests [long | bench] [options de pytest]"


def main(words: list[str]) -> int:
    """Run what was asked and return the first status that is not 0."""
    if words[:1] in (["-h"], ["--help"]):
        say(USAGE)
        return 0
    if words[:1] == ["bench"]:
        from tests.bench.table import main as bench

        return bench(words[1:])
    long = words[:1] == ["long"]
    find_browser()
    return run_all(words[1:] if long else words, rounds="long" if long else "short")


def run_all(options: list[str], rounds: str) -> int:
    """Run the checks one after the other; a narrowed run is pytest alone."""
    os.environ["COMPANION_ROUNDS"] = rounds
    checks = [] if options else [
        ("Style", ["ruff", "check", "."]),
        ("Mise en forme", ["ruff", "format", "--check", "."]),
        ("Types", ["mypy"]),
        ("Contrats entre les pièces", ["tests.contracts"]),
    ]  # fmt: skip
    statuses = [step(title, module) for title, module in checks]
    parallel = ["-n", str(min(4, os.cpu_count() or 1))] if not options else []
    statuses.append(step("Promesses", ["pytest", *parallel, *options]))
    return next((status for status in statuses if status), 0)


def step(title: str, module: list[str]) -> int:
    """Run one check and say how it ended."""
    say(f"— {title}…")
    started = time.monotonic()
    status = subprocess.call([sys.executable, "-m", *module], cwd=ROOT)
    say(f"  {title} : {'en ordre' if status == 0 else 'à corriger'} ({time.monotonic() - started:.0f} s)")
    return status


def find_browser() -> str:
    """Return a Chromium: the system's, else playwright's, else the package manager's."""
    found = installed_browser()
    if not found:
        say("— Il manque un navigateur Chromium : installation…")
        for command in installers():
            if shutil.which(command[0]) and subprocess.call(command, stdout=sys.stderr) == 0 and (found := installed_browser()):
                break
    if not found:
        say("Aucun navigateur Chromium n’a pu être installé. Installez le paquet « chromium », puis relancez.")
        raise SystemExit(1)
    os.environ["COMPANION_BROWSER"] = found
    return found


def installers() -> list[list[str]]:
    """Return the commands that may bring a Chromium, the lightest first."""
    return [*package_managers("chromium"), [sys.executable, "-m", "playwright", "install", "chromium"]]


def package_managers(package: str) -> list[list[str]]:
    """Return the commands of the system that may bring a package."""
    sudo = [] if not hasattr(os, "geteuid") or os.geteuid() == 0 else ["sudo", "-n"]
    return [
        [*sudo, "apt-get", "install", "-y", "-qq", package],
        [*sudo, "apt-get", "update", "-qq"],
        [*sudo, "apt-get", "install", "-y", "-qq", package],
        [*sudo, "dnf", "install", "-y", "-q", package],
    ]


def installed_browser() -> str:
    """Return the path of a browser that is already here, or nothing."""
    known = os.environ.get("COMPANION_BROWSER") or next((path for name in BROWSERS if (path := shutil.which(name))), "")
    if known:
        return known
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        own = player.chromium.executable_path
        return own if Path(own).exists() else ""


def say(sentence: str) -> None:
    """Tell the person who waits what is going on."""
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()
