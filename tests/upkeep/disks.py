"""Disks of their own for one command: too small, or closed to writing."""

import shlex
import subprocess
import sys
from pathlib import Path

from tests.cli.running import ROOT


def on_small_disk(place: Path, kilobytes: int, *words: object, before: str = "true") -> subprocess.CompletedProcess[str]:
    """Run a command while a small disk stands at a place; what stayed on it is listed after what it says."""
    shown = shlex.quote(str(place))
    return _alone(f"mount -t tmpfs -o size={kilobytes}k small {shown} && {before}", words, f"ls -A {shown}")


def on_closed_disk(place: Path, *words: object) -> subprocess.CompletedProcess[str]:
    """Run a command while a folder refuses to be written."""
    shown = shlex.quote(str(place))
    return _alone(f"mount --bind {shown} {shown} && mount -o remount,bind,ro {shown}", words, f"ls -A {shown}")


def _alone(mounted: str, words: tuple[object, ...], after: str) -> subprocess.CompletedProcess[str]:
    asked = shlex.join([sys.executable, "-m", "companion", *map(str, words)])
    script = f"{mounted} || exit 99; {asked}; status=$?; {after}; exit $status"
    return subprocess.run(["unshare", "-rm", "sh", "-c", script], cwd=ROOT, text=True, capture_output=True, timeout=120, check=False)
