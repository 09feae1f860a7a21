"""Too much at once: what a person is asked before one pause, and what their sheet can hold (A16).

A person has a rest at each step, where the page stops, and at the pause
« avant d'envoyer » (`Walk.pause_before`).  Ten things or more are too many

- in one step: the documents it cites, with what only the person types or answers;
- before the first step that binds, for one combination of answers: the different
  documents that the steps up to that one cite (when nothing binds, all steps).

What the screen will ask (`ecran`) is told to the worker and does not weigh on the
person: it is not counted, or writing down what is true would be punished.

The feuillet is estimated in lines of 38 signs, institution left out.  Measured on
the first eleven guides, longest walk, complete level, printed: all need the second
page, which goes on the back.  Those of 92 lines or fewer need no third page; the
one of 100 does.  Beyond 95, we say so.  Lengthened until a third page came, they
turned between 77 and 108 lines: it is an estimate, hence « sans doute ».
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from companion.procedures.lint.findings import Said, say
from companion.procedures.lint.notes import Notes
from companion.procedures.lint.situations import Situation, explore, questions_behind, situation_in_words
from companion.procedures.rules.codes import OFFLINE
from companion.procedures.rules.conditions import Truth, holds
from companion.procedures.rules.procedure import Deadline, Document, Keep, Procedure, Step
from companion.procedures.rules.run import Walk, walk

TOO_MANY = 10
MOST_LINES = 95
MOST_WALKED = 512
"""Combinations of answers looked at; this is an estimate, and says nothing false when it stops there."""
SIGNS_A_LINE = 38
_DASH = "– "
_MARK = "[à vérifier]"
_DATE = "Du lundi 28 septembre au 15 octobre 2026, 17 h"

_STEP = "Cette étape demande {count} choses à la personne, sans pause. Il en faut neuf au plus : coupez l'étape en deux."
_PAUSE = (
    "{count} documents sont demandés avant la pause « avant d'envoyer »{each}. Il en faut neuf au plus : "
    "retirez ce qui n'est pas exigé, ou demandez le reste dans une étape qui suit."
)
_SHEET = (
    "La feuille de la personne remplit sans doute plus de deux pages{each}. Raccourcissez « garder », le nom des documents, "
    "« comment » et « horaires » des canaux, ou « aide »."
)
_SITUATION = " dans le cas « {situation} »"


@dataclass(frozen=True)
class _Situation:
    """One combination of answers, and what it weighs."""

    situation: Situation
    seen: Walk


def check_loads(notes: Notes, procedure: Procedure) -> None:
    """Note the steps, the pauses and the sheet that hold too much."""
    for rank, step in enumerate(procedure.etapes):
        count = len(set(step.documents)) + len(step.saisie_reservee) + len(step.reponse_reservee)
        if count >= TOO_MANY:
            notes.add("A16", ("etapes", rank), _STEP, count=count)
    may_weigh = len(procedure.documents) >= TOO_MANY
    may_fill = _lines(procedure, procedure.etapes, procedure.documents, procedure.garder, procedure.echeances) > MOST_LINES
    cases = _cases(procedure) if may_weigh or may_fill else []
    if cases and may_weigh:
        _check_pause(notes, procedure, cases)
    if cases and may_fill:
        _check_sheet(notes, procedure, cases)


def _cases(procedure: Procedure) -> list[_Situation]:
    items = (*procedure.etapes, *procedure.documents, *procedure.garder, *procedure.echeances)
    found = explore(questions_behind(procedure, items), lambda _situation: False)
    return [_Situation(situation, walk(procedure, situation)) for situation in found.answers[:MOST_WALKED]]


def _check_pause(notes: Notes, procedure: Procedure, cases: list[_Situation]) -> None:
    worst = max(cases, key=lambda situation: len(_before_pause(situation.seen)))
    if (count := len(_before_pause(worst.seen))) >= TOO_MANY:
        rank = next((number for number, step in enumerate(procedure.etapes) if step.id == worst.seen.sending), None)
        spot = ("documents",) if rank is None else ("etapes", rank)
        notes.add("A16", spot, _PAUSE, count=count, each=_in_words(procedure, worst))


def _before_pause(seen: Walk) -> set[str]:
    """Return the documents that the steps cite, up to the first that binds, that one included."""
    found: set[str] = set()
    for one in seen.open_steps:
        found.update(document.id for document in seen.documents_of(one.step))
        if one.step.id == seen.sending:
            break
    return found


def _check_sheet(notes: Notes, procedure: Procedure, cases: list[_Situation]) -> None:
    worst = max(cases, key=lambda situation: sheet_lines(situation.seen))
    if sheet_lines(worst.seen) > MOST_LINES:
        notes.add("A16", ("etapes",), _SHEET, each=_in_words(procedure, worst))


def sheet_lines(seen: Walk) -> int:
    """Estimate the lines of the complete feuillet of a walk; what it says of the institution is in the limit."""
    documents = [document for document, _ in seen.documents]
    deadlines = [deadline for deadline in seen.procedure.echeances if holds(deadline, seen.facts) is not Truth.NO]
    return _lines(seen.procedure, seen.next_steps, documents, seen.to_keep, deadlines)


def _lines(
    procedure: Procedure, steps: Iterable[Step], documents: Iterable[Document], keeps: Iterable[Keep], deadlines: Iterable[Deadline]
) -> int:
    routes = [one for one in procedure.canaux if one.type in OFFLINE and one.existe == "oui"]
    items: list[tuple[str | None, ...]] = [
        *((step.titre,) for step in steps),
        *((document.nom, document.confirmer and _MARK) for document in documents),
        *((keep.texte,) for keep in keeps),
        *((deadline.titre or deadline.id, _DATE, deadline.confirmer and _MARK) for deadline in deadlines),
        *((one.type, one.nom, one.numero, one.adresse, one.horaires, one.comment, one.cout, one.confirmer and _MARK) for one in routes),
        *((place.nom, place.numero, place.texte, place.confirmer and _MARK) for place in procedure.aide),
    ]
    return sum(ceil(len(_DASH + " ".join(part for part in item if part)) / SIGNS_A_LINE) for item in items)


def _in_words(procedure: Procedure, situation: _Situation) -> Said:
    """Say for whom, or nothing when everybody is in the same situation."""
    words = situation_in_words(procedure.questions, situation.situation)
    return say(_SITUATION, situation=words) if words else Said()
