"""The walk through a procedure: what is shown, what is open, what was left behind.

An ordered checklist, not a flowchart: visible steps are those whose condition
holds, in file order, and any of them can be done first.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from companion.procedures.rules.codes import CHANNELS
from companion.procedures.rules.conditions import Answers, Truth, asked_questions, holds, kept_answers, known_facts
from companion.procedures.rules.procedure import Channel, Document, Keep, Prerequisite, Procedure, Question, Step, WayOut


class State(Enum):
    """Where a step stands in this walk."""

    OPEN = "open"
    DEPENDS = "depends"
    """Shown greyed, « selon la réponse »: a question it depends on has no answer."""
    ABANDONED = "abandoned"
    """« Voie abandonnée »: its channel was left through a way out."""


class Pause(Enum):
    """The three moments when the two people stop and look up."""

    BEFORE_SCREEN = "before_screen"
    BEFORE_SENDING = "before_sending"
    BEFORE_PARTING = "before_parting"


PERSON_ALONE = frozenset({"identifiants", "paiement"})
BINDING = frozenset({"signature", "declaration", "paiement"})


@dataclass(frozen=True)
class Blocked:
    """A way out that was taken: which step was stuck, and the rank of the way out."""

    step: str
    way: int

    def __str__(self) -> str:
        """Write it as the form carries it."""
        return f"{self.step}.{self.way}"


@dataclass(frozen=True)
class Target:
    """Where a way out leads: an element of the page and its words."""

    anchor: str
    title: str


@dataclass(frozen=True)
class SeenStep:
    """A step as this walk shows it."""

    step: Step
    state: State
    activated: bool
    """Reached through a way out."""
    done: str = ""
    """The mode in which it was done, or nothing."""


def is_only_the_persons(step: Step) -> bool:
    """Tell whether a step offers no other mode than the person's own hands: « mains loin du clavier »."""
    return step.qui == ("personne",) or bool(step.saisie_reservee) or not PERSON_ALONE.isdisjoint(step.sensibilite)


def modes_offered(step: Step) -> tuple[str, ...]:
    """Return the modes in which a step may be noted as done here.

    In place is never among them: it needs the person's recorded yes.
    """
    if is_only_the_persons(step):
        return ("personne",)
    return tuple(mode for mode in ("personne", "avec") if mode in step.qui) or ("personne",)


