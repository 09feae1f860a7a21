"""What the guide says at one moment, ready for the screen, the paper and the calendar alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from companion.procedures.rules.codes import CHANNELS, OFFLINE
from companion.procedures.rules.conditions import Truth, holds
from companion.procedures.rules.deadlines import Window, windows_at
from companion.procedures.rules.procedure import Channel, Deadline, Procedure, Relative, Step
from companion.procedures.rules.run import Walk
from companion.procedures.rules.shared import Institution, Recourse
from companion.procedures.rules.words import day_in_words, hour_in_words

__all__ = ["Association", "Handout", "SeenDeadline", "day_in_words", "hour_in_words"]


@dataclass(frozen=True)
class Association:
    """The association as its own configuration names it; every part may be empty."""

    name: str = ""
    phone: str = ""
    address: str = ""
    hours: str = ""


@dataclass(frozen=True)
class SeenDeadline:
    """A deadline at one moment.

    `window` is None for a relative deadline whose event has no known day.
    """

    deadline: Deadline
    window: Window | None
    is_open: bool
    over: Window | None
    """The last window that closed, while no other is open."""
    in_doubt: bool
    """The deadline depends on an answer not given."""

    @property
    def title(self) -> str:
        """Return the words for it, never empty."""
        return self.deadline.titre or self.deadline.id.replace("-", " ").capitalize()

    @property
    def counts_back(self) -> bool:
        """Tell whether the days are counted back from a date of the person."""
        return isinstance(self.deadline, Relative) and self.deadline.counts_back

    @property
    def has_opening(self) -> bool:
        """Tell whether there is a first day worth being reminded of."""
        return not isinstance(self.deadline, Relative) or self.deadline.ouvre_avant is not None

    @property
    def waits_for_a_day(self) -> bool:
        """Tell whether the day of an event is needed."""
        return isinstance(self.deadline, Relative) and self.window is None


@dataclass(frozen=True)
class Handout:
    """Everything a paper needs: a walk, whose paper it is, and the moment it is printed."""

    walk: Walk
    institution: Institution | None
    association: Association
    deadlines: tuple[SeenDeadline, ...]
    now: datetime
    discreet: bool = True
    """No procedure and no institution is named: somebody dangerous may find the paper."""


def seen_deadlines(seen: Walk, now: datetime, since: Mapping[str, date]) -> tuple[SeenDeadline, ...]:
    """Look at each deadline that may concern this person, at that moment."""
    truths = ((deadline, holds(deadline, seen.facts)) for deadline in seen.procedure.echeances)
    return tuple(look_at_deadline(deadline, now, since, truth) for deadline, truth in truths if truth is not Truth.NO)


def look_at_deadline(deadline: Deadline, now: datetime, since: Mapping[str, date], truth: Truth = Truth.YES) -> SeenDeadline:
    """Say what a deadline is worth at that moment."""
    over, window = windows_at(deadline, now, since.get(deadline.id))
    is_open = window is not None and window.is_open(now)
    return SeenDeadline(deadline, window, is_open, None if is_open else over, truth is Truth.UNKNOWN)


def closing_soon(procedure: Procedure, now: datetime, within_days: int) -> list[SeenDeadline]:
    """Return the recurring deadlines that are open, or open within some days."""
    seen = (look_at_deadline(deadline, now, {}) for deadline in procedure.echeances if not isinstance(deadline, Relative))
    return [one for one in seen if one.window and (one.is_open or one.window.days_before(now.date()) <= within_days)]


def other_routes(procedure: Procedure) -> list[tuple[str, list[Channel]]]:
    """Return the three non-digital routes with what the file knows of each, existing or not."""
    return [(CHANNELS[kind], [channel for channel in procedure.canaux if channel.type == kind]) for kind in OFFLINE]


def has_offline_route(procedure: Procedure) -> bool:
    """Tell whether a non-digital route is known to exist (decision E1)."""
    return any(channel.existe == "oui" for channel in procedure.canaux if channel.type in OFFLINE)


def dated(procedure: Procedure, now: datetime) -> list[SeenDeadline]:
    """Return the deadlines that have dates of their own, the open one first."""
    seen = [look_at_deadline(deadline, now, {}) for deadline in procedure.echeances if not isinstance(deadline, Relative)]
    return sorted(seen, key=lambda one: not one.is_open)


def savable(deadlines: tuple[SeenDeadline, ...], step: Step) -> list[SeenDeadline]:
    """Return the deadlines whose date can be saved from a step: its own, or every one if it names none."""
    own = [one for one in deadlines if one.deadline.id in step.echeances]
    return [one for one in own or deadlines if one.deadline.sauver_la_date]


def recourses(institution: Institution) -> list[Recourse]:
    """Return whom to turn to against an institution: the complaint first, then the ombudsman."""
    return [*institution.plainte, *([institution.mediateur] if institution.mediateur else [])]


def of_step(handout: Handout, step: Step) -> list[SeenDeadline]:
    """Return the relative deadlines that belong to a step: their day is asked there."""
    return [one for one in handout.deadlines if one.deadline.id in step.echeances and isinstance(one.deadline, Relative)]


def asked_at(handout: Handout, seen: SeenDeadline) -> Step | None:
    """Return the one step where the day of a relative deadline is asked: the first shown that names it."""
    return next((one.step for one in handout.walk.steps if seen.deadline.id in one.step.echeances), None)


def says_what_to_do(seen: SeenDeadline, now: datetime) -> bool:
    """Tell whether the moment calls for the words of a window that is shut; a delay that runs is not shut before it is over."""
    if seen.is_open or not seen.deadline.si_ferme:
        return False
    if not isinstance(seen.deadline, Relative):
        return True
    return seen.window is not None and (seen.counts_back or seen.window.is_over(now))


def leading(handout: Handout) -> list[SeenDeadline]:
    """Return the deadlines that head the page: all but those asked inside a step."""
    inside = {name for step in handout.walk.procedure.etapes for name in step.echeances}
    return [one for one in handout.deadlines if not (isinstance(one.deadline, Relative) and one.deadline.id in inside)]


def has_dates(handout: Handout) -> bool:
    """Tell whether a calendar would hold anything: a date that is known and not over."""
    return any(one.window is not None and not one.window.is_over(handout.now) for one in handout.deadlines)
