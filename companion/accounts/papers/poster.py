"""The poster for the wall, read from two metres: four words, what they are for, and the rule of the house."""

from dataclasses import dataclass

from companion.accounts.papers.parts import below, moment_of, set_all
from companion.accounts.rules.prints import Poster, day_in_figures, on_one_line
from companion.press.blocks import Block, said
from companion.press.document import SHEET_HEIGHT, SHEET_WIDTH, Frame, Press
from companion.press.flow import ROUNDING, Setter
from companion.typography import french

TITLE = "Les quatre mots"
SIDE = 16.0
WALL = Frame(SIDE, 14.0, SHEET_WIDTH - 2 * SIDE, SHEET_HEIGHT - 26.0)
SIZES = ((40.0, 72.0, 30.0), (32.0, 72.0, 28.0), (28.0, 66.0, 28.0), (24.0, 64.0, 26.0), (20.0, 60.0, 24.0), (16.0, 60.0, 24.0))
"""Points for the name of the association, the four words and the sentences, the largest first: the first that fits is printed."""
SENTENCES = (
    "Ces quatre mots sont aussi sur votre feuille. S'ils sont différents, dites-le-nous.",
    "Ici, personne ne vous demandera vos codes.",
    "Ici, chaque personne est reçue seule au début. C'est la règle pour tous.",
)
INSIDE = 4.0
KICKER = 26.0


def poster(values: Poster) -> bytes:
    """Print the poster, with everything as large as the sheet allows."""
    press = Press(TITLE, moment_of(values.day))
    setter = Setter(press)
    press.sheet()
    plans = [_plan(values, sizes) for sizes in SIZES]
    plan = next((plan for plan in plans if plan.height(setter) <= WALL.height + ROUNDING), plans[-1])
    plan.draw(setter)
    return press.finish()


@dataclass(frozen=True)
class _Plan:
    """The poster in one choice of sizes: whose words, the four words in a box, the sentences, the day."""

    title: tuple[Block, ...]
    words: tuple[Block, ...]
    sentences: tuple[Block, ...]
    foot: tuple[Block, ...]

    def height(self, setter: Setter) -> float:
        """Return the room it takes, in mm."""
        boxed = setter.height(self.words, WALL.width - INSIDE)
        return boxed + 5 * INSIDE + sum(setter.height(part, WALL.width) for part in (self.title, self.sentences, self.foot))

    def draw(self, setter: Setter) -> None:
        """Set it on the sheet, its day at the bottom."""
        y = set_all(setter, self.title, WALL) + INSIDE
        box = Frame(WALL.x, y, WALL.width, setter.height(self.words, WALL.width - INSIDE) + INSIDE)
        setter.press.box(box, 1.0)
        set_all(setter, self.words, Frame(box.x + INSIDE, box.y + INSIDE / 2, box.width - INSIDE, box.height))
        set_all(setter, self.sentences, below(WALL, box.bottom + 2 * INSIDE))
        set_all(setter, self.foot, below(WALL, WALL.bottom - setter.height(self.foot, WALL.width)))


def _plan(values: Poster, sizes: tuple[float, float, float]) -> _Plan:
    name, word, text = sizes
    return _Plan(
        _title(on_one_line(values.association), name),
        tuple(said(one, bold=True, size=word) for one in values.fingerprint_words),
        tuple(said(french(one), size=text, before=3.0) for one in SENTENCES),
        (said(f"Affiche du {day_in_figures(values.day)}"),),
    )


def _title(name: str, size: float) -> tuple[Block, ...]:
    """Return whose words these are; an association without a name yet says « nos »."""
    if not name:
        return (said("Nos quatre mots", bold=True, size=size),)
    return (said("Les quatre mots de", size=min(size, KICKER)), said(name, bold=True, size=size))
