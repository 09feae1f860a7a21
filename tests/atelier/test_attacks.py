"""What hostile, clumsy or unlucky people and machines try on the Atelier, and what happens instead.

Each attack has a control beside it: the same gesture, done honestly, works.
"""

import copy
import errno
import os
import random
import re
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from companion import clock, db
from companion.app import create_app
from companion.atelier.actions import drafts as writer
from companion.atelier.rules.mending import mended
from companion.config import open_instance
from companion.errors import Refused
from companion.procedures.lint.syntax import read
from companion.procedures.queries import SHELVES
from companion.web.tokens import spoken_code
from tests.atelier.forms import GUIDE, enter, fields_of, press, save, token_of
from tests.conftest import InspectedClient, rounds

HOME = f"/atelier/{GUIDE}"
EDIT = f"{HOME}/modifier"
STEP = f"{EDIT}/etapes/etapes/chercher"
DOUBT = f"{HOME}/signaler"
SHIPPED = SHELVES / "be" / "boite-mail.yaml"
ENGLISH = re.compile(r"Traceback|Error|Exception|Internal|Bad Request|sqlite3|alembic|Errno")


@pytest.fixture
def author(client: FlaskClient) -> FlaskClient:
    """Return somebody who gave the code of the Atelier."""
    enter(client)
    return client


def folder(client: FlaskClient) -> Path:
    found: Path = client.application.config["INSTANCE"].folder
    return found


def draft(client: FlaskClient) -> Path:
    return folder(client) / "brouillons" / "be" / "boite-mail.yaml"


def local(client: FlaskClient) -> Path:
    return folder(client) / "procedures" / "be" / "boite-mail.yaml"


def value_of(path: Path):
    return read(path.read_bytes(), "").value


