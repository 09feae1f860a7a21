"""Prepares a bare machine: its own virtual environment, and the dependencies in it.

Standard library only: it runs before anything else is installed.
"""

import hashlib
import importlib.util
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv"
NEEDED = (
    *("flask", "pydantic", "ruamel.yaml", "wtforms", "jinja2_fragments", "sqlalchemy", "fpdf", "icalendar", "rapidfuzz", "stdnum"),
    *("alembic", "cryptography"),
)
NEEDED_FOR_TESTS = ("pytest", "playwright", "hypothesis", "mypy", "importlinter", "pypdf", "pypdfium2")
READY = "COMPANION_READY"
"""Set in the environment of the second start, so that it can never loop."""


def say(sentence: str) -> None:
    """Tell the person who waits what is going on."""
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


def is_here(*modules: str) -> bool:
    """Tell whether these modules can be imported, without importing them."""
    with suppress(ModuleNotFoundError):
        return all(importlib.util.find_spec(module) is not None for module in modules)
    return False


def is_installed() -> bool:
    """Tell whether pip put Compagnon in this interpreter: only then do the libraries beside it have the versions we ask for."""
    return any(next(Path(place).glob("companion-*.dist-info"), None) for place in sys.path if place)


def prepare(module: str, *, extra: str = "") -> None:
    """Make sure that `python -m module` can run, in this interpreter or in our own.

    Returns when the dependencies are here; otherwise prepares `.venv` and
    replaces this process, so that Ctrl-C and SIGTERM reach the program itself.
    """
    wanted = (*NEEDED, *(NEEDED_FOR_TESTS if extra else ()))
    if is_installed() and is_here(*wanted):
        return
    if os.environ.get(READY) == module:
        say("Les dépendances manquent encore après l’installation. Supprimez le dossier « .venv », puis recommencez.")
        raise SystemExit(1)
    try:
        with _one_at_a_time():
            if not _is_ready(extra):
                _install(extra)
    except OSError:
        say(
            "Le dossier de Compagnon ne peut pas être écrit. Vérifiez vos droits et la place sur le disque, puis relancez la même commande."
        )
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        say("Mise en route arrêtée. Relancez la même commande pour la finir.")
        raise SystemExit(1) from None
    os.environ[READY] = module
    _start_again(["-m", module, *sys.argv[1:]])


def _start_again(arguments: list[str]) -> None:
    command = [str(_python()), *arguments]
    if os.name == "nt":  # Windows has no exec that keeps the console attached.
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program itself, which cleans up behind it.
        raise SystemExit(subprocess.call(command))
    os.execv(command[0], command)


def _python() -> Path:
    return HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _stamp(extra: str) -> Path:
    return HOME / f"companion-{extra or 'base'}.stamp"


def _fingerprint() -> str:
    return hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()


def _is_ready(extra: str) -> bool:
    with suppress(OSError):
        return _python().exists() and _stamp(extra).read_text(encoding="utf-8") == _fingerprint()
    return False


def _install(extra: str) -> None:
    started = time.monotonic()
    say("Première mise en route : Compagnon prépare son environnement (une à trois minutes, une seule fois).")
    _make_home()
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    say("2/2  Installation des bibliothèques…")
    _run([str(_python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", target])
    for name in ("", extra):
        _stamp(name).write_text(_fingerprint(), encoding="utf-8")
    say(f"Prêt, en {time.monotonic() - started:.0f} secondes.")


def _make_home() -> None:
    import venv  # noqa: PLC0415 (only once in the life of a machine)

    say("1/2  Création de l’environnement « .venv »…")
    try:
        venv.EnvBuilder(with_pip=True, clear=not _python().exists(), symlinks=os.name != "nt").create(HOME)
    except (OSError, subprocess.CalledProcessError):
        say("Python ne peut pas créer d’environnement ici. Vérifiez que le module « venv » est installé (Debian : python3-venv).")
        raise SystemExit(1) from None


def _run(command: list[str]) -> None:
    if subprocess.call(command):
        say("L’installation s’est arrêtée. Vérifiez la connexion à internet et la place sur le disque, puis relancez la même commande.")
        raise SystemExit(1)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Hold a lock while the environment is prepared; it falls with the process."""
    with (ROOT / ".venv.lock").open("w", encoding="utf-8") as file:
        if os.name == "nt":
            yield
            return
        import fcntl  # noqa: PLC0415 (not on Windows)

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Une autre mise en route est en cours : on l’attend.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
