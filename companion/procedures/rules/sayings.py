"""The values of a procedure file as a reader is shown them: codes, days, conditions and references in French words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from companion.procedures.rules.codes import CHANNELS, SAVE_MEANS
from companion.procedures.rules.conditions import in_words, split_condition
from companion.procedures.rules.deadlines import parse_duration
from companion.procedures.rules.labels import THINGS, capitalised, codes, label, quoted, shortened
from companion.procedures.rules.procedure import Channel, Choice, Entry, Hint, Procedure, SaveTheDate, Trap
from companion.procedures.rules.texts import Conditional, Sheet
from companion.procedures.rules.words import MONTHS, counted, day_in_words
from companion.typography import NBSP

Value = Any
"""Whatever a key of a content file may hold."""

_REFERENCES = {
    "canal": "canaux", "alors": "canaux", "documents": "documents", "echeances": "echeances", "garder": "garder",
}  # fmt: skip
_DURATIONS = {"valable", "delai", "ouvre_avant"}
_UNITS = {"D": ("jour", "jours"), "W": ("semaine", "semaines"), "M": ("mois", "mois"), "Y": ("an", "ans")}
_NAMING = ("titre", "nom", "signe", "guide", "mecanisme", "qui", "texte", "id")
_NAMED_BY_ID = (Trap, Hint)
"""What has no name of its own, and a text too long to be one."""
_FIRST, _LAST = ("id", "titre", "nom", "si", "si_un_de"), ("source", "confirmer", "terrain")


def keys_of(model: type[Sheet]) -> list[str]:
    """Return the keys of a block in the order in which authors write them: names, conditions, the rest, where it comes from."""
    keys = model.model_fields
    middle = (key for key in keys if key not in {*_FIRST, *_LAST})
    return [*(key for key in _FIRST if key in keys), *middle, *(key for key in _LAST if key in keys)] if "format" not in keys else [*keys]


def name_of(item: Sheet, key: str = "") -> str:
    """Return how one thing among several is called; `key` is its own key when it has one."""
    if isinstance(item, Entry):
        return day_in_words(item.le)
    if isinstance(item, SaveTheDate):
        return SAVE_MEANS[item.moyen]
    if isinstance(item, _NAMED_BY_ID):
        return item.id
    if isinstance(item, Channel) and not item.nom:
        return CHANNELS[item.type]
    names = (getattr(item, one, None) for one in _NAMING)
    return shortened(next((name for name in names if isinstance(name, str)), key))


def things(key: str, value: Value) -> list[tuple[str, Sheet]] | None:
    """Return the several things that a key holds, each with its own key if it has one; nothing when it holds something else."""
    if isinstance(value, dict) and key != "exceptions":
        return [(name, Choice(texte=one) if isinstance(one, str) else one) for name, one in value.items()]
    if isinstance(value, tuple) and value and isinstance(value[0], Sheet):
        return [("", one) for one in value]
    return None


def thing_in_words(key: str, name: str, item: Sheet) -> str:
    """Return « étape « Identifier » »."""
    return f"{THINGS[key]} {quoted(name_of(item, name))}"


def is_unsaid(model: Sheet, key: str) -> bool:
    """Tell whether a key holds only what it would hold unwritten."""
    field = type(model).model_fields[key]
    return not field.is_required() and getattr(model, key) == field.get_default(call_default_factory=True)


@dataclass(frozen=True)
class Sayings:
    """What the values of one version mean: its own names stand for its own identifiers."""

    procedure: Procedure

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        held = {key: {one.id: name_of(one) for one in getattr(self.procedure, key)} for key in set(_REFERENCES.values())}
        steps = {step.id: step.titre for step in self.procedure.etapes}
        return {**held, "alors": {**held["canaux"], **steps}}

    @cached_property
    def _answers(self) -> set[tuple[str, str]]:
        return {(question.id, answer) for question in self.procedure.questions for answer in question.choix}

    def said(self, model: type[Sheet], key: str, value: Value) -> str:
        """Return a value in words; nothing for what is not written."""
        if value is None:
            return ""
        if key in {"si", "si_un_de"} and isinstance(value, tuple):
            return self._condition(key, value)
        if isinstance(value, Sheet):
            return "\n".join(self.lines(value))
        if isinstance(value, dict):
            return ", ".join(_month(month, day) for month, day in value.items())
        names = self._references(model, key) or codes(model, key)
        if isinstance(value, tuple):
            return self._listed(key, value, names)
        return names.get(value) or _plain(key, value) if isinstance(value, str) else _plain(key, value)

    def _listed(self, key: str, value: tuple[Value, ...], names: Mapping[str, str]) -> str:
        if several := things(key, value):
            return "\n".join(line for _, one in several for line in self.lines(one))
        return ", ".join(names.get(one, one) for one in value)

    def _references(self, model: type[Sheet], key: str) -> Mapping[str, str]:
        """Return what the identifiers under a key stand for, when it holds identifiers."""
        if model is Procedure or key not in _REFERENCES:
            return {}
        return self._names.get(key) or self._names[_REFERENCES[key]]

    def _condition(self, key: str, value: tuple[str, ...]) -> str:
        if any(split_condition(one) not in self._answers for one in value):
            return ", ".join(value)
        return in_words(self.procedure, Conditional.model_validate({key: value})).removeprefix("si ")

    def lines(self, item: Sheet, within: str = "") -> Iterator[str]:
        """Yield everything that a thing says, one key a line."""
        before = f"{within}, " if within else ""
        for key in keys_of(type(item)):
            if is_unsaid(item, key):
                continue
            value = getattr(item, key)
            if several := things(key, value):
                for name, one in several:
                    yield from self.lines(one, f"{before}{thing_in_words(key, name, one)}")
            elif isinstance(value, Sheet):
                yield from self.lines(value, f"{before}{label(type(item), key)}")
            else:
                yield f"{capitalised(before + label(type(item), key))}{NBSP}: {self.said(type(item), key, value)}"


def _plain(key: str, value: Value) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return day_in_words(value)
    if key in _DURATIONS:
        amount, unit = parse_duration(value)
        return counted(amount, *_UNITS[unit])
    return str(value)


def _month(month: int, day: int) -> str:
    return f"{MONTHS[month - 1]}{NBSP}: {'1er' if day == 1 else day}"
