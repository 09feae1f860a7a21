"""Decides what is told about the state of the house: one line each, with the next gesture.

Only a broken database, a journal that was changed, a clock that went back or a
purge that is late is a fault (« erreur »); the rest are warnings, since the house still serves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from companion.forgetting.rules import leapt
from companion.journal.rules.checking import Verified
from companion.procedures.rules.words import counted, day_in_words
from companion.typography import french

BACKUP_DAYS = 7
LEAST_SPACE = 500_000_000
GIGA = 1_000_000_000
MOST_NAMED = 3
READ_BY_OTHERS = 0o077
PURGE_DAYS = 1
_BY_HAND = "companion purge"
_PURGE = f"Si la date est juste, lancez : {_BY_HAND}. Sinon, réglez-la, puis relancez Compagnon."
_SAVE = "Faites-en une : companion sauvegarde FICHIER, sur une clé USB ou un autre disque."
Level = Literal["erreur", "avertissement", "info"]


@dataclass(frozen=True)
class Line:
    """One thing looked at, and what there is to say of it."""

    check: str
    level: Level
    message: str

    def as_json(self) -> dict[str, str]:
        """Return what a program reads."""
        return {"check": self.check, "level": self.level, "message": self.message}


def fault(check: str, message: str) -> Line:
    """Return something broken."""
    return Line(check, "erreur", french(message))


def warning(check: str, message: str) -> Line:
    """Return something to do soon."""
    return Line(check, "avertissement", french(message))


def fine(check: str, message: str) -> Line:
    """Return something in order."""
    return Line(check, "info", french(message))


def clock_line(today: date, seen: date | None) -> Line:
    """Tell whether the clock is not before a day that this instance has already lived."""
    if seen is None or today >= seen:
        return fine("horloge", f"Horloge : nous sommes le {day_in_words(today)}.")
    return fault(
        "horloge",
        f"L'horloge de cette machine dit {day_in_words(today)}, mais Compagnon a déjà servi le {day_in_words(seen)}. "
        "Réglez la date de la machine, puis relancez Compagnon.",
    )


def purge_line(today: date, purged: date | None, seen: date | None) -> Line:
    """Tell whether what has had its day is gone: each day it goes by itself, unless nothing was served or the clock went astray."""
    if leapt(today, seen):
        return fault("purge", date_to_look_at(today, seen))
    last = purged or seen
    late = (today - last).days if last else 0
    if late < 0 and purged:
        return fault("purge", f"Rien ne s'efface plus avant le {day_in_words(purged)} : la date de la machine a reculé. {_PURGE}")
    if late > PURGE_DAYS:
        return fault("purge", f"Ce qui a fait son temps n'est plus effacé depuis {late} jours. Relancez Compagnon, ou lancez : {_BY_HAND}.")
    return fine("purge", "Effacement : ce qui a fait son temps est parti." if purged else "Effacement : il se fera chaque jour, tout seul.")


def date_to_look_at(today: date, seen: date | None) -> str:
    """Say that nothing is erased before somebody has looked at the date: the battery of a clock may be flat."""
    lived = f", et Compagnon n'a pas servi depuis le {day_in_words(seen)}" if seen else ""
    return f"Cette machine dit que nous sommes le {day_in_words(today)}{lived} : rien n'est effacé avant que vous ayez regardé. {_PURGE}"


def journal_line(found: Verified | None) -> Line:
    """Tell whether the journal still says what it said, or what changed first; nothing when it could not be read."""
    if found is None:
        return fine("journal", "Journal : pas vérifié cette fois ; il le sera une fois la base en ordre et à jour.")
    if not found.holds:
        return fault("journal", f"Journal : {found.faults[0]} Gardez-le comme il est, et lancez : companion journal verifier.")
    if not found.size:
        return fine("journal", "Journal : il commencera avec la première démarche.")
    return fine("journal", f"Journal : rien n'a été changé ({counted(found.size, 'entrée', 'entrées')}).")


def backup_line(age: int | None) -> Line:
    """Tell how old the last backup is."""
    if age is None:
        return warning("sauvegarde", f"Aucune sauvegarde n'a encore été faite. {_SAVE}")
    if age > BACKUP_DAYS:
        return warning("sauvegarde", f"La dernière sauvegarde date de {age} jours. {_SAVE}")
    told = {0: "aujourd'hui", 1: "hier"}.get(age, f"il y a {age} jours")
    return fine("sauvegarde", f"Dernière sauvegarde : {told}.")


def space_line(free: int) -> Line:
    """Tell whether the disk of the instance has room."""
    if free < LEAST_SPACE:
        return warning(
            "place", f"Il ne reste que {free // 1_000_000} Mo sur le disque. Videz la corbeille ou déplacez de gros fichiers ailleurs."
        )
    return fine(
        "place",
        f"Place libre sur le disque : {free // 1_000_000_000} Go."
        if free >= GIGA
        else f"Place libre sur le disque : {free // 1_000_000} Mo.",
    )


def expired_line(names: Sequence[str]) -> Line:
    """Tell which guides were last verified too long ago."""
    if not names:
        return fine("guides", "Guides : aucune vérification n'est périmée.")
    return warning("guides", f"Vérification périmée : {_few(names)}. Relisez-les dans l'Atelier ; d'ici là, appelez avant de promettre.")


def files_line(names: Sequence[str]) -> Line:
    """Tell which files of the association's own guides are not served."""
    if not names:
        return fine("fichiers", "Guides de l'association : tous les fichiers se lisent.")
    return warning("fichiers", f"Fichiers de l'association qui ne sont pas servis : {_few(names)}. Corrigez-les dans l'Atelier.")


def key_line(mode: int | None) -> Line:
    """Tell whether the key of the site is read by its owner alone; it is made by the first backup."""
    if mode is None:
        return fine("cle", "Clé du site : elle sera faite à la première sauvegarde.")
    if mode & READ_BY_OTHERS:
        return warning("cle", "D'autres que vous peuvent lire « site.key », la clé du site. Fermez-la : chmod 600 site.key.")
    return fine("cle", "Clé du site : vous seul pouvez la lire.")


def _few(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" et {more} autre{'s' if more > 1 else ''}" if more > 0 else "")
