"""Words: French is the source language of gettext; catalogues come later."""

from functools import lru_cache
from gettext import NullTranslations

from flask import Flask

from companion.typography import french

_set = lru_cache(maxsize=2000)(french)


class French(NullTranslations):
    """The source language: each sentence says itself, in correct typography."""

    def gettext(self, message: str) -> str:
        """Return the sentence."""
        return _set(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the sentence in its number; French says « 0 guide », in the singular."""
        return _set(msgid2 if n > 1 else msgid1)


def translate_templates(app: Flask) -> None:
    """Give templates `_` and `{% trans %}`."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_translations(French(), newstyle=True)  # type: ignore[attr-defined]  # the extension adds it
    app.jinja_env.policies["ext.i18n.trimmed"] = True
