"""What running visits rely on may not vanish in silence: identifiers removed since a version (E17)."""

import re
from datetime import date

from companion.procedures.lint.notes import Notes
from companion.procedures.rules.procedure import Procedure

_REMOVED = "{What} « {id} » a disparu depuis la version du {day}. {todo} une ligne de « journal » qui cite « {id} » et dit pourquoi."
_TODO = "Remettez ce nom, ou ajoutez"
_TODO_STEP = "Remettez ce nom, écrivez-le dans « remplace » de l'étape qui lui succède, ou ajoutez"
_KINDS = (
    ("questions", "La question"), ("etapes", "L'étape"), ("documents", "Le document"),
    ("echeances", "L'échéance"), ("canaux", "Le canal"),
)  # fmt: skip


def check_history(notes: Notes, procedure: Procedure, previous: Procedure) -> None:
    """Note the identifiers of the previous version that are gone with no word about it."""
    said = _news(procedure, previous)
    renamed = {name for step in procedure.etapes for name in step.remplace}
    for key, what in _KINDS:
        here = {one.id for one in getattr(procedure, key)} | (renamed if key == "etapes" else set())
        for one in getattr(previous, key):
            if one.id not in here and not _names(said, one.id):
                _note(notes, key, what, one.id, previous)


def _note(notes: Notes, key: str, what: str, name: str, previous: Procedure) -> None:
    todo = _TODO_STEP if key == "etapes" else _TODO
    notes.add(
        "E17",
        (key,),
        _REMOVED.replace("{todo}", todo),
        What=what.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}"),
        id=name,
        day=previous.verification.le,
    )


def _news(procedure: Procedure, previous: Procedure) -> str:
    """Return what the journal has said since the previous version."""
    last = max((entry.le for entry in previous.journal), default=date.min)
    return "\n".join(entry.quoi for entry in procedure.journal if entry.le >= last and entry not in previous.journal)


def _names(said: str, name: str) -> bool:
    return re.search(rf"(?<![a-z0-9-]){re.escape(name)}(?![a-z0-9-])", said) is not None
