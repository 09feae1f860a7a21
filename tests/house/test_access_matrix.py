"""Who may open what: each cell of the table is really asked, by each persona, with realistic arguments.

Whoever holds a sheet is a stranger to every page: its key opens something at the desk only, typed by a worker.  The person's view comes
with a later version: until then, whoever holds a plausible cookie and a plausible token of it is a stranger too.
"""

import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from companion import clock
from companion.accounts.actions import founding
from companion.accounts.views.trial import one_time_link
from companion.app import create_app
from companion.config import open_instance
from companion.procedures.queries import SHELVES
from companion.web.access import Door, door_of, opens_to
from companion.web.store import changing
from tests.conftest import SATURDAY
from tests.house.access import DOORS, TABLE, VERBS, Row, address, routes, rows, said, seen
from tests.house.cast import FIRST_NAME, PERSONAS, READ_BY_MEMBERS, Cast, gather
from tests.house.cast_visits import LABEL, NOTE, open_desks
from tests.inspector import inspect
from tests.procedures.recipes import BASE

ROWS = tuple(rows())
SHOWS_LABEL = "/visites/<visit>/fermer"
"""Where a member writes a label, for one visit of theirs; the follow-up list shows labels to whoever just said they are alone."""


@pytest.fixture(scope="module")
def cast(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cast]:
    """Gather everybody, once."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("companion.clock.now", lambda: SATURDAY)
        made = gather(a_house(tmp_path_factory.mktemp("house")))
        with made.app.app_context():
            open_desks(made)
        made.remember()
        yield made


@pytest.fixture(autouse=True)
def _same_house(cast: Cast) -> Iterator[None]:
    yield
    cast.put_back()


def a_house(folder: Path) -> Flask:
    """Make an application with one short guide: what is asked here does not depend on how long a guide is."""
    shelves = folder / "shelves"
    shutil.copytree(
        SHELVES, shelves, ignore=lambda place, names: names if Path(place).name in {"be", "fr"} and Path(place).parent == SHELVES else []
    )
    steps = [step | {"qui": ["avec", "personne"]} for step in BASE["etapes"]]
    guide = BASE | {"institution": "be-onem", "etapes": steps}
    (shelves / "be" / "exemple.yaml").write_text(json.dumps(guide, indent=1), encoding="utf-8")
    return create_app(open_instance(folder / "instance"), shelves)


def unreviewed(app: Flask) -> set[str]:
    """Return the routes without a row, the rows without a route, and the routes whose door is not the one of the table."""
    table = {(row.verb, row.rule): row.door for row in ROWS}
    doors = {
        (verb, rule.rule): door_of(app.view_functions[rule.endpoint])
        for rule in app.url_map.iter_rules()
        for verb in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert set(doors) == routes(app)
    return {f"{verb} {rule}" for verb, rule in set(doors) | set(table) if doors.get((verb, rule)) != table.get((verb, rule))}


def differences(cast: Cast, persona: str, asked: Iterable[Row] = ROWS) -> list[str]:
    """Return each cell of a persona that is not what the house answers."""
    return [difference for row in asked if (difference := _difference(cast, persona, row))]


def _difference(cast: Cast, persona: str, row: Row) -> str:
    where, expected = address(cast, row.rule, persona), row.cells[PERSONAS.index(persona)]
    answer = cast.call(persona, row.verb, where, said(cast, row, persona))
    if row.verb == "POST":
        cast.put_back()
    if answer.mimetype == "text/html" and answer.data:
        if row.door is not Door.EVERYBODY or persona in {"stranger", "membre"}:
            inspect(answer.text)
        assert persona in READ_BY_MEMBERS or FIRST_NAME not in answer.text, (row.rule, persona, "a first name, to who holds no key of it")
        assert persona in READ_BY_MEMBERS or NOTE not in answer.text, (row.rule, persona, "a note to colleagues, to who is none of them")
        assert (persona in READ_BY_MEMBERS and row.rule == SHOWS_LABEL) or LABEL not in answer.text, (row.rule, persona, "a label")
    found = [seen(answer)]
    if row.verb == "GET" and (persona == "stranger" or not row.rule.endswith(".pdf")):  # A proof takes long to print, twice.
        head = cast.call(persona, "HEAD", where)
        found.append(seen(head))
        assert not head.data
    return "" if found == [expected] * len(found) else f"{row.verb} {row.rule}: {persona} gets {' and '.join(found)}, not {expected}"


def test_every_route_of_the_house_has_a_row_and_every_row_a_route(app):
    """A new address, or a new verb of an old one, must be thought about in the table."""
    assert unreviewed(app) == set()
    assert len(ROWS) == len({(row.verb, row.rule) for row in ROWS})
    for rule in app.url_map.iter_rules():
        methods = rule.methods or set()
        assert methods <= set(VERBS), rule
        assert ("HEAD" in methods) == ("GET" in methods), rule


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_page_answers_each_persona_as_the_table_says(cast, persona):
    assert differences(cast, persona) == []


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_address_refuses_the_verbs_that_it_does_not_take_and_asks_the_door_before_it_tells_them(cast, persona):
    found, where = [], {address(cast, row.rule, persona): row for row in reversed(ROWS)}
    adapter = cast.app.url_map.bind("localhost")  # Where two verbs have two doors, the wider one stands first and is asked.
    for place, row in where.items():
        allowed = set(adapter.allowed_methods(place))
        for verb in sorted(set(VERBS) - allowed):
            answer = cast.call(persona, verb, place)
            if (answer.status_code, set(answer.headers["Allow"].split(", "))) != (405, allowed):
                found.append(f"{verb} {row.rule}: {answer.status_code}")
        answer = cast.call(persona, "OPTIONS", place)
        told = "allow" if answer.status_code == 200 and set(answer.allow) == allowed else seen(answer)
        if told != DOORS[row.door][PERSONAS.index(persona)]:
            found.append(f"OPTIONS {row.rule}: {told}")

    assert found == []


def test_the_two_columns_of_pages_still_to_come_are_those_of_a_stranger():
    column = {persona: [row.cells[PERSONAS.index(persona)] for row in ROWS] for persona in PERSONAS}

    assert column["feuillet"] == column["person"] == column["stranger"]
    assert column["departed"] == column["expired"] == column["stranger"], "a session that is over is none"


def test_before_the_first_run_the_way_in_leads_there_and_nothing_private_opens(tmp_path):
    """The same table holds, but for three cells of a stranger: there is nobody to be yet."""
    before = Cast(a_house(tmp_path), ids=dict.fromkeys(("newcomer", "accueil"), b"0" * 16), words={"newcomer": "un deux trois quatre"})
    found = {
        f"{row.verb} {row.rule}": seen(before.call("stranger", row.verb, address(before, row.rule), said(before, row, ""))) for row in ROWS
    }
    table = {f"{row.verb} {row.rule}": row.cells[0] for row in ROWS}

    assert {name: cell for name, cell in found.items() if cell != table[name]} == {
        "GET /connexion": ">first",
        "GET /premiere-ouverture": "page",
        "POST /premiere-ouverture": "422",
    }


def test_a_demonstration_adds_one_address_and_no_other(tmp_path):
    """Its link lets somebody invented in, once; nothing that is in no link opens anything."""
    other = a_house(tmp_path)
    with other.app_context(), changing() as session:
        keys = founding.found(session, clock.today(), "").first
        session.commit()
    link = one_time_link(other, keys)

    assert routes(other) - {(row.verb, row.rule) for row in ROWS} == {("GET", "/essai/<token>")}
    assert [other.test_client().get(f"/essai/{part}").status_code for part in ("0" * 64, "zz", "%00")] == [404] * 3
    assert [other.test_client().get(f"/{link}").status_code for _ in range(2)] == [303, 404]


# The controls: each way in which the table could lie is seen.


def test_a_route_without_a_row_and_a_row_without_a_route_are_reported(tmp_path):
    made = a_house(tmp_path)
    made.add_url_rule("/equipe/<number>/notes", "notes", opens_to(Door.MEMBERS)(lambda number: number))
    made.add_url_rule("/moi", "erase_own", opens_to(Door.SELF)(lambda: ""), methods=["DELETE"])
    assert unreviewed(made) == {"GET /equipe/<number>/notes", "DELETE /moi"}

    assert {f"{row.verb} {row.rule}" for row in ROWS} - {f"{verb} {rule}" for verb, rule in routes(made)} == set()
    assert ("GET", "/nulle-part") not in routes(made)
    assert len(tuple(rows(TABLE + "GET /nulle-part" + " page" * len(PERSONAS)))) == len(ROWS) + 1


def test_a_door_that_is_loosened_is_reported_by_the_list_and_by_whoever_comes_in(tmp_path):
    cast = gather(a_house(tmp_path))
    for rule, persona in (("/equipe/invitation", "stranger"), ("/equipe/cle", "accueil"), ("/moi/chiffres", "half")):
        (row,) = [one for one in ROWS if one.rule == rule]
        assert differences(cast, persona, [row]) == []
        endpoint = cast.app.url_map.bind("localhost").match(rule, method="POST")[0]
        kept = cast.app.view_functions[endpoint]

        cast.app.view_functions[endpoint] = opens_to(Door.EVERYBODY)(lambda: "done")

        assert unreviewed(cast.app) == {f"POST {rule}"}
        assert differences(cast, persona, [row]) == [f"POST {rule}: {persona} gets page, not {row.cells[PERSONAS.index(persona)]}"]
        cast.app.view_functions[endpoint] = kept


# Ids in addresses: of nobody, of the departed, of a machine, of no shape at all.

ENDED = "/visites?fini=1"
"""Where a second click on the end of a visit leads, whatever the visit."""
ABOUT = tuple(row for row in ROWS if "<number>" in row.rule)
SHAPELESS = (
    "0", "zz", "0" * 31, "0" * 32, "f" * 64, "%20", "%00" * 16, "%F0%9F%8C%A7", "%D9%A1%D9%A2" * 8, "1e5", "-1", "..", "..%2F..", "null",
    "'--", "1%20OR%201=1", "a" * 3000,
)  # fmt: skip


@pytest.mark.parametrize("row", ABOUT, ids=lambda row: f"{row.verb} {row.rule}")
def test_an_id_that_is_nobody_s_or_of_who_left_or_of_a_machine_is_not_here(cast, row):
    """The answer is the same for all of them: nobody learns who was of the house."""
    ids = [*SHAPELESS, cast.ids["departed"].hex(), cast.ids["poste"].hex(), cast.ids["departed"].hex().upper()]
    pages = set()
    for number in ids:
        for persona in ("membre", "technique") if row.door is Door.HOUSE else ("membre",):
            answer = cast.call(persona, row.verb, row.rule.replace("<number>", number), said(cast, row, persona))
            assert answer.status_code == 404, (number, persona)
            assert number not in answer.text or len(number) < 4
            pages.add(answer.text.replace(cast.token("technique"), "").replace(cast.token("membre"), ""))
    assert len(pages) <= 2, "one page for each role that may ask"


@pytest.mark.parametrize("persona", [one for one in PERSONAS if one not in {"membre", "technique", "veiled"}])
def test_who_may_not_ask_learns_nothing_from_an_id(cast, persona):
    for row in ABOUT:
        known, unknown = (row.rule.replace("<number>", number) for number in (cast.ids["accueil"].hex(), "0" * 32))
        there, nowhere = (cast.call(persona, row.verb, place, said(cast, row, persona)) for place in (known, unknown))

        assert there.status_code == nowhere.status_code, row.rule
        assert there.text == nowhere.text


def test_no_address_breaks_on_a_part_that_names_nothing(cast):
    """Every part of every address, one after the other, holds what nobody drew: 404, or back to where one was, never a fault."""
    for row in ROWS:
        for part in [word.strip("<>") for word in row.rule.split("/") if word.startswith("<")]:
            for value in SHAPELESS:
                place = address(cast, row.rule.replace(f"<{part}>", value))
                answer = cast.call("membre", row.verb, place, said(cast, row, "membre"))
                assert answer.status_code in {303, 404, 405, 409}, (row.verb, place)
                assert answer.status_code != 303 or (answer.location in {"/arrivee", "/moi", ENDED}), (row.verb, place)
        cast.put_back()
