"""When what has had its day goes: at the first page of each day, once whatever the processes, and never because a clock went astray."""

import json
import subprocess
import sys
from contextlib import closing, suppress
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text

from companion import clock, db
from companion.app import create_app
from companion.cli import serving
from companion.clock import ZONE
from companion.config import open_instance
from companion.db import open_database, reading, writing
from companion.demarches.model import Thread
from companion.errors import Refused
from companion.forgetting.rules import RETENTION
from companion.upkeep import views
from companion.upkeep.actions.purging import purge_once_a_day
from companion.upkeep.queries.days import PURGED, SEEN, day_of
from companion.upkeep.rules.checkup import purge_line
from tests.cli.running import ROOT, is_french, piped
from tests.conftest import SATURDAY, InspectedClient, rounds
from tests.forgetting.keepsakes import KEEPS, thread
from tests.house.postgres import emptied
from tests.upkeep.houses import House

TODAY = SATURDAY.date()
TURN = """
import sys
from datetime import datetime
from companion.clock import ZONE
from companion.db import open_database, writing
from companion.upkeep.actions.purging import purge_once_a_day
engine = open_database(sys.argv[1])
with engine.connect():
    pass
print("ready", flush=True)
sys.stdin.readline()
with writing(engine) as session:
    mine = purge_once_a_day(session, datetime.fromisoformat(sys.argv[2]).replace(tzinfo=ZONE), ())
    session.commit()
print("mine" if mine else "not mine", flush=True)
"""
"""Takes the turn of a day once told to go."""


@pytest.fixture
def served(house: House, one_guide) -> Flask:
    """Return the pages of an association with something to lose."""
    app = create_app(open_instance(house.folder), one_guide)
    app.test_client_class = InspectedClient
    yield app
    with suppress(Refused):
        if "database" in app.extensions:
            app.extensions["database"].engine.dispose()


@pytest.fixture
def browser(served: Flask) -> FlaskClient:
    """Return the browser of somebody without any account."""
    return served.test_client()


def keep(house: House, last: date, number: int = 1) -> None:
    """Keep threads that may be read until a day."""
    with house.engine() as engine, writing(engine) as session:
        for _ in range(number):
            thread(session, last)
        session.commit()


def threads(house: House) -> int:
    with house.engine() as engine, reading(engine) as session:
        return session.scalar(select(func.count()).select_from(Thread))


def days(house: House) -> tuple[date | None, date | None]:
    """Return the last day of a purge, and the last day lived."""
    with house.engine() as engine, reading(engine) as session:
        return day_of(session, PURGED), day_of(session, SEEN)


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> list[date]:
    """Return the days that were begun, in the order in which it was tried."""
    begun: list[date] = []
    real = views.begin_day

    def counted() -> bool:
        begun.append(clock.today())
        return real()

    monkeypatch.setattr(views, "begin_day", counted)
    return begun


def test_ce_qui_expire_est_parti_at_the_first_page_of_each_day_and_other_pages_cost_nothing(house, browser, times, fixed_clock):
    keep(house, TODAY)
    for _ in range(3):
        assert browser.get("/").status_code == 200
    assert (threads(house), times) == (1, [TODAY])

    fixed_clock(SATURDAY + timedelta(days=1))
    for _ in range(3):
        assert browser.get("/").status_code == 200

    assert threads(house) == 0
    assert times == [TODAY, TODAY + timedelta(days=1)]
    assert days(house) == (TODAY + timedelta(days=1),) * 2


def test_what_programs_fetch_by_themselves_begins_no_day(browser, times):
    browser.get("/sante")
    browser.get("/static/style.css")

    assert not times


def test_an_association_that_begins_has_nothing_to_erase_and_opens_no_database(client, times):
    assert client.get("/").status_code == 200

    assert times
    assert "database" not in client.application.extensions


def test_a_version_of_a_guide_is_kept_as_long_as_it_is_served(house, browser, fixed_clock):
    serving._begin_day(open_instance(house.folder))
    fixed_clock(SATURDAY + timedelta(days=40))
    browser.get("/")

    kept = {name: date.fromisoformat(str(day)) for name, day in house.rows("SELECT procedure, seen_on FROM procedure_version")}

    assert kept["be-boite-mail"] == TODAY + timedelta(days=40)
    assert set(kept.values()) == {TODAY, TODAY + timedelta(days=40)}, "those that are no longer served keep their last day"


