"""Whatever is typed in a form of the accounts: never a fault, a sentence in French, what was typed still there, and no secret said back."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from lxml import html
from werkzeug.test import TestResponse

from companion.accounts.views import ROUTES
from companion.app import create_app
from companion.config import open_instance
from companion.web.tokens import spoken_code
from tests.conftest import SATURDAY
from tests.house.cast import PHRASE_OF_ARRIVING, PIN, Cast, gather
from tests.inspector import inspect

NOT_SENT = "(field not sent)"
PAGES = {200, 422, 423, 429}
ANYTHING = {
    "missing": NOT_SENT,
    "empty": "",
    "spaces": " \t\n ",
    "sixty thousand letters": "x" * 60_000,
    "nul": "\0",
    "nul within": "Zo\0é\0",
    "emoji": "😀👩‍👩‍👧" * 4,
    "arabic figures": "١٢٣٤٥٦",
    "right to left": "\u202eمرحبا بكم\u202c",
    "letters that grow": "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 300,
    "html": "<script>alert(1)</script>\"'><b>gras</b>",
    "headers": "a\r\nSet-Cookie: vole=1",
    "template": "{{ 7*7 }}{% raw %}",
    "percent": "%s%00%n%ZZ",
    "huge figure": "9" * 400,
    "minus": "-1",
}
"""What nobody should type, and somebody will."""


@dataclass(frozen=True)
class Form:
    """One form: who fills it, what is typed in it, what comes before, what the page shows again, its address in the list of routes."""

    who: str
    address: str
    fields: tuple[tuple[str, str], ...] = ()
    before: str = ""
    again: tuple[str, ...] = ()
    rule: str = ""


SHEET, NUMBER, WORDS = "7K2M9-QRS4T-WX7K2-M9QRS-4TWX7-K2M9Q", "283746", "girafe carafe motinconnu"
FORMS = (
    Form("stranger", "/connexion", (("nom", "renard-17"), ("phrase", WORDS), ("entrer", "1"), ("vers", "/equipe")), again=("nom",)),
    Form("half", "/connexion/numero", (("numero", NUMBER),)),
    Form("half", "/connexion/abandonner"),
    Form("stranger", "/rejoindre", (("invitation", "7K2M-9QRS"),)),
    Form("stranger", "/secours", (("nom", "renard-17"), ("feuille", SHEET)), again=("nom",)),
    Form("stranger", "/secours/enveloppe", (("enveloppe", SHEET),)),
    Form("stranger", "/poste", (("chiffres", "123456"),)),
    Form("asking", "/poste/commencer"),
    Form("arriving", "/arrivee/phrase", (("phrase", "girafe carafe cirage brochet"),), rule="/arrivee/<step>"),
    Form("membre", "/arrivee/numero", (("facteur", "autre"), ("numero", NUMBER)), "/moi/renouveler/numero", rule="/arrivee/<step>"),
    Form("membre", "/arrivee/feuille", (("feuille", SHEET),), "/moi/renouveler/feuille", rule="/arrivee/<step>"),
    Form("membre", "/arrivee/enveloppe", (("enveloppe", SHEET),), "/equipe/enveloppe", rule="/arrivee/<step>"),
    Form("membre", "/arrivee/garder-ancien", before="/moi/renouveler/feuille"),
    Form("waiting", "/attente", (("mots", "girafe carafe cirage brochet"),)),
    Form("membre", "/moi/chiffres", (("chiffres", "123456"),)),
    Form("membre", "/moi/renouveler/feuille", rule="/moi/renouveler/<step>"),
    Form("veiled", "/voile", (("lever", "283746"), ("vers", "/equipe"))),
    Form("veiled", "/equipe/cle?garde", (("garde", "AAAA"), ("lever", PIN)), rule="/equipe/cle"),
    Form("membre", "/voile/tirer"),
    Form("membre", "/quitter"),
    Form("membre", "/equipe/invitation", (("role", "chef"),)),
    Form("membre", "/equipe/invitation/ranger"),
    Form("membre", "/equipe/{newcomer}/mots", (("mots", "a b c"), ("prenom", "Gaspard")), again=("prenom",), rule="/equipe/<number>/mots"),
    Form("technique", "/equipe/{accueil}/depart", rule="/equipe/<number>/depart"),
    Form("membre", "/equipe/{accueil}/redonner", rule="/equipe/<number>/redonner"),
    Form("membre", "/equipe/poste", (("numero", "4TWX"), ("heure", "18:00")), again=("numero", "heure")),
    Form("membre", "/equipe/cle"),
    Form("membre", "/equipe/enveloppe"),
)
NOT_SECRET = {"nom", "entrer", "vers", "facteur", "mots", "role", "prenom", "heure", "garde", ("/equipe/poste", "numero")}
"""Everything else that is typed is never said back."""
FIELDS = [(form, name) for form in FORMS for name, _ in form.fields]


@pytest.fixture(scope="module")
def cast(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cast]:
    """Gather everybody, once."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("companion.clock.now", lambda: SATURDAY)
        yield gather(create_app(open_instance(tmp_path_factory.mktemp("house") / "instance")))


