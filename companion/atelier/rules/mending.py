"""Changes a procedure file where its value changed, and leaves every other line, comments included.

The value is read by our own reader and written back through ruamel.yaml's
round trip; what comes out is read again, and refused if it is not exactly what
was meant.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import reduce
from io import StringIO
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from companion.atelier.rules.splicing import spliced
from companion.errors import Refused
from companion.procedures.lint.reading import Value
from companion.procedures.lint.syntax import read

Tree: TypeAlias = Any
"""What ruamel keeps of a file: its own lists, mappings and texts, with their comments; it has no types."""
WIDE = 4096
ALWAYS_QUOTED = frozenset({"numero", "heure", "ouvre", "ferme", "ouvre_a", "ferme_a", "date", "empreinte", "url"})
DAYS = frozenset({"le", "lu_le"})
SHORT = 90
"""Signs below which a block without lists stands on one line, in braces."""
_NAMES = ("id", "signe", "guide", "mecanisme", "nom", "moyen", "quoi", "texte")
_NEEDS_QUOTES = re.compile(r"""^[\s\-,\[\]{}#&*!|>'"%@`=]|[?:]|\s#|\s$|^[\d.+~]|^(true|false|null|yes|no|on|off)$""", re.IGNORECASE)
"""« ? » and « : » too, anywhere: inside braces, one of our two readers stumbles on them."""
_DAMAGED = (
    "Ce changement ne peut pas être écrit sans abîmer le fichier. Votre texte est encore à l’écran : copiez-le, "
    "corrigez d’abord les erreurs que la relecture signale, puis réessayez."
)
_NOT_SILENT = "Ce fichier ne peut pas être préparé pour sortir de l’association. Corrigez ce que la vérification signale, puis recommencez."


def mended(text: str, wanted: Mapping[str, Value]) -> str:
    """Return the file with the value wanted, changing only the lines that must change.

    Raises Refused when the result would not say exactly that.
    """
    before = read(text.encode(), "").value
    if before == wanted:
        return text
    with _or_refused(_DAMAGED):
        plain, result = _rewritten(text, before, wanted)
    for found in (spliced(text, plain, result), result):
        if read(found.encode(), "").value == wanted:
            return found
    raise Refused(_DAMAGED)


def silenced(text: str, spots: Iterable[tuple[str | int, ...]]) -> str:
    """Return the file without the comments that stand inside some of its parts; it is written again from one end to the other."""
    with _or_refused(_NOT_SILENT):
        writer = _writer()
        tree = writer.load(text)
        for spot in spots:
            _silence(reduce(lambda node, key: node[key], spot, tree))
        return _dumped(writer, tree)


@contextmanager
def _or_refused(sentence: str) -> Iterator[None]:
    """Refuse what ruamel stumbles on: it raises a dozen kinds of exception, some of them bare."""
    try:
        yield
    except Exception:  # noqa: BLE001 (no file, however strange, may take away what an author typed)
        raise Refused(sentence) from None


def _silence(node: Tree) -> None:
    if isinstance(node, CommentedMap | CommentedSeq):
        node.ca.comment = None
        node.ca.items.clear()
        node.ca.end = []
        for one in node.values() if isinstance(node, CommentedMap) else node:
            _silence(one)
    elif hasattr(node, "comment"):
        node.comment = None


def _rewritten(text: str, before: Value, wanted: Value) -> tuple[str, str]:
    """Return the whole file as the writer writes it, without the change and with it."""
    writer = _writer()
    tree = writer.load(text)
    plain = _dumped(writer, tree)
    _change(tree, before, wanted)
    return plain, _dumped(writer, tree)


def _dumped(writer: YAML, tree: Tree) -> str:
    written = StringIO()
    writer.dump(tree, written)
    return written.getvalue()


def _writer() -> YAML:
    writer = YAML(typ="rt")
    writer.preserve_quotes = True
    writer.width = WIDE
    writer.indent(mapping=2, sequence=4, offset=2)
    return writer


def _change(tree: Tree, before: Value, wanted: Value) -> None:
    if isinstance(wanted, Mapping):
        _change_block(tree, before, wanted)
    else:
        _change_list(tree, before, wanted)


def _change_block(tree: CommentedMap, before: Mapping[str, Value], wanted: Mapping[str, Value]) -> None:
    for key in [one for one in before if one not in wanted]:
        del tree[key]
    for rank, key in enumerate(wanted):
        if key not in before:
            tree.insert(min(rank, len(tree)), key, _styled(wanted[key], key))
        elif before[key] != wanted[key]:
            tree[key] = _changed(tree[key], before[key], wanted[key], key)
    if [one for one in before if one in wanted] != [one for one in wanted if one in before]:
        for key in wanted:
            tree.move_to_end(key)


def _changed(node: Tree, before: Value, wanted: Value, key: str) -> Tree:
    """Return what stands under a key: the same container, changed inside, or a new value."""
    same_kind = (isinstance(before, dict) and isinstance(wanted, Mapping)) or (isinstance(before, list) and isinstance(wanted, list))
    if not same_kind or not wanted:
        return _styled(wanted, key, like=node)
    _change(node, before, wanted)
    return node


def _change_list(tree: CommentedSeq, before: list[Value], wanted: list[Value]) -> None:
    """Put the things of a list in their new order; each keeps its own lines and comments when it was there."""
    nodes, left = list(tree), dict(enumerate(before))
    comments = dict(tree.ca.items)
    chosen = [_taken(left, one) for one in wanted]
    chosen = [_in_place(left, rank, one) if old is None else old for rank, (one, old) in enumerate(zip(wanted, chosen, strict=True))]
    tree.clear()
    tree.ca.items.clear()
    for rank, (one, old) in enumerate(zip(wanted, chosen, strict=True)):
        if old is None:
            tree.append(_styled(one, "", like=nodes[0] if nodes else None))
            continue
        tree.append(nodes[old] if before[old] == one else _changed(nodes[old], before[old], one, ""))
        if old in comments:
            tree.ca.items[rank] = comments[old]


def _taken(left: dict[int, Value], wanted: Value) -> int | None:
    """Return the rank of the old thing that a new one continues: equal, or of the same name; nothing if it is new."""
    found = next((rank for rank, one in left.items() if one == wanted), None)
    if found is None and isinstance(wanted, Mapping):
        name = next(((key, wanted[key]) for key in _NAMES if key in wanted), None)
        found = next((rank for rank, one in left.items() if name and isinstance(one, dict) and one.get(name[0]) == name[1]), None)
    if found is not None:
        del left[found]
    return found


def _in_place(left: dict[int, Value], rank: int, wanted: Value) -> int | None:
    """Return the same rank when what stands there has no name, and so is the same thing whose words have changed."""
    old = left.get(rank)
    if not isinstance(old, dict) or not isinstance(wanted, Mapping) or "id" in old or "id" in wanted:
        return None
    del left[rank]
    return rank


def _styled(value: Value, key: str, like: Tree = None) -> Tree:
    """Return a value in the house style: one sentence a line, short blocks in braces, quotes where readers would stumble."""
    if isinstance(value, str):
        return _styled_text(value, key, quoted=isinstance(like, DoubleQuotedScalarString))
    if isinstance(value, Mapping):
        block = CommentedMap((name, _styled(one, str(name))) for name, one in value.items())
        if _is_short(value) and (like is None or not isinstance(like, CommentedMap) or like.fa.flow_style()):
            block.fa.set_flow_style()
        return block
    if isinstance(value, list):
        items = CommentedSeq(_styled(one, "") for one in value)
        if all(not isinstance(one, dict | list) for one in value):
            items.fa.set_flow_style()
        return items
    return value


def _styled_text(value: str, key: str, *, quoted: bool) -> Tree:
    if key in DAYS and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return _day(value)
    if key == "simple" or "\n" in value:
        return LiteralScalarString(value)
    if quoted or key in ALWAYS_QUOTED or _NEEDS_QUOTES.search(value):
        return DoubleQuotedScalarString(value)
    return value


def _day(value: str) -> Tree:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return DoubleQuotedScalarString(value)


def _is_short(value: Mapping[str, Value]) -> bool:
    plain = all(not isinstance(one, dict | list) and "\n" not in str(one) for one in value.values())
    return plain and sum(len(str(name)) + len(str(one)) + 4 for name, one in value.items()) <= SHORT * 2
