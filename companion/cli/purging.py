"""`companion purge`: erases what has had its day, as of a date; says how many went of each line, never whose."""

import argparse
import json
import os
import sys
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from companion import clock
from companion.forgetting.rules import RETENTION
from companion.typography import french

if TYPE_CHECKING:
    from companion.cli.words import Parser
    from companion.config import Config

EVENING = time(23, 59, 59, tzinfo=clock.ZONE)
READ_MEANWHILE = (
    "Tout cela ne se lit plus. Mais quelqu'un lisait la base au même moment : le disque en garde des traces jusqu'au prochain effacement. "
    "Relancez la commande dans une minute."
)


def add_to(commands: "argparse._SubParsersAction[Parser]") -> None:
    """Add the command; what it needs is loaded when it runs."""
    command = commands.add_parser("purge", help="effacer ce qui a fait son temps ; Compagnon le fait aussi chaque jour, tout seul")
    default = Path(os.environ.get("COMPANION_INSTANCE") or "instance")
    command.add_argument("--instance", type=Path, default=default, metavar="DOSSIER", help="dossier de l’association")
    command.add_argument("--at", type=day, metavar="DATE", help="comme si l’on était ce jour-là, par exemple 2027-03-01")
    command.add_argument("--json", action="store_true", help="écrire le résultat en JSON")
    command.set_defaults(run=_run, ends_by_hand=False)


def day(written: str) -> date:
    """Read a day, « 2027-03-01 »; the hour of a moment is left aside."""
    try:
        return datetime.fromisoformat(written).date()
    except ValueError:
        message = f"« {written} » n’est pas une date ; écrivez-la comme 2027-03-01"
        raise argparse.ArgumentTypeError(message) from None


def _run(said: argparse.Namespace) -> int:
    from companion.upkeep.queries.folders import existing_instance  # noqa: PLC0415 (only this command needs the database)

    config, now = existing_instance(said.instance), clock.now()
    moment = datetime.combine(said.at, EVENING) if said.at and said.at != now.date() else now
    gone, wiped = _purge(config, moment, lived=moment is now) if config.has_database else ({}, True)
    counts = {span.name: gone.get(span.name, 0) for span in RETENTION}
    if said.json:
        sys.stdout.write(json.dumps({"at": moment.date().isoformat(), "purged": counts, "wiped": wiped}, indent=1) + "\n")
    else:
        sys.stdout.write(_told(moment.date(), counts))
    if not wiped:
        sys.stderr.write(f"{french(READ_MEANWHILE)}\n")
    return 0


def _purge(config: "Config", moment: datetime, *, lived: bool) -> tuple[dict[str, int], bool]:
    """Erase, commit, and leave no trace on the disk; tell what went and whether no trace is left."""
    from companion.db import Database, wipe, writing  # noqa: PLC0415 (only this command needs the database)
    from companion.upkeep.actions.purging import purge_by_hand  # noqa: PLC0415 (the same)

    engine = Database(config.database_url).engine
    try:
        with writing(engine) as session:
            gone = purge_by_hand(session, moment, lived=lived)
            session.commit()
        return gone, wipe(engine)
    finally:
        engine.dispose()


def _told(today: date, counts: dict[str, int]) -> str:
    from companion.procedures.rules.words import day_in_words  # noqa: PLC0415 (only a person reads it)

    lines = [f"Au {day_in_words(today)}, ce qui a fait son temps est effacé :"]
    lines += [f"{span.what} : {counts[span.name] or 'rien'}." for span in RETENTION]
    return "".join(f"{french(line)}\n" for line in lines)