def send(cast: Cast, form: Form, said: dict[str, str]) -> TestResponse:
    """Send a form, after what comes before it; then put the house back."""
    if form.before:
        assert cast.call(form.who, "POST", form.before).status_code == 303
        cast.call(form.who, "GET", "/arrivee/" + form.address.rpartition("/")[2])
    ids = {name: number.hex() for name, number in cast.ids.items()}
    answer = cast.call(form.who, "POST", form.address.format(**ids), said)
    cast.put_back()
    return answer


def alert(answer: TestResponse) -> str:
    """Return the sentence that a page says about what was typed."""
    tree = html.document_fromstring(answer.text)
    return " ".join(tree.xpath("//*[@role='alert']//text() | //main/p[@class='lead']//text()")).strip()


def shown(answer: TestResponse) -> str:
    """Return everything that a page holds, as it is read: texts, and what stands in fields."""
    tree = html.document_fromstring(answer.text)
    return " ".join([*tree.xpath("//text()"), *tree.xpath("//@value")])


def test_every_form_of_the_accounts_is_in_this_list():
    """But the poster of an arrival, which has no field, and the first run, below."""
    posts = {said.split()[1] for said, _, _ in ROUTES if said.startswith("POST ")}

    assert {form.rule or form.address for form in FORMS} | {"/premiere-ouverture"} == posts


@pytest.mark.parametrize(("form", "name"), FIELDS, ids=lambda part: part if isinstance(part, str) else part.address)
def test_whatever_is_typed_in_a_field_a_sentence_answers_and_no_secret_is_said_back(cast, form, name, caplog):
    for kind, value in ANYTHING.items():
        said = {field: typed for field, typed in {**dict(form.fields), name: value}.items() if typed != NOT_SENT}

        answer = send(cast, form, said)

        assert answer.status_code in PAGES | {303, 409}, (kind, answer.status_code)
        assert not [record for record in caplog.records if record.levelno >= logging.ERROR], kind
        assert "vole=1" not in str(answer.headers)
        if answer.status_code != 303:
            check_page(answer, form, said)


def check_page(answer: TestResponse, form: Form, said: dict[str, str]) -> None:
    inspect(answer.text)
    assert answer.status_code == 200 or len(alert(answer)) > 20, "a sentence says what is missing"
    assert "<script>alert" not in answer.text
    everything = shown(answer)
    for secret in {name for name, _ in form.fields if not {name, (form.address, name)} & NOT_SECRET}:
        typed = said.get(secret, "").strip("\0 \t\n")
        assert len(typed) < 4 or typed[:60] not in everything, f"{secret} is said back"
    if answer.status_code == 422:
        for field in form.again:
            typed = " ".join(said.get(field, "").replace("\0", "").split())[:15]
            assert typed in " ".join(everything.split()), f"{field} is lost"


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.address)
def test_a_hidden_token_that_is_not_ours_is_refused_in_french(cast, form, caplog):
    for value in ("", "0" * 64, "٠" * 64, "x" * 60_000, "\0"):
        answer = send(cast, form, {**dict(form.fields), "jeton": value})

        assert answer.status_code == 409, value[:5]
        assert "Cette page est trop ancienne" in alert(answer)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.address)
