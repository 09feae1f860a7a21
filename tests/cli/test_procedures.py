"""What `companion procedures` promises to those who write the files."""

import json
import shutil
from datetime import datetime
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from companion import clock
from companion.procedures.queries import SHELVES, read_library
from companion.procedures.queries.library import procedure_files
from tests.cli.running import is_french, run

SHIPPED = list(procedure_files(SHELVES))
GOOD = SHELVES / "be" / "boite-mail.yaml"
LATER = datetime(2031, 3, 3, 9, 0, tzinfo=clock.ZONE)
SHAPE = {"file": str, "line": int, "code": str, "level": str, "field": str, "message": str}


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """Return a procedure file whose title is missing and whose third line is odd."""
    path = tmp_path / "be" / "boite-mail.yaml"
    path.parent.mkdir()
    text = GOOD.read_text(encoding="utf-8")
    path.write_text(text.replace("\ntitre:", "\ntitle:", 1), encoding="utf-8")
    return path


def test_what_is_shipped_has_no_error(capsys):
    ended = run(capsys, "procedures", "verifier")

    assert ended.status == 0
    assert "0 erreur(s)" in ended.out


def test_a_good_file_passes(capsys):
    ended = run(capsys, "procedures", "verifier", str(GOOD))

    assert ended.status == 0
    assert not ended.err


def test_a_broken_file_fails_and_each_line_says_where_and_what_to_do(capsys, broken):
    ended = run(capsys, "procedures", "verifier", str(broken))

    assert ended.status == 1
    assert f"{broken.parent.parent.name}/be/boite-mail.yaml:" in ended.out
    assert "(erreur)" in ended.out
    assert str(broken.parent.parent) not in ended.out
    assert is_french(ended.out.replace("« title »", ""))


def test_a_file_that_is_not_there_is_said_and_fails(capsys, tmp_path):
    ended = run(capsys, "procedures", "verifier", str(tmp_path / "be" / "absente.yaml"))

    assert ended.status == 1
    assert "absente.yaml:1 E00" in ended.out
    assert is_french(ended.out)


def test_a_folder_is_reviewed_whole(capsys, broken):
    shutil.copy(GOOD, broken.with_name("autre.yaml"))
    found = json.loads(run(capsys, "procedures", "verifier", str(broken.parent), "--json").out)

    assert {Path(one["file"]).name for one in found if one["level"] == "erreur"} == {"boite-mail.yaml", "autre.yaml"}


def test_one_bad_path_does_not_hide_the_others(capsys, broken, tmp_path):
    found = json.loads(run(capsys, "procedures", "verifier", str(tmp_path / "rien.yaml"), str(broken), str(GOOD), "--json").out)

    assert {Path(one["file"]).name for one in found if one["level"] == "erreur"} == {"rien.yaml", "boite-mail.yaml"}


@pytest.mark.parametrize("paths", [(), ("good",), ("broken",), ("missing",)])
def test_the_json_is_a_list_of_findings_of_one_shape(capsys, broken, tmp_path, paths):
    known = {"good": GOOD, "broken": broken, "missing": tmp_path / "rien.yaml"}
    ended = run(capsys, "procedures", "verifier", "--json", *(str(known[name]) for name in paths))
    found = json.loads(ended.out)

    assert all({name: type(value) for name, value in one.items()} == SHAPE for one in found)
    assert all(one["level"] in {"erreur", "avertissement", "info"} for one in found)
    assert ended.status == int(any(one["level"] == "erreur" for one in found))


def test_what_is_to_be_confirmed_is_counted_and_read_only_when_asked(capsys):
    short, whole = run(capsys, "procedures", "verifier", str(GOOD)).out, run(capsys, "procedures", "verifier", "--infos", str(GOOD)).out
    found = json.loads(run(capsys, "procedures", "verifier", "--json", str(GOOD)).out)
    count = sum(one["level"] == "info" for one in found)

    assert count
    assert "(info)" not in short
    assert whole.count(" I12 (info)") == sum(one["code"] == "I12" for one in found)
    assert f"{count} information(s). Pour lire les informations : --infos." in short
    assert whole.endswith(f"{count} information(s).\n")
    assert is_french(whole)


def test_a_translation_file_reviews_the_guide_it_belongs_to(capsys, broken):
    shutil.copy(GOOD, broken)
    broken.with_name("boite-mail.nl.yaml").write_text("langue: nl\ntextes: {titre: {de: 0123456789ab, texte: Mail}}\n", encoding="utf-8")
    found = json.loads(run(capsys, "procedures", "verifier", "--json", str(broken.with_name("boite-mail.nl.yaml"))).out)
    said = [(Path(one["file"]).name, one["field"]) for one in found if one["code"] == "A13"]

    assert said.count(("boite-mail.yaml", "traductions")) == 2
    assert {("boite-mail.nl.yaml", field) for field in ("relu_par", "textes", "textes.titre")} <= set(said)


def test_an_expired_verification_only_warns(capsys, fixed_clock):
    fixed_clock(LATER)
    ended = run(capsys, "procedures", "verifier", str(GOOD))

    assert ended.status == 0
    assert " A11 (avertissement)" in ended.out


def test_an_expired_verification_fails_when_one_is_strict(capsys, fixed_clock):
    assert run(capsys, "procedures", "verifier", "--strict", str(GOOD)).status == 0

    fixed_clock(LATER)
    assert run(capsys, "procedures", "verifier", "--strict", str(GOOD)).status == 1


def test_the_list_says_what_each_guide_is_worth_today(capsys):
    rows = json.loads(run(capsys, "procedures", "lister", "--json").out)
    library = read_library(SHELVES)

    assert {row["id"] for row in rows} == set(library.guides)
    assert all(set(row) == {"id", "title", "institution", "country", "verified_on", "valid_until", "state"} for row in rows)
    assert all(row["institution"] in library.institutions and row["country"] in {"be", "fr"} for row in rows)
    assert {row["state"] for row in rows} == {"à jour"}


def test_the_list_follows_the_clock(capsys, fixed_clock):
    fixed_clock(LATER)

    assert {row["state"] for row in json.loads(run(capsys, "procedures", "lister", "--json").out)} == {"périmé"}


def test_the_list_to_read_has_one_line_for_each_guide(capsys):
    lines = run(capsys, "procedures", "lister").out.splitlines()

    assert len(lines) == len(SHIPPED)
    assert all(line.count("\t") == 6 for line in lines)


def as_json(path: Path) -> object:
    """Read a file as an editor with the schema would: dates are text, and keys too."""
    return json.loads(json.dumps(YAML(typ="safe").load(path.read_text(encoding="utf-8")), default=str))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_schema_accepts_every_shipped_file(capsys, path):
    schema = json.loads(run(capsys, "procedures", "schema").out)

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(as_json(path))


def test_the_schema_refuses_what_is_not_in_the_format(capsys, broken):
    schema = json.loads(run(capsys, "procedures", "schema").out)

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(as_json(broken))


def test_a_shared_file_is_examined_as_what_it_is(capsys, tmp_path):
    (tmp_path / "institutions").mkdir()
    (tmp_path / "institutions" / "be.yaml").write_text("format: 1\npays: be\ninstitutions: []\n", encoding="utf-8")
    ended = run(capsys, "procedures", "verifier", "--json", str(tmp_path / "institutions"))
    found = json.loads(ended.out)

    assert ended.status == 1
    assert {one["field"] for one in found} == {"institutions"}
