"""Ten things at once are too many, and so is a third page."""

from dataclasses import replace
from datetime import datetime

import pytest

from companion import clock
from companion.procedures.lint import examine
from companion.procedures.lint.loads import MOST_LINES, check_loads, sheet_lines
from companion.procedures.lint.notes import Notes
from companion.procedures.papers.feuillet import feuillet
from companion.procedures.queries import SHELVES, read_library
from companion.procedures.rules.handout import Association, Handout, seen_deadlines
from companion.procedures.rules.run import walk
from tests.procedures.lint.sound import SHELF, examined, line_of, planted, reviewed
from tests.procedures.papers.reading import pages

NOW = datetime(2026, 11, 21, 10, 42, tzinfo=clock.ZONE)
LAST = "  - {id: carte, nom: La carte d'identité, si: [identite=oui], source: site}\n"


def with_documents(count: int, step: str, condition: str = "", name: str = "Un document de la mairie") -> str:
    """Return the sound file with more documents, asked for in one step or in two."""
    names = [f"papier-{number}" for number in range(count)]
    more = "".join(f"  - {{id: {one}, nom: {name}{condition}, source: site}}\n" for one in names)
    source = planted(LAST, LAST + more)
    if step == "two":
        source = planted("documents: [bail, carte]", f"documents: [bail, carte, {', '.join(names[:4])}]", source)
        return planted("    echeances: [campagne]\n", f"    echeances: [campagne]\n    documents: [{', '.join(names[4:])}]\n", source)
    return planted("documents: [bail, carte]", f"documents: [bail, carte, {', '.join(names)}]", source)


def loads(source: str):
    return [one for one in reviewed(source, trials=None) if one.code == "A16"]


def test_nine_things_in_one_step_are_accepted_and_ten_are_not():
    assert loads(with_documents(6, "one")) == []
    source = with_documents(8, "one", ", si: [age=mineur]")
    (found,) = [one for one in loads(source) if "choses" in one.message]

    assert (found.line, found.level) == (line_of("  - id: preparer", source), "avertissement")
    assert "10\N{NO-BREAK SPACE}choses" in found.message or "10 choses" in found.message
    assert "coupez l’étape en deux" in found.message


def test_what_the_person_types_and_answers_alone_is_counted_with_the_documents():
    reserved = "saisie_reservee: [a, b, c, d]\n    reponse_reservee: [e, f, g, h, i, j]"
    source = planted("saisie_reservee: [code PIN]", reserved)
    (found,) = loads(source)

    assert found.line == line_of("  - id: identifier", source)


def test_what_the_screen_asks_is_told_to_the_worker_and_not_counted():
    hints = ", ".join(f"{{id: e{number}, texte: Une case., terrain: true}}" for number in range(12))

    assert loads(planted("ecran: [", f"ecran: [{hints}, ")) == []


def test_ten_documents_before_the_pause_are_too_many_even_in_several_steps():
    source = with_documents(9, "two")
    (found,) = loads(source)

    assert found.line == line_of("  - id: envoyer", source)
    assert "10 documents" in found.message.replace("\N{NO-BREAK SPACE}", " ")
    assert "dans le cas «" in found.message


def test_documents_of_people_in_different_cases_are_not_added():
    half = with_documents(4, "one", ", si: [age=mineur]").replace("papier-", "mineur-")
    both = half.replace(LAST, LAST + "".join(f"  - {{id: adulte-{n}, nom: Un, si: [age=majeur], source: site}}\n" for n in range(4)))
    both = both.replace("documents: [bail, carte,", "documents: [bail, carte, adulte-0, adulte-1, adulte-2, adulte-3,")

    assert [one.message for one in loads(both) if "pause «" in one.message] == []


def test_when_nothing_binds_the_documents_are_counted_to_the_end():
    source = planted("    sensibilite: [signature]\n", "", with_documents(9, "two"))

    assert [one.line for one in loads(source)] == [line_of("documents:", source)]


LONG = "Un document avec un nom beaucoup trop long pour tenir sur la feuille que la personne plie dans sa poche"


def test_a_sheet_that_holds_far_too_much_is_said_to():
    source = with_documents(40, "one", name=LONG)
    found = [one for one in loads(source) if "feuille" in one.message.partition("Raccourcissez")[0]]

    assert [one.line for one in found] == [line_of("etapes:", source)]


LIBRARY = read_library(SHELVES)


@pytest.mark.parametrize("more", [0, 45])
def test_what_the_estimate_says_of_a_shipped_guide_is_true_on_paper(more):
    guide = LIBRARY.guides["fr-actualisation-france-travail"].procedure
    another = guide.documents[0].model_copy(update={"si": (), "si_un_de": (), "nom": "Un document inventé de la mairie"})
    longer = guide.model_copy(update={"documents": (*guide.documents, *(another,) * more)})
    seen = walk(longer, {})
    association = Association("Une association", "02 123 45 67", "Rue Haute 1, Bruxelles", "En semaine, de 9 h à 12 h")
    institution = LIBRARY.institutions[guide.institution]
    handout = Handout(seen, institution, association, seen_deadlines(seen, NOW, {}), NOW, discreet=False)

    assert (sheet_lines(seen) > MOST_LINES) is (len(pages(feuillet(handout))) > 2) is bool(more)


def test_a_guide_that_is_only_loaded_is_not_weighed():
    assert examined(with_documents(12, "one")).findings == ()


def test_more_combinations_than_can_be_walked_still_get_an_answer():
    questions = "".join(f"  - {{id: q{n}, texte: Q, choix: {{a: A, b: B}}}}\n" for n in range(14))
    source = with_documents(9, "two").replace("questions:\n", "questions:\n" + questions)
    for number in range(9):
        source = source.replace(f"papier-{number}, nom: Un document de la mairie", f"papier-{number}, nom: Un, si: [q{number}=a]")
    found = examine(source.encode(), "be/aide-loyer.yaml", replace(SHELF))
    notes = Notes(found.reading)

    assert found.draft is not None
    check_loads(notes, found.draft)
    assert {one.code for one in notes.found} <= {"A16"}
