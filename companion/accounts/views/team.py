"""Speaks the team: who is here, who is invited, met, let go; the machines opened for the day; the envelope."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time

from flask import Response, request
from sqlalchemy.orm import Session

from companion import clock
from companion.accounts.actions import founding, people, poste, sessions
from companion.accounts.forms import role_of, short_text
from companion.accounts.model import Member
from companion.accounts.queries import house
from companion.accounts.queries.circle import circle_key, first_names, keyring_of
from companion.accounts.rules.people import Person, people_of
from companion.accounts.rules.states import ENVELOPE, INVITATION_SIGNS, POSTE_SIGNS, State
from companion.accounts.views.own import colleague
from companion.accounts.views.presence import Turn, at_work, derivations, field, salt, who
from companion.accounts.views.proof import ask_proof
from companion.badges import Role
from companion.errors import NotHere, Refused
from companion.vault.keys.members import Member as Keys
from companion.vault.keys.papers import spoken_key
from companion.vault.rules.codes import grouped, new_code
from companion.vault.rules.faults import Altered, Locked
from companion.web.page import go, page
from companion.web.store import changing, looking
from companion.web.tokens import check_form

PLACE = "invitation"
NO_ROLE = "Choisissez ce que cette personne fera : membre, accueil ou technique."
TECHNIQUE_INVITES = "Seul un membre rend l’accès à un compte perdu."
NO_MACHINE = "Aucun poste ne montre ce numéro. Relisez-le sur l’écran du poste ; s’il est ancien, demandez-en un nouveau là-bas."
BAD_HOUR = "Choisissez une heure de fermeture encore à venir aujourd’hui."

NOBODY_MET: Mapping[bytes, bytes] = {}


def show_team() -> Response:
    """Show who is of the house; first names to members only, who hold the key."""
    return _show()


def _show(error: str = "", status: int = 200) -> Response:
    me = who()
    is_member = me.row.role is Role.MEMBRE
    with looking() as session:
        own, rows, silent = house.association(session), house.team(session), house.left_in_silence(session)
        pins = keyring_of(house.member(session, me.who.id), me.member).pins if is_member else NOBODY_MET
        news = is_member and house.may_be_news(session, me.who.id, pins)
        names = {} if news or not is_member else _names(session, me.member)
    if news:
        with at_work() as (session, hand):
            pins, names = hand.keyring.pins, _names(session, hand.me)
            session.commit()
    said = people_of([_person(row, pins, names, me.who.id) for row in rows])
    told = {
        "opened": own.envelope_opened_on,
        "number": me.hours.pending.get(PLACE, ""),
        "is_member": is_member,
        "silent": [one.sign_in_name for one in silent],
    }
    return page("accounts/team.html", status, people=said, error=error, **told)


def _names(session: Session, keys: Keys) -> dict[bytes, str]:
    try:
        return first_names(session, circle_key(session, keys))
    except (Locked, Altered):
        return {}


def _person(row: Member, pins: Mapping[bytes, bytes], names: dict[bytes, str], me: bytes) -> Person:
    known = pins.get(row.id) == house.as_colleague(row).public.fingerprint
    return Person(row.id.hex(), row.sign_in_name, names.get(row.id, ""), Role(row.role), State(row.state), row.id == me, known)


def invite() -> Response:
    """Keep a place; its number is shown on the next page, until it is put away."""
    check_form()
    role = role_of(request.form)
    if role is None:
        return _show(NO_ROLE, 422)
    return _invited(role, None)


def _invited(role: Role, replaces: bytes | None) -> Response:
    me, number = who(), new_code(INVITATION_SIGNS)
    locator = spoken_key(number, INVITATION_SIGNS, "invitation", salt(), derivations()).locator
    with changing() as session:
        people.invite(session, locator, role, clock.today(), replaces)
        sessions.note(session, me, replace(me.hours, pending={**me.hours.pending, PLACE: grouped(number)}))
        session.commit()
    return go("/equipe#invitation")


def put_number_away() -> Response:
    """Show the number no longer: it was written down or given."""
    check_form()
    me = who()
    with changing() as session:
        sessions.note(session, me, replace(me.hours, pending={key: value for key, value in me.hours.pending.items() if key != PLACE}))
        session.commit()
    return go("/equipe")


def _about(number: str) -> Member:
    with looking() as session:
        row = house.member(session, colleague(number))
    if row.state in {State.LEFT, State.POSTE}:
        raise NotHere
    return row


def show_meeting(number: str) -> Response:
    """Ask for the four words that a newcomer, or a colleague not yet met, reads aloud."""
    return _ask_words(_about(number))


def _ask_words(row: Member, error: str = "", status: int = 200, first_name: str = "") -> Response:
    told = {"spoken": who().member.keys.public.spoken, "waits": row.state == State.WAITING, "ends": _name_of(row.replaces)}
    return page("accounts/meet.html", status, row=row, error=error, first_name=first_name, **told)


def _name_of(replaced: bytes | None) -> str:
    """Return the name of the account that a meeting ends: the member who meets sees it before, whoever wrote it there."""
    if not replaced:
        return ""
    with looking() as session:
        lost = session.get(Member, replaced)
        return lost.sign_in_name if lost and lost.state != State.LEFT else ""


def meet(number: str) -> Response:
    """Meet somebody: the words typed are those heard, or nothing is given."""
    check_form()
    if asked := ask_proof():
        return asked
    row, name = _about(number), short_text(request.form, "prenom")
    if name.error:
        return _ask_words(row, name.error, 422, name.text)
    try:
        with at_work() as (session, hand):
            other = house.member(session, row.id)
            if other.state == State.WAITING:
                people.meet(session, hand, other, field("mots"), name.text)
            else:
                people.recognise(session, hand, other, field("mots"))
            session.commit()
    except Refused as refusal:
        return _ask_words(row, str(refusal), 422, name.text)
    return go("/equipe")


def show_leaving(number: str) -> Response:
    """Ask before letting somebody go: what ends, and what does not."""
    return page("accounts/leave.html", row=_about(number), mine=_about(number).id == who().who.id)


def let_go(number: str) -> Response:
    """Let somebody go; when a member does it, the key of the circle changes at once."""
    check_form()
    if asked := ask_proof():
        return asked
    row = _about(number)
    if who().row.role is Role.MEMBRE:
        with at_work() as (session, hand):
            people.leave(session, hand, house.member(session, row.id))
            session.commit()
    else:
        with changing() as session:
            people.close_account(session, house.member(session, row.id), clock.today())
            session.commit()
    return go("/equipe")


def give_back(number: str) -> Response:
    """Invite again somebody who lost everything: met in person, they take over the place of the lost account."""
    check_form()
    row = _about(number)
    if who().row.role is not Role.MEMBRE:
        raise Refused(TECHNIQUE_INVITES)
    return _invited(Role(row.role), row.id)


def show_machine() -> Response:
    """Ask for the number that a machine shows."""
    if hour := request.args.get("ouvert", "")[:5]:
        return page("accounts/machine_open.html", hour=hour)
    return _ask_machine()


def _ask_machine(error: str = "", status: int = 200) -> Response:
    return page("accounts/open_machine.html", status, error=error, number=field("numero", 20), hour=field("heure") or "18:00")


def open_machine() -> Response:
    """Open a machine until its closing time; no passphrase is typed there."""
    check_form()
    turn = Turn("poste", who().row.name)
    if wait := turn.wait():
        return _ask_machine(wait, 429)
    try:
        until = _closing_time(field("heure"))
        number = spoken_key(field("numero", 20), POSTE_SIGNS, "poste", salt(), derivations())
        with at_work() as (session, hand):
            poste.open_for_the_day(session, hand, number, until)
            session.commit()
    except NotHere:
        return _ask_machine(NO_MACHINE, 422)
    except Refused as refusal:
        return _ask_machine(str(refusal), 422)
    turn.forget()
    return go(f"/equipe/poste?ouvert={field('heure')}")


def _closing_time(typed: str) -> int:
    """Return the second at which a machine closes today."""
    try:
        hour = time.fromisoformat(typed)
    except ValueError:
        raise Refused(BAD_HOUR) from None
    until = datetime.combine(clock.today(), hour, clock.ZONE)
    if until <= clock.now():
        raise Refused(BAD_HOUR)
    return int(until.timestamp())


def renew_envelope() -> Response:
    """Make another envelope; the old paper opens nothing any more."""
    check_form()
    if asked := ask_proof():
        return asked
    me = who()
    with at_work() as (session, hand):
        sheet = founding.new_envelope(session, hand)
        sessions.note(session, me, replace(me.hours, todo=(ENVELOPE,), pending={ENVELOPE: sheet}, keeps_old=False))
        session.commit()
    return go("/arrivee")


def renew_key() -> Response:
    """Change the key of the circle, by button."""
    check_form()
    try:
        with at_work() as (session, hand):
            people.change_key(session, hand)
            session.commit()
    except (Altered, Locked):
        raise Refused(NO_KEY) from None
    return go("/equipe")


NO_KEY = "Vous n’avez pas encore la clé de l’équipe sous la main. Comparez d’abord vos mots avec un collègue, page « Équipe »."
