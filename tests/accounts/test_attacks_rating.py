"""What would rate or follow the people of the house: pages, commands, columns, hours (security.md S19, T11; decision B4)."""

import re
from datetime import date, timedelta

from sqlalchemy import Date, Integer, inspect
from sqlalchemy.types import LargeBinary, String

from companion import clock
from companion.cli import main
from companion.db import Base, open_database
from tests.accounts.attacks import NAMES, PIN, WRONG_PIN, after, browser, close, member_row, plain, rows
from tests.accounts.house import id_of, invite, post, token_in
from tests.conftest import SATURDAY

OF_THE_ACCOUNTS = {
    "member", "member_name", "sign_in", "circle_grant", "circle_face", "circle_wrap", "introduction", "invitation", "poste", "throttle",
}  # fmt: skip
ABOUT_SOMEBODY = {"/equipe/<number>/mots", "/equipe/<number>/depart", "/equipe/<number>/redonner"}
"""Meeting somebody, letting them go, giving them access again: nothing of what they do."""
WHEN = SATURDAY.replace(hour=9, minute=17, second=43)
HOURS = re.compile(r"\b\d{1,2} ?(h|:) ?\d{2}\b")


def test_no_address_of_the_house_names_somebody_but_to_meet_them_or_let_them_go(team):
    number, client, named = member_row(team.app, team.second)["id"].hex(), team.first.client, set()
    said = {"jeton": token_in(client.get("/moi").text)}
    ours = [rule for rule in team.app.url_map.iter_rules() if rule.endpoint.startswith("accounts.") and rule.arguments]
    for rule in sorted(ours, key=lambda rule: rule.rule, reverse=True):  # The departure comes last.
        address = re.sub(r"<(?:\w+:)?\w+>", number, rule.rule)
        answers = [client.open(address, method=verb, data=said) for verb in rule.methods - {"OPTIONS", "HEAD"}]
        if any(answer.status_code != 404 and answer.location != "/arrivee" for answer in answers):
            named.add(rule.rule)

    assert named == ABOUT_SOMEBODY
    assert len(ours) > len(ABOUT_SOMEBODY)


def test_what_is_shown_of_a_colleague_is_a_name_a_role_and_a_state(team):
    for one in (team.first, team.technician):
        page = plain(one.client.get("/equipe"))
        assert not HOURS.search(page)
        assert not re.search(r"\b(20\d\d|dernière|connexion du|fois|depuis)\b", page)
    for page in ("mots", "depart"):
        text = plain(team.first.client.get(f"/equipe/{id_of(team.first, team.second.name)}/{page}"))
        assert not HOURS.search(text)
        assert str(SATURDAY.year) not in text


def test_no_command_tells_who_did_what_nor_how_much(team, capsys):
    for words in (["sante"], ["sante", "--json"], ["cle", "publique"]):
        main([*words, "--instance", str(team.folder)])
    told = capsys.readouterr()

    people = [who.name for who in team.everybody] + [member_row(team.app, who)["id"].hex() for who in team.everybody]
    assert [one for one in (*people, *NAMES) if one in told.out + told.err] == []


def test_no_table_counts_or_dates_what_somebody_does():
    """Of each table that names somebody: its columns of numbers and of days, all of them reviewed."""
    told = {}
    for table in Base.metadata.sorted_tables:
        people = [one.name for one in table.columns if re.search(r"member|giver|about|worker|author|sign_in_name", one.name)]
        counted = {one.name for one in table.columns if isinstance(one.type, Integer | Date)}
        if people or table.name == "member":
            told[table.name] = counted

    assert told == {
        "member": {"words", "own_revision", "keyring_revision", "last_number", "joined_on", "left_on"},
        "member_name": {"revision"},
        "sign_in": {"pin_left", "expires_on"},
        "circle_grant": {"epoch"},
        "circle_face": {"epoch"},
        "introduction": {"since"},
        "poste": {"expires_on"},
    }


