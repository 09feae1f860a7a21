"""Nobody is left without a way, and nothing is written that nobody will ever see (E08)."""

from dataclasses import dataclass

from companion.procedures.lint.notes import Notes
from companion.procedures.lint.situations import Situation, explore, merged, questions_behind, situation_in_words
from companion.procedures.rules.conditions import Truth, holds
from companion.procedures.rules.procedure import Procedure, Question, Step
from companion.procedures.rules.run import State, walk
from companion.procedures.rules.texts import Conditional

MOST_NAMED = 5

_NO_CHANNEL = (
    "Le cas « {situation} » ({codes}) n'a aucun canal. Ajoutez une étape avec un « canal » qui existe pour ce cas, "
    "ou élargissez la condition d'une étape."
)
_NO_CHANNEL_AT_ALL = "Aucune étape ne mène à un canal qui existe, quel que soit le cas. Ajoutez « canal » à une étape."
_OTHERS = "{number} autres cas n'ont aucun canal. Corrigez d'abord ceux qui sont nommés."
_STEP = "Aucune combinaison de réponses ne mène à cette étape. Corrigez sa condition, ou effacez-la."
_ASIDE = "Cette étape est hors parcours et aucune sortie « si_bloque » n'y mène. Ajoutez une sortie, ou retirez « hors_parcours »."
_DOCUMENT = "Aucune combinaison de réponses ne demande ce document. Corrigez sa condition, ou effacez-le."
_QUESTION = "Cette question n'est jamais posée. Corrigez sa condition, ou effacez-la."
_SAMPLED = "Les réponses forment plus de 4 096 cas. L'outil en essaie 4 096, toujours les mêmes : il peut manquer un cas sans issue."


@dataclass
class _Paths:
    """A procedure, and whether all its situations could be tried so far."""

    procedure: Procedure
    complete: bool = True

    def without_route(self, questions: list[Question], steps: tuple[Step, ...]) -> list[Situation]:
        """Walk every situation; only the steps that name a channel matter, and their questions."""
        kept = {(step.canal, step.si, step.si_un_de): step for step in steps}
        lean = self.procedure.model_copy(
            update={"etapes": tuple(kept.values()), "questions": tuple(questions), "documents": (), "garder": ()}
        )
        found = explore(questions, lambda situation: _has_route(lean, situation))
        self.complete = self.complete and found.complete
        return merged(list(found.answers), questions)

    def never(self, item: Conditional) -> bool:
        """Tell whether no situation at all shows an item; a sample proves nothing."""
        found = explore(questions_behind(self.procedure, [item]), lambda situation: holds(item, situation) is Truth.NO)
        self.complete = self.complete and found.complete
        return found.complete and not any(holds(item, situation) is Truth.YES for situation in found.answers)


def check_paths(notes: Notes, procedure: Procedure) -> None:
    """Note the situations without any channel, and what no situation ever shows."""
    paths = _Paths(procedure)
    _check_channels(notes, paths)
    _check_steps(notes, paths)
    for key, template in (("documents", _DOCUMENT), ("questions", _QUESTION)):
        for rank, item in enumerate(getattr(procedure, key)):
            if paths.never(item):
                notes.add("E08", (key, rank), template)
    if not paths.complete:
        notes.add("I08", ("questions",), _SAMPLED)


def _check_channels(notes: Notes, paths: _Paths) -> None:
    """Note the situations in which no open step names a channel that exists."""
    steps = tuple(step for step in paths.procedure.etapes if step.canal is not None and not step.hors_parcours)
    questions = questions_behind(paths.procedure, steps)
    failing = paths.without_route(questions, steps)
    spot = ("etapes",)
    if failing == [{}]:
        notes.add("E08", spot, _NO_CHANNEL_AT_ALL)
        return
    for situation in failing[:MOST_NAMED]:
        codes = ", ".join(f"{name}={answer}" for name, answer in situation.items())
        notes.add("E08", spot, _NO_CHANNEL, situation=situation_in_words(questions, situation), codes=codes)
    if len(failing) > MOST_NAMED:
        notes.add("E08", spot, _OTHERS, number=len(failing) - MOST_NAMED)


def _has_route(procedure: Procedure, situation: Situation) -> bool:
    """Tell whether an open step leads somewhere; a step greyed for ever is no way."""
    seen = walk(procedure, situation)
    opened = {one.step.canal for one in seen.steps if one.state is State.OPEN}
    return any(channel.id in opened for channel in seen.routes)


def _check_steps(notes: Notes, paths: _Paths) -> None:
    """Note the steps that no situation opens and to which no way out leads."""
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
