"""The files shared by all procedures: institutions, delegations, glossary, trials, translations."""

from typing import Annotated, Literal

from pydantic import Field, StrictBool, StringConstraints

from companion.procedures.rules.codes import Existence
from companion.procedures.rules.texts import Evidence, Phone, Sheet, Slug, Text, Url


class Recourse(Evidence):
    """Where to complain, and what it does to time limits."""

    nom: Text
    numero: Phone | None = None
    adresse: Text | None = None
    url: Url | None = None
    comment: Text | None = None
    suspend_delai: Existence = "inconnu"


class Institution(Evidence):
    """One institution, with one spelling for all associations."""

    id: Slug
    nom: Text
    sigle: Text | None = None
    nom_nl: str | None = None
    alias: tuple[Text, ...] = ()
    numero: Annotated[str, StringConstraints(pattern=r"^\d{9,10}$")] | None = None
    """BCE number (Belgium, 10 digits) or SIREN (France, 9 digits)."""
    niveau: Text | None = None
    site: Text | None = None
    telephone: Phone | None = None
    guichets: Text | None = None
    mediateur: Recourse | None = None
    plainte: tuple[Recourse, ...] = ()


class InstitutionFile(Sheet):
    """`procedures/institutions/<pays>.yaml`."""

    format: Literal[1]
    pays: Literal["be", "fr"]
    institutions: Annotated[tuple[Institution, ...], Field(min_length=1)]
    sources: dict[Slug, Url] = Field(default_factory=dict)


class Delegation(Evidence):
    """An official way to act for somebody."""

    id: Slug
    nom: Text
    pays: Literal["be", "fr"]
    qui: Text
    comment: Text
    duree: Text | None = None
    limites: Text | None = None
    signature: StrictBool = False


class DelegationFile(Sheet):
    """`procedures/delegations.yaml`."""

    format: Literal[1]
    delegations: Annotated[tuple[Delegation, ...], Field(min_length=1)]
    sources: dict[Slug, Url] = Field(default_factory=dict)


class GlossaryFile(Sheet):
    """`procedures/glossaire.fr.yaml`: hard words and acronyms, explained plainly."""

    format: Literal[1]
    mots: dict[Text, Text]


class Trial(Sheet):
    """A fictional case and what the guide must show it (`essais`)."""

    cas: Text
    reponses: dict[Slug, Slug] = Field(default_factory=dict)
    bloque: dict[Slug, Text] = Field(default_factory=dict)
    """Step → the sign of the way out that is taken."""
    voit: tuple[Slug, ...] = ()
    ne_voit_pas: tuple[Slug, ...] = ()
    papiers: tuple[Slug, ...] | None = None
    """Exactly the documents asked for, in any order."""
    finit_par: Slug | None = None
    """The step that the way out leads to; it must be open at the end."""


class Translated(Sheet):
    """One translated text with the hash of the French it translates."""

    de: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]
    texte: str


class TranslationFile(Sheet):
    """`<slug>.nl.yaml`: texts for the person, by text id."""

    format: Literal[1] = 1
    langue: Literal["nl", "en", "ar"]
    relu_par: str | None = None
    machine: StrictBool = False
    textes: dict[str, Translated]
