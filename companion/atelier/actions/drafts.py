"""Writes drafts, publishes them, takes them away."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from companion.atelier.queries.drafts import Draft, draft_path, undo_path
from companion.atelier.rules.mending import mended
from companion.procedures.queries import Guide


def write_file(path: Path, text: str) -> None:
    """Write a file whole or not at all: a reader never meets half of it, and a power cut leaves the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def forget_file(path: Path) -> None:
    """Remove a file that may be gone already."""
    path.unlink(missing_ok=True)


def save_draft(draft: Draft, wanted: Mapping[str, Any]) -> None:
    """Write what a draft should hold, changing only the lines that must change; the draft of before is kept."""
    text = mended(draft.text, wanted)
    if text != draft.text or not draft.path.exists():
        write_file(undo_path(draft.path), draft.text)
        write_file(draft.path, text)


def undo_draft(draft: Draft) -> None:
    """Take back the last change; doing it twice brings the change back."""
    before = undo_path(draft.path)
    if before.exists():
        text = before.read_text(encoding="utf-8")
        write_file(before, draft.text)
        write_file(draft.path, text)


def drop_draft(path: Path) -> None:
    """Forget a draft."""
    forget_file(undo_path(path))
    forget_file(path)


def publish(draft: Draft, local: Path) -> None:
    """Put a draft among the guides of the association, where it stands in the place of the shipped one."""
    write_file(local / draft.path.parent.name / draft.path.name, draft.text)
    drop_draft(draft.path)


def keep_as_draft(guide: Guide, drafts: Path) -> None:
    """Keep the version of the association as a draft, unless somebody is already writing one: nothing is lost."""
    path = draft_path(drafts, guide.procedure.id)
    if not path.exists():
        write_file(path, guide.file.read_text(encoding="utf-8"))
