"""The proof: every text and every branch of a guide, on paper."""

import re
from datetime import date, datetime
from functools import cache
from types import UnionType
from typing import Annotated, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from pydantic import BaseModel

from companion.procedures.papers import Surroundings, proof
from companion.procedures.queries import SHELVES, read_library
from companion.procedures.rules.procedure import Procedure
from companion.procedures.rules.texts import Condition, Day, DayOfYear, Duration, Evidence, Hour, Phone, Slug, Text, Url
from companion.procedures.rules.words import day_in_words
from tests.procedures.papers.reading import pages, picture_of, text_of, words_of
from tests.procedures.papers.story import MONDAY, a_procedure, an_institution

LIBRARY = read_library(SHELVES)
SAID = (Text, Phone, Url, str)
"""Kinds of text that a proof prints as they stand."""
STRUCTURE = (Slug, Condition, Duration, Hour, DayOfYear)
"""Kinds of text that it prints in other words, or that only join one part to another."""
FIRST_WORDS = {"Titre court", "Résumé", "Institution", "Ce qui reste à confirmer", "Sources", "Les étapes", "Ce que l’équipe décide"}


def around(procedure, now=MONDAY):
    return Surroundings(now, LIBRARY.institutions.get(procedure.institution), LIBRARY.delegations, LIBRARY.procedures)


@cache
def printed(name):
    procedure = LIBRARY.guides[name].procedure
    return proof(procedure, around(procedure))


@cache
def paper_of(name):
    return text_of(printed(name))


def tight(text):
    """Return a text without the spaces and the ends of lines that paper puts elsewhere."""
    return re.sub(r"\s", "", text)


def bare(shape):
    while get_origin(shape) is Annotated:
        shape = get_args(shape)[0]
    return shape


def branches(shape):
    return [one for one in get_args(bare(shape)) if one is not type(None)] if get_origin(bare(shape)) in {Union, UnionType} else []


def fields(model):
    known = get_type_hints(model, include_extras=True)
    return {name: known[name] for name in model.model_fields}


def texts(shape, value):
    """Yield what is written for a reader in a value, whatever key holds it: a key that comes later is walked too."""
    if value is None or isinstance(value, bool | int | date):
        return
    if isinstance(value, BaseModel):
        for name, inner in fields(type(value)).items():
            yield from texts(inner, getattr(value, name))
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts(get_args(bare(shape))[1], one)
    elif isinstance(value, tuple):
        inner = next(one for one in [shape, *branches(shape)] if get_origin(bare(one)) is tuple)
        for one in value:
            yield from texts(get_args(bare(inner))[0], one)
    elif is_said(shape, value):
        yield value


def is_said(shape, value):
    """Tell whether a text is for a reader; a kind that nobody thought of is a fault."""
    for one in branches(shape) or [shape]:
        if one in STRUCTURE or (get_origin(one) is Literal and value in get_args(one)):
            return False
        if one in SAID:
            return True
        if get_origin(one) is Annotated and get_args(one)[0] is str:
            return False  # a text of a closed shape: an answer's identifier, a date
    raise AssertionError(shape, value)


class Tokens:
    """Makes a value for any part of a file, each text unlike every other."""

    def __init__(self):
        self.count = 0

    def text(self):
        self.count += 1
        return f"Mot numéro {self.count:04}"

    def make(self, shape):
        exact = {Slug: "a", Condition: "a=a", Duration: "P3M", Hour: "14:05", DayOfYear: "10-31", Day: "2026-09-01"}
        if shape in exact:
            return exact[shape]
        if shape is Phone:
            self.count += 1
            return f"02 {self.count:04}"
        if shape is Url:
            return f"https://exemple.be/{self.text().replace(' ', '-')}"
        if shape in {Text, str}:
            return self.text()
        return self.inside(shape)

    def inside(self, shape):
        core = bare(shape)
        if branches(shape):
            return self.make(branches(shape)[0])
        if get_origin(core) is Literal:
            return get_args(core)[0]
        if get_origin(core) is tuple:
            inner = get_args(core)[0]
            return [self.make(one) for one in branches(inner) or [inner]]
        if get_origin(core) is dict:
            return self.mapping(*get_args(core))
        if isinstance(core, type) and issubclass(core, BaseModel):
            return {name: self.make(inner) for name, inner in fields(core).items()}
        return {bool: True, int: 7, str: "2026"}[core]

    def mapping(self, key, value):
        names = [2, 3] if bare(key) is int else ["a", "b"]
        return {name: self.make(one) for name, one in zip(names, branches(value) or [value, value], strict=True)}


@pytest.mark.parametrize("name", LIBRARY.guides)
def test_every_text_of_every_shipped_guide_is_on_paper(name):
    procedure = LIBRARY.guides[name].procedure
    paper = tight(paper_of(name))

    missing = [text for text in texts(Procedure, procedure) if tight(text) not in paper]

    assert not missing


def test_a_guide_that_uses_every_key_of_the_format_has_every_text_on_paper():
    tokens = Tokens()
    procedure = Procedure.model_validate(tokens.make(Procedure) | {"id": "be-tout"})
    paper = tight(text_of(proof(procedure, around(procedure))))

    found = list(texts(Procedure, procedure))

    assert tokens.count > 70
    assert len(found) >= tokens.count
    assert not [text for text in found if tight(text) not in paper]


