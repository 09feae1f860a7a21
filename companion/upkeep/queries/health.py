"""Looks at the state of an instance, without making or changing anything in it."""

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from companion.accounts.queries.house import found_association
from companion.config import Config, read_settings
from companion.db import DAMAGED, NEWER, NEWEST, open_database, reading, told_in_french, version_of
from companion.errors import Refused, reason
from companion.journal.queries import verify
from companion.journal.rules.checking import NOTHING, Verified
from companion.procedures.queries import SHELVES, read_library
from companion.procedures.rules.freshness import Freshness, freshness
from companion.upkeep.queries.days import PURGED, SEEN, backup_age, day_of
from companion.upkeep.queries.folders import database_file
from companion.upkeep.rules import checkup
from companion.upkeep.rules.checkup import Line
from companion.upkeep.rules.copies import SETTINGS

FIRST = "0002"
"""The change of the tables that brought those of this room."""
SITE_KEY = "site.key"
CLOSED = "Le dossier de l'association est fermé à l'écriture : rien ne peut y être noté. Vérifiez le disque et les droits, puis relancez."
CONTRADICTS = (
    "La base de données se contredit : {count} lien(s) y mènent à rien. Les guides restent lisibles. "
    "Arrêtez Compagnon, mettez « companion.sqlite » de côté, remettez la dernière copie de sauvegarde, puis relancez."
)


def checkup_of(config: Config, today: date) -> list[Line]:
    """Return one line for each thing worth looking at."""
    return [*_database_lines(config, today), *_guide_lines(config, today), *_folder_lines(config)]


def _database_lines(config: Config, today: date) -> list[Line]:
    try:
        file = database_file(config)
        if file is not None and not file.exists():
            first = checkup.fine("base", "Base de données : elle sera faite au premier lancement de Compagnon.")
            return [
                first,
                checkup.journal_line(NOTHING),
                checkup.clock_line(today, None),
                checkup.purge_line(today, None, None),
                checkup.backup_line(None),
            ]
        engine = open_database(config.database_url)
        try:
            with told_in_french():
                return list(_lines_of(engine, today))
        finally:
            engine.dispose()
    except Refused as refusal:
        return [checkup.fault("base", str(refusal))]


def _lines_of(engine: Engine, today: date) -> Iterator[Line]:
    on_sqlite = engine.dialect.name == "sqlite"
    reached = version_of(engine)
    if reached > NEWEST:
        yield checkup.fault("base", NEWER)
        return
    with reading(engine) as session:
        broken = _broken(session) if on_sqlite else ""
        seen = day_of(session, SEEN) if reached >= FIRST else None
        purged = day_of(session, PURGED) if reached >= FIRST else None
        age = backup_age(session, today) if reached >= FIRST else None
        journal = _journal(session) if reached == NEWEST and not broken else None
    yield checkup.fault("base", broken) if broken else checkup.fine("base", _in_order(reached))
    yield checkup.journal_line(journal)
    signed = journal.last.day if journal and journal.last else None
    yield checkup.clock_line(today, max((day for day in (seen, signed) if day), default=None))
    yield checkup.purge_line(today, purged, seen)
    yield checkup.backup_line(age) if on_sqlite else checkup.fine("sauvegarde", "Sauvegarde : elle se fait avec les outils de PostgreSQL.")


def _in_order(reached: str) -> str:
    return "Base de données : en ordre." + ("" if reached == NEWEST else " Elle sera mise à jour au prochain lancement.")


def _journal(session: Session) -> Verified:
    own = found_association(session)
    return verify(session, own.sign_public if own else None)


def _broken(session: Session) -> str:
    if session.execute(text("PRAGMA integrity_check(1)")).scalars().all() != ["ok"]:
        return DAMAGED
    astray = len(session.execute(text("PRAGMA foreign_key_check")).all())
    return CONTRADICTS.format(count=astray) if astray else ""


def _guide_lines(config: Config, today: date) -> Iterator[Line]:
    library = read_library(SHELVES, config.procedures)
    expired = [one.titre for one in library.procedures if freshness(one.verification, today) is Freshness.EXPIRED]
    yield checkup.expired_line(expired)
    yield checkup.files_line(sorted({finding.file for finding in library.findings}))


def _folder_lines(config: Config) -> Iterator[Line]:
    try:
        if not os.access(config.folder, os.W_OK):
            yield checkup.warning("dossier", CLOSED)
        yield checkup.space_line(shutil.disk_usage(config.folder).free)
        yield checkup.key_line(_mode(config.folder / SITE_KEY))
        if (config.folder / SETTINGS).exists():
            read_settings(config.folder)
        yield checkup.fine("reglages", "Réglages : config.toml se lit.")
    except OSError as fault:
        yield checkup.warning("dossier", f"Le dossier de l'association ne peut pas être lu ({reason(fault)}). Vérifiez ses droits.")
    except Refused as refusal:
        yield checkup.warning("reglages", str(refusal))


def _mode(path: Path) -> int | None:
    return stat.S_IMODE(path.stat().st_mode) if path.exists() else None