def test_the_first_pages_of_a_server_leave_the_day_to_the_process_that_opens_it_and_see_to_it_a_minute_later(
    house, browser, times, monkeypatch
):
    ticks = [1000.0]
    monkeypatch.setattr(clock, "ticks", lambda: ticks[0])
    keep(house, TODAY - timedelta(days=1))
    browser.application.extensions[views.DAYS].leave_to_another()

    assert browser.get("/").status_code == 200
    assert (threads(house), times) == (1, [])
    ticks[0] += 60
    browser.get("/")
    assert (threads(house), times) == (0, [TODAY])


def test_where_another_process_has_begun_the_day_no_room_is_loaded_for_it(house, browser, monkeypatch):
    serving._begin_day(open_instance(house.folder))
    monkeypatch.setattr(views, "_purge", lambda: pytest.fail("it was done"))

    assert browser.get("/").status_code == 200


def test_it_begins_with_the_server_too(house):
    keep(house, TODAY - timedelta(days=1))

    serving._begin_day(open_instance(house.folder))

    assert threads(house) == 0
    assert days(house) == (TODAY, TODAY)


def test_of_two_processes_at_once_one_purges(house):
    for number in range(rounds(3, 20)):
        day = SATURDAY + timedelta(days=number)
        keep(house, day.date() - timedelta(days=1))
        asked = [sys.executable, "-c", TURN, house.url, day.replace(tzinfo=None).isoformat()]
        both = [subprocess.Popen(asked, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
        for one in both:
            assert one.stdout.readline() == "ready\n"
        for one in both:
            one.stdin.write("go\n")
            one.stdin.flush()

        assert sorted(one.communicate(timeout=60)[0] for one in both) == ["mine\n", "not mine\n"]
        assert threads(house) == 0


def test_on_a_database_server_one_of_two_purges_too(postgresql):
    with emptied(postgresql) as engine:
        db.migrate(engine)
        with writing(engine) as session:
            thread(session, TODAY - timedelta(days=1))
            session.commit()
        mine = []
        for _ in range(2):
            with writing(engine) as session:
                mine.append(purge_once_a_day(session, SATURDAY, ()))
                session.commit()
        with reading(engine) as session:
            assert session.scalar(select(func.count()).select_from(Thread)) == 0
        assert mine == [True, False]


def test_a_database_that_does_not_answer_breaks_no_page_and_is_asked_again_a_minute_later(house, browser, times, monkeypatch):
    keep(house, TODAY - timedelta(days=1))
    ticks = [1000.0]
    monkeypatch.setattr(clock, "ticks", lambda: ticks[0])
    monkeypatch.setattr(db, "PRAGMAS", (*db.PRAGMAS[:-1], "busy_timeout=20"))
    other = open_database(house.url)
    with closing(other.raw_connection()) as held:
        held.execute("BEGIN IMMEDIATE")
        for _ in range(3):
            assert browser.get("/").status_code == 200
        held.execute("ROLLBACK")
    other.dispose()
    assert (threads(house), len(times)) == (1, 1)

    ticks[0] += 59
    browser.get("/")
    assert (threads(house), len(times)) == (1, 1)
    ticks[0] += 1
    browser.get("/")
    assert (threads(house), len(times)) == (0, 2)


def test_a_damaged_database_breaks_no_guide(house, browser):
    house.database.write_bytes(b"rien d'une base" * 500)

    assert browser.get("/").status_code == 200


@pytest.mark.parametrize("leap", [93, 365, 3653])
def test_a_flat_battery_erases_no_thread_and_the_house_says_what_to_look_at(house, browser, fixed_clock, leap):
    keep(house, TODAY)
    browser.get("/")
    fixed_clock(SATURDAY + timedelta(days=leap))
    for _ in range(2):
        assert browser.get("/").status_code == 200
    serving._begin_day(open_instance(house.folder))
    fixed_clock(SATURDAY + timedelta(days=leap + 1))
    browser.get("/")

    assert (threads(house), days(house)) == (1, (TODAY, TODAY)), "the day after neither: nobody has looked yet"
    assert house.capsys.readouterr().err.count("companion purge") == 1
    status, lines = house.checkup()
    assert (status, lines["purge"]["level"]) == (1, "erreur")
    assert "companion purge" in lines["purge"]["message"]

    fixed_clock(SATURDAY)
    browser.get("/")
    assert (threads(house), house.checkup()[1]["purge"]["level"]) == (1, "info"), "the date is right again, nothing is lost"


def test_once_somebody_says_that_the_date_is_right_everything_goes_by_itself_again(house, browser, fixed_clock):
    keep(house, TODAY)
    browser.get("/")
    later = SATURDAY + timedelta(days=120)
    fixed_clock(later)
    keep(house, later.date())

    assert house.asks("purge", "--instance", house.folder).status == 0
    assert threads(house) == 1
    assert house.checkup()[1]["purge"]["level"] == "info"

    fixed_clock(later + timedelta(days=1))
    browser.get("/")
    assert threads(house) == 0


@pytest.mark.parametrize("moment", [datetime(1970, 1, 1, tzinfo=ZONE), SATURDAY - timedelta(days=1), SATURDAY - timedelta(hours=1)])
def test_a_clock_set_back_purges_nothing_more_and_the_day_lived_never_goes_back(house, browser, served, fixed_clock, moment):
    browser.get("/")
    keep(house, TODAY - timedelta(days=30000), number=2)
    fixed_clock(moment)

    for one in (browser, served.test_client()):
        assert one.get("/").status_code == 200
    serving._begin_day(open_instance(house.folder))

    assert (threads(house), days(house)) == (2, (TODAY, TODAY))


@pytest.mark.parametrize("night", [datetime(2027, 3, 28, tzinfo=ZONE), datetime(2027, 10, 31, tzinfo=ZONE)])
def test_on_the_nights_when_clocks_change_a_day_begins_once_and_no_sooner(house, browser, times, fixed_clock, night):
    browser.get("/")
    times.clear()
    with house.engine() as engine, writing(engine) as session:
        session.execute(text("UPDATE upkeep_day SET day = :day"), {"day": (night - timedelta(days=2)).date().isoformat()})
        session.commit()
    keep(house, night.date())
    start = int(night.timestamp()) - 2 * 3600
    for seconds in range(0, 27 * 3600, 1800):
        fixed_clock(datetime.fromtimestamp(start + seconds, ZONE))
        browser.get("/")
        assert threads(house) == (1 if clock.today() <= night.date() else 0)

    assert times == sorted(set(times)), "each day once"
    assert times == [night.date() + timedelta(days=one) for one in range(-1, 2)][: len(times)]


@pytest.mark.parametrize(
    ("purged", "seen", "level"),
    [
        (None, None, "info"),
        (None, TODAY, "info"),
        (None, TODAY - timedelta(days=2), "erreur"),
        (TODAY, TODAY, "info"),
        (TODAY - timedelta(days=1), TODAY, "info"),
        (TODAY - timedelta(days=2), TODAY, "erreur"),
        (TODAY - timedelta(days=2), TODAY - timedelta(days=2), "erreur"),
        (TODAY + timedelta(days=1), TODAY + timedelta(days=1), "erreur"),
        (TODAY - timedelta(days=93), TODAY - timedelta(days=93), "erreur"),
    ],
)
def test_a_purge_late_by_more_than_a_day_is_a_fault_told_with_the_gesture(purged, seen, level):
    line = purge_line(TODAY, purged, seen)

    assert (line.check, line.level) == ("purge", level)
    assert is_french(line.message)
    assert ("companion purge" in line.message) == (level == "erreur")


def test_the_command_says_what_went_by_line_and_nothing_of_anybody(house):
    with house.engine() as engine, writing(engine) as session:
        for one in KEEPS.values():
            one(session, TODAY - timedelta(days=1))
        thread(session, TODAY)
        session.commit()
        ids = [row.id.hex() for row in session.scalars(select(Thread))]

    said = house.asks("purge", "--instance", house.folder)

    assert said.status == 0
    lines = said.out.replace("\N{NO-BREAK SPACE}", " ").splitlines()
    assert lines[0] == "Au 21 novembre 2026, ce qui a fait son temps est effacé :"
    assert len(lines) == len(RETENTION) + 1
    assert all(line.endswith(" : 1.") for line in lines[1:])
    assert not any(one in said.out + said.err for one in ids)
    again = house.asks("purge", "--instance", house.folder).out
    assert again.count("rien.") == len(RETENTION)
    assert threads(house) == 3, "what has not had its day is there"


def test_the_command_looks_as_of_any_day_and_a_day_to_come_is_not_a_day_lived(house):
    keep(house, TODAY + timedelta(days=50))
    for day, left in ((TODAY - timedelta(days=9), 1), (TODAY + timedelta(days=50), 1), (TODAY + timedelta(days=51), 0)):
        said = house.asks("purge", "--instance", house.folder, "--at", day.isoformat(), "--json")
        told = json.loads(said.out)
        assert (said.status, told["at"], told["wiped"]) == (0, day.isoformat(), True)
        assert told["purged"].keys() == {span.name for span in RETENTION}
        assert (told["purged"]["thread"], threads(house)) == (1 - left, left)

    assert days(house) == (None, None)
    assert house.asks("purge", "--instance", house.folder, "--at", TODAY.isoformat()).status == 0
    assert days(house) == (TODAY, TODAY)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_there_are_break_nothing(house, day):
    assert house.asks("purge", "--instance", house.folder, "--at", day).status == 0


@pytest.mark.parametrize("day", ["", "hier", "2027-02-30", "12/03/2027"])
def test_a_day_that_is_none_is_told_and_nothing_goes(house, day):
    keep(house, TODAY - timedelta(days=1))

    ended = house.asks("purge", "--instance", house.folder, "--at", day)

    assert (ended.status, threads(house)) == (2, 1)
    assert "n’est pas une date" in ended.err


def test_where_there_is_no_association_nothing_is_made(capsys, tmp_path):
    ended = House(tmp_path / "rien", capsys).asks("purge", "--instance", tmp_path / "rien")
    assert (ended.status, list(tmp_path.iterdir())) == (1, [])
    open_instance(tmp_path / "neuf")
    assert House(tmp_path / "neuf", capsys).asks("purge", "--instance", tmp_path / "neuf").out.count("rien.") == len(RETENTION)
    assert not (tmp_path / "neuf" / "companion.sqlite").exists()


def test_what_somebody_reads_meanwhile_is_told_to_stay_on_the_disk_a_while(house, monkeypatch):
    keep(house, TODAY - timedelta(days=1))
    with house.engine() as engine, reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(Thread)) == 1
        said = house.asks("purge", "--instance", house.folder)

    assert (said.status, "Relancez la commande" in said.err) == (0, True)
    assert threads(house) == 0
    assert not house.asks("purge", "--instance", house.folder).err


def test_in_a_process_of_its_own_the_command_answers(house):
    ended = piped("purge", "--instance", str(house.folder), "--json", capture_output=True)

    assert (ended.returncode, ended.stderr) == (0, "")
    assert json.loads(ended.stdout)["purged"]["journal"] == 0


def test_a_journal_that_was_damaged_holds_nothing_else_back(house):
    with house.engine() as engine, writing(engine) as session:
        KEEPS["journal"](session, TODAY - timedelta(days=1))
        thread(session, TODAY - timedelta(days=1))
        session.execute(text("UPDATE journal_head SET pruned_peaks = :odd"), {"odd": b"x"})
        session.commit()

    said = json.loads(house.asks("purge", "--instance", house.folder, "--json").out)

    assert (said["purged"]["journal"], said["purged"]["thread"]) == (0, 1)


def test_the_manual_says_every_line_of_the_table(client):
    shown = client.get("/aide").text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ").replace("’", "&#39;")
    shown = shown.replace("&#39;", "'")

    assert "Ce qui est gardé, et jusqu'à quand" in shown
    for span in RETENTION:
        assert f"{span.what}</strong>" in shown
        assert span.lasts in shown
        assert span.ends in shown