def test_what_is_not_a_text_is_said_in_words_too():
    procedure = Procedure.model_validate(Tokens().make(Procedure) | {"id": "be-tout"})
    paper = text_of(proof(procedure, around(procedure)))

    for words in (
        "chaque lundi, à 14 h 05, pendant 7 minutes",
        "chaque mois, du 7 au 7 (dès le 7 en février, dès le 7 en mars), dès 14 h 05 le premier jour, jusqu’à 14 h 05 le dernier jour",
        "chaque année, du 31 octobre au 31 octobre",
        "Envoi recommandé.",
        "Elle couvre la signature à la place de la personne.",
        "Cette démarche sert de préalable à d’autres.",
        "Cette étape demande un déplacement.",
        "Seulement quand une autre étape bloque.",
        "7 min à sa place, 7 min ensemble, 7 min seule",
        "Accord : signé sur papier",
        "Guide retiré le 1er septembre 2026.",
        "Sur téléphone : oui",
        "terrain, gardé dans l’association",
    ):
        assert words in paper


def test_a_window_that_closes_the_next_month_and_a_date_that_nothing_saves_are_said():
    wide = {"id": "mois", "type": "mensuelle", "du": 28, "au": 15, "sauver_la_date": "aucun", "terrain": True}
    paper = text_of(proof(a_procedure(echeances=[wide]), around(a_procedure())))

    assert "chaque mois, du 28 au 15 du mois suivant [terrain]" in paper
    assert "Sauver la date : aucun moyen" in paper


def test_a_delay_that_runs_from_a_letter_is_said():
    assert "Quand : 30 jours après : la date sur la lettre [source 1]" in text_of(proof(a_procedure(), around(a_procedure())))


@pytest.mark.parametrize("name", LIBRARY.guides)
def test_everything_that_remains_to_be_confirmed_has_its_number_and_its_square(name):
    procedure = LIBRARY.guides[name].procedure
    paper = paper_of(name)
    doubts = list(evidences(procedure))

    assert doubts
    for number in range(1, len(doubts) + 1):
        assert f"à confirmer {number}" in paper
    assert f"à confirmer {len(doubts) + 1}" not in paper
    drawn = "".join(page.get_contents().get_data().decode("latin-1") for page in pages(printed(name)))
    assert drawn.count(" re S") == len(doubts) + 3


def evidences(value):
    if isinstance(value, Evidence) and value.confirmer:
        yield value
    if isinstance(value, BaseModel):
        value = [getattr(value, name) for name in type(value).model_fields]
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ():
        yield from evidences(one)


def test_every_page_says_the_guide_the_day_and_its_number():
    found = pages(printed("be-allocation-etudes-superieur"))

    for number, page in enumerate(found, 1):
        top = [said.text.replace("\u00a0", " ") for said in words_of(page) if said.y < 18]
        assert top == ["Épreuve : Bourse d’études", f"{day_in_words(MONDAY.date())}, page {number} sur {len(found)}".replace("\u00a0", " ")]


@pytest.mark.parametrize("name", ["be-allocation-etudes-superieur", "fr-franceconnect"])
def test_nothing_is_smaller_than_ten_points_nor_leaves_the_sheet(name):
    said = [words for page in pages(printed(name)) for words in words_of(page)]

    assert min(words.size for words in said) >= 9.99
    assert all(10 < words.x < 200 and 5 < words.y < 290 for words in said)
    for number in range(len(pages(printed(name)))):
        left, top, right, bottom = picture_of(printed(name), number).convert("L").point(lambda grey: 255 * (grey < 128)).getbbox()
        assert left * 25.4 / 72 >= 14
        assert right * 25.4 / 72 <= 196
        assert top >= 0
        assert bottom * 25.4 / 72 <= 290


def test_it_has_its_parts_its_picture_and_room_for_a_pen():
    paper = paper_of("be-allocation-etudes-superieur")

    assert all(words in paper for words in FIRST_WORDS)
    assert "Bord épais : étape sensible" in paper
    assert paper.count("Remarques") > 10
    assert "Relu le :" in paper


def test_a_bare_guide_without_shelves_prints_too():
    bare_guide = a_procedure(echeances=[], questions=[], documents=[{"id": "d", "nom": "Bail", "source": "faq"}], garder=[], sources={})
    steps = [{"id": "un", "titre": "Un", "nature": "contact", "qui": ["avec"]}]
    channels = [{"id": "c", "type": "guichet", "source": "faq"}]

    paper = text_of(proof(bare_guide.model_copy(update={}), Surroundings(MONDAY)))
    bare_guide = a_procedure(canaux=channels, echeances=[], questions=[], documents=[], garder=[], sources={}, etapes=steps)
    shorter = text_of(proof(bare_guide, Surroundings(datetime(2027, 9, 21, 10, 0, tzinfo=MONDAY.tzinfo), an_institution())))

    assert "Institution : be-test" in paper
    assert "Ce qui reste à confirmer Rien." in shorter
    assert "(périmé)" in shorter


def test_the_same_guide_at_the_same_moment_gives_the_same_bytes():
    procedure = a_procedure()

    assert proof(procedure, around(procedure)) == proof(procedure, around(procedure))
