"""What templates may ask of this room; loaded at start, so it loads neither the database nor the vault."""

import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING

from companion.badges import Role
from companion.demarches.rules import colours, obstacles, pictures
from companion.web.badge import badge

if TYPE_CHECKING:
    from flask import Response


def once() -> str:
    """Return what makes a form count once, however many times its button is pressed."""
    return secrets.token_hex(16)


def shuffled(pictures: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the pictures in another order each time: nobody chooses those of the first row because they come first."""
    found = list(pictures)
    secrets.SystemRandom().shuffle(found)
    return found


def begins_visits() -> bool:
    """Tell whether who asks may open a visit: members and reception, under no veil."""
    return badge().is_one_of(Role.MEMBRE, Role.ACCUEIL)


SHARED: dict[str, object] = {
    "once": once,
    "shuffled": shuffled,
    "begins_visits": begins_visits,
    "COLOURS": colours.COLOURS,
    "PICTURES": pictures,
    "FAMILIES": obstacles.FAMILIES,
}


def before_leaving() -> "Response | None":
    """Show the visits still open on a machine of the day, whose keys go with its session; nothing when there are none."""
    from companion.demarches.views.opening import show_unclosed  # noqa: PLC0415 (only a machine of the day that is left comes here)

    return show_unclosed()
