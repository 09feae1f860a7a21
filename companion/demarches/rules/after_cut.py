"""What is asked after a cut: for each gesture that was under way, whether it was done (decision C6)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from companion.demarches.rules.contents import Demarche
from companion.procedures.rules.procedure import Step
from companion.procedures.rules.run import BINDING, Walk, modes_offered
from companion.procedures.rules.running import Progress

UNKNOWN = "inconnu"
NOT_DONE = "pas-fait"


@dataclass(frozen=True)
class Pending:
    """A step that may have been under way, and how it may have been done."""

    demarche: str
    procedure: str
    title: str
    step: Step
    modes: tuple[str, ...]
    binds: bool
    """Sends, signs, pays or declares: doing it twice may harm."""


def pending(demarche: Demarche, walk: Walk) -> Iterator[Pending]:
    """Yield the step that was next, and every open one that binds the person."""
    left = [seen.step for seen in walk.open_steps if not seen.done]
    for rank, step in enumerate(left):
        binds = not BINDING.isdisjoint(step.sensibilite) or "envoyer" in step.gestes
        if rank == 0 or binds:
            yield Pending(demarche.id, demarche.procedure, demarche.title, step, modes_offered(step), binds)


def answered(demarche: Demarche, one: Pending, said: str) -> Demarche:
    """Note an answer; what nobody knows stays marked on the step, « cherchez l’accusé »."""
    known = tuple(step for step in demarche.doubtful if step != one.step.id)
    if said == UNKNOWN:
        return replace(demarche, doubtful=(*known, one.step.id))
    if said not in one.modes:
        return replace(demarche, doubtful=known)
    was = replace(demarche.remembered(one.step.id), progress=Progress.DONE, mode=said)  # type: ignore[arg-type]  # among the modes offered
    running = replace(demarche.running, steps={**demarche.running.steps, one.step.id: was})
    return replace(demarche, running=running, doubtful=known)
