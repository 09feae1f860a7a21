"""Looks at drafts and at the files of guides."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from companion.atelier.rules.skeleton import skeleton
from companion.procedures import lint
from companion.procedures.lint.parts import parts, parts_of
from companion.procedures.lint.syntax import read
from companion.procedures.queries import Guide, Library, review_text
from companion.procedures.queries.library import COUNTRIES, read_bytes
from companion.procedures.rules.procedure import Procedure
from companion.procedures.rules.texts import Evidence

BEFORE = ".avant"
"""What the name of a draft ends with when it is the one before the last change."""


ANY_SHELF = lint.Shelf(None, None)
"""Nothing is known of the other files, so nothing is held against this one."""
_NAME = re.compile(r"(be|fr)-[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Draft:
    """A version that is being written: its text, what it says, what is wrong in it."""

    path: Path
    text: str
    value: Mapping[str, Any]
    mark: str
    """Changes with the text: two people who save at once are told."""
    can_undo: bool
    begun: bool = True
    """Somebody has begun it: it is a file.  Otherwise it is the text of the guide."""


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


def is_there(path: Path) -> bool:
    """Tell whether something stands at a place; in a folder that does not open, nothing does."""
    try:
        path.lstat()
    except OSError:
        return False
    return True


def draft_of(drafts: Path, guide: Guide) -> Draft:
    """Return the draft of a guide; when nobody has begun one, the guide's own file."""
    path = draft_path(drafts, guide.procedure.id)
    begun = is_there(path)
    reading = read(read_bytes(path if begun else guide.file) or b"", path.name)
    value = reading.value if isinstance(reading.value, dict) else {}
    mark = sha256(reading.text.encode()).hexdigest()[:16]
    return Draft(path, reading.text, value, mark, is_there(undo_path(path)), begun)


def begun_guides(drafts: Path, library: Library) -> list[str]:
    """Return the names of the guides that somebody has begun and nobody has published yet."""
    found = [f"{path.parent.name}-{path.stem}" for country in COUNTRIES for path in sorted((drafts / country).glob("*.yaml"))]
    return [name for name in found if name not in library.guides]


def begun_guide(drafts: Path, local: Path, name: str) -> Guide | None:
    """Return a guide that exists only as a draft, as far as its text says; nothing when there is none."""
    path = draft_path(drafts, name)
    if not _NAME.fullmatch(name) or not is_there(path):
        return None
    value = read(read_bytes(path) or b"", path.name).value
    title = value.get("titre") if isinstance(value, dict) else None
    words = str(title) if isinstance(title, str) and title.strip() else name
    known = lint.examine(
        skeleton(name, words, name, date.min.replace(year=2000)).encode(), f"{path.parent.name}/{path.name}", ANY_SHELF
    ).draft
    return Guide(known, local / path.parent.name / path.name, local=True, replaces=None) if known else None


def is_current(draft: Draft) -> bool:
    """Tell whether a draft is still what it was when it was looked at."""
    if is_there(draft.path) != draft.begun:
        return False
    return not draft.begun or read(read_bytes(draft.path) or b"", "").text == draft.text


def findings_of(draft: Draft, guide: Guide, library: Library, today: date) -> list[lint.Finding]:
    """Return what the lint says of a draft, as if it stood in the place of the guide."""
    return _in_order(review_text(draft.text.encode(), guide.file, library, today, guide.replaces or guide.procedure))


def findings_of_guide(guide: Guide, library: Library, today: date) -> list[lint.Finding]:
    """Return what the lint says of a guide as it is served."""
    return _in_order(review_text(read_bytes(guide.file) or b"", guide.file, library, today, guide.replaces))


def review(draft: Draft) -> list[lint.Finding]:
    """Return why a draft cannot be read, with the line."""
    return _in_order(read(read_bytes(draft.path) or b"", draft.path.name).findings)


def _in_order(findings: Iterable[lint.Finding]) -> list[lint.Finding]:
    return list(lint.in_order(findings))


def text_of(guide: Guide) -> str:
    """Return the text of the file of a guide."""
    return (read_bytes(guide.file) or b"").decode("utf-8", errors="replace")


def as_procedure(draft: Draft) -> Procedure | None:
    """Return a draft as a procedure, when its form is right."""
    return lint.examine(draft.text.encode(), f"{draft.path.parent.name}/{draft.path.name}", ANY_SHELF).draft
