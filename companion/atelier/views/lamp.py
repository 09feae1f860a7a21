"""Puts the guides under the lamp: the list, one guide, what is said of it, what is exported."""

from dataclasses import dataclass
from typing import Any

from flask import Response, request

from companion import clock
from companion.atelier.forms import said_of_guide
from companion.atelier.queries import drafts
from companion.atelier.rules import doubts
from companion.atelier.rules.doubts import Doubt
from companion.atelier.rules.export import exported
from companion.atelier.views.doors import bp, config, guide_of, guide_or_begun, library, may_write
from companion.procedures.queries import Guide
from companion.procedures.rules.changes import changes
from companion.procedures.rules.outline import outline
from companion.procedures.rules.procedure import Procedure
from companion.web.access import Door, opens_to
from companion.web.page import go, page, paper
from companion.web.store import changing, looking
from companion.web.tokens import check_form


@bp.get("/")
@opens_to(Door.EVERYBODY)
def workshop() -> Response:
    """List the guides, those that need a look first."""
    from companion.atelier.queries import said  # noqa: PLC0415 (the database is loaded only for what it remembers)

    with looking() as session:
        rows = said.standings(session, library(), config().drafts, clock.today())
    begun = [(name, guide_or_begun(name).procedure.titre) for name in drafts.begun_guides(config().drafts, library())]
    return page("atelier/workshop.html", rows=rows, begun=begun, library=library(), may_write=may_write())


@bp.get("/<name>")
@opens_to(Door.EVERYBODY)
def look_at_guide(name: str) -> Response:
    """Show one guide under the lamp: its state, what is said of it, what the lint sees, its picture, what changed."""
    from companion.procedures.papers.picture import svg  # noqa: PLC0415 (the papers are loaded only when one is shown)

    guide, shelves = guide_of(name), library()
    return page(
        "atelier/guide.html",
        guide=guide,
        picture=svg(guide.procedure),
        outline=outline(guide.procedure),
        findings=drafts.findings_of_guide(guide, shelves, clock.today()),
        library=shelves,
        may_write=may_write(),
        **_told_of(guide),
    )


def _told_of(guide: Guide) -> dict[str, Any]:
    """Return what is known of a guide beside its file."""
    memory = _memory_of(guide)
    return {
        "told": doubts.in_words(guide.procedure, memory.doubts),
        "confirmed": doubts.confirmations(memory.doubts),
        "reread": memory.reread or not guide.local,
        "changes": changes(memory.previous, guide.procedure) if memory.previous else (),
        "compared": memory.previous is not None,
        "to_confirm": drafts.to_confirm(guide.procedure),
        "in_progress": drafts.is_there(drafts.draft_path(config().drafts, guide.procedure.id)),
        "today": clock.today(),
    }


@dataclass(frozen=True)
class _Memory:
    """What the database knows of one guide."""

    doubts: list[Doubt]
    reread: bool
    previous: Procedure | None


def _memory_of(guide: Guide) -> _Memory:
    from companion.atelier.queries import said  # noqa: PLC0415 (the database is loaded only for what it remembers)

    with looking() as session:
        told = said.doubts(session).get(guide.procedure.id, [])
        return _Memory(told, guide.content_hash in said.reread_versions(session), said.previous_version(session, guide))


@bp.get("/<name>/signaler")
@opens_to(Door.EVERYBODY)
def ask_doubt(name: str) -> Response:
    """Ask what is no longer true."""
    guide, step = guide_of(name), request.args.get("etape", "")
    known = step if any(one.id == step for one in guide.procedure.etapes) else ""
    return page("atelier/doubt.html", guide=guide, step=known, chosen="", error="")


@bp.post("/<name>/signaler")
@opens_to(Door.EVERYBODY)
def note_doubt(name: str) -> Response:
    """Count what is no longer true: the guide, the step, the choice, the month, and nothing else."""
    check_form()
    guide, said = guide_of(name), said_of_guide(request.form)
    if said.choice not in doubts.DOUBTS or not doubts.is_sayable(guide.procedure, said.step, said.choice):
        sentence = "Choisissez ce qui n’est plus vrai, dans la liste."
        return page("atelier/doubt.html", 422, guide=guide, step=said.step, chosen=said.choice, error=sentence)
    return _count(guide, said.step, said.choice)


@bp.post("/<name>/exact")
@opens_to(Door.EVERYBODY)
def note_exact(name: str) -> Response:
    """Count that the guide was exact this month."""
    check_form()
    return _count(guide_of(name), "", doubts.EXACT)


def _count(guide: Guide, step: str, choice: str) -> Response:
    from companion.atelier.actions import said  # noqa: PLC0415 (the database is loaded only for what it remembers)

    with changing() as session:
        said.report(session, guide.procedure.id, step, choice, clock.today())
        session.commit()
    return go(f"/atelier/{guide.procedure.id}/merci")


@bp.get("/<name>/merci")
@opens_to(Door.EVERYBODY)
def thank(name: str) -> Response:
    """Say what was noted, and what to do now."""
    guide = guide_of(name)
    return page("atelier/thanks.html", guide=guide, institution=library().institutions.get(guide.procedure.institution))


@bp.get("/<name>/dessin.svg")
@opens_to(Door.EVERYBODY)
def picture_file(name: str) -> Response:
    """Give the picture as a file."""
    from companion.procedures.papers.picture import svg  # noqa: PLC0415 (the papers are loaded only when one is shown)

    return paper(svg(guide_of(name).procedure).encode(), "image/svg+xml; charset=utf-8", f"{name}.svg")


@bp.get("/<name>/dessin.mmd")
@opens_to(Door.EVERYBODY)
def mermaid_file(name: str) -> Response:
    """Give the picture as Mermaid text."""
    from companion.procedures.papers.mermaid import mermaid  # noqa: PLC0415 (the papers are loaded only when one is shown)

    return _saved(mermaid(guide_of(name).procedure).encode(), "text/plain; charset=utf-8", f"{name}.mmd")


@bp.get("/<name>/cpsv-ap.jsonld")
@opens_to(Door.EVERYBODY)
def linked_data(name: str) -> Response:
    """Give the public service in the words of the European vocabulary."""
    from companion.procedures.papers.cpsv import cpsv_ap  # noqa: PLC0415 (the papers are loaded only when one is shown)

    guide = guide_of(name)
    return _saved(
        cpsv_ap(guide.procedure, library().institutions.get(guide.procedure.institution)).encode(), "application/ld+json", f"{name}.jsonld"
    )


@bp.get("/<name>/epreuve.pdf")
@opens_to(Door.EVERYBODY)
def proof_file(name: str) -> Response:
    """Print every text and every branch, for a meeting."""
    from companion.procedures.papers.proof import Surroundings, proof  # noqa: PLC0415 (fpdf2 is loaded only when a paper is asked for)

    guide, shelves = guide_of(name), library()
    institution = shelves.institutions.get(guide.procedure.institution)
    around = Surroundings(clock.now(), institution, shelves.delegations, shelves.procedures)
    return paper(proof(guide.procedure, around), "application/pdf", f"{name}.pdf")


@bp.get("/<name>/fichier.yaml")
@opens_to(Door.EVERYBODY)
def shared_file(name: str) -> Response:
    """Give the file for a federation, without what stays in the house."""
    guide = guide_of(name)
    return _saved(exported(drafts.text_of(guide)).encode(), "application/yaml; charset=utf-8", guide.file.name)


def _saved(content: bytes, kind: str, filename: str) -> Response:
    answer = paper(content, kind, filename)
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer
