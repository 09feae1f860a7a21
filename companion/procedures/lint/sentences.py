"""Each fault of form as a French sentence: what is wrong, then what to do."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, get_args

from companion.procedures.lint.expected import expected
from companion.procedures.lint.findings import Spot, say, short
from companion.procedures.lint.notes import Notes, perhaps
from companion.procedures.lint.shapes import Expected, bare, origin
from companion.procedures.lint.syntax import Value

LONGEST_TEXT = 1500
_DEFAULT = "« {key} » n'a pas la forme attendue. Écrivez {expected}."
_EMPTY = "« {key} » est vide. Écrivez {expected} ; si vous n'avez rien à dire, effacez la clé."
_WRONG = "« {key} » contient {value}. Écrivez {expected}."
_QUOTES = "« {value} » doit être entre guillemets, sinon il peut être lu de travers. Écrivez : {example}"
_MISSING = "Il manque la clé « {key} ». Ajoutez-la et écrivez {expected}."
_UNKNOWN = "La clé « {key} » n'existe pas ici.{perhaps} Corrigez-la ou effacez-la."
_UNKNOWN_LISTED = "La clé « {key} » n'existe pas ici. Effacez-la ou prenez une clé prévue : {keys}."
_CODE = "« {key} » contient {value}, qui n'est pas prévu.{perhaps} Écrivez {expected}."
_LONG = "« {key} » est trop long. Raccourcissez ce texte."
_SHORT_LIST = "« {key} » ne contient pas assez d'éléments. Ajoutez-en : il en faut au moins un, ou deux pour « choix »."
_LONG_LIST = "« {key} » contient trop d'éléments. Gardez-en huit au plus."
_LESS = "« {key} » contient {value}, qui est trop petit ou trop grand. Corrigez ce nombre : un mois va de 1 à 12, un jour de 1 à 31."
_NOT_A_DAY = "« {key} » contient {value}, qui n'est pas une date du calendrier. Écrivez {expected}."
_BAD_KEY = "Le nom « {key} » n'est pas permis. Écrivez en minuscules sans accent, mots joints par des tirets, comme hors-belgique."
_BAD_MONTH = "« {key} » n'est pas un mois. Écrivez un nombre de 1 à 12."
_NO_TYPE = "Il manque la clé « type ». Ajoutez-la et écrivez un de ces mots : hebdomadaire, mensuelle, annuelle, relative."
_BAD_TYPE = "Le type {value} n'est pas prévu.{perhaps} Écrivez un de ces mots : hebdomadaire, mensuelle, annuelle, relative."
_NOT_A_SHEET = "Ce fichier devrait commencer par des clés, comme « format: 1 ». Copiez le début d'un autre fichier de la même sorte."

KINDS_OF_DEADLINE = ("hebdomadaire", "mensuelle", "annuelle", "relative")
_SENTENCES: dict[str, str] = {
    "string_too_long": _LONG, "too_short": _SHORT_LIST, "too_long": _LONG_LIST,
    "greater_than_equal": _LESS, "less_than_equal": _LESS, "greater_than": _LESS, "less_than": _LESS,
    "value_error": _NOT_A_DAY, "string_too_short": _EMPTY, "union_tag_not_found": _NO_TYPE, "invalid_key": _BAD_KEY,
    "literal_error": _CODE, "union_tag_invalid": _BAD_TYPE,
}  # fmt: skip
_WRONG_KINDS = {
    "string_type", "string_pattern_mismatch", "bool_type", "bool_parsing", "int_type", "int_parsing", "int_from_float", "float_type",
    "model_type", "model_attributes_type", "dict_type", "tuple_type", "list_type", "date_type", "none_required", "mapping_type",
}  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """One refusal: its kind in the validator's own words, and where it stands."""

    type: str
    spot: Spot
    on_key: bool = False


def suggested_key(known: Expected, spot: Spot) -> str:
    """Return the key that an unknown one was probably meant to be, or nothing."""
    return next(iter(get_close_matches(str(spot[-1]), known.keys(spot), n=1)), "") if spot else ""


def note_quotes(notes: Notes, spot: Spot, value: Value) -> None:
    """Ask for quotes around a word, and show how."""
    written = short(notes.reading.written(spot) or value)
    key = next((part for part in reversed(spot) if isinstance(part, str)), "")
    example = f'- "{written}"' if spot and isinstance(spot[-1], int) else f'{key}: "{written}"'
    notes.add("E01", spot, _QUOTES, value=written, example=example)


def note_fault(notes: Notes, known: Expected, fault: Fault) -> None:
    """Note what is wrong at a spot; the kinds nobody foresaw have a sentence too."""
    value = known.values.get(fault.spot)
    if fault.type == "string_type" and notes.reading.written(fault.spot) is not None and value is not None:
        note_quotes(notes, fault.spot, value)
        return
    wanted = known.chosen.get(fault.spot) or known.inside(fault.spot)
    notes.add(
        _code(fault.spot),
        fault.spot,
        _template(known, fault, value),
        key=short(fault.spot[-1]) if fault.on_key else _name(fault.spot),
        value=_in_words(value),
        expected=expected(wanted),
        perhaps=_perhaps(known, fault, value),
        keys=", ".join(known.keys(fault.spot)),
    )


def _code(spot: Spot) -> str:
    """Return the code: an obstacle unknown to the statistics points nowhere (decision E3)."""
    is_obstacle = spot[-1:] == ("obstacle",) and spot[-3:-2] == ("si_bloque",)
    return "E04" if is_obstacle else "E01"


def _template(known: Expected, fault: Fault, value: Value) -> str:
    if fault.on_key:
        return _BAD_KEY if fault.type == "string_pattern_mismatch" else _BAD_MONTH
    if not fault.spot and fault.type in _WRONG_KINDS:
        return _NOT_A_SHEET
    if fault.type == "missing":
        return _MISSING
    if fault.type == "extra_forbidden":
        return _UNKNOWN if suggested_key(known, fault.spot) else _UNKNOWN_LISTED
    if fault.type in _WRONG_KINDS:
        return _EMPTY if value is None or value == "" else _WRONG
    return _SENTENCES.get(fault.type, _DEFAULT)


def _name(spot: Spot) -> str:
    """Return the key a fault is about; for an element of a list, the key of the list."""
    return next((short(part) for part in reversed(spot) if isinstance(part, str)), "fichier")


def _in_words(value: Value) -> str:
    if isinstance(value, dict):
        return "un bloc de clés"
    if isinstance(value, list):
        return "une liste"
    said = str(value).lower() if isinstance(value, bool) else short(value)
    return say("« {said} »", said=said)


def _perhaps(known: Expected, fault: Fault, value: Value) -> str:
    if fault.type == "extra_forbidden":
        close = suggested_key(known, fault.spot)
        return perhaps(close, [close]) if close else ""
    if fault.type == "union_tag_invalid":
        return perhaps(value, KINDS_OF_DEADLINE)
    shape = bare(known.chosen.get(fault.spot))
    return perhaps(value, get_args(shape)) if origin(shape) is Literal else ""
