"""`companion restaurer`: looks, asks the room to put an association back, commits, tells."""

import json
import shlex
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from companion.accounts.actions.people import KIND as DEPARTED
from companion.cli.saving import ON_SERVER, ended_cleanly, tell
from companion.config import Config
from companion.db import NEWEST, Database, reading, writing
from companion.demarches.actions import erasing as _erasing  # noqa: F401 (brings what erasing a thread again means)
from companion.errors import Refused
from companion.forgetting.rules import ERASED_DAYS, oldest_kept
from companion.procedures.rules.words import day_in_words
from companion.signature.keys import fingerprint
from companion.typography import french
from companion.upkeep.actions.erasures import Replayed, end_sessions, erase_again
from companion.upkeep.actions.restoring import examine, put_in_place, restoring, unpack
from companion.upkeep.actions.scratch import scratch_beside
from companion.upkeep.queries.copies import NEWER_COPY, opened
from companion.upkeep.queries.days import site_keys
from companion.upkeep.queries.folders import Lists, database_file, lists_beside
from companion.upkeep.queries.places import place_of_instance
from companion.upkeep.rules.copies import DATABASE, Manifest

ELSEWHERE = (
    "COMPANION_DATABASE_URL désigne une autre base de données que celle du dossier donné. Rien n’a été changé. "
    "Effacez cette variable d’environnement, puis recommencez."
)
DEPARTURES = (
    "Des comptes fermés depuis cette copie ont été refermés. Une fois entré, page « Équipe », touchez « Changer la clé de l’équipe ».\n"
)


@dataclass(frozen=True)
class Told:
    """What there is to say once an association is back."""

    place: Path
    manifest: Manifest
    lists: Lists
    replayed: Replayed

    @property
    def known_until(self) -> date | None:
        """Return up to which day erasures are known, when there is a list: the backup itself knows those before it."""
        return max((self.manifest.day, *(one.day for one in self.lists.ours.values()))) if self.lists.ours else None


def restore(file: Path, instance: Path, *, as_json: bool) -> int:
    """Put an association back from its backup."""
    place = place_of_instance(instance)
    if refusal := _refusal(place):
        tell(refusal)
        return 2
    with ended_cleanly(), restoring():
        told = _restore(file, place)
    _report(told, instance, as_json=as_json)
    return 0


def _refusal(place: Path) -> str:
    """Say why a database that the environment names cannot be put back."""
    named = database_file(Config(place))
    if named is None:
        return ON_SERVER
    return "" if named.resolve() == place / DATABASE else ELSEWHERE


def _restore(file: Path, place: Path) -> Told:
    with opened(file) as copy, scratch_beside(place.parent) as scratch:
        if copy.manifest.migration > NEWEST:
            raise Refused(NEWER_COPY)
        tell("Lecture de la copie…")
        unpack(copy, scratch)
        examine(copy, scratch)
        tell("Remise en état de la base de données…")
        lists, replayed = _bring_up(scratch / DATABASE, file.resolve())
        put_in_place(scratch, place)
        return Told(place, copy.manifest, lists, replayed)


def _bring_up(database: Path, file: Path) -> tuple[Lists, Replayed]:
    """Bring the tables to this version, and erase again what was erased since."""
    engine = Database(f"sqlite:///{database}").engine
    try:
        with reading(engine) as session:
            lists = lists_beside(file, site_keys(session))
        entries = {entry for one in lists.ours.values() for entry in one.entries}
        with writing(engine) as session:
            replayed = erase_again(session, sorted(entries))
            end_sessions(session)
            session.commit()
    finally:
        engine.dispose()
    return lists, replayed


def _report(told: Told, instance: Path, *, as_json: bool) -> None:
    for path in told.lists.altered:
        tell(f"La liste « {path.name} » a été changée ou abîmée : elle n'a pas servi.")
    for path in told.lists.foreign:
        tell(f"La liste « {path.name} » n'est pas signée par ce site : elle n'a pas servi.")
    if as_json:
        sys.stdout.write(json.dumps(_as_json(told), indent=1) + "\n")
        return
    count = len(told.manifest.files)
    sys.stdout.write(
        french(
            f"L'association est remise dans « {told.place.name} », comme au {day_in_words(told.manifest.day)} ({count} fichiers).\n"
            f"Mots du site : {fingerprint(bytes.fromhex(told.manifest.site))}. Ce doit être ceux que la sauvegarde a affichés.\n"
            f"{_about_erasures(told)}\n"
        )
    )
    sys.stdout.write(
        f"{_about_departures(told)}Lancez : companion serve --instance {shlex.quote(str(instance))}\n"
        "Puis entrez avec votre phrase ou votre feuille de secours.\n"
    )


def _about_departures(told: Told) -> str:
    """Say what a member has to do when accounts were shut again: the copy holds the key of before."""
    return DEPARTURES if told.replayed.found.get(DEPARTED) else ""


def _about_erasures(told: Told) -> str:
    """Say what was erased again, and what may have come back."""
    until = told.known_until
    if until is None:
        return (
            "Aucune liste d'effacements n'a été trouvée à côté de la copie : ce qui a été effacé depuis peut être revenu. "
            "Si vous avez cette liste, posez-la à côté de la copie et recommencez dans un dossier neuf ; sinon, effacez à nouveau."
        )
    said = (
        f"Effacements refaits : {told.replayed.noted}, connus jusqu'au {day_in_words(until)}. Ce qui a été effacé après peut être revenu."
    )
    if told.manifest.day < oldest_kept(until, ERASED_DAYS):
        said += " La copie a plus de 60 jours : des effacements plus anciens ne sont plus connus, vérifiez ce qui est revenu."
    if told.replayed.unknown:
        said += " Une partie ne peut être effacée que par une version plus récente de Compagnon : installez-la avant de vous en servir."
    return said


def _as_json(told: Told) -> dict[str, object]:
    until = told.known_until
    return {
        "instance": told.place.name,
        "day": told.manifest.day.isoformat(),
        "migration": told.manifest.migration,
        "files": len(told.manifest.files),
        "site": told.manifest.site,
        "erasures": {
            "known_until": until.isoformat() if until else None,
            "noted": told.replayed.noted,
            "erased": told.replayed.erased,
            "unknown": list(told.replayed.unknown),
            "lists": [path.name for path in told.lists.ours],
            "set_aside": [path.name for path in (*told.lists.altered, *told.lists.foreign)],
        },
    }
