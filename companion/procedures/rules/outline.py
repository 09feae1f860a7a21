"""The outline of a procedure: what its picture shows, and the same in words for whoever does not see it."""

from collections.abc import Iterable
from dataclasses import dataclass

from companion.procedures.rules.codes import CHANNELS, SENSITIVITIES, Mode
from companion.procedures.rules.conditions import in_words
from companion.procedures.rules.procedure import Channel, Procedure, Step
from companion.procedures.rules.words import day_in_words
from companion.typography import NBSP, french

WHO: dict[Mode, str] = {"personne": "la personne", "avec": "ensemble", "a_la_place": "à sa place"}
ALONE = "la personne, elle-même"
BLOCKED = f"Si ça bloque{NBSP}:"
ONLY_WHEN_STUCK = "Seulement quand une autre étape bloque."


@dataclass(frozen=True)
class Exit:
    """Where to go when a step is stuck, with every sign that sends there."""

    signs: tuple[str, ...]
    number: int
    """The number of the step to go to, or 0 when it is a channel."""
    channel: str
    """The channel in words, or nothing when it is a step."""
    title: str
    """The title of that step, or nothing when it is a channel."""

    @property
    def words(self) -> str:
        """Return where it leads, shortly: « aller à l’étape 9 », « Au guichet : la mairie »."""
        return f"aller à l’étape{NBSP}{self.number}" if self.number else self.channel


@dataclass(frozen=True)
class OutlinedStep:
    """One step of the picture."""

    number: int
    title: str
    condition: str
    who: str
    channel: str
    sensitive: str
    """What makes it sensitive, or nothing."""
    alone: bool
    """Only the person can do it."""
    only_when_stuck: bool
    exits: tuple[Exit, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """Return what the box says under its title."""
        when = f"{self.condition[:1].upper()}{self.condition[1:]}." if self.condition else ""
        who = f"Qui{NBSP}: {self.who}."
        by = f"Voie{NBSP}: {self.channel}.".replace(" ", NBSP) if self.channel else ""
        sensitive = f"Sensible{NBSP}: {self.sensitive}." if self.sensitive else ""
        return tuple(line for line in (when, f"{who} {by}".strip(), sensitive) if line)

    @property
    def spoken(self) -> tuple[str, ...]:
        """Return everything the picture says of the step, in sentences."""
        stuck = (ONLY_WHEN_STUCK,) if self.only_when_stuck else ()
        ways = (_spoken(one) for one in self.exits)
        return (*stuck, *self.lines, *ways)


@dataclass(frozen=True)
class Outline:
    """A whole procedure, as far as its picture goes."""

    id: str
    title: str
    checked: str
    """The day of the verification, in words."""
    steps: tuple[OutlinedStep, ...]

    @property
    def summary(self) -> str:
        """Return what a reader hears before the picture."""
        count = len(self.steps)
        stuck = sum(step.only_when_stuck for step in self.steps)
        also = f", dont {stuck} seulement si une autre étape bloque" if stuck else ""
        return f"{count}{NBSP}étape{'s' if count > 1 else ''}, de haut en bas{also}. La liste des étapes dit la même chose en mots."


def outline(procedure: Procedure) -> Outline:
    """Return the outline of a procedure, its steps numbered in file order."""
    numbers = {step.id: number for number, step in enumerate(procedure.etapes, 1)}
    steps = tuple(_outlined(procedure, step, numbers) for step in procedure.etapes)
    return Outline(procedure.id, procedure.titre, f"Vérifié le {day_in_words(procedure.verification.le)}", steps)


def channel_name(channel: Channel) -> str:
    """Return the kind of a channel with its name: « Sur papier : lettre recommandée »."""
    return f"{CHANNELS[channel.type]}{NBSP}: {channel.nom}" if channel.nom else CHANNELS[channel.type]


def condition_of(procedure: Procedure, step: Step) -> str:
    """Say when a step is shown, on one line."""
    return " ".join(in_words(procedure, step).split("\n"))


def _outlined(procedure: Procedure, step: Step, numbers: dict[str, int]) -> OutlinedStep:
    channels = {channel.id: channel for channel in procedure.canaux}
    alone = step.qui == ("personne",)
    return OutlinedStep(
        number=numbers[step.id],
        title=_one_line(step.titre),
        condition=condition_of(procedure, step),
        who=ALONE if alone else _listed(WHO[mode] for mode in step.qui),
        channel=_lowered(CHANNELS[channels[step.canal].type]) if step.canal in channels else "",
        sensitive=", ".join(SENSITIVITIES[code] for code in step.sensibilite),
        alone=alone,
        only_when_stuck=step.hors_parcours,
        exits=tuple(_exits(procedure, step, numbers)),
    )


def _exits(procedure: Procedure, step: Step, numbers: dict[str, int]) -> Iterable[Exit]:
    """Yield the ways out of a step, those with one target together."""
    signs: dict[str, list[str]] = {}
    for way in step.si_bloque:
        signs.setdefault(way.alors, []).append(_one_line(way.signe))
    named = {channel.id: _one_line(channel_name(channel)) for channel in procedure.canaux}
    for target, seen in signs.items():
        number = numbers.get(target, 0)
        title = _one_line(procedure.etapes[number - 1].titre) if number else ""
        yield Exit(tuple(seen), number, "" if number else named.get(target, target), title)


def _spoken(way: Exit) -> str:
    signs = " ou ".join(f"«{NBSP}{sign}{NBSP}»" for sign in way.signs)
    where = f"{way.words}, «{NBSP}{way.title}{NBSP}»" if way.number else f"passer par une autre voie, {way.words}"
    return french(f"Si ça bloque ({signs}){NBSP}: {where}.")


def _listed(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} ou {last}" if first else last


def _one_line(text: str) -> str:
    return " ".join(text.split("\n"))


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