def test_what_is_no_form_at_all_is_refused_without_a_fault(cast, form):
    address = form.address.format(**{name: number.hex() for name, number in cast.ids.items()})
    bodies = {
        "application/json": b'{"jeton": []}',
        "application/x-www-form-urlencoded": b"jeton=%ff%fe&nom=\xff\xfe&=&&&" + b"a=b&" * 300,
        "multipart/form-data; boundary=x": b'--x\r\nContent-Disposition: form-data; name="jeton"; filename="a"\r\n\r\n1\r\n--x--',
        "multipart/form-data": b"--",
        "text/plain; charset=utf-16": b"\xff\xfe\0",
    }
    for kind, body in bodies.items():
        answer = cast.browser.post(address, data=body, content_type=kind, headers=cast.headers(form.who))
        assert answer.status_code in {400, 409, 413, 423} or (answer.status_code, address) == (200, "/connexion"), (
            kind,
            answer.status_code,
        )
        assert answer.status_code == 200 or len(alert(answer)) > 20
        cast.put_back()


def test_a_form_that_is_too_long_is_told_so(cast):
    for form in FORMS:
        if form.fields and form.who != "veiled":
            answer = send(cast, form, {form.fields[0][0]: "x" * 700_000})
            assert answer.status_code == 413, form.address
            assert "trop long" in alert(answer)


@pytest.mark.parametrize("right", [True, False])
def test_the_first_run_takes_any_name_of_an_association_and_writes_settings_that_can_be_read(app, right):
    """With a wrong code, everything is shown again; with the right one, what was written is read as it was typed."""
    house = Cast(app)
    house.call("stranger", "GET", "/connexion")
    house.remember()
    code = spoken_code("première ouverture", app) if right else "4TWX-4TWX"
    for kind, value in ANYTHING.items():
        typed = {} if value == NOT_SENT else dict.fromkeys(("nom", "telephone", "adresse", "permanences", "pays"), value[:9_000])
        answer = house.call("stranger", "POST", "/premiere-ouverture", {"code": code, "prenom": "Gaspard", **typed})
        kept = " ".join(typed.get("nom", "").replace("\0", "").split())[:200]
        if right:
            assert answer.status_code == 303, kind
            assert open_instance(app.config["INSTANCE"].folder).nom == kept.replace("'", "’")
        else:
            assert answer.status_code == 422, kind
            assert kept in shown(answer)
            assert "Gaspard" in shown(answer)
            assert code not in shown(answer)
            inspect(answer.text)
        house.put_back()


@pytest.mark.parametrize("field", ["nom", "telephone", "adresse", "permanences", "prenom"])
def test_a_secret_in_the_first_run_is_refused_and_the_rest_is_still_there(app, field):
    house = Cast(app)
    said = {"code": spoken_code("première ouverture", app), "nom": "Permanence", field: "mot de passe : Tr0ub4dor"}

    answer = house.call("stranger", "POST", "/premiere-ouverture", said)

    assert answer.status_code == 422
    assert "un mot de passe" in alert(answer)
    assert "Tr0ub4dor" not in shown(answer)
    assert field == "nom" or "Permanence" in shown(answer)


def test_the_control_a_right_word_is_taken_where_a_wrong_one_is_refused(cast):
    copied = next(form for form in FORMS if form.address == "/arrivee/phrase")

    assert send(cast, copied, {"phrase": PHRASE_OF_ARRIVING}).status_code == 303
    refused = send(cast, copied, {"phrase": "girafe carafe cirage brochet"})
    assert refused.status_code == 422
    assert PHRASE_OF_ARRIVING.split()[0] in shown(refused), "and what is said back would be seen"
