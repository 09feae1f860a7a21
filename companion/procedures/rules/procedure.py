"""The procedure file as one value: everything the format of version 1 can say.

Keys are French, since their authors and reviewers are French-speaking social
workers; this model and its neighbours are where the glossary lets French in.
"""

from typing import Annotated, Literal

from pydantic import Field, StrictBool, StringConstraints

from companion.procedures.rules.codes import (
    Existence,
    Frequency,
    Gesture,
    Hardening,
    Method,
    Mode,
    Nature,
    Sensitivity,
    SourceKind,
    Theme,
)
from companion.procedures.rules.parts import (
    AnswerId,
    Channel,
    Choice,
    Crossed,
    Deadline,
    DelegationUse,
    Device,
    Document,
    Hint,
    Monthly,
    Question,
    Relative,
    SaveTheDate,
    Trap,
    UsualTime,
    Warned,
    WayOut,
    Weekly,
    Yearly,
)
from companion.procedures.rules.texts import (
    Conditional,
    Day,
    Duration,
    Evidence,
    Phone,
    Sheet,
    Slug,
    Text,
    Url,
)

__all__ = [
    "AnswerId",
    "Automatic",
    "Channel",
    "Choice",
    "Crossed",
    "Deadline",
    "DelegationUse",
    "Device",
    "Document",
    "Entry",
    "HelpPlace",
    "Hint",
    "Keep",
    "Monthly",
    "Prerequisite",
    "Procedure",
    "Question",
    "Relative",
    "SaveTheDate",
    "Source",
    "Step",
    "Translations",
    "Trap",
    "UsualTime",
    "Verification",
    "Warned",
    "WayOut",
    "Weekly",
    "Withdrawn",
    "Yearly",
]


class Step(Conditional):
    """One thing to do; any step can be done out of order."""

    id: Slug
    titre: Text
    nature: Nature
    hors_parcours: StrictBool = False
    canal: Slug | None = None
    qui: Annotated[tuple[Mode, ...], Field(min_length=1)]
    gestes: tuple[Gesture, ...] = ()
    consentement: Hardening | None = None
    sensibilite: tuple[Sensitivity, ...] = ()
    saisie_reservee: tuple[Text, ...] = ()
    reponse_reservee: tuple[Text, ...] = ()
    documents: tuple[Slug, ...] = ()
    echeances: tuple[Slug, ...] = ()
    deplacement: StrictBool = False
    simple: Text | None = None
    """What to say to the person, one short sentence a line, five at most."""
    simple_passe: Text | None = None
    ecran: tuple[Hint, ...] = ()
    pieges: tuple[Trap, ...] = ()
    si_bloque: tuple[WayOut, ...] = ()
    limite: Text | None = None
    garder: tuple[Slug, ...] = ()
    previent: tuple[Warned, ...] = ()
    croise: tuple[Crossed, ...] = ()
    duree_type: UsualTime | None = None
    remplace: tuple[Slug, ...] = ()


class Keep(Conditional):
    """Something the person leaves with, printed on the feuillet."""

    id: Slug
    texte: Text


class HelpPlace(Evidence):
    """A place that helps with this procedure, other than the institution."""

    nom: Text
    texte: Text | None = None
    numero: Phone | None = None
    url: Url | None = None


class Automatic(Evidence):
    """Whether the right comes by itself, without asking."""

    existe: Existence
    texte: Text


class Prerequisite(Conditional):
    """Another guide that must be finished first (« il faut d'abord… »)."""

    guide: Slug
    texte: Text | None = None


class Source(Sheet):
    """A page or a voice that facts point to."""

    titre: Text | None = None
    url: Url | None = None
    nature: SourceKind
    date: Annotated[str, StringConstraints(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")] | None = None
    """The source's own date: a year, a month or a day."""
    lu_le: Day | None = None
    empreinte: str | None = None


class Verification(Sheet):
    """Who checked the file, when, how, and for how long that is worth something."""

    le: Day
    par: Text
    """An organisation or a role, never the name of a worker."""
    methode: Method
    valable: Duration


class Entry(Sheet):
    """One line of the file's own diary."""

    le: Day
    quoi: Text


class Withdrawn(Sheet):
    """The procedure is closed to new uses."""

    le: Day
    motif: Text
    voir: Slug | None = None


class Translations(Sheet):
    """Languages in which the person's texts are expected."""

    attendues: tuple[Literal["nl", "en", "ar"], ...] = ()


class Procedure(Sheet):
    """The recipe, public: what to do, in what order, who acts, and every other way."""

    format: Literal[1]
    id: Slug
    titre: Text
    court: Text | None = None
    resume: Text
    institution: Slug
    themes: tuple[Theme, ...] = ()
    synonymes: tuple[Text, ...] = ()
    frequence: Frequency = "selon_le_cas"
    prealable: StrictBool = False
    prealables: tuple[Prerequisite, ...] = ()
    automatique: Automatic | None = None
    enjeu: Text | None = None
    canaux: Annotated[tuple[Channel, ...], Field(min_length=1)]
    delegation: tuple[DelegationUse, ...] = ()
    echeances: tuple[Deadline, ...] = ()
    questions: tuple[Question, ...] = ()
    documents: tuple[Document, ...] = ()
    etapes: Annotated[tuple[Step, ...], Field(min_length=1)]
    garder: tuple[Keep, ...] = ()
    aide: tuple[HelpPlace, ...] = ()
    sources: dict[Slug, Source] = Field(default_factory=dict)
    verification: Verification
    traductions: Translations = Translations()
    journal: tuple[Entry, ...] = ()
    retiree: Withdrawn | None = None

    @property
    def country(self) -> str:
        """The lower-case country code, the first word of the identifier."""
        return self.id.partition("-")[0]
