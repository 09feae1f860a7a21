"""Speaks the first run, and the other ways to arrive: an invitation, a recovery sheet, the envelope of the association."""

from collections.abc import Callable

from flask import Response, request

from companion import clock
from companion.accounts.actions import founding, people
from companion.accounts.forms import short_text
from companion.accounts.queries import house
from companion.accounts.rules.names import read_name
from companion.accounts.rules.states import ARRIVAL, ENVELOPE, FIRST_ARRIVAL, INVITATION_SIGNS
from companion.accounts.views.presence import Turn, begin_session, config, derivations, field, salt
from companion.badges import Stage
from companion.config import COUNTRIES, write_settings
from companion.errors import NotHere, Refused
from companion.signature.keys import fingerprint
from companion.vault.keys import members
from companion.vault.keys.members import Member
from companion.vault.keys.papers import spoken_key
from companion.vault.rules.faults import Altered, Locked
from companion.vault.rules.sheets import read_sheet
from companion.web.page import go, page
from companion.web.store import changing, looking
from companion.web.tokens import check_form, same_code

FIRST = "première ouverture"
WRONG_CODE = "Ce n’est pas le code de première ouverture. Il s’affiche là où Compagnon a été lancé, et change à chaque lancement."
UNKNOWN_PLACE = "Ce numéro d’invitation n’est pas connu, ou il a déjà servi. Relisez-le, ou demandez-en un autre à votre équipe."
WRONG_SHEET = (
    "Ce nom et cette feuille ne vont pas ensemble. Relisez le nom en haut de la feuille. "
    "Si vous en avez imprimé une plus récente depuis, elle seule ouvre."
)
NOTHING_YET = (
    "Ici, aucune association n’est encore ouverte : aucun numéro et aucun papier ne peut marcher. "
    "Vérifiez l’adresse, ou commencez par la première ouverture."
)
SETTINGS = ("nom", "telephone", "adresse", "permanences")


def show_first() -> Response:
    """Show the first page of an instance, as long as nobody can sign in; then, the way in."""
    with looking() as session:
        if house.is_open(session):
            return go("/connexion")
    return _ask_first({part: getattr(config(), part) for part in SETTINGS} | {"pays": config().pays, "prenom": ""})


def _only_before() -> None:
    with looking() as session:
        if house.is_open(session):
            raise NotHere


def _ask_first(said: dict[str, str], error: str = "", status: int = 200) -> Response:
    return page("accounts/first.html", status, said=said, error=error, countries=COUNTRIES)


def begin() -> Response:
    """Begin the association: its settings, its keys, its first member, who receives their papers next."""
    check_form()
    _only_before()
    texts = {part: short_text(request.form, part, 200) for part in (*SETTINGS, "prenom")}
    said = {part: one.text for part, one in texts.items()} | {"pays": field("pays") if field("pays") in COUNTRIES else "be"}
    turn = Turn("ouverture")
    if wait := turn.wait():
        return _ask_first(said, wait, 429)
    if not same_code(field("code", 40), FIRST):
        return _ask_first(said, WRONG_CODE, 422)
    if error := next((one.error for one in texts.values() if one.error), ""):
        return _ask_first(said, error, 422)
    turn.forget()
    first_name = said.pop("prenom")
    with changing() as session:
        founded = founding.found(session, clock.today(), first_name)
        session.commit()
    write_settings(config().folder, said)
    return begin_session(founded.first, Stage.SIGNED, FIRST_ARRIVAL, "/arrivee", {ENVELOPE: founded.envelope})


def show_join() -> Response:
    """Ask for the number of an invitation."""
    return page("accounts/join.html", error="")


def join() -> Response:
    """Take the place that was kept, and begin to arrive."""
    return _arrive("accounts/join.html", "rejoindre", _taken_place)


def _taken_place() -> tuple[Member, tuple[str, ...]]:
    number = spoken_key(field("invitation", 40), INVITATION_SIGNS, "invitation", salt(), derivations())
    with changing() as session:
        try:
            keys = people.join(session, number.locator, clock.today())
        except NotHere:
            raise Refused(UNKNOWN_PLACE) from None
        session.commit()
    return keys, ARRIVAL


def show_sheet() -> Response:
    """Ask for a recovery sheet."""
    return page("accounts/by_sheet.html", error="", name="")


def come_by_sheet() -> Response:
    """Come back with one's recovery sheet: a new passphrase, a new number, a new sheet."""
    return _arrive("accounts/by_sheet.html", "feuille", _opened_by_sheet)


def _opened_by_sheet() -> tuple[Member, tuple[str, ...]]:
    typed = read_sheet(field("feuille", 80))
    with looking() as session:
        row = house.by_name(session, read_name(field("nom", 40)))
    if row is None or row.sheet is None:  # One sentence for both: nobody learns here which names exist.
        raise Refused(WRONG_SHEET)
    try:
        return members.unlock_with_sheet(row.sheet, house.as_colleague(row), typed), ARRIVAL
    except (Locked, Altered):
        raise Refused(WRONG_SHEET) from None


def show_envelope() -> Response:
    """Ask for the envelope, and show the four words that stand on its paper too."""
    return page("accounts/by_envelope.html", error="", fingerprint=_four_words())


def _four_words() -> str:
    with looking() as session:
        found = house.found_association(session)
    return fingerprint(found.sign_public) if found else ""


def come_by_envelope() -> Response:
    """Come in with the envelope of the association, as a new member; the team is told."""
    return _arrive("accounts/by_envelope.html", "enveloppe", _opened_by_envelope, fingerprint=_four_words())


def _opened_by_envelope() -> tuple[Member, tuple[str, ...]]:
    with changing() as session:
        keys = people.come_by_envelope(session, field("enveloppe", 80), clock.today())
        session.commit()
    return keys, ARRIVAL


def _arrive(template: str, purpose: str, opened: Callable[[], tuple[Member, tuple[str, ...]]], **told: str) -> Response:
    """Take one try at a way in; what is wrong is said beside what was typed."""
    check_form()
    turn, name = Turn(purpose), field("nom", 40)
    if wait := turn.wait():
        return page(template, 429, error=wait, name=name, **told)
    try:
        keys, todo = opened()
    except Refused as refusal:
        return page(template, 422, error=str(refusal), name=name, **told)
    except NotHere:
        return page(template, 422, error=NOTHING_YET, name=name, **told)
    turn.forget()
    return begin_session(keys, Stage.SIGNED, todo, "/arrivee")
