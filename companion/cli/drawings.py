"""`companion procedures dessiner`, `epreuve` and `exporter`: what a guide looks like, on the screen, on paper and for machines."""

import argparse
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from companion import clock
from companion.errors import Refused, reason
from companion.procedures import queries

if TYPE_CHECKING:
    from companion.cli.words import Parser


def add_to(inside: "argparse._SubParsersAction[Parser]") -> None:
    """Add the three commands to those of `companion procedures`."""
    picture = inside.add_parser("dessiner", help="écrire le dessin d’un guide")
    picture.add_argument("id", metavar="ID", help="identifiant du guide (voir : companion procedures lister)")
    picture.add_argument("--format", choices=("svg", "mermaid"), default="svg", help="svg (par défaut) ou mermaid")
    picture.set_defaults(run=_draw, ends_by_hand=False)
    paper = inside.add_parser("epreuve", help="imprimer tous les textes d’un guide, pour le relire en équipe")
    paper.add_argument("id", metavar="ID", help="identifiant du guide")
    paper.add_argument("--out", type=Path, required=True, metavar="FICHIER.pdf", help="fichier PDF à écrire")
    paper.set_defaults(run=_print, ends_by_hand=False)
    export = inside.add_parser("exporter", help="décrire un guide dans un vocabulaire public")
    export.add_argument("id", metavar="ID", help="identifiant du guide")
    export.add_argument("--format", choices=("cpsv-ap",), required=True, help="cpsv-ap : JSON-LD, CPSV-AP 3.2.0")
    export.set_defaults(run=_export, ends_by_hand=False)


def _draw(said: argparse.Namespace) -> int:
    from companion.procedures import papers  # noqa: PLC0415 (only when something is drawn)

    procedure = _find(queries.read_library(queries.SHELVES), said.id).procedure
    _tell(papers.mermaid(procedure) if said.format == "mermaid" else papers.svg(procedure))
    return 0


def _print(said: argparse.Namespace) -> int:
    from companion.procedures import papers  # noqa: PLC0415 (only when something is printed)

    library = queries.read_library(queries.SHELVES)
    procedure = _find(library, said.id).procedure
    institution = library.institutions.get(procedure.institution)
    around = papers.Surroundings(clock.now(), institution, library.delegations, library.procedures)
    _write(said.out, papers.proof(procedure, around))
    return 0


def _export(said: argparse.Namespace) -> int:
    from companion.procedures import papers  # noqa: PLC0415 (only when something is exported)

    library = queries.read_library(queries.SHELVES)
    procedure = _find(library, said.id).procedure
    _tell(papers.cpsv_ap(procedure, library.institutions.get(procedure.institution)))
    return 0


def _find(library: queries.Library, name: str) -> queries.Guide:
    if name in library.guides:
        return library.guides[name]
    near = get_close_matches(name, library.guides, n=1)
    advice = f"Vouliez-vous dire « {near[0]} » ?" if near else "Pour voir tous les identifiants : companion procedures lister."
    message = f"Aucun guide ne s’appelle « {name} ». {advice}"
    raise Refused(message)


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as fault:
        message = f"Impossible d’écrire « {path} » : {reason(fault)}. Rien n’a été écrit."
        raise Refused(message) from None


def _tell(text: str) -> None:
    """Write to standard output in UTF-8, which these formats ask for whatever the terminal speaks."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()
