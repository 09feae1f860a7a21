"""A procedure file as plain values with the line of each, whatever its bytes are.

Built from the parser's events with a stack of its own, never by recursion:
no file, however hostile, may stop the program.
"""

import re
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from companion.procedures.lint.characters import Unreadable, as_text, last_line
from companion.procedures.lint.findings import Finding, dotted, level_of, say, short
from companion.procedures.lint.parser_words import UNCLOSED_QUOTE, in_french
from companion.procedures.lint.reading import Marks, Reading, Value, line_of
from companion.procedures.lint.scalars import STARTS_A_NUMBER, resolve

__all__ = ["DEEPEST", "MOST_FINDINGS", "MOST_NODES", "Reading", "Value", "read"]

DEEPEST = 24
MOST_NODES = 20_000
MOST_FINDINGS = 100
KEYS_THAT_ARE_NUMBERS = "exceptions"

_QUOTES = ("'", '"')
_STARTS = frozenset({MappingStartEvent, SequenceStartEvent})
_ENDS = frozenset({MappingEndEvent, SequenceEndEvent})

_SURE_UNQUOTED = re.compile(r"20\d\d-\d\d-\d\d|\d{1,4}|[^-:]*[^\W\d_][^-:]*", re.DOTALL)
"""Words that begin like a number and deceive nobody: a day of this century, a small number, a sentence."""
_DATE = re.compile(r"\d\d-\d\d|\d{4}-\d\d-\d\d")
_SURE_DATE = re.compile(r"20\d\d-.*|(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])|(0[13578]|1[02])-(29|3[01])|(0[469]|11)-(29|30)|02-29")
"""Days between quotes that exist, in this century."""

_EMPTY = "Ce fichier est vide. Une démarche commence par « format: 1 »."
_DEEP = "Les listes et les blocs sont emboîtés sur plus de 24 niveaux. Une démarche n'en a pas besoin : effacez ce passage."
_MANY = "Ce fichier contient plus de 20 000 valeurs. Coupez la démarche en deux."
_ALIAS = "Les renvois « &nom » et « *nom » ne sont pas permis. Recopiez le texte à chaque endroit, ou mettez-le entre guillemets doubles."
_TAG = "Un mot qui commence par « ! » a un sens spécial. Mettez le texte entre guillemets doubles."
_DOCUMENTS = "Une ligne « --- » commence un second document. Un fichier contient une seule chose : effacez cette ligne et ce qui suit."
_DIRECTIVE = "Une ligne « % » en tête de fichier change la façon de le lire. Effacez-la."
_KEY = "Une liste ou un bloc sert ici de nom de clé. Une clé est un mot simple, suivi d'un deux-points."
_NO_ROOM = "Cette ligne ne peut pas être lue. Tapez-la à nouveau."
_TWICE = "« {key} » est écrit deux fois au même endroit : lignes {first} et {second}. Gardez-en une seule."
_NUMBER_KEY = 'La clé « {key} » n\'est pas un texte. Écrivez-la entre guillemets : "{key}".'
_EMPTY_KEY = "Il manque le nom d'une clé avant le deux-points. Écrivez-le."


class _Open:
    """A list or a mapping that is not closed yet."""

    __slots__ = ("awaits_key", "dropped", "in_block", "key", "line", "marks", "node")

    def __init__(self, node: Value, marks: Marks) -> None:
        self.node = node
        self.marks = marks.inside
        self.in_block = isinstance(node, dict)
        """A mapping: values come after keys."""
        self.awaits_key = self.in_block
        self.key: str | int = ""
        self.line = 0
        """The line of the key that waits for its value."""
        self.dropped = False
        """The value to come belongs to a key written twice: it is read and forgotten."""


class _Quiet(YAML):
    """The YAML reader without its search for extensions on the disk."""

    def official_plug_ins(self) -> list[str]:
        """Return no extension."""
        return []


