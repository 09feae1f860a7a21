"""Speaks the way in: a name, a passphrase, a number; what is wrong is said the same, whether the account exists or not."""

from flask import Response, request

from companion.accounts.actions import sessions
from companion.accounts.forms import WordsSeen, seen_words
from companion.accounts.model import Member as MemberRow
from companion.accounts.queries import house
from companion.accounts.queries.present import own_of
from companion.accounts.rules.names import read_name
from companion.accounts.rules.numbers import CARD, NONE, Own
from companion.accounts.rules.states import ARRIVAL, NUMBER, SHEET, owes_number
from companion.accounts.views.presence import Turn, begin_session, config, derivations, field, now, own_page, who
from companion.badges import Role, Stage
from companion.errors import Refused
from companion.vault.keys import members
from companion.vault.keys.members import Member
from companion.vault.keys.phrases import read_passphrase
from companion.vault.primitives import SALT, new_secret
from companion.vault.rules.faults import Altered, Locked
from companion.web.badge import badge
from companion.web.page import go, page
from companion.web.store import changing, looking
from companion.web.tokens import check_form

WRONG = "Ce nom et cette phrase ne vont pas ensemble. Relisez le nom sur votre feuille de secours, puis chaque mot."
WRONG_NUMBER = "Ce n’est pas le numéro attendu. Un numéro ne sert qu’une fois : prenez le suivant."
LONGEST_PHRASE = 300


def show_sign_in() -> Response:
    """Ask for a name and a passphrase; on an empty instance, lead to the first run."""
    with looking() as session:
        if not house.is_open(session):
            return go("/premiere-ouverture")
    if badge().stage is not Stage.STRANGER:
        return go("/moi")
    return _ask(seen_words(""), where=request.args.get("vers", ""), left="parti" in request.args)


def _ask(words: WordsSeen, error: str = "", status: int = 200, *, where: str = "", left: bool = False) -> Response:
    name = field("nom", 40)
    return page("accounts/sign_in.html", status, words=words, error=error, where=own_page(where), left=left, name=name)


def sign_in() -> Response:
    """Open a session for a right passphrase; without the button, only say which words are known."""
    where, words = field("vers"), seen_words(request.form.get("phrase", "")[:LONGEST_PHRASE])
    if "entrer" not in request.form:
        return _ask(words, where=where)
    check_form()
    if words.unknown:  # Nobody's passphrase: no try is counted.
        return _ask(words, words.advice, 422, where=where)
    name = read_name(field("nom", 40))
    turn = Turn("entrer", name)
    if wait := turn.wait():
        return _ask(words, wait, 429, where=where)
    try:
        keys, row = _open(name, read_passphrase(request.form.get("phrase", "")[:LONGEST_PHRASE]).phrase)
    except Locked:
        return _ask(words, WRONG, 422, where=where)
    turn.forget()
    return _enter(keys, row, own_page(where))


def _open(name: str, phrase: str) -> tuple[Member, MemberRow]:
    """Open the keys of an account, or raise Locked after as much work as for one that exists."""
    with looking() as session:
        row = house.by_name(session, name) if house.is_open(session) else None  # A first run left half-way is begun again.
    if row is None or row.phrase is None:
        derivations().derive(phrase.encode(), new_secret(SALT))
        raise Locked
    try:
        return members.unlock_with_passphrase(row.phrase, house.as_colleague(row), phrase, derivations()), row
    except Altered:
        raise Refused(DAMAGED.format(name=row.sign_in_name)) from None


DAMAGED = (
    "Le compte « {name} » est abîmé dans la base de données : sa phrase ne peut plus l’ouvrir. Les autres comptes marchent. "
    "Prenez votre feuille de secours (« Se connecter », « Feuille de secours »), ou demandez une nouvelle invitation."
)


def _enter(keys: Member, row: MemberRow, where: str) -> Response:
    """Go in, or ask for the number first; whoever has not finished arriving goes on there."""
    own = _own(keys, row)
    todo = _todo(row, own)
    if own.factor != NONE:
        return begin_session(keys, Stage.HALF, todo, "/connexion/numero", {"vers": where})
    return begin_session(keys, Stage.SIGNED, todo, "/arrivee" if todo else where or "/")


def _own(keys: Member, row: MemberRow) -> Own:
    try:
        return own_of(keys, row.own, row.own_revision)
    except Altered:
        raise Refused(DAMAGED.format(name=row.sign_in_name)) from None


def _todo(row: MemberRow, own: Own) -> tuple[str, ...]:
    """Return the papers that somebody has not received yet."""
    asked = owes_number(Role(row.role), accueil_too=config().second_facteur_accueil == "oui")
    left = [NUMBER] if own.factor == NONE and asked else []
    if row.sheet is None:
        left.append(SHEET)
    return tuple(step for step in ARRIVAL if step in left)


def show_number() -> Response:
    """Ask for the number of the application, or the next of the card."""
    return _ask_number()


def _ask_number(error: str = "", status: int = 200) -> Response:
    me = who()
    rank = me.own.next_on_card(me.row.last_number) if me.own.factor == CARD else 0
    return page("accounts/number.html", status, who=me, rank=rank, error=error)


def give_number() -> Response:
    """Take the number: accepted once, whatever arrives at the same instant."""
    check_form()
    me = who()
    turn = Turn("numéro", me.row.name)
    if wait := turn.wait():
        return _ask_number(wait, 429)
    rank = me.own.rank(field("numero", 20), now(), me.row.last_number)
    with changing() as session:
        if rank is None or not sessions.use_number(session, me, rank):
            return _ask_number(WRONG_NUMBER, 422)
        sessions.end_session(session, me.held)
        session.commit()
    turn.forget()
    where = me.hours.pending.get("vers") or "/"
    return begin_session(me.member, Stage.SIGNED, me.hours.todo, "/arrivee" if me.hours.todo else where)


def give_up_number() -> Response:
    """Stop half-way: somebody else is going to sign in here."""
    check_form()
    with changing() as session:
        sessions.end_session(session, who().held)
        session.commit()
    return go("/connexion")
