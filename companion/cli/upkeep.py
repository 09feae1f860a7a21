"""`companion sauvegarde`, `restaurer`, `sante`: the copy kept elsewhere, its return, and the check that all is well."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from companion import clock
from companion.typography import french

if TYPE_CHECKING:
    from companion.cli.words import Parser

INSTANCE = "dossier de l’association"


def add_to(commands: "argparse._SubParsersAction[Parser]") -> None:
    """Add the three commands; what they need is loaded when they run."""
    save = commands.add_parser("sauvegarde", help="copier toute l’association dans un seul fichier, même pendant qu’elle sert")
    save.add_argument("file", type=Path, metavar="FICHIER", help="copie à écrire, sur une clé USB ou un autre disque")
    _instance(save)
    save.add_argument("--json", action="store_true", help="écrire le résultat en JSON")
    save.set_defaults(run=_save, ends_by_hand=False)
    restore = commands.add_parser("restaurer", help="remettre une association depuis sa copie, dans un dossier neuf")
    restore.add_argument("file", type=Path, metavar="FICHIER", help="copie écrite par « sauvegarde »")
    restore.add_argument("--instance", type=Path, required=True, metavar="DOSSIER", help="dossier neuf ou vide, pour l’association")
    restore.add_argument("--json", action="store_true", help="écrire le résultat en JSON")
    restore.set_defaults(run=_restore, ends_by_hand=False)
    check = commands.add_parser("sante", help="vérifier que tout va bien : base de données, journal, horloge, sauvegarde, guides, place")
    _instance(check)
    check.add_argument("--json", action="store_true", help="écrire le résultat en JSON")
    check.set_defaults(run=_check, ends_by_hand=False)


def _instance(command: "Parser") -> None:
    default = Path(os.environ.get("COMPANION_INSTANCE") or "instance")
    command.add_argument("--instance", type=Path, default=default, metavar="DOSSIER", help=INSTANCE)


def _save(said: argparse.Namespace) -> int:
    from companion.cli.saving import save  # noqa: PLC0415 (only this command needs the database)

    return save(said.file, said.instance, as_json=said.json)


def _restore(said: argparse.Namespace) -> int:
    from companion.cli.restoring import restore  # noqa: PLC0415 (only this command needs the database)

    return restore(said.file, said.instance, as_json=said.json)


def _check(said: argparse.Namespace) -> int:
    from companion.upkeep.queries.folders import existing_instance  # noqa: PLC0415 (only this command needs the database)
    from companion.upkeep.queries.health import checkup_of  # noqa: PLC0415 (the same)

    lines = checkup_of(existing_instance(said.instance), clock.today())
    if said.json:
        sys.stdout.write(json.dumps([one.as_json() for one in lines], indent=1) + "\n")
    else:
        sys.stdout.writelines(f"{french(f'{one.level} :')} {one.message}\n" for one in lines)
    return 1 if any(one.level == "erreur" for one in lines) else 0
