"""A procedure file as a form: one field for each key of the model, with its label and an example."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from pydantic import BaseModel

from companion.atelier.rules.examples import EXAMPLES
from companion.procedures.lint.reading import Value
from companion.procedures.lint.shapes import Shape, bare, branches, hints, is_model, origin
from companion.procedures.rules import labels
from companion.procedures.rules.codes import CHANNELS
from companion.procedures.rules.texts import Condition
from companion.typography import french

LONG = frozenset(
    {"texte", "resume", "enjeu", "si_ferme", "comment", "confirmer", "simple", "limite", "motif", "conditions", "aide", "acces"}
)
"""Keys whose texts deserve several lines."""
LAST = ("si", "si_un_de", "source", "confirmer", "terrain", "remplace")
"""Keys shown after the others: an author begins with what is said, and ends with for whom and from where."""
NO = "aucun"


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen."""

    value: str
    words: str


@dataclass(frozen=True)
class Field:
    """One key of the file as the form shows it."""

    name: str
    """Where it stands, « si_bloque.0.signe »: also the name of the field."""
    key: str
    label: str
    kind: Literal["line", "text", "lines", "number", "flag", "choice", "choices", "block", "blocks", "rows", "pairs"]
    value: Value = None
    options: tuple[Option, ...] = ()
    example: str = ""
    required: bool = False
    inside: tuple["Field", ...] = ()
    """The fields of a block."""
    items: tuple["Item", ...] = ()
    """The blocks of a list; the last one is empty, ready to be filled."""

    @property
    def is_filled(self) -> bool:
        """Tell whether the file says something here."""
        return self.value not in (None, "", [], {}, False)


@dataclass(frozen=True)
class Item:
    """One block of a list."""

    name: str
    id: str
    words: str
    fields: tuple[Field, ...]
    is_new: bool = False


@dataclass(frozen=True)
class Names:
    """What a field may point to."""

    institutions: Mapping[str, str] = field(default_factory=dict)
    delegations: Mapping[str, str] = field(default_factory=dict)
    guides: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Around:
    """The file in which a field stands."""

    draft: Mapping[str, Value]
    names: Names


def form_of(model: type[BaseModel], value: Value, draft: Mapping[str, Value], names: Names, keys: Iterable[str] = ()) -> tuple[Field, ...]:
    """Return the fields of one block: those asked, or all of its model."""
    around = _Around(draft, names)
    return tuple(_fields(model, value if isinstance(value, dict) else {}, "", around, tuple(keys) or tuple(hints(model))))


def _fields(model: type[BaseModel], value: Mapping[str, Value], prefix: str, around: _Around, keys: Iterable[str]) -> Iterator[Field]:
    for key in sorted(keys, key=lambda one: one in LAST):
        if is_fixed(model, key):
            continue
        yield _field(model, key, value.get(key), f"{prefix}{key}", around)


def is_fixed(model: type[BaseModel], key: str) -> bool:
    """Tell whether a key is never typed: the name, made once from the thing's own words, and the type of a deadline."""
    shape = bare(hints(model)[key])
    return key == "id" or (origin(shape) is Literal and len(get_args(shape)) == 1)


def _field(model: type[BaseModel], key: str, value: Value, name: str, around: _Around) -> Field:
    shape = hints(model)[key]
    core = core_of(shape)
    known: dict[str, Any] = {
        "name": name, "key": key, "label": labels.capitalised(labels.label(model, key)), "value": value, "example": EXAMPLES.get(key, ""),
        "required": model.model_fields[key].is_required(),
    }  # fmt: skip
    coded = labels.codes(model, key)
    if key == "sauver_la_date":
        return _blocks({**known, "options": (Option(NO, "Aucun moyen connu de garder la date"),)}, block_inside(shape), around)
    if is_model(core):
        return Field(**known, kind="block", inside=_inside(core, value, name, around))
    if origin(core) is tuple:
        return _list(known, get_args(core)[0], around, coded)
    if origin(core) is dict:
        known["value"] = value if isinstance(value, dict) else None
        return Field(**known, kind="rows" if key == "choix" else "pairs")
    return _one(known, core, around, coded)


def core_of(shape: Shape) -> Shape:
    """Return a shape without its constraints, and without « nothing »."""
    found = branches(shape)
    return bare(found[0]) if found else bare(shape)


def block_inside(shape: Shape) -> Shape:
    """Return the block of a list that may also be one word."""
    return next(get_args(bare(one))[0] for one in branches(shape) if origin(bare(one)) is tuple)


def _list(known: dict[str, Any], inner: Shape, around: _Around, coded: Mapping[str, str]) -> Field:
    core = bare(inner)
    if is_model(inner):
        return _blocks(known, core, around)
    known = {**known, "value": _listed(known["value"])}
    if origin(core) is Literal:
        return Field(**known, kind="choices", options=_coded(coded, get_args(core)))
    options = _conditions(around) if inner == Condition else _pointed(known["key"], around)
    if options:
        written = [one for one in known["value"] or () if isinstance(one, str)]
        return Field(**known, kind="choices", options=_with(options, written))
    return Field(**known, kind="lines")


