"""What is open on the desks of the house: visits of several workers, one of them on a thread that the team keeps."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from companion import clock
from companion.accounts.actions.circle import hand_of, wrap
from companion.accounts.queries import house
from companion.accounts.queries.circle import circle_key
from companion.accounts.queries.present import Held, holder_of
from companion.atelier.actions.said import note_version
from companion.demarches.actions.erasing import forget_threads
from companion.demarches.actions.keeping import keep_contents
from companion.demarches.actions.opening import Asked, open_again, open_new
from companion.demarches.actions.parting import Hands, NewSheet, part
from companion.demarches.model import Visit
from companion.demarches.queries.threads import by_circle
from companion.demarches.queries.visits import OpenVisit, open_visit
from companion.demarches.rules.contents import Demarche
from companion.demarches.rules.leaving import Level
from companion.demarches.rules.oneoff import ID as ONE_OFF
from companion.demarches.rules.oneoff import NOBODY, version_of
from companion.demarches.rules.parting import Parting, Sheet
from companion.demarches.views.desk import boot_mark
from companion.procedures import views as guides
from companion.vault.keys.members import Member as Keys
from companion.vault.keys.papers import PaperKey, new_reading_key, paper_key
from companion.vault.keys.threads import DataKey
from companion.vault.primitives import Derivations, new_secret
from companion.web.store import changing
from tests.house.cast import Cast

GUIDE = "be-exemple"
LABEL, NOTE = "Chapeau de paille", "Le propriétaire rappelle vendredi"
"""What a member wrote of the thread that the team keeps."""
PICTURES = ("chat", "tasse")
AT_DESKS = ("membre", "accueil", "poste")
"""Who has a visit open on that thread: a member who keeps it, and two desks that were shown its sheet."""
DEMARCHES = ("a1a1a1a1", "b2b2b2b2")


def open_desks(cast: Cast) -> None:
    """Open the visits: for each desk one that goes on and one that is closing; another member's; one over; one of a thread erased."""
    workers = cast.keys | {"poste": _of_the_machine(cast)}
    member, cast.reading_key = workers["membre"], new_reading_key()
    with changing() as session:
        house.association(session).ready_on = clock.today()
        note_version(session, guides.guide_of(GUIDE), clock.today())
        drawn = NewSheet(cast.reading_key, paper_key(cast.reading_key, house.association(session).salt, Derivations(1)))
        _kept_thread(session, cast, member, drawn)
        for persona in AT_DESKS:
            cast.visits[persona] = _again(session, cast, workers[persona])
            cast.visits[f"{persona} closing"] = _closing(session, workers[persona])
        cast.visits["veiled"] = _new(session, workers["veiled"])
        cast.visits["over"] = open_new(session, replace(_asked(member), moment=clock.now() - timedelta(hours=12)), _two()[0])
        cast.visits["erased"] = _new(session, member)
        forget_threads(session, frozenset({session.get_one(Visit, cast.visits["erased"]).thread_id}))
        session.commit()


def _of_the_machine(cast: Cast) -> Keys:
    held = Held(cast.cookies["poste"], cast.app.extensions["boot_key"])
    with changing() as session:
        return holder_of(session, held, int(clock.now().timestamp())).member


def _asked(worker: Keys) -> Asked:
    return Asked(worker, clock.now(), boot_mark(), new_secret(16))


def _two() -> tuple[Demarche, Demarche]:
    """Return two démarches for one sheet."""
    guide = guides.guide_of(GUIDE)
    first = Demarche(DEMARCHES[0], GUIDE, guide.procedure.titre, guide.content_hash)
    return first, Demarche(DEMARCHES[1], ONE_OFF, "Demande ponctuelle", version_of(NOBODY))


def _new(session: Session, worker: Keys) -> bytes:
    """Open a visit with two démarches on a new thread."""
    name = open_new(session, _asked(worker), _two()[0])
    opened = _opened(session, worker, name)
    keep_contents(opened, opened.contents.adding(_two()[1]))
    session.flush()
    return name


def _opened(session: Session, worker: Keys, name: bytes) -> OpenVisit:
    return open_visit(session, worker, name, int(clock.now().timestamp()))


def _kept_thread(session: Session, cast: Cast, member: Keys, drawn: NewSheet) -> None:
    """Make the thread that the team keeps, with a sheet, a label and a note; the visit that made it is ended."""
    opened = _opened(session, member, _new(session, member))
    hand = hand_of(session, member, clock.today())

    def keep(key: DataKey) -> None:
        wrap(session, key, circle_key(session, hand.me), hand.keyring)

    decided = Parting(Sheet.NEW, Level.COMPLET, team=True, pictures=PICTURES, label=LABEL, note=NOTE)
    part(session, opened, decided, Hands(drawn, keep, clock.now()))
    cast.thread = opened.thread.id
    session.execute(delete(Visit).where(Visit.id == opened.visit.id))


def _again(session: Session, cast: Cast, worker: Keys) -> bytes:
    """Open a visit on the thread that the team keeps."""
    found = by_circle(session, circle_key(session, cast.keys["membre"]), cast.thread, clock.today())
    return open_again(session, _asked(worker), found.thread, found.key, how="feuille")


def _closing(session: Session, worker: Keys) -> bytes:
    """Open a visit whose sheet is about to be given."""
    opened = _opened(session, worker, _new(session, worker))
    drawn = NewSheet(new_reading_key(), PaperKey(new_secret(16), new_secret()))  # Nobody types it: it needs no derivation.
    part(session, opened, Parting(Sheet.NEW, Level.COMPLET, team=False), Hands(drawn, lambda _: None, clock.now()))
    return opened.visit.id
