"""Listens to the forms of the Atelier."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from werkzeug.datastructures import MultiDict

from companion.atelier.rules.typed import Said, typed

LONGEST_FIELD = 6000
MOST_FIELDS = 900


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
    return {name: [value[:LONGEST_FIELD] for value in values] for name, values in list(form.lists())[:MOST_FIELDS]}
