"""The two refusals that any room may raise; there is no third."""

import errno

_REASONS = {
    errno.EACCES: "accès refusé",
    errno.EPERM: "accès refusé",
    errno.ENOENT: "ce chemin n’existe pas",
    errno.EEXIST: "un fichier porte déjà ce nom",
    errno.ENOTDIR: "ce n’est pas un dossier",
    errno.EISDIR: "c’est un dossier",
    errno.ENOSPC: "le disque est plein",
    errno.EROFS: "le disque est en lecture seule",
    errno.ENAMETOOLONG: "le nom est trop long",
    errno.EADDRINUSE: "l’adresse est déjà prise",
    errno.EBUSY: "ce dossier est occupé",
    errno.ENOTEMPTY: "ce dossier n’est plus vide",
    errno.EFBIG: "le fichier est trop gros pour ce disque",
    errno.EIO: "le support ne répond plus",
}


class Refused(Exception):  # noqa: N818 (named as the worker would say it)
    """Allowed to ask, not to have; carries the sentence the worker reads."""


class NotHere(Exception):  # noqa: N818 (named as the worker would say it)
    """What is asked does not exist, or is not yours: nobody can tell which."""


def reason(fault: OSError) -> str:
    """Say in French why the system refused."""
    return _REASONS.get(fault.errno or 0, f"erreur {fault.errno} du système")
