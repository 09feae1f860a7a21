"""Changes of a procedure file as values: one thing put, moved or removed; which findings belong where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from companion.atelier.rules.cards import Card, card_of
from companion.atelier.rules.fields import named_things, words_of
from companion.atelier.rules.typed import new_name, words_in
from companion.procedures.lint import Finding
from companion.procedures.lint.reading import Value
from companion.typography import french

__all__ = ["NOTHING_TYPED", "VERBS", "Thing", "moved", "named", "of_card", "of_item", "summary", "things", "with_item", "words_of"]


UP, DOWN, OUT = "monter", "descendre", "retirer"
VERBS = (UP, DOWN, OUT)
NOTHING_TYPED = "Rien n’est encore écrit. Remplissez au moins un champ."


@dataclass(frozen=True)
class Thing:
    """One thing of a list, as the card names it."""

    id: str
    words: str


def named(value: Mapping[str, Value], key: str) -> list[tuple[str, dict[str, Value]]]:
    """Return the things of a list with their names."""
    return named_things(value, key)


def things(value: Mapping[str, Value], key: str) -> list[Thing]:
    """Return the things of a list as the card names them."""
    return [Thing(name, words_of(key, one, name)) for name, one in named(value, key)]


def summary(value: Mapping[str, Value], card: Card) -> list[str]:
    """Return what a card holds, in a few words each."""
    held = [one.words for key in card.lists for one in things(value, key)]
    return held or [french(str(value[key])) for key in ("titre", "resume") if key in card.keys and isinstance(value.get(key), str)]


def with_item(value: Mapping[str, Value], key: str, name: str, typed: Mapping[str, Value]) -> tuple[dict[str, Value], str]:
    """Return the file with one thing put in its place, and the name of that thing.

    The name is empty when nothing was typed.  A new thing is named from its
    words, and comes last.
    """
    held = named(value, key)
    own = name or new_name(words_in(typed), (one for one, _ in held))
    if not any(one not in (None, "", [], {}, False) for part, one in typed.items() if part not in {"id", "type"}):
        return dict(value), ""
    if key == "sources":
        return {**value, key: {**dict(held), own: dict(typed)}}, own
    block = {"id": own, **{part: one for part, one in typed.items() if part != "id"}}
    listed = list(value[key]) if isinstance(value.get(key), list) else []
    rank = next((rank for rank, one in enumerate(listed) if name and isinstance(one, dict) and one.get("id") == name), None)
    if rank is not None:
        listed[rank] = block
        return {**value, key: listed}, own
    return {**value, key: [*listed, block]}, own


def moved(value: Mapping[str, Value], lists: Iterable[str], verb: str, said: str) -> dict[str, Value]:
    """Return the file with one thing moved up, moved down or removed; `said` is « etapes.preparer »."""
    key, _, name = said.partition(".")
    if key not in tuple(lists):
        return dict(value)
    held = value.get(key)
    if isinstance(held, dict):
        return {**value, key: _map(held, verb, name)}
    listed = list(held) if isinstance(held, list) else []
    rank = next((rank for rank, one in enumerate(listed) if isinstance(one, dict) and one.get("id") == name), None)
    if rank is not None:
        one = listed.pop(rank)
        if verb != OUT:
            listed.insert(max(0, rank + (-1 if verb == UP else 1)), one)
    return {**value, key: listed} if isinstance(held, list) else dict(value)


def _map(held: dict[str, Value], verb: str, name: str) -> dict[str, Value]:
    return {one: value for one, value in held.items() if not (verb == OUT and one == name)}


def of_card(findings: Iterable[Finding], card: Card) -> list[Finding]:
    """Return the findings about what a card shows; those about the file as a whole are on the first card."""
    return [one for one in findings if card_of(_key(one)).name == card.name]


def of_item(value: Mapping[str, Value], findings: Iterable[Finding], key: str, item: str) -> list[Finding]:
    """Return the findings about one thing of a list."""
    rank = next((rank for rank, (name, _) in enumerate(named(value, key)) if name == item), None)
    places = {f"{key}[{rank}]", f"{key}.{item}"}
    return [one for one in findings if any(one.field == place or one.field.startswith((f"{place}.", f"{place}[")) for place in places)]


def _key(finding: Finding) -> str:
    return finding.field.partition(".")[0].partition("[")[0]
