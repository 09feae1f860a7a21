"""A procedure described in the terms of the European Union: CPSV-AP 3.2.0, as JSON-LD.

One-way and lossy: what the vocabulary cannot say stays here, and the file says so itself.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from companion.procedures.rules.codes import CHANNELS, EXISTENCES, OFFLINE, THEMES
from companion.procedures.rules.conditions import in_words
from companion.procedures.rules.outline import outline
from companion.procedures.rules.procedure import Channel, Document, Procedure
from companion.procedures.rules.shared import Institution
from companion.typography import NBSP

Node = dict[str, object]

AUTHORITY = "http://publications.europa.eu/resource/authority"
COUNTRIES = {"be": f"{AUTHORITY}/atu/BEL", "fr": f"{AUTHORITY}/atu/FRA"}
FRENCH = f"{AUTHORITY}/language/FRA"
OWN = "urn:x-compagnon"
"""What the names of our own things begin with: they are no web addresses."""
LAW = (
    "legifrance.gouv.fr",
    "ejustice.just.fgov.be",
    "etaamb.openjustice.be",
    "gallilex.cfwb.be",
    "wallex.wallonie.be",
    "eur-lex.europa.eu",
)
"""The sites that publish the texts of law themselves."""
LOSSY = (
    "Export sans retour et incomplet d’un guide de Compagnon : qui fait chaque geste, le consentement, ce qui est sensible, "
    "les pièges et les sorties n’ont pas de place dans CPSV-AP et restent dans le guide."
)
CONTEXT: Node = {
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "identifier": "dct:identifier",
    "title": {"@id": "dct:title", "@language": "fr"},
    "description": {"@id": "dct:description", "@language": "fr"},
    "prefLabel": {"@id": "skos:prefLabel", "@language": "fr"},
    "label": {"@id": "rdfs:label", "@language": "fr"},
    "comment": {"@id": "rdfs:comment", "@language": "fr"},
    "keyword": {"@id": "dcat:keyword", "@language": "fr"},
    "modified": {"@id": "dct:modified", "@type": "xsd:date"},
    "telephone": "cv:telephone",
}
"""Ours, short and fixed: a reader of JSON-LD needs no network to understand the file."""


def cpsv_ap(procedure: Procedure, institution: Institution | None) -> str:
    """Return the description of a procedure as one JSON-LD document."""
    return json.dumps({"@context": CONTEXT, **_service(procedure, institution)}, ensure_ascii=False, indent=1) + "\n"


def _service(procedure: Procedure, institution: Institution | None) -> Node:
    channels = [channel for channel in procedure.canaux if channel.existe == "oui"]
    requirements = {words: rank for rank, words in enumerate(dict.fromkeys(_conditions(procedure)), 1)}
    found: Node = {
        "@id": _name(procedure),
        "@type": "cpsv:PublicService",
        "identifier": procedure.id,
        "title": procedure.titre,
        "description": procedure.resume,
        "comment": [LOSSY, _unsaid(procedure)],
        "modified": procedure.verification.le.isoformat(),
        "prov:wasAttributedTo": {"@type": "prov:Agent", "label": procedure.verification.par},
        "dct:language": _language(),
        "keyword": list(procedure.synonymes),
        "cv:thematicArea": [_concept("theme", code, THEMES[code]) for code in procedure.themes],
        "cv:hasCompetentAuthority": _authority(procedure, institution),
        "cv:contactPoint": [_contact(procedure, channel) for channel in channels if channel.numero],
        "cv:hasChannel": [_channel(procedure, channel) for channel in channels],
        "cv:hasCost": [_cost(procedure, channel) for channel in channels if channel.cout],
        "cv:holdsRequirement": [_requirement(procedure, words, rank) for words, rank in requirements.items()],
        "cpsv:hasInput": [_evidence(procedure, document, requirements) for document in procedure.documents],
        "cpsv:follows": _rule(procedure),
        "cv:hasLegalResource": _laws(procedure),
    }
    return {key: value for key, value in found.items() if value}


def _name(procedure: Procedure, *parts: object) -> str:
    return ":".join((OWN, "procedure", procedure.id, *map(str, parts)))


def _language() -> Node:
    return {"@id": FRENCH, "@type": "dct:LinguisticSystem"}


def _concept(kind: str, code: str, words: str) -> Node:
    return {"@id": f"{OWN}:{kind}:{code}", "@type": "skos:Concept", "prefLabel": words}


def _authority(procedure: Procedure, institution: Institution | None) -> Node:
    country = {"@id": COUNTRIES[procedure.country], "@type": "dct:Location"} if procedure.country in COUNTRIES else None
    known: Node = {
        "@id": f"{OWN}:institution:{procedure.institution}",
        "@type": "cv:PublicOrganisation",
        "identifier": procedure.institution,
        "prefLabel": institution.nom if institution else procedure.institution,
    }
    return {**known, "dct:spatial": country} if country else known


def _channel(procedure: Procedure, channel: Channel) -> Node:
    registered = "Envoi recommandé." if channel.recommande else None
    parts = (channel.nom, channel.url, channel.acces, channel.numero, channel.adresse, channel.comment, registered)
    hours = {"@type": "time:TemporalEntity", "description": channel.horaires} if channel.horaires else None
    found: Node = {
        "@id": _name(procedure, "canal", channel.id),
        "@type": "cv:Channel",
        "identifier": channel.id,
        "dct:type": _concept("canal", channel.type, CHANNELS[channel.type]),
        "description": _joined(parts),
        "cv:openingHours": hours,
    }
    return {key: value for key, value in found.items() if value}


def _contact(procedure: Procedure, channel: Channel) -> Node:
    return {"@id": _name(procedure, "contact", channel.id), "@type": "cv:ContactPoint", "telephone": channel.numero}


def _cost(procedure: Procedure, channel: Channel) -> Node:
    return {
        "@id": _name(procedure, "cout", channel.id),
        "@type": "cv:Cost",
        "identifier": f"cout-{channel.id}",
        "description": channel.cout,
        "cv:ifAccessedThrough": {"@id": _name(procedure, "canal", channel.id)},
    }


def _conditions(procedure: Procedure) -> Iterable[str]:
    """Return on what each document depends, in words."""
    return (words for document in procedure.documents if (words := in_words(procedure, document)))


def _requirement(procedure: Procedure, words: str, rank: int) -> Node:
    return {
        "@id": _name(procedure, "condition", rank),
        "@type": "cv:Requirement",
        "identifier": f"condition-{rank}",
        "title": words,
    }


def _evidence(procedure: Procedure, document: Document, requirements: Mapping[str, int]) -> Node:
    rank = requirements.get(in_words(procedure, document))
    found: Node = {
        "@id": _name(procedure, "document", document.id),
        "@type": "cv:Evidence",
        "identifier": document.id,
        "title": document.nom,
        "description": f"Où l’obtenir{NBSP}: {document.ou}" if document.ou else None,
        "cv:supportsRequirement": {"@id": _name(procedure, "condition", rank)} if rank else None,
    }
    return {key: value for key, value in found.items() if value}


def _rule(procedure: Procedure) -> Node:
    """Return the steps as one numbered text: the vocabulary has no step."""
    steps = (
        f"{step.number}. {step.title}{' (seulement quand une autre étape bloque)' if step.only_when_stuck else ''}"
        f"{f' ({step.condition})' if step.condition else ''}"
        for step in outline(procedure).steps
    )
    return {
        "@id": _name(procedure, "etapes"),
        "@type": "cpsv:Rule",
        "identifier": f"{procedure.id}-etapes",
        "title": "Étapes",
        "description": "\n".join(steps),
        "dct:language": _language(),
    }


def _laws(procedure: Procedure) -> list[Node]:
    """Return the sources that are texts of law, told by the site that publishes them."""
    sources = (source for source in procedure.sources.values() if source.url and _is_law(source.url))
    return [{"@id": source.url, "@type": "eli:LegalResource", "label": source.titre or source.url} for source in sources]


def _is_law(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    return any(host == site or host.endswith(f".{site}") for site in LAW)


def _unsaid(procedure: Procedure) -> str:
    """Say what is known of the counter, the phone and the form: only the channels that exist are exported."""
    known = {kind: [channel.existe for channel in procedure.canaux if channel.type == kind] for kind in OFFLINE}
    said = (f"{CHANNELS[kind]}{NBSP}: {EXISTENCES[_best(found)]}" for kind, found in known.items())
    return f"Voies non numériques. {'. '.join(said)}."


def _best(found: Sequence[str]) -> str:
    """Return what is known of several channels of one kind together."""
    return next((value for value in ("oui", "inconnu", "non") if value in found), "inconnu")


def _joined(parts: Iterable[str | None]) -> str:
    return " ".join(part if part.endswith((".", "!", "?")) or "://" in part else f"{part}." for part in parts if part)
