"""Two cards to cut: the words to learn then destroy, and the numbers that serve once each."""

from collections.abc import Sequence
from datetime import UTC, datetime

from companion.accounts.papers.parts import PAGE, SIDE, TOP, below, moment_of, name_of, part, sentence, set_all
from companion.accounts.rules.prints import NumberCard, PassphraseCard, day_in_figures
from companion.press.blocks import Block, Run, said
from companion.press.document import SHEET_HEIGHT, SHEET_WIDTH, Face, Frame, Press
from companion.press.flow import ROUNDING, Setter
from companion.typography import NBSP, french

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""The moment of a paper without a day: always the same, so it tells nothing."""
LEARN = "Inventez une petite histoire avec ces mots, dans l'ordre. Redites-la ce soir, demain, dans trois jours."
BESIDE = "Découpez la carte sur les tirets. Gardez-la sur vous, jamais en photo. Quand vous savez vos mots, déchirez-la en petits morceaux."
QUARTER = Frame(0.0, 0.0, SHEET_WIDTH / 2, SHEET_HEIGHT / 2)
WALLET = Frame(SIDE, TOP + 10, 85.0, 110.0)
MIDDLE = WALLET.y + WALLET.height / 2
EDGE = 3.0
"""Room in mm between the words of a card and where it is cut or folded."""
LINE = Face(12.0)
RANK_WIDTH = 7.0
GAP = 1.8
"""Between a rank and its number, in mm."""
COLUMNS, ROWS = 3, 7
HALF = COLUMNS * ROWS


def passphrase_card(card: PassphraseCard) -> bytes:
    """Print a quarter of a sheet: the name to sign in, and the words."""
    press = Press("À apprendre, puis à détruire", UNDATED)
    setter = Setter(press)
    press.sheet()
    press.dashes((QUARTER.right, 0), (QUARTER.right, QUARTER.bottom))
    press.dashes((0, QUARTER.bottom), (QUARTER.right, QUARTER.bottom))
    y = set_all(setter, _words(card), QUARTER.shrunk(10.0))
    beside = Frame(QUARTER.right + 10, 10.0, QUARTER.width - 20, SHEET_HEIGHT - 20)
    rest = _set_name(setter, card.association, below(QUARTER.shrunk(10.0), y))
    set_all(setter, (sentence(BESIDE), *rest), beside)
    return press.finish()


def _words(card: PassphraseCard) -> tuple[Block, ...]:
    words = (said(f"{rank}.{NBSP}{word}", bold=True, size=20.0) for rank, word in enumerate(card.words, 1))
    return (
        said("À apprendre, puis à détruire", bold=True, size=15.0),
        said("Votre nom pour vous connecter", before=3.0),
        said(card.sign_in_name, bold=True, size=20.0),
        said(french("Vos mots, dans l'ordre"), before=3.0),
        *words,
        sentence(LEARN, before=3.0),
    )


def _set_name(setter: Setter, association: str, room: Frame) -> tuple[Block, ...]:
    """Set the name of the association where a card has room left for it, else return it to be set beside the card."""
    name = name_of(association, before=0.0)
    needed = setter.height(name, room.width)
    if needed > room.height + ROUNDING:
        return name_of(association, before=3.0)
    setter.pour(name, below(room, room.bottom - needed))
    return ()


def number_card(card: NumberCard) -> bytes:
    """Print the wallet card, folded to the size of a bank card; more numbers than one holds go to another sheet."""
    press = Press("Carte de numéros", moment_of(card.made_on))
    setter = Setter(press)
    for start in range(0, len(card.numbers), 2 * HALF):
        press.sheet()
        _draw_edges(press)
        _draw_numbers(setter, card, card.numbers[start : start + 2 * HALF])
        rest = _set_name(setter, card.association, below(_half(MIDDLE), MIDDLE + EDGE + ROWS * LINE.leading + 1))
        set_all(setter, (*rest, *_advice()), below(PAGE, WALLET.bottom + 8))
    return press.finish()


def _draw_edges(press: Press) -> None:
    """Draw where to cut, and beside the card where to fold."""
    press.say(SIDE, TOP, press.readable(french("Découpez sur les tirets, puis pliez en deux, les numéros à l'intérieur.")), LINE)
    for start, end in (
        ((WALLET.x, WALLET.y), (WALLET.right, WALLET.y)),
        ((WALLET.x, WALLET.bottom), (WALLET.right, WALLET.bottom)),
        ((WALLET.x, WALLET.y), (WALLET.x, WALLET.bottom)),
        ((WALLET.right, WALLET.y), (WALLET.right, WALLET.bottom)),
        ((WALLET.x - 8, MIDDLE), (WALLET.x - 2, MIDDLE)),
        ((WALLET.right + 2, MIDDLE), (WALLET.right + 8, MIDDLE)),
    ):
        press.dashes(start, end)


def _half(top: float) -> Frame:
    """Return the room of one half of the card: no word lies on the fold."""
    return Frame(WALLET.x + EDGE, top + EDGE, WALLET.width - 2 * EDGE, WALLET.height / 2 - 2 * EDGE)


def _draw_numbers(setter: Setter, card: NumberCard, numbers: Sequence[tuple[int, str]]) -> None:
    """Draw who the card serves, then one half of the numbers above the fold and the other under it."""
    upper, lower = _half(WALLET.y), _half(MIDDLE)
    who = Block((Run(card.sign_in_name, bold=True), Run(f" ({day_in_figures(card.made_on)})")))
    y = set_all(setter, (who, said(french("Dans l'ordre. Rayez ce qui a servi."))), upper)
    _draw_columns(setter.press, numbers[:HALF], below(upper, y + 1))
    _draw_columns(setter.press, numbers[HALF:], lower)


def _draw_columns(press: Press, numbers: Sequence[tuple[int, str]], room: Frame) -> None:
    for place, (rank, number) in enumerate(numbers):
        x, y = room.x + place // ROWS * room.width / COLUMNS, room.y + place % ROWS * LINE.leading
        shown = str(rank)
        press.say(x + RANK_WIDTH - GAP - press.width(shown, LINE), y, shown, LINE)
        press.say(x + RANK_WIDTH, y, f"{number[:3]}{NBSP}{number[3:]}", Face(LINE.size, bold=True))


def _advice() -> tuple[Block, ...]:
    return (
        *part(
            "Comment s'en servir",
            "À la connexion, après vos mots, tapez le premier numéro qui n'est pas rayé. Puis rayez-le : il ne sert qu'une fois.",
            "Quand il en reste cinq, imprimez une nouvelle carte.",
        ),
        *part(
            "Où la garder",
            "Sur vous, dans votre portefeuille.",
            "Jamais avec vos mots, ni avec la feuille de secours. Jamais en photo.",
        ),
        *part(
            "Perdue, ou vue par quelqu'un ?",
            "Le jour même, dites-le à l'équipe et imprimez une nouvelle carte. "
            "Dès que son premier numéro est tapé, ceux de celle-ci ne marchent plus.",
        ),
        sentence("Personne ne vous demandera jamais ces numéros, ni par téléphone, ni par message.", before=3.2),
    )
