"""Looks at the shelves: the procedure files, to show them or to review them."""

from companion.procedures.queries.library import SHELVES, Bookcase, Guide, Library, read_library
from companion.procedures.queries.review import review, review_text

__all__ = ["SHELVES", "Bookcase", "Guide", "Library", "read_library", "review", "review_text"]
