"""Listens to the forms of the Atelier."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from werkzeug.datastructures import MultiDict

from companion.atelier.rules.typed import Said, typed
from companion.errors import Refused

LONGEST_FIELD = 20_000
MOST_FIELDS = 3000
TOO_LONG = "Un texte est trop long pour un guide. Raccourcissez-le, ou coupez-le en deux étapes. Rien n’a été remplacé."
TOO_MANY = "Cette fiche contient trop de lignes pour être enregistrée d’ici. Retirez-en, ou corrigez le fichier à la main."


@dataclass(frozen=True)
class SaidOfGuide:
    """What was said of a guide in one tap."""

    step: str
    choice: str


def said_of_guide(form: MultiDict[str, str]) -> SaidOfGuide:
    """Read what was said of a guide."""
    return SaidOfGuide(form.get("etape", "")[:80], form.get("choix", "")[:20])


def typed_block(model: type[BaseModel], form: MultiDict[str, str], before: object, keys: tuple[str, ...] = ()) -> dict[str, Any]:
    """Read one block of a procedure file."""
    return typed(model, _said(form), before, keys)


def _said(form: MultiDict[str, str]) -> Said:
    """Return what was typed, whole: half of it would be lost without anybody being told."""
    found = {name: list(values) for name, values in form.lists()}
    if len(found) > MOST_FIELDS:
        raise Refused(TOO_MANY)
    if any(len(value) > LONGEST_FIELD for values in found.values() for value in values):
        raise Refused(TOO_LONG)
    return found
