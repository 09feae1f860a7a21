"""`companion procedures`: examines, lists and describes the procedure files."""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from companion import clock
from companion.cli import drawings
from companion.procedures import lint, queries
from companion.procedures.rules.freshness import FRESHNESS, freshness, valid_until
from companion.procedures.rules.procedure import Procedure

if TYPE_CHECKING:
    from companion.cli.words import Parser


def add_to(commands: "argparse._SubParsersAction[Parser]") -> None:
    """Add the group and its commands."""
    group = commands.add_parser("procedures", help="vérifier et lister les fichiers de procédure")
    inside = group.add_subparsers(required=True, metavar="COMMANDE")
    check = inside.add_parser("verifier", help="vérifier des fichiers de procédure (par défaut : ceux qui sont livrés)")
    check.add_argument("path", type=Path, nargs="*", metavar="CHEMIN", help="fichier ou dossier")
    check.add_argument("--strict", action="store_true", help="échouer aussi sur une vérification périmée")
    check.add_argument("--precedente", type=Path, metavar="DOSSIER", help="dossier de la version publiée, pour voir ce qui a disparu")
    check.add_argument("--infos", action="store_true", help="dire aussi ce qui reste à confirmer ou sera bientôt périmé")
    check.add_argument("--json", action="store_true", help="écrire le résultat en JSON, informations comprises")
    check.set_defaults(run=_check, ends_by_hand=False)
    every = inside.add_parser("lister", help="lister les guides et leur fraîcheur")
    every.add_argument("--json", action="store_true", help="écrire la liste en JSON")
    every.set_defaults(run=_list, ends_by_hand=False)
    inside.add_parser("schema", help="écrire le schéma JSON d’un fichier de procédure").set_defaults(run=_schema, ends_by_hand=False)
    drawings.add_to(inside)


def _check(said: argparse.Namespace) -> int:
    findings = queries.review(said.path, clock.today(), said.precedente)
    failed = any(one.level == "erreur" or (said.strict and one.code == "A11") for one in findings)
    if said.json:
        sys.stdout.write(json.dumps([one.as_json() for one in findings], indent=1) + "\n")
    else:
        _tell(findings, infos=said.infos)
    return 1 if failed else 0


def _tell(findings: Iterable[lint.Finding], *, infos: bool) -> None:
    told = list(findings)
    for one in told:
        if one.level != "info" or infos:
            field = f" — {one.field}" if one.field else ""
            sys.stdout.write(f"{one.file}:{one.line} {one.code} ({one.level}){field} : {one.message}\n")
    errors, warnings, others = (sum(one.level == level for one in told) for level in ("erreur", "avertissement", "info"))
    more = " Pour lire les informations : --infos." if others and not infos else ""
    sys.stdout.write(f"{errors} erreur(s), {warnings} avertissement(s), {others} information(s).{more}\n")


def _list(said: argparse.Namespace) -> int:
    library = queries.read_library(queries.SHELVES)
    rows = [_row(guide.procedure) for guide in library.guides.values()]
    for finding in library.findings:
        sys.stderr.write(f"{finding.file}, ligne {finding.line} : {finding.message}\n")
    if said.json:
        sys.stdout.write(json.dumps(rows, indent=1) + "\n")
        return 0
    for row in rows:
        dates = f"vérifié le {row['verified_on']}\tvalable jusqu’au {row['valid_until']}"
        sys.stdout.write(f"{row['id']}\t{row['title']}\t{row['institution']}\t{row['country']}\t{dates}\t{row['state']}\n")
    return 0


def _row(procedure: Procedure) -> dict[str, str]:
    checked = procedure.verification
    return {
        "id": procedure.id,
        "title": procedure.titre,
        "institution": procedure.institution,
        "country": procedure.country,
        "verified_on": checked.le.isoformat(),
        "valid_until": valid_until(checked).isoformat(),
        "state": FRESHNESS[freshness(checked, clock.today())],
    }


def _schema(_said: argparse.Namespace) -> int:
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Procedure.model_json_schema()}
    sys.stdout.write(json.dumps(schema, indent=1) + "\n")
    return 0