@dataclass(frozen=True)
class Walk:
    """One run of a procedure with the answers, ways out and ticks known so far."""

    procedure: Procedure
    answers: Answers
    blocked: tuple[Blocked, ...]
    ticks: Answers

    @cached_property
    def facts(self) -> Answers:
        """Return what conditions are weighed on: the answers, and the questions that will never be asked."""
        return known_facts(self.procedure, self.answers)

    @cached_property
    def taken(self) -> list[tuple[Blocked, WayOut]]:
        """Return the ways out that were taken, in order."""
        return [(one, self._steps[one.step].si_bloque[one.way]) for one in self.blocked]

    @cached_property
    def _steps(self) -> dict[str, Step]:
        return {step.id: step for step in self.procedure.etapes}

    @cached_property
    def _channels(self) -> dict[str, Channel]:
        return {channel.id: channel for channel in self.procedure.canaux}

    @cached_property
    def _left(self) -> tuple[frozenset[str], frozenset[str]]:
        """Return the channels abandoned and the steps activated, the last way out winning."""
        abandoned: set[str] = set()
        activated: set[str] = set()
        for one, way in self.taken:
            here = self._steps[one.step].canal
            target = self._steps.get(way.alors)
            there = target.canal if target else way.alors
            if target:
                activated.add(target.id)
            if there and here and there != here:
                abandoned.add(here)
            abandoned.discard(there or "")
        return frozenset(abandoned), frozenset(activated)

    @property
    def abandoned_channels(self) -> frozenset[str]:
        """Return the ids of the channels left behind."""
        return self._left[0]

    @cached_property
    def steps(self) -> list[SeenStep]:
        """Return what the checklist shows, in file order."""
        return [seen for step in self.procedure.etapes if (seen := self._see(step))]

    def _see(self, step: Step) -> SeenStep | None:
        abandoned, activated = self._left
        reached = step.id in activated
        done = self.ticks.get(step.id, "")
        truth = Truth.NO if step.hors_parcours else holds(step, self.facts)
        if not reached and truth is Truth.NO:
            return None
        if step.canal in abandoned and not done:
            return SeenStep(step, State.ABANDONED, reached)
        state = State.OPEN if reached or truth is Truth.YES else State.DEPENDS
        return SeenStep(step, state, reached, done)

    @cached_property
    def open_steps(self) -> list[SeenStep]:
        """Return the steps that can be done now."""
        return [seen for seen in self.steps if seen.state is State.OPEN]

    @cached_property
    def routes(self) -> list[Channel]:
        """Return the channels by which this person can still go on.

        They are those of a step not left behind, and those a way out named,
        when they are known to exist.
        """
        named = [seen.step.canal for seen in self.steps if seen.state is not State.ABANDONED]
        named += [way.alors for _, way in self.taken if way.alors in self._channels]
        found = (self._channels[name] for name in dict.fromkeys(named) if name and name not in self.abandoned_channels)
        return [channel for channel in found if channel.existe == "oui"]

    @cached_property
    def documents(self) -> list[tuple[Document, bool]]:
        """Return the documents to bring, each with whether that is certain."""
        truths = ((document, holds(document, self.facts)) for document in self.procedure.documents)
        return [(document, truth is Truth.YES) for document, truth in truths if truth is not Truth.NO]

    @cached_property
    def prerequisites(self) -> list[tuple[Prerequisite, bool]]:
        """Return the guides to finish first, each with whether that is certain."""
        truths = ((first, holds(first, self.facts)) for first in self.procedure.prealables)
        return [(first, truth is Truth.YES) for first, truth in truths if truth is not Truth.NO]

    @cached_property
    def to_keep(self) -> list[Keep]:
        """Return what the person leaves with, from the steps still alive."""
        wanted = {name for seen in self.steps if seen.state is not State.ABANDONED for name in seen.step.garder}
        return [keep for keep in self.procedure.garder if keep.id in wanted and holds(keep, self.facts) is not Truth.NO]

    @cached_property
    def sending(self) -> str:
        """Return the id of the first open step that binds the person, or nothing.

        The pause « avant d'envoyer » stands before it.
        """
        return next((seen.step.id for seen in self.open_steps if not BINDING.isdisjoint(seen.step.sensibilite)), "")

    def is_unfolded(self, seen: SeenStep) -> bool:
        """Tell whether a step shows its whole content: the next one to do, and those a way out opened."""
        if seen.done or seen.state is not State.OPEN:
            return False
        return seen.activated or seen is next((one for one in self.open_steps if not one.done), None)

    def pause_before(self, seen: SeenStep) -> Pause | None:
        """Return the pause that stands before a step, if one does."""
        return Pause.BEFORE_SENDING if seen.step.id == self.sending else None

    @cached_property
    def questions(self) -> list[Question]:
        """Return the questions worth asking now."""
        return asked_questions(self.procedure, self.answers)

    def documents_of(self, step: Step) -> list[Document]:
        """Return the documents that a step asks for, as far as they concern this person."""
        return [document for document, _ in self.documents if document.id in step.documents]

    def channel_named(self, way: WayOut) -> Channel | None:
        """Return the channel that a way out names, when it does not name a step."""
        return None if way.alors in self._steps else self._channels[way.alors]

    @cached_property
    def done_by_person(self) -> list[str]:
        """Return the past sentences of what the person did alone or with us, in order."""
        return [seen.step.simple_passe or seen.step.titre for seen in self.steps if seen.done]

    @cached_property
    def next_steps(self) -> list[Step]:
        """Return what is still to be done, in order."""
        return [seen.step for seen in self.open_steps if not seen.done]


def channel_of(procedure: Procedure, step: Step) -> Channel:
    """Return the channel of a step that has one."""
    return next(channel for channel in procedure.canaux if channel.id == step.canal)


def target_of(procedure: Procedure, way: WayOut) -> Target:
    """Return where a way out leads on the page, and in what words."""
    if step := next((one for one in procedure.etapes if one.id == way.alors), None):
        return Target(f"etape-{step.id}", step.titre)
    channel = next(one for one in procedure.canaux if one.id == way.alors)
    return Target("sorties", channel.nom or CHANNELS[channel.type])


def walk(procedure: Procedure, answers: Answers, blocked: Iterable[Blocked] = (), ticks: Answers | None = None) -> Walk:
    """Start or go on with a walk; what the file does not know is dropped, never an error."""
    steps = {step.id: step for step in procedure.etapes}
    said = kept_answers(procedure, answers)
    good = {name: mode for name, mode in (ticks or {}).items() if name in steps and mode in modes_offered(steps[name])}
    return Walk(procedure, said, tuple(_still_here(steps, known_facts(procedure, said), blocked)), good)


def _still_here(steps: Mapping[str, Step], facts: Answers, blocked: Iterable[Blocked]) -> Iterator[Blocked]:
    """Yield the ways out that lead from a step shown: an answer changed since must not leave behind another person's route."""
    reached: set[str] = set()
    for one in dict.fromkeys(blocked):
        step = steps.get(one.step)
        if step is None or not 0 <= one.way < len(step.si_bloque):
            continue
        if step.id in reached or (not step.hors_parcours and holds(step, facts) is not Truth.NO):
            reached.add(step.si_bloque[one.way].alors)
            yield one


def way_out_by_sign(procedure: Procedure, step: str, sign: str) -> Blocked | None:
    """Find a way out by the sign a trial names."""
    ways: Sequence[WayOut] = next((one.si_bloque for one in procedure.etapes if one.id == step), ())
    return next((Blocked(step, rank) for rank, way in enumerate(ways) if way.signe == sign), None)
