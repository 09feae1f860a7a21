"""The parts of a procedure file: channels, deadlines, questions, what a step may say.

Keys are French, since their authors and reviewers are French-speaking social
workers; this model and its neighbours are where the glossary lets French in.
"""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StrictBool, StrictInt, StringConstraints

from companion.procedures.rules.codes import (
    ChannelKind,
    DayCount,
    Existence,
    Obstacle,
    SaveMeans,
    Weekday,
)
from companion.procedures.rules.texts import (
    Conditional,
    DayOfYear,
    Duration,
    Evidence,
    Hour,
    Phone,
    Sheet,
    Slug,
    Text,
    Url,
)


class Device(Sheet):
    """What machine a channel asks for: whether a phone will do, whether a card reader is needed."""

    telephone: Existence = "inconnu"
    lecteur: Existence = "inconnu"
    texte: Text | None = None


class Channel(Evidence):
    """One way to reach the institution; the three non-digital ones are always mentioned."""

    id: Slug
    type: ChannelKind
    existe: Existence = "oui"
    nom: Text | None = None
    url: Url | None = None
    acces: Text | None = None
    numero: Phone | None = None
    adresse: Text | None = None
    horaires: Text | None = None
    comment: Text | None = None
    cout: Text | None = None
    recommande: StrictBool = False
    appareil: Device | None = None


class DelegationUse(Evidence):
    """What an official delegation of the shared catalogue is worth for this procedure."""

    mecanisme: Slug
    existe: Existence
    conditions: Text | None = None
    signature: StrictBool = False
    """True when the mandate officially covers signing in the person's place."""


class SaveTheDate(Evidence):
    """One way to stop the clock when the normal route is shut or stuck."""

    moyen: SaveMeans
    texte: Text
    accepte: Existence = "inconnu"


class _Deadline(Evidence, Conditional):
    id: Slug
    titre: Text | None = None
    si_ferme: Text | None = None
    sauver_la_date: tuple[SaveTheDate, ...] | Literal["aucun"] = ()


class Weekly(_Deadline):
    """Open at one hour on some days of each week."""

    type: Literal["hebdomadaire"]
    jours: Annotated[tuple[Weekday, ...], Field(min_length=1)]
    heure: Hour
    duree_min: Annotated[StrictInt, Field(ge=1, le=1440)]


class Monthly(_Deadline):
    """Open from one day of each month to another, possibly of the next month."""

    type: Literal["mensuelle"]
    du: Annotated[StrictInt, Field(ge=1, le=31)]
    au: Annotated[StrictInt, Field(ge=1, le=31)]
    exceptions: dict[Annotated[int, Field(ge=1, le=12)], Annotated[StrictInt, Field(ge=1, le=31)]] = Field(default_factory=dict)
    """Month number → opening day for that month."""
    ouvre_a: Hour | None = None
    ferme_a: Hour | None = None


class Yearly(_Deadline):
    """Open once a year."""

    type: Literal["annuelle"]
    ouvre: DayOfYear
    ferme: DayOfYear
    ouvre_a: Hour | None = None
    ferme_a: Hour | None = None


class Relative(_Deadline):
    """A delay that runs from something that happens to the person, or a window counted back from a date of theirs.

    A letter for example, or the end of a permit: `apres` or `avant`, never both (lint E01).
    """

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["apres"]}, {"required": ["avant"]}]})

    type: Literal["relative"]
    apres: Slug | None = None
    avant: Slug | None = None
    evenement: Text
    """What to look for, in words: « la date sur la lettre de décision », « la date de fin du titre »."""
    ouvre_avant: Duration | None = None
    """With `avant`: how long before the date one may begin to act; without it, as early as one likes."""
    delai: Duration
    """With `avant`: the last day to act is that long before the date."""
    jours: DayCount = "calendrier"

    @property
    def counts_back(self) -> bool:
        """Tell whether the days are counted back from a date."""
        return self.avant is not None


Deadline = Annotated[Weekly | Monthly | Yearly | Relative, Field(discriminator="type")]


class Choice(Sheet):
    """One answer: its label, and the same in the middle of a sentence (« si … »)."""

    texte: Text
    si: Text | None = None


AnswerId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class Question(Conditional):
    """Something the route depends on; « je ne sais pas » is always possible and not listed."""

    id: Slug
    texte: Text
    aide: Text | None = None
    choix: Annotated[dict[AnswerId, Text | Choice], Field(min_length=2, max_length=8)]


class Document(Evidence, Conditional):
    """A document of the person that the procedure asks for."""

    id: Slug
    nom: Text
    ou: Text | None = None


class Trap(Evidence):
    """What goes wrong for those who do not know."""

    id: Slug
    texte: Text
    diffusion: Literal["locale", "partagee"] | None = None


class Hint(Evidence):
    """What the screen or the form asks at this step, told to the worker."""

    id: Slug
    texte: Text


class WayOut(Sheet):
    """What to do when a step is stuck: the sign seen, then a step or a channel."""

    signe: Text
    alors: Slug
    obstacle: Obstacle
    texte: Text | None = None


class Warned(Evidence):
    """Somebody the institution will write to after this step."""

    qui: Text
    texte: Text | None = None


class Crossed(Evidence):
    """Something the institution checks against another register; never advice on what to answer."""

    texte: Text


class UsualTime(Evidence):
    """Minutes usually taken, by mode; shown beside the modes, never used to judge anybody."""

    personne: StrictInt | None = None
    avec: StrictInt | None = None
    a_la_place: StrictInt | None = None
