"""The other door: the command line, with clear French sentences and stable statuses.

Status 0: what was asked holds.  1: it does not.  2: the command was not understood.
"""

import argparse
import io
import os
import sys
from collections.abc import Sequence

from companion.cli import demonstration, journal, keys, procedures, purging, serving, upkeep
from companion.cli.words import Parser
from companion.errors import Refused, reason

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its status."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter still gets the rest
    said = argparse.Namespace(ends_by_hand=False)
    try:
        said = parser().parse_args(arguments)
        status: int = said.run(said)
        sys.stdout.flush()
    except Refused as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    except KeyboardInterrupt:
        return 0 if said.ends_by_hand else 1
    except OSError as fault:
        _forget_output()
        if isinstance(fault, BrokenPipeError):  # The reader of our output left: nobody is to blame.
            return 0
        sys.stderr.write(f"Le système a refusé de lire ou d’écrire : {reason(fault)}.\n")
        return 1
    return status


def _forget_output() -> None:
    """Write what may be left to nowhere, so that closing the program cannot fail too."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def parser() -> Parser:
    """Return the parser of every command that exists so far."""
    top = Parser(prog="companion", description="Compagnon : à côté de la personne pendant une démarche en ligne.")
    commands = top.add_subparsers(required=True, metavar="COMMANDE", parser_class=Parser)
    demonstration.add_to(commands)
    journal.add_to(commands)
    keys.add_to(commands)
    serving.add_to(commands)
    upkeep.add_to(commands)
    purging.add_to(commands)
    procedures.add_to(commands)
    return top
