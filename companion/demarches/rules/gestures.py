"""What a gesture on the page of a visit changes, and what happens when a colleague wrote the same thing meanwhile.

A page sends what it shows and what it showed at first: only what was touched is changed.  Two people who touched
different things both have their way; two who touched the same thing are told, with both versions in front of them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from companion.demarches.rules.contents import Demarche, Stuck
from companion.errors import NotHere
from companion.procedures.rules.conditions import label_of
from companion.procedures.rules.handout import Handout, asked_at, leading
from companion.procedures.rules.procedure import Procedure
from companion.procedures.rules.run import Blocked, State, modes_offered
from companion.procedures.rules.running import Progress, Rebased, Remembered
from companion.procedures.rules.translation import LANGUAGES
from companion.procedures.rules.words import day_in_words

LONGEST_SHOWN = 20_000
MOST_STUCK = 40
NOTHING = "rien de noté"
DONE_IN_WORDS = {"personne": "fait par la personne", "avec": "fait ensemble", "a_la_place": "fait à sa place"}


@dataclass(frozen=True)
class Said:
    """What a page says of a démarche: answers, steps done, dates, the person's language."""

    answers: Mapping[str, str] = field(default_factory=dict)
    ticks: Mapping[str, str] = field(default_factory=dict)
    since: Mapping[str, date] = field(default_factory=dict)
    language: str = ""


@dataclass(frozen=True)
class Clash:
    """One thing that two people changed, each in their way."""

    kind: str
    """`q`, `fait`, `date` or `langue`."""
    name: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class ToldClash:
    """A clash, in words: what about, what the colleague noted, what was being noted."""

    clash: Clash
    about: str
    theirs_said: str
    mine_said: str

    @property
    def field(self) -> str:
        """Return the name of its field on the page."""
        return f"{self.clash.kind}-{self.clash.name}" if self.clash.name else self.clash.kind


def told(clash: Clash, procedure: Procedure) -> ToldClash:
    """Say a clash as a worker would."""
    about, words = _spelt(clash, procedure)
    return ToldClash(clash, about, words.get(clash.theirs, clash.theirs) or NOTHING, words.get(clash.mine, clash.mine) or NOTHING)


def _spelt(clash: Clash, procedure: Procedure) -> tuple[str, Mapping[str, str]]:
    if clash.kind == "q":
        asked = next((one for one in procedure.questions if one.id == clash.name), None)
        return (asked.texte, {name: label_of(choice) for name, choice in asked.choix.items()}) if asked else (clash.name, {})
    if clash.kind == "fait":
        step = next((one for one in procedure.etapes if one.id == clash.name), None)
        return (step.titre if step else clash.name), DONE_IN_WORDS
    if clash.kind == "date":
        deadline = next((one for one in procedure.echeances if one.id == clash.name), None)
        days = {day: day_in_words(date.fromisoformat(day)) for day in (clash.theirs, clash.mine) if day}
        return (deadline.titre or clash.name if deadline else clash.name), days
    return "La langue de la personne", LANGUAGES


def said_by(demarche: Demarche) -> Said:
    """Return what is kept of a démarche, as a page says it."""
    return Said(demarche.running.answers, demarche.ticks, demarche.since, demarche.language)


@dataclass(frozen=True)
class Marks:
    """What is marked on steps, by step: looked at once for a page."""

    stuck: Mapping[str, tuple[Stuck, ...]]
    doubtful: frozenset[str]
    reopened: frozenset[str]


def marks_of(demarche: Demarche) -> Marks:
    """Return what is marked on the steps of a démarche."""
    steps = dict.fromkeys(one.step for one in demarche.stuck)
    return Marks(
        {step: tuple(one for one in demarche.stuck if one.step == step) for step in steps},
        frozenset(demarche.doubtful),
        frozenset(step for step, one in demarche.running.steps.items() if one.progress is Progress.REOPENED),
    )


def on_page(said: Said, handout: Handout) -> Said:
    """Return what a page has a field for: what the answers hide stays as it is, whatever is sent."""
    shown = {seen.step.id for seen in handout.walk.steps if seen.state is not State.ABANDONED}
    asked = {one.id for one in handout.walk.questions}
    first = {one.deadline.id for one in leading(handout)}
    dated = {one.deadline.id for one in handout.deadlines if one.deadline.id in first or asked_at(handout, one) is not None}
    return Said(
        {name: answer for name, answer in said.answers.items() if name in asked},
        {name: mode for name, mode in said.ticks.items() if name in shown},
        {name: day for name, day in said.since.items() if name in dated},
        said.language,
    )


def _flat(said: Said) -> dict[tuple[str, str], str]:
    """Return one entry a field."""
    found = {("q", name): answer for name, answer in said.answers.items()}
    found |= {("fait", name): mode for name, mode in said.ticks.items()}
    found |= {("date", name): day.isoformat() for name, day in said.since.items()}
    return found | ({("langue", ""): said.language} if said.language else {})


def _unflat(fields: Mapping[tuple[str, str], str]) -> Said:
    of = {kind: {name: value for (one, name), value in fields.items() if one == kind and value} for kind in ("q", "fait", "date")}
    since = {name: date.fromisoformat(day) for name, day in of["date"].items()}
    return Said(of["q"], of["fait"], since, fields.get(("langue", ""), ""))


