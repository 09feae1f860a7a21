"""The texts of a procedure that are translated, by the ids that translation files use."""

from collections.abc import Mapping
from dataclasses import dataclass

from companion.procedures.rules.hashes import sentence_hash
from companion.procedures.rules.procedure import Procedure
from companion.procedures.rules.shared import TranslationFile

LANGUAGES = {"nl": "néerlandais", "en": "anglais", "ar": "arabe"}
OWN_NAMES = {"nl": "Nederlands", "en": "English", "ar": "العربية"}
"""Each language as those who speak it write it."""
RIGHT_TO_LEFT = frozenset({"ar"})


@dataclass(frozen=True)
class Spoken:
    """A text in the person's language, and how far it may be trusted."""

    text: str
    stale: bool
    """The French has changed since."""
    unread: bool
    """Nobody who speaks the language has read it over."""


def translated(procedure: Procedure, file: TranslationFile) -> dict[str, Spoken]:
    """Return the texts of a translation; what the procedure no longer says is left out."""
    known = text_ids(procedure)
    unread = file.machine or not (file.relu_par or "").strip()
    return {
        name: Spoken(text.texte.strip(), text.de != sentence_hash(known[name]), unread)
        for name, text in file.textes.items()
        if name in known and text.texte.strip()
    }


def spoken(texts: Mapping[str, Spoken], name: str) -> Spoken | None:
    """Return one text, if that language has it."""
    return texts.get(name)


def texts_for_the_person(procedure: Procedure) -> dict[str, str]:
    """Return the texts that a complete translation holds: the title, and what each step says to the person.

    They are what the person reads or hears; pages and checks ask this one function.
    """
    said = {f"etapes.{step.id}.simple": step.simple for step in procedure.etapes}
    return {"titre": procedure.titre, **{name: text for name, text in said.items() if text}}


def text_ids(procedure: Procedure) -> dict[str, str]:
    """Return every text that a translation may hold: those for the person, and those it is free to add."""
    found: dict[str, str | None] = {**texts_for_the_person(procedure), "resume": procedure.resume}
    for step in procedure.etapes:
        found[f"etapes.{step.id}.titre"] = step.titre
        found[f"etapes.{step.id}.simple_passe"] = step.simple_passe
    for question in procedure.questions:
        found[f"questions.{question.id}.texte"] = question.texte
        for answer, choice in question.choix.items():
            found[f"questions.{question.id}.choix.{answer}"] = choice if isinstance(choice, str) else choice.texte
    found |= {f"documents.{document.id}.nom": document.nom for document in procedure.documents}
    found |= {f"garder.{keep.id}.texte": keep.texte for keep in procedure.garder}
    return {name: text for name, text in found.items() if text}
