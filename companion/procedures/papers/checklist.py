"""The list of documents to bring: squares to tick, where to get each, and what we are not sure of."""

from companion.press.blocks import Block, Mark, Run, heading, item, said, to_write
from companion.press.page import Pages, print_pages
from companion.procedures.papers import discreet, parts
from companion.procedures.papers.sentences import DEPENDS, sentences
from companion.procedures.rules.codes import METHODS, SOURCE_KINDS
from companion.procedures.rules.conditions import in_words
from companion.procedures.rules.freshness import valid_until
from companion.procedures.rules.handout import Handout
from companion.procedures.rules.procedure import Document, Procedure, Source
from companion.procedures.rules.words import day_in_words
from companion.typography import NBSP

TITLE = "Documents à apporter"
SMALL = 9.0
"""Points; for sources only, which the person need not read."""


def checklist(handout: Handout) -> bytes:
    """Print the list; in the discreet level its squares are empty and its lines are written by hand."""
    if handout.discreet:
        return print_pages(Pages(discreet.TITLE, handout.now, discreet.page(handout)))
    opening = (said(f"{TITLE}, suite", bold=True), said(handout.walk.procedure.titre))
    return print_pages(Pages(TITLE, handout.now, _body(handout), opening=opening))


def _body(handout: Handout) -> tuple[Block, ...]:
    return (
        *_top(handout),
        heading(TITLE, before=6.0),
        *_documents(handout),
        *_dates(handout),
        heading("Par où passer", before=6.0),
        *parts.other_items(handout),
        *parts.route_items(handout),
        *_sources(handout),
    )


def _top(handout: Handout) -> tuple[Block, ...]:
    institution = (said(handout.institution.nom, before=1.0),) if handout.institution else ()
    association = sentences((handout.association.name, handout.association.phone))
    ours = (said(f"Une question{NBSP}? {association}", before=1.5),) if association else ()
    return (said(handout.walk.procedure.titre, bold=True, size=20.0), *institution, *ours, *parts.age_notice(handout))


def _documents(handout: Handout) -> tuple[Block, ...]:
    listed = tuple(_to_tick(handout.walk.procedure, document, certain=certain) for document, certain in handout.walk.documents)
    none = (said("Aucun document n’est indiqué. Demandez avant de venir."),)
    return (*(listed or none), to_write(f"Autre{NBSP}:", mark=Mark.SQUARE, before=2.0))


def _to_tick(procedure: Procedure, document: Document, *, certain: bool) -> Block:
    condition = "" if certain else f"\n{DEPENDS.capitalize()}{NBSP}: {in_words(procedure, document)}."
    where = f"\nOù{NBSP}: {sentences((document.ou,))}" if document.ou else ""
    name = Run(document.nom, bold=True)
    return item(name, *parts.to_check(document.confirmer), Run(condition), Run(where), mark=Mark.SQUARE, before=2.4)


def _dates(handout: Handout) -> tuple[Block, ...]:
    listed = parts.deadline_items(handout)
    return (heading("Dates", before=6.0), *listed) if listed else ()


def _sources(handout: Handout) -> tuple[Block, ...]:
    """Return how long the file was checked for and where the printed facts come from, in small print."""
    procedure = handout.walk.procedure
    checked, until = day_in_words(procedure.verification.le), day_in_words(valid_until(procedure.verification))
    how = f"Méthode{NBSP}: {METHODS[procedure.verification.methode]}"
    words = sentences((f"Vérifié le {checked} par {procedure.verification.par}", how, f"Valable jusqu’au {until}"))
    printed = (*(document for document, _ in handout.walk.documents), *(seen.deadline for seen in handout.deadlines), *procedure.canaux)
    used = {fact.source for fact in printed}
    listed = (said(_source(name, source), size=SMALL) for name, source in procedure.sources.items() if name in used)
    return (said(words, size=SMALL, before=6.0), *listed)


def _source(name: str, source: Source) -> str:
    read = f"lu le {day_in_words(source.lu_le)}" if source.lu_le else None
    dated = f"daté de {source.date}" if source.date else None
    known = ", ".join(part for part in (source.titre or name, SOURCE_KINDS[source.nature], dated, read) if part)
    return f"Source{NBSP}: {sentences((known,))} {source.url or ''}".strip()
