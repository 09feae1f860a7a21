"""Nobody is left without a way, and nothing is written that nobody will ever see (E08)."""

from dataclasses import dataclass, field

from companion.procedures.lint.cases import MOST_CASES, Case, Cases, all_cases, case_in_words, merged, questions_behind
from companion.procedures.lint.notes import Notes
from companion.procedures.rules.conditions import Truth, holds
from companion.procedures.rules.procedure import Procedure
from companion.procedures.rules.run import State, walk
from companion.procedures.rules.texts import Conditional

MOST_NAMED = 5

_NO_CHANNEL = (
    "Le cas « {case} » ({codes}) n'a aucun canal. Ajoutez une étape avec un « canal » qui existe pour ce cas, "
    "ou élargissez la condition d'une étape."
)
_NO_CHANNEL_AT_ALL = "Aucune étape ne mène à un canal qui existe, quel que soit le cas. Ajoutez « canal » à une étape."
_OTHERS = "{number} autres cas n'ont aucun canal. Corrigez d'abord ceux qui sont nommés."
_STEP = "Aucune combinaison de réponses ne mène à cette étape. Corrigez sa condition, ou effacez-la."
_ASIDE = "Cette étape est hors parcours et aucune sortie « si_bloque » n'y mène. Ajoutez une sortie, ou retirez « hors_parcours »."
_DOCUMENT = "Aucune combinaison de réponses ne demande ce document. Corrigez sa condition, ou effacez-le."
_QUESTION = "Cette question n'est jamais posée. Corrigez sa condition, ou effacez-la."
_SAMPLED = "Les réponses forment plus de {most} cas. L'outil en essaie {most}, toujours les mêmes : il peut manquer un cas sans issue."


@dataclass
class _Paths:
    """The cases already enumerated, by the questions they answer."""

    procedure: Procedure
    known: dict[tuple[str, ...], Cases] = field(default_factory=dict)

    def cases(self, *items: Conditional) -> Cases:
        """Return the cases that matter to some items."""
        questions = questions_behind(self.procedure, items)
        names = tuple(question.id for question in questions)
        if names not in self.known:
            self.known[names] = all_cases(questions)
        return self.known[names]

    def never(self, item: Conditional) -> bool:
        """Tell whether no case at all shows an item; a sample proves nothing."""
        cases = self.cases(item)
        return cases.complete and not any(holds(item, case) is Truth.YES for case in cases.answers)


def check_paths(notes: Notes, procedure: Procedure) -> None:
    """Note the cases without any channel, and what no case ever shows."""
    paths = _Paths(procedure)
    _check_channels(notes, paths)
    _check_steps(notes, paths)
    for key, template in (("documents", _DOCUMENT), ("questions", _QUESTION)):
        for rank, item in enumerate(getattr(procedure, key)):
            if paths.never(item):
                notes.add("E08", (key, rank), template)
    if not all(cases.complete for cases in paths.known.values()):
        notes.add("I08", ("questions",), _SAMPLED, most=f"{MOST_CASES:_}".replace("_", "\N{NO-BREAK SPACE}"))


def _check_channels(notes: Notes, paths: _Paths) -> None:
    """Walk through every case; only the steps that name a channel matter here."""
    steps = tuple(step for step in paths.procedure.etapes if step.canal is not None and not step.hors_parcours)
    lean = paths.procedure.model_copy(update={"etapes": steps, "documents": (), "garder": ()})
    questions = questions_behind(paths.procedure, steps)
    failing = merged([case for case in paths.cases(*steps).answers if not _has_route(lean, case)], questions)
    spot = ("etapes",)
    if failing == [{}]:
        notes.add("E08", spot, _NO_CHANNEL_AT_ALL)
        return
    for case in failing[:MOST_NAMED]:
        codes = ", ".join(f"{name}={answer}" for name, answer in case.items())
        notes.add("E08", spot, _NO_CHANNEL, case=case_in_words(questions, case), codes=codes)
    if len(failing) > MOST_NAMED:
        notes.add("E08", spot, _OTHERS, number=len(failing) - MOST_NAMED)


def _has_route(procedure: Procedure, case: Case) -> bool:
    """Tell whether an open step leads somewhere; a step greyed for ever is no way."""
    seen = walk(procedure, case)
    opened = {one.step.canal for one in seen.steps if one.state is State.OPEN}
    return any(channel.id in opened for channel in seen.routes)


def _check_steps(notes: Notes, paths: _Paths) -> None:
    """Note the steps that no case opens and to which no way out leads."""
    steps = {step.id: step for step in paths.procedure.etapes}
    waiting = [step for step in steps.values() if not step.hors_parcours and not paths.never(step)]
    reached = {step.id for step in waiting}
    while waiting:
        targets = {way.alors for way in waiting.pop().si_bloque} - reached
        waiting += [steps[name] for name in targets if name in steps]
        reached |= targets
    for rank, step in enumerate(paths.procedure.etapes):
        if step.id not in reached:
            notes.add("E08", ("etapes", rank), _ASIDE if step.hors_parcours else _STEP)
