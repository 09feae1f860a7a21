"""Promises about the shape of the code, which a newcomer can rely on."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent.parent
CODE = sorted((HOUSE / "companion").rglob("*.py"))
TESTS = sorted((HOUSE / "tests").rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_VIEW, MOST_ARGUMENTS = 300, 30, 15, 6
FORBIDDEN_FILES = {"utils", "helpers", "services", "common", "misc", "manager"}
FORBIDDEN_WORDS = {
    "case", "dossier", "beneficiary", "beneficiaire", "usager", "client", "operator", "aidant", "mandate", "tenant",
    "counter", "dropout", "manager", "helpers", "utils",
}  # fmt: skip
"""Words that the glossary replaces; whole words of an identifier."""


def relative(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("path", CODE, ids=relative)
def test_no_file_is_longer_than_three_hundred_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


def test_no_function_is_longer_than_thirty_lines_and_no_view_than_fifteen():
    long = [
        f"{relative(path)}:{node.name} {length(node)}"
        for path in CODE
        for node in functions(path)
        if length(node) > (LONGEST_VIEW if "views" in (path.stem, path.parent.name) and node.decorator_list else LONGEST_FUNCTION)
    ]

    assert not long


def test_no_function_takes_more_than_six_arguments():
    taken = [(path, node, len(node.args.args + node.args.kwonlyargs)) for path in CODE for node in functions(path)]
    greedy = [f"{relative(path)}:{node.name}" for path, node, count in taken if count > MOST_ARGUMENTS]

    assert not greedy


def test_no_file_has_a_name_that_says_nothing():
    assert not [relative(path) for path in CODE if path.stem in FORBIDDEN_FILES]


def test_identifiers_use_the_words_of_the_glossary():
    found: set[str] = set()
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(node, "name", None) or getattr(node, "id", None) or getattr(node, "arg", None)
            if isinstance(name, str) and FORBIDDEN_WORDS & set(re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower())):
                found.add(f"{relative(path)}: {name}")

    assert not found


def test_every_module_and_public_function_says_what_it_promises():
    silent = [relative(path) for path in CODE if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]

    assert not silent


def test_the_packages_hold_a_docstring_and_nothing_else_at_the_door():
    for name in ("companion", "tests"):
        tree = ast.parse((HOUSE / name / "__init__.py").read_text(encoding="utf-8"))
        assert [type(node) for node in tree.body] == [ast.Expr]


def test_a_bare_python_can_import_the_packages():
    asked = [sys.executable, "-S", "-c", "import companion, tests"]

    assert subprocess.run(asked, cwd=HOUSE, check=False, capture_output=True).returncode == 0


def test_only_doors_commit():
    doors = {"views.py", "views", "cli"}
    elsewhere = [relative(path) for path in CODE if ".commit()" in path.read_text(encoding="utf-8") and not doors & set(path.parts)]

    assert not elsewhere


def test_only_the_clock_asks_the_machine_what_time_it_is():
    asks = re.compile(r"datetime\.now\(|date\.today\(|time\.time\(|utcnow\(")
    elsewhere = [relative(path) for path in CODE if path.name != "clock.py" and asks.search(path.read_text(encoding="utf-8"))]

    assert not elsewhere


def test_no_test_is_timed_skipped_without_reason_or_expected_to_fail():
    odd = re.compile(r"perf_counter|xfail|mark\.skip\b|timeit")
    read = [path for path in TESTS if "bench" not in path.parts and path != Path(__file__)]

    assert not [relative(path) for path in read if odd.search(path.read_text(encoding="utf-8"))]


def test_the_top_of_the_house_holds_only_what_the_plan_names():
    listed = subprocess.run(["git", "ls-files"], cwd=HOUSE, check=False, capture_output=True, text=True)
    top = {line.split("/")[0] for line in listed.stdout.split("\n") if line}
    planned = {"pyproject.toml", "README.md", "LICENSE", "companion", "procedures", "instance", "tests"}

    assert not {name for name in top if not name.startswith(".")} - planned


def test_nothing_in_the_house_names_a_machine():
    traces = re.compile(r"(?<![\w.-])/(root|home|work|tmp)/|registry\.npmjs|pypi\.org")
    read = [*CODE, *TESTS, *HOUSE.glob("*.md"), *HOUSE.glob("*.toml"), *(HOUSE / "procedures").rglob("*.*")]
    assert not [relative(path) for path in read if path != Path(__file__) and traces.search(path.read_text(encoding="utf-8"))]
