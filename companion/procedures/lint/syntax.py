"""A procedure file as plain values with the line of each, whatever its bytes are.

Built from the parser's events with a stack of its own, never by recursion:
no file, however hostile, may stop the program.
"""

from dataclasses import dataclass
from typing import Any, NoReturn, TypeAlias

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
from companion.procedures.lint.findings import Finding, Spot, dotted, level_of, say, short
from companion.procedures.lint.parser_words import UNCLOSED_QUOTE, in_french
from companion.procedures.lint.scalars import resolve

Value: TypeAlias = Any
"""What a file holds: text, number, boolean, nothing, a list or a mapping of the same."""

DEEPEST = 24
MOST_NODES = 20_000
MOST_FINDINGS = 100
KEYS_THAT_ARE_NUMBERS = "exceptions"

_QUOTES = ("'", '"')
_NODES = frozenset({ScalarEvent, MappingStartEvent, SequenceStartEvent})
_ENDS = frozenset({MappingEndEvent, SequenceEndEvent})

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


@dataclass(frozen=True)
class Reading:
    """What a file holds, with the line of each value; `value` of None means unreadable."""

    file: str
    text: str
    value: Value
    lines: dict[Spot, int]
    plain: frozenset[Spot]
    """Spots whose word was written without quotes."""
    written: dict[Spot, str]
    """Unquoted words that do not mean a text, as the author typed them."""
    findings: tuple[Finding, ...]

    def line(self, spot: Spot) -> int:
        """Return the line of a spot, or of the nearest thing that holds it."""
        for length in range(len(spot), -1, -1):
            if (found := self.lines.get(spot[:length])) is not None:
                return found
        return 1


@dataclass
class _Open:
    """A list or a mapping that is not closed yet."""

    node: Value
    spot: Spot
    key: str | int | None = None
    awaits_key: bool = False
    dropped: bool = False
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
    return Reading(file, text, builder.value, builder.lines, frozenset(builder.plain), builder.written, tuple(builder.findings))


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


class _Builder:
    """Builds the value from events, with its own stack."""

    def __init__(self, file: str, last: int = 1) -> None:
        self.file = file
        self.last = last
        self.value: Value = None
        self.lines: dict[Spot, int] = {}
        self.plain: set[Spot] = set()
        self.written: dict[Spot, str] = {}
        self.findings: list[Finding] = []
        self.documents = 0
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
        line = min(event.start_mark.line + 1, self.last)
        if kind in _NODES:
            self._nodes += 1
            if event.anchor or event.tag or self._nodes > MOST_NODES:
                self._refuse(event, line)
            if kind is ScalarEvent:
                self._scalar(event, line)
            elif kind is MappingStartEvent:
                self._open(_Open({}, (), awaits_key=True), line)
            else:
                self._open(_Open([], ()), line)
        elif kind in _ENDS:
            self._stack.pop()
        elif kind is AliasEvent:
            raise Unreadable(line, say(_ALIAS))
        elif kind is DocumentStartEvent:
            self._document(event, line)

    def _document(self, event: DocumentStartEvent, line: int) -> None:
        self.documents += 1
        if self.documents > 1:
            raise Unreadable(line, say(_DOCUMENTS))
        if event.version or event.tags:
            raise Unreadable(line, say(_DIRECTIVE))

    def _refuse(self, event: Any, line: int) -> NoReturn:  # noqa: ANN401 (the parser has no common type for events)
        """Refuse what a content file never needs: marks, special words, too many values."""
        if event.anchor:
            raise Unreadable(line, say(_ALIAS))
        raise Unreadable(line, say(_TAG if event.tag else _MANY))

    def _open(self, opened: _Open, line: int) -> None:
        if len(self._stack) >= DEEPEST:
            raise Unreadable(line, say(_DEEP))
        if self._stack and self._stack[-1].awaits_key:
            raise Unreadable(line, say(_KEY))
        opened.spot = self._place(opened.node, line)
        self._stack.append(opened)

    def _scalar(self, event: ScalarEvent, line: int) -> None:
        style, written = event.style, event.value
        plain = not style and event.implicit[0]
        if style in _QUOTES and line <= event.end_mark.line:
            self.long_quote = (event.start_mark.line, event.end_mark.line)
        stack = self._stack
        if stack and stack[-1].awaits_key:
            self._name(stack[-1], written, line, plain=plain)
            return
        if not plain:
            self._place(written, line)
            return
        value = resolve(written)
        spot = self._place(value, line)
        self.plain.add(spot)
        if value is not written:
            self.written[spot] = written

    def _name(self, holder: _Open, written: str, line: int, *, plain: bool) -> None:
        """Take a key; the line of a value is the line of its key."""
        key = self._key(holder, written, line, plain=plain)
        spot = (*holder.spot, key)
        holder.awaits_key = False
        holder.key = key
        holder.dropped = key in holder.node
        if holder.dropped:
            self._add("E02", spot, line, say(_TWICE, key=short(key), first=self.lines[spot], second=line))
        else:
            self.lines[spot] = line

    def _key(self, holder: _Open, written: str, line: int, *, plain: bool) -> str | int:
        meant = resolve(written) if plain else written
        if meant is written:
            return written
        if type(meant) is int and holder.spot[-1:] == (KEYS_THAT_ARE_NUMBERS,):
            return meant
        reason = say(_NUMBER_KEY, key=short(written)) if written else say(_EMPTY_KEY)
        self._add("E01", (*holder.spot, written), line, reason)
        return written

    def _place(self, value: Value, line: int) -> Spot:
        """Put a value where it belongs, and return where that is."""
        if not self._stack:
            self.value = value
            self.lines[()] = line
            return ()
        holder = self._stack[-1]
        if isinstance(holder.node, list):
            spot: Spot = (*holder.spot, len(holder.node))
            holder.node.append(value)
            self.lines[spot] = line
            return spot
        holder.awaits_key = True
        if holder.dropped:
            return (*holder.spot, f"{holder.key} (2)", line)
        key = "" if holder.key is None else holder.key
        holder.node[key] = value
        return (*holder.spot, key)

    def _add(self, code: str, spot: Spot, line: int, message: str) -> None:
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(self.file, line, code, level_of(code), dotted(spot), message))
