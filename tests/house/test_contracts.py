"""Promises about the contracts between rooms: they are really looked at, each of them, and a broken one is seen."""

import os
import re
import subprocess
import sys

from tests.command import ROOT

BROKEN = """
[tool.importlinter]
root_package = "companion"
include_external_packages = true

[[tool.importlinter.contracts]]
name = "A contract that is broken on purpose"
type = "forbidden"
source_modules = ["companion.demarches"]
forbidden_modules = ["companion.vault"]
"""


def looked(folder):
    """Run the step of the test command from a folder."""
    known = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, "-m", "tests.contracts"], cwd=folder, env=known, check=False, capture_output=True, text=True)


def test_every_contract_of_the_house_is_looked_at_and_kept():
    written = (ROOT / "pyproject.toml").read_text(encoding="utf-8").count("[[tool.importlinter.contracts]]")
    ended = looked(ROOT)

    assert ended.returncode == 0, ended.stdout
    assert re.search(rf"{written} kept, 0 broken", ended.stdout)


def test_a_broken_contract_is_seen(tmp_path):
    (tmp_path / "pyproject.toml").write_text(BROKEN, encoding="utf-8")
    ended = looked(tmp_path)

    assert ended.returncode == 1
    assert "0 kept, 1 broken" in ended.stdout
