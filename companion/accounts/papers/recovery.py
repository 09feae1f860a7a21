"""The « feuille de secours »: the way back in of a worker who forgot the words. It never carries them."""

from companion.accounts.papers.parts import PAGE, Grid, below, moment_of, name_of, part, sentence, set_all
from companion.accounts.rules.prints import SignInSheet, day_in_figures, groups_of
from companion.press.blocks import Block, heading, said
from companion.press.document import Frame, Press
from companion.press.flow import Setter
from companion.typography import french

TITLE = "Feuille de secours"
GRID = Grid(across=2, size=40.0)
"""Tired eyes copy these signs."""
INSIDE = 4.0
SIGNS = (
    "Six groupes de cinq signes. 0 est toujours zéro et 1 est toujours un : il n'y a ni O, ni I, ni L, ni U. "
    "Majuscules ou minuscules, c'est pareil."
)


def recovery_sheet(sheet: SignInSheet) -> bytes:
    """Print the sheet that a worker takes home."""
    press = Press(TITLE, moment_of(sheet.day))
    setter = Setter(press)
    press.sheet()
    y = set_all(setter, _top(sheet), PAGE) + INSIDE
    y = _draw_signs(press, groups_of(sheet.sheet), below(PAGE, y))
    set_all(setter, _advice(sheet), below(PAGE, y + INSIDE))
    return press.finish()


def _top(sheet: SignInSheet) -> tuple[Block, ...]:
    return (
        heading(TITLE, size=24.0),
        *name_of(sheet.association),
        sentence(f"Faite le {day_in_figures(sheet.day)}", before=1.0),
        sentence("Votre nom pour vous connecter :", before=3.0),
        said(sheet.sign_in_name, bold=True, size=32.0),
    )


def _draw_signs(press: Press, groups: tuple[str, ...], room: Frame) -> float:
    """Draw the box of the six groups, and return where it ends."""
    box = Frame(room.x, room.y, room.width, GRID.height(len(groups)) + INSIDE)
    press.box(box, 0.7)
    GRID.draw(press, groups, Frame(box.x + INSIDE, box.y + INSIDE / 2, box.width - INSIDE, box.height))
    return box.bottom


def _advice(sheet: SignInSheet) -> tuple[Block, ...]:
    return (
        said(french(SIGNS)),
        *part(
            "À quoi elle sert",
            f"À rentrer si vous oubliez vos {sheet.count_of_words} mots. Vos mots ne sont pas sur cette feuille.",
            "Où la taper : « Se connecter », puis « Feuille de secours ». Si un signe est faux, l'écran dit où relire.",
        ),
        *part(
            "Où la garder",
            "Chez vous, ou dans une enveloppe fermée.",
            "Jamais à côté de l'ordinateur, ni dans le sac qui le transporte.",
            "Jamais en photo, jamais recopiée dans un téléphone ou un message.",
        ),
        *part(
            "Perdue, ou vue par quelqu'un ?",
            "Le jour même, connectez-vous avec vos mots et imprimez-en une nouvelle. "
            "Dès que vous l'avez recopiée à l'écran, celle-ci ne marche plus.",
            "Si vous n'avez plus vos mots non plus, voyez un ou une collègue de l'équipe, en personne.",
        ),
        sentence("Personne ne vous demandera jamais ces signes, ni par téléphone, ni par message.", before=3.2),
    )
