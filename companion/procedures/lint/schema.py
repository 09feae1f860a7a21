"""A reading as a value of the model, or French sentences that say what is wrong and what to do."""

from calendar import monthrange
from functools import cache
from typing import Any, Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from companion.procedures.lint.expected import QUOTED
from companion.procedures.lint.findings import Finding, Spot, in_order
from companion.procedures.lint.notes import Notes
from companion.procedures.lint.sentences import Fault, note_fault, note_quotes, suggested_key
from companion.procedures.lint.shapes import Expected, Shape, bare, expectations, origin, remembered, walk
from companion.procedures.lint.syntax import Reading, Value
from companion.procedures.rules.texts import Day, DayOfYear

T = TypeVar("T")
MOST_FINDINGS = 100
FIRST_YEAR = 2000
LAST_YEAR = 2100
_LEAP_YEAR = 2024
_LAST_DAYS = {f"{month:02}": monthrange(_LEAP_YEAR, month)[1] for month in range(1, 13)}

_MORE = "Ce fichier contient d'autres fautes de forme. Corrigez d'abord celles-ci."
_FAR = "La date « {said} » est hors du temps. Écrivez une année entre {first} et {last}."
_NO_SUCH_DAY = "Le jour « {said} » n'existe dans aucune année. Corrigez le mois ou le jour."


def build(model: type[T], reading: Reading) -> tuple[T | None, list[Finding]]:
    """Return the value of a file, or None, with what is wrong in its form.

    A value may come with a finding that the model knows nothing of, missing
    quotes for example: the caller decides what forbids loading.
    """
    if reading.value is None and reading.findings:
        return None, []
    notes = Notes(reading)
    shape: Shape = model
    try:
        value: T | None = _adapter(shape).validate_python(reading.value)
        if reading.is_slippery:
            _look_at_words(notes, model)
    except ValidationError as refused:
        value = None
        _look_at_words(notes, model)
        _note_refusal(notes, expectations(model, reading.value), refused)
    return value, _capped(notes)


@cache
def _adapter(model: Shape) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def _capped(notes: Notes) -> list[Finding]:
    found = list(in_order(notes.found))
    if len(found) <= MOST_FINDINGS:
        return found
    rest = Notes(notes.reading)
    rest.add("E01", (), _MORE)
    return [*rest.found, *found[:MOST_FINDINGS]]


def _look_at_words(notes: Notes, model: Shape) -> None:
    """See what the model lets pass: missing quotes, « 1 » for true, days that do not exist."""
    for spot, _, shape, value in walk(model, notes.reading.value, worth=_slippery):
        kind = _kind(shape)
        if not kind or value is None:
            continue
        if isinstance(value, str):
            _look_at_text(notes, spot, shape, value)
        elif kind == "bool" and not isinstance(value, bool):
            note_fault(notes, _only(spot, shape, value), Fault("bool_type", spot))
        elif kind == "word" and isinstance(value, bool | float):
            note_fault(notes, _only(spot, shape, value), Fault("literal_error", spot))


@remembered
def _kind(shape: Shape) -> str:
    """Return a name for the shapes of which the model takes more than an author means, or nothing."""
    if shape in QUOTED:
        return "day of year" if shape == DayOfYear else "quoted"
    if shape == Day:
        return "day"
    core = bare(shape)
    if core is bool:
        return "bool"
    return "word" if origin(core) is Literal else ""


def _slippery(shape: Shape) -> bool:
    return bool(_kind(shape))


def _only(spot: Spot, shape: Shape, value: Value) -> Expected:
    return Expected({spot: shape}, {spot: shape}, {spot: value})


def _look_at_text(notes: Notes, spot: Spot, shape: Shape, value: str) -> None:
    kind = _kind(shape)
    if kind in {"quoted", "day of year"} and notes.reading.is_plain(spot):
        note_quotes(notes, spot, value)
    if kind == "bool":
        note_fault(notes, _only(spot, shape, value), Fault("bool_type", spot))
    elif kind == "day" and value[:4].isdecimal() and not FIRST_YEAR <= int(value[:4]) <= LAST_YEAR:
        notes.add("E01", spot, _FAR, said=value, first=FIRST_YEAR, last=LAST_YEAR)
    elif kind == "day of year" and value[3:].isdecimal() and int(value[3:]) > _LAST_DAYS.get(value[:2], 99):
        notes.add("E01", spot, _NO_SUCH_DAY, said=value)


def _note_refusal(notes: Notes, known: Expected, refused: ValidationError) -> None:
    """Turn what the model refuses into sentences.

    Left out: the alternative that was not meant, the key that a misspelt one
    stands for, and the list found too short because its elements are wrong.
    """
    errors = refused.errors(include_url=False, include_input=False, include_context=False)
    faults = [_fault(error, notes.reading.value) for error in errors]
    suggested = {(*fault.spot[:-1], suggested_key(known, fault.spot)) for fault in faults if fault.type == "extra_forbidden"}
    deeper = {fault.spot[:length] for fault in faults for length in range(len(fault.spot))}
    echoes = {("missing", spot) for spot in suggested} | {("too_short", spot) for spot in deeper}
    meant = [fault for fault in faults if _is_meant(fault, known) and (fault.type, fault.spot) not in echoes]
    for fault in (meant or faults)[: MOST_FINDINGS + 1]:
        note_fault(notes, known, fault)


def _fault(error: Any, root: Value) -> Fault:  # noqa: ANN401 (a typed dictionary of the validator)
    """Find where an error stands: its own path also names alternatives, which are no keys."""
    spot: Spot = ()
    node = root
    location = error["loc"]
    on_key = location[-1:] == ("[key]",)
    for part in location:
        if _holds(node, part):
            node = node[part]
            spot = (*spot, part)
    if error["type"] == "missing":
        spot = (*spot, location[-1])
    if error["type"] == "union_tag_invalid":
        spot = (*spot, "type")
    return Fault(error["type"], spot, on_key=on_key)


def _holds(node: Value, part: str | int) -> bool:
    if isinstance(node, dict):
        return part in node
    return isinstance(node, list) and isinstance(part, int) and part < len(node)


_NOT_MEANT: dict[type, set[str]] = {
    dict: {"string_type", "literal_error"},
    list: {"string_type", "literal_error"},
    str: {"model_type", "tuple_type", "dict_type"},
}


def _is_meant(fault: Fault, known: Expected) -> bool:
    """Leave out the complaint of an alternative that the author did not write."""
    if not known.is_choice(fault.spot):
        return True
    return fault.type not in _NOT_MEANT.get(type(known.values[fault.spot]), {"model_type", "tuple_type"})
