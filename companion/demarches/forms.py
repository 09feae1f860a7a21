"""Listens to the pages of visits: gestures on a démarche, and what is decided before parting."""

from collections.abc import Sequence
from datetime import date

from werkzeug.datastructures import MultiDict
from wtforms import Form, StringField
from wtforms.validators import Length

from companion.demarches.rules.gestures import Said
from companion.demarches.rules.handover import LONGEST
from companion.demarches.rules.leaving import Level
from companion.demarches.rules.parting import LONGEST_LABEL, Parting, Sheet
from companion.demarches.rules.pictures import chosen
from companion.errors import Refused
from companion.procedures.forms import Guarded, consultation
from companion.procedures.rules.run import Blocked

ONCE = 32
"""Hexadecimal signs of what makes a form count once."""
TWO_PICTURES = "Il faut deux images, choisies par la personne, pour retrouver ce fil sans la feuille."
NEXT_IS_PAST = "La prochaine date est déjà passée. Corrigez-la, ou videz-la."
NO_SUCH_DAY = "Cette date n’existe pas. Corrigez-la, ou videz-la."
TOO_FAR = "La prochaine date est dans plus d’un an. Le fil ne se garde pas si longtemps : donnez une date plus proche, ou aucune."
NO_SHEET_YET = "Cette personne n’a pas encore de feuille qui ouvre ce fil. Donnez-lui-en une, ou choisissez « sans papier »."
DANGER_UNSAID = "« Danger vital » est coché, mais la note est vide. Écrivez en une phrase quel est le danger."
FOR_NOBODY = (
    "Des images, une étiquette ou une note sont remplies pour l’équipe, mais la réponse est « Non ». "
    "Demandez encore à la personne : si c’est oui, choisissez « Oui » ; si c’est non, videz ces champs."
)
ENDS_EVERYTHING = (
    "Sans feuille et sans l’équipe, plus rien n’ouvrirait ce fil, qui existait avant cette visite : tout serait perdu. "
    "Gardez sa feuille ou l’équipe ; si la personne veut tout effacer, passez par « Effacer, à la demande de la personne »."
)
FARTHEST_DAYS = 365


def one_line(said: str | None) -> str:
    """Return what was typed on one line."""
    return " ".join((said or "").replace("\0", "").split())


class StuckForm(Form):
    """What blocks a step: one sentence at most, beside the obstacle."""

    note = StringField(
        "Une précision, si elle sert (280 signes)",
        filters=[one_line],
        validators=[Length(max=LONGEST, message="Cette phrase dépasse 280 signes. Raccourcissez-la."), Guarded()],
    )


class PartingForm(Form):
    """The two texts of a closing; all the rest is chosen."""

    etiquette = StringField(
        "Comment l’équipe le reconnaîtra (40 signes)",
        filters=[one_line],
        validators=[Length(max=LONGEST_LABEL, message="Cette étiquette dépasse 40 signes. Raccourcissez-la."), Guarded()],
    )
    passage = StringField(
        "Note de passage pour les collègues (280 signes)",
        filters=[one_line],
        validators=[Length(max=LONGEST, message="Cette note dépasse 280 signes. Raccourcissez-la."), Guarded()],
    )


def gesture(form: MultiDict[str, str]) -> Said:
    """Read what a page says of a démarche."""
    said = consultation(form)
    return Said(said.answers, said.ticks, said.since, said.language)


def ways(form: MultiDict[str, str], name: str) -> tuple[Blocked, ...]:
    """Read the ways out that were taken, or given up, with this gesture."""
    return consultation(MultiDict([("bloquer", one) for one in form.getlist(name)])).blocked


def once(form: MultiDict[str, str]) -> bytes:
    """Read what makes a form count once; a form without it counts each time."""
    try:
        return bytes.fromhex(form.get("fois", "")[:ONCE])
    except ValueError:
        return b""


def parting(form: MultiDict[str, str], texts: PartingForm, today: date, *, has_sheet: bool, begun_here: bool = True) -> Parting:
    """Read what was decided before parting, or refuse with the sentence that says what is missing, or what would be lost."""
    sheet = _sheet(form, has_sheet=has_sheet)
    team = form.get("equipe") == "oui"
    pictures = chosen(form.getlist("image"))
    if missing := _missing(form, texts, pictures):
        raise Refused(missing)
    if sheet is Sheet.NONE and not team and not begun_here:
        raise Refused(ENDS_EVERYTHING)
    return Parting(
        sheet=sheet,
        level=Level.COMPLET if form.get("niveau") == "complet" else Level.DISCRET,
        team=team,
        next_on=_next(form.get("prochaine", ""), today),
        next_what=one_of(form.get("pour", ""), form.getlist("etape")),
        pictures=pictures or (),
        label=texts.etiquette.data or "",
        note=texts.passage.data or "",
        danger=form.get("danger") == "oui",
        once=once(form).hex(),
    )


def _missing(form: MultiDict[str, str], texts: PartingForm, pictures: tuple[str, str] | None) -> str:
    """Say what is missing for what was asked, or what was written for a team that will not keep it: nothing is dropped in silence."""
    if form.get("equipe") == "oui":
        if form.get("danger") == "oui" and not texts.passage.data:
            return DANGER_UNSAID
        return "" if pictures or (form.get("images_gardees") and not form.getlist("image")) else TWO_PICTURES
    written = (texts.etiquette.data or "", form.get("vu-etiquette", "")), (texts.passage.data or "", one_line(form.get("vu-passage")))
    told = any(now not in {"", before} for now, before in written)
    return FOR_NOBODY if told or form.getlist("image") else ""


def one_of(said: str, among: Sequence[str]) -> str:
    """Return what was chosen, if it is one of what was offered."""
    return said if said in among else ""


def _sheet(form: MultiDict[str, str], *, has_sheet: bool) -> Sheet:
    said = form.get("feuille", "")
    found = Sheet(said) if said in {one.value for one in Sheet} else (Sheet.SAME if has_sheet else Sheet.NEW)
    if found is Sheet.SAME and not has_sheet:
        raise Refused(NO_SHEET_YET)
    return found


def _next(said: str, today: date) -> date | None:
    if not said.strip():
        return None
    try:
        day = date.fromisoformat(said.strip())
    except ValueError:
        raise Refused(NO_SUCH_DAY) from None
    if day < today:
        raise Refused(NEXT_IS_PAST)
    if (day - today).days > FARTHEST_DAYS:
        raise Refused(TOO_FAR)
    return day
