"""What is open on the desk of the member of a full house: one visit of each kind that a page of visits may show."""

from dataclasses import dataclass, replace

from flask import Flask
from sqlalchemy.orm import Session

from companion import clock
from companion.accounts.actions.circle import hand_of, wrap
from companion.accounts.model import Association
from companion.accounts.queries.circle import circle_key
from companion.atelier.actions.said import note_version
from companion.demarches.actions.erasing import erase_later
from companion.demarches.actions.keeping import keep_contents, keep_sitting
from companion.demarches.actions.opening import Asked, open_new
from companion.demarches.actions.parting import Hands, NewSheet, part
from companion.demarches.queries.visits import OpenVisit, open_visit
from companion.demarches.rules.contents import Demarche, Stuck
from companion.demarches.rules.leaving import Level
from companion.demarches.rules.parting import Parting, Sheet
from companion.demarches.views.desk import boot_mark
from companion.procedures import views as guides
from companion.procedures.rules.run import Blocked
from companion.procedures.rules.running import Progress, Remembered, Running
from companion.vault.keys.members import Member
from companion.vault.keys.papers import new_reading_key, paper_key
from companion.vault.keys.threads import DataKey
from companion.vault.primitives import Derivations, new_secret

BOURSE, BOITE_MAIL = "be-allocation-etudes-superieur", "be-boite-mail"
ANSWERS = {"qui-etudie": "superieur", "age": "majeur", "identite": "oui", "parcours": "etranger"}
LABEL, NOTE = "Dame au chapeau de paille", "Le propriétaire rappelle vendredi, chez la voisine"


def open_visits(app: Flask, session: Session, member: Member) -> dict[str, str]:
    """Open the visits; return the address of each."""
    with app.app_context():
        return _Desk(session, member).visits()


@dataclass
class _Desk:
    """The desk of the member, on their way to have much open."""

    session: Session
    member: Member

    def visits(self) -> dict[str, str]:
        """Open one of each kind; return their addresses."""
        self.session.get_one(Association, 1).ready_on = clock.today()
        opened = {name: self._opened() for name in ("walked", "blocked", "closing", "older", "cut", "erasing")}
        self._walked(opened["walked"])
        self._blocked(opened["blocked"])
        self._part(opened["closing"], Parting(Sheet.NEW, Level.COMPLET, team=False))
        self._older(opened["older"])
        keep_sitting(opened["cut"], replace(opened["cut"].own, boot="avant"))
        erase_later(opened["erasing"], clock.now())
        return {name: f"/visites/{one.name}/{one.contents.demarches[0].id}" for name, one in opened.items()}

    def _opened(self) -> OpenVisit:
        asked = Asked(self.member, clock.now(), boot_mark(), new_secret(16))
        return self._again(open_new(self.session, asked, self._demarche(BOURSE)))

    def _again(self, name: bytes) -> OpenVisit:
        return open_visit(self.session, self.member, name, int(clock.now().timestamp()))

    def _demarche(self, name: str) -> Demarche:
        """Return a démarche half-way, with an answer to each question and a step done."""
        guide = guides.guide_of(name)
        note_version(self.session, guide, clock.today())
        steps = {"preparer": Remembered(Progress.DONE, "avec")} if name == BOURSE else {}
        running = Running(steps=steps, answers=ANSWERS if name == BOURSE else {})
        return Demarche(new_secret(4).hex(), name, guide.procedure.court or guide.procedure.titre, guide.content_hash, running)

    def _walked(self, opened: OpenVisit) -> None:
        """Let the team keep one, with a note in it, an obstacle, a step in doubt, and a second démarche on its sheet."""
        self._part(opened, Parting(Sheet.NEW, Level.COMPLET, team=True, pictures=("chat", "tasse"), label=LABEL, note=NOTE, danger=True))
        opened = self._again(opened.visit.id)
        keep_sitting(opened, replace(opened.own, closing=False))
        noted = Stuck("a1", "prevenir-ecole", "unreachable", "Trois appels, personne ne décroche", clock.today())
        first = replace(opened.contents.demarches[0], stuck=(noted,), doubtful=("relire-envoyer",))
        keep_contents(opened, opened.contents.changing(first).adding(self._demarche(BOITE_MAIL)))

    def _blocked(self, opened: OpenVisit) -> None:
        """Let one go another way: its card was blocked."""
        demarche = opened.contents.demarches[0]
        keep_contents(opened, opened.contents.changing(demarche.taking((Blocked("identifier", 0),))))

    def _older(self, opened: OpenVisit) -> None:
        """Leave one on a version of the guide that is no longer that of today."""
        guide = guides.guide_of(BOURSE)
        first, *others = guide.procedure.etapes
        older = guide.procedure.model_copy(update={"etapes": [first.model_copy(update={"titre": "Un titre d’avant"}), *others]})
        served = replace(guide, procedure=older)
        note_version(self.session, served, clock.today())
        keep_contents(opened, opened.contents.changing(replace(opened.contents.demarches[0], version=served.content_hash)))

    def _part(self, opened: OpenVisit, decided: Parting) -> None:
        hand, key = hand_of(self.session, self.member, clock.today()), new_reading_key()
        salt = self.session.get_one(Association, 1).salt

        def keep(data: DataKey) -> None:
            wrap(self.session, data, circle_key(self.session, hand.me), hand.keyring)

        part(self.session, opened, decided, Hands(NewSheet(key, paper_key(key, salt, Derivations(1))), keep, clock.now()))