def _listed(value: Value) -> Value:
    """Return what should be a list: a word written alone by hand is the only one of its list."""
    return value if isinstance(value, list) or value is None else [value]


def _blocks(known: dict[str, Any], model: type[BaseModel], around: _Around) -> Field:
    value = known["value"] if isinstance(known["value"], list) else []
    filled = tuple(_item(model, one, f"{known['name']}.{rank}", around) for rank, one in enumerate(value))
    new = Item(f"{known['name']}.{len(value)}", "", "", _inside(model, {}, f"{known['name']}.{len(value)}", around), is_new=True)
    return Field(**known, kind="blocks", items=(*filled, new))


def _item(model: type[BaseModel], value: Value, name: str, around: _Around) -> Item:
    held = value if isinstance(value, dict) else {}
    words = next((str(held[key]) for key in ("signe", "texte", "nom", "quoi", "qui", "guide", "mecanisme") if held.get(key)), "")
    return Item(name, str(held.get("id") or ""), french(words), _inside(model, held, name, around))


def _inside(model: type[BaseModel], value: Value, name: str, around: _Around) -> tuple[Field, ...]:
    return tuple(_fields(model, value if isinstance(value, dict) else {}, f"{name}.", around, hints(model)))


def _one(known: dict[str, Any], core: Shape, around: _Around, coded: Mapping[str, str]) -> Field:
    key = known["key"]
    if core is bool:
        return Field(**known, kind="flag")
    if core is int:
        return Field(**known, kind="number")
    if origin(core) is Literal:
        return Field(**known, kind="choice", options=_coded(coded, get_args(core)))
    options = _pointed(key, around)
    if options:
        return Field(**known, kind="choice", options=_with(options, [known["value"]] if isinstance(known["value"], str) else []))
    return Field(**known, kind="text" if key in LONG else "line")


def _coded(coded: Mapping[str, str], words: Iterable[object]) -> tuple[Option, ...]:
    return tuple(Option(str(one), coded.get(str(one), str(one))) for one in words)


_LISTS: dict[str, tuple[str, ...]] = {
    "canal": ("canaux",), "documents": ("documents",), "echeances": ("echeances",), "garder": ("garder",), "alors": ("etapes", "canaux"),
}  # fmt: skip


def _pointed(key: str, around: _Around) -> tuple[Option, ...]:
    """Return what a key may point to, in the file or on the shelves; nothing for a key that points nowhere."""
    shared = {"institution": around.names.institutions, "mecanisme": around.names.delegations, "guide": around.names.guides}
    shared |= {"voir": around.names.guides}
    if key in shared:
        return tuple(Option(name, words) for name, words in shared[key].items())
    if key == "source":
        return _named(around, "sources")
    lists: dict[str, tuple[str, ...]] = {
        "canal": ("canaux",),
        "documents": ("documents",),
        "echeances": ("echeances",),
        "garder": ("garder",),
    }
    lists |= {"alors": ("etapes", "canaux")}
    return tuple(option for one in lists.get(key, ()) for option in _named(around, one))


def _named(around: _Around, key: str) -> tuple[Option, ...]:
    return tuple(Option(name, words_of(key, one, name)) for name, one in named_things(around.draft, key))


def named_things(draft: Mapping[str, Value], key: str) -> list[tuple[str, dict[str, Value]]]:
    """Return the things of a list of the file with their names; what has no name is left out."""
    held = draft.get(key)
    if isinstance(held, dict):
        return [(str(name), one if isinstance(one, dict) else {}) for name, one in held.items()]
    listed = held if isinstance(held, list) else []
    return [(one["id"], one) for one in listed if isinstance(one, dict) and isinstance(one.get("id"), str)]


def words_of(key: str, thing: Mapping[str, Value], name: str) -> str:
    """Return how a thing of the file is called in a list."""
    first = next((thing[one] for one in ("titre", "nom", "texte", "evenement") if isinstance(thing.get(one), str)), "")
    if key == "canaux":
        kind = CHANNELS.get(str(thing.get("type")), "")
        return french(f"{kind} – {first}" if first else f"{kind} ({name})")
    return french(first) or name


def _conditions(around: _Around) -> tuple[Option, ...]:
    """Return each answer that a condition may ask for, in words."""
    found: list[Option] = []
    for name, question in named_things(around.draft, "questions"):
        choices = question.get("choix")
        for answer, choice in choices.items() if isinstance(choices, dict) else ():
            said = choice.get("texte", answer) if isinstance(choice, dict) else choice
            found.append(Option(f"{name}={answer}", french(f"{question.get('texte', name)} → {said}")))
    return tuple(found)


def _with(options: tuple[Option, ...], written: Iterable[str]) -> tuple[Option, ...]:
    """Keep what the file says even when it points to nothing: the lint complains, the form loses nothing."""
    known = {option.value for option in options}
    return (*options, *(Option(one, french(f"{one} (n’existe pas)")) for one in written if one not in known))
