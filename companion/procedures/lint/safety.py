"""What would put the person at risk, or leave them without any other way, is an error."""

from companion.procedures.lint.findings import Spot
from companion.procedures.lint.notes import Notes
from companion.procedures.lint.references import Shelf
from companion.procedures.rules.codes import CHANNELS, OFFLINE, SENSITIVITIES
from companion.procedures.rules.procedure import Procedure, Step

IN_PLACE = "a_la_place"
NEVER_IN_PLACE = ("paiement", "identifiants", "declaration")

_RESERVED = (
    "Seule la personne tape ici ({what}) : « a_la_place » ne peut pas être permis. "
    "Retirez « a_la_place » de « qui », ou coupez l'étape en deux."
)
_FORBIDDEN = "Personne ne fait à la place de quelqu'un : {what}. Retirez « a_la_place » de « qui », ou coupez l'étape en deux."
_SIGNATURE = (
    "Signer à la place demande un mandat officiel. Retirez « a_la_place » de « qui », "
    "ou ajoutez dans « delegation » un mécanisme avec existe: oui et signature: true."
)
_ROUTES = (
    "« canaux » ne dit rien de : {kinds}. Ajoutez une ligne pour chacun, avec existe: oui, non ou inconnu. "
    "« Non » est aussi une réponse utile."
)
_DEADLINE = (
    "Cette échéance ne dit pas quoi faire quand c'est fermé. Ajoutez « si_ferme » ou « sauver_la_date ». "
    "S'il n'y a aucun moyen, écrivez sauver_la_date: aucun."
)


def check_safety(notes: Notes, procedure: Procedure, shelf: Shelf) -> None:
    """Note what a file may never ask of anybody (E06, E07), and what it may never leave out (E09, E18)."""
    may_sign = _may_sign(procedure, shelf)
    for rank, step in enumerate(procedure.etapes):
        if IN_PLACE in step.qui:
            _check_in_place(notes, ("etapes", rank, "qui"), step, may_sign=may_sign)
    _check_routes(notes, procedure)
    for rank, deadline in enumerate(procedure.echeances):
        if not deadline.si_ferme and not deadline.sauver_la_date:
            notes.add("E18", ("echeances", rank), _DEADLINE)


def _check_in_place(notes: Notes, spot: Spot, step: Step, *, may_sign: bool) -> None:
    if step.saisie_reservee:
        notes.add("E06", spot, _RESERVED, what=", ".join(step.saisie_reservee))
    refused = [SENSITIVITIES[one] for one in NEVER_IN_PLACE if one in step.sensibilite]
    if refused:
        notes.add("E07", spot, _FORBIDDEN, what=", ".join(refused))
    if "signature" in step.sensibilite and not may_sign:
        notes.add("E07", spot, _SIGNATURE)


def _may_sign(procedure: Procedure, shelf: Shelf) -> bool:
    """Tell whether an official mandate covers signing: the file says so, and so does the shared catalogue."""
    claimed = [use.mecanisme for use in procedure.delegation if use.existe == "oui" and use.signature]
    if shelf.delegations is None:
        return bool(claimed)
    return any(name in shelf.delegations and shelf.delegations[name].signature for name in claimed)


def _check_routes(notes: Notes, procedure: Procedure) -> None:
    """Each of the three other ways is mentioned, even to say that it does not exist (decision E1)."""
    mentioned = {channel.type for channel in procedure.canaux}
    silent = [f"{kind} ({CHANNELS[kind].lower()})" for kind in OFFLINE if kind not in mentioned]
    if silent:
        notes.add("E09", ("canaux",), _ROUTES, kinds=", ".join(silent))
