"""What a reader sees when something is wrong: a sentence in French and the next gesture."""

import logging
from dataclasses import dataclass

from flask import Flask, Response, abort, request
from werkzeug.exceptions import HTTPException

from companion.errors import NotHere, Refused
from companion.typography import french
from companion.web.page import page

LOG = logging.getLogger("companion")


@dataclass(frozen=True)
class Fault:
    """One kind of trouble, told without blame."""

    title: str
    sentence: str


FAULTS = {
    400: Fault(
        "Cette demande n’est pas lisible", "Le navigateur a envoyé quelque chose que Compagnon ne comprend pas. Repartez de l’accueil."
    ),
    401: Fault("Il faut se connecter", "Connectez-vous, puis recommencez."),
    403: Fault("Cette page n’est pas pour vous", "Demandez à un membre de l’association."),
    404: Fault("Cette page n’existe pas", "L’adresse est peut-être ancienne ou incomplète. Cherchez la démarche depuis l’accueil."),
    405: Fault("Cette page ne s’ouvre pas ainsi", "L’adresse existe, mais pas de cette façon. Repartez de l’accueil."),
    409: Fault("Ce n’est pas possible maintenant", ""),
    413: Fault("C’est trop long", "Le texte envoyé est trop long pour cette page. Raccourcissez-le, puis recommencez."),
    414: Fault("Cette adresse est trop longue", "Cherchez avec quelques mots, depuis l’accueil."),
    421: Fault(
        "Cette adresse n’est pas celle de Compagnon",
        "Ouvrez l’adresse affichée là où Compagnon a été lancé. S’il est ouvert sur internet, "
        "celle qu’il accepte est écrite dans config.toml, « adresse_publique ».",
    ),
    500: Fault(
        "Compagnon a rencontré un problème",
        "La page n’a pas pu s’afficher. Rien de personnel n’a été enregistré. Réessayez, ou continuez par téléphone ou au guichet.",
    ),
}


def answer_faults(app: Flask) -> None:
    """Answer every fault with a clear page; nothing personal is written down."""
    app.register_error_handler(HTTPException, _known)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(NotHere, _not_here)
    app.register_error_handler(Exception, _unknown)
    app.before_request(_read_the_address)


def _read_the_address() -> None:
    """Refuse an address whose bytes are no text, which werkzeug would take for our own fault."""
    try:
        _ = request.args
    except UnicodeDecodeError:
        abort(400)


def _show(status: int, sentence: str = "") -> Response:
    fault = FAULTS.get(status, FAULTS[400 if status < FIRST_SERVER_FAULT else 500])
    return page("fault.html", status, fault=Fault(fault.title, french(sentence or fault.sentence)))


FIRST_SERVER_FAULT = 500


def _known(fault: Exception) -> Response:
    code = fault.code if isinstance(fault, HTTPException) and fault.code else FIRST_SERVER_FAULT
    answer = _show(code)
    if isinstance(fault, HTTPException):
        answer.headers.extend([pair for pair in fault.get_headers() if pair[0] == "Allow"])
    return answer


def _refused(refusal: Exception) -> Response:
    return _show(409, str(refusal))


def _not_here(_fault: Exception) -> Response:
    return _show(404)


def _unknown(fault: Exception) -> Response:
    """Log the kind of fault and where it was raised, never what anybody typed."""
    trace = fault.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else "?"
    LOG.error("fault %s at %s on %s", type(fault).__name__, where, request.url_rule or "no route")
    return _show(500)
