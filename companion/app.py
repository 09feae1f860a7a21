"""The factory: opens the rooms and hangs the doors; nobody imports it but the doors."""

from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined

from companion.atelier import views as atelier
from companion.config import Config
from companion.procedures import views as procedures
from companion.procedures.queries import SHELVES, Bookcase
from companion.web import health
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


def create_app(config: Config, shelves: Path = SHELVES) -> Flask:
    """Make the application of one instance."""
    app = Flask("companion", static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_REQUEST, MAX_FORM_PARTS=500, INSTANCE=config, TEMPLATES_AUTO_RELOAD=False)
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
    app.register_blueprint(health.bp)
    app.register_blueprint(procedures.bp)
    app.register_blueprint(atelier.bp)
    share_macros(app, {**procedures.SHARED, **atelier.SHARED})
    return app
