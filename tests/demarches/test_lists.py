"""What is promised of what is looked at: the list of the team, next dates first; tries by pictures; the version a démarche runs on."""

from datetime import timedelta
from pathlib import Path

import pytest

from companion.accounts.model import CircleWrap, Throttle
from companion.accounts.queries.circle import circle_key
from companion.atelier.actions.said import note_version
from companion.atelier.model import ProcedureVersion
from companion.demarches.actions.tries import HALF_HOUR, TRIES, forget_tries, marks_of, take_try, tries_left
from companion.demarches.model import Thread
from companion.demarches.queries import versions
from companion.demarches.queries.threads import PAGE, all_kept, by_circle, follow_up
from companion.demarches.queries.versions import MOST_KEPT, Snapshot, snapshot
from companion.demarches.queries.visits import my_visits
from companion.demarches.rules.contents import Face
from companion.demarches.rules.oneoff import ID, oneoff, version_of
from companion.demarches.rules.parting import Sheet
from companion.forgetting.rules import GUIDE_DAYS, THREAD_MOST_DAYS
from companion.procedures.queries import Guide
from companion.vault.rules.faults import Locked
from tests.procedures.recipes import a_procedure


def kept(house, days=None, label=""):
    """Leave a thread to the team; return its id."""
    visit = house.begin(house.first)
    thread = house.thread_of(house.first, visit)
    day = house.now.date() + timedelta(days=days) if days is not None else None
    house.part(house.first, visit, Sheet.NONE, team=True, next_on=day, label=label, next_what="Revenir" if day else "")
    house.finish(house.first, visit)
    return thread


def listed(house, page=1):
    """Return a page of the list, as a member who holds the key of the circle sees it."""
    with house.change() as session:
        return follow_up(session, circle_key(session, house.second), house.now.date(), page)


# What the team keeps.


def test_the_next_dates_come_first_and_what_has_none_last(house):
    for days, label in ((None, "sans date"), (30, "dans un mois"), (0, "aujourd’hui"), (7, "la semaine prochaine")):
        kept(house, days, label)
    house.part(house.first, house.begin(house.first), Sheet.NEW, team=False)

    found = listed(house)
    assert [one.face.label for one in found.lines] == ["aujourd’hui", "la semaine prochaine", "dans un mois", "sans date"]
    assert [one.face.next_what for one in found.lines] == ["Revenir"] * 3 + [""]
    assert (found.count, found.page, found.more, found.behind) == (4, 1, False, False)


def test_an_empty_list_has_one_page_and_a_page_too_far_is_the_last_one(house):
    assert (listed(house).lines, listed(house).page, listed(house, 7).page) == ((), 1, 1)
    kept(house)
    assert (len(listed(house, 1000).lines), listed(house, 1000).page) == (1, 1)


def test_the_list_goes_by_fifty_and_forgets_nobody(house):
    threads = {kept(house, days % 9 if days % 3 else None).hex() for days in range(PAGE + 1)}

    first, second = listed(house), listed(house, 2)
    assert (len(first.lines), first.more, len(second.lines), second.more) == (PAGE, True, 1, False)
    assert (first.count, second.count) == (PAGE, PAGE + 1)
    assert {one.name for one in (*first.lines, *second.lines)} == threads


def test_a_thread_past_its_last_day_is_in_no_list_even_before_it_is_purged(house):
    thread = kept(house, label="Fini")
    house.later(days=91)

    assert listed(house).lines == ()
    assert listed(house).count == 0
    with house.change() as session:
        assert list(all_kept(session, circle_key(session, house.first), house.now.date())) == []
    assert house.read_by_team(house.first, thread) is None


def test_a_line_that_somebody_altered_is_left_empty_and_the_others_are_read(house):
    kept(house, 1, "Bonne")
    altered = kept(house, 2, "Abîmée")
    with house.change() as session:
        session.get_one(Thread, altered).revision += 1

    assert [one.face for one in listed(house).lines][1] == Face()
    assert listed(house).lines[0].face.label == "Bonne"


def test_a_thread_of_an_epoch_that_who_looks_has_not_taken_yet_is_told_and_not_opened(house):
    thread = kept(house, 1, "Chapeau")
    with house.change() as session:
        session.get_one(CircleWrap, session.get_one(Thread, thread).key_id).epoch += 1

    found = listed(house)
    assert found.behind
    assert found.lines[0].face == Face()
    with house.change() as session:
        circle = circle_key(session, house.second)
        assert list(all_kept(session, circle, house.now.date())) == []
        with pytest.raises(Locked):
            by_circle(session, circle, thread, house.now.date())


def test_a_wrap_put_on_another_thread_opens_nothing_there(house):
    """Whoever writes in the database cannot make one thread open as another."""
    one, other = kept(house, 1, "Une"), kept(house, 2, "Autre")
    with house.change() as session:
        wraps = [session.get_one(CircleWrap, session.get_one(Thread, name).key_id) for name in (one, other)]
        wraps[0].blob, wraps[1].blob = wraps[1].blob, wraps[0].blob

    assert [line.face for line in listed(house).lines] == [Face(), Face()]
    with house.change() as session:
        assert list(all_kept(session, circle_key(session, house.first), house.now.date())) == []


