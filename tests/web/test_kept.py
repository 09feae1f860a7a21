"""What is promised of the pieces of page that are said once."""

from datetime import datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from jinja2 import Environment
from markupsafe import Markup

from companion import clock
from companion.web import kept
from companion.web.kept import Kept

GUIDE = "/guides/be-boite-mail"


class Thing:
    """Something that never changes; two are equal when they say the same."""

    def __init__(self, words: str) -> None:
        self.words = words

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Thing) and other.words == self.words

    __hash__ = None


def counted() -> tuple[list[str], object]:
    said: list[str] = []

    def macro(thing: Thing) -> Markup:
        said.append(thing.words)
        return Markup("<p>{}</p>").format(thing.words)

    return said, macro


def test_the_same_thing_is_said_once():
    said, macro = counted()
    keep, thing = Kept(), Thing("une étape")

    assert keep(macro, thing) == keep(macro, thing) == Markup("<p>une étape</p>")
    assert said == ["une étape"]


def test_another_thing_is_said_anew_even_if_it_is_equal():
    said, macro = counted()
    keep = Kept()
    things = [Thing("une étape"), Thing("une étape")]
    for thing in things:
        keep(macro, thing)

    assert len(said) == 2


def test_a_thing_that_is_gone_never_lends_its_words_to_the_next():
    _, macro = counted()
    keep = Kept()

    assert [str(keep(macro, Thing(str(rank)))) for rank in range(50)] == [f"<p>{rank}</p>" for rank in range(50)]


def test_two_macros_never_speak_for_each_other():
    keep, thing = Kept(), Thing("une étape")

    assert keep(lambda one: Markup.escape(one.words), thing) != keep(lambda one: Markup.escape(one.words.upper()), thing)


def test_what_is_kept_has_an_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kept, "MOST", 10)
    _, macro = counted()
    keep = Kept()
    for rank in range(100):
        keep(macro, Thing(str(rank)))

    assert len(keep._said) <= 10


def test_what_a_file_says_is_still_escaped():
    environment = Environment(autoescape=True)
    module = environment.from_string("{% macro show(thing) %}<p>{{ thing.words }}</p>{% endmacro %}").module

    assert Kept()(module.show, Thing("<script>")) == "<p>&lt;script&gt;</p>"


def test_a_guide_asked_twice_is_the_same_page(client: FlaskClient):
    assert client.get(GUIDE).data == client.get(GUIDE).data


def test_a_page_follows_the_day_although_its_pieces_are_kept(client: FlaskClient, fixed_clock):
    before = client.get("/").text
    fixed_clock(datetime(2026, 12, 20, 9, 0, tzinfo=clock.ZONE))

    assert client.get("/").text != before


def test_an_edited_file_is_shown_at_once_although_its_pieces_are_kept(client: FlaskClient, app, tmp_path: Path, shelves: Path, monkeypatch):
    client.get(GUIDE)
    text = (shelves / "be" / "boite-mail.yaml").read_text(encoding="utf-8")
    title = text.split("\ntitre: ")[1].splitlines()[0]
    own = tmp_path / "instance" / "procedures" / "be"
    own.mkdir(parents=True)
    (own / "boite-mail.yaml").write_text(text.replace(f"titre: {title}", "titre: Une boîte à soi, autrement", 1), encoding="utf-8")
    monkeypatch.setattr(app.extensions["bookcase"], "_looked", -1000.0)

    assert "Une boîte à soi, autrement" in client.get(GUIDE).text
