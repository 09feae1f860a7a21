"""What is promised to whoever has a visit open: no other desk sees it, and nobody learns from an address that it is there."""

import pytest

from companion.demarches.model import Visit
from companion.web.access import Door
from companion.web.store import looking
from tests.house.access import Row, address, said
from tests.house.cast import PERSONAS, Cast
from tests.house.cast_visits import AT_DESKS, DEMARCHES, LABEL, NOTE
from tests.house.test_access_matrix import ENDED, ROWS, SHAPELESS, _same_house, cast  # noqa: F401 (fixtures)

VISITS = tuple(row for row in ROWS if "<visit>" in row.rule or "<thread>" in row.rule)
WHOLE = [row for row in VISITS if not row.rule.endswith("/fin")]
"""The end of a visit, clicked twice, says that it is ended: the same page for every id, and nothing is changed."""
DRAWN = "7f" * 16
"""An id that nobody drew."""


def who_may_ask(row: Row) -> tuple[str, ...]:
    return ("membre",) if row.door is Door.MEMBERS else AT_DESKS


def not_theirs(cast: Cast, persona: str) -> list[str]:  # noqa: F811 (the fixture, as a value)
    """Return ids of visits that this persona may not open."""
    others = [name for name in cast.visits if name.partition(" ")[0] != persona]
    return [*(cast.visits[name].hex() for name in others), *(cast.ids[name].hex() for name in ("poste", "departed", "membre")), DRAWN]


def pages_of(cast: Cast, row: Row, persona: str, ids: list[str]) -> set[tuple[int, str | bytes]]:  # noqa: F811
    """Return the different answers that these ids get."""
    found, own, place = set(), parts_of(cast, row, persona), address(cast, row.rule, persona)
    for name in ids:
        filled = place.replace(own, name)
        answer = cast.call(persona, row.verb, filled, said(cast, row, persona))
        found.add((answer.status_code, answer.location or answer.data.replace(cast.token(persona).encode(), b"")))
    return found


@pytest.mark.parametrize("row", WHOLE, ids=lambda row: f"{row.verb} {row.rule}")
def test_a_visit_of_somebody_else_or_over_or_erased_or_never_opened_is_not_here(cast, row):  # noqa: F811
    """The answer is the same for all of them, and the same as for what is no id at all."""
    for persona in who_may_ask(row):
        pages = pages_of(cast, row, persona, not_theirs(cast, persona))
        assert {status for status, _ in pages} == {404}, persona
        assert len(pages) == 1, "nobody can tell which"
        assert pages_of(cast, row, persona, ["0" * 31, DRAWN.upper(), "zz", "%00" * 16, "a" * 3000]) == pages

        assert pages_of(cast, row, persona, [parts_of(cast, row, persona)]) != pages, "the control: their own is here"
        cast.put_back()


def parts_of(cast: Cast, row: Row, persona: str) -> str:  # noqa: F811
    """Return the id that this persona may use at this address."""
    filled = address(cast, row.rule, persona).split("/")
    return filled[row.rule.split("/").index("<visit>" if "<visit>" in row.rule else "<thread>")]


def test_the_end_of_a_visit_says_the_same_of_every_id_and_ends_nobody_else_s(cast):  # noqa: F811
    (row,) = set(VISITS) - set(WHOLE)
    for persona in AT_DESKS:
        assert pages_of(cast, row, persona, [*not_theirs(cast, persona), *SHAPELESS[:8]]) == {(303, ENDED)}
    for persona in AT_DESKS:
        closing = f"/visites/{cast.visits[f'{persona} closing'].hex()}/feuille"
        assert cast.call(persona, "GET", closing).status_code == 200, "each is still there for who opened it"


def test_a_thread_that_the_team_does_not_keep_is_not_taken_up_from_its_list(cast):  # noqa: F811
    """Not one that another member has open, not one erased, not an id that nobody drew."""
    with cast.app.app_context(), looking() as session:
        unkept = session.get_one(Visit, cast.visits["veiled"]).thread_id.hex()
    for name in (unkept, cast.visits["membre"].hex(), DRAWN, "", *SHAPELESS):
        assert cast.call("membre", "POST", "/suivi/reprendre", {"fil": name}).status_code == 404, name

    assert cast.call("membre", "POST", "/suivi/reprendre", {"fil": cast.thread.hex()}).status_code == 303, "the control"


