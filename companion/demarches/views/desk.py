"""What all pages of visits need: who sits here, the visit in hand, the guide it walks."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy.orm import Session

from companion import clock
from companion.accounts.views.presence import boot_key, who
from companion.badges import Role
from companion.demarches.actions.opening import Asked
from companion.demarches.queries.versions import Snapshot, snapshot
from companion.demarches.queries.visits import Mine, OpenVisit, my_visits, open_visit
from companion.demarches.rules.contents import Demarche
from companion.demarches.rules.oneoff import NOBODY, oneoff
from companion.errors import NotHere
from companion.procedures import views as guides
from companion.procedures.forms import Consultation
from companion.procedures.queries import Guide
from companion.procedures.rules import handout, run
from companion.procedures.rules.handout import Handout
from companion.procedures.rules.procedure import Procedure
from companion.vault.keys.members import Member
from companion.vault.primitives import SALT, new_secret
from companion.web.store import changing, looking

BOOT_SIGNS = 16


@dataclass(frozen=True, repr=False)
class Table:
    """A démarche on the table: its visit, the version it runs on, and what the guide says of it now."""

    opened: OpenVisit
    demarche: Demarche
    snapshot: Snapshot
    others: tuple[Mine, ...]
    """The other visits that this worker has open, by their colours."""

    @property
    def guide(self) -> Guide:
        """Return the guide it walks, with the translations of today."""
        return guide_for(self.snapshot.procedure)

    @property
    def handout(self) -> Handout:
        """Return what the screen and the papers say at this moment."""
        return handout_of(self.snapshot.procedure, self.demarche)

    @property
    def said(self) -> Consultation:
        """Return what the page carries, as a page of a guide does."""
        return Consultation(since=dict(self.demarche.since), language=self.demarche.language)

    @property
    def place(self) -> str:
        """Return the address of the page."""
        return f"/visites/{self.opened.name}/{self.demarche.id}"

    @property
    def is_changed(self) -> bool:
        """Tell whether the guide of today is another version."""
        return self.snapshot.newer is not None


def worker() -> Member:
    """Return the keys of who sits here."""
    return who().member


def is_member() -> bool:
    """Tell whether who sits here holds the key of the circle."""
    return who().row.role is Role.MEMBRE


def now() -> int:
    """Return the second."""
    return int(clock.now().timestamp())


def boot_mark() -> str:
    """Name this start of the server, without telling anything of its key."""
    return sha256(b"compagnon:depart" + boot_key()).hexdigest()[:BOOT_SIGNS]


def asked(once: bytes = b"") -> Asked:
    """Return what opens a visit now."""
    return Asked(worker(), clock.now(), boot_mark(), once if len(once) == SALT else new_secret(SALT))


def visit_id(said: str) -> bytes:
    """Read the part of an address that names a visit or a thread."""
    found = bytes.fromhex(said) if len(said) == 2 * SALT and set(said) <= set("0123456789abcdef") else b""
    if not found:
        raise NotHere
    return found


@contextmanager
def look_at_visit(name: str) -> Iterator[tuple[Session, OpenVisit]]:
    """Lend a visit of who sits here, to look."""
    with looking() as session:
        yield session, open_visit(session, worker(), visit_id(name), now())


@contextmanager
def change_visit(name: str) -> Iterator[tuple[Session, OpenVisit]]:
    """Lend a visit of who sits here, to change; only the page commits."""
    with changing() as session:
        yield session, open_visit(session, worker(), visit_id(name), now())


def visit_if_open(session: Session, name: str) -> OpenVisit | None:
    """Return a visit of who sits here, or nothing when it has ended."""
    with suppress(NotHere):
        return open_visit(session, worker(), visit_id(name), now())
    return None


def table_of(session: Session, opened: OpenVisit, name: str, *, alone: bool = False) -> Table:
    """Put a démarche on the table."""
    demarche = opened.contents.demarche(name)
    others = () if alone else tuple(my_visits(session, worker(), now(), opened.visit.id))
    return Table(opened, demarche, snapshot_of(session, demarche), others)


def snapshot_of(session: Session, demarche: Demarche) -> Snapshot:
    """Return the version that a démarche runs on; when no guide of that name can be read, the few steps that any request has."""
    found = snapshot(session, guides.library().guides, demarche.procedure, demarche.version)
    return found or Snapshot(oneoff(NOBODY), readable=False)


def guide_for(procedure: Procedure) -> Guide:
    """Return a guide that says what this version says, with the files of today beside it."""
    there = guides.library().guides.get(procedure.id)
    if there is not None and there.procedure is procedure:
        return there
    file = there.file if there else guides.config().procedures / "aucun.yaml"
    return Guide(procedure, file, local=bool(there and there.local), replaces=None, shipped=there.shipped if there else None)


def handout_of(procedure: Procedure, demarche: Demarche) -> Handout:
    """Put together what the screen and the papers say of a démarche now."""
    moment, own, running = clock.now(), guides.config(), demarche.running
    seen = run.walk(procedure, running.answers, running.ways, demarche.ticks)
    return Handout(
        walk=seen,
        institution=guides.library().institutions.get(procedure.institution),
        association=handout.Association(own.nom, own.telephone, own.adresse, own.permanences),
        deadlines=handout.seen_deadlines(seen, moment, demarche.since),
        now=moment,
    )
