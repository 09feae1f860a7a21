"""The picture as Mermaid text."""

import re

import pytest

from companion.procedures.papers import mermaid
from companion.procedures.queries import SHELVES, read_library
from companion.procedures.rules.outline import outline
from tests.procedures.papers.reading import plain
from tests.procedures.recipes import BASE, a_procedure

SHIPPED = read_library(SHELVES).procedures
NODE = r'\w+(?:\(\["[^"]*"\]\)|\["[^"]*"\]|\("[^"]*"\))'
EDGE = r'\w+ (?:-->|-\.->)(?:\|"[^"]*"\|)? \w+'
LOOK = r"(?:classDef \w+ [\w:-]+(?: \d)?|class \w+ \w+)"


def lines_of(procedure):
    return [plain(line).strip() for line in mermaid(procedure).splitlines()]


def test_the_usual_way_goes_from_step_to_step_with_conditions_in_words():
    lines = lines_of(a_procedure())

    assert lines[0] == "flowchart TD"
    assert "debut --> e1" in lines
    assert 'e1 -->|"si 18 ans ou plus et « La carte marche-t-elle ? » : oui"| e2' in lines
    assert not any(line.startswith("e4 -->") for line in lines)


def test_a_dashed_arrow_leads_out_of_a_stuck_step_to_a_step_or_to_a_channel():
    lines = lines_of(a_procedure())

    assert 'e2 -.->|"La carte est bloquée"| e4' in lines
    assert 'c1("Par téléphone")' in lines
    assert 'e2 -.->|"Le site est en panne"| c1' in lines


def test_borders_say_what_is_sensitive_and_what_is_only_reached_when_stuck():
    lines = lines_of(a_procedure())

    assert {"class e2 sensible", "class e3 sensible", "class e5 secours"} <= set(lines)
    assert not {"class e1 sensible", "class e4 secours"} & set(lines)


@pytest.mark.parametrize("procedure", SHIPPED, ids=lambda one: one.id)
def test_every_line_is_a_box_an_arrow_or_a_look(procedure):
    lines = lines_of(procedure)
    odd = [line for line in lines[1:] if not re.fullmatch(f"{NODE}|{EDGE}|{LOOK}", line)]

    assert not odd
    assert sum(bool(re.match(r"e\d+\[", line)) for line in lines) == len(outline(procedure).steps)


def test_what_an_author_types_cannot_leave_its_label():
    hostile = {**BASE["etapes"][0], "titre": 'Fin"] --> x; <b> `a` # & | \\ {c}\nsuite'}
    line = next(line for line in lines_of(a_procedure(etapes=[hostile])) if line.startswith("e1["))

    assert re.fullmatch(NODE, line)
    assert not set("`|\\{}&") & set(line)
    assert line.count("<") == line.count("<br/>")
