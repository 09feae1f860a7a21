"""Who may open which page: each page says it, and the house does not start when one forgets."""

from collections.abc import Callable
from enum import Enum
from importlib import import_module
from typing import Any, TypeVar

from flask import Flask

from companion.badges import Badge, Role, Stage, Veil

View = TypeVar("View", bound=Callable[..., Any])
_SAYS = "_opens_to"


class Door(Enum):
    """Those whom a page is for."""

    EVERYBODY = "tout le monde"
    """Public content, nothing recorded (decision B3); or the way in."""
    HALF = "la moitié"
    """Who gave a right passphrase and owes a number."""
    ARRIVING = "l’arrivée"
    """Who has papers to receive and to check, the first day or another."""
    SELF = "soi-même"
    """Who signed in, met by a colleague or not: their own account, and nothing else."""
    VEILED = "sous le voile"
    """The same, even under the veil: to lift it, or to leave."""
    TEAM = "membre, accueil"
    MEMBERS = "membre"
    HOUSE = "membre, technique"
    """Those who keep the house: invitations, departures, health."""


_ROLES = {
    Door.TEAM: (Role.MEMBRE, Role.ACCUEIL),
    Door.MEMBERS: (Role.MEMBRE,),
    Door.HOUSE: (Role.MEMBRE, Role.TECHNIQUE),
}


class Verdict(Enum):
    """What a door answers."""

    COME_IN = "entrez"
    SIGN_IN = "d’abord se connecter"
    GIVE_NUMBER = "d’abord le numéro"
    FINISH = "d’abord finir l’arrivée"
    WAIT = "d’abord rencontrer un collègue"
    LIFT = "d’abord lever le voile"
    NOT_YOURS = "pas pour ce rôle"


def opens_to(door: Door) -> Callable[[View], View]:
    """Say for whom a page is."""

    def say(view: View) -> View:
        setattr(view, _SAYS, door)
        return view

    return say


def door_of(view: Callable[..., Any] | None) -> Door | None:
    """Return for whom a page is."""
    return getattr(view, _SAYS, None)


def later(module: str, name: str, door: Door) -> Callable[..., Any]:
    """Return a page whose module is loaded the first time that somebody opens it."""

    def view(**parts: Any) -> Any:  # noqa: ANN401 (what the page takes and answers)
        return getattr(import_module(module), name)(**parts)

    return opens_to(door)(view)


def check_every_door(app: Flask) -> None:
    """Refuse to start with a page that does not say for whom it is."""
    silent = sorted(name for name, view in app.view_functions.items() if door_of(view) is None)
    if silent:
        message = f"no door: {', '.join(silent)}"
        raise RuntimeError(message)


def verdict(door: Door, badge: Badge) -> Verdict:
    """Say whether somebody may open a page, and what comes first when they may not."""
    if door is Door.EVERYBODY:
        return Verdict.COME_IN
    if badge.stage is Stage.STRANGER:
        return Verdict.SIGN_IN
    if badge.stage is Stage.HALF:
        return Verdict.COME_IN if door is Door.HALF else Verdict.GIVE_NUMBER
    if door is Door.VEILED:
        return Verdict.COME_IN
    if badge.veil is not Veil.NONE:
        return Verdict.LIFT
    return _inside(door, badge)


def _inside(door: Door, badge: Badge) -> Verdict:
    if door is Door.ARRIVING:
        return Verdict.COME_IN
    if badge.stage is Stage.ARRIVING:
        return Verdict.FINISH
    if door is Door.SELF:
        return Verdict.COME_IN
    if badge.stage is Stage.WAITING:
        return Verdict.WAIT
    return Verdict.COME_IN if badge.role in _ROLES.get(door, ()) else Verdict.NOT_YOURS
