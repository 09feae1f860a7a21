"""What was typed in the form, as a value that a file may hold."""

import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias, get_args

from pydantic import BaseModel

from companion.atelier.rules.fields import NO, block_inside, core_of, is_fixed
from companion.procedures.lint.reading import Value
from companion.procedures.lint.shapes import Shape, bare, hints, is_model, origin
from companion.procedures.rules.search import plain

Said: TypeAlias = Mapping[str, list[str]]
"""What the form sent: each name with its values."""

MOST_NEW = 60
"""Blocks that one form may add to those that the file holds."""
NEW = "nouveau"
"""What the address of a thing to come ends with: nothing is ever named so."""
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
"""What comes with a text copied from elsewhere and that no author sees: a file that holds it cannot be read, or reads otherwise."""
_WHOLE = re.compile(r"-?[0-9]{1,6}")
_PAIR = re.compile(r"\s*([^=:]{1,40}?)\s*[=:]\s*(.{0,80}?)\s*")
_NUMBER = re.compile(r"\d{2}")
_NAMED_FROM = ("titre", "nom", "texte", "evenement", "signe")


def typed(model: type[BaseModel], said: Said, before: Value, keys: Iterable[str] = ()) -> dict[str, Value]:
    """Return the block that was typed; keys that the form does not show keep what they held."""
    held: dict[str, Value] = dict(before) if isinstance(before, dict) else {}
    for key in tuple(keys) or tuple(hints(model)):
        if not is_fixed(model, key):
            _put(held, key, _value(hints(model)[key], said, key, held.get(key), key))
    return {key: held[key] for key in _in_order(model, held, before if isinstance(before, dict) else ())}


def _in_order(model: type[BaseModel], held: Mapping[str, Value], before: Iterable[str]) -> list[str]:
    """Return the keys in the order of the file; a new one comes after those that precede it in the model."""
    order = list(hints(model))
    ranks = {key: rank for rank, key in enumerate(order)}
    found = [key for key in before if key in held]
    for key in sorted((one for one in held if one not in found), key=lambda one: ranks.get(one, len(order))):
        earlier = [rank for rank, one in enumerate(found) if ranks.get(one, -1) < ranks.get(key, len(order))]
        found.insert(earlier[-1] + 1 if earlier else 0, key)
    return found


def _put(held: dict[str, Value], key: str, value: Value) -> None:
    """Write a value; what is empty leaves the file, unless the file said it was empty."""
    if value not in (None, "", [], {}, False):
        held[key] = value
    elif key in held and held[key] not in (None, "", [], {}, False):
        del held[key]


def _value(shape: Shape, said: Said, name: str, before: Value, key: str) -> Value:
    if key == "sauver_la_date":
        return NO if NO in said.get(f"{name}.mot", []) else _blocks(block_inside(shape), said, name, before)
    core = core_of(shape)
    if is_model(core):
        return _block(core, said, name, before) or None
    if origin(core) is tuple:
        return _list(get_args(core)[0], said, name, before)
    if origin(core) is dict:
        return _rows(said, name, before) if key == "choix" else _pairs(said, name, before)
    return "oui" in said.get(name, []) if core is bool else _word(core, said, name, before, key)


def _word(core: Shape, said: Said, name: str, before: Value, key: str) -> Value:
    """Return one word or one text; the file's own line breaks are nobody's change, nor is what the form did not carry."""
    written = _one(said, name)
    if core is int and _WHOLE.fullmatch(written):
        return int(written)
    if name not in said or _is_the_same(before, written):
        return before
    return f"{written}\n" if written and key == "simple" else written


def _is_the_same(before: Value, written: str) -> bool:
    """Tell whether a field still says what the file does, be it something that no field is made for."""
    return before.strip() == written if isinstance(before, str) else isinstance(before, dict | list) and str(before).strip() == written


def _one(said: Said, name: str) -> str:
    written = _UNSEEN.sub("", _BREAKS.sub("\n", (said.get(name) or [""])[0]))
    return "\n".join(line.replace("\t", " ").rstrip() for line in written.split("\n")).strip()


def _list(inner: Shape, said: Said, name: str, before: Value) -> Value:
    if is_model(inner):
        return _blocks(bare(inner), said, name, before)
    if f"{name}.lignes" not in said:
        return _chosen(said, name, before)
    return [line.strip() for line in _one(said, name).split("\n") if line.strip()]


