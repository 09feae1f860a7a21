"""The sheets of a proof: numbered, dated, with a margin for a pen."""

from collections.abc import Iterator, Sequence

from companion.press.blocks import Block, Mark, Run, item, to_write
from companion.press.document import SHEET_HEIGHT, SHEET_WIDTH, Face, Frame, Press
from companion.press.flow import Setter
from companion.procedures.papers.plate import drawn_for, plates
from companion.procedures.papers.proof.dates import deadlines
from companion.procedures.papers.proof.ending import diary, sources, to_confirm
from companion.procedures.papers.proof.ledger import Ledger, part
from companion.procedures.papers.proof.opening import before, channels, delegations, help_places, identity, verification
from companion.procedures.papers.proof.steps import documents, kept, questions, steps
from companion.procedures.papers.proof.surroundings import Surroundings
from companion.procedures.rules.drawing import wrap
from companion.procedures.rules.procedure import Procedure
from companion.procedures.rules.words import day_in_words
from companion.typography import NBSP

LEFT, TOP, BOTTOM = 15.0, 22.0, 14.0
SMALL = 10.0
COLUMN = Frame(LEFT, TOP, 132.0, SHEET_HEIGHT - TOP - BOTTOM)
MARGIN = Frame(COLUMN.right + 5, TOP, SHEET_WIDTH - LEFT - COLUMN.right - 5, COLUMN.height)
WHOLE = Frame(LEFT, TOP, SHEET_WIDTH - 2 * LEFT, COLUMN.height)
REMARKS = "Remarques"
LINES_FOR_REMARKS = 12


def proof(procedure: Procedure, around: Surroundings) -> bytes:
    """Print every text and every branch of a procedure; printed once to count the sheets, and once to number them."""
    counted = _Sheets(procedure, around)
    counted.print()
    counted.press.close()
    numbered = _Sheets(procedure, around, counted.count)
    numbered.print()
    return numbered.press.finish()


class _Sheets:
    """The sheets of one proof, under way."""

    def __init__(self, procedure: Procedure, around: Surroundings, total: int = 0) -> None:
        self.procedure = procedure
        self.around = around
        self.total = total
        self.count = 0
        self.press = Press(f"Épreuve{NBSP}: {procedure.titre}", around.now)
        self.setter = Setter(self.press)

    def print(self) -> None:
        """Print what the guide is, its picture, then everything it says."""
        procedure, around = self.procedure, self.around
        self.setter.pour_all([*identity(procedure, around), *verification(procedure, around)], self._with_margin())
        drawing = drawn_for(self.press, procedure, WHOLE.width)
        plates(self.press, drawing, self._whole())
        self.setter.pour_all(_body(procedure, around), self._with_margin())

    def _with_margin(self) -> Iterator[Frame]:
        while True:
            self._sheet()
            self.press.rule((MARGIN.x - 2, MARGIN.y), (MARGIN.x - 2, MARGIN.bottom))
            self.press.say(MARGIN.x, MARGIN.y, REMARKS, Face(SMALL))
            yield COLUMN

    def _whole(self) -> Iterator[Frame]:
        while True:
            self._sheet()
            yield WHOLE

    def _sheet(self) -> None:
        """Take a sheet, with the title, the day and its number at the top: sheets get separated."""
        self.press.sheet()
        self.count += 1
        face = Face(SMALL)
        right = f"{day_in_words(self.around.now.date())}, page{NBSP}{self.count} sur{NBSP}{self.total}"
        x = WHOLE.right - self.press.width(right, face)
        title = self.press.readable(self.procedure.court or self.procedure.titre)
        room = x - LEFT - 6
        line = wrap(f"Épreuve{NBSP}: {title}", lambda text: self.press.width(text, face) <= room)[0]
        self.press.say(LEFT, TOP - 11, line, face)
        self.press.say(x, TOP - 11, right, face)
        self.press.rule((LEFT, TOP - 4.5), (WHOLE.right, TOP - 4.5))


def _body(procedure: Procedure, around: Surroundings) -> list[Block]:
    ledger = Ledger(procedure)
    said_first = [
        *before(procedure, around, ledger),
        *channels(procedure, ledger),
        *delegations(procedure, around, ledger),
        *deadlines(procedure, ledger),
        *questions(procedure, ledger),
        *documents(procedure, ledger),
        *steps(procedure, ledger),
        *kept(procedure, ledger),
        *help_places(procedure, ledger),
    ]
    return [*said_first, *to_confirm(ledger), *sources(procedure), *diary(procedure), *_to_sign()]


def _to_sign() -> Sequence[Block]:
    """Return the room for what the team decides."""
    choices = ("À publier", "À corriger d’abord", "À retirer")
    return (
        part("Ce que l’équipe décide"),
        *(item(Run(words), mark=Mark.SQUARE, before=2.0) for words in choices),
        *(to_write(before=0.5) for _ in range(LINES_FOR_REMARKS)),
    )
