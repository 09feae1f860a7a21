"""The description of a guide in the terms of the European Union."""

import json
from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, SH, Graph

from companion.procedures.papers import cpsv_ap
from companion.procedures.papers.cpsv import CONTEXT
from companion.procedures.queries import SHELVES, read_library
from tests.procedures.papers.story import a_procedure, an_institution

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib", "ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
"""rdflib reads JSON-LD through a class that it has itself deprecated."""

LIBRARY = read_library(SHELVES)
SHAPES = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "cpsv-ap-3.2.0-SHACL.ttl"
ATU = "http://publications.europa.eu/resource/authority/atu"
MANDATORY = {
    "cpsv:PublicService": {"identifier", "title", "description", "cv:hasCompetentAuthority"},
    "cv:PublicOrganisation": {"prefLabel", "dct:spatial"},
    "cv:Channel": {"identifier"},
    "cv:Evidence": {"identifier", "title"},
    "cv:Requirement": {"identifier", "title"},
    "cv:Cost": {"identifier"},
    "cpsv:Rule": {"identifier", "title", "description"},
}
"""What CPSV-AP 3.2.0 asks of each class that we write."""


@pytest.fixture(scope="module")
def shapes():
    if not SHAPES.is_file():
        pytest.skip("Les formes SHACL de CPSV-AP ne sont pas à côté de ce dépôt (the SHACL shapes are not beside this repository)")
    return Graph().parse(SHAPES)


def described(procedure, institution=None):
    return json.loads(cpsv_ap(procedure, institution))


def shipped(procedure):
    return described(procedure, LIBRARY.institutions.get(procedure.institution))


def nodes(value):
    """Yield each thing of a document, at any depth."""
    if isinstance(value, list):
        for one in value:
            yield from nodes(one)
    elif isinstance(value, dict):
        yield value
        for one in value.values():
            yield from nodes(one)


def violations(document, shapes):
    conforms, found, _ = pyshacl.validate(Graph().parse(data=json.dumps(document), format="json-ld"), shacl_graph=shapes)
    return conforms, len(list(found.subjects(RDF.type, SH.ValidationResult)))


@pytest.mark.parametrize("procedure", LIBRARY.procedures, ids=lambda one: one.id)
def test_every_shipped_guide_conforms_to_the_official_shapes(procedure, shapes):
    assert violations(shipped(procedure), shapes) == (True, 0)


def test_the_official_shapes_see_what_is_removed(shapes):
    document = shipped(LIBRARY.procedures[0])
    del document["description"], document["cv:hasCompetentAuthority"]["dct:spatial"]

    assert violations(document, shapes) == (False, 2)


@pytest.mark.parametrize("procedure", LIBRARY.procedures, ids=lambda one: one.id)
def test_every_thing_has_what_the_vocabulary_makes_mandatory(procedure):
    document = shipped(procedure)
    found = [node for node in nodes({key: value for key, value in document.items() if key != "@context"}) if "@type" in node]

    assert document["@context"] == CONTEXT
    assert {node["@type"] for node in found} >= {"cpsv:PublicService", "cv:PublicOrganisation", "cv:Channel", "cpsv:Rule"}
    assert all(node.get(key) for node in found for key in MANDATORY.get(node["@type"], ()))
    names = [node["@id"] for node in found if node["@type"] in MANDATORY]
    assert len(names) == len(set(names))


def test_only_the_channels_that_exist_are_told_and_the_others_are_named_as_missing():
    document = described(a_procedure(), an_institution())

    assert [channel["identifier"] for channel in document["cv:hasChannel"]] == ["site", "guichet", "ligne"]
    assert "Sur papier\u00a0: on ne sait pas" in document["comment"][1]


def test_an_hour_a_cost_and_a_number_are_told_where_the_vocabulary_wants_them():
    channels = [
        {"id": "ligne", "type": "telephone", "numero": "0800 11 869", "horaires": "Le matin", "source": "faq"},
        {"id": "lettre", "type": "papier", "cout": "Un timbre", "recommande": True, "source": "faq"},
    ]
    document = described(a_procedure(canaux=channels))

    assert document["cv:hasChannel"][0]["cv:openingHours"] == {"@type": "time:TemporalEntity", "description": "Le matin"}
    assert document["cv:contactPoint"][0]["telephone"] == "0800\u00a011\u00a0869"
    assert document["cv:hasCost"][0]["description"] == "Un timbre"
    assert document["cv:hasCost"][0]["cv:ifAccessedThrough"] == {"@id": document["cv:hasChannel"][1]["@id"]}


def test_the_condition_of_a_document_is_a_requirement_that_it_supports():
    document = described(a_procedure(), an_institution())
    always, sometimes = document["cpsv:hasInput"]
    requirement = document["cv:holdsRequirement"][0]

    assert requirement["title"] == "si moins de 18\u00a0ans"
    assert sometimes["cv:supportsRequirement"] == {"@id": requirement["@id"]}
    assert "cv:supportsRequirement" not in always


@pytest.mark.parametrize(("name", "code"), [("be-bourse-test", "BEL"), ("fr-bourse-test", "FRA")])
def test_the_country_and_the_language_are_those_of_the_authority_tables(name, code):
    document = described(a_procedure(id=name), an_institution())

    assert document["cv:hasCompetentAuthority"]["dct:spatial"] == {"@id": f"{ATU}/{code}", "@type": "dct:Location"}
    assert document["dct:language"]["@id"] == "http://publications.europa.eu/resource/authority/language/FRA"


def test_the_steps_are_one_numbered_text():
    rule = described(a_procedure(), an_institution())["cpsv:follows"]

    assert rule["description"].splitlines() == ["1. Rassembler les pièces", "2. Remplir la demande", "3. Attendre la réponse"]


def test_a_text_of_law_is_told_as_one_and_another_page_is_not():
    sources = {
        "loi": {"titre": "La loi", "url": "https://www.legifrance.gouv.fr/loi", "nature": "officiel"},
        "faq": {"titre": "Questions", "url": "https://legifrance.gouv.fr.example.be/", "nature": "officiel"},
    }

    assert [law["label"] for law in described(a_procedure(sources=sources))["cv:hasLegalResource"]] == ["La loi"]


@pytest.mark.parametrize("procedure", LIBRARY.procedures, ids=lambda one: one.id)
def test_no_trap_and_no_way_out_ever_leaves(procedure):
    written = json.dumps(shipped(procedure), ensure_ascii=False)

    assert not [trap.id for step in procedure.etapes for trap in step.pieges if trap.texte in written]
    assert not [way.signe for step in procedure.etapes for way in step.si_bloque if way.texte and way.texte in written]


def test_the_file_says_that_it_is_one_way_and_incomplete_and_when_it_was_checked():
    document = described(a_procedure())

    assert document["comment"][0].startswith("Export sans retour et incomplet")
    assert document["modified"] == "2026-09-01"
