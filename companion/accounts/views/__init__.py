"""The pages of the accounts, each with those whom it is for; their modules are loaded when somebody opens them.

Public pages are opened all day by people without an account: they load neither the database nor the vault.
"""

from flask import Blueprint

from companion.accounts.rules import people
from companion.accounts.views.doors import keep_doors
from companion.badges import Role
from companion.web.access import Door, later

__all__ = ["ROUTES", "SHARED", "bp", "keep_doors"]

bp = Blueprint("accounts", __name__)
SHARED: dict[str, object] = {"Role": Role, "roles": people}
"""What templates may ask of this room."""

ROUTES = (
    ("GET /premiere-ouverture", Door.EVERYBODY, "beginning.show_first"),
    ("POST /premiere-ouverture", Door.EVERYBODY, "beginning.begin"),
    ("GET /connexion", Door.EVERYBODY, "entering.show_sign_in"),
    ("POST /connexion", Door.EVERYBODY, "entering.sign_in"),
    ("GET /connexion/numero", Door.HALF, "entering.show_number"),
    ("POST /connexion/numero", Door.HALF, "entering.give_number"),
    ("POST /connexion/abandonner", Door.HALF, "entering.give_up_number"),
    ("GET /rejoindre", Door.EVERYBODY, "beginning.show_join"),
    ("POST /rejoindre", Door.EVERYBODY, "beginning.join"),
    ("GET /secours", Door.EVERYBODY, "beginning.show_sheet"),
    ("POST /secours", Door.EVERYBODY, "beginning.come_by_sheet"),
    ("GET /secours/enveloppe", Door.EVERYBODY, "beginning.show_envelope"),
    ("POST /secours/enveloppe", Door.EVERYBODY, "beginning.come_by_envelope"),
    ("GET /poste", Door.EVERYBODY, "machine.show_machine"),
    ("POST /poste", Door.EVERYBODY, "machine.ask_opening"),
    ("POST /poste/commencer", Door.EVERYBODY, "machine.begin_work"),
    ("GET /arrivee", Door.ARRIVING, "arriving.show_next"),
    ("GET /arrivee/<step>", Door.ARRIVING, "arriving.show_step"),
    ("POST /arrivee/<step>", Door.ARRIVING, "arriving.take_step"),
    ("GET /arrivee/<step>/imprimer", Door.ARRIVING, "prints.print_step"),
    ("POST /arrivee/garder-ancien", Door.ARRIVING, "arriving.keep_old"),
    ("GET /attente", Door.SELF, "own.show_waiting"),
    ("POST /attente", Door.SELF, "own.recognise_welcomer"),
    ("GET /moi", Door.SELF, "own.show_own"),
    ("POST /moi/chiffres", Door.SELF, "own.keep_pin"),
    ("POST /moi/renouveler/<step>", Door.SELF, "arriving.again"),
    ("GET /voile", Door.VEILED, "veil.show_veil"),
    ("POST /voile", Door.VEILED, "veil.lift_veil"),
    ("POST /voile/tirer", Door.VEILED, "veil.draw_veil"),
    ("POST /quitter", Door.VEILED, "veil.leave_desk"),
    ("GET /equipe", Door.HOUSE, "team.show_team"),
    ("POST /equipe/invitation", Door.HOUSE, "team.invite"),
    ("POST /equipe/invitation/ranger", Door.HOUSE, "team.put_number_away"),
    ("GET /equipe/<number>/mots", Door.MEMBERS, "team.show_meeting"),
    ("POST /equipe/<number>/mots", Door.MEMBERS, "team.meet"),
    ("GET /equipe/<number>/depart", Door.HOUSE, "team.show_leaving"),
    ("POST /equipe/<number>/depart", Door.HOUSE, "team.let_go"),
    ("POST /equipe/<number>/redonner", Door.MEMBERS, "team.give_back"),
    ("GET /equipe/poste", Door.MEMBERS, "team.show_machine"),
    ("POST /equipe/poste", Door.MEMBERS, "team.open_machine"),
    ("POST /equipe/cle", Door.MEMBERS, "team.renew_key"),
    ("POST /equipe/enveloppe", Door.MEMBERS, "team.renew_envelope"),
    ("GET /equipe/affiche", Door.TEAM, "prints.print_poster"),
)
"""Verb and address, for whom, and the page."""

for _said, _door, _page in ROUTES:
    _verb, _address = _said.split()
    _module, _name = _page.split(".")
    bp.add_url_rule(_address, f"{_module}_{_name}", later(f"{__name__}.{_module}", _name, _door), methods=[_verb])
