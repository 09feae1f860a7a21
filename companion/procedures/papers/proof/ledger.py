"""The blocks of a proof, and the ledger that numbers what each fact leans on while they are made."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from companion.press.blocks import Block, Mark, Run
from companion.procedures.rules.codes import EXISTENCES, Existence
from companion.procedures.rules.conditions import in_words
from companion.procedures.rules.labels import capitalised
from companion.procedures.rules.procedure import Procedure
from companion.procedures.rules.texts import Conditional, Evidence
from companion.typography import NBSP, NNBSP

SIZE = 10.0
"""Points."""
FIELD = "terrain"


def part(text: str) -> Block:
    """Make the title of a part."""
    return Block((Run(text, bold=True),), 15.0, 7.0, underlined=True, leads=True)


def thing(text: str, before: float = 4.0, size: float = 11.5) -> Block:
    """Make the title of one thing: a channel, a question, a step."""
    return Block((Run(text, bold=True),), size, before, leads=True)


def row(label: str, text: str | None, *marks: Run) -> tuple[Block, ...]:
    """Make a line with its name, or nothing when there is nothing to say."""
    if not text:
        return ()
    gap = "\n" if "\n" in text else " "
    return (Block((Run(f"{label}{NBSP}:", bold=True), Run(f"{gap}{text}"), *marks), SIZE, 0.9),)


def flag(sentence: str, *, holds: bool) -> tuple[Block, ...]:
    """Make a sentence, only when it holds."""
    return (Block((Run(sentence),), SIZE, 0.9),) if holds else ()


def names(label: str, known: Iterable[str]) -> tuple[Block, ...]:
    """Make a line of names that may hold commas, or nothing when there is none."""
    return row(label, f"{NNBSP}; ".join(known))


def quoted(text: str) -> str:
    """Return the text in French quotes; quotes that it holds become the second kind."""
    inner = text.replace(f"«{NBSP}", "“").replace(f"{NBSP}»", "”")
    return f"«{NBSP}{inner}{NBSP}»"


def several(label: str, points: Iterable[tuple[Run, ...]]) -> tuple[Block, ...]:
    """Make a named list, or nothing when it is empty."""
    listed = tuple(Block(runs, SIZE, 0.6, Mark.DASH) for runs in points)
    return (Block((Run(f"{label}{NBSP}:", bold=True),), SIZE, 1.4, leads=True), *listed) if listed else ()


@dataclass
class Ledger:
    """Numbers the sources of a procedure, and what remains to be confirmed, in the order in which a proof says them."""

    procedure: Procedure
    to_confirm: list[tuple[str, str]] = field(default_factory=list)
    """Where it stands, and what is to be confirmed."""

    def marks(self, fact: Evidence, where: str, *more: str) -> tuple[Run, ...]:
        """Return what stands after a fact: its source, that it comes from the field, that it is to be confirmed."""
        sources = list(self.procedure.sources)
        known = [f"source{NBSP}{sources.index(fact.source) + 1}"] if fact.source in sources else []
        said = ", ".join((*known, *([FIELD] if fact.terrain else []), *more))
        if not fact.confirmer:
            return (Run(f" [{said}]"),) if said else ()
        self.to_confirm.append((where, fact.confirmer))
        doubt = Run(f"à{NBSP}confirmer{NBSP}{len(self.to_confirm)}", bold=True)
        return (Run(f" [{said}, " if said else " ["), doubt, Run("]"))

    def when(self, item: Conditional, label: str = "Seulement") -> tuple[Block, ...]:
        """Say on which answers something depends."""
        return row(label, in_words(self.procedure, item))


def existence(value: Existence) -> str:
    """Return « Oui », « Non », « On ne sait pas »."""
    return capitalised(EXISTENCES[value])
