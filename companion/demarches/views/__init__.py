"""The pages of visits, each with those whom it is for; their modules are loaded when somebody opens them.

They are all behind a door: a stranger loads nothing of this room.
"""

from flask import Blueprint, Response, request

from companion.accounts.views.doors import what_was_typed
from companion.demarches.views.shared import SHARED, before_leaving
from companion.errors import NotHere
from companion.web.access import Door, later
from companion.web.page import page

__all__ = ["ROUTES", "SHARED", "before_leaving", "bp"]

bp = Blueprint("demarches", __name__)

ROUTES = (
    ("GET /visites", Door.TEAM, "opening.show_visits"),
    ("POST /visites", Door.TEAM, "opening.begin"),
    ("GET /visites/ponctuelle", Door.TEAM, "opening.show_oneoff"),
    ("GET /visites/<visit>", Door.TEAM, "walking.show_thread"),
    ("GET /visites/<visit>/<demarche>", Door.TEAM, "walking.show_demarche"),
    ("POST /visites/<visit>/<demarche>", Door.TEAM, "walking.keep_gesture"),
    ("GET /visites/<visit>/<demarche>/documents", Door.TEAM, "printing.print_documents"),
    ("GET /visites/<visit>/<demarche>/calendrier", Door.TEAM, "printing.give_calendar"),
    ("GET /visites/<visit>/<demarche>/bloque/<step>", Door.TEAM, "stuck.show_obstacles"),
    ("POST /visites/<visit>/<demarche>/bloque/<step>", Door.TEAM, "stuck.note_obstacle"),
    ("POST /visites/<visit>/<demarche>/debloque", Door.TEAM, "stuck.take_back"),
    ("GET /visites/<visit>/<demarche>/version", Door.TEAM, "versions.show_changes"),
    ("POST /visites/<visit>/<demarche>/version", Door.TEAM, "versions.take_version"),
    ("GET /visites/<visit>/ajouter", Door.TEAM, "together.show_guides"),
    ("POST /visites/<visit>/ajouter", Door.TEAM, "together.add"),
    ("POST /visites/<visit>/<demarche>/separer", Door.TEAM, "together.separate"),
    ("POST /visites/<visit>/<demarche>/retirer", Door.TEAM, "together.take_off"),
    ("GET /visites/<visit>/coupure", Door.TEAM, "cut.show_cut"),
    ("POST /visites/<visit>/coupure", Door.TEAM, "cut.answer_cut"),
    ("GET /visites/<visit>/fermer", Door.TEAM, "parting.show_parting"),
    ("POST /visites/<visit>/fermer", Door.TEAM, "parting.part"),
    ("GET /visites/<visit>/feuille", Door.TEAM, "parting.show_sheet"),
    ("GET /visites/<visit>/feuille.pdf", Door.TEAM, "parting.print_sheet"),
    ("POST /visites/<visit>/revenir", Door.TEAM, "parting.go_back"),
    ("POST /visites/<visit>/fin", Door.TEAM, "parting.finish"),
    ("GET /visites/<visit>/effacer", Door.TEAM, "erasing.show_erasing"),
    ("POST /visites/<visit>/effacer", Door.MEMBERS, "erasing.erase"),
    ("POST /visites/<visit>/garder", Door.MEMBERS, "erasing.take_back"),
    ("GET /reprendre", Door.TEAM, "resuming.show_resuming"),
    ("POST /reprendre", Door.TEAM, "resuming.by_sheet"),
    ("GET /reprendre/images", Door.MEMBERS, "resuming.show_pictures"),
    ("POST /reprendre/images", Door.MEMBERS, "resuming.by_pictures"),
    ("GET /suivi", Door.MEMBERS, "following.show_follow_up"),
    ("POST /suivi/seul", Door.MEMBERS, "following.say_alone_here"),
    ("POST /suivi/reprendre", Door.MEMBERS, "following.resume"),
    ("POST /suivi/<thread>/note", Door.MEMBERS, "following.change_note"),
)
"""Verb and address, for whom, and the page."""


def _gone(_fault: Exception) -> Response:
    """Say that a visit is not open here any more, or never was: nobody can tell which; what was typed is shown to be copied."""
    typed = what_was_typed() if request.method == "POST" else []
    return page("demarches/gone.html", 404, typed=typed)


bp.register_error_handler(NotHere, _gone)
for _said, _door, _page in ROUTES:
    _verb, _address = _said.split()
    _module, _name = _page.split(".")
    bp.add_url_rule(_address, f"{_module}_{_name}", later(f"{__name__}.{_module}", _name, _door), methods=[_verb])
