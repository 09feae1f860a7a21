"""Speaks the door of those who may write: one code, said by the terminal where the server was started."""

from flask import Response, request

from companion.atelier.views.doors import bp, library, pass_name
from companion.web.page import go, page
from companion.web.tokens import check_form, give_pass, same_code

WRONG_CODE = "Ce n’est pas le code de l’Atelier. Il est écrit là où Compagnon a été lancé ; il change à chaque lancement."


@bp.get("/entrer")
def ask_code() -> Response:
    """Ask for the code of the Atelier."""
    return page("atelier/enter.html", then=_own_page(request.args.get("vers", "")), error="")


@bp.post("/entrer")
def take_code() -> Response:
    """Give a pass for the code of the Atelier."""
    check_form()
    then = _own_page(request.form.get("vers", ""))
    if not same_code(request.form.get("code", "")[:40], "atelier"):
        return page("atelier/enter.html", 422, then=then, error=WRONG_CODE)
    answer = go(f"/atelier/{then}")
    give_pass(answer, pass_name(), "/atelier")
    return answer


def _own_page(asked: str) -> str:
    """Return where to go next: a page of a guide that exists, or the list."""
    name = asked.partition("/")[0]
    return asked if name in library().guides and asked == f"{name}/modifier" else ""
