"""Whatever its bytes are, a file is read or refused in French; nothing stops the program."""

import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import main

from companion.procedures.lint import examine, syntax
from companion.procedures.lint.characters import LARGEST_FILE
from companion.procedures.lint.syntax import DEEPEST, MOST_FINDINGS, read
from tests.procedures.lint.sound import FILE, SHELF, SOUND

BOMBS = {
    "lists in lists": b"[" * 100_000,
    "lists in lists in a key": b"a: " + b"[" * 100_000,
    "blocks in blocks": b"- " * 100_000,
    "mappings in mappings": b"{a: " * 50_000,
    "questions in questions": b"? " * 100_000,
    "closed lists": b"[" * 100_000 + b"]" * 100_000,
    "indented": b"".join(b" " * depth + b"a:\n" for depth in range(600)),
    "many values": b"[" + b"1," * 100_000 + b"]",
    "aliases": b"a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n",
    "an alias of itself": b"&a [*a]",
    "a huge word": b"a" * 200_000,
    "a huge quoted text": b'a: "' + b"x " * 100_000 + b'"',
    "a huge text never closed": b'a: "' + b"x " * 100_000,
    "a huge key": b"a" * 200_000 + b": 1",
    "a huge number": b"9" * 200_000,
    "many small quotes": b"a'" * 100_000,
    "one megabyte": b"a: b\n" * 200_000,
    "nul bytes": b"a: b\x00c\n",
    "UTF-16": "a: b\n".encode("utf-16"),
    "UTF-32": "a: b\n".encode("utf-32"),
    "Latin-1": "titre: été\n".encode("latin-1"),
    "binary": bytes(range(256)) * 100,
    "a bell": b"a: \x07\n",
    "a line separator": "a: b\u2028c: d\n".encode(),
    "a tag": b"!!python/object/apply:os.system [ls]",
    "a directive": b"%YAML 1.1\n---\na: yes\n",
    "a tag directive": b"%TAG ! tag:x:\n---\na: b\n",
    "two documents": b"a: b\n---\nc: d\n",
    "a list as a key": b"? [a, b]\n: c\n",
    "a mapping as a key": b"{a: b}: c\n",
    "nothing": b"",
    "a comment": b"# rien\n",
    "a merge": b"<<: {a: b}\n",
    "an unknown escape": b'a: "\\q"\n',
    "a stray bracket": b"a: ]\n",
    "no colon": b"a: b\nc\nd: e\n",
    "a badly aligned block": b"a: |\n    x\n  y\nb: c\n",
}


@pytest.mark.parametrize("raw", BOMBS.values(), ids=BOMBS)
@pytest.mark.parametrize("pure", [False, True], ids=["fast parser", "pure parser"])
def test_a_hostile_file_is_refused_in_french_and_quickly(raw, pure, monkeypatch):
    if pure:
        monkeypatch.setattr(main, "CParser", None)
    start = time.process_time()

    findings = examine(raw, FILE, SHELF).findings

    assert time.process_time() - start < 20
    assert findings
    assert all(one.level == "erreur" for one in findings)
    assert not any(word in one.message for one in findings for word in ("found", "while", "expected", "Input", "should"))


@pytest.mark.parametrize("pure", [False, True], ids=["fast parser", "pure parser"])
@pytest.mark.parametrize("name", ["lists in lists", "blocks in blocks", "mappings in mappings", "many values"])
def test_a_bomb_is_left_as_soon_as_it_is_seen(name, pure, monkeypatch):
    if pure:
        monkeypatch.setattr(main, "CParser", None)
    taken: list[object] = []
    take = syntax._Builder.take
    monkeypatch.setattr(syntax._Builder, "take", lambda builder, event: (taken.append(event), take(builder, event)))
    reading = read(BOMBS[name], FILE)

    assert reading.value is None
    assert len(taken) < 25_000
    assert reading.findings[0].code == "E00"


def test_both_parsers_read_the_sound_file_alike(monkeypatch):
    fast = read(SOUND.encode(), FILE)
    monkeypatch.setattr(main, "CParser", None)
    pure = read(SOUND.encode(), FILE)

    assert fast == pure
    assert fast.findings == ()