def _chosen(said: Said, name: str, before: Value) -> list[Value]:
    """Return what was ticked, in the order of the file, what is preferred first."""
    ticked = [one for one in dict.fromkeys(said.get(name, [])) if one]
    old = [one for one in before if one in ticked] if isinstance(before, list) else []
    found = [*old, *(one for one in ticked if one not in old)]
    first = _one(said, f"{name}.premier")
    return [first, *(one for one in found if one != first)] if first in found else found


def _blocks(model: type[BaseModel], said: Said, name: str, before: Value) -> Value:
    """Return the blocks of a list, without those removed and those left empty."""
    if f"{name}.combien" not in said:
        return before
    old: list[Value] = before if isinstance(before, list) else []
    found: list[Value] = []
    for rank in range(min(_count(said, name), len(old) + MOST_NEW)):
        place = f"{name}.{rank}"
        held = _before(old, rank, _one(said, f"{place}.id"), model)
        block = _block(model, said, place, held) or (None if isinstance(held, dict) else held)
        if block and not said.get(f"{place}.retirer"):
            found.append(block)
    if "id" in hints(model):
        _name_all(found)
    return found


def _before(old: list[Value], rank: int, name: str, model: type[BaseModel]) -> Value:
    """Return what a block held: found by its name where blocks have names, since their ranks move."""
    if name and "id" in hints(model):
        return next((one for one in old if isinstance(one, dict) and one.get("id") == name), {})
    here = old[rank] if rank < len(old) else {}
    return {} if isinstance(here, dict) and isinstance(here.get("id"), str) else here


def _count(said: Said, name: str) -> int:
    written = (said.get(f"{name}.combien") or ["0"])[0]
    return int(written) if _WHOLE.fullmatch(written) else 0


def _block(model: type[BaseModel], said: Said, name: str, before: Value) -> dict[str, Value]:
    held: dict[str, Value] = dict(before) if isinstance(before, dict) else {}
    for key, shape in hints(model).items():
        if not is_fixed(model, key):
            _put(held, key, _value(shape, said, f"{name}.{key}", held.get(key), key))
    if all(value in (None, "", [], {}, False) for key, value in held.items() if key != "id"):
        return {}
    return {key: held[key] for key in _in_order(model, held, before if isinstance(before, dict) else ())}


def _name_all(blocks: list[Value]) -> None:
    """Name the new ones from their words, each name once."""
    taken = {one["id"] for one in blocks if isinstance(one, dict) and isinstance(one.get("id"), str)}
    for rank, block in enumerate(blocks):
        if isinstance(block, dict) and not block.get("id"):
            name = new_name(words_in(block), taken)
            blocks[rank] = {"id": name, **block}
            taken.add(name)


def words_in(block: Mapping[str, Value]) -> str:
    """Return the words of a thing from which a name can be made."""
    return next((block[key] for key in _NAMED_FROM if isinstance(block.get(key), str)), "")


def new_name(words: str, taken: Iterable[str]) -> str:
    """Return a short name in lower case without accent, that nothing else bears: « titre-de-sejour ».

    Numbers are left out: a name stands in addresses, and somebody may type a person's number.
    """
    known = {*taken, NEW}
    short = "-".join(one for one in re.findall(r"[a-z0-9]+", plain(words)) if not _NUMBER.search(one))[:40].strip("-") or "sans-nom"
    rank = 2
    found = short
    while found in known:
        found = f"{short}-{rank}"
        rank += 1
    return found


def _rows(said: Said, name: str, before: Value) -> Value:
    """Return the answers of a question: each with its label, and how it sounds after « si »."""
    if f"{name}.combien" not in said:
        return before
    found: dict[str, Value] = {}
    for rank in range(min(_count(said, name), MOST_NEW)):
        text, then = _one(said, f"{name}.{rank}.texte"), _one(said, f"{name}.{rank}.si")
        if text or then:
            code = _one(said, f"{name}.{rank}.code") or new_name(text, found)
            found[code] = {"texte": text, "si": then} if then else text
    return found


def _pairs(said: Said, name: str, before: Value) -> Value:
    """Return what stands on each side of « = »; a line that has no such sign is kept, for the lint to speak of."""
    if name not in said:
        return before
    found: dict[Value, Value] = {}
    for line in _one(said, name).split("\n"):
        pair = _PAIR.fullmatch(line)
        if pair or line.strip():
            found[_number(pair[1] if pair else line.strip())] = _number(pair[2] if pair else "")
    return found


def _number(written: str) -> Value:
    return int(written) if _WHOLE.fullmatch(written) else written
