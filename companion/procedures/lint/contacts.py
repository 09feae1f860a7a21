"""A letter or a message that goes to a new address may be read by somebody else: who will be told is said (A17)."""

import re

from companion.procedures.lint.notes import Notes
from companion.procedures.rules.procedure import Procedure, Step

CHANGE = "changer-coordonnees"
NOTHING_FILLED_IN = ("information", "ecoute")
"""Natures of step in which nothing is changed, whatever the words."""

_CONTACT = r"(?:adresse|téléphone|gsm|e-?mail|courriel|iban|compte (?:bancaire|en banque)|numéro de (?:téléphone|gsm|portable|compte))\b"
_BETWEEN = r"[^\w.!?…\n]+"
"""Between two words of one sentence."""
_CHANGES = re.compile(rf"\b(?:chang\w*|modifi\w*|nouve(?:au|l|lle)s?){_BETWEEN}(?:\w+{_BETWEEN}){{0,3}}?{_CONTACT}", re.IGNORECASE)

_SILENT = (
    "Cette étape change une adresse, un téléphone, un e-mail ou un compte ({reason}), et rien ne dit qui sera prévenu. "
    "Ajoutez « previent » : à qui l'institution écrira, et où."
)
_GESTURE = "geste « changer-coordonnees »"
_BANK = "un compte en banque est saisi"
_WORDS = "« {words} »"


def check_contacts(notes: Notes, procedure: Procedure) -> None:
    """Note the steps that change how a person is reached or paid, and do not say who will be told."""
    for rank, step in enumerate(procedure.etapes):
        if not step.previent and (found := _reason(step)):
            template, words = found
            notes.add("A17", ("etapes", rank), _SILENT.replace("{reason}", template), words=words)


def _reason(step: Step) -> tuple[str, str] | None:
    """Return why a step is taken for such a change, or nothing."""
    if CHANGE in step.gestes:
        return _GESTURE, ""
    if step.nature == "saisie" and "banque" in step.sensibilite:
        return _BANK, ""
    if step.nature in NOTHING_FILLED_IN:
        return None
    texts = (step.titre, step.simple or "", *(hint.texte for hint in step.ecran))
    found = next((one for text in texts if (one := _CHANGES.search(text))), None)
    return (_WORDS, found.group()) if found else None