@pytest.mark.parametrize("part", ["demarche", "step"])
def test_a_demarche_or_a_step_that_is_of_no_visit_is_not_here(cast, part):  # noqa: F811
    """One of another visit is as unknown as one that nobody drew."""
    for row in [row for row in VISITS if f"<{part}>" in row.rule]:
        place = address(cast, row.rule.replace(f"<{part}>", "cccccccc"))
        assert cast.call("membre", row.verb, place, said(cast, row, "membre")).status_code == 404, (row.verb, place)


@pytest.mark.parametrize("persona", [one for one in PERSONAS if one not in {*AT_DESKS, "veiled"}])
def test_who_may_not_ask_learns_nothing_from_the_id_of_a_visit(cast, persona):  # noqa: F811
    for row in VISITS:
        ids = [cast.visits["membre"].hex(), cast.visits["over"].hex(), cast.thread.hex(), DRAWN]
        asked = [address(cast, row.rule.replace("<visit>", name).replace("<thread>", name)) for name in ids]
        answers = [cast.call(persona, row.verb, place, said(cast, row, persona)) for place in asked]

        assert len({answer.status_code for answer in answers}) == 1, row.rule
        assert len({said_without(answer.text or answer.location or "", ids) for answer in answers}) == 1, row.rule


def said_without(page: str, ids: list[str]) -> str:
    """Return a page without the id that it was asked for: it leads back there after signing in."""
    for name in ids:
        page = page.replace(name, "")
    return page


# What a member wrote to recognise a thread, and the note left to colleagues.


def everything_that_shows(cast: Cast, persona: str) -> str:  # noqa: F811
    """Ask every page of every visit as a persona, and the pages that lead there, and return all that they show."""
    opened = ["/", "/suivi", "/visites", "/reprendre", "/reprendre/images"]
    opened += [
        f"/visites/{visit.hex()}{end}"
        for visit in cast.visits.values()
        for end in ("", f"/{DEMARCHES[0]}", "/fermer", "/feuille", "/effacer")
    ]
    return "".join(cast.call(persona, "GET", place).text for place in opened)


def test_the_label_of_a_thread_and_its_note_are_read_by_a_member_alone(cast):  # noqa: F811
    """Reception has a visit open on that very thread, the person's sheet in hand: it reads neither."""
    for persona in PERSONAS:
        if persona != "membre":
            shown = everything_that_shows(cast, persona)
            assert LABEL not in shown, persona
            assert NOTE not in shown, persona

    shown = everything_that_shows(cast, "membre")
    assert LABEL in shown
    assert NOTE in shown, "the control: they are there, for who keeps the thread"


def test_the_list_of_the_team_shows_labels_to_a_member_who_is_alone_and_puts_them_away_when_somebody_comes(cast):  # noqa: F811
    assert LABEL not in cast.call("membre", "GET", "/suivi").text

    cast.call("membre", "POST", "/suivi/seul", {"seul": "oui"})
    alone = cast.call("membre", "GET", "/suivi").text
    assert LABEL in alone
    assert NOTE in alone

    cast.call("membre", "POST", "/visites", {"guide": "be-exemple"})
    assert LABEL not in cast.call("membre", "GET", "/suivi").text, "a visit opens: somebody sits there"
    cast.call("membre", "POST", "/suivi/seul", {"seul": "oui"})
    cast.call("membre", "POST", "/voile/tirer", {})
    assert LABEL not in cast.call("membre", "GET", "/suivi").text
    for said_alone in ("non", "", "OUI"):
        cast.put_back()
        cast.call("membre", "POST", "/suivi/seul", {"seul": said_alone})
        assert LABEL not in cast.call("membre", "GET", "/suivi").text


@pytest.mark.parametrize("persona", ["accueil", "poste"])
def test_reception_that_closes_a_thread_of_the_team_takes_nothing_away_from_members(cast, persona):  # noqa: F811
    """Reception neither reads nor writes the label and the note: closing with the person leaves both as they were."""
    place = f"/visites/{cast.visits[persona].hex()}/fermer"
    assert cast.call(persona, "POST", place, {"feuille": "garder", "equipe": "oui", "images_gardees": "oui"}).status_code == 303

    closing = cast.call("membre", "GET", f"/visites/{cast.visits['membre'].hex()}/fermer").text
    assert LABEL in closing
    assert NOTE in closing
