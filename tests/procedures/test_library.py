"""What the shelves promise: one bad file never closes the house, and is named."""

import random
import shutil
from pathlib import Path

import pytest

from companion import clock
from companion.app import create_app
from companion.config import open_instance
from companion.procedures.queries import SHELVES, Bookcase, read_library
from companion.procedures.queries.library import procedure_files
from tests.conftest import InspectedClient, rounds
from tests.procedures.test_content import mutated

MAIL = "be/boite-mail.yaml"
BOMBS = {
    "nothing": b"",
    "spaces": b"   \n\n",
    "tab": b"format:\t1\n\tid: x",
    "list": b"- a\n- b\n",
    "number": b"42",
    "unfinished": b'titre: "jamais fini',
    "brackets": b"[" * 200_000,
    "braces": b"{a: " * 100_000,
    "aliases": b"a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n",
    "tag": b"format: !!python/object/apply:os.system [echo]\n",
    "nul": b"format: 1\0\n",
    "binary": bytes(range(256)) * 40,
    "utf-16": "format: 1".encode("utf-16"),
    "big": b"titre: " + b"a" * 3_000_000,
    "documents": b"---\na: 1\n---\nb: 2\n",
    "numbers": b"format: 1\nid: 12\ntitre: [1, 2]\netapes: 3\n",
    "keys": b"format: 1\n? [a, b]\n: c\n",
}


@pytest.fixture
def shelves(tmp_path) -> Path:
    """Copy the shipped files, to break them."""
    return Path(shutil.copytree(SHELVES, tmp_path / "procedures"))


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_a_broken_file_is_named_and_the_other_guides_are_shown(client, shelves, app, bomb):
    (shelves / MAIL).write_bytes(bomb)
    library = read_library(shelves)

    assert "be-boite-mail" not in library.guides
    assert "fr-actualisation-france-travail" in library.guides
    assert any(finding.file.endswith(MAIL) for finding in library.findings)


def test_the_home_page_names_the_broken_file_its_line_and_what_to_do(shelves, tmp_path):
    text = (shelves / MAIL).read_text(encoding="utf-8")
    (shelves / MAIL).write_text(text.replace("format: 1", "format: 1\nformatt: 2", 1), encoding="utf-8")
    app = create_app(open_instance(tmp_path / "instance"), shelves)
    app.test_client_class = InspectedClient
    page = app.test_client().get("/").text

    assert "procedures/be/boite-mail.yaml" in page
    assert "formatt" in page
    assert "Les autres guides marchent" in page
    assert app.test_client().get("/guides/be-boite-mail").status_code == 404


@pytest.mark.parametrize("missing", ["institutions/be.yaml", "institutions/fr.yaml", "delegations.yaml", "glossaire.fr.yaml", "be", "fr"])
def test_a_missing_shared_file_is_named_and_the_pages_still_open(shelves, tmp_path, missing):
    shipped = [one.parent.name for one in procedure_files(shelves)]
    path = shelves / missing
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    app = create_app(open_instance(tmp_path / "instance"), shelves)
    app.test_client_class = InspectedClient

    guides = app.extensions["bookcase"].library().guides

    assert len(guides) == len([country for country in shipped if country != missing])
    for address in ("/", "/echeances", "/aide", "/?q=bourse", *[f"/guides/{name}" for name in guides]):
        assert app.test_client().get(address).status_code == 200


def test_no_shelf_at_all_still_opens_the_house(tmp_path):
    app = create_app(open_instance(tmp_path / "instance"), tmp_path / "nowhere")
    app.test_client_class = InspectedClient

    assert "Aucun guide" in app.test_client().get("/").text


@pytest.fixture
def own(tmp_path) -> Path:
    """Return the folder of the association's own guides."""
    folder = open_instance(tmp_path / "instance").procedures
    (folder / "be").mkdir()
    return folder


def test_a_local_file_stands_in_for_the_shipped_one(own):
    text = (SHELVES / MAIL).read_text(encoding="utf-8")
    (own / MAIL).write_text(text.replace("\ntitre: ", "\ntitre: Chez nous, ", 1), encoding="utf-8")
    guide = read_library(SHELVES, own).guides["be-boite-mail"]

    assert guide.local
    assert guide.procedure.titre.startswith("Chez nous")
    assert guide.replaces is not None


def test_a_broken_local_file_leaves_the_shipped_one_on_the_shelf(own):
    (own / MAIL).write_text("format: 1\n", encoding="utf-8")
    library = read_library(SHELVES, own)

    assert not library.guides["be-boite-mail"].local
    assert library.findings


def test_a_corrected_file_is_seen_without_starting_again(shelves, monkeypatch):
    seconds = iter(range(0, 1000, 10))
    monkeypatch.setattr(clock, "ticks", lambda: float(next(seconds)))
    bookcase = Bookcase(shelves)
    text = (shelves / MAIL).read_text(encoding="utf-8")
    (shelves / MAIL).write_text(text.replace("\ntitre: ", "\ntitre: Corrigé, ", 1), encoding="utf-8")

    assert bookcase.library().guides["be-boite-mail"].procedure.titre.startswith("Corrigé")


def test_a_file_that_is_a_folder_or_a_dead_link_is_named(shelves):
    (shelves / MAIL).unlink()
    (shelves / MAIL).mkdir()
    (shelves / "be" / "lien.yaml").symlink_to(shelves / "nulle-part.yaml")
    library = read_library(shelves)

    assert {finding.file for finding in library.findings} == {"procedures/be/boite-mail.yaml", "procedures/be/lien.yaml"}


def test_mutations_of_each_file_never_stop_the_application(shelves, tmp_path):
    app = create_app(open_instance(tmp_path / "instance"), shelves)
    client = app.test_client()
    for path in [path for path in sorted(shelves.rglob("*.yaml")) if path.name.count(".") == 1 or "glossaire" in path.name]:
        sound, chance = path.read_bytes(), random.Random(path.name)
        for _ in range(rounds(3, 60)):
            path.write_bytes(mutated(sound, chance))
            app.extensions["bookcase"] = Bookcase(shelves)
            for address in ("/", "/echeances", "/aide", *[f"/guides/{name}" for name in app.extensions["bookcase"].library().guides]):
                assert client.get(address).status_code == 200
        path.write_bytes(sound)


def test_a_file_put_where_nothing_reads_it_is_named(own):
    (own / "guide.yaml").write_text("format: 1\n", encoding="utf-8")
    (own / "be" / "guide.yml").write_text("format: 1\n", encoding="utf-8")
    found = read_library(SHELVES, own).findings

    assert {finding.file for finding in found} == {"procedures/guide.yaml", "procedures/be/guide.yml"}
    assert all("n’est pas lu" in finding.message for finding in found)
