"""The picture of a procedure as Mermaid text, for the forges and the wikis that draw it."""

from collections.abc import Iterator

from companion.procedures.rules.outline import Exit, Outline, OutlinedStep, outline
from companion.procedures.rules.procedure import Procedure
from companion.typography import NBSP

_ENTITIES = {ord(sign): f"#{ord(sign)};" for sign in '#"<>&`\\|{}[]'}
"""Signs that mean something to Mermaid, written as it asks for."""


def mermaid(procedure: Procedure) -> str:
    """Return the flowchart: conditions stand on the arrows, dashed arrows lead out of a step that is stuck."""
    shown = outline(procedure)
    return "\n".join(("flowchart TD", *(f"  {line}" for line in _lines(shown)), ""))


def _lines(shown: Outline) -> Iterator[str]:
    yield f'debut(["{_escaped(shown.title)}"])'
    for step in shown.steps:
        yield f'e{step.number}["{_label(step)}"]'
    yield from _usual_way(shown)
    yield from _ways_out(shown)
    yield "classDef sensible stroke-width:4px"
    yield "classDef secours stroke-dasharray:5 4"
    for step in shown.steps:
        looks = [name for name, holds in (("sensible", step.sensitive), ("secours", step.only_when_stuck)) if holds]
        yield from (f"class e{step.number} {name}" for name in looks)


def _label(step: OutlinedStep) -> str:
    """Return the words of a box; they never begin with a number and a full stop, which Mermaid takes for a list."""
    said = (line for line in step.lines[1 if step.condition else 0 :])
    return "<br/>".join(_escaped(line) for line in (f"Étape{NBSP}{step.number}{NBSP}: {step.title}", *said))


def _usual_way(shown: Outline) -> Iterator[str]:
    """Yield the arrows from each step of the usual way to the next."""
    before = "debut"
    for step in shown.steps:
        if not step.only_when_stuck:
            yield f'{before} -->|"{_escaped(step.condition)}"| e{step.number}' if step.condition else f"{before} --> e{step.number}"
            before = f"e{step.number}"


def _ways_out(shown: Outline) -> Iterator[str]:
    """Yield the dashed arrows, each channel being a round box of its own."""
    names = dict.fromkeys(way.channel for step in shown.steps for way in step.exits if way.channel)
    channels = {name: f"c{rank}" for rank, name in enumerate(names, 1)}
    for name, node in channels.items():
        yield f'{node}("{_escaped(name)}")'
    for step in shown.steps:
        for way in step.exits:
            yield f'e{step.number} -.->|"{_signs(way)}"| {channels.get(way.channel, f"e{way.number}")}'


def _signs(way: Exit) -> str:
    return "<br/>".join(_escaped(sign) for sign in way.signs)


def _escaped(text: str) -> str:
    return " ".join(text.split("\n")).translate(_ENTITIES)
