"""What is promised of a request without guide: the few steps that any request has, found again by their version."""

import pytest

from companion.demarches.rules.oneoff import ID, NOBODY, from_version, oneoff, version_of


@pytest.mark.parametrize("institution", ["be-onem", NOBODY])
def test_a_request_without_guide_is_found_again_by_its_version(institution):
    found = from_version(version_of(institution))

    assert found is oneoff(institution)
    assert (found.id, found.institution) == (ID, institution)
    assert {one.type for one in found.canaux} == {"guichet", "telephone", "papier"}, "no way is presumed to be shut"
    assert all("a_la_place" not in step.qui for step in found.etapes)


@pytest.mark.parametrize("version", ["", "abc", "demande", "a" * 64, "demande-ponctuelle-autre:x", ":be-onem"])
def test_the_version_of_a_guide_is_no_request_without_guide(version):
    assert from_version(version) is None


def test_a_version_that_names_no_institution_is_addressed_to_nobody():
    assert from_version(ID) is oneoff(NOBODY)
