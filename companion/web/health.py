"""One address that says whether the server answers; it asks for nothing and tells nothing."""

from flask import Blueprint, Response

from companion.web.access import Door, opens_to

bp = Blueprint("health", __name__)


@bp.get("/sante")
@opens_to(Door.EVERYBODY)
def health() -> Response:
    """Answer « ok »."""
    return Response("ok", content_type="text/plain; charset=utf-8")
