"""The file as it may leave the house: without what practice taught here and the association keeps."""

from collections.abc import Mapping

from companion.atelier.rules.mending import mended, silenced
from companion.errors import Refused
from companion.procedures.lint.reading import Value
from companion.procedures.lint.syntax import read

NOT_NOW = (
    "Ce fichier vient de changer et ne peut pas être lu : rien ne sort de l’association tant que l’on ne sait pas ce qu’il contient. "
    "Corrigez-le, puis recommencez."
)


def stays_here(trap: Value) -> bool:
    """Tell whether a trap is kept by the association.

    It is when its author said so, and when it is known from practice and its
    author said nothing: publishing an agent's favour can kill it.
    """
    if not isinstance(trap, Mapping):
        return False
    said = trap.get("diffusion")
    return said != "partagee" and (said is not None or trap.get("terrain") not in {None, False})


def exported(text: str) -> str:
    """Return the text of a file without its local traps and what is commented around them; everything else unchanged."""
    reading = read(text.encode(), "")
    value = reading.value
    if reading.findings or not isinstance(value, dict) or not isinstance(value.get("etapes"), list):
        raise Refused(NOT_NOW)
    wanted = _without_unused_sources(value, {**value, "etapes": [_without_local(step) for step in value["etapes"]]})
    quiet: list[tuple[str | int, ...]] = [("etapes", rank) for rank, one in enumerate(value["etapes"]) if one != wanted["etapes"][rank]]
    if value.get("sources") != wanted.get("sources"):
        quiet.append(("sources",))
    return mended(silenced(text, quiet), wanted) if quiet else text


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
