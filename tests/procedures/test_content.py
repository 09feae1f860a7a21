"""What the shipped guides promise: nothing unsourced, nothing unsafe, always another way."""

import random
from datetime import date

import pytest
from ruamel.yaml import YAML

from companion.procedures import lint
from companion.procedures.queries import SHELVES, read_library, review
from companion.procedures.rules.run import is_only_the_persons
from tests.conftest import rounds

TODAY = date(2026, 11, 21)
LIBRARY = read_library(SHELVES)
GUIDES = [guide for _, guide in sorted(LIBRARY.guides.items())]
MUTATIONS = rounds(50, 500)


def names(guide):
    return guide.procedure.id


def test_the_three_guides_of_this_issue_are_on_the_shelf():
    assert {"be-allocation-etudes-superieur", "be-boite-mail", "fr-actualisation-france-travail"} <= set(LIBRARY.guides)


def test_no_shipped_file_has_an_error():
    assert not [finding for finding in review([], TODAY) if finding.level == "erreur"]


def test_every_shipped_file_can_be_opened():
    assert not LIBRARY.findings


@pytest.mark.parametrize("guide", GUIDES, ids=names)
def test_each_guide_comes_with_invented_trials_that_pass(guide):
    trials = guide.file.with_name(f"{guide.file.stem}.essais.yaml")

    assert len(YAML(typ="safe").load(trials.read_text(encoding="utf-8"))) >= 6


@pytest.mark.parametrize("guide", GUIDES, ids=names)
def test_every_channel_deadline_trap_and_hint_says_where_it_comes_from(guide):
    procedure = guide.procedure
    facts = [*procedure.canaux, *procedure.echeances, *procedure.delegation]
    facts += [fact for step in procedure.etapes for fact in (*step.pieges, *step.ecran, *step.croise, *step.previent)]

    assert not [fact for fact in facts if not (fact.source or fact.confirmer or fact.terrain)]


@pytest.mark.parametrize("guide", GUIDES, ids=names)
def test_every_step_says_what_to_tell_the_person_in_short_plain_sentences(guide):
    for step in guide.procedure.etapes:
        lines = (step.simple or "").splitlines()
        assert 1 <= len(lines) <= 5, step.id
        assert step.simple_passe, step.id
        assert "papiers" not in (step.simple or "").lower(), step.id
        assert max(len(line.split()) for line in lines) <= 15, step.id


@pytest.mark.parametrize("guide", GUIDES, ids=names)
def test_every_deadline_says_what_to_do_when_it_is_shut_and_how_to_save_the_date(guide):
    for deadline in guide.procedure.echeances:
        assert deadline.si_ferme
        assert deadline.sauver_la_date


@pytest.mark.parametrize("guide", GUIDES, ids=names)
def test_every_online_step_has_a_way_out_that_is_not_online(guide):
    kinds = {channel.id: channel.type for channel in guide.procedure.canaux}
    channel_of = {step.id: kinds.get(step.canal or "") for step in guide.procedure.etapes}
    for step in guide.procedure.etapes:
        if kinds.get(step.canal or "") == "en_ligne":
            ends = {channel_of.get(way.alors, kinds.get(way.alors)) for way in step.si_bloque}
            assert ends - {"en_ligne"}, step.id


@pytest.mark.parametrize("guide", GUIDES, ids=names)
def test_codes_and_payments_are_the_persons_alone(guide):
    for step in guide.procedure.etapes:
        if {"identifiants", "paiement"} & set(step.sensibilite) or step.saisie_reservee:
            assert is_only_the_persons(step)
            assert "a_la_place" not in step.qui


def test_the_mailbox_is_a_prerequisite_and_the_grant_asks_first_who_studies():
    assert LIBRARY.guides["be-boite-mail"].procedure.prealable
    assert LIBRARY.guides["be-allocation-etudes-superieur"].procedure.questions[0].id == "qui-etudie"


@pytest.mark.parametrize("guide", GUIDES, ids=names)
def test_each_guide_names_an_institution_with_somewhere_to_complain_or_says_there_is_none(guide):
    institution = LIBRARY.institutions[guide.procedure.institution]

    assert institution.mediateur or institution.plainte or institution.id.startswith("be-prive")


@pytest.mark.parametrize("guide", GUIDES, ids=names)
def test_no_mutation_of_a_file_stops_the_lint(guide):
    """Five hundred in the long run: letters swapped, lines lost, moved or doubled, signs of YAML thrown in."""
    chance = random.Random(names(guide))
    raw = guide.file.read_bytes()
    shelf = lint.Shelf(frozenset(LIBRARY.institutions), LIBRARY.delegations, None)
    for _ in range(MUTATIONS):
        examined = lint.examine(mutated(raw, chance), "procedures/be/exemple.yaml", shelf)
        assert examined.procedure is not None or examined.findings
        assert all(finding.line >= 1 and finding.message for finding in examined.findings)


def mutated(raw: bytes, chance: random.Random) -> bytes:
    """Return the file after one to five accidents."""
    lines = raw.split(b"\n")
    for _ in range(chance.randint(1, 5)):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        accident = chance.randrange(7)
        if accident == 0:
            del lines[at]
        elif accident == 1:
            lines.insert(other, lines[at])
        elif accident == 2:
            lines[at], lines[other] = lines[other], lines[at]
        elif accident == 3:
            lines[at] = b" " * chance.randint(0, 9) + lines[at].lstrip()
        elif accident == 4:
            lines[at] += chance.choice([b"\t", b"'", b'"', b": [", b"{", b"\0", b"&a", b"*a", b"!!x", b"\xff", b"? ", b"- -"])
        elif accident == 5:
            lines[at] = lines[at].replace(b":", b"", 1)
        else:
            lines[at] = lines[at][: chance.randint(0, max(1, len(lines[at])))]
        lines = lines or [b""]
    return b"\n".join(lines)


def test_the_mutations_do_break_files():
    """The control: without it, the test above could be looking at sound files."""
    chance = random.Random(7)
    raw = GUIDES[0].file.read_bytes()
    shelf = lint.Shelf(frozenset(LIBRARY.institutions), LIBRARY.delegations, None)
    broken = [lint.examine(mutated(raw, chance), "procedures/be/exemple.yaml", shelf).procedure is None for _ in range(30)]

    assert sum(broken) >= 15
