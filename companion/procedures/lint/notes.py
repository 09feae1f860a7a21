"""Where findings are gathered: each gets its line, its field and the name of the thing it is about."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from companion.procedures.lint.findings import Finding, Said, Spot, dotted, level_of, say
from companion.procedures.lint.syntax import Reading, Value
from companion.typography import NBSP

THINGS = {
    "canaux": "canal", "delegation": "délégation", "echeances": "échéance", "questions": "question", "documents": "document",
    "etapes": "étape", "garder": "chose à garder", "pieges": "piège", "ecran": "indication", "si_bloque": "sortie",
    "sources": "source", "aide": "aide", "previent": "personne prévenue", "croise": "contrôle", "sauver_la_date": "moyen",
    "journal": "ligne du journal", "prealables": "préalable", "institutions": "institution", "delegations": "délégation",
    "plainte": "plainte", "textes": "texte", "choix": "réponse", "mots": "mot",
}  # fmt: skip
"""Keys that hold several things → what one of them is called in a message."""

_NAMES = ("id", "cas", "mecanisme", "guide", "signe", "nom", "moyen")


@dataclass
class Notes:
    """The findings of one file while it is being examined."""

    reading: Reading
    found: list[Finding] = field(default_factory=list)

    def add(self, code: str, spot: Spot, template: str, *, line: int | None = None, **quoted: object) -> None:
        """Note a finding at a spot, or on a line inside it; its message begins with the thing concerned."""
        said = say(template, **quoted)
        place = place_in_words(self.reading.value, spot)
        message = f"{place}{NBSP}: {said[:1].lower()}{said[1:]}" if place else said
        self.found.append(Finding(self.reading.file, line or self.reading.line(spot), code, level_of(code), dotted(spot), message))


def place_in_words(value: Value, spot: Spot) -> str:
    """Name what holds a spot: « Étape « identifier », piège « pin-bloque » »."""
    said: list[str] = []
    node = value
    for rank, part in enumerate(spot):
        node = _inside(node, part)
        holder = spot[rank - 1] if rank else ""
        if isinstance(part, int) and isinstance(node, dict):
            said.append(_one(THINGS.get(str(holder), "cas" if not rank else "ligne"), node, part))
        elif rank and holder in {"sources", "textes", "choix", "mots"}:
            said.append(say("{thing} « {name} »", thing=THINGS[str(holder)], name=part))
    words = ", ".join(said)
    return words[:1].upper() + words[1:]


def _inside(node: Value, part: str | int) -> Value:
    if isinstance(node, dict):
        return node.get(part)
    if isinstance(node, list) and isinstance(part, int) and part < len(node):
        return node[part]
    return None


def _one(thing: str, node: dict[str, Value], rank: int) -> str:
    name = next((node[key] for key in _NAMES if isinstance(node.get(key), str)), "")
    return say("{thing} « {name} »", thing=thing, name=name) if name else say("{thing} n° {number}", thing=thing, number=rank + 1)


def perhaps(written: object, known: Iterable[object]) -> Said:
    """Return « Vouliez-vous dire … ? » when something known is close, or nothing."""
    close = get_close_matches(str(written), [str(one) for one in known], n=1, cutoff=0.6)
    return say(" Vouliez-vous dire « {close} » ?", close=close[0]) if close else Said()
