"""The desk of those who may write: a guide, its draft, what the lint says of it."""

from dataclasses import dataclass

from flask import Response

from companion import clock
from companion.atelier.queries import drafts
from companion.atelier.rules import cards, editing
from companion.atelier.rules.fields import Names
from companion.atelier.views.doors import config, guide_or_begun, library
from companion.errors import Refused
from companion.procedures import lint
from companion.procedures.queries import Guide
from companion.procedures.rules.changes import changes
from companion.web.page import page

BLOCKING_EXCEPT = frozenset({"E14"})
"""The shipped trials describe the shipped guide: a local version may differ, knowingly."""
TO_CONFIRM = "I12"
"""What the file itself says it is not sure of: shown under the lamp, never counted as a remark."""
UNREADABLE = "Ce brouillon ne peut pas être lu par le formulaire. Dans l’Atelier, « Reprendre le brouillon » dit comment en sortir."


@dataclass(frozen=True)
class Desk:
    """A guide, its draft, and what may be pointed to."""

    guide: Guide
    draft: drafts.Draft

    @property
    def names(self) -> Names:
        """Return what the fields may point to."""
        shelves = library()
        return Names(
            institutions={one.id: one.nom for one in shelves.institutions.values()},
            delegations={one.id: one.nom for one in shelves.delegations.values()},
            guides={one.id: one.titre for one in shelves.procedures if one.id != self.guide.procedure.id},
        )

    @property
    def findings(self) -> list[lint.Finding]:
        """Return what the lint says of the draft."""
        found = drafts.findings_of(self.draft, self.guide, library(), clock.today())
        return [one for one in found if one.code != TO_CONFIRM]


def blocking(findings: list[lint.Finding]) -> list[lint.Finding]:
    """Return what forbids publishing."""
    return [one for one in findings if one.level == "erreur" and one.code not in BLOCKING_EXCEPT]


def desk_of(name: str) -> Desk:
    """Return the desk of those who may write."""
    desk = any_desk_of(name)
    if not desk.draft.value:
        raise Refused(UNREADABLE)
    return desk


def any_desk_of(name: str) -> Desk:
    """Return the desk of those who may write, even when nobody can read the draft on it."""
    guide = guide_or_begun(name)
    return Desk(guide, drafts.draft_of(config().drafts, guide))


def show_cards(desk: Desk, status: int = 200, error: str = "") -> Response:
    """Show the seven cards, what the lint says of the draft, and what it changes."""
    findings = desk.findings
    own = drafts.as_procedure(desk.draft)
    return page(
        "atelier/draft.html",
        status,
        desk=desk,
        guide=desk.guide,
        cards=[(card, editing.summary(desk.draft.value, card), editing.of_card(findings, card)) for card in cards.CARDS],
        findings=findings,
        blocking=blocking(findings),
        warnings=[one for one in findings if one.level == "avertissement" or one.code in BLOCKING_EXCEPT],
        changes=changes(desk.guide.procedure, own) if own else (),
        has_draft=desk.draft.begun,
        error=error,
    )