def read(raw: bytes, file: str) -> Reading:
    """Read a file; whatever its bytes, there is an answer and never an exception."""
    text = ""
    builder = _Builder(file)
    try:
        text = as_text(raw)
        builder = _built(file, text)
    except Unreadable as fault:
        builder.last = fault.line
        builder.refuse(fault)
    return Reading(file, text, builder.value, builder.marks, builder.last, tuple(builder.findings), builder.is_slippery)


def _built(file: str, text: str) -> "_Builder":
    """Build with the fast parser, then with the other if the fast one follows older rules there."""
    try:
        return _filled(_Builder(file, last_line(text)), text, pure=False)
    except _OlderRules:
        return _filled(_Builder(file, last_line(text)), text, pure=True)


def _filled(builder: "_Builder", text: str, *, pure: bool) -> "_Builder":
    try:
        _feed(builder, text, pure=pure)
        if not builder.documents:
            raise Unreadable(1, say(_EMPTY))  # noqa: TRY301 (one way out for all refusals)
    except Unreadable as fault:
        builder.refuse(fault)
    return builder


class _OlderRules(Exception):  # noqa: N818 (it says what happened)
    """The fast parser refuses « {heure: 14:00} », which YAML 1.2 reads and our messages explain."""


def _feed(builder: "_Builder", text: str, *, pure: bool) -> None:
    """Hand over what the parser sees; its complaints become ours."""
    try:
        _, parser = _Quiet(typ="safe", pure=pure).get_constructor_parser(text)
        for event in iter(parser.get_event, None):
            builder.take(event)
    except MarkedYAMLError as fault:
        if not pure and fault.problem == "found unexpected ':'":
            raise _OlderRules from None
        raise _refusal(fault, builder.long_quote) from None
    except Unreadable:
        raise
    except Exception:  # noqa: BLE001 (the promise covers whatever a parser may raise)
        raise Unreadable(1, say(_NO_ROOM)) from None


def _refusal(fault: MarkedYAMLError, long_quote: tuple[int, int]) -> Unreadable:
    """Say what the parser complains of; just after a text on several lines, its quote is the culprit."""
    reason, at_start = in_french(str(fault.context or ""), str(fault.problem or ""))
    mark = (fault.context_mark if at_start else None) or fault.problem_mark or fault.context_mark
    line = mark.line if mark else 0
    if line == long_quote[1]:
        return Unreadable(long_quote[0] + 1, say(UNCLOSED_QUOTE))
    return Unreadable(line + 1, reason)


def _deceives(written: str, *, plain: bool) -> bool:
    """Tell whether a word that begins like a number may be taken for what it is not."""
    if plain:
        return not _SURE_UNQUOTED.fullmatch(written)
    return bool(_DATE.fullmatch(written)) and not _SURE_DATE.fullmatch(written)


