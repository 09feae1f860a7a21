"""« Demande ponctuelle »: a request for which there is no guide, followed with the few steps that any request has."""

from datetime import date
from functools import lru_cache
from typing import Any

from companion.procedures.rules.procedure import Procedure

ID = "demande-ponctuelle"
NOBODY = "autre"
"""When no institution of the list fits."""
MOST_KEPT = 64

_STEPS: tuple[dict[str, Any], ...] = (
    {
        "id": "comprendre",
        "titre": "Comprendre la demande",
        "nature": "information",
        "qui": ["avec"],
        "simple": "Dites-moi ce que vous voulez.\nNous cherchons ensemble qui peut répondre.",
        "simple_passe": "vous avez expliqué votre demande",
    },
    {
        "id": "reunir",
        "titre": "Réunir les documents",
        "nature": "pieces",
        "qui": ["avec", "personne"],
        "simple": "Nous regardons vos documents ensemble.",
        "simple_passe": "vous avez réuni vos documents",
    },
    {
        "id": "demander",
        "titre": "Faire la demande : guichet, téléphone, lettre ou site",
        "nature": "contact",
        "qui": ["avec", "personne"],
        "simple": "Vous dites ce que vous demandez.\nVos codes, c'est vous qui les tapez.",
        "simple_passe": "vous avez fait votre demande",
        "garder": ["preuve"],
    },
    {
        "id": "suivre",
        "titre": "Suivre la réponse",
        "nature": "suivi",
        "qui": ["avec", "personne"],
        "simple": "Pas de réponse à la date prévue ?\nRevenez, ou appelez.",
        "simple_passe": "vous avez suivi la réponse",
    },
)


@lru_cache(maxsize=MOST_KEPT)
def oneoff(institution: str) -> Procedure:
    """Return the procedure of a request without guide, addressed to an institution of the list or to none."""
    return Procedure.model_validate(
        {
            "format": 1,
            "id": ID,
            "titre": "Demande ponctuelle",
            "resume": "Une demande pour laquelle il n’y a pas encore de guide.",
            "institution": institution,
            "canaux": [{"id": kind.replace("_", "-"), "type": kind, "existe": "inconnu"} for kind in ("guichet", "telephone", "papier")],
            "etapes": list(_STEPS),
            "garder": [{"id": "preuve", "texte": "La preuve de la demande : accusé, ticket, nom et heure de l'appel"}],
            "verification": {"le": date(2026, 11, 22), "par": "Compagnon", "methode": "lecture", "valable": "P10Y"},
        }
    )


def version_of(institution: str) -> str:
    """Return what names this procedure in a thread: it is in no file and in no table."""
    return f"{ID}:{institution}"


def from_version(version: str) -> Procedure | None:
    """Return the procedure that a version names, if it is one of these."""
    name, _, institution = version.partition(":")
    return oneoff(institution or NOBODY) if name == ID else None
