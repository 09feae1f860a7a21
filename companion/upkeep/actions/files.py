"""Writes files whole or not at all, and the key of the site once."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from companion.errors import Refused, reason
from companion.signature.keys import new_private, private_from_pem, private_to_pem
from companion.upkeep.actions.scratch import scratch_beside

OWNER_ONLY = 0o600
KEY_UNREAD = (
    "Le fichier « site.key » de l’association ne peut pas être lu ({why}). "
    "Rendez-le lisible, ou mettez-le de côté : Compagnon en fera un autre à la prochaine sauvegarde."
)
KEY_UNWRITTEN = (
    "Le dossier de l’association refuse l’écriture de « site.key » ({why}). Rien n’a été sauvegardé. Vérifiez ses droits, puis recommencez."
)
NOT_A_KEY = "ce n’est pas une clé"


@contextmanager
def own_file(path: Path) -> Iterator[int]:
    """Make a new file that its owner alone reads; what was written is on the disk at the end."""
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0), OWNER_ONLY)
    try:
        yield handle
        os.fsync(handle)
    finally:
        os.close(handle)


def write_new(path: Path, content: bytes) -> None:
    """Write a new file."""
    with own_file(path) as handle, os.fdopen(handle, "wb", closefd=False) as file:
        file.write(content)
        file.flush()


def settle(folder: Path) -> None:
    """Ask the disk to keep the names of a folder too, where the system knows how."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def site_key(path: Path) -> bytes:
    """Return the private key of the site, making it the first time; two that begin at once share one."""
    try:
        return _read_key(path)
    except FileNotFoundError:
        pass
    try:
        with scratch_beside(path.parent) as scratch:
            write_new(scratch / path.name, private_to_pem(new_private()).encode())
            with suppress(FileExistsError):
                _place_once(scratch / path.name, path)
        settle(path.parent)
        return _read_key(path)
    except OSError as fault:
        raise Refused(KEY_UNWRITTEN.format(why=reason(fault))) from None


def _place_once(made: Path, path: Path) -> None:
    """Put a file where none stands; a disk without links is trusted not to be shared."""
    try:
        os.link(made, path)
    except FileExistsError:
        raise
    except OSError:
        made.rename(path)


def _read_key(path: Path) -> bytes:
    try:
        return private_from_pem(path.read_text("ascii"))
    except FileNotFoundError:
        raise
    except OSError as fault:
        raise Refused(KEY_UNREAD.format(why=reason(fault))) from None
    except (Refused, UnicodeDecodeError):
        raise Refused(KEY_UNREAD.format(why=NOT_A_KEY)) from None
