"""The file as it may leave the house: without what practice taught here and the association keeps."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from companion.atelier.rules.mending import mended
from companion.procedures.lint.syntax import read

Value: TypeAlias = Any
"""What a file holds at a place: text, number, boolean, nothing, a list or a mapping of the same."""


def stays_here(trap: Value) -> bool:
    """Tell whether a trap is kept by the association.

    It is when its author said so, and when it is known from practice and its
    author said nothing: publishing an agent's favour can kill it.
    """
    if not isinstance(trap, Mapping):
        return False
    return trap.get("diffusion") == "locale" or (trap.get("terrain") is True and trap.get("diffusion") != "partagee")


def exported(text: str) -> str:
    """Return the text of a file without its local traps, everything else unchanged."""
    value = read(text.encode(), "").value
    if not isinstance(value, dict) or not isinstance(value.get("etapes"), list):
        return text
    wanted = {**value, "etapes": [_without_local(step) for step in value["etapes"]]}
    return mended(text, _without_unused_sources(value, wanted))


def _without_local(step: Value) -> Value:
    if not isinstance(step, dict) or not isinstance(step.get("pieges"), list):
        return step
    kept = [trap for trap in step["pieges"] if not stays_here(trap)]
    others = {key: value for key, value in step.items() if key != "pieges"}
    return {**step, "pieges": kept} if kept else others


def _without_unused_sources(before: Value, after: Value) -> Value:
    """Drop the sources that only local traps cited: their address may tell on somebody too."""
    gone = _cited(before) - _cited(after)
    if not gone or not isinstance(after.get("sources"), dict):
        return after
    return {**after, "sources": {name: one for name, one in after["sources"].items() if name not in gone}}


def _cited(node: Value) -> set[str]:
    if isinstance(node, dict):
        own = {node["source"]} if isinstance(node.get("source"), str) else set()
        return own | {name for one in node.values() for name in _cited(one)}
    return {name for one in node for name in _cited(one)} if isinstance(node, list) else set()
