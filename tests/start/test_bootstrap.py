"""What the first start promises: it prepares everything, once, and says in French what stops it."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from companion import bootstrap

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60.0
FAKE_PYTHON = '#!{python}\nimport json, sys\nopen({asked!r}, "a").write(json.dumps(sys.argv[1:]) + "\\n")\nsys.exit({status})\n'


class Left(Exception):  # noqa: N818 (what the program did)
    """The process would have been replaced."""


class Machine:
    """A clone of its own, on a machine where nothing is installed."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.home = root / ".venv"
        self.asked = root / "asked.jsonl"
        self.made: list[bool] = []
        self.pip_status = 0
        (root / "pyproject.toml").write_text("[project]\nname = 'companion'\n", encoding="utf-8")
        monkeypatch.setattr(bootstrap, "ROOT", root)
        monkeypatch.setattr(bootstrap, "HOME", self.home)
        monkeypatch.setattr(bootstrap, "is_here", lambda *_: False)
        monkeypatch.setattr("venv.EnvBuilder", self._builder)
        monkeypatch.setattr(os, "execv", self._leave)
        monkeypatch.setattr(sys, "argv", ["companion", "demo", "--no-browser"])
        monkeypatch.setenv(bootstrap.READY, "")
        self.left: list[str] = []

    def _builder(self, *, with_pip: bool, clear: bool, **_options: bool) -> Any:
        assert with_pip
        machine = self

        class Builder:
            def create(self, home: Path) -> None:
                machine.made.append(clear)
                machine.make(home)

        return Builder()

    def make(self, home: Path) -> None:
        """Make an environment whose Python writes down what it is asked."""
        (home / "bin").mkdir(parents=True, exist_ok=True)
        python = home / "bin" / "python"
        python.unlink(missing_ok=True)
        python.write_text(FAKE_PYTHON.format(python=sys.executable, asked=str(self.asked), status=self.pip_status), encoding="utf-8")
        python.chmod(0o755)

    def _leave(self, path: str, words: list[str]) -> None:
        assert path == words[0]
        self.left = words
        raise Left

    @property
    def installs(self) -> list[list[str]]:
        """Return what pip was asked."""
        return [json.loads(line) for line in self.asked.read_text(encoding="utf-8").splitlines()] if self.asked.exists() else []

    def prepare(self, **options: str) -> None:
        """Start the program, until it would be replaced."""
        os.environ[bootstrap.READY] = ""
        with pytest.raises(Left):
            bootstrap.prepare("companion", **options)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Return a bare machine."""
    return Machine(tmp_path, monkeypatch)


def test_a_machine_that_has_everything_is_left_alone(machine, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap, "is_here", lambda *_: True)
    bootstrap.prepare("companion")

    assert not machine.home.exists()
    assert not machine.installs
    assert capsys.readouterr() == ("", "")


def test_the_first_start_prepares_installs_then_becomes_the_program(machine, capsys):
    machine.prepare()

    assert machine.made == [True]
    assert machine.installs == [["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", str(machine.root)]]
    assert machine.left == [str(machine.home / "bin" / "python"), "-m", "companion", "demo", "--no-browser"]
    told = capsys.readouterr()
    assert "Première mise en route" in told.err
    assert "Prêt" in told.err
    assert not told.out


def test_the_tests_bring_their_own_dependencies(machine):
    machine.prepare(extra="test")

    assert machine.installs[0][-1] == f"{machine.root}[test]"


def test_the_second_start_installs_nothing(machine, capsys):
    machine.prepare()
    capsys.readouterr()
    machine.prepare()

    assert len(machine.installs) == 1
    assert capsys.readouterr().err == ""


def test_a_machine_ready_for_the_tests_is_ready_for_the_program(machine):
    machine.prepare(extra="test")
    machine.prepare()

    assert len(machine.installs) == 1


def test_a_machine_ready_for_the_program_is_not_ready_for_the_tests(machine):
    machine.prepare()
    machine.prepare(extra="test")

    assert len(machine.installs) == 2


def test_other_dependencies_are_installed_at_the_next_start(machine):
    machine.prepare()
    (machine.root / "pyproject.toml").write_text("[project]\nname = 'companion'\nversion = '2'\n", encoding="utf-8")
    machine.prepare()

    assert len(machine.installs) == 2
    assert machine.made == [True, False]


def test_a_half_made_environment_is_made_again_from_nothing(machine):
    (machine.home / "lib").mkdir(parents=True)
    (machine.home / "pyvenv.cfg").write_text("home = nowhere\n", encoding="utf-8")
    machine.prepare()

    assert machine.made == [True]
    assert len(machine.installs) == 1


def test_an_environment_whose_python_is_gone_is_made_again_from_nothing(machine):
    machine.prepare()
    (machine.home / "bin" / "python").unlink()
    (machine.home / "bin" / "python").symlink_to(machine.root / "python-of-last-year")
    machine.prepare()

    assert machine.made == [True, True]
    assert len(machine.installs) == 2


def test_an_installation_cut_half_way_is_done_again(machine):
    machine.make(machine.home)
    machine.prepare()

    assert machine.made == [False]
    assert len(machine.installs) == 1


def test_an_installation_that_fails_says_what_to_do_and_stops(machine, capsys):
    machine.pip_status = 1
    with pytest.raises(SystemExit) as left:
        bootstrap.prepare("companion")

    assert left.value.code == 1
    told = capsys.readouterr().err
    assert "L’installation s’est arrêtée" in told
    assert "relancez la même commande" in told
    assert not list(machine.home.glob("*.stamp"))


def test_after_a_failure_the_same_command_tries_again(machine):
    machine.pip_status = 1
    with pytest.raises(SystemExit):
        bootstrap.prepare("companion")
    machine.pip_status = 0
    machine.prepare()

    assert len(machine.installs) == 2


@pytest.mark.parametrize("fault", [OSError("no room"), subprocess.CalledProcessError(1, ["ensurepip"])])
def test_a_python_without_venv_says_what_to_install(machine, monkeypatch, capsys, fault):
    def fail(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr("venv.EnvBuilder", fail)
    with pytest.raises(SystemExit) as left:
        bootstrap.prepare("companion")

    assert left.value.code == 1
    assert "python3-venv" in capsys.readouterr().err


def test_a_program_that_still_lacks_something_never_starts_again_for_ever(machine, monkeypatch, capsys):
    monkeypatch.setenv(bootstrap.READY, "companion")
    with pytest.raises(SystemExit) as left:
        bootstrap.prepare("companion")

    assert left.value.code == 1
    assert "Supprimez le dossier « .venv »" in capsys.readouterr().err
    assert not machine.left


def test_a_folder_that_cannot_be_written_is_said_in_french(machine, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap, "ROOT", machine.root / "pyproject.toml")
    with pytest.raises(SystemExit) as left:
        bootstrap.prepare("companion")

    assert left.value.code == 1
    assert "ne peut pas être écrit" in capsys.readouterr().err


def test_somebody_who_interrupts_the_set_up_is_told_how_to_go_on(machine, monkeypatch, capsys):
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("venv.EnvBuilder", interrupt)
    with pytest.raises(SystemExit) as left:
        bootstrap.prepare("companion")

    assert left.value.code == 1
    assert "Relancez la même commande" in capsys.readouterr().err


def test_a_module_that_does_not_exist_is_not_here():
    assert bootstrap.is_here("json", "json.decoder")
    assert not bootstrap.is_here("json", "no_such_module_at_all")
    assert not bootstrap.is_here("no_such_package.no_such_module")


SET_UP = """
import sys, time
from pathlib import Path
from companion import bootstrap
root = Path(sys.argv[1])
bootstrap.ROOT, bootstrap.HOME = root, root / ".venv"
bootstrap.is_here = lambda *_: False
def install(extra):
    with (root / "installs").open("a") as log:
        log.write("one\\n")
    while not (root / "go").exists():
        time.sleep(0.01)
    (root / ".venv" / "bin").mkdir(parents=True, exist_ok=True)
    (root / ".venv" / "bin" / "python").touch()
    (root / ".venv" / "companion-base.stamp").write_text(bootstrap._fingerprint())
