"""Listens to the pages of a guide; what makes no sense is dropped, never an error."""

import re
from dataclasses import dataclass, field
from datetime import date

from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectMultipleField, StringField
from wtforms.validators import Length, Optional, Regexp, ValidationError

from companion.procedures.rules.attempt import ROUTES, SIGNS, TOLD
from companion.procedures.rules.run import Blocked
from companion.procedures.rules.translation import LANGUAGES
from companion.web.choices import choices_of

MOST_FIELDS = 400
LONGEST_VALUE = 80
LONGEST_NOTE = 280
FIRST_YEAR, LAST_YEAR = 2000, 2100
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_BLOCKED = re.compile(r"([a-z0-9-]{1,80})\.(\d{1,2})")


@dataclass(frozen=True)
class Consultation:
    """What a consultation page carries: nothing of it is ever written down."""

    answers: dict[str, str] = field(default_factory=dict)
    ticks: dict[str, str] = field(default_factory=dict)
    blocked: tuple[Blocked, ...] = ()
    since: dict[str, date] = field(default_factory=dict)
    discreet: bool = True
    language: str = ""
    """The person's language, beside French."""


def consultation(said: MultiDict[str, str]) -> Consultation:
    """Read a consultation page; the last way out chosen comes last."""
    pairs = [(name, value) for name, value in said.items(multi=True) if len(value) <= LONGEST_VALUE][:MOST_FIELDS]
    freed = set(said.getlist("debloquer"))
    ways = [*said.getlist("bloque"), *said.getlist("bloquer")][:MOST_FIELDS]
    return Consultation(
        answers=_prefixed(pairs, "q-"),
        ticks=_prefixed(pairs, "fait-"),
        blocked=tuple(_blocked(way) for way in ways if way not in freed and _BLOCKED.fullmatch(way)),
        since={name: day for name, value in _prefixed(pairs, "date-").items() if (day := _day(value))},
        discreet=said.get("niveau") != "complet",
        language=next((code for code in LANGUAGES if code == said.get("langue")), ""),
    )


def _prefixed(pairs: list[tuple[str, str]], prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): value for name, value in pairs if name.startswith(prefix) and value}


def _blocked(way: str) -> Blocked:
    step, _, rank = way.rpartition(".")
    return Blocked(step, int(rank))


def _day(value: str) -> date | None:
    if not _DAY.fullmatch(value):
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


@dataclass(frozen=True)
class AttemptSaid:
    """What the worker says of an attempt that failed, in French sentences."""

    signs: tuple[str, ...] = ()
    note: str = ""
    attempts: int | None = None
    shut: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


class Guarded:
    """Refuses a text that holds a secret, and offers the same text without it."""

    def __call__(self, _form: Form, field: StringField) -> None:
        """Look at the text; what is refused is masked in the field itself."""
        from companion.guard.rules import look_at, sentence_for  # noqa: PLC0415 (the guard is loaded only when somebody writes)

        seen = look_at(field.data or "")
        if seen.refused:
            field.data = seen.masked
            raise ValidationError(sentence_for(seen))


class AttemptForm(Form):
    """The « attestation de tentative »: a few choices and one short sentence."""

    signes = SelectMultipleField("Ce que l’écran ou la ligne a dit", choices=choices_of(SIGNS), validate_choice=False)
    note = StringField(
        "Une précision (280 signes)",
        filters=[lambda said: " ".join((said or "").replace("\0", "").split())],
        validators=[Length(max=LONGEST_NOTE, message="Cette phrase dépasse 280 signes. Raccourcissez-la."), Guarded()],
    )
    essais = StringField(
        "Nombre d’essais",
        validators=[Optional(), Regexp(r"\s*[1-9][0-9]?\s*\Z", message="Écrivez un nombre entre 1 et 99, ou rien.")],
    )
    fermes = SelectMultipleField("Voies fermées", choices=choices_of(ROUTES), validate_choice=False)
    prevenus = SelectMultipleField("Qui a été prévenu", choices=choices_of(TOLD), validate_choice=False)

    def said(self) -> AttemptSaid:
        """Return what was said, in the order of the lists."""
        return AttemptSaid(
            signs=tuple(SIGNS[code] for code in SIGNS if code in (self.signes.data or ())),
            note=self.note.data or "",
            attempts=int(self.essais.data) if self.essais.data and self.essais.data.strip() else None,
            shut=tuple(ROUTES[code] for code in ROUTES if code in (self.fermes.data or ())),
            told=tuple(TOLD[code] for code in TOLD if code in (self.prevenus.data or ())),
        )
