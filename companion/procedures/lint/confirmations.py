"""The list of what is still to be confirmed, one line a thing (I12)."""

from companion.procedures.lint.findings import Finding, Spot
from companion.procedures.lint.notes import Notes
from companion.procedures.lint.syntax import Value, read

_KEY = "confirmer"
_CONFIRM = "À confirmer : {what}"


def confirmations(raw: bytes, file: str) -> list[Finding]:
    """List what any content file leaves to be confirmed."""
    notes = Notes(read(raw, file))
    note_confirmations(notes)
    return notes.found


def note_confirmations(notes: Notes) -> None:
    """Note each thing to be confirmed, at its line; nothing is wrong with it."""
    waiting: list[tuple[Spot, Value]] = [((), notes.reading.value)]
    while waiting:
        spot, node = waiting.pop()
        if spot[-1:] == (_KEY,) and isinstance(node, str):
            notes.add("I12", spot, _CONFIRM, what=node)
        elif isinstance(node, dict):
            waiting += [((*spot, key), child) for key, child in node.items()]
        elif isinstance(node, list):
            waiting += [((*spot, rank), child) for rank, child in enumerate(node)]
