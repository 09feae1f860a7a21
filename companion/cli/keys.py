"""`companion cle publique`: the key by which anybody checks the papers of the association, and its four words."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from companion.config import open_instance
from companion.errors import Refused

if TYPE_CHECKING:
    from companion.cli.words import Parser

NO_ASSOCIATION = (
    "Cette association n’est pas encore ouverte : elle n’a pas de clé. "
    "Lancez « serve », puis suivez la première ouverture dans le navigateur."
)
NO_FOLDER = "Le dossier « {name} » n’existe pas. Dites quelle association avec --instance DOSSIER."


def add_to(commands: "argparse._SubParsersAction[Parser]") -> None:
    """Add the command."""
    key = commands.add_parser("cle", help="la clé publique de l’association, et ses quatre mots")
    inner = key.add_subparsers(required=True, metavar="QUOI", parser_class=type(key))
    public = inner.add_parser("publique", help="écrire la clé publique (PEM) et ses quatre mots")
    default = Path(os.environ.get("COMPANION_INSTANCE") or "instance")
    public.add_argument("--instance", type=Path, default=default, metavar="DOSSIER", help="dossier de l’association")
    public.add_argument("--json", action="store_true", help="écrire le résultat en JSON")
    public.set_defaults(run=_tell, ends_by_hand=False)


def _tell(said: argparse.Namespace) -> int:
    from companion.signature.keys import fingerprint, public_to_pem  # noqa: PLC0415 (only this command needs them)

    key = _public_key(said.instance)
    pem, words = public_to_pem(key), fingerprint(key)
    if said.json:
        sys.stdout.write(json.dumps({"pem": pem, "words": words.split()}) + "\n")
    else:
        sys.stdout.write(f"{pem}{words}\n")
    return 0


def _public_key(folder: Path) -> bytes:
    from companion.accounts.queries.house import found_association  # noqa: PLC0415 (only this command needs the database)
    from companion.db import Database, reading  # noqa: PLC0415 (the same)

    if not folder.is_dir():
        raise Refused(NO_FOLDER.format(name=folder.name))
    with reading(Database(open_instance(folder).database_url).engine) as session:
        own = found_association(session)
    if own is None:
        raise Refused(NO_ASSOCIATION)
    return own.sign_public
