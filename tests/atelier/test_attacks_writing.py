"""What is written in the file, whatever is changed and by whomever it was laid out.

Each attack has a control beside it: the same gesture, done honestly, works.
"""

import copy
import random
import re

import pytest

from companion.atelier.rules.mending import mended
from companion.errors import Refused
from companion.procedures.lint.syntax import read
from companion.procedures.queries import SHELVES
from tests.atelier.attacks import (
    at,
)
from tests.conftest import rounds

TEXTS = (
    "Un texte", "Marche-t-il ? Oui.", "a:b?c", "Avec : deux points", "# dièse", "Deux\nlignes", "Finit par :", "- tiret", "'un' \"deux\"",
    "no", "2026-11-21", "14:00", "a #b", "é" * 200, "~", "{a}", "[b]", "%x", "@y", "x\n\n\ny", "|", "> z", "\\n", "..", "--- a", "1.5",
    "0x1F", "١٢", "& b", "? a", "fin\n",
)  # fmt: skip
SMALLEST = sorted((path for path in SHELVES.glob("[bf][er]/*.yaml") if path.name.count(".") == 1), key=lambda path: path.stat().st_size)[:4]


def spots(node, path=()):
    yield path
    for key, one in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from spots(one, (*path, key))


def changed_by_chance(drawn: random.Random, value) -> None:
    """Change one thing anywhere, as several forms together might: a text, a key, the order or the things of a list."""
    verb = drawn.choice(["text", "text", "key", "insert", "swap", "remove"])
    known = [spot for spot in spots(value) if spot]
    if verb == "text":
        spot = drawn.choice([one for one in known if isinstance(at(value, one), str) and one[-1] != "id"])
        at(value, spot[:-1])[spot[-1]] = drawn.choice(TEXTS)
    elif verb == "key":
        spot = drawn.choice([one for one in spots(value) if isinstance(at(value, one), dict)])
        at(value, spot)[f"clé-{drawn.randrange(99)}"] = drawn.choice([*TEXTS, ["a", "b c"], {"x": "y"}, [{"id": "a"}], True, 5, [], {}])
    else:
        held = at(value, drawn.choice([one for one in known if isinstance(at(value, one), list) and at(value, one)]))
        rank = drawn.randrange(len(held))
        if verb == "insert":
            held.insert(rank, {"id": f"z{drawn.randrange(999)}", "texte": drawn.choice(TEXTS)})
        elif verb == "remove":
            held.pop(rank)
        else:
            held.insert(0, held.pop(rank))


@pytest.mark.parametrize("seed", range(rounds(20, 400)))
def test_whatever_is_changed_in_several_places_at_once_the_file_says_exactly_that_and_keeps_its_comments(seed):
    drawn = random.Random(seed)
    own = drawn.choice(SMALLEST).read_text(encoding="utf-8")
    wanted = copy.deepcopy(read(own.encode(), "").value)
    for _ in range(drawn.randint(1, 4)):
        changed_by_chance(drawn, wanted)

    result = mended(own, wanted)

    assert read(result.encode(), "").value == wanted
    ids = {at(wanted, spot) for spot in spots(wanted) if spot and spot[-1] == "id" and isinstance(at(wanted, spot), str)}
    if all(f"id: {one}" not in own or one in ids for one in re.findall(r"id: ([a-z0-9-]+)", own)):
        assert {line for line in own.split("\n") if line.startswith("#")} <= set(result.split("\n"))


BY_HAND = """\
# En tête
titre:   Un titre   # à côté
etapes:
- id: a
  qui: [avec,  # celui-ci d'abord
        personne]
  si_bloque:
  - signe: L'écran est blanc
    # ce que l'on a vu en mars
    alors: b
- {id: b,   titre: B}

# les sources
sources:   {faq: {url: "https://exemple.example/"}}
"""


@pytest.mark.parametrize(
    ("spot", "number"),
    [(("titre",), 1), (("etapes", 0, "si_bloque", 0, "signe"), 1), (("etapes", 1, "titre"), 1), (("sources", "faq", "url"), 1)],
)
def test_a_file_laid_out_by_another_hand_keeps_its_lines_but_the_one_that_changes(spot, number):
    wanted = read(BY_HAND.encode(), "").value
    at(wanted, spot[:-1])[spot[-1]] = "Tout autre chose"

    result = mended(BY_HAND, wanted)

    assert read(result.encode(), "").value == wanted
    assert sum(old != new for old, new in zip(BY_HAND.split("\n"), result.split("\n"), strict=True)) == number


@pytest.mark.parametrize(
    "strange", ["a: 1\na: 2\n", "? \n: 1\n", "~: 1\n", "<<: {a: b}\n", "1: x\n", "true: x\n", "2026-11-21: x\n", "=: x\n"]
)
def test_a_key_of_any_kind_written_by_hand_is_kept_or_the_change_is_refused(strange):
    own = f"titre: x\n{strange}"
    wanted = {**read(own.encode(), "").value, "titre": "Autre"}
    try:
        result = mended(own, wanted)
    except Refused:
        return
    assert result == own.replace("titre: x", "titre: Autre")
