"""What `demo` promises: a site that answers at once, and nothing left when one leaves, however one leaves."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 90.0
WAYS = {
    "Ctrl-C": lambda demo: os.killpg(demo.process.pid, signal.SIGINT),
    "SIGINT to itself": lambda demo: demo.process.send_signal(signal.SIGINT),
    "SIGTERM to itself": lambda demo: demo.process.send_signal(signal.SIGTERM),
    "SIGTERM to its group": lambda demo: os.killpg(demo.process.pid, signal.SIGTERM),
    "a closed terminal": lambda demo: os.killpg(demo.process.pid, signal.SIGHUP),
}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="les signaux sont ceux d’Unix")


@dataclass
class Demo:
    """A demonstration that runs, and what it may leave behind."""

    process: subprocess.Popen[str]
    place: Path
    seen: set[psutil.Process] = field(default_factory=set)

    def look(self) -> list[psutil.Process]:
        """Return its children that live, and remember them."""
        found: list[psutil.Process] = []
        with suppress(psutil.NoSuchProcess):
            children = psutil.Process(self.process.pid).children(recursive=True)
            found = [one for one in children if one.status() != psutil.STATUS_ZOMBIE]
        self.seen.update(found)
        return found

    def folders(self) -> list[Path]:
        """Return the folders it holds."""
        return list(self.place.glob("companion-demo-*"))

    def address(self) -> str:
        """Wait for the line that says where it is."""
        assert self.process.stdout
        line = self.process.stdout.readline()
        self.look()
        assert re.fullmatch(r"URL: http://127\.0\.0\.1:\d+/essai/[0-9a-f]{64}\n", line), self.process.communicate(timeout=PATIENCE)
        return line.split()[1]

    def ends(self) -> None:
        """Wait for its end, and see that nothing is left."""
        _, told = self.process.communicate(timeout=PATIENCE)
        assert self.process.returncode == 0, told
        assert "Traceback" not in told
        assert not self.folders()
        _, alive = psutil.wait_procs(self.seen, timeout=PATIENCE)
        assert not alive


def until(holds: Callable[[], object]) -> None:
    """Wait until something holds, and fail if it never does."""
    limit = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < limit, "it never came"
        time.sleep(0.005)


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    """Start a demonstration in a place of its own, and make sure that it ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "companion", "demo", "--no-browser"],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    started = Demo(process, tmp_path)
    try:
        yield started
    finally:
        for one in [*started.look(), *started.seen]:
            if one.is_running():
                one.kill()
        process.kill()
        process.communicate()


def status_of(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


def test_the_demonstration_answers_at_the_address_it_prints_which_lets_one_in_once(demo):
    address = demo.address()
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        page = answer.read().decode()

    assert answer.status == 200
    assert "Quelle démarche faisons-nous" in page
    assert status_of(address) == 404, "the link serves once"
    assert status_of(address[:-4] + "0000") == 404
    demo.process.send_signal(signal.SIGINT)
    demo.ends()


@pytest.mark.parametrize("way", WAYS)
def test_the_demonstration_leaves_nothing_when_it_is_stopped(demo, way):
    demo.address()
    assert len(demo.folders()) == 1
    WAYS[way](demo)

    demo.ends()


@pytest.mark.parametrize("way", ["SIGINT to itself", "SIGTERM to itself", "SIGTERM to its group"])
@pytest.mark.parametrize("moment", ["its folder exists", "its first child exists", "its second child exists"])
def test_the_demonstration_leaves_nothing_when_it_is_stopped_while_it_starts(demo, way, moment):
    children = ["its folder exists", "its first child exists", "its second child exists"].index(moment)
    until(lambda: (demo.look() or demo.folders()) and len(demo.seen) >= children)
    WAYS[way](demo)

    demo.ends()


def test_a_second_signal_while_it_stops_changes_nothing(demo):
    demo.address()
    demo.process.send_signal(signal.SIGTERM)
    demo.process.send_signal(signal.SIGTERM)

    demo.ends()


def test_one_process_that_dies_is_replaced(demo):
    address = demo.address()
    until(lambda: len(demo.look()) == 2)
    first = demo.look()
    first[0].kill()
    until(lambda: len(demo.look()) == 2 and demo.look() != first)

    assert status_of(address.partition("essai/")[0]) == 200
    demo.process.send_signal(signal.SIGINT)
    demo.ends()
