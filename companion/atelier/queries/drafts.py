"""Looks at drafts and at the files of guides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from companion.procedures import lint
from companion.procedures.lint.parts import parts, parts_of
from companion.procedures.lint.syntax import read
from companion.procedures.queries import Guide, Library, review_text
from companion.procedures.queries.library import read_bytes
from companion.procedures.rules.procedure import Procedure
from companion.procedures.rules.texts import Evidence

BEFORE = ".avant"
"""What the name of a draft ends with when it is the one before the last change."""


@dataclass(frozen=True)
class Draft:
    """A version that is being written: its text, what it says, what is wrong in it."""

    path: Path
    text: str
    value: Mapping[str, Any]
    mark: str
    """Changes with the text: two people who save at once are told."""
    can_undo: bool


def to_confirm(procedure: Procedure) -> list[str]:
    """Return what the file itself says it is not sure of, in file order."""
    return [fact.confirmer for _, fact in parts_of(Evidence, parts(procedure)) if fact.confirmer]


def draft_path(drafts: Path, name: str) -> Path:
    """Return where the draft of a guide stands: its country's folder, its own name."""
    country, _, stem = name.partition("-")
    return drafts / country / f"{stem}.yaml"


def undo_path(path: Path) -> Path:
    """Return where the draft before the last change stands."""
    return path.with_name(f".{path.name}{BEFORE}")


def draft_of(drafts: Path, guide: Guide) -> Draft:
    """Return the draft of a guide; when nobody has begun one, the guide's own file."""
    path = draft_path(drafts, guide.procedure.id)
    raw = read_bytes(path) if path.exists() else read_bytes(guide.file)
    reading = read(raw or b"", path.name)
    value = reading.value if isinstance(reading.value, dict) else {}
    return Draft(path, reading.text, value, sha256(reading.text.encode()).hexdigest()[:16], undo_path(path).exists())


def findings_of(draft: Draft, guide: Guide, library: Library, today: date) -> list[lint.Finding]:
    """Return what the lint says of a draft, as if it stood in the place of the guide."""
    return _in_order(review_text(draft.text.encode(), guide.file, library, today, guide.replaces or guide.procedure))


def findings_of_guide(guide: Guide, library: Library, today: date) -> list[lint.Finding]:
    """Return what the lint says of a guide as it is served."""
    return _in_order(review_text(read_bytes(guide.file) or b"", guide.file, library, today, guide.replaces))


def _in_order(findings: Iterable[lint.Finding]) -> list[lint.Finding]:
    return list(lint.in_order(findings))


def text_of(guide: Guide) -> str:
    """Return the text of the file of a guide."""
    return (read_bytes(guide.file) or b"").decode("utf-8", errors="replace")


def as_procedure(draft: Draft) -> Procedure | None:
    """Return a draft as a procedure, when its form is right."""
    return lint.examine(draft.text.encode(), f"{draft.path.parent.name}/{draft.path.name}", lint.Shelf(None, None)).draft