def put(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def refused(answer: TestResponse, words: str) -> None:
    """Check that a refusal is a page, in French, with what happened."""
    assert answer.status_code == 409, answer.status_code
    assert words in answer.text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert not ENGLISH.search(answer.text)


def sibling(client: FlaskClient) -> FlaskClient:
    """Return a client of a second process of the same server: the same folder, the same key, its own memory."""
    made = create_app(open_instance(folder(client)))
    made.test_client_class = InspectedClient
    made.extensions["boot_key"] = client.application.extensions["boot_key"]
    return made.test_client()


# Writing without the code.


def addresses(app: Flask) -> Iterator[str]:
    known = {"name": GUIDE, "card": "etapes", "key": "etapes", "item": "chercher"}
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("atelier."):
            yield re.sub(r"<(\w+)>", lambda found: known[found[1]], rule.rule)


def written(client: FlaskClient) -> dict[str, bytes]:
    """Return what the folder of the association holds, the database aside."""
    found = (path for path in folder(client).rglob("*") if path.is_file() and "sqlite" not in path.name)
    return {path.relative_to(folder(client)).as_posix(): path.read_bytes() for path in found}


def forged(app: Flask, name: str) -> list[str]:
    """Return passes that somebody without the code may try."""
    other = create_app(open_instance(app.config["INSTANCE"].folder.parent / "other"))
    taken = other.test_client()
    enter(taken)
    theirs = next(iter(taken._cookies.values())).value
    with app.test_request_context():
        from companion.web.tokens import token

        return ["", "0" * 64, "é", theirs, token("form"), token("pass atelier"), token(f"pass {name}")[:-1], token(f"pass {name}") + " x"]


def test_no_address_and_no_method_writes_without_the_code_whatever_the_cookie(client, app):
    name = f"atelier-{app.config['INSTANCE'].mark}"
    proof, before = token_of(client.get(DOUBT).text), written(client)
    passes = forged(app, name)
    for rank, address in enumerate(sorted(set(addresses(app)))):
        client.set_cookie(name, passes[rank % len(passes)], path="/atelier")
        for method in ("POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"):
            client.open(
                address, method=method, data={"jeton": proof, "vu": "", "lus": "oui", "titre": "Volé", "retirer": "etapes.chercher"}
            )
    assert written(client) == before

    for one in passes:
        client.set_cookie(name, one, path="/atelier")
        assert client.get(STEP).status_code == 409
    enter(client)
    assert client.get(STEP).status_code == 200


@pytest.mark.parametrize(
    "name", ["..", "be", "be-", "be-..%2f..%2fconfig", "..%5cconfig", "be-boite-mail%00", "be-boite-mail.yaml", "fr-../be"]
)
def test_no_name_in_an_address_leads_out_of_the_folder_of_drafts(author, name):
    before = written(author)
    for page in ("modifier", "modifier/etapes", "fichier.yaml", "publier"):
        address = f"/atelier/{name}/{page}"
        assert author.get(address).status_code in {404, 405}
        author.post(address, data={"jeton": token_of(author.get(DOUBT).text)})
    assert written(author) == before


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 409), ({"Sec-Fetch-Site": "same-site"}, 409), ({"Sec-Fetch-Site": "x"}, 409),
        ({"Origin": "https://ailleurs.example"}, 409), ({"Origin": "null"}, 409), ({"Origin": "http://localhost:8001"}, 409),
        ({"Origin": "http://localhost.ailleurs.example"}, 409), ({"Origin": "http://[::1"}, 409),
        ({"Origin": "http://localhost"}, 303), ({"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}, 303), ({}, 303),
    ],
)  # fmt: skip
def test_a_form_of_another_site_is_refused_also_by_what_old_browsers_say(client, headers, status):
    proof = token_of(client.get(DOUBT).text)

    assert client.post(DOUBT, data={"jeton": proof, "choix": "date"}, headers=headers).status_code == status


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("ailleurs.example", 421), ("localhost.ailleurs.example", 421), ("127.0.0.1.ailleurs.example:8000", 421), ("0.0.0.0:8000", 421),
        ("192.168.1.20", 421), ("[::1", 421), ("localhost:8000", 200), ("127.0.0.1:8000", 200), ("[::1]:8000", 200), ("127.0.0.5", 200),
    ],
)  # fmt: skip
@pytest.mark.parametrize("address", ["/", "/sante", HOME])
def test_a_name_that_another_site_made_lead_here_gets_nothing(client, host, status, address):
    answer = client.get(address, headers={"Host": host})

    assert answer.status_code == status
    assert "jeton" not in answer.text or status == 200


@pytest.mark.parametrize("said", ["https://compagnon.example/", "compagnon.example", "https://compagnon.example:8443"])
def test_the_public_address_of_the_instance_is_its_own_name_too(tmp_path, said):
    (tmp_path / "config.toml").write_text(f'[association]\nadresse_publique = "{said}"\n', encoding="utf-8")
    client = create_app(open_instance(tmp_path)).test_client()

    assert client.get("/", headers={"Host": "compagnon.example"}).status_code == 200
    assert client.get("/", headers={"Host": "autre.example"}).status_code == 421
    assert client.get("/", headers={"Host": "localhost"}).status_code == 200


def guess(client: FlaskClient, code: str) -> int:
    return client.post("/atelier/entrer", data={"jeton": token_of(client.get("/atelier/entrer").text), "code": code}).status_code


def test_the_code_is_not_found_by_trying_all_of_them(client, monkeypatch):
    now, right = [1000.0], spoken_code("atelier", client.application)
    monkeypatch.setattr(clock, "ticks", lambda: now[0])

    assert [guess(client, "0000-0000") for _ in range(6)] == [422] * 6
    assert guess(client, right) == 429, "a pause compares nothing, or it would be no pause"
    compared = 0
    for _ in range(3600):
        now[0] += 1
        compared += guess(client, "0000-0000") == 422 if now[0] >= client.application.extensions["code_tries"].again_at else 0
    assert compared < 70, "in one hour"
    now[0] += 61
    assert guess(client, right) == 303
    assert guess(client, "0000-0000") == 422, "the right code forgives"


# The folder and the disk.


