"""Renders a page, or only the part of it that the browser will replace.

The only file that knows htmx.  A block's name is the id of its element.
"""

from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, current_app, make_response, render_template, request
from jinja2_fragments.flask import render_block

from companion.web.kept import Kept

MACROS = {
    "ui": "ui.html",
    "parts": "procedures/parts.html",
    "bits": "atelier/bits.html",
    "house": "accounts/bits.html",
    "sitting": "demarches/parts.html",
    "pictures": "demarches/pictures.html",
    "visits": "demarches/bits.html",
}
"""Name in every template → the file of its macros."""
FIRST_REFUSAL = 400
WHOLE_PAGE = {"HX-Retarget": "main", "HX-Reselect": "main", "HX-Reswap": "outerHTML"}


def asked_block() -> str:
    """Return the block that htmx 4 names in `HX-Target: section#next-step`, or nothing."""
    return request.headers.get("HX-Target", "").rpartition("#")[2].replace("-", "_")


def page(template: str, status: int = 200, **context: Any) -> Response:  # noqa: ANN401 (what a template is given)
    """Render a page, or only the block the browser says it will replace.

    What is refused is said at the top of the page, so a refusal is always the whole of it.
    """
    asked = asked_block()
    found = current_app.jinja_env.get_template(template)
    if asked and asked in found.blocks and status < FIRST_REFUSAL:
        answer = make_response(render_block(template, asked, **context), status)
    else:
        answer = make_response(render_template(template, **context), status)
        answer.headers.update(WHOLE_PAGE if asked else {})
    answer.headers["Vary"] = "HX-Target"
    return answer


def go(address: str) -> Response:
    """Send the browser to a page, after something changed: success is a 303."""
    answer = make_response("", 303)
    answer.headers["Location"] = address
    return answer


def paper(content: bytes, kind: str, filename: str) -> Response:
    """Answer with a paper, shown in the browser; its name tells nothing of anybody."""
    answer = make_response(content)
    answer.headers["Content-Type"] = kind
    answer.headers["Content-Disposition"] = f'inline; filename="{filename}"'
    return answer


def share_macros(app: Flask, shared: Mapping[str, object]) -> None:
    """Give every template the macros of `ui.html` and the shared words.

    A block rendered alone does not see imports written outside it.
    """
    app.jinja_env.globals.update(shared, kept=Kept())
    for name, template in MACROS.items():
        app.jinja_env.globals[name] = app.jinja_env.get_template(template).module
