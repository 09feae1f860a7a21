"""Writes drafts, publishes them, takes them away."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from companion.atelier.actions.turn import in_turn
from companion.atelier.queries.drafts import Draft, draft_path, is_current, undo_path
from companion.atelier.rules.mending import mended
from companion.errors import Refused, reason
from companion.procedures.queries import Guide

SAME_TIME = (
    "Ce brouillon a changé entre-temps, dans un autre onglet ou par quelqu’un d’autre. "
    "Votre texte est encore ici : relisez, puis enregistrez à nouveau pour le garder."
)
CHANGED = "Ce brouillon vient de changer, dans un autre onglet ou par quelqu’un d’autre. Relisez-le, puis recommencez."
IN_PROGRESS = (
    "Un brouillon est en cours pour ce guide, et la version de l’association y prendrait sa place. "
    "Publiez ce brouillon ou effacez-le, puis recommencez."
)
_UNWRITTEN = (
    "Le dossier de l’association refuse l’écriture ({why}). Rien n’a été remplacé. "
    "Gardez votre texte, prévenez la personne qui a lancé Compagnon, puis recommencez."
)


@contextmanager
def _writing(draft: Draft, otherwise: str) -> Iterator[None]:
    """Write alone, a draft that is still what was looked at; say in French what the disk refuses."""
    try:
        with in_turn(draft.path.parent.parent):
            if not is_current(draft):
                raise Refused(otherwise)
            yield
    except OSError as fault:
        raise Refused(_UNWRITTEN.format(why=reason(fault))) from None


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: a reader never meets half of it, and a power cut leaves the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def save_draft(draft: Draft, wanted: Mapping[str, Any]) -> str:
    """Write what a draft should hold, changing only the lines that must change; the draft of before is kept.

    Returns nothing, or why it could not: the page shows it beside what was typed.
    """
    try:
        text = mended(draft.text, wanted)
        with _writing(draft, SAME_TIME):
            if text != draft.text or not draft.begun:
                write_file(undo_path(draft.path), draft.text.encode())
                write_file(draft.path, text.encode())
    except Refused as refusal:
        return str(refusal)
    return ""


def begin(drafts: Path, name: str, text: str) -> None:
    """Write the first draft of a new guide, never over another one."""
    path = draft_path(drafts, name)
    draft = Draft(path, text, {}, "", can_undo=False, begun=False)
    with _writing(draft, CHANGED):
        write_file(path, text.encode())


def undo_draft(draft: Draft) -> None:
    """Take back the last change; doing it twice brings the change back."""
    before = undo_path(draft.path)
    with _writing(draft, CHANGED):
        if before.is_file() and draft.path.is_file():
            now, then = draft.path.read_bytes(), before.read_bytes()
            write_file(before, now)
            write_file(draft.path, then)


def drop_draft(draft: Draft) -> None:
    """Forget a draft."""
    with _writing(draft, CHANGED):
        _forget(draft.path)


def _forget(path: Path) -> None:
    undo_path(path).unlink(missing_ok=True)
    path.unlink(missing_ok=True)


def publish(draft: Draft, local: Path) -> None:
    """Put a draft among the guides of the association, in the place of the shipped one; what stood there is kept beside."""
    place = local / draft.path.parent.name / draft.path.name
    with _writing(draft, CHANGED):
        if place.is_file():
            write_file(undo_path(place), place.read_bytes())
        write_file(place, draft.text.encode())
        with suppress(OSError):  # what is published stays published; the draft says the same
            _forget(draft.path)


def withdraw(guide: Guide, draft: Draft) -> None:
    """Take the version of the association away, and keep it as a draft: nothing is lost."""
    if draft.begun:
        raise Refused(IN_PROGRESS)
    with _writing(draft, IN_PROGRESS):
        write_file(draft.path, guide.file.read_bytes())
        guide.file.unlink(missing_ok=True)
