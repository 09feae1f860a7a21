"""What all pages of the Atelier need: the shelves, the database, and who may write."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, request

from companion.atelier.queries.drafts import begun_guide
from companion.config import Config
from companion.procedures import views as guides
from companion.procedures.queries import Guide, Library
from companion.web.tokens import has_pass

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

bp = Blueprint("atelier", __name__, url_prefix="/atelier")
LONGEST_FORM = 256 * 1024
"""Bytes: no file of a guide is longer than that."""


@bp.before_request
def _let_authors_write_long() -> None:
    """Take a long form from those who may write."""
    if may_write():
        request.max_content_length = LONGEST_FORM


def config() -> Config:
    """Return what the association says about itself."""
    return guides.config()


@contextmanager
def looking() -> Iterator["Session"]:
    """Open the database to look."""
    from companion.db import reading  # noqa: PLC0415 (the database is loaded only for what it remembers)

    with reading(_engine()) as session:
        yield session


@contextmanager
def changing() -> Iterator["Session"]:
    """Open the database to change."""
    from companion.db import writing  # noqa: PLC0415 (the database is loaded only for what it remembers)

    with writing(_engine()) as session:
        yield session


def _engine() -> "Engine":
    """Return the database of this process, its tables brought up to date the first time."""
    from companion.db import Database  # noqa: PLC0415 (the database is loaded only for what it remembers)

    if "database" not in current_app.extensions:
        current_app.extensions["database"] = Database(config().database_url)
    opened: Database = current_app.extensions["database"]
    return opened.engine


def pass_name() -> str:
    """Return the name of the cookie of those who may write, one for each instance."""
    return f"atelier-{config().mark}"


def may_write() -> bool:
    """Tell whether this browser gave the code of the Atelier since the server started."""
    return has_pass(pass_name())


def library() -> Library:
    """Return the shelves as they are now."""
    return guides.library()


def guide_of(name: str) -> Guide:
    """Return one guide, or nothing is here."""
    return guides.guide_of(name)


def guide_or_begun(name: str) -> Guide:
    """Return one guide, published or only begun as a draft, or nothing is here."""
    begun = None if name in library().guides else begun_guide(config().drafts, config().procedures, name)
    return begun or guide_of(name)


def page_after(name: str) -> str:
    """Return the page of a guide in the Atelier, or the list when the guide is not there any more."""
    return f"/atelier/{name}" if name in library().guides else "/atelier/"
