"""What all pages of the Atelier need: the shelves, and who may write."""

from flask import Blueprint, request

from companion.atelier.queries.drafts import begun_guide
from companion.badges import Role
from companion.config import Config
from companion.procedures import views as guides
from companion.procedures.queries import Guide, Library
from companion.web.badge import badge

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


def may_write() -> bool:
    """Tell whether who asks may write: members do (decision B1)."""
    return badge().is_one_of(Role.MEMBRE)


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
