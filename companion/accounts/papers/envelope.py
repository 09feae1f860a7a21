"""The association's envelope: the sheet that goes inside, folded over its signs, then what is written outside.

The sheet is folded in three, as a letter: the lower third goes up, the upper
third comes down over it.  The signs stand in the middle third, so that they end
between two thicknesses, and no sign lies on a fold.
"""

from companion.accounts.papers.parts import PAGE, SIDE, Grid, below, moment_of, name_of, part, sentence, set_all
from companion.accounts.rules.prints import EnvelopeSheet, day_in_figures, groups_of
from companion.press.blocks import REST, Block, Run, heading, notice, said, to_write
from companion.press.codes import draw_code
from companion.press.document import SHEET_HEIGHT, SHEET_WIDTH, Frame, Press
from companion.press.flow import Setter
from companion.typography import NBSP, french

TITLE = "Enveloppe de secours"
THIRD = SHEET_HEIGHT / 3
AWAY = 9.0
"""Room in mm between a fold and any word or square."""
GRID = Grid(across=3, size=22.0)
SQUARE = 40.0
"""Side in mm of the square with its white margin: 30 mm of black remain."""
UPPER, MIDDLE, LOWER = (Frame(SIDE, rank * THIRD + AWAY, SHEET_WIDTH - 2 * SIDE, THIRD - 2 * AWAY) for rank in range(3))


def envelope(values: EnvelopeSheet) -> bytes:
    """Print the sheet to put in the envelope, then the words to put on it."""
    press = Press(TITLE, moment_of(values.day))
    setter = Setter(press)
    press.sheet()
    _draw_folds(press)
    setter.pour(_what_for(values), UPPER)
    _draw_signs(setter, values)
    setter.pour(_witnesses(values), LOWER)
    press.sheet()
    set_all(setter, _outside(values), PAGE)
    return press.finish()


def _draw_folds(press: Press) -> None:
    for y in (THIRD, 2 * THIRD):
        press.dashes((4.5, y), (14.5, y))
        press.dashes((SHEET_WIDTH - 14.5, y), (SHEET_WIDTH - 4.5, y))


def _what_for(values: EnvelopeSheet) -> tuple[Block, ...]:
    return (
        heading(TITLE, size=20.0),
        *name_of(values.association, before=0.0),
        _told("Ce qu'elle ouvre :", "tout ce que l'équipe garde sur les personnes."),
        _told("Quand :", "seulement si plus aucun membre de l'équipe ne peut se connecter."),
        _told("Par qui :", "deux personnes ensemble, dont une du conseil d'administration, sur la page « Se connecter »."),
        _told("Jamais", "pour gagner du temps, ni à la demande d'un appel ou d'un message."),
    )


def _told(label: str, text: str) -> Block:
    return Block((Run(french(label), bold=True), Run(f" {french(text)}")), before=1.5)


def _draw_signs(setter: Setter, values: EnvelopeSheet) -> None:
    """Draw the signs in the middle third, beside the square that holds the same ones."""
    y = set_all(setter, (sentence("Les signes, à taper groupe après groupe :"),), MIDDLE) + 2
    groups = groups_of(values.sheet)
    GRID.draw(setter.press, groups, Frame(MIDDLE.x, y, MIDDLE.width - SQUARE, SQUARE))
    draw_code(setter.press, "-".join(groups), Frame(MIDDLE.right - SQUARE, y, SQUARE, SQUARE))
    words = f"{NBSP}{NBSP}".join(values.fingerprint_words)
    blocks = (
        sentence("Le carré contient les mêmes signes. Ne le lisez jamais avec un téléphone : il garde ce qu'il lit."),
        Block((Run(french("Quatre mots pour vérifier : ")), Run(words, bold=True)), before=2.0),
        sentence("Si l'écran en montre d'autres, ne tapez rien et prévenez l'équipe.", before=0.0),
    )
    setter.pour(blocks, below(MIDDLE, y + SQUARE + 1))


def _witnesses(values: EnvelopeSheet) -> tuple[Block, ...]:
    return (
        *part(
            "Fermer l'enveloppe, à deux",
            "Recopiez d'abord les signes à l'écran, qui les essaie.",
            "Pliez le tiers du bas vers le haut, puis le tiers du haut par-dessus : les signes sont à l'intérieur.",
            "Glissez cette feuille dans une enveloppe opaque et collez le rabat. Signez à deux en travers du rabat.",
            "Collez au dos le texte de la deuxième page.",
        ),
        sentence(f"Fait le {day_in_figures(values.day)}, en présence de :", before=3.0),
        *_signatures(),
    )


def _signatures() -> tuple[Block, ...]:
    runs = (Run(f"Nom{NBSP}:"), Run(rule=65.0), Run(f"{NBSP}{NBSP}Signature{NBSP}:"), Run(rule=REST))
    return (Block(runs, before=1.0), Block(runs, before=1.0))


def _outside(values: EnvelopeSheet) -> tuple[Block, ...]:
    """Say what is written on the envelope: anybody may read it, and it holds nothing secret."""
    return (
        sentence("À découper et à coller sur l'enveloppe, ou à recopier dessus."),
        heading(TITLE, size=26.0, before=8.0),
        *name_of(values.association, before=0.0, size=16.0),
        said(f"Fermée le {day_in_figures(values.day)}", size=16.0, before=3.0),
        notice(french("À n'ouvrir qu'à deux, dont une personne du conseil d'administration."), before=5.0),
        *part(
            "Quand l'ouvrir",
            "Seulement si plus aucun membre de l'équipe ne peut se connecter à Compagnon.",
            "Jamais à la demande d'un appel, d'un message ou d'une seule personne.",
        ),
        *part(
            "Où la garder",
            "Sous clé, chez une personne du conseil d'administration ou dans un coffre.",
            "Jamais dans la pièce de l'ordinateur, jamais photographiée.",
        ),
        *part(
            "Ouverte, déchirée ou perdue ?",
            "Prévenez l'équipe et le conseil d'administration le jour même.",
            "Un membre imprime une nouvelle enveloppe : l'ancienne n'ouvre plus ce qui s'écrit ensuite.",
        ),
        to_write(f"Téléphone{NBSP}:", before=2.0),
        *_closed_then_opened(),
    )


def _closed_then_opened() -> tuple[Block, ...]:
    both = (Run(f"Par{NBSP}:"), Run(rule=70.0), Run(f"{NBSP}{NBSP}et par{NBSP}:"), Run(rule=REST))
    return (
        *part("Fermée par", "Signez ici, puis en travers du rabat : moitié sur l'enveloppe, moitié sur le rabat."),
        *_signatures(),
        *part("Si elle est ouverte", "Notez-le ici. Quand la nouvelle enveloppe est fermée, détruisez celle-ci."),
        to_write(f"Ouverte le{NBSP}:", before=1.0),
        Block(both),
        to_write(f"Pourquoi{NBSP}:"),
    )
