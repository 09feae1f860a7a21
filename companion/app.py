"""The factory: opens the rooms and hangs the doors; nobody imports it but the doors."""

from contextlib import suppress
from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined

from companion.accounts import views as accounts
from companion.atelier import views as atelier
from companion.config import Config, open_instance
from companion.demarches import views as demarches
from companion.errors import Refused
from companion.procedures import views as procedures
from companion.procedures.queries import SHELVES, Bookcase
from companion.upkeep import views as upkeep
from companion.web import health
from companion.web.access import check_every_door
from companion.web.assets import serve_assets
from companion.web.compress import compress_pages
from companion.web.faults import answer_faults
from companion.web.headers import guard_headers
from companion.web.i18n import translate_templates
from companion.web.origins import accept_own_names_only
from companion.web.page import share_macros
from companion.web.tokens import make_key

LARGEST_REQUEST = 64 * 1024
"""Bytes: the longest form of the house is far below."""


def create_app(config: Config, shelves: Path = SHELVES, derivations: int = 1) -> Flask:
    """Make the application of one instance; each process may open so many passphrases at a time (decision A8)."""
    app = Flask("companion", static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_REQUEST, MAX_FORM_PARTS=500, INSTANCE=config, TEMPLATES_AUTO_RELOAD=False)
    app.config["DERIVATIONS"] = derivations
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["bookcase"] = Bookcase(shelves, config.procedures)
    make_key(app)
    translate_templates(app)
    compress_pages(app)
    guard_headers(app)
    serve_assets(app)
    answer_faults(app)
    accept_own_names_only(app, config.adresse_publique)
    _read_settings_again(app)
    upkeep.purge_each_day(app)
    accounts.keep_doors(app)
    for room in (health.bp, procedures.bp, accounts.bp, atelier.bp, demarches.bp):
        app.register_blueprint(room)
    share_macros(app, {**procedures.SHARED, **accounts.SHARED, **atelier.SHARED, **demarches.SHARED, **upkeep.SHARED})
    app.extensions["before_leaving"] = demarches.before_leaving
    check_every_door(app)
    return app


def _read_settings_again(app: Flask) -> None:
    """Read what the association says of itself again when its file has changed: the first run writes it, in one process of several."""
    file = app.config["INSTANCE"].folder / "config.toml"
    known = [_mark_of(file)]

    @app.before_request
    def _look() -> None:
        if (mark := _mark_of(file)) != known[0]:
            known[0] = mark
            with suppress(Refused):  # A file under correction: what was read before still stands.
                app.config["INSTANCE"] = open_instance(file.parent)


def _mark_of(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0