def test_only_true_and_false_are_booleans_and_hours_stay_text():
    said = "a: true\nb: oui\nc: no\nd: 14:00\ne: 2026-11-21\nf: 0123\ng: 1.5\nh: null\ni: ~\n"
    said += "j:\nk: True\nl: 1e3\nm: '5'\nn: 12345678901234567890\n"
    reading = read(said.encode(), FILE)

    assert reading.value == {
        "a": True, "b": "oui", "c": "no", "d": "14:00", "e": "2026-11-21", "f": 123, "g": 1.5,
        "h": None, "i": None, "j": None, "k": "True", "l": 1000.0, "m": "5", "n": "12345678901234567890",
    }  # fmt: skip
    assert reading.written(("f",)) == "0123"
    assert reading.is_plain(("d",))
    assert not reading.is_plain(("m",))
    assert read(b"{a: 14:00, b: [12:30]}", FILE).value == {"a": "14:00", "b": ["12:30"]}


def test_each_value_has_the_line_of_its_key():
    reading = read(b"a:\n  - b: 1\n    c:\n      d\n  - {e: 2,\n     f: 3}\n", FILE)

    assert reading.line(("a",)) == 1
    assert reading.line(("a", 0, "c")) == 3
    assert reading.line(("a", 1)) == 5
    assert reading.line(("a", 1, "f")) == 6
    assert reading.line(("a", 1, "unknown", 7)) == 5


def test_a_byte_order_mark_and_windows_line_ends_are_accepted():
    raw = b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode()

    assert examine(raw, FILE, SHELF).findings == ()


def test_a_key_written_twice_keeps_the_first_and_names_both_lines():
    reading = read(b"a: 1\nb: {c: 2}\nb:\n  d: [3]\n  d: 4\na: 5\n", FILE)

    assert reading.value == {"a": 1, "b": {"c": 2}}
    assert [(one.code, one.line) for one in reading.findings if one.field in {"a", "b"}] == [("E02", 3), ("E02", 6)]
    assert "lignes 1 et 6" in reading.findings[-1].message


def test_the_complaints_about_one_file_have_an_end():
    raw = "".join(f"{number}: x\n" for number in range(500)).encode()

    assert len(read(raw, FILE).findings) == MOST_FINDINGS
    assert len(examine(raw, FILE, SHELF).findings) <= 2 * MOST_FINDINGS + 1


def test_numbers_are_keys_only_where_the_format_wants_months():
    assert read(b"exceptions: {2: 26}", FILE).value == {"exceptions": {2: 26}}
    assert [one.code for one in read(b"choix: {1: a}", FILE).findings] == ["E01"]
    assert [one.code for one in read(b"choix: {true: a}", FILE).findings] == ["E01"]
    assert [one.code for one in read(b"exceptions: {true: a}", FILE).findings] == ["E01"]
    assert [one.code for one in read(b"{? : a}", FILE).findings] == ["E01"]


@pytest.mark.parametrize("raw", [b"[", b"a: [\n", b"a: 'b\n\n", b"{a: 1,\n b"])
def test_what_is_missing_at_the_end_is_reported_on_a_line_that_exists(raw):
    (found,) = read(raw, FILE).findings

    assert 1 <= found.line <= len(raw.splitlines())


def test_the_depth_allowed_is_the_one_announced():
    assert read(b"[" * DEEPEST + b"]" * DEEPEST, FILE).findings == ()
    assert read(b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), FILE).findings[0].code == "E00"


def test_a_file_of_exactly_the_size_allowed_is_read():
    raw = b"# " + b"x" * (LARGEST_FILE - 7) + b"\na: b"

    assert len(raw) == LARGEST_FILE
    assert read(raw, FILE).value == {"a": "b"}
    assert "256" in read(raw + b"c", FILE).findings[0].message


def test_reading_never_recurses():
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(150)
    try:
        value = read(b"[" * DEEPEST + b"]" * DEEPEST, FILE).value
    finally:
        sys.setrecursionlimit(limit)

    assert value is not None


@given(st.binary(max_size=400))
def test_no_bytes_whatever_raise_an_exception(raw):
    assert read(raw, FILE).file == FILE
    assert examine(raw, FILE, SHELF).file == FILE


@given(st.text(alphabet="ab:-[]{}?&*!|>'\"%@`#,~ \n\t0123456789=.é\r", max_size=200))
def test_no_text_made_of_the_signs_of_yaml_raises_an_exception(text):
    reading = read(text.encode(), FILE)

    assert reading.value is not None or reading.findings or not text.strip() or reading.marks is not None
    assert all(1 <= one.line <= text.count("\n") + text.count("\r") + 1 for one in examine(text.encode(), FILE, SHELF).findings)


@pytest.mark.parametrize("accident", [RecursionError, AttributeError, AssertionError, ValueError])
def test_whatever_the_parser_raises_is_a_finding(accident, monkeypatch):
    def stumble(*_):
        raise accident

    monkeypatch.setattr(main.YAML, "get_constructor_parser", stumble)

    assert [one.code for one in read(b"a: b", FILE).findings] == ["E00"]
