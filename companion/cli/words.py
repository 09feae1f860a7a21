"""What the command line accepts and how it answers: in French."""

import argparse
import ipaddress
import re
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NoReturn

from companion.typography import NBSP

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

MAX_PORT = 65535
_FRENCH = (
    (r"the following arguments are required: (.+)", r"il manque \1"),
    (r"unrecognized arguments: (.+)", r"on ne connaît pas \1"),
    (r"argument (\S+): expected one argument", r"\1 demande une valeur"),
    (r"argument (\S+): expected at least one argument", r"\1 demande au moins une valeur"),
    (r"argument (\S+): invalid choice: (['\"])(.*?)\2[ ,].*", r"\1 : « \3 » n’existe pas"),
    (r"argument (\S+): ignored explicit argument .*", r"\1 ne prend pas de valeur"),
    (r"argument (\S+): not allowed with argument (\S+)", r"\1 ne va pas avec \2"),
    (r"argument (\S+): (.+)", r"\1 : \2"),
)


class _Help(argparse.HelpFormatter):
    """The layout of the help, with its own words in French."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """Begin with « Usage »."""
        super().add_usage(usage, actions, groups, f"Usage{NBSP}: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser that says in French what it takes, and what it did not understand."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 (what argparse takes)
        """Make a parser; a command is never abbreviated, since a longer one may come."""
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=_Help, **options)
        self._positionals.title = f"À donner{NBSP}"
        self._optionals.title = f"Options{NBSP}"
        self.add_argument("-h", "--help", action="help", help="montrer cette aide")

    def error(self, message: str) -> NoReturn:
        """Stop on what argparse did not understand."""
        self.misuse(in_french(message))

    def misuse(self, sentence: str) -> NoReturn:
        """Stop with status 2, what is wrong and the way to the help."""
        sys.stderr.write(f"Commande non comprise : {sentence}.\nEssayez : {self.prog} --help\n")
        raise SystemExit(2)

    def print_help(self, file: "SupportsWrite[str] | None" = None) -> None:
        """Write the help; argparse itself says nothing when that fails."""
        (file or sys.stdout).write(self.format_help())

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        """Leave once everything is written, so that a fault in writing is ours to tell."""
        sys.stdout.flush()
        super().exit(status, message)


def in_french(message: str) -> str:
    """Return what argparse says, in French."""
    for english, french in _FRENCH:
        if re.fullmatch(english, message, re.DOTALL):
            return re.sub(english, french, message, flags=re.DOTALL)
    return "vérifiez les mots de la commande"


def port(written: str) -> int:
    """Read a port number."""
    if not written.isascii() or not written.isdigit() or not 0 < int(written[:6]) <= MAX_PORT:
        message = f"« {written} » n’est pas un port (de 1 à {MAX_PORT})"
        raise argparse.ArgumentTypeError(message)
    return int(written)


def few(written: str) -> int:
    """Read a number of processes or threads, from 1 to 8."""
    if written not in set("12345678"):
        message = f"« {written} » n’est pas un nombre de 1 à 8"
        raise argparse.ArgumentTypeError(message)
    return int(written)


def own_address(written: str) -> str:
    """Accept this machine's own addresses only: without TLS, nobody listens further."""
    if written == "localhost":
        return "127.0.0.1"
    try:
        if ipaddress.ip_address(written).is_loopback:
            return written
    except ValueError:
        pass
    message = f"« {written} » n’est pas une adresse de cette machine ; sans chiffrement, Compagnon n’écoute que sur 127.0.0.1"
    raise argparse.ArgumentTypeError(message)
