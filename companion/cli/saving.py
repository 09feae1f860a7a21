"""`companion sauvegarde`: looks, asks the room to save, commits, tells."""

import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import FrameType

from sqlalchemy import Engine

from companion import clock
from companion.config import Config
from companion.db import NEWER, NEWEST, migrate, open_database, reading, told_in_french, version_of, writing
from companion.errors import Refused
from companion.procedures.rules.words import day_in_words
from companion.signature.keys import fingerprint, public_of
from companion.typography import french
from companion.upkeep.actions.days import note_backup, note_site_key
from companion.upkeep.actions.files import site_key
from companion.upkeep.actions.saving import Saved, Site, list_path, refresh_lists
from companion.upkeep.actions.saving import save as save_copy
from companion.upkeep.queries.days import erasures, remembered_since, site_keys
from companion.upkeep.queries.folders import Lists, database_file, existing_instance, lists_beside, own_files
from companion.upkeep.queries.health import FIRST, SITE_KEY
from companion.upkeep.queries.places import may_replace, place_of_copy

ON_SERVER = (
    "La base de données est sur un serveur PostgreSQL : cette commande ne s’occupe que des bases qui sont un fichier. "
    "Demandez à la personne qui tient ce serveur de la copier, ou de la remettre, avec ses propres outils."
)
NOT_NOTED = "La copie est faite, mais la base n’a pas pu noter ce jour : « sante » dira que la sauvegarde est plus ancienne."


@dataclass(frozen=True)
class Told:
    """What there is to say once a backup is made."""

    place: Path
    site: Site
    saved: Saved
    lists: Lists
    failed: list[str]
    noted: bool


def tell(sentence: str) -> None:
    """Say on the side how far the work is."""
    sys.stderr.write(f"{french(sentence)}\n")
    sys.stderr.flush()


@contextmanager
def ended_cleanly() -> Iterator[None]:
    """Let whoever ends the command end it as Ctrl-C does: what was half written is taken away."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    names = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(name, stop) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def save(file: Path, instance: Path, *, as_json: bool) -> int:
    """Make the backup of an instance."""
    config = existing_instance(instance)
    database = database_file(config)
    if database is None:
        tell(ON_SERVER)
        return 2
    place, today = place_of_copy(file, instance), clock.today()
    engine = open_database(config.database_url)
    with ended_cleanly():
        try:
            told = _save(config, engine, place, today)
        finally:
            engine.dispose()
    _report(told, as_json=as_json)
    return 0


def _save(config: Config, engine: Engine, place: Path, today: date) -> Told:
    _bring_to_first(engine)
    private = site_key(config.folder / SITE_KEY)
    with reading(engine) as session:
        known = public_of(private) in site_keys(session)
    if not known:  # a full disk or a long lock stops the first backup only
        with writing(engine) as session:
            note_site_key(session, public_of(private), today)
            session.commit()
    with reading(engine) as session:
        keys, since = site_keys(session), remembered_since(session, today)
        erased = erasures(session, since)
    may_replace(place, keys)
    site = Site(Path(str(engine.url.database)), own_files(config.folder), private, erased, since)
    saved = save_copy(site, place, today, tell)
    lists = lists_beside(place, keys)
    return Told(place, site, saved, lists, refresh_lists(site, lists, today), _note(engine, today))


def _bring_to_first(engine: Engine) -> None:
    """Leave the tables as they are, so that a copy can be made before an update changes them; only very old ones are brought up."""
    with told_in_french():
        reached = version_of(engine)
    if reached > NEWEST:
        raise Refused(NEWER)
    if reached < FIRST:
        migrate(engine)


def _note(engine: Engine, today: date) -> bool:
    """Remember that a backup was made; the copy is good even if the database does not answer any more."""
    try:
        with writing(engine) as session:
            note_backup(session, today)
            session.commit()
    except Refused:
        return False
    return True


def _report(told: Told, *, as_json: bool) -> None:
    older = [path.name for path, one in told.lists.ours.items() if one.site != told.site.public]
    for name in told.site.own.left_out:
        tell(f"« {name} » n'est pas dans la copie : c'est un lien, ou son nom ne se garde pas partout. Mettez un vrai fichier à sa place.")
    for name in (*told.failed, *(path.name for path in told.lists.altered)):
        tell(f"La liste « {name} » n'a pas pu être mise à jour. Celle de la nouvelle copie suffit : gardez-les dans le même dossier.")
    for name in older:
        tell(f"« {name.removesuffix('.effacements')} » date d'avant une remise : un effacement n'y entre plus. Détruisez-la bientôt.")
    if not told.noted:
        tell(NOT_NOTED)
    if as_json:
        sys.stdout.write(json.dumps(_as_json(told), indent=1) + "\n")
        return
    megabytes = f"{told.saved.size / 1_000_000:.1f}".replace(".", ",")
    sys.stdout.write(
        french(
            f"Copie faite le {day_in_words(told.saved.manifest.day)} : « {told.place.name} », {len(told.saved.manifest.files)} fichiers, "
            f"{megabytes} Mo. Gardez avec elle « {list_path(told.place).name} ».\n"
            f"Mots du site : {fingerprint(told.site.public)}. Notez-les : « restaurer » les affichera aussi.\n"
        )
    )


def _as_json(told: Told) -> dict[str, object]:
    return {
        "file": told.place.name,
        "list": list_path(told.place).name,
        "day": told.saved.manifest.day.isoformat(),
        "migration": told.saved.manifest.migration,
        "files": len(told.saved.manifest.files),
        "bytes": told.saved.size,
        "erasures": len(told.site.erased),
        "site": told.site.public.hex(),
        "left_out": list(told.site.own.left_out),
        "noted": told.noted,
    }
