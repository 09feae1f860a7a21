"""What the database holds in clear: this list and nothing else, reviewed by whoever adds to it."""

import importlib
import pkgutil

import companion
from companion.db import Base
from companion.vault.model import SealedColumn

CLEAR = {
    "guide_report": {"procedure", "step", "choice", "month", "number"},
    "guide_rereading": {"fingerprint", "procedure", "reread_on"},
    "procedure_version": {"fingerprint", "procedure", "content", "seen_on"},
    "upkeep_day": {"name", "day"},
    "erasure": {"id", "kind", "erased_on"},
    "site_key": {"public", "since"},
}
"""Allowed (decision B4): what is said of guides, which are public; random ids, wraps, locators, epochs, sign-in names, roles, leaves of the
journal, padded sizes, state codes of an accord, and days.  Whatever a person typed, and whatever is about somebody, is sealed."""


def test_every_clear_column_was_reviewed():
    for found in pkgutil.walk_packages(companion.__path__, "companion."):
        if found.name.endswith(".model") or ".model." in found.name:
            importlib.import_module(found.name)
    clear = {
        table.name: {column.name for column in table.columns if not isinstance(column.type, SealedColumn)}
        for table in Base.metadata.sorted_tables
    }

    assert clear == CLEAR
