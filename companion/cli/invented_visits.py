"""The invented visits of the demonstration: a few threads, each kept as somebody wanted it."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from companion import clock
from companion.accounts.actions.circle import hand_of, wrap
from companion.accounts.queries import house
from companion.accounts.queries.circle import circle_key
from companion.atelier.actions.said import note_version
from companion.demarches.actions import parting as acts
from companion.demarches.actions.keeping import keep_demarche
from companion.demarches.actions.opening import Asked, open_new
from companion.demarches.actions.parting import Hands, NewSheet
from companion.demarches.queries.visits import OpenVisit, open_visit
from companion.demarches.rules.contents import Demarche
from companion.demarches.rules.gestures import Said, applied
from companion.demarches.rules.leaving import Level
from companion.demarches.rules.parting import Parting, Sheet
from companion.procedures.queries import SHELVES, Guide, read_library
from companion.procedures.rules.run import modes_offered
from companion.vault.keys.members import Member
from companion.vault.keys.papers import new_reading_key, paper_key
from companion.vault.primitives import SALT, Derivations, new_secret


@dataclass(frozen=True)
class Story:
    """One invented visit: how many days ago, what for, how far it came, and what was decided."""

    days_ago: int
    guide: str
    steps: int
    next_in: int
    label: str = ""
    note: str = ""
    danger: bool = False
    pictures: tuple[str, ...] = ()


STORIES = (
    Story(40, "be-boite-mail", 3, 55, "Monsieur au vélo rouge", pictures=("maison", "tasse")),
    Story(9, "be-allocation-etudes-superieur", 2, 12, "Étudiante, deux enfants", pictures=("arbre", "chat")),
    Story(
        3,
        "be-boite-mail",
        1,
        2,
        "Dame au foulard bleu",
        note="Attend un courrier avec un délai de huit jours : le lire avec elle dès qu’il arrive.",
        pictures=("chat", "tasse"),
    ),
    Story(1, "be-allocation-etudes-superieur", 1, 6),
)
"""The last one is kept by its sheet alone."""


@dataclass(frozen=True)
class Slip:
    """What is printed on an invented sheet; the numbers of later versions are not there yet."""

    reading_key: str
    stop_number: str | None = None
    receipt: str | None = None

    def as_json(self) -> dict[str, str | None]:
        """Return what `demo --seed` prints."""
        return asdict(self)


def invent_visits(session: Session, first: Member) -> list[Slip]:
    """Let one invented member close a few visits, the oldest first."""
    guides = read_library(SHELVES).guides
    return [_live(session, first, story, guides[story.guide]) for story in STORIES if story.guide in guides]


def _live(session: Session, first: Member, story: Story, guide: Guide) -> Slip:
    moment = clock.now() - timedelta(days=story.days_ago)
    note_version(session, guide, moment.date())
    title = guide.procedure.court or guide.procedure.titre
    demarche = Demarche(new_secret(4).hex(), guide.procedure.id, title, guide.content_hash)
    name = open_new(session, Asked(first, moment, "", new_secret(SALT)), demarche)
    opened = open_visit(session, first, name, int(moment.timestamp()))
    ticks = {step.id: modes_offered(step)[-1] for step in guide.procedure.etapes[: story.steps]}
    keep_demarche(session, opened, applied(demarche, guide.procedure, Said(ticks=ticks)), moment)
    return _part(session, open_visit(session, first, name, int(moment.timestamp())), story, (first, moment))


def _part(session: Session, opened: OpenVisit, story: Story, by: tuple[Member, datetime]) -> Slip:
    first, moment = by
    drawn = new_reading_key()
    decided = Parting(Sheet.NEW, Level.DISCRET, team=bool(story.label), next_on=clock.today() + timedelta(days=story.next_in))
    decided = replace(decided, label=story.label, note=story.note, danger=story.danger, pictures=story.pictures)
    new = NewSheet(drawn, paper_key(drawn, house.association(session).salt, Derivations(1)))
    hand = hand_of(session, first, moment.date())
    hands = Hands(new, lambda key: wrap(session, key, circle_key(session, hand.me), hand.keyring), clock.now())
    acts.part(session, opened, decided, replace(hands, moment=moment if not story.note else clock.now()))
    acts.finish(session, open_visit(session, first, opened.visit.id, int(moment.timestamp())), moment)
    return Slip(drawn)
