"""Makes the copy kept elsewhere: consistent while Compagnon serves, whole or not at all."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from companion import db
from companion.errors import Refused, reason
from companion.signature.keys import public_of, sign
from companion.upkeep.actions.files import own_file, settle, write_new
from companion.upkeep.actions.scratch import scratch_beside
from companion.upkeep.queries.copies import opened, verify_copy
from companion.upkeep.queries.days import SAVED
from companion.upkeep.queries.folders import Lists, Own
from companion.upkeep.rules import erasures
from companion.upkeep.rules.copies import DATABASE, FORMAT, MANIFEST, SIGNATURE, Entry, Manifest, to_sign, written
from companion.upkeep.rules.erasures import ENDING, Erased

UNWRITTEN = "La copie n’a pas pu être écrite à cet endroit ({why}). Aucun fichier n’y a été remplacé. {gesture}"
GESTURES = {"le disque est plein": "Libérez de la place, ou choisissez un autre disque, puis recommencez."}
OTHER_GESTURE = "Choisissez un autre dossier, ou vérifiez le support et ses droits, puis recommencez."
UNREADABLE = "« {name} » ne peut pas être lu ({why}). Rien n’a été sauvegardé. Vérifiez les droits de ce fichier, puis recommencez."
GIANT = 1 << 30
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Site:
    """What is saved, and the key that signs it."""

    database: Path
    own: Own
    private: bytes
    erased: tuple[Erased, ...]
    since: date
    """The first day whose erasures are remembered."""

    @property
    def public(self) -> bytes:
        """Return the public half of the key."""
        return public_of(self.private)


@dataclass(frozen=True)
class Saved:
    """What a backup holds."""

    manifest: Manifest
    size: int


def save(site: Site, target: Path, today: date, tell: Callable[[str], None]) -> Saved:
    """Write the backup and its list of erasures beside the place, read them again, then put them there."""
    with _written(), scratch_beside(target.parent) as scratch:
        tell("Copie de la base de données…")
        copy_database(site, scratch / DATABASE, today)
        tell("Écriture de la copie…")
        _pack(site, scratch, today)
        tell("Relecture de la copie…")
        with opened(scratch / "whole") as copy:
            verify_copy(copy)
            saved = Saved(copy.manifest, (scratch / "whole").stat().st_size)
        write_new(scratch / "list", list_of(site, today))
        (scratch / "list").replace(list_path(target))
        (scratch / "whole").replace(target)
        settle(target.parent)
    return saved


def list_path(target: Path) -> Path:
    """Return where the list of erasures of a backup stands."""
    return target.with_name(target.name + ENDING)


def list_of(site: Site, today: date) -> bytes:
    """Return the signed list of what was erased."""
    text = erasures.unsigned(site.public, today, site.erased)
    return text + erasures.sealed_line(sign(site.private, text))


def refresh_lists(site: Site, lists: Lists, today: date) -> list[str]:
    """Write the list of today in the place of the older ones; return the names of those that stayed as they were.

    One signed by a key of before stays: the backup beside it knows no other.
    """
    content, failed = list_of(site, today), []
    for path in (path for path, one in lists.ours.items() if one.site == site.public):
        try:
            with scratch_beside(path.parent) as scratch:
                write_new(scratch / "list", content)
                (scratch / "list").replace(path)
        except OSError:
            failed.append(path.name)
    return failed


def copy_database(site: Site, copy: Path, today: date) -> None:
    """Copy the database as it is at one moment, while others write; what comes out is one file, examined, that knows its own day."""
    with _readable(), own_file(copy), closing(_connected(site.database)) as read, closing(_connected(copy)) as write:
        read.backup(write)
        write.execute("PRAGMA journal_mode=DELETE")
        if write.execute("PRAGMA integrity_check(1)").fetchall() != [("ok",)] or write.execute("PRAGMA foreign_key_check").fetchone():
            raise Refused(db.DAMAGED)
        write.execute("PRAGMA secure_delete=ON")
        write.execute("DELETE FROM erasure WHERE erased_on < ?", (site.since.isoformat(),))
        told = (SAVED, today.isoformat())
        write.execute("INSERT INTO upkeep_day (name, day) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET day = excluded.day", told)


def _connected(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=db.WAIT_MS / 1000, isolation_level=None)


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as fault:
        if fault.sqlite_errorcode == sqlite3.SQLITE_FULL:
            raise Refused(unwritten("le disque est plein")) from None
        raise Refused(db.SILENT) from None
    except sqlite3.DatabaseError:
        raise Refused(db.DAMAGED) from None


@contextmanager
def _written() -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise Refused(unwritten(reason(fault))) from None


def unwritten(why: str) -> str:
    """Say that the copy could not be written there, and what to do."""
    return UNWRITTEN.format(why=why, gesture=GESTURES.get(why, OTHER_GESTURE))


def _pack(site: Site, scratch: Path, today: date) -> None:
    """Put everything in one file, with the manifest and its signature at the end."""
    with own_file(scratch / "whole") as handle, os.fdopen(handle, "w+b", closefd=False) as file:
        with ZipFile(file, "w") as packed:
            files = {name: _add(packed, name, path) for name, path in sorted({**site.own.files, DATABASE: scratch / DATABASE}.items())}
            manifest = Manifest(format=FORMAT, migration=_version(scratch / DATABASE), day=today, site=site.public.hex(), files=files)
            raw = written(manifest)
            packed.writestr(_info(MANIFEST), raw)
            packed.writestr(_info(SIGNATURE), sign(site.private, to_sign(raw)))
        file.flush()


def _version(copy: Path) -> str:
    with _readable(), closing(_connected(copy)) as read:
        (reached,) = read.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(reached)


def _info(name: str) -> ZipInfo:
    """Return how an entry is written: the same bytes whatever the moment and the machine."""
    info = ZipInfo(name)
    info.external_attr = 0o600 << 16
    return info


def _add(packed: ZipFile, name: str, path: Path) -> Entry:
    fingerprint, size = sha256(), 0
    try:
        file = path.open("rb")
    except OSError as fault:
        raise Refused(UNREADABLE.format(name=name, why=reason(fault))) from None
    with file, packed.open(_info(name), "w", force_zip64=path.stat().st_size > GIANT) as entry:
        while piece := file.read(CHUNK):
            fingerprint.update(piece)
            size += entry.write(piece)
    return Entry(size=size, sha256=fingerprint.hexdigest())
