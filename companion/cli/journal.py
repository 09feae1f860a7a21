"""`companion journal verifier`: computes the journal again and says whether anything changed, and what first."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from companion.errors import Refused, reason
from companion.typography import NBSP, french

if TYPE_CHECKING:
    from companion.cli.words import Parser
    from companion.config import Config
    from companion.journal.rules.checking import Verified
    from companion.journal.rules.notes import Checkpoint

FIRST = "0004"
"""The change of the tables that brought the journal."""
NOT_YET = (
    "Cette association n’a pas encore de journal : il commence avec la première démarche. "
    "Lancez « serve » si Compagnon n’a jamais été ouvert ici, ou dites quelle association avec --instance DOSSIER."
)
NO_POINT = (
    "Le fichier donné avec --point n’est pas un point de contrôle du journal. "
    "Donnez le texte entier, de la première ligne à la signature, sans rien changer."
)

CLOSED_POINT = "Le fichier donné avec --point ne peut pas être lu ({why}). Vérifiez son chemin, puis recommencez."


def add_to(commands: "argparse._SubParsersAction[Parser]") -> None:
    """Add the command."""
    top = commands.add_parser("journal", help="le journal de l’association : vérifier que rien n’y a été changé")
    inner = top.add_subparsers(required=True, metavar="QUOI", parser_class=type(top))
    check = inner.add_parser("verifier", help="recalculer tout le journal : nombre d’entrées, racine, points de contrôle")
    default = Path(os.environ.get("COMPANION_INSTANCE") or "instance")
    check.add_argument("--instance", type=Path, default=default, metavar="DOSSIER", help="dossier de l’association")
    check.add_argument("--point", type=Path, metavar="FICHIER", help="point de contrôle gardé ailleurs, que le journal doit contenir")
    check.add_argument("--json", action="store_true", help="écrire le résultat en JSON")
    check.set_defaults(run=_verify, ends_by_hand=False)


def _verify(said: argparse.Namespace) -> int:
    from companion.upkeep.queries.folders import existing_instance  # noqa: PLC0415 (only this command needs the database)

    config = existing_instance(said.instance)
    point = _read_point(said.point) if said.point else None
    found, words = _verified(config, point)
    if said.json:
        sys.stdout.write(json.dumps(_as_json(found, point) | {"words": words.split()}, ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in _lines(found, point, words))
    return 0 if found.holds else 1


def _read_point(path: Path) -> "Checkpoint":
    from companion.journal.rules.notes import LARGEST_NOTE, read_kept  # noqa: PLC0415 (the same)

    try:
        with path.open("rb") as file:
            return read_kept(file.read(LARGEST_NOTE + 1))
    except OSError as fault:
        raise Refused(CLOSED_POINT.format(why=reason(fault))) from None
    except ValueError:
        raise Refused(NO_POINT) from None


def _verified(config: "Config", point: "Checkpoint | None") -> "tuple[Verified, str]":
    """Look without changing anything, neither the tables nor their version; return the words of the key that was believed, too."""
    from companion.accounts.queries.house import found_association  # noqa: PLC0415 (the same)
    from companion.db import NEWER, NEWEST, open_database, reading, told_in_french, version_of  # noqa: PLC0415 (the same)
    from companion.journal.queries import verify  # noqa: PLC0415 (the same)
    from companion.signature.keys import fingerprint  # noqa: PLC0415 (the same)
    from companion.upkeep.queries.folders import database_file  # noqa: PLC0415 (the same)

    file = database_file(config)
    if file is not None and not file.exists():
        raise Refused(NOT_YET)
    engine = open_database(config.database_url)
    try:
        with told_in_french():
            reached = version_of(engine)
        if not FIRST <= reached <= NEWEST:
            raise Refused(NEWER if reached > NEWEST else NOT_YET)
        with reading(engine) as session:
            own = found_association(session)
            if own is None:
                raise Refused(NOT_YET)
            return verify(session, own.sign_public, point), fingerprint(own.sign_public)
    finally:
        engine.dispose()


def _as_json(found: "Verified", point: "Checkpoint | None") -> dict[str, Any]:
    last = found.last
    return {
        "size": found.size,
        "root": found.root,
        "checkpoints": found.checkpoints,
        "last": last and {"size": last.tree.size, "root": last.tree.root.hex(), "day": last.day.isoformat()},
        "pruned": found.pruned,
        "point": point and {"size": point.tree.size, "root": point.tree.root.hex(), "day": point.day.isoformat()},
        "holds": found.holds,
        "faults": list(found.faults),
    }


def _lines(found: "Verified", point: "Checkpoint | None", words: str) -> list[str]:
    from companion.procedures.rules.words import counted, day_in_words  # noqa: PLC0415 (the same)

    last = found.last
    signed = f", le dernier du {day_in_words(last.day)} pour {counted(last.tree.size, 'entrée', 'entrées')}" if last else ""
    told = [
        f"Journal : {counted(found.size, 'entrée', 'entrées')}.",
        f"Racine : {found.root or 'elle ne peut plus être calculée'}.",
        f"Points de contrôle : {found.checkpoints}{signed}.",
    ]
    if last:
        told.append(f"Clé qui signe, en quatre mots à comparer avec l'affiche : {words}.")
    if found.pruned:
        told.append(f"Effacées après leur délai, au début : {counted(found.pruned, 'entrée', 'entrées')}.")
    if not found.holds:
        return [*map(french, told), *found.faults, french("Gardez ce journal comme il est, et prévenez l'équipe.")]
    if point:
        size = counted(point.tree.size, "entrée", "entrées")
        told.append(f"Le point de contrôle donné ({size}, {day_in_words(point.day)}) est bien dans ce journal.")
    return [*map(french, told), f"Rien n’a été changé{NBSP}: le journal est intact."]
