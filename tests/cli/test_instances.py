"""What `demo --seed` and `serve` promise about the folder of an association and about the port."""

import json
import socket
import stat
import tomllib
from pathlib import Path

import pytest

from companion.app import create_app
from companion.config import PARTS, open_instance
from companion.vault.rules.codes import READING_KEY, read_code
from tests.accounts.house import Somebody
from tests.cli.running import is_french, run


def test_seed_fills_a_folder_and_says_in_json_what_it_holds(capsys, tmp_path):
    ended = run(capsys, "demo", "--seed", "--instance", str(tmp_path / "instance"))

    assert ended.status == 0
    said = json.loads(ended.out)
    assert said["closed_quarter"] is None
    assert [one.keys() for one in said["slips"]] == [{"reading_key", "stop_number", "receipt"}] * 4
    assert len({read_code(one["reading_key"], READING_KEY) for one in said["slips"]}) == 4
    assert [one["role"] for one in said["workers"]] == ["membre", "membre", "accueil", "technique"]
    assert all(one[part] for one in said["workers"] for part in ("login", "name", "passphrase", "totp_secret"))
    written = tomllib.loads((tmp_path / "instance" / "config.toml").read_text(encoding="utf-8"))
    assert written["association"]["nom"]
    assert stat.S_IMODE((tmp_path / "instance").stat().st_mode) == 0o700


def test_whoever_the_seed_names_can_sign_in_with_what_it_says(capsys, tmp_path):
    said = json.loads(run(capsys, "demo", "--seed", "--instance", str(tmp_path / "instance")).out)
    app = create_app(open_instance(tmp_path / "instance"))

    for one in said["workers"]:
        worker = Somebody(app.test_client(), one["login"], one["passphrase"], one["totp_secret"])
        assert worker.enter().location == "/", one["role"]


def test_seed_never_writes_over_an_association(capsys, tmp_path):
    own = tmp_path / "config.toml"
    own.write_text('[association]\nnom = "La nôtre"\n', encoding="utf-8")
    ended = run(capsys, "demo", "--seed", "--instance", str(tmp_path))

    assert ended.status == 1
    assert not ended.out
    assert "La nôtre" in own.read_text(encoding="utf-8")
    assert is_french(ended.err)


def test_seed_asks_which_folder(capsys):
    ended = run(capsys, "demo", "--seed")

    assert ended.status == 2
    assert "dites quel dossier remplir" in ended.err


def test_the_demonstration_takes_nobodys_folder(capsys, tmp_path):
    ended = run(capsys, "demo", "--instance", str(tmp_path))

    assert ended.status == 2
    assert not list(tmp_path.iterdir())
    assert is_french(ended.err)


@pytest.fixture
def taken() -> int:
    """Return a port on which somebody listens while the test lasts."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        yield held.getsockname()[1]


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_taken_port_is_said_in_french_and_leaves_nothing(capsys, tmp_path, taken, command, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    words = ("serve", "--instance", str(tmp_path / "instance")) if command == "serve" else ("demo", "--no-browser")
    ended = run(capsys, *words, "--port", str(taken))

    assert ended.status == 1
    assert f"Le port {taken} est déjà pris" in ended.err
    assert is_french(ended.err)
    assert not list(tmp_path.iterdir())


@pytest.fixture
def free() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def test_a_folder_that_is_a_file_is_refused_in_french(capsys, tmp_path, free):
    (tmp_path / "instance").write_text("rien", encoding="utf-8")
    ended = run(capsys, "serve", "--instance", str(tmp_path / "instance"), "--port", str(free))

    assert ended.status == 1
    assert "--instance" in ended.err
    assert str(tmp_path) not in ended.err
    assert is_french(ended.err)


@pytest.mark.parametrize(
    "written",
    [b"[association\n", b'[association]\nnom = "sans fin\n', b"\xff\xfe\x00", b"[association]\nnom = 3\n", b"association = 3\n", b"\x00"],
)
def test_settings_that_cannot_be_read_are_named_with_what_to_do(capsys, tmp_path, free, written):
    (tmp_path / "config.toml").write_bytes(written)
    ended = run(capsys, "serve", "--instance", str(tmp_path), "--port", str(free))

    assert ended.status == 1
    assert "config.toml" in ended.err
    assert is_french(ended.err)
    assert (tmp_path / "config.toml").read_bytes() == written


def test_every_setting_of_the_example_is_one_that_is_read(tmp_path: Path, capsys):
    run(capsys, "demo", "--seed", "--instance", str(tmp_path / "instance"))
    seeded = tomllib.loads((tmp_path / "instance" / "config.toml").read_text(encoding="utf-8"))["association"]

    assert set(seeded) <= set(PARTS)
