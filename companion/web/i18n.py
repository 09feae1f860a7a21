"""Words: French is the source language of gettext; catalogues come later."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from gettext import NullTranslations

from flask import Flask
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from companion.typography import french

_set = lru_cache(maxsize=2000)(french)
_SENTENCE = ("variable_begin", "name", "lparen", "string", "rparen", "variable_end")
"""The tokens of `{{ _("…") }}`."""


class French(NullTranslations):
    """The source language: each sentence says itself, in correct typography."""

    def gettext(self, message: str) -> str:
        """Return the sentence."""
        return _set(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the sentence in its number; French says « 0 guide », in the singular."""
        return _set(msgid2 if n > 1 else msgid1)


class SetInType(Extension):
    """Sets the sentences of a template in type once, when it is read, and not each time it is shown.

    They were a third of the cost of a guide.  Elsewhere than alone between
    braces, `_` stays the call that it looks like.
    """

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """Make plain text of each `{{ _("…") }}`."""
        return _with_sentences_set(stream)


def _with_sentences_set(stream: Iterable[Token]) -> Iterator[Token]:
    waiting: list[Token] = []
    for token in stream:
        waiting.append(token)
        if not _may_be_a_sentence(waiting):
            yield from waiting
            waiting = []
        elif len(waiting) == len(_SENTENCE):
            yield Token(waiting[0].lineno, "data", _set(waiting[3].value) % ())
            waiting = []
    yield from waiting


def _may_be_a_sentence(tokens: list[Token]) -> bool:
    kinds = tuple(token.type for token in tokens)
    return kinds == _SENTENCE[: len(kinds)] and all(token.value == "_" for token in tokens[1:2])


def translate_templates(app: Flask) -> None:
    """Give templates `_` and `{% trans %}`."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.add_extension(SetInType)
    app.jinja_env.install_gettext_translations(French(), newstyle=True)  # type: ignore[attr-defined]  # the extension adds it
    app.jinja_env.policies["ext.i18n.trimmed"] = True
