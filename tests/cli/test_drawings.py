"""What `companion procedures dessiner`, `epreuve` and `exporter` promise."""

import json
import subprocess
import sys

import pytest
from lxml import etree

from companion.procedures.papers import mermaid, svg
from companion.procedures.queries import SHELVES, read_library
from tests.cli.running import is_french, piped, run
from tests.procedures.papers.reading import pages, text_of

GUIDE = "be-boite-mail"


@pytest.fixture(scope="module")
def procedure():
    return read_library(SHELVES).guides[GUIDE].procedure


def test_the_picture_comes_on_standard_output(capsys, procedure):
    ended = run(capsys, "procedures", "dessiner", GUIDE)

    assert ended.status == 0
    assert ended.out == svg(procedure)
    assert etree.fromstring(ended.out.encode()).tag.endswith("}svg")


def test_the_picture_comes_as_mermaid_too(capsys, procedure):
    assert run(capsys, "procedures", "dessiner", GUIDE, "--format", "mermaid").out == mermaid(procedure)


def test_the_picture_is_written_in_utf8_whatever_the_terminal_speaks(procedure, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")

    assert piped("procedures", "dessiner", GUIDE, stdout=subprocess.PIPE, encoding="utf-8").stdout == svg(procedure)


def test_the_proof_is_written_where_it_is_asked(capsys, tmp_path):
    ended = run(capsys, "procedures", "epreuve", GUIDE, "--out", str(tmp_path / "épreuve.pdf"))
    written = (tmp_path / "épreuve.pdf").read_bytes()

    assert (ended.status, ended.out, ended.err) == (0, "", "")
    assert len(pages(written)) > 5
    assert "Épreuve du 21 novembre 2026" in text_of(written)


def test_the_european_description_comes_on_standard_output(capsys):
    ended = run(capsys, "procedures", "exporter", GUIDE, "--format", "cpsv-ap")

    assert ended.status == 0
    assert json.loads(ended.out)["identifier"] == GUIDE


@pytest.mark.parametrize("words", [("dessiner",), ("epreuve", "--out", "nulle-part.pdf"), ("exporter", "--format", "cpsv-ap")])
def test_an_unknown_guide_is_refused_with_the_nearest_one(capsys, words):
    command, *options = words
    near = run(capsys, "procedures", command, "be-boite-male", *options)
    far = run(capsys, "procedures", command, "zzzzzz", *options)

    assert (near.status, near.out) == (far.status, far.out) == (1, "")
    assert near.err == "Aucun guide ne s’appelle « be-boite-male ». Vouliez-vous dire « be-boite-mail » ?\n"
    assert "companion procedures lister" in far.err


@pytest.mark.parametrize(("place", "why"), [("", "c’est un dossier"), ("absent/x.pdf", "ce chemin n’existe pas")])
def test_a_place_where_nothing_can_be_written_is_said(capsys, tmp_path, place, why):
    ended = run(capsys, "procedures", "epreuve", GUIDE, "--out", str(tmp_path / place))

    assert ended.status == 1
    assert why in ended.err
    assert "Rien n’a été écrit." in ended.err


@pytest.mark.parametrize(
    "words",
    [("dessiner",), ("dessiner", GUIDE, "--format", "png"), ("epreuve", GUIDE), ("exporter", GUIDE), ("exporter", GUIDE, "--format", "x")],
)
def test_a_command_that_is_not_understood_is_said_in_french(capsys, words):
    ended = run(capsys, "procedures", *words)

    assert ended.status == 2
    assert ended.err.startswith("Commande non comprise : ")
    assert is_french(ended.err)


@pytest.mark.parametrize("command", ["dessiner", "epreuve", "exporter"])
def test_each_command_explains_itself_in_french(capsys, command):
    ended = run(capsys, "procedures", command, "--help")

    assert ended.status == 0
    assert is_french(ended.out)


def test_the_library_that_makes_pdfs_is_not_loaded_for_a_picture():
    script = f"import sys; from companion.cli import main; main(['procedures', 'dessiner', '{GUIDE}']); sys.exit('fpdf' in sys.modules)"

    subprocess.run([sys.executable, "-c", script], check=True, stdout=subprocess.DEVNULL)
