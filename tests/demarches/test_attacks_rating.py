"""Who counts what each worker does, with everything in hand, finds nothing to count by (promise 7).

« Nobody can rank workers. No table, file, export or log lets anyone count per worker. Tried from a full dump. »
The attacker here has everything: the files, a member's keys, each thread opened.
"""

import json
from collections import Counter
from dataclasses import asdict, replace

from flask import Flask

from companion.accounts.model import CircleWrap
from companion.accounts.queries.circle import circle_key
from companion.app import create_app
from companion.config import open_instance
from companion.demarches.model import Handover, Thread, Visit
from companion.demarches.queries.visits import my_visits
from companion.procedures.queries import SHELVES
from companion.vault.keys.members import Member as Keys
from companion.vault.keys.rings import Ring
from companion.vault.keys.threads import unwrap_for_circle, unwrap_for_worker
from companion.vault.model import read
from companion.vault.rules.faults import Altered
from tests.accounts.attacks import leaks
from tests.demarches.attacks import Desk, all_rows, begin_house, looked, seconds, sit

LONGEST_SHARED = 6
"""Bytes: two wraps drawn apart share no run as long as this, but by a chance of one in a hundred million."""


def everything(me: Desk) -> list[object]:
    """Open all that the team keeps with a member's keys: threads, lists, notes, open visits."""
    keys, found = me.keys(), []
    with looked(me.app) as session:
        circle = circle_key(session, keys)
        wraps = {one.key_id: one for one in session.query(CircleWrap)}
        for column in (Thread.face, Thread.body, Visit.own, Handover.note):
            for row in session.query(column.class_):
                ring = Ring([unwrap_for_circle(wraps[row.key_id].blob, row.key_id, circle)])
                found.append(read(ring, row, column))
    return found


def worked(people: list[Desk], turns: list[int]) -> list[str]:
    """Work in turns: each opens a visit, notes, closes with the team and leaves a note; some go on with what another began."""
    threads = []
    for rank, turn in enumerate(turns):
        me = people[turn]
        visit = me.begin()
        me.tick(visit)
        me.send(f"{me.place(visit)}/bloque/reunir", obstacle="cost", note="trop cher")
        threads.append(me.thread_of(visit))
        me.close(visit, equipe="oui", etiquette=f"Fil {rank}", passage="À rappeler")
        people[1 - turn].tick(people[1 - turn].resume(threads[-1]), "suivre", "avec")
    return threads


def names_of(people: list[Desk]) -> list[str | bytes]:
    """Return all that names these workers anywhere."""
    found: list[str | bytes] = []
    for one in people:
        me = one.present()
        public = me.member.keys.public
        found += [me.who.id, me.who.id.hex(), public.box, public.sign, public.spoken, me.held.id]
    with looked(people[0].app) as session:
        found += [str(row[0]) for row in session.connection().exec_driver_sql("SELECT sign_in_name FROM member")]
    return [*found, "Amandine"]


def test_nobody_can_rank_workers_no_thread_opened_names_who_worked_on_it(app):
    people = [begin_house(app), sit(app)]
    worked(people, [0, 1, 0, 0])
    opened = everything(people[0])
    told = json.dumps(opened, ensure_ascii=False).encode()
    names = names_of(people)

    assert len(opened) >= 16
    assert leaks(names, told) == set()
    assert not {"par_qui", "worker", "member", "auteur", "qui"} & keys_in(opened)
    for name in names[:8]:
        planted = json.dumps([*opened, {"note": name if isinstance(name, str) else name.hex()}], ensure_ascii=False).encode()
        assert leaks([name], planted), "the control: a worker named anywhere in it is found"


def keys_in(value: object) -> set[str]:
    """Return every word that names a part of these values."""
    if isinstance(value, dict):
        return {*value, *(one for part in value.values() for one in keys_in(part))}
    return {one for part in value for one in keys_in(part)} if isinstance(value, list) else set()