BROKEN = {
    "empty": b"", "binary": bytes(range(256)), "utf-16": "titre: x\n".encode("utf-16"), "huge": b"a: b\n" * 2_000_000,
    "deep": b"[" * 100_000, "bomb": b"a: &a [x, x]\nb: &b [*a, *a]\n", "tab": b"titre:\tx\n", "list": b"- a\n- b\n", "word": b"rien\n",
    "tag": b"!!python/object/apply:os.system ['true']\n", "two": b"a: 1\n---\na: 2\n", "directive": b"%YAML 1.1\n---\na: 1\n",
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN)
def test_a_draft_that_cannot_be_read_is_told_and_there_is_a_way_out(author, kind):
    save(author, STEP, titre="Avant")
    save(author, STEP, titre="Après")
    put(draft(author), BROKEN[kind])

    refused(author.get(EDIT), "ne peut pas être lu")
    refused(author.get(STEP), "ne peut pas être lu")
    assert author.get(HOME).status_code == author.get("/atelier/").status_code == author.get(f"/guides/{GUIDE}").status_code == 200
    assert press(author, EDIT, f"{HOME}/annuler").status_code == 303
    assert value_of(draft(author))["etapes"][1]["titre"] == "Avant"


@pytest.mark.parametrize("kind", ["binary", "huge", "pipe", "link"])
def test_a_draft_that_cannot_be_read_can_be_erased(author, kind):
    draft(author).parent.mkdir(parents=True)
    if kind == "pipe":
        os.mkfifo(draft(author))
    elif kind == "link":
        draft(author).symlink_to("boite-mail.yaml")  # to itself
    else:
        put(draft(author), BROKEN[kind])

    refused(author.get(EDIT), "ne peut pas être lu")
    assert press(author, EDIT, f"{HOME}/abandonner").status_code == 303
    assert author.get(EDIT).status_code == 200


def test_a_folder_in_the_place_of_a_draft_is_told(author):
    draft(author).mkdir(parents=True)

    refused(author.get(EDIT), "ne peut pas être lu")
    refused(press(author, EDIT, f"{HOME}/abandonner"), "refuse l’écriture (c’est un dossier)")
    assert author.get("/atelier/").status_code == 200


def test_a_link_in_the_place_of_a_draft_is_replaced_and_never_followed(author, tmp_path):
    outside = tmp_path / "outside.yaml"
    outside.write_bytes(SHIPPED.read_bytes())
    draft(author).parent.mkdir(parents=True)
    draft(author).symlink_to(outside)

    assert save(author, STEP, titre="Changé").status_code == 303
    assert outside.read_bytes() == SHIPPED.read_bytes()
    assert "Changé" in draft(author).read_text(encoding="utf-8")


WRONG = [
    ("etapes", 5), ("etapes", "texte"), ("etapes", [None, 3, {"id": 5}, {"id": "a", "pieges": ["x", 4]}]), ("themes", 5), ("synonymes", 5),
    ("questions", [{"id": "q", "texte": "Laquelle", "choix": ["oui"]}]), ("sources", ["a"]), ("titre", {"a": 1}), ("verification", "hier"),
    ("canaux", True), ("journal", {"le": 1}), ("echeances", [{"id": "e", "type": "annuelle", "sauver_la_date": 3}]),
]  # fmt: skip


@pytest.mark.parametrize(("key", "wrong"), WRONG)
def test_a_draft_of_any_shape_opens_and_saves(author, key, wrong):
    from io import StringIO

    from ruamel.yaml import YAML

    from companion.atelier.rules import cards

    written_out = StringIO()
    YAML(typ="safe").dump({**value_of(SHIPPED), key: wrong}, written_out)
    put(draft(author), written_out.getvalue())
    home = f"{EDIT}/{cards.card_of(key).name}"
    pages = [home, *(f"{home}/{key}/{name}" for name in ("a", "q", "e"))]

    assert author.get(EDIT).status_code == 200
    for page in pages:
        answer = author.get(page)
        assert answer.status_code in {200, 404}
        if answer.status_code == 200:
            assert author.post(page, data=fields_of(answer.text)).status_code in {303, 409, 422}
    assert author.post(home, data={**fields_of(author.get(home).text), "retirer": f"{key}.a"}).status_code in {303, 409}


