"""What is promised on a machine that has Python and nothing else."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LATE = (
    "fpdf", "fontTools", "PIL", "uharfbuzz", "icalendar", "sqlalchemy", "psycopg",
    "companion.press", "companion.procedures.papers", "companion.guard.detectors",
)  # fmt: skip
"""Modules that cost time or memory, and that no page of a guide needs."""

LOADED = """
import json, sys
from pathlib import Path
from companion.app import create_app
from companion.config import open_instance
app = create_app(open_instance(Path(sys.argv[1])))
after_start = sorted(sys.modules)
client = app.test_client()
statuses = [client.get(address).status_code for address in ("/", "/?q=bourse", "/guides/be-boite-mail", "/echeances", "/aide")]
statuses.append(client.post("/guides/be-boite-mail", data={"q-besoin": "oui"}).status_code)
print(json.dumps([after_start, sorted(sys.modules), statuses]))
"""


def bare(code: str) -> subprocess.CompletedProcess[str]:
    """Run code with the standard library alone."""
    return subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_both_packages_are_imported_without_any_dependency():
    ended = bare("import companion, tests")

    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize("package", ["companion", "tests"])
def test_a_package_that_is_run_before_set_up_holds_a_docstring_and_nothing_else(package):
    body = ast.parse((ROOT / package / "__init__.py").read_text(encoding="utf-8")).body

    assert len(body) == 1
    assert ast.get_docstring(ast.Module(body, []))


@pytest.mark.parametrize("module", ["companion.bootstrap", "companion.__main__", "tests.__main__"])
def test_what_prepares_the_machine_asks_only_the_standard_library(module):
    ended = bare(f"import json, sys; before = set(sys.modules); import {module}; print(json.dumps(sorted(set(sys.modules) - before)))")

    assert ended.returncode == 0, ended.stderr
    ours = {"companion", "companion.bootstrap", "companion.__main__", "tests", "tests.__main__"}
    assert {name.partition(".")[0] for name in json.loads(ended.stdout) if name not in ours} <= set(sys.stdlib_module_names)


def test_what_a_page_does_not_need_is_not_loaded_for_it(tmp_path):
    ended = subprocess.run(
        [sys.executable, "-c", LOADED, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.returncode == 0, ended.stderr
    after_start, after_pages, statuses = json.loads(ended.stdout)

    assert set(statuses) == {200}
    assert not set(LATE) & set(after_start)
    assert not set(LATE) & set(after_pages)