bootstrap._install = install
bootstrap._start_again = lambda words: print("started", flush=True)
bootstrap.prepare("companion")
"""


def until(holds: Any) -> None:
    """Wait until something holds, and fail if it never does."""
    limit = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < limit, "it never came"
        time.sleep(0.01)


def test_two_set_ups_at_once_wait_for_each_other_and_install_once(tmp_path):
    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")
    start = [sys.executable, "-S", "-c", SET_UP, str(tmp_path)]
    first = subprocess.Popen(start, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until((tmp_path / "installs").exists)
    second = subprocess.Popen(start, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert second.stderr
    assert "on l’attend" in second.stderr.readline()
    (tmp_path / "go").touch()

    assert [process.communicate(timeout=PATIENCE)[0] for process in (first, second)] == ["started\n", "started\n"]
    assert (tmp_path / "installs").read_text(encoding="utf-8") == "one\n"


def test_a_set_up_that_dies_leaves_the_way_free(tmp_path):
    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")
    start = [sys.executable, "-S", "-c", SET_UP, str(tmp_path)]
    first = subprocess.Popen(start, cwd=ROOT, stdout=subprocess.DEVNULL)
    until((tmp_path / "installs").exists)
    first.kill()
    first.wait()
    (tmp_path / "go").touch()

    assert subprocess.run(start, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=True).stdout == "started\n"


def test_libraries_that_somebody_else_installed_are_not_trusted(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert not bootstrap.is_installed()

    (tmp_path / "companion-0.1.0.dist-info").mkdir()
    assert bootstrap.is_installed()
