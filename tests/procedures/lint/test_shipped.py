"""The shipped files pass the review that they ask of others."""

from datetime import date

import pytest

from companion.procedures.queries import review

TODAY = date(2026, 11, 21)
ACCEPTED = {"A09", "A11", "A13"}
"""Warnings that may be true of a good guide: no other way known, to be checked again, a translation not read yet."""
FOUND = review([], TODAY)


@pytest.mark.parametrize("code", ["A04", "A05", "A08", "A10", "A12", "A16", "A17"])
def test_no_shipped_file_holds_a_fault_that_the_lint_knows(code):
    assert not [one for one in FOUND if one.code == code]


def test_a_review_of_what_is_shipped_has_no_error_and_no_other_warning():
    assert not [one for one in FOUND if one.level != "info" and one.code not in ACCEPTED]


def test_what_is_to_be_confirmed_is_listed():
    assert {one.code for one in FOUND if one.level == "info"} <= {"I08", "I11", "I12"}
    assert "I12" in {one.code for one in FOUND}
