"""`companion serve`: opens Compagnon on this machine."""

import argparse
import os
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask

from companion import clock
from companion.cli.words import Parser, few, own_address, port
from companion.config import Config, open_instance
from companion.errors import Refused
from companion.typography import french
from companion.web.server import Address, is_taken, serve
from companion.web.tokens import spoken_code

if TYPE_CHECKING:
    from companion.vault.keys.members import Member

DEFAULT_PORT = 8000
TRIES = 600
PAUSE_SECONDS = 0.05


def add_to(commands: "argparse._SubParsersAction[Parser]") -> None:
    """Add the command."""
    command = commands.add_parser("serve", help="ouvrir Compagnon sur cette machine")
    default = Path(os.environ.get("COMPANION_INSTANCE") or "instance")
    command.add_argument(
        "--instance", type=Path, default=default, metavar="DOSSIER", help="dossier de l’association (créé à la première ouverture)"
    )
    command.add_argument(
        "--host", type=own_address, default="127.0.0.1", metavar="ADRESSE", help="adresse d’écoute, sur cette machine seulement"
    )
    command.add_argument("--port", type=port, default=DEFAULT_PORT, help=f"port d’écoute (par défaut : {DEFAULT_PORT})")
    command.add_argument("--threads", type=few, default=2, metavar="NOMBRE", help="fils d’exécution par processus, de 1 à 8")
    command.add_argument("--processes", type=few, default=2, metavar="NOMBRE", help="nombre de processus, de 1 à 8")
    command.set_defaults(run=_run, ends_by_hand=True, misuse=command.misuse)


def _run(said: argparse.Namespace) -> int:
    open_site(said.instance, Address(said.host, said.port, said.processes, said.threads))
    return 0


@dataclass
class Opening:
    """One site on its way to open: what the application, once made, has to say."""

    config: Config
    address: Address
    then: Callable[[str], object] = lambda _: None
    """Called with the address once it answers."""
    enters: "Member | None" = None
    """Somebody invented, who comes in by a link of one use."""
    code: str = ""
    path: str = ""

    def make(self) -> Flask:
        """Make the application, and name the files that could not be opened."""
        from companion.app import create_app  # noqa: PLC0415 (only serving needs the pages)

        app = create_app(self.config, derivations=2 if self.address.processes == 1 else 1)
        for finding in app.extensions["bookcase"].library().findings:
            sys.stderr.write(f"{finding.file}, ligne {finding.line} : {finding.message}\n")
        app.extensions["days"].leave_to_another()
        self.code = spoken_code("première ouverture", app)
        if self.enters:
            from companion.accounts.views.trial import one_time_link  # noqa: PLC0415 (only a demonstration has it)

            self.path = one_time_link(app, self.enters)
        return app

    def announce(self) -> None:
        """Print the address once the server really answers, then begin the day: what is served is noted, what has had its day goes."""
        with suppress(KeyboardInterrupt):
            for _ in range(TRIES):
                if _answers(self.address):
                    sys.stdout.write(f"URL: {self.address.url}{self.path}\n")
                    sys.stdout.flush()
                    self.then(f"{self.address.url}{self.path}")
                    _begin_day(self.config)
                    _say_first_run(self)
                    return
                time.sleep(PAUSE_SECONDS)
            sys.stderr.write("Le serveur ne répond pas. Arrêtez-le avec Ctrl-C, puis relancez la commande.\n")


def open_site(instance: Path, address: Address, then: Callable[[str], object] = lambda _: None, enters: "Member | None" = None) -> None:
    """Serve one instance until interrupted; `then` is called with the address once it answers."""
    if is_taken(address):
        message = f"Le port {address.port} est déjà pris. Choisissez-en un autre avec --port."
        raise Refused(message)
    opening = Opening(open_instance(instance), address, then, enters)
    serve(opening.make, address, opening.announce)


def _say_first_run(opening: Opening) -> None:
    """Say how the association is opened, as long as nobody can sign in."""
    from companion.accounts.queries.house import is_open  # noqa: PLC0415 (a process of its own loads the database)
    from companion.db import Database, reading  # noqa: PLC0415 (the same)

    with suppress(Refused), reading(Database(opening.config.database_url).engine) as session:
        if not is_open(session):
            sys.stderr.write(f"Première ouverture : {opening.address.url}premiere-ouverture (code {opening.code})\n")


def _begin_day(config: Config) -> None:
    """Keep the versions of the guides that are served, note the day, and erase what has had its day."""
    from companion.atelier.actions.said import note_versions  # noqa: PLC0415 (a process of its own loads the database)
    from companion.db import Database, wipe, writing  # noqa: PLC0415 (the same)
    from companion.procedures.queries import SHELVES, read_library  # noqa: PLC0415 (the same)
    from companion.upkeep.actions.purging import purge_once_a_day  # noqa: PLC0415 (the same)
    from companion.upkeep.queries.days import SEEN, day_of, waits_for_somebody  # noqa: PLC0415 (the same)
    from companion.upkeep.rules.checkup import date_to_look_at  # noqa: PLC0415 (the same)

    try:
        engine, guides = Database(config.database_url).engine, read_library(SHELVES, config.procedures).guides.values()
        with writing(engine) as session:
            if waits_for_somebody(session, clock.today()):
                sys.stderr.write(f"{french(date_to_look_at(clock.today(), day_of(session, SEEN)))}\n")
                return
            note_versions(session, guides, clock.today())
            purge_once_a_day(session, clock.now(), guides)
            session.commit()
        wipe(engine)
    except Refused as refusal:
        sys.stderr.write(f"{refusal}\n")


def _answers(address: Address) -> bool:
    """Ask this machine itself: a proxy named in the environment has no part in it."""
    asked = HTTPConnection(address.host, address.port, timeout=5)
    with suppress(HTTPException, OSError), closing(asked):
        asked.request("GET", "/sante")
        return asked.getresponse().status == HTTPStatus.OK
    return False