def test_a_word_written_by_hand_where_a_list_belongs_stays_one_word(author):
    put(draft(author), re.sub(r"(?m)^synonymes: .*$", "synonymes: carte de lecture", SHIPPED.read_text(encoding="utf-8")))

    save(author, f"{EDIT}/identite", titre="Autre")

    assert value_of(draft(author))["synonymes"] == ["carte de lecture"]


def test_a_key_written_twice_by_hand_is_told_and_what_was_typed_stays_on_the_page(author):
    put(draft(author), "titre: Deux fois\n" + SHIPPED.read_text(encoding="utf-8"))
    before = draft(author).read_bytes()

    answer = save(author, STEP, titre="Mon titre à garder")

    refused(answer, "sans abîmer le fichier")
    assert 'value="Mon titre à garder"' in answer.text
    assert draft(author).read_bytes() == before


def no_room(*_args: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def forbidden(*_args: object, **_kwargs: object) -> None:
    raise OSError(errno.EACCES, "Permission denied")


@pytest.mark.parametrize(("name", "fault", "words"), [("fsync", no_room, "le disque est plein"), ("fdopen", forbidden, "accès refusé")])
def test_when_the_disk_refuses_the_page_says_why_and_still_shows_what_was_typed(author, monkeypatch, name, fault, words):
    save(author, STEP, titre="Avant")
    before = written(author)
    with monkeypatch.context() as patched:
        patched.setattr(writer.os, name, fault)
        answer = save(author, STEP, titre="Mon titre à garder")
        refused(answer, words)
        assert 'value="Mon titre à garder"' in answer.text
        refused(press(author, EDIT, f"{HOME}/annuler"), words)
        refused(press(author, EDIT, f"{HOME}/publier", lus="oui"), words)
    assert written(author) == before, "nor is any half file left"

    assert save(author, STEP, titre="Mon titre à garder").status_code == 303


def test_what_the_disk_refuses_to_an_unread_folder_is_told(author, monkeypatch):
    real = Path.lstat
    monkeypatch.setattr(Path, "lstat", lambda self: forbidden() if "brouillons" in self.parts else real(self))

    assert author.get(EDIT).status_code == 200
    assert author.get("/atelier/").status_code == 200


# The database.


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait a moment only for a lock."""
    monkeypatch.setattr(db, "PRAGMAS", (*db.PRAGMAS[:-1], "busy_timeout=20"))


def guides_still_open(client: FlaskClient) -> None:
    assert client.get("/").status_code == client.get(f"/guides/{GUIDE}").status_code == 200


def test_a_locked_database_is_told_and_nothing_is_published_by_halves(impatient, author):
    save(author, STEP, titre="Changé")
    author.get("/atelier/")
    with sqlite3.connect(folder(author) / "companion.sqlite") as other:
        other.execute("BEGIN IMMEDIATE")
        refused(press(author, DOUBT, DOUBT, choix="date"), "La base de données ne répond pas")
        refused(press(author, EDIT, f"{HOME}/publier", lus="oui"), "La base de données ne répond pas")
        guides_still_open(author)
        assert draft(author).exists()
        assert not local(author).exists()
        other.rollback()
    other.close()

    assert press(author, DOUBT, DOUBT, choix="date").status_code == 303
    assert press(author, EDIT, f"{HOME}/publier", lus="oui").status_code == 303


@pytest.mark.parametrize("content", [b"ceci n'est pas une base" * 100, b"\0" * 5000])
def test_a_damaged_database_is_told_with_what_to_do(client, content):
    put(folder(client) / "companion.sqlite", content)

    for address in ("/atelier/", HOME):
        refused(client.get(address), "est abîmé")
    refused(press(client, DOUBT, DOUBT, choix="date"), "copie de sauvegarde")
    guides_still_open(client)


def test_a_folder_in_the_place_of_the_database_is_told(client):
    (folder(client) / "companion.sqlite").mkdir()

    refused(client.get("/atelier/"), "La base de données ne répond pas")
    guides_still_open(client)


def test_a_database_of_a_newer_version_is_told_and_left_alone(client):
    client.get("/atelier/")
    with client.application.extensions["database"].engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    later = sibling(client)

    refused(later.get("/atelier/"), "version plus récente de Compagnon")
    guides_still_open(later)


def test_the_terminal_too_says_in_french_that_the_database_does_not_open(tmp_path, capsys):
    from companion.cli import serving

    config = open_instance(tmp_path)
    put(tmp_path / "companion.sqlite", b"x" * 5000)

    serving._remember_guides(config)

    told = capsys.readouterr().err
    assert "est abîmé" in told
    assert not ENGLISH.search(told)


# Several people at once.


def at_once(work, number: int = 6) -> list[int]:
    start = threading.Barrier(number)

    def one(rank: int) -> int:
        start.wait()
        status: int = work(rank)
        return status

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


def pairs(client: FlaskClient, number: int = 6) -> list[FlaskClient]:
    """Return clients of two processes in turn."""
    apps = [client.application, sibling(client).application]
    found = [apps[rank % 2].test_client() for rank in range(number)]
    for one in found:
        enter(one)
    return found


def test_of_those_who_save_the_same_draft_at_once_one_succeeds_and_the_others_are_told(author, monkeypatch):
    people = pairs(author)
    sent = fields_of(author.get(STEP).text)
    ready = threading.Barrier(len(people))
    real = writer.mended

    def slow(*asked):
        ready.wait(30)  # all have seen the same draft before any writes
        return real(*asked)

    looked = writer.is_current

    def hesitant(seen) -> bool:
        found = looked(seen)
        threading.Event().wait(0.05)  # long enough for another to write in between, if nothing kept it out
        return found

    monkeypatch.setattr(writer, "mended", slow)
    monkeypatch.setattr(writer, "is_current", hesitant)

    def work(rank: int) -> int:
        return people[rank].post(STEP, data=MultiDict({**sent, "titre": f"Titre {rank}"})).status_code

    statuses = at_once(work)

    assert sorted(statuses) == [303, 409, 409, 409, 409, 409]
    assert value_of(draft(author))["etapes"][1]["titre"] == f"Titre {statuses.index(303)}"
    assert not [one for one in draft(author).parent.iterdir() if one.suffix == ".part"]


def test_doubts_said_at_the_same_minute_in_two_processes_are_all_counted(author):
    people = pairs(author)
    proof = token_of(author.get(DOUBT).text)

    def work(rank: int) -> int:
        return sum(people[rank].post(DOUBT, data={"jeton": proof, "choix": "date"}).status_code == 303 for _ in range(5))

    assert at_once(work) == [5] * 6
    with author.application.extensions["database"].engine.connect() as connection:
        assert connection.scalar(text("SELECT number FROM guide_report")) == 30


def test_nobody_publishes_or_erases_what_they_have_not_seen(author):
    save(author, STEP, titre="Vu")
    page = author.get(EDIT).text
    seen, proof = re.search(r'name="vu" value="(\w+)"', page)[1], token_of(page)
    save(sibling_author(author), STEP, titre="Pas vu")

    for verb in ("publier", "abandonner"):
        refused(author.post(f"{HOME}/{verb}", data={"jeton": proof, "vu": seen, "lus": "oui"}), "vient de changer")
    assert not local(author).exists()
    assert value_of(draft(author))["etapes"][1]["titre"] == "Pas vu"
    assert press(author, EDIT, f"{HOME}/publier", lus="oui").status_code == 303


def sibling_author(client: FlaskClient) -> FlaskClient:
    found = sibling(client)
    enter(found)
    return found


def test_a_second_reading_is_noted_only_of_the_version_that_was_read(author):
    save(author, STEP, titre="Première")
    press(author, EDIT, f"{HOME}/publier", lus="oui")
    page = author.get(HOME).text
    version, proof = re.search(r'name="version" value="(\w+)"', page)[1], token_of(page)
    save(author, STEP, titre="Deuxième")
    press(author, EDIT, f"{HOME}/publier", lus="oui")

    refused(author.post(f"{HOME}/relu", data={"jeton": proof, "version": version}), "a changé depuis")
    assert "Non relu" in author.get(HOME).text
    press(author, HOME, f"{HOME}/relu")
    assert "Non relu" not in author.get(HOME).text


def test_going_back_to_the_shipped_version_never_erases_ours_because_a_draft_is_in_progress(author):
    save(author, STEP, titre="La nôtre")
    press(author, EDIT, f"{HOME}/publier", lus="oui")
    save(author, STEP, titre="Encore autre chose")

    refused(press(author, HOME, f"{HOME}/revenir"), "Un brouillon est en cours")
    assert value_of(local(author))["etapes"][1]["titre"] == "La nôtre"
    press(author, EDIT, f"{HOME}/abandonner")
    assert press(author, HOME, f"{HOME}/revenir").status_code == 303
    assert value_of(draft(author))["etapes"][1]["titre"] == "La nôtre"


def test_publishing_over_a_file_mended_by_hand_keeps_that_file_beside(author):
    put(local(author), "titre:\tavec une faute\n")
    save(author, STEP, titre="Publié")

    assert press(author, EDIT, f"{HOME}/publier", lus="oui").status_code == 303

    assert local(author).with_name(".boite-mail.yaml.avant").read_text(encoding="utf-8") == "titre:\tavec une faute\n"


# What the form sends.


def journal(number: int) -> str:
    entries = "".join(
        f'  - {{le: 2026-11-21, quoi: "Ligne {rank} du journal, avec ce qui a été vu au guichet."}}\n' for rank in range(number)
    )
    return re.sub(r"(?m)^journal: .*\n", f"journal:\n{entries}", SHIPPED.read_text(encoding="utf-8"))


def test_a_long_life_of_a_guide_is_saved_whole(author):
    """Sixty blocks, nine hundred fields and 64 kB were once limits beyond which things were forgotten in silence."""
    put(draft(author), journal(400))
    assert len(value_of(draft(author))["journal"]) == 400

    assert save(author, f"{EDIT}/sources", **{"verification.par": "Autre permanence"}).status_code == 303

    assert len(value_of(draft(author))["journal"]) == 400
    assert value_of(draft(author))["verification"]["par"] == "Autre permanence"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"titre": "x" * 20_001}, 409),
        ({f"n{rank}": "" for rank in range(3001)}, 409),
        ({"titre": "x" * 300_000}, 413),
        ({"titre": "x"}, 303),
    ],
)
def test_what_is_too_long_is_refused_whole_and_never_cut(author, sent, status):
    answer = author.post(STEP, data={**fields_of(author.get(STEP).text), **sent})

    assert answer.status_code == status
    assert not ENGLISH.search(answer.text)
    assert draft(author).exists() is (status == 303)


def test_somebody_without_the_code_sends_no_more_than_the_longest_public_form(client):
    assert client.post(DOUBT, data={"jeton": "x" * 70_000}).status_code == 413


def test_a_form_in_parts_is_understood_as_well_and_too_many_parts_are_refused(author):
    sent = fields_of(author.get(STEP).text)
    sent["titre"] = "En parties"
    assert author.post(STEP, data=sent, content_type="multipart/form-data").status_code == 303
    assert value_of(draft(author))["etapes"][1]["titre"] == "En parties"

    many = {f"n{rank}": "" for rank in range(600)}
    assert author.post(STEP, data=many, content_type="multipart/form-data").status_code == 413


def test_what_a_form_does_not_carry_is_left_as_it_was(author):
    """A browser, an extension or a network may lose fields: nobody wished to erase them."""
    shown = fields_of(author.get(STEP).text)
    ticked = {name: one for name, one in shown.items() if name in {"jeton", "vu", "nature", "canal"}}
    checked = MultiDict(
        [*ticked.items(), *((name, one) for name, one in shown.items(multi=True) if name in {"qui", "qui.premier", "gestes"})]
    )

    author.post(STEP, data=checked)

    before, after = value_of(SHIPPED)["etapes"][1], value_of(draft(author))["etapes"][1]
    for key in ("titre", "simple", "simple_passe", "pieges", "si_bloque"):
        assert after.get(key) == before.get(key), key


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("un\0deux", "undeux"), ("un\x0cdeux", "un\ndeux"), ("un\N{LINE SEPARATOR}deux", "un\ndeux"), ("un\r\ndeux\r", "un\ndeux"),
        ("\ufeffun", "un"), ("un\x1b[31m", "un[31m"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}nu\N{POP DIRECTIONAL FORMATTING}", "nu"), ("un\tdeux", "un deux"),
        ("---", "---"), ("%YAML 1.1", "%YAML 1.1"), ("&a *a !!x", "&a *a !!x"), ("- a\n- b", "- a\n- b"), ("# rien", "# rien"), ("~", "~"),
        ("x " * 3000 + "x", "x " * 3000 + "x"), ("<<", "<<"), ("a: b # c", "a: b # c"), ("'\"\\", "'\"\\"), ("2026-11-21", "2026-11-21"),
        ("السلام", "السلام"), ("...", "..."), ("…\n\n\n…", "…\n\n\n…"), ("no", "no"), ("0o17", "0o17"), ("1_000", "1_000"), ("=", "="),
    ],
)  # fmt: skip
@pytest.mark.parametrize("field", ["titre", "simple"])
def test_any_text_pasted_from_anywhere_is_kept_as_one_reads_it(author, typed, kept, field):
    answer = save(author, STEP, **{field: typed})

    assert answer.status_code == 303
    assert value_of(draft(author))["etapes"][1][field].rstrip("\n") == kept


def test_a_question_mark_or_a_colon_in_a_short_block_does_not_stop_the_save(author):
    """Inside braces, one of the two readers of the house stumbled on them, and the change was refused."""
    save(author, STEP, **{"pieges.2.texte": "Marche-t-il ? Oui, de 9:00 à 12:00."})

    assert value_of(draft(author))["etapes"][1]["pieges"][-1]["texte"] == "Marche-t-il ? Oui, de 9:00 à 12:00."


@pytest.mark.parametrize(
    ("title", "name"),
    [("Nouveau", "nouveau-2"), ("__proto__", "proto"), ("السلام", "sans-nom"), ("Chercher", "chercher-2"), ("../..", "sans-nom")],
)
def test_a_new_thing_never_takes_the_address_of_another_one(author, title, name):
    save(author, f"{EDIT}/etapes/etapes/nouveau", titre=title)

    assert value_of(draft(author))["etapes"][-1]["id"] == name
    assert fields_of(author.get(f"{EDIT}/etapes/etapes/{name}").text)["titre"] == title


def test_two_things_of_one_name_written_by_hand_are_not_made_one(author):
    twice = "\n  - {id: double, titre: Un}\n  - {id: double, titre: Deux}\n"
    put(draft(author), re.sub(r"(?m)^etapes:\n", f"etapes:{twice}", SHIPPED.read_text(encoding="utf-8")))

    save(author, f"{EDIT}/etapes/etapes/double", titre="Changé")

    assert [one["titre"] for one in value_of(draft(author))["etapes"][:2]] == ["Changé", "Deux"]


def test_a_line_that_is_no_pair_is_kept_for_the_review_to_speak_of(author):
    new = f"{EDIT}/echeances/echeances/nouveau?type=mensuelle"
    save(author, new, titre="Rappel", du="28", au="15", exceptions="2 = 26\nfévrier le 26", confirmer="x")

    assert value_of(draft(author))["echeances"][-1]["exceptions"] == {2: 26, "février le 26": ""}
    assert "février le 26" in author.get(f"{EDIT}/echeances/echeances/rappel").text


# What is written in the file.


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


def at(node, spot):
    for key in spot:
        node = node[key]
    return node


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


# What leaves the house.


TOLD = """\
    # TABOU avant les pièges
    pieges:
      # TABOU avant
      - id: faveur
        texte: TABOU demander au guichet trois  # TABOU à côté
        terrain: true
        source: taboue
      # TABOU après
      - {id: partage, texte: Un piège que tous connaissent., diffusion: partagee, terrain: true}
      - id: faveur-2
        texte: |
          TABOU en bloc
        diffusion: locale
        # TABOU à la fin
"""
TABOU_SOURCE = """\
  # TABOU de la source
  taboue: {titre: TABOU, url: "https://tabou.example/", nature: association}
"""


def secretive() -> str:
    value = SHIPPED.read_text(encoding="utf-8")
    value = re.sub(
        r"(?m)^(etapes:\n)", f"\\1  - id: une-etape\n    titre: Une étape\n    nature: information\n    qui: [avec]\n{TOLD}", value
    )
    return re.sub(r"(?m)^(sources:\n(?:  .*\n)+)", lambda found: f"{found[1]}{TABOU_SOURCE}", value, count=1)


def test_nothing_that_stays_in_the_association_leaves_with_what_is_shared(client):
    put(local(client), secretive())
    served = client.get(f"/guides/{GUIDE}").text
    assert "TABOU" in served, "the control: the association itself reads it"

    for name in ("fichier.yaml", "cpsv-ap.jsonld", "dessin.mmd", "dessin.svg"):
        assert b"tabou" not in client.get(f"{HOME}/{name}").data.lower(), name
    shared = read(client.get(f"{HOME}/fichier.yaml").data, "").value
    assert [one["id"] for one in shared["etapes"][0]["pieges"]] == ["partage"]
    assert {"taboue"} == set(value_of(local(client))["sources"]) - set(shared["sources"])


@pytest.mark.parametrize("fault", ["\nabc:\tx\n", "\ntitre: Deux fois\n", "\nx: &a b\n"])
def test_a_file_that_was_damaged_a_moment_ago_does_not_leave_whole(client, fault):
    put(local(client), secretive())
    assert client.get(f"{HOME}/fichier.yaml").status_code == 200
    put(local(client), secretive() + fault)

    answer = client.get(f"{HOME}/fichier.yaml")

    refused(answer, "rien ne sort de l’association")
    assert "TABOU" not in answer.text


# What is written down of people.


def test_nothing_that_is_typed_is_logged_or_put_in_an_address(author, caplog, capfd, monkeypatch):
    caplog.set_level("DEBUG")
    typed = "Madame Untel 85.07.30-033.61"
    answers = [
        save(author, STEP, titre=typed),
        author.post(STEP, data={"jeton": typed, "titre": typed}),
        author.post("/atelier/entrer", data={"jeton": token_of(author.get("/atelier/entrer").text), "code": typed, "vers": typed}),
        author.post(DOUBT, data={"jeton": token_of(author.get(DOUBT).text), "choix": typed, "etape": typed}),
    ]
    monkeypatch.setattr(writer, "save_draft", lambda *_: (_ for _ in ()).throw(RuntimeError(typed)))
    answers.append(save(author, STEP, titre=f"{typed} encore"))

    assert answers[-1].status_code == 500
    assert "RuntimeError" in caplog.text, "the control: the fault itself is logged"
    shown = capfd.readouterr()
    for said in (caplog.text, shown.out, shown.err, *(one.headers.get("Location", "") for one in answers), *written(author)):
        assert "Untel" not in said
        assert "033" not in said


def test_the_database_holds_the_columns_that_were_promised_and_no_other(client):
    from sqlalchemy import inspect

    client.get("/atelier/")
    seen = inspect(client.application.extensions["database"].engine)

    assert {name: [one["name"] for one in seen.get_columns(name)] for name in seen.get_table_names()} == {
        "alembic_version": ["version_num"],
        "guide_report": ["procedure", "step", "choice", "month", "number"],
        "guide_rereading": ["fingerprint", "procedure", "reread_on"],
        "procedure_version": ["fingerprint", "procedure", "content", "seen_on"],
    }
