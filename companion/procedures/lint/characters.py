"""The bytes of a file as text, or why they are not text that an author can see."""

import re

from companion.procedures.lint.findings import say

LARGEST_FILE = 256 * 1024
_BREAK = re.compile(r"\r\n|\r|\n")
_UNSEEN = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ufeff\\ufffe\\uffff]")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_OTHER_MARKS = (b"\xff\xfe", b"\xfe\xff")

TOO_LARGE = "Ce fichier dépasse 256 kB. Une démarche tient en quelques centaines de lignes : coupez-la en deux."
UTF_16 = "Ce fichier est enregistré en UTF-16. Enregistrez-le à nouveau en choisissant l'encodage « UTF-8 »."
BINARY = "Ce fichier contient un octet nul : ce n'est pas un fichier de texte. Enregistrez-le en texte simple, encodage « UTF-8 »."
NOT_UTF_8 = "Un caractère de cette ligne n'est pas en UTF-8. Enregistrez le fichier à nouveau en choisissant l'encodage « UTF-8 »."
TAB = "Cette ligne contient une tabulation. Remplacez-la par des espaces (deux par niveau)."
INVISIBLE = "Cette ligne contient un caractère invisible (U+{number}). Effacez-le, puis tapez la ligne à nouveau."


class Unreadable(Exception):  # noqa: N818 (it says what the file is)
    """The file cannot be read at all, for one reason at one line."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


def as_text(raw: bytes) -> str:
    """Return the text of a file, or refuse it with the line that forbids it."""
    if len(raw) > LARGEST_FILE:
        raise Unreadable(1, say(TOO_LARGE))
    if raw.startswith(_OTHER_MARKS):
        raise Unreadable(1, say(UTF_16))
    if (nul := raw.find(b"\x00")) >= 0:
        raise Unreadable(raw.count(b"\n", 0, nul) + 1, say(BINARY))
    try:
        text = raw.removeprefix(_BYTE_ORDER_MARK).decode()
    except UnicodeDecodeError as fault:
        raise Unreadable(fault.object.count(b"\n", 0, fault.start) + 1, say(NOT_UTF_8)) from None
    _refuse_unseen(text)
    return text


def _refuse_unseen(text: str) -> None:
    if "\t" in text:
        raise Unreadable(line_at(text, text.index("\t")), say(TAB))
    if found := _UNSEEN.search(text):
        raise Unreadable(line_at(text, found.start()), say(INVISIBLE, number=f"{ord(found.group()):04X}"))


def line_at(text: str, position: int) -> int:
    """Return the line, from 1, on which a character stands."""
    return sum(1 for _ in _BREAK.finditer(text, 0, position)) + 1


def last_line(text: str) -> int:
    """Return the number of the last line; the parser may complain of the one after it."""
    return max(1, len(text.splitlines()))
