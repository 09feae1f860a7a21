"""A running copy that goes on with a newer version of its procedure.

The copy shows its own snapshot until a worker accepts the new version.  Then,
for each step of the new file:

- same act, same text: nothing happens; same act, other text: its state stays,
  and the difference is shown;
- another act: what was done is reopened, what was left behind is open again,
  and a consent given for the step is asked again;
- an act is another when its hash differs, when its channel is of another sort
  under the same identifier, or when a gesture is added: « remplir » never
  covers « envoyer ».  A stricter form of consent alone reopens nothing; the
  consent is asked again.

A step goes on from the old step of its identifier and from those that it
`remplace`s, as far as these are gone: an identifier still in the file is no
renaming.  Of several old steps made one, it is done only if all were done, by
the very same act, and in the most careful of their modes (what was done in the
person's place is never told as done by the person); otherwise what was done is
reopened.  Of one old step made several, each goes on from it.  An old step from
which nothing goes on leaves a trace, for good: a trace is never revived.

An answer is kept when its question and itself are still there in the same
words; if not, it is asked again.  A step done under a condition on such a
question stays done, since the act is the same, and is marked to be looked at.
A way out is found again by its sign.  A withdrawn procedure goes on where it runs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from companion.procedures.rules.codes import CHANNELS
from companion.procedures.rules.conditions import Truth, holds, kept_answers, known_facts
from companion.procedures.rules.hashes import OUTSIDE_CONTENT, act_hash, canonical
from companion.procedures.rules.meaning import condition_holds_its_meaning, misread_answers
from companion.procedures.rules.procedure import Procedure, Step
from companion.procedures.rules.run import Blocked
from companion.procedures.rules.running import Fate, LostWay, Progress, Rebased, RebasedStep, Remembered, Running, Trace

_CAREFUL = ("personne", "avec", "a_la_place")
_FORMS = (None, "relu", "ecrit")
"""Forms of consent, each asking more than the one before."""
_NAMES = {"id", "remplace"}
_BESIDE_STEPS = [key for key in Procedure.model_fields if key not in OUTSIDE_CONTENT | {"etapes", "retiree"}]
_WORK = frozenset({Progress.DONE, Progress.REOPENED})
_CLOSED = frozenset({Progress.DONE, Progress.ABANDONED})


def accepts_new(procedure: Procedure, today: date) -> bool:
    """Tell whether the procedure may be begun; one that runs goes on, withdrawn or not."""
    return procedure.retiree is None or today < procedure.retiree.le


def rebase(old: Procedure, new: Procedure, running: Running) -> Rebased:
    """Return a running copy of the old version as it goes on with the new one, and what there is to say of it."""
    lineage = _Lineage(old, new)
    removed = _removed(lineage, running)
    misread = misread_answers(old, new, running.answers)
    answers = {name: answer for name, answer in running.answers.items() if name not in {one.question for one in misread}}
    steps = _highlighted(new, answers, [_step(lineage, running, step) for step in new.etapes])
    ways = [_way(lineage, one) for one in running.ways]
    return Rebased(
        running=Running(
            steps={one.step: one.now for one in steps if one.now != Remembered() or _was_named(one, running)},
            answers=answers,
            ways=tuple(way for kept, _ in ways for way in kept),
            removed=(*running.removed, *(trace for trace in removed if trace.was != Remembered())),
        ),
        steps=tuple(steps),
        removed=removed,
        misread=misread,
        lost_ways=tuple(way for _, lost in ways for way in lost),
        elsewhere=tuple(key for key in _BESIDE_STEPS if getattr(old, key) != getattr(new, key)),
        withdrawn=new.retiree if old.retiree is None else None,
    )


@dataclass(frozen=True)
class _Lineage:
    """Which new steps go on from which old ones."""

    old: Procedure
    new: Procedure

    @cached_property
    def former(self) -> dict[str, Step]:
        """Return the old steps by identifier."""
        return {step.id: step for step in self.old.etapes}

    @cached_property
    def present(self) -> dict[str, Step]:
        """Return the new steps by identifier."""
        return {step.id: step for step in self.new.etapes}

    def forebears(self, step: Step) -> list[Step]:
        """Return the old steps that a new one goes on from, that of its own identifier first."""
        gone = (name for name in step.remplace if name not in self.present)
        return [self.former[name] for name in dict.fromkeys((step.id, *gone)) if name in self.former]

    @cached_property
    def heirs(self) -> dict[str, list[Step]]:
        """Return the new steps that go on from each old one."""
        heirs: dict[str, list[Step]] = {}
        for step in self.new.etapes:
            for one in self.forebears(step):
                heirs.setdefault(one.id, []).append(step)
        return heirs


def _removed(lineage: _Lineage, running: Running) -> tuple[Trace, ...]:
    """Return the old steps without heir, and whatever the copy remembers that its snapshot does not hold."""
    titles = {name: name for name in running.steps} | {step.id: step.titre for step in lineage.old.etapes}
    gone = (name for name in dict.fromkeys((*lineage.former, *running.steps)) if name not in lineage.heirs)
    return tuple(Trace(name, titles[name], running.steps.get(name, Remembered())) for name in gone)


def _was_named(one: RebasedStep, running: Running) -> bool:
    return any(trace.step in running.steps for trace in one.came_from)


def _step(lineage: _Lineage, running: Running, step: Step) -> RebasedStep:
    before = lineage.forebears(step)
    if not before:
        return RebasedStep(step.id, step.titre, Fate.ADDED)
    traces = tuple(Trace(one.id, one.titre, running.steps.get(one.id, Remembered())) for one in before)
    memories = [trace.was for trace in traces]
    same = _is_same_act(lineage, before, step)
    progress = _progress([one.progress for one in memories], same=same)
    stricter = _FORMS.index(step.consentement) > min(_FORMS.index(one.consentement) for one in before)
    consent = same and not stricter and all(one.consent for one in memories)
    mode = max((one.mode for one in memories if one.mode), key=_CAREFUL.index, default=None)
    return RebasedStep(
        step.id,
        step.titre,
        _fate(traces, progress, same_act=same, same_text=all(_text(one) == _text(step) for one in before)),
        Remembered(progress, mode if same or progress in _WORK or mode in step.qui else None, consent),
        traces,
        ask_consent_again=not consent and any(one.consent for one in memories),
        look_again=progress is Progress.DONE and not condition_holds_its_meaning(lineage.old, lineage.new, step),
    )


def _is_same_act(lineage: _Lineage, before: Sequence[Step], step: Step) -> bool:
    wanted = act_hash(step), _sort_of_channel(lineage.new, step)
    agreed = {gesture for one in before for gesture in one.gestes}
    return agreed.issuperset(step.gestes) and all((act_hash(one), _sort_of_channel(lineage.old, one)) == wanted for one in before)


def _sort_of_channel(procedure: Procedure, step: Step) -> str:
    return next((channel.type for channel in procedure.canaux if channel.id == step.canal), "")


def _progress(before: Sequence[Progress], *, same: bool) -> Progress:
    if same and len(set(before)) == 1:
        return before[0]
    return Progress.TODO if _WORK.isdisjoint(before) else Progress.REOPENED


def _fate(traces: Sequence[Trace], now: Progress, *, same_act: bool, same_text: bool) -> Fate:
    before = {trace.was.progress for trace in traces}
    if (now not in _CLOSED and before & _CLOSED) or (now is Progress.REOPENED and not same_act):
        return Fate.REOPENED
    if not same_act:
        return Fate.ANOTHER_ACT
    return Fate.KEPT if same_text else Fate.REWORDED


def _text(step: Step) -> str:
    """Return all that a step says, whatever it is called in the file."""
    return canonical(step.model_dump(mode="json", exclude=_NAMES))


def _highlighted(new: Procedure, answers: Mapping[str, str], steps: Sequence[RebasedStep]) -> list[RebasedStep]:
    """Mark the new steps that stand before one already done, unless they are known not to concern this person."""
    facts = known_facts(new, kept_answers(new, answers))
    last = max((rank for rank, one in enumerate(steps) if one.now.progress is Progress.DONE), default=0)
    concerned = {step.id for step in new.etapes[:last] if not step.hors_parcours and holds(step, facts) is not Truth.NO}
    return [replace(one, highlighted=one.fate is Fate.ADDED and one.step in concerned) for one in steps]


def _way(lineage: _Lineage, taken: Blocked) -> tuple[list[Blocked], list[LostWay]]:
    """Return where a way out that was taken is found again, and what is to be said if it is not, or leads elsewhere."""
    stuck = lineage.former.get(taken.step)
    if stuck is None or not 0 <= taken.way < len(stuck.si_bloque):
        return [], []
    way = stuck.si_bloque[taken.way]
    found = [(heir, rank) for heir in lineage.heirs.get(stuck.id, []) for rank in _ranks(heir, way.signe, taken.way)[:1]]
    led_to = {way.alors, *(heir.id for heir in lineage.heirs.get(way.alors, []))}
    targets = dict.fromkeys(heir.si_bloque[rank].alors for heir, rank in found)
    lost = [LostWay(stuck.titre, way.signe, _target(lineage.new, target)) for target in targets if target not in led_to]
    return [Blocked(heir.id, rank) for heir, rank in found], lost if found else [LostWay(stuck.titre, way.signe)]


def _ranks(step: Step, sign: str, preferred: int) -> list[int]:
    """Return the ways out of a step that bear a sign, the one at the former rank first."""
    ranks = (rank for rank, way in enumerate(step.si_bloque) if way.signe == sign)
    return sorted(ranks, key=lambda rank: (rank != preferred, rank))


def _target(procedure: Procedure, name: str) -> str:
    """Return the title of a step or the name of a channel."""
    names = {channel.id: channel.nom or CHANNELS[channel.type] for channel in procedure.canaux}
    return {**names, **{step.id: step.titre for step in procedure.etapes}}.get(name, name)
