"""Puts an association back from its backup, beside its place first: half of one is never met."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from companion.errors import Refused, reason
from companion.upkeep.actions.files import own_file, settle
from companion.upkeep.queries.copies import BROKEN, Copy, pieces
from companion.upkeep.rules.copies import DATABASE

UNWRITTEN = "L’association n’a pas pu être remise à cet endroit ({why}). Rien n’y a été changé. {gesture}"
GESTURES = {
    "le disque est plein": "Libérez de la place, ou choisissez un autre disque, puis recommencez.",
    "ce dossier est occupé": "Donnez avec --instance un dossier neuf à l’intérieur de celui-ci, puis recommencez.",
}
OTHER_GESTURE = "Donnez un autre dossier avec --instance, puis recommencez."


@contextmanager
def restoring() -> Iterator[None]:
    """Say in French what the disk refuses while an association is put back."""
    try:
        yield
    except OSError as fault:
        why = reason(fault)
        raise Refused(UNWRITTEN.format(why=why, gesture=GESTURES.get(why, OTHER_GESTURE))) from None


def unpack(copy: Copy, place: Path) -> None:
    """Write every file of a backup in an empty folder; each is compared with its fingerprint."""
    for name in copy.manifest.files:
        path = place.joinpath(*name.split("/"))
        path.parent.mkdir(parents=True, exist_ok=True)
        with own_file(path) as handle, os.fdopen(handle, "wb", closefd=False) as file:
            for piece in pieces(copy, name):
                file.write(piece)
            file.flush()


def examine(copy: Copy, place: Path) -> None:
    """Refuse a database that is damaged, or that is not the one its manifest tells of."""
    try:
        with closing(sqlite3.connect(place / DATABASE, isolation_level=None)) as read:
            read.execute("PRAGMA trusted_schema=OFF")
            whole = read.execute("PRAGMA integrity_check(1)").fetchall() == [("ok",)]
            linked = read.execute("PRAGMA foreign_key_check").fetchone() is None
            known = read.execute("SELECT 1 FROM site_key WHERE public = ?", (copy.site,)).fetchone()
            reached = read.execute("SELECT version_num FROM alembic_version").fetchall()
    except sqlite3.DatabaseError:
        raise Refused(BROKEN) from None
    if not whole or not linked or not known or reached != [(copy.manifest.migration,)]:
        raise Refused(BROKEN)


def put_in_place(made: Path, place: Path) -> None:
    """Give the folder its name; one that was filled meanwhile is left as it is."""
    if place.exists():
        place.rmdir()
    made.rename(place)
    settle(place.parent)
