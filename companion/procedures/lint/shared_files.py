"""The files that all procedures share: their form, their names, nothing personal."""

from pathlib import PurePosixPath
from typing import TypeVar

from companion.procedures.lint.findings import Finding, in_order
from companion.procedures.lint.notes import Notes
from companion.procedures.lint.parts import parts
from companion.procedures.lint.personal import personal_findings
from companion.procedures.lint.references import check_sources, check_unique
from companion.procedures.lint.schema import build
from companion.procedures.lint.syntax import read
from companion.procedures.rules.shared import DelegationFile, GlossaryFile, InstitutionFile
from companion.procedures.rules.texts import Sheet

F = TypeVar("F", bound=Sheet)

_COUNTRY = "Ce fichier est celui de « {stem} », mais « pays » vaut « {written} ». Corrigez l'un des deux."


def examine_institutions(raw: bytes, file: str) -> tuple[InstitutionFile | None, tuple[Finding, ...]]:
    """Examine the institutions of one country; a value is given as soon as its form is right."""
    notes, value = examine_sheet(InstitutionFile, raw, file)
    if value is not None:
        check_unique(notes, ("institutions",), [one.id for one in value.institutions])
        check_sources(notes, parts(value), value.sources)
        if value.pays != _stem(file):
            notes.add("E01", ("pays",), _COUNTRY, stem=_stem(file), written=value.pays)
    return value, in_order(notes.found)


def examine_delegations(raw: bytes, file: str) -> tuple[DelegationFile | None, tuple[Finding, ...]]:
    """Examine the official ways to act for somebody; a value is given as soon as its form is right."""
    notes, value = examine_sheet(DelegationFile, raw, file)
    if value is not None:
        check_unique(notes, ("delegations",), [one.id for one in value.delegations])
        check_sources(notes, parts(value), value.sources)
    return value, in_order(notes.found)


def examine_glossary(raw: bytes, file: str) -> tuple[GlossaryFile | None, tuple[Finding, ...]]:
    """Examine the hard words and their explanations."""
    notes, value = examine_sheet(GlossaryFile, raw, file)
    return value, in_order(notes.found)


def examine_sheet(model: type[F], raw: bytes, file: str) -> tuple[Notes, F | None]:
    """Examine what every file beside the procedures is examined for: its form, and traces of a person."""
    reading = read(raw, file)
    value, faults = build(model, reading)
    return Notes(reading, [*reading.findings, *faults, *personal_findings(reading)]), value


def _stem(file: str) -> str:
    return PurePosixPath(file.replace("\\", "/")).stem