def seen(app: Flask) -> dict[str, Counter[tuple[object, ...]]]:
    """Return what a dump shows once random bytes are seen as random: days, numbers, codes, and lengths."""
    rows = all_rows(app)
    ours = ("thread", "visit", "thread_sheet", "handover", "circle_wrap", "journal_leaf", "erasure", "throttle", "sign_in", "upkeep_day")
    return {name: Counter(tuple(len(one) if isinstance(one, bytes) else one for one in row) for row in rows[name]) for name in ours}


def house(folder, turns: list[int]) -> tuple[Flask, list[Desk]]:
    """Make a house in which two workers sit, and open visits in these turns."""
    app = create_app(open_instance(folder), SHELVES)
    people = [begin_house(app), sit(app)]
    for turn in turns:
        people[turn].tick(people[turn].begin())
    return app, people


def shared(first: bytes, second: bytes) -> int:
    """Return the length of the longest run of bytes that two wraps share; their first one, which says how they were made, aside."""

    def runs(blob: bytes, size: int) -> set[bytes]:
        return {blob[begin : begin + size] for begin in range(1, len(blob) - size + 1)}

    return max((size for size in range(1, LONGEST_SHARED + 1) if runs(first, size) & runs(second, size)), default=0)


def test_two_visits_of_one_worker_and_of_two_workers_are_alike_on_the_disk_but_to_who_tries_the_keys(tmp_path):
    (one, of_one), (two, of_two) = house(tmp_path / "one", [0, 0]), house(tmp_path / "two", [0, 1])

    assert seen(one) == seen(two)
    for app in (one, two):
        rows = [row for name in ("visit", "thread") for row in all_rows(app)[name]]
        blobs = [value for row in rows for value in row if isinstance(value, bytes) and len(value) > 40]
        pairs = [(first, second) for rank, first in enumerate(blobs) for second in blobs[:rank]]
        assert max(shared(*pair) for pair in pairs) < LONGEST_SHARED
    counted = [sorted(len(mine(one)) for one in people) for people in (of_one, of_two)]
    assert counted == [[0, 2], [1, 1]], "the control: their own keys tell them apart, and nothing else does"
    for app in (one, two):
        app.extensions["database"].engine.dispose()


def mine(me: Desk) -> list[object]:
    keys = me.keys()
    with looked(me.app) as session:
        return my_visits(session, keys, seconds())


def test_a_colleague_who_opens_every_thread_cannot_tell_who_has_its_visit_open(app):
    people = [begin_house(app), sit(app), sit(app)]
    threads = worked(people[:2], [0, 1])
    keys = people[2].keys()
    with looked(app) as session:
        visits = session.query(Visit).all()
        assert len(visits) == len(threads)
        for visit in visits:
            assert not is_opened_by(visit, keys)
    sittings = [one for one in everything(people[2]) if isinstance(one, dict) and "boot" in one]
    assert {tuple(sorted(one)) for one in sittings} == {tuple(sorted(sittings[0]))}
    assert set(sittings[0]) <= set(asdict(replace(people[0].opened(f"/{own(people[0])}").own)))


def is_opened_by(visit: Visit, keys: Keys) -> bool:
    try:
        unwrap_for_worker(visit.wrap, visit.key_id, keys)
    except Altered:
        return False
    return True


def own(me: Desk) -> str:
    return mine(me)[0].name


def test_the_journal_says_a_day_and_a_kind_and_two_workers_leave_in_it_what_one_does(tmp_path):
    (one, _), (two, _) = house(tmp_path / "one", [0, 0, 0, 0]), house(tmp_path / "two", [0, 1, 1, 0])
    told = [[(row[0], row[1], row[2]) for row in all_rows(app)["journal_leaf"]] for app in (one, two)]

    assert told[0] == told[1]
    assert len(told[0]) == 8
    for app in (one, two):
        app.extensions["database"].engine.dispose()
