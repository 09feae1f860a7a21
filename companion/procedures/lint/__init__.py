"""The lint: what is wrong in a content file, on which line, and what to do about it.

Bytes and values in, findings out.  It never opens a file, never asks for the
day, and never changes anything.
"""

from companion.procedures.lint.confirmations import confirmations
from companion.procedures.lint.examination import Examined, examine, examine_deeply, unreadable
from companion.procedures.lint.findings import Finding, Level, has_errors, in_order
from companion.procedures.lint.references import Shelf
from companion.procedures.lint.shared_files import (
    examine_delegations,
    examine_glossary,
    examine_institutions,
)
from companion.procedures.lint.translations import examine_translation, examine_translations
from companion.procedures.rules.translation import text_ids

__all__ = [
    "Examined",
    "Finding",
    "Level",
    "Shelf",
    "confirmations",
    "examine",
    "examine_deeply",
    "examine_delegations",
    "examine_glossary",
    "examine_institutions",
    "examine_translation",
    "examine_translations",
    "has_errors",
    "in_order",
    "text_ids",
    "unreadable",
]