def test_what_finds_visits_shows_none_of_their_keys(house):
    visit = house.begin(house.first)
    with house.at(house.first, visit) as (session, opened):
        assert opened.name == visit.hex()
        assert opened.key.secret.hex() not in repr(opened)
        (mine,) = my_visits(session, house.first, int(house.now.timestamp()))
        assert "verte" not in repr(mine)


# Three tries by pictures.


def marks(house, who="somebody"):
    return marks_of(bytes(32), who, int(house.now.timestamp()))


def left(house, who="somebody"):
    with house.change() as session:
        return tries_left(session, marks(house, who))


def attempt(house):
    with house.change() as session:
        return take_try(session, marks(house), house.now.date())


def test_three_tries_are_counted_before_they_are_looked_at_and_the_fourth_is_not_taken(house):
    assert [(attempt(house), left(house)) for _ in range(TRIES + 2)] == [(True, 2), (True, 1), (True, 0), (False, 0), (False, 0)]
    assert left(house, "a colleague") == TRIES, "a colleague has their own"


def test_this_way_opens_again_once_the_person_has_left(house):
    for _ in range(TRIES):
        attempt(house)
    house.later(seconds=HALF_HOUR)
    assert not attempt(house), "not in the half-hour that follows"
    house.later(seconds=HALF_HOUR)
    assert left(house) == TRIES
    assert attempt(house)
    assert left(house) == TRIES - 1
    for _ in range(48):
        house.later(seconds=HALF_HOUR)
        assert left(house) >= TRIES - 1, "and it shuts on nobody else that day"


def test_the_right_answers_forget_the_wrong_ones(house):
    attempt(house)
    with house.change() as session:
        forget_tries(session, marks(house))
    assert left(house) == TRIES
    assert house.counts("throttle") == {"throttle": 0}


def test_a_count_of_tries_tells_no_hour(house):
    attempt(house)
    with house.change() as session:
        row = session.get_one(Throttle, marks(house)[0])
        assert (row.tries, row.again_at) == (1, 0)
        assert row.expires_on == house.now.date() + timedelta(days=1)


# The version that a démarche runs on.

OLD, NEW = (Guide(a_procedure(titre=title), Path("aucun.yaml"), local=False, replaces=None) for title in ("Ancien titre", "Nouveau titre"))
TODAY = {"be-exemple": NEW}


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch):
    """Begin without any snapshot in memory, as a server that starts."""
    monkeypatch.setattr(versions, "_KNOWN", type(versions._KNOWN)())


def run_on(house, version, guides=TODAY):
    with house.change() as session:
        return snapshot(session, guides, "be-exemple", version)


def served(house, guide=OLD):
    """Keep a version as it is served today."""
    with house.change() as session:
        note_version(session, guide, house.now.date())


def test_a_demarche_begun_today_runs_on_the_guide_of_today(house):
    assert run_on(house, NEW.content_hash) == Snapshot(NEW.procedure)


def test_a_demarche_goes_on_with_the_version_it_began_with_and_knows_that_there_is_a_newer_one(house):
    served(house)
    found = run_on(house, OLD.content_hash)

    assert (found.procedure, found.newer, found.readable, found.served_on) == (OLD.procedure, NEW, True, house.now.date())
    assert run_on(house, OLD.content_hash, {}) == Snapshot(OLD.procedure), "a guide taken off the shelves goes on where it was begun"
    assert run_on(house, OLD.content_hash).procedure is run_on(house, OLD.content_hash).procedure, "read once"


def test_an_old_version_that_cannot_be_read_is_told_and_the_guide_of_today_stands_in(house):
    served(house)
    with house.change() as session:
        session.get_one(ProcedureVersion, OLD.content_hash).content = '{"format": 0}'

    for version in (OLD.content_hash, "f" * 64):
        found = run_on(house, version)
        assert (found.procedure, found.newer, found.readable) == (NEW.procedure, NEW, False)
        assert run_on(house, version, {}) is None


def test_a_demarche_leaves_an_old_version_before_it_is_erased(house):
    served(house)
    found, last = run_on(house, OLD.content_hash), house.now.date() + timedelta(days=GUIDE_DAYS - THREAD_MOST_DAYS)

    assert not found.must_move(last)
    assert found.must_move(last + timedelta(days=1)), "a thread closed that day could outlive it"
    assert not run_on(house, NEW.content_hash).must_move(last + timedelta(days=1))
    assert not run_on(house, OLD.content_hash, {}).must_move(last + timedelta(days=1)), "there is nothing newer to go to"


def test_no_more_versions_are_kept_in_memory_than_a_house_uses(house):
    guides = [Guide(a_procedure(titre=f"Version {rank}"), Path("aucun.yaml"), local=False, replaces=None) for rank in range(MOST_KEPT + 1)]
    for guide in guides:
        served(house, guide)
        run_on(house, guide.content_hash)

    assert len(versions._KNOWN) == MOST_KEPT
    assert guides[0].content_hash not in versions._KNOWN


def test_a_request_without_guide_runs_on_its_own_version(house):
    with house.change() as session:
        assert snapshot(session, TODAY, ID, version_of("be-onem")).procedure is oneoff("be-onem")
