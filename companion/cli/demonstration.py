"""`companion demo`: a throw-away association, gone at the end."""

import argparse
import json
import secrets
import shutil
import signal
import sys
import tempfile
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from companion.cli.serving import open_site
from companion.cli.words import Parser, port
from companion.config import open_instance
from companion.errors import Refused
from companion.web.server import Address, farewells_held, free_port

if TYPE_CHECKING:
    from companion.cli.invented import Invented

TIMES = 3
"""What a process that ends was still writing may come back once."""

INVENTED = """\
# Association inventée pour la démonstration.
[association]
nom = "Permanence du Canal (exemple)"
telephone = "02 000 00 00"
adresse = "rue de l'Exemple 1, 1000 Bruxelles"
permanences = "lundi et jeudi, de 9 h à 12 h"
pays = "be"
"""


def add_to(commands: "argparse._SubParsersAction[Parser]") -> None:
    """Add the command."""
    command = commands.add_parser("demo", help="essayer avec une association inventée, effacée à la fin")
    command.add_argument("--port", type=port, help="port d’écoute (par défaut : un port libre)")
    command.add_argument("--no-browser", action="store_true", help="ne pas ouvrir le navigateur")
    command.add_argument(
        "--seed", action="store_true", help="remplir le dossier --instance, dire en JSON ce qu’il contient, puis s’arrêter"
    )
    command.add_argument("--instance", type=Path, metavar="DOSSIER", help="dossier à remplir, avec --seed seulement")
    command.set_defaults(run=_run, ends_by_hand=True, misuse=command.misuse)


def _run(said: argparse.Namespace) -> int:
    if said.seed:
        return _seed(said.instance or said.misuse("dites quel dossier remplir, avec --instance DOSSIER"))
    if said.instance:
        said.misuse("--instance ne sert qu’avec --seed ; la démonstration fait son propre dossier, et l’efface à la fin")
    with farewells_held(), _leaving_nothing() as folder:
        invented = fill(folder)
        sys.stderr.write("Démonstration : l’association est inventée, tout s’efface à la fin. Pour arrêter : Ctrl-C.\n")
        for worker in invented.workers:
            sys.stderr.write(f"{worker.name} ({worker.role}) : {worker.login} · {worker.passphrase} · {worker.totp_secret}\n")
        sys.stderr.write(f"Six chiffres du voile : {worker.pin}\n")
        address = Address(port=said.port or free_port())
        open_site(folder, address, lambda url: said.no_browser or webbrowser.open(url), invented.first)
    return 0


def _seed(folder: Path) -> int:
    made = fill(folder)
    said = {
        "workers": [one.as_json() for one in made.workers],
        "envelope": made.envelope,
        "slips": [one.as_json() for one in made.slips],
        "closed_quarter": None,
    }
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
    return 0


def fill(folder: Path) -> "Invented":
    """Fill an instance with the invented association; an existing one is never written over."""
    if (folder / "config.toml").exists():
        message = f"Le dossier « {folder.name} » contient déjà une association. Choisissez un dossier vide."
        raise Refused(message)
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / "config.toml").write_text(INVENTED, encoding="utf-8")
    config = open_instance(folder)
    from companion.cli.invented import invent_people  # noqa: PLC0415 (only a demonstration needs the vault at once)

    return invent_people(config, with_visits=True)


@contextmanager
def _leaving_nothing() -> Iterator[Path]:
    """Lend a folder that is removed in any case, SIGTERM and a closed terminal included."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), stop)
    folder = Path(tempfile.gettempdir()) / f"companion-demo-{secrets.token_hex(8)}"  # Named before it is made: no signal finds it nameless.
    try:
        folder.mkdir(mode=0o700)
        yield folder
    finally:
        for _ in range(TIMES):
            shutil.rmtree(folder, ignore_errors=True)
            if not folder.exists():
                break
