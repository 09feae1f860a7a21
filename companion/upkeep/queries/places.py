"""Looks at where a backup would be written, or an association put back, before anything is: nobody's file is written over."""

from collections.abc import Iterable
from pathlib import Path

from companion.errors import Refused, reason
from companion.upkeep.queries.copies import opened
from companion.upkeep.rules.erasures import ENDING

NO_FOLDER = "Le dossier où écrire la copie n’existe pas. Branchez le support, ou créez ce dossier, puis recommencez."
A_FOLDER = "C’est un dossier. Ajoutez le nom de la copie à écrire dedans, par exemple « compagnon.zip »."
A_LIST = "Un nom qui finit par « .effacements » est celui d’une liste. Donnez à la copie un autre nom, par exemple « compagnon.zip »."
INSIDE = (
    "La copie ne peut pas être dans le dossier de l’association : elle se perdrait avec lui. Choisissez une clé USB ou un autre disque."
)
NOT_OURS = "Un fichier porte déjà ce nom, et ce n’est pas une copie de cette association. Il n’a pas été touché. Choisissez un autre nom."
NOT_EMPTY = (
    "Le dossier « {name} » n’est pas vide : une association en place n’est jamais remplacée. Rien n’a été changé. "
    "Donnez un dossier neuf avec --instance, ou mettez d’abord celui-ci de côté, sous un autre nom."
)
NOT_A_FOLDER = "« {name} » n’est pas un dossier. Rien n’a été changé. Donnez un dossier neuf avec --instance."
NO_PARENT = "L’endroit où mettre le dossier « {name} » n’existe pas. Rien n’a été changé. Donnez un autre dossier avec --instance."
ASTRAY = "ce lien ne mène nulle part"
UNSEEN = "Cet endroit ne peut pas être lu ({why}). Vérifiez le support et ses droits, puis recommencez."


def place_of_copy(target: Path, instance: Path) -> Path:
    """Return where a backup goes, or say why it cannot go there."""
    try:
        place = target.resolve()
        if place.is_symlink():
            raise Refused(UNSEEN.format(why=ASTRAY))
        if place.is_dir():
            raise Refused(A_FOLDER)
        if place.name.endswith(ENDING):
            raise Refused(A_LIST)
        if not place.parent.is_dir():
            raise Refused(NO_FOLDER)
        if place.is_relative_to(instance.resolve()):
            raise Refused(INSIDE)
        if place.exists() and not place.is_file():
            raise Refused(NOT_OURS)
    except (OSError, RuntimeError) as fault:  # a link that leads to itself is a RuntimeError
        raise Refused(UNSEEN.format(why=reason(fault) if isinstance(fault, OSError) else ASTRAY)) from None
    return place


def may_replace(place: Path, keys: Iterable[bytes]) -> None:
    """Refuse to write over a file that is no backup of this very site."""
    if not place.exists():
        return
    try:
        with opened(place) as copy:
            if copy.site in keys:
                return
    except Refused:
        pass
    raise Refused(NOT_OURS)


def place_of_instance(folder: Path) -> Path:
    """Return where an association is put back: a folder that is empty, or not there yet."""
    try:
        place = folder.resolve()
        if place.is_symlink() or (place.exists() and not place.is_dir()):
            raise Refused(NOT_A_FOLDER.format(name=place.name))
        if place.is_dir() and any(place.iterdir()):
            raise Refused(NOT_EMPTY.format(name=place.name))
        if not place.parent.is_dir():
            raise Refused(NO_PARENT.format(name=place.name))
    except (OSError, RuntimeError) as fault:  # a link that leads to itself is a RuntimeError
        raise Refused(UNSEEN.format(why=reason(fault) if isinstance(fault, OSError) else ASTRAY)) from None
    return place