class _Builder:
    """Builds the value from events, with its own stack."""

    def __init__(self, file: str, last: int = 1) -> None:
        self.file = file
        self.last = last
        self.value: Value = None
        self.marks: Any = None
        self.findings: list[Finding] = []
        self.documents = 0
        self.is_slippery = False
        self.long_quote = (0, -1)
        """First and last line, from zero, of the last quoted text on several lines."""
        self._stack: list[_Open] = []
        self._nodes = 0

    def refuse(self, fault: Unreadable) -> None:
        """Forget everything but the reason for which the file cannot be read."""
        self.value = None
        self.findings.append(Finding(self.file, min(fault.line, self.last), "E00", level_of("E00"), "", fault.reason))

    def take(self, event: Any) -> None:  # noqa: ANN401 (the parser has no common type for events)
        """Add what one event says; this is the inner loop of all reading."""
        kind = type(event)
        if kind is ScalarEvent:
            self._nodes += 1
            if event.anchor or event.ctag is not None or self._nodes > MOST_NODES:
                self._refuse(event)
            self._scalar(event)
        elif kind in _ENDS:
            self._stack.pop()
        elif kind in _STARTS:
            self._nodes += 1
            self._refuse(event)
            self._open(event.start_mark.line + 1, mapping=kind is MappingStartEvent)
        elif kind is AliasEvent:
            raise Unreadable(event.start_mark.line + 1, say(_ALIAS))
        elif kind is DocumentStartEvent:
            self._document(event, event.start_mark.line + 1)

    def _document(self, event: DocumentStartEvent, line: int) -> None:
        self.documents += 1
        if self.documents > 1:
            raise Unreadable(line, say(_DOCUMENTS))
        if event.version or event.tags:
            raise Unreadable(line, say(_DIRECTIVE))

    def _refuse(self, event: Any) -> None:  # noqa: ANN401 (the parser has no common type for events)
        """Refuse what a content file never needs: marks, special words, too many values."""
        line = event.start_mark.line + 1
        if event.anchor:
            raise Unreadable(line, say(_ALIAS))
        if event.tag:
            raise Unreadable(line, say(_TAG))
        if self._nodes > MOST_NODES:
            raise Unreadable(line, say(_MANY))

    def _open(self, line: int, *, mapping: bool) -> None:
        if len(self._stack) >= DEEPEST:
            raise Unreadable(line, say(_DEEP))
        if self._stack and self._stack[-1].awaits_key:
            raise Unreadable(line, say(_KEY))
        node: Value = {} if mapping else []
        marks = Marks(line, {} if mapping else [])
        if self._stack and self._stack[-1].in_block:
            marks.line = self._stack[-1].line
        self._place(node, marks)
        self._stack.append(_Open(node, marks))

    def _scalar(self, event: ScalarEvent) -> None:
        style, written = event.style, event.value
        line = event.start_mark.line + 1
        if style in _QUOTES and line <= event.end_mark.line:
            self.long_quote = (line - 1, event.end_mark.line)
        plain = not style and event.implicit[0]
        value = resolve(written) if plain else written
        if not self._stack:
            self._place(value, -line)
            return
        holder = self._stack[-1]
        if holder.awaits_key:
            self._name(holder, written, value, line)
            return
        if written[:1] in STARTS_A_NUMBER and _deceives(written, plain=plain):
            self.is_slippery = True
        if holder.in_block:
            line = holder.line
            if value is True and holder.key == "format":
                self.is_slippery = True
        mark: Any = line
        if plain:
            mark = -line if value is written else (line, written)
        self._place(value, mark)

    def _name(self, holder: _Open, written: str, meant: Value, line: int) -> None:
        """Take a key; the line of a value is the line of its key."""
        key = written if meant is written else self._key(holder, written, meant, line)
        holder.awaits_key = False
        holder.key = key
        holder.line = line
        holder.dropped = key in holder.node
        if holder.dropped:
            first = line_of([holder.marks.get(key, line)])
            self._add("E02", key, line, say(_TWICE, key=short(key), first=min(first, self.last), second=line))

    def _key(self, holder: _Open, written: str, meant: Value, line: int) -> str | int:
        """Return what a key that is no text may be: a month, in one place only."""
        above = self._stack[-2] if len(self._stack) > 1 and self._stack[-1] is holder else None
        if type(meant) is int and above is not None and above.key == KEYS_THAT_ARE_NUMBERS:
            return meant
        reason = say(_NUMBER_KEY, key=short(written)) if written else say(_EMPTY_KEY)
        self._add("E01", written, line, reason)
        return written

    def _place(self, value: Value, mark: Any) -> None:  # noqa: ANN401 (marks of any shape)
        """Put a value where it belongs, and beside it where it stands."""
        if not self._stack:
            self.value, self.marks = value, mark
            return
        holder = self._stack[-1]
        if not holder.in_block:
            holder.node.append(value)
            holder.marks.append(mark)
            return
        holder.awaits_key = True
        if not holder.dropped:
            holder.node[holder.key] = value
            holder.marks[holder.key] = mark

    def _add(self, code: str, key: str | int, line: int, message: str) -> None:
        """Note a finding about a key of the innermost mapping."""
        if len(self.findings) < MOST_FINDINGS:
            above = [one.key if one.in_block else len(one.node) - 1 for one in self._stack[:-1]]
            spot = (*(f"{one.key} (2)" if one.dropped else name for one, name in zip(self._stack, above, strict=False)), key)
            self.findings.append(Finding(self.file, min(line, self.last), code, level_of(code), dotted(spot), message))
