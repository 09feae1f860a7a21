"""The door of every page: who asks, whether the page is for them, and what comes first when it is not.

Loaded at start, so it loads neither the database nor the vault: only a browser that holds our cookie needs them.
"""

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import flask_login
from flask import Flask, Request, Response, current_app, g, request

from companion.badges import STRANGER, Badge, Stage
from companion.errors import Refused
from companion.typography import french
from companion.vault.rules.faults import Altered, Locked
from companion.web.access import Door, Verdict, door_of, verdict
from companion.web.badge import badge
from companion.web.cookies import held_cookie
from companion.web.faults import Fault
from companion.web.page import go, page

if TYPE_CHECKING:
    from companion.accounts.queries.present import Present

UNTOUCHED = frozenset({"static_file", "health.health"})
"""What a browser fetches by itself is not a gesture."""
LOCKED, CONFLICT, FORBIDDEN, NOT_SIGNED_IN = 423, 409, 403, 401
LARGEST_LOST = 256 * 1024
"""Bytes of a form whose session ended, shown again to be copied."""
WAITED = "garde"
"""In the address of a form that comes back from behind the veil."""
_NEVER_SHOWN = frozenset(
    {
        "jeton",
        "garde",
        "lever",
        "phrase",
        "feuille",
        "enveloppe",
        "chiffres",
        "numero",
        "invitation",
        "code",
        "preuve",
        "cle1",
        "cle2",
        "cle3",
        "vu",
    }
)
"""Fields of what opens something: never shown again."""
NO_KEY = Fault(
    "Il manque une clé",
    french(
        "Cette page demande la clé de l’équipe, et vous ne l’avez pas sous la main. Comparez vos quatre mots avec un collègue, "
        "page « Équipe », puis recommencez."
    ),
)
TOUCHED = Fault(
    "Quelque chose a été changé dans la base",
    french(
        "Ce que cette page devait ouvrir n’est plus ce qui avait été gardé. Rien n’a été écrit. "
        "Prévenez l’équipe avant d’aller plus loin ; la dernière copie de sauvegarde peut le remettre."
    ),
)


class _Nobody:
    """Somebody without a session."""

    badge = STRANGER
    is_authenticated = is_active = False
    is_anonymous = True


def keep_doors(app: Flask) -> None:
    """Ask at each page who comes, through Flask-Login and our own table of sessions."""
    login = flask_login.LoginManager()
    login.session_protection = None  # The session is ours: nothing is in Flask's own cookie.
    login.anonymous_user = _Nobody
    login.request_loader(_holder_of_session)
    login.init_app(app, add_context_processor=False)
    app.jinja_env.globals["badge"] = badge
    app.before_request(_at_the_door)
    app.register_error_handler(Locked, _no_key)
    app.register_error_handler(Altered, _touched)


def _holder_of_session(_request: Request) -> "Present | None":
    """Return who holds the session of this browser; a database that does not answer leaves the public pages open."""
    cookie = held_cookie()
    if not cookie:
        return None
    from companion.accounts.views.presence import holder  # noqa: PLC0415 (only a browser with our cookie needs the vault)

    try:
        return holder(cookie)
    except Refused as refusal:
        g.silent = refusal
        return None


def _at_the_door() -> Response | None:
    view = current_app.view_functions.get(request.endpoint or "")
    door = door_of(view)
    if door is None or request.endpoint in UNTOUCHED:
        return None
    if _waits_behind_the_veil(door) and (asked := _lift_first()):
        return asked
    who = badge()  # Asked once the veil is lifted: lifting it opens no page that is not for them.
    answer = verdict(door, who)
    if who.stage is not Stage.STRANGER:
        _note_gesture()
    return None if answer is Verdict.COME_IN else _sent_elsewhere(answer, who, door)


def _waits_behind_the_veil(door: Door) -> bool:
    """Tell whether the veil must be lifted first, or comes back with a form that waited: another tab may have lifted it meanwhile."""
    waited = request.method == "POST" and WAITED in request.args and badge().stage not in {Stage.STRANGER, Stage.HALF}
    return waited or verdict(door, badge()) is Verdict.LIFT


def _no_key(_fault: Exception) -> Response:
    """Say which key is missing: somebody not yet met, or whom the database only pretends to know."""
    return page("fault.html", CONFLICT, fault=NO_KEY)


def _touched(_fault: Exception) -> Response:
    """Say that something was changed in the database, and by nobody of the team."""
    return page("fault.html", CONFLICT, fault=TOUCHED)


def _note_gesture() -> None:
    from companion.accounts.views.presence import note_gesture  # noqa: PLC0415 (only somebody who holds a session comes here)

    note_gesture()


def _lift_first() -> Response | None:
    """Ask for what lifts the veil; what was being sent waits, sealed, and goes on afterwards."""
    from companion.accounts.views.veil import lift_or_ask  # noqa: PLC0415 (only somebody who holds a session comes here)

    return lift_or_ask()


def _sent_elsewhere(answer: Verdict, who: Badge, door: Door) -> Response:
    if refusal := g.get("silent"):
        raise refusal
    if door is Door.HALF and who.is_in:
        return go("/")  # The number was given, and the page asked for again: nothing is refused to anybody.
    if answer is Verdict.NOT_YOURS:
        return page("accounts/not_yours.html", FORBIDDEN, who=who)
    where = {Verdict.GIVE_NUMBER: "/connexion/numero", Verdict.FINISH: "/arrivee", Verdict.WAIT: "/attente"}.get(answer)
    if where:
        return go(where)
    if door is Door.HALF and request.method == "POST":
        return go("/connexion")  # A second click, or a phone that took too long to find: one begins again.
    if request.method in {"GET", "HEAD"}:
        return go(f"/connexion?vers={quote(request.path)}" if request.path != "/" else "/connexion")
    request.max_content_length = LARGEST_LOST
    return page("accounts/lost_session.html", NOT_SIGNED_IN, typed=what_was_typed())


def what_was_typed() -> list[str]:
    """Return the sentences that were being sent, to be copied: a session ended, a text did not."""
    said: list[Any] = [value for name, values in request.form.lists() if name not in _NEVER_SHOWN for value in values]
    return [value for value in said if " " in value.strip()]
