"""The lint: what is wrong in a content file, on which line, and what to do about it.

Bytes and values in, findings out.  It never opens a file, never asks for the
day, and never changes anything.
"""

from companion.procedures.lint.examination import Examined, examine, examine_deeply, unreadable
from companion.procedures.lint.findings import Finding, Level, has_errors, in_order
from companion.procedures.lint.references import Shelf
from companion.procedures.lint.shared_files import (
    examine_delegations,
    examine_glossary,
    examine_institutions,
    examine_translation,
    text_ids,
)

__all__ = [
    "Examined",
    "Finding",
    "Level",
    "Shelf",
    "examine",
    "examine_deeply",
    "examine_delegations",
    "examine_glossary",
    "examine_institutions",
    "examine_translation",
    "has_errors",
    "in_order",
    "text_ids",
    "unreadable",
]