def shown_in_words(said: Said) -> str:
    """Return what a page carries of what it showed at first."""
    return json.dumps([[*key, value] for key, value in sorted(_flat(said).items())], separators=(",", ":"))


def read_shown(carried: str, instead: Said) -> Said:
    """Read what a page showed at first; what is no sense of ours counts as what is kept now."""
    try:
        told = json.loads(carried[:LONGEST_SHOWN])
        return _unflat({(str(kind), str(name)): str(value) for kind, name, value in told})
    except (ValueError, TypeError, RecursionError):
        return instead


def merged(shown: Said, said: Said, now: Said) -> tuple[Said, tuple[Clash, ...]]:
    """Return what is to be kept, and what two people changed each in their way (left as it is now)."""
    before, mine, theirs = _flat(shown), _flat(said), _flat(now)
    kept, clashes = dict(theirs), []
    for key in sorted({*before, *mine}):
        old, wanted, there = before.get(key, ""), mine.get(key, ""), theirs.get(key, "")
        if wanted in {old, there}:
            continue
        if there != old:
            clashes.append(Clash(*key, there, wanted))
        else:
            kept[key] = wanted
    return _unflat(kept), tuple(clashes)


def applied(demarche: Demarche, procedure: Procedure, said: Said) -> Demarche:
    """Return a démarche that says this; what the snapshot does not know is dropped."""
    running = demarche.running
    steps = {step.id: step for step in procedure.etapes}
    good = {name: mode for name, mode in said.ticks.items() if name in steps and mode in modes_offered(steps[name])}
    kept = dict(running.steps)
    for name in {*good, *demarche.ticks} & steps.keys():
        if good.get(name) == demarche.ticks.get(name):
            continue
        was = kept.get(name, Remembered())
        if name in good:
            kept[name] = replace(was, progress=Progress.DONE, mode=good[name])  # type: ignore[arg-type]  # among the modes offered
        else:
            kept[name] = replace(was, progress=Progress.TODO, mode=None)
    events = {deadline.id for deadline in procedure.echeances}
    return replace(
        demarche,
        running=replace(
            running, steps={name: one for name, one in kept.items() if one != Remembered()}, answers=_valid(procedure, said.answers)
        ),
        since={name: day for name, day in said.since.items() if name in events or name in demarche.since},
        language=said.language,
        doubtful=tuple(one for one in demarche.doubtful if one not in good),
    )


def _valid(procedure: Procedure, answers: Mapping[str, str]) -> dict[str, str]:
    """Keep each answer that its question knows, asked now or not: it comes back when the question does."""
    return {one.id: answers[one.id] for one in procedure.questions if answers.get(one.id) in one.choix}


def changed_steps(before: Demarche, after: Demarche) -> dict[str, str]:
    """Return the steps whose state changed, with their mode now; nothing for a step undone."""
    return {name: after.ticks.get(name, "") for name in {*before.ticks, *after.ticks} if before.ticks.get(name) != after.ticks.get(name)}


def blocked(demarche: Demarche, procedure: Procedure, way: Blocked, stuck: Stuck) -> Demarche:
    """Take a way out: the step it leads to opens, and the obstacle is noted by itself."""
    step = next((one for one in procedure.etapes if one.id == way.step), None)
    if step is None or not 0 <= way.way < len(step.si_bloque):
        raise NotHere
    taken = demarche.taking(tuple(dict.fromkeys((*demarche.running.ways, way))))
    code = step.si_bloque[way.way].obstacle
    return note_stuck(taken, replace(stuck, obstacle=code)) if way not in demarche.running.ways else taken


def unblocked(demarche: Demarche, procedure: Procedure, way: Blocked) -> Demarche:
    """Give up a way out, and the obstacle that was noted with it."""
    if way not in demarche.running.ways:
        return demarche
    freed = demarche.taking(tuple(one for one in demarche.running.ways if one != way))
    step = next((one for one in procedure.etapes if one.id == way.step), None)
    code = step.si_bloque[way.way].obstacle if step and 0 <= way.way < len(step.si_bloque) else ""
    noted = next((one for one in freed.stuck[::-1] if (one.step, one.obstacle, one.note) == (way.step, code, "")), None)
    return unstuck(freed, noted.id) if noted else freed


def note_stuck(demarche: Demarche, stuck: Stuck) -> Demarche:
    """Note an obstacle where it happens; the same one twice on a step is one."""
    told = (stuck.step, stuck.obstacle, stuck.note)
    if any(one.id == stuck.id or (one.step, one.obstacle, one.note) == told for one in demarche.stuck):
        return demarche
    return replace(demarche, stuck=(*demarche.stuck, stuck)[-MOST_STUCK:])


def unstuck(demarche: Demarche, name: str) -> Demarche:
    """Take an obstacle back."""
    return replace(demarche, stuck=tuple(one for one in demarche.stuck if one.id != name))


def carried(demarche: Demarche, passage: Rebased) -> Demarche:
    """Take what blocked, and what nobody was sure of, to the steps that go on from theirs; an obstacle of a step gone stays noted."""
    heirs = {trace.step: one.step for one in reversed(passage.steps) for trace in one.came_from}
    stuck = tuple(replace(one, step=heirs.get(one.step, one.step)) for one in demarche.stuck)
    doubtful = tuple(dict.fromkeys(heirs[one] for one in demarche.doubtful if one in heirs))
    return replace(demarche, stuck=stuck, doubtful=doubtful)
