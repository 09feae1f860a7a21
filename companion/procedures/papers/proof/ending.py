"""What a proof ends with: what remains to be confirmed, the sources, the diary of the file."""

from collections.abc import Iterator

from companion.press.blocks import Block, Mark, Run, said
from companion.procedures.papers.proof.ledger import SIZE, Ledger, part, row, several
from companion.procedures.rules.codes import SOURCE_KINDS
from companion.procedures.rules.procedure import Procedure, Source
from companion.procedures.rules.words import day_in_words, source_date
from companion.typography import NBSP


def to_confirm(ledger: Ledger) -> Iterator[Block]:
    """Yield what nobody confirmed, with a square to tick for each."""
    yield part("Ce qui reste à confirmer")
    if not ledger.to_confirm:
        yield said("Rien.", size=SIZE)
    for number, (where, doubt) in enumerate(ledger.to_confirm, 1):
        yield Block((Run(f"{number}. {where}{NBSP}: ", bold=True), Run(doubt)), SIZE, 1.8, Mark.SQUARE)


def sources(procedure: Procedure) -> Iterator[Block]:
    """Yield the sources, with the numbers by which the facts name them."""
    if procedure.sources:
        yield part("Sources")
    for number, (name, source) in enumerate(procedure.sources.items(), 1):
        yield Block((Run(f"{number}. {source.titre or name}", bold=True), Run(_source(source))), SIZE, 1.2)
        yield from row("Empreinte", source.empreinte)


def _source(source: Source) -> str:
    dated = f"date{NBSP}: {source_date(source.date)}" if source.date else None
    read = f"lue le {day_in_words(source.lu_le)}" if source.lu_le else None
    known = ", ".join(one for one in (SOURCE_KINDS[source.nature], dated, read) if one)
    return f" ({known}) {source.url or ''}"


def diary(procedure: Procedure) -> Iterator[Block]:
    """Yield what the file says of its own changes."""
    lines = ((Run(f"{day_in_words(entry.le)}{NBSP}: ", bold=True), Run(entry.quoi)) for entry in procedure.journal)
    yield from several("Journal du fichier", lines)
