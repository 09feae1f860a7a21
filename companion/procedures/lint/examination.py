"""The order of the checks: what loading needs first, then what a review needs."""

from dataclasses import dataclass
from datetime import date

from companion.procedures.lint.cautions import check_cautions
from companion.procedures.lint.confirmations import note_confirmations
from companion.procedures.lint.contacts import check_contacts
from companion.procedures.lint.findings import Finding, has_errors, in_order, level_of, say
from companion.procedures.lint.history import check_history
from companion.procedures.lint.loads import check_loads
from companion.procedures.lint.notes import Notes
from companion.procedures.lint.paths import check_paths
from companion.procedures.lint.personal import personal_findings
from companion.procedures.lint.plain_text import check_plain_text
from companion.procedures.lint.references import Shelf, check_guides, check_references
from companion.procedures.lint.safety import check_safety
from companion.procedures.lint.schema import build
from companion.procedures.lint.syntax import Reading, read
from companion.procedures.lint.trials import check_trials, read_trials
from companion.procedures.lint.windows import check_windows
from companion.procedures.rules.procedure import Procedure

_UNREADABLE = "Ce fichier ne peut pas être ouvert. Vérifiez qu'il existe et que vous avez le droit de le lire."


BROKEN = frozenset({"E00", "E01", "E02", "E03", "E04"})
"""Codes after which a walk through the procedure would say nothing true."""


def unreadable(file: str) -> Finding:
    """Return what is said of a file that cannot even be opened."""
    return Finding(file, 1, "E00", level_of("E00"), "", say(_UNREADABLE))


@dataclass(frozen=True)
class Examined:
    """A procedure file after the checks that loading needs."""

    reading: Reading
    draft: Procedure | None
    """The value when its form is right, even if an error stands; never to be shown."""
    findings: tuple[Finding, ...]

    @property
    def file(self) -> str:
        """Return the name of the file."""
        return self.reading.file

    @property
    def procedure(self) -> Procedure | None:
        """Return the procedure when it may be loaded: no error stands."""
        return None if has_errors(self.findings) else self.draft


def examine(raw: bytes, file: str, shelf: Shelf) -> Examined:
    """Check what loading needs: form, names, references, what may never be asked of anybody."""
    reading = read(raw, file)
    notes = Notes(reading)
    notes.found += reading.findings
    draft, faults = build(Procedure, reading)
    draft = None if has_errors(faults) else draft
    notes.found += faults
    notes.found += personal_findings(reading)
    if draft is not None:
        check_windows(notes, draft)
        check_references(notes, draft, shelf)
        check_safety(notes, draft, shelf)
    return Examined(reading, draft, in_order(notes.found))


def examine_deeply(  # noqa: PLR0913, PLR0917 (everything that a review looks at, and the day)
    examined: Examined, trials: bytes | None, trials_file: str, previous: Procedure | None, today: date, shelf: Shelf
) -> list[Finding]:
    """Return the findings that loading needs, with those of a review: paths, cases, history, warnings, things to confirm."""
    notes = Notes(examined.reading, list(examined.findings))
    sound = not any(one.code in BROKEN for one in examined.findings)
    if examined.draft is not None:
        check_guides(notes, examined.draft, shelf)
        check_cautions(notes, examined.draft, today)
        check_plain_text(notes, examined.draft, shelf.glossary)
        check_contacts(notes, examined.draft)
        note_confirmations(notes)
        if sound:
            check_paths(notes, examined.draft)
            check_loads(notes, examined.draft)
        if previous is not None:
            check_history(notes, examined.draft, previous)
    if trials is not None:
        notes.found += _try(trials, trials_file, examined.draft if sound else None)
    return list(in_order(notes.found))


def _try(raw: bytes, file: str, procedure: Procedure | None) -> list[Finding]:
    trials, reading, faults = read_trials(raw, file)
    notes = Notes(reading, faults)
    if trials is not None and procedure is not None:
        check_trials(notes, procedure, trials)
    return notes.found