def lived(team, fixed_clock):
    """Do, at odd seconds, everything that leaves a row; return the seconds lived through."""
    seconds = []

    def at(moment):
        fixed_clock(moment)
        seconds.append(int(moment.timestamp()))

    at(WHEN + timedelta(days=2))
    for who in (team.first, team.second, team.reception):
        assert who.enter().status_code == 303
    at(WHEN + timedelta(days=2, minutes=3, seconds=5))
    invite(team.first, "accueil")
    post(browser(team.app), "/poste", chiffres=PIN)
    post(team.first.client, "/equipe/cle", shown_at="/equipe")
    at(WHEN + timedelta(days=2, minutes=7, seconds=11))
    post(team.second.client, "/moi/renouveler/phrase", shown_at="/moi")
    thief = browser(team.app)
    for _ in range(9):
        post(thief, "/connexion", nom=team.first.name, phrase="abeille abeille abeille abeille abeille", entrer="1")
    post(team.reception.client, "/voile/tirer", shown_at="/moi")
    post(team.reception.client, "/voile", lever=WRONG_PIN)
    return seconds


def test_no_number_and_no_text_of_any_row_tells_an_hour(team, fixed_clock):
    seconds = lived(team, fixed_clock)
    hours = {second // size + shift for second in seconds for size in (1, 10, 30, 60, 300, 3600) for shift in range(-400, 401)}
    filled = set()
    for table in Base.metadata.sorted_tables:
        if table.name not in OF_THE_ACCOUNTS:
            continue
        for row in rows(team.app, f"SELECT * FROM {table.name}"):  # noqa: S608 (our tables)
            filled.add(table.name)
            for name in row.keys():  # noqa: SIM118 (a row of the driver is no mapping)
                value = row[name]
                if isinstance(value, int):
                    assert value not in hours, (table.name, name)
                    assert name == "last_number" or 0 <= value < 3600, (table.name, name)
                elif isinstance(value, str):
                    assert not HOURS.search(value), (table.name, name)

    assert filled >= OF_THE_ACCOUNTS - {"poste"}, "each of them was looked at"


def test_every_day_of_the_database_is_a_day_and_nothing_finer(team):
    close(team.app)
    engine = open_database(team.app.config["INSTANCE"].database_url)
    kinds = {}
    for table in OF_THE_ACCOUNTS | {"association"}:
        for column in inspect(engine).get_columns(table):
            kinds[f"{table}.{column['name']}"] = column["type"]
    engine.dispose()

    assert not [name for name, kind in kinds.items() if not isinstance(kind, Integer | Date | LargeBinary | String)]
    for name, kind in kinds.items():
        table, column = name.split(".")
        if isinstance(kind, Date):
            for row in rows(team.app, f"SELECT {column} AS said FROM {table} WHERE {column} IS NOT NULL"):  # noqa: S608 (our columns)
                assert date.fromisoformat(row["said"]), name


def test_the_pause_after_wrong_tries_says_where_in_the_hour_and_not_which_hour(team, fixed_clock):
    seen = set()
    for hour in (8, 11, 17):
        fixed_clock(SATURDAY.replace(hour=hour, minute=13) + timedelta(days=hour))
        there = browser(team.app, source=f"192.0.2.{hour}")
        for _ in range(3):
            post(there, "/connexion", nom=team.first.name, phrase="abeille abeille abeille abeille abeille", entrer="1")
        (row,) = rows(team.app, "SELECT tries, again_at FROM throttle ORDER BY expires_on DESC LIMIT 1")
        seen.add(tuple(row))

    assert len(seen) == 1


def test_nothing_lived_through_stays_in_the_journal_of_the_database_as_an_hour(team, fixed_clock):
    seconds = lived(team, fixed_clock)
    written = b"".join(path.read_bytes() for path in team.folder.glob("companion.sqlite*"))
    near = {(second + shift).to_bytes(size, "big") for second in seconds for shift in range(-3, 301) for size in (4, 8)}

    assert int(after().timestamp()).to_bytes(4, "big") not in near, "the control: another day"
    assert not [one for one in near if one in written]
    assert clock.now().date() == (WHEN + timedelta(days=2)).date()
