"""Speaks the door of those who may write: one code, said by the terminal where the server was started."""

from flask import Response, request

from companion.atelier.queries.drafts import begun_guide
from companion.atelier.views.doors import bp, config, library, pass_name
from companion.web.page import go, page
from companion.web.tokens import Try, check_form, give_pass, try_code

BEGIN = "nouveau"
WRONG_CODE = "Ce n’est pas le code de l’Atelier. Il est écrit là où Compagnon a été lancé ; il change à chaque lancement."
TOO_SOON = "Trop d’essais de suite. Attendez une minute, relisez le code là où Compagnon a été lancé, puis recommencez."
ANSWERS = {Try.WRONG: (422, WRONG_CODE), Try.TOO_SOON: (429, TOO_SOON)}


@bp.get("/entrer")
def ask_code() -> Response:
    """Ask for the code of the Atelier."""
    return page("atelier/enter.html", then=_own_page(request.args.get("vers", "")), error="")


@bp.post("/entrer")
def take_code() -> Response:
    """Give a pass for the code of the Atelier."""
    check_form()
    then = _own_page(request.form.get("vers", ""))
    tried = try_code(request.form.get("code", "")[:40], "atelier")
    if tried in ANSWERS:
        status, sentence = ANSWERS[tried]
        return page("atelier/enter.html", status, then=then, error=sentence)
    answer = go(f"/atelier/{then}")
    give_pass(answer, pass_name(), "/atelier")
    return answer


def _own_page(asked: str) -> str:
    """Return where to go next: a page of a guide that exists, or the list."""
    name = asked.partition("/")[0]
    known = name in library().guides or begun_guide(config().drafts, config().procedures, name)
    return asked if asked == BEGIN or (known and asked == f"{name}/modifier") else ""
