"""The files that all procedures share, and the translations: their form, their names, nothing personal."""

from pathlib import PurePosixPath
from typing import TypeVar

from companion.procedures.lint.findings import Finding, in_order
from companion.procedures.lint.notes import Notes, perhaps
from companion.procedures.lint.parts import parts
from companion.procedures.lint.personal import personal_findings
from companion.procedures.lint.references import check_sources, check_unique
from companion.procedures.lint.schema import build
from companion.procedures.lint.syntax import read
from companion.procedures.rules.procedure import Procedure
from companion.procedures.rules.shared import DelegationFile, GlossaryFile, InstitutionFile, TranslationFile
from companion.procedures.rules.texts import Sheet

F = TypeVar("F", bound=Sheet)

_COUNTRY = "Ce fichier est celui de « {stem} », mais « pays » vaut « {written} ». Corrigez l'un des deux."
_LANGUAGE = "Ce fichier est celui de la langue « {stem} », mais « langue » vaut « {written} ». Corrigez l'un des deux."
_TEXT = "« {id} » ne désigne aucun texte de la démarche.{perhaps} Corrigez ce nom, ou effacez cette traduction."


def examine_institutions(raw: bytes, file: str) -> tuple[InstitutionFile | None, tuple[Finding, ...]]:
    """Examine the institutions of one country; a value is given as soon as its form is right."""
    notes, value = _examine(InstitutionFile, raw, file)
    if value is not None:
        check_unique(notes, ("institutions",), [one.id for one in value.institutions])
        check_sources(notes, parts(value), value.sources)
        if value.pays != _stem(file):
            notes.add("E01", ("pays",), _COUNTRY, stem=_stem(file), written=value.pays)
    return value, in_order(notes.found)


def examine_delegations(raw: bytes, file: str) -> tuple[DelegationFile | None, tuple[Finding, ...]]:
    """Examine the official ways to act for somebody; a value is given as soon as its form is right."""
    notes, value = _examine(DelegationFile, raw, file)
    if value is not None:
        check_unique(notes, ("delegations",), [one.id for one in value.delegations])
        check_sources(notes, parts(value), value.sources)
    return value, in_order(notes.found)


def examine_glossary(raw: bytes, file: str) -> tuple[GlossaryFile | None, tuple[Finding, ...]]:
    """Examine the hard words and their explanations."""
    notes, value = _examine(GlossaryFile, raw, file)
    return value, in_order(notes.found)


def examine_translation(raw: bytes, file: str, procedure: Procedure | None = None) -> tuple[TranslationFile | None, tuple[Finding, ...]]:
    """Examine a translation; its text ids are checked when the procedure is given."""
    notes, value = _examine(TranslationFile, raw, file)
    if value is not None:
        language = _stem(file).rpartition(".")[2]
        if value.langue != language:
            notes.add("E01", ("langue",), _LANGUAGE, stem=language, written=value.langue)
        known = text_ids(procedure) if procedure else value.textes
        for name in value.textes:
            if name not in known:
                notes.add("E04", ("textes", name), _TEXT, id=name, perhaps=perhaps(name, known))
    return value, in_order(notes.found)


def text_ids(procedure: Procedure) -> dict[str, str]:
    """Return the texts meant for the person, by the ids that translations use."""
    found: dict[str, str | None] = {"titre": procedure.titre, "resume": procedure.resume}
    for step in procedure.etapes:
        found[f"etapes.{step.id}.titre"] = step.titre
        found[f"etapes.{step.id}.simple"] = step.simple
        found[f"etapes.{step.id}.simple_passe"] = step.simple_passe
    for question in procedure.questions:
        found[f"questions.{question.id}.texte"] = question.texte
        for answer, choice in question.choix.items():
            found[f"questions.{question.id}.choix.{answer}"] = choice if isinstance(choice, str) else choice.texte
    found |= {f"documents.{document.id}.nom": document.nom for document in procedure.documents}
    found |= {f"garder.{keep.id}.texte": keep.texte for keep in procedure.garder}
    return {name: text for name, text in found.items() if text}


def _examine(model: type[F], raw: bytes, file: str) -> tuple[Notes, F | None]:
    reading = read(raw, file)
    value, faults = build(model, reading)
    return Notes(reading, [*reading.findings, *faults, *personal_findings(reading)]), value


def _stem(file: str) -> str:
    return PurePosixPath(file.replace("\\", "/")).stem
