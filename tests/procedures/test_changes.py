"""What a reviewer may count on when two versions of a file are laid side by side."""

from collections import Counter
from typing import Literal, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from companion.procedures.rules import labels
from companion.procedures.rules.changes import KINDS, Kind, changes
from companion.procedures.rules.procedure import Choice, Procedure, Step
from companion.procedures.rules.rebase import rebase
from companion.procedures.rules.running import Fate
from companion.procedures.rules.texts import Condition
from companion.procedures.rules.word_diff import Run, Side, runs_between, side_of
from companion.typography import french
from tests.procedures.recipes import BASE, a_procedure
from tests.procedures.versions import SHIPPED, STEP_MUTATIONS, newer, outside, passages, procedures, rename, reorder

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
SAME, ADDED, REMOVED = Side.SAME, Side.ADDED, Side.REMOVED
STEPS = BASE["etapes"]
RANKS = {one["id"]: rank for rank, one in enumerate(STEPS)}


def version(name="remplir", **changed):
    """Return the sound example with one step changed; a key set to nothing is taken out."""
    steps = [*STEPS]
    found = {**steps[RANKS[name]], **changed}
    steps[RANKS[name]] = {key: value for key, value in found.items() if value is not None}
    return a_procedure(etapes=steps)


def between(before, after):
    """Return the differences as short rows: place, kind, old words, new words."""
    found = changes(before, after)
    return [(plain(one.place), one.kind, plain(side_of(one.runs, ADDED)), plain(side_of(one.runs, REMOVED))) for one in found]


def plain(text):
    return text.replace("\u00a0", " ")


# words


def test_only_the_words_that_differ_are_marked():
    assert runs_between("Nous relisons tout.", "Nous relisons tout ensemble.") == (
        Run(SAME, "Nous relisons tout"),
        Run(ADDED, " ensemble"),
        Run(SAME, "."),
    )


def test_words_changed_in_a_row_are_marked_as_one_group():
    assert runs_between("Vous signez la lettre ici.", "Vous envoyez le formulaire ici.") == (
        Run(SAME, "Vous "),
        Run(REMOVED, "signez la lettre"),
        Run(ADDED, "envoyez le formulaire"),
        Run(SAME, " ici."),
    )


@given(st.text(max_size=80), st.text(max_size=80))
def test_either_text_can_be_rebuilt_from_the_difference(before, after):
    runs = runs_between(before, after)

    assert (side_of(runs, ADDED), side_of(runs, REMOVED)) == (before, after)
    assert all(run.text for run in runs)


@given(st.lists(st.sampled_from(["vous", "lisez", " ", "\n", ".", "30"]), max_size=30).map("".join))
def test_a_text_does_not_differ_from_itself(text):
    assert {run.side for run in runs_between(text, text)} <= {SAME}


# places


@pytest.mark.parametrize(
    ("changed", "row"),
    [
        ({"simple": "Vous dites oui."}, ("Étape « Remplir », ce qu’on dit à la personne", Kind.ADDED, "", "Vous dites oui.")),
        (
            {"simple_passe": None},
            ("Étape « Remplir », ce qui sera écrit une fois fait", Kind.REMOVED, "vous avez rempli le formulaire", ""),
        ),
        ({"qui": ["avec"]}, ("Étape « Remplir », qui agit", Kind.CHANGED, "Ensemble, À sa place, La personne", "Ensemble")),
        ({"garder": ["preuve"]}, ("Étape « Remplir », ce qu’on garde de l’étape", Kind.CHANGED, "Accusé", "Preuve de la poste")),
        ({"canal": "guichet"}, ("Étape « Remplir », canal", Kind.CHANGED, "En ligne", "Au guichet")),
        ({"deplacement": True}, ("Étape « Remplir », demande un déplacement", Kind.CHANGED, "non", "oui")),
        (
            {"si": ["age=majeur"]},
            (
                "Étape « Remplir », seulement si (tout)",
                Kind.CHANGED,
                "18 ans ou plus et « La carte marche-t-elle\u202f? » : oui",
                "18 ans ou plus",
            ),
        ),
        (
            {"si_bloque": [{**STEPS[2]["si_bloque"][0], "alors": "preparer"}]},
            ("Étape « Remplir », sortie « Le formulaire refuse », où aller alors", Kind.CHANGED, "Envoyer la lettre", "Préparer"),
        ),
    ],
)
def test_a_change_is_placed_and_told_in_french_words(changed, row):
    assert between(version(), version(**changed)) == [row]


def test_a_text_changed_under_a_name_is_placed_under_the_new_name():
    assert between(version(), version(titre="Compléter", limite="Débat.")) == [
        ("Étape « Compléter », titre", Kind.CHANGED, "Remplir", "Compléter"),
        ("Étape « Compléter », limite à débattre", Kind.ADDED, "", "Débat."),
    ]


def test_an_added_thing_is_told_whole():
    documents = [*BASE["documents"], {"id": "photo", "nom": "Photo d'identité", "ou": "Gare", "terrain": True}]

    assert between(a_procedure(), a_procedure(documents=documents)) == [
        (
            "Document « Photo d’identité »",
            Kind.ADDED,
            "",
            "Identifiant : photo\nNom : Photo d’identité\nOù l’obtenir : Gare\nVu en permanence : oui",
        )
    ]


def test_a_moved_thing_is_told_once_with_what_it_stood_after():
    order = [STEPS[0], STEPS[3], *STEPS[1:3], STEPS[4]]

    assert between(a_procedure(), a_procedure(etapes=order)) == [
        ("Étape « Envoyer la lettre »", Kind.MOVED, "après « Remplir »", "après « Préparer »")
    ]
    assert KINDS[Kind.MOVED] == "déplacé"


def test_a_thing_moved_to_the_front_is_said_to_come_first():
    found = between(a_procedure(), a_procedure(canaux=[BASE["canaux"][-1], *BASE["canaux"][:-1]]))

    assert found == [("Canal « Au guichet »", Kind.MOVED, "après « Par téléphone »", "en premier")]


def test_a_renamed_step_is_compared_and_not_told_as_removed_and_added():
    found = changes(a_procedure(), version(id="completer", remplace=["remplir"], simple="Oui."))

    assert [one.path for one in found] == [("etapes", "completer", key) for key in ("id", "simple", "remplace")]
    assert {one.step for one in found} == {"completer"}
    assert not any(one.acte for one in found)


def test_a_step_renamed_without_a_word_is_removed_and_added():
    found = changes(a_procedure(), version(id="completer"))

    assert [(one.kind, one.step, one.acte) for one in found] == [(Kind.REMOVED, "remplir", True), (Kind.ADDED, "completer", True)]


def test_a_deadline_that_changes_its_sort_is_compared_key_by_key():
    start = {"id": "fin", "terrain": True}
    weekly = {**start, "type": "hebdomadaire", "jours": ["lundi"], "heure": "14:00", "duree_min": 10}
    relative = {**start, "type": "relative", "apres": "lettre", "evenement": "la lettre", "delai": "P30D", "jours": "ouvrables"}

    rows = between(a_procedure(echeances=[weekly]), a_procedure(echeances=[relative]))

    assert ("Échéance « fin », sorte d’échéance", Kind.CHANGED, "chaque semaine", "délai après un événement ou avant une date") in rows
    assert ("Échéance « fin », délai", Kind.ADDED, "", "30 jours") in rows
    assert ("Échéance « fin », heure d’ouverture", Kind.REMOVED, "14:00", "") in rows
    assert ("Échéance « fin », jours comptés", Kind.CHANGED, "lundi", "jours ouvrables") in rows


def test_the_months_and_the_ways_to_save_a_date_are_told_in_words():
    monthly = {"id": "fin", "terrain": True, "type": "mensuelle", "du": 28, "au": 15}
    saved = [{"moyen": "depot", "texte": "Contre reçu", "terrain": True}]
    one = a_procedure(echeances=[{**monthly, "sauver_la_date": "aucun"}])
    other = a_procedure(echeances=[{**monthly, "exceptions": {2: 26, 3: 1}, "sauver_la_date": saved}])

    assert [(kind, old, new) for _, kind, old, new in between(one, other)] == [
        (Kind.CHANGED, "aucun", "Moyen : Dépôt contre reçu\nTexte : Contre reçu\nVu en permanence : oui"),
        (Kind.ADDED, "", "février : 26, mars : 1er"),
    ]


def test_an_answer_is_compared_by_its_words_however_it_is_written():
    short = {**BASE["questions"][0], "choix": {"majeur": "Oui", "mineur": {"texte": "Non"}}}

    assert between(a_procedure(), a_procedure(questions=[short, BASE["questions"][1]])) == [
        ("Question « 18 ans ou plus\u202f? », réponse « Oui », réponse au milieu d’une phrase", Kind.REMOVED, "18 ans ou plus", "")
    ]


def test_two_values_with_the_same_name_are_told_by_their_identifiers():
    twins = [*BASE["garder"], {"id": "recu", "texte": "Accusé"}]
    before, after = (a_procedure(garder=twins, etapes=[{**STEPS[0], "garder": [name]}]) for name in ("accuse", "recu"))

    assert [(old, new) for _, _, old, new in between(before, after)] == [("accuse", "recu")]


def test_the_verification_and_the_diary_are_told_and_are_no_act():
    checked = {**BASE["verification"], "le": "2027-01-01", "methode": "appel"}
    found = changes(a_procedure(), a_procedure(verification=checked, journal=[{"le": "2027-01-01", "quoi": "Revu."}]))

    assert [plain(one.place) for one in found] == [
        "Vérification, date de vérification",
        "Vérification, façon de vérifier",
        "Ligne du journal « 1er janvier 2027 »",
    ]
    assert not any(one.acte for one in found)


def test_two_lines_of_one_day_in_the_diary_are_two_lines():
    first, second = ({"le": "2027-01-01", "quoi": said} for said in ("Revu.", "Corrigé."))

    assert [row[1] for row in between(a_procedure(journal=[first]), a_procedure(journal=[first, second]))] == [Kind.ADDED]


def test_a_first_version_is_all_new():
    found = changes(None, a_procedure())

    assert {one.kind for one in found} == {Kind.ADDED}
    assert [plain(one.place) for one in found if one.acte] == [f"Étape « {plain(french(step['titre']))} »" for step in STEPS]
    assert "Préalable" not in "".join(one.place for one in found)


# acts


@pytest.mark.parametrize("key", ["qui", "sensibilite", "saisie_reservee", "canal", "si", "si_un_de", "gestes"])
def test_who_does_what_by_which_way_is_an_act(key):
    new = {"qui": ["avec"], "sensibilite": ["sante"], "saisie_reservee": ["code"], "canal": "lettre"}
    new |= {"si": ["age=majeur"], "si_un_de": ["carte=oui"], "gestes": ["envoyer"]}

    assert [one.acte for one in changes(version(), version(**{key: new[key]}))] == [True]


@pytest.mark.parametrize(
    "key", sorted(set(Step.model_fields) - {"qui", "sensibilite", "saisie_reservee", "canal", "si", "si_un_de", "gestes"})
)
def test_nothing_else_in_a_step_is_an_act(key):
    new = {"id": "autre", "nature": "suivi", "hors_parcours": True, "deplacement": True, "consentement": "ecrit", "duree_type": {"avec": 5}}
    new |= {"documents": ["bail"], "garder": [], "reponse_reservee": ["oui"], "echeances": ["x"], "remplace": ["x"]}
    new |= {"si_bloque": [], "previent": [{"qui": "l'école"}], "croise": [{"texte": "Les revenus"}]}
    new |= {one: [{"id": "a", "texte": "Attention."}] for one in ("pieges", "ecran")}
    changed = {key: new.get(key, "Autre.")} | ({"remplace": ["remplir"]} if key == "id" else {})

    found = changes(version(), version(**changed))

    assert found
    assert not any(one.acte for one in found)


def test_a_channel_of_another_sort_is_an_act():
    channels = [{**BASE["canaux"][0], "type": "guichet", "nom": "En ligne"}, *BASE["canaux"][1:]]

    assert [(one.path[-1], one.acte) for one in changes(a_procedure(), a_procedure(canaux=channels))] == [("nom", False), ("type", True)]


# for any two versions


@given(procedures())
def test_a_version_does_not_differ_from_itself(procedure):
    assert changes(procedure, procedure) == ()


@given(passages())
def test_two_versions_without_a_difference_told_are_the_same_content(drawn):
    old, new, _ = drawn
    found = changes(old, new)

    assert bool(found) == (spelt_out(old) != spelt_out(new))
    for one in found:
        assert one.place == french(one.place)
        assert one.place[0].isupper()
        assert one.kind is Kind.MOVED or any(run.side is not SAME for run in one.runs)


def spelt_out(procedure):
    """Return a file with its answers in their long form, whose order is not told."""
    questions = [
        one.model_copy(update={"choix": {name: Choice(texte=said) if isinstance(said, str) else said for name, said in one.choix.items()}})
        for one in procedure.questions
    ]
    return procedure.model_copy(update={"questions": tuple(questions)})


@given(passages())
def test_a_place_is_told_once(drawn):
    old, new, _ = drawn
    told = Counter((one.path, one.kind) for one in changes(old, new))

    assert max(told.values(), default=1) == 1


@given(passages())
def test_turned_round_what_was_added_is_removed(drawn):
    old, new, _ = drawn
    forth = changes(old, new.model_copy(update={"etapes": tuple(one.model_copy(update={"remplace": ()}) for one in new.etapes)}))
    back = changes(new.model_copy(update={"etapes": tuple(one.model_copy(update={"remplace": ()}) for one in new.etapes)}), old)

    for one, other in ((Kind.ADDED, Kind.REMOVED), (Kind.REMOVED, Kind.ADDED), (Kind.CHANGED, Kind.CHANGED)):
        assert {change.path for change in forth if change.kind is one and "remplace" not in change.path} == {
            change.path for change in back if change.kind is other and "remplace" not in change.path
        }


@given(passages(among=(outside, reorder, rename)))
def test_nothing_outside_the_content_nor_an_order_nor_a_renaming_told_is_an_act(drawn):
    old, new, _ = drawn

    assert not [one for one in changes(old, new) if one.acte]


@given(procedures().flatmap(lambda one: st.tuples(st.just(one), reordered(one))))
def test_as_few_things_as_possible_are_told_as_moved(drawn):
    old, new = drawn
    found = changes(old, new)

    assert {one.kind for one in found} <= {Kind.MOVED}
    assert len(found) < len(old.etapes)


@st.composite
def reordered(draw, procedure):
    return reorder(draw, procedure)


@given(passages())
def test_a_step_that_a_running_copy_must_open_again_is_marked_as_an_act(drawn):
    old, new, running = drawn
    acts = {one.step for one in changes(old, new) if one.acte}
    kinds = {one.path[1] for one in changes(old, new) if one.acte and one.path[0] == "canaux"}

    for one in rebase(old, new, running).steps:
        step = next(step for step in new.etapes if step.id == one.step)
        if one.fate in {Fate.REOPENED, Fate.ANOTHER_ACT} and len(one.came_from) == 1:
            assert one.step in acts or step.canal in kinds


@given(procedures().flatmap(lambda one: st.tuples(st.just(one), newer(one, STEP_MUTATIONS))))
def test_what_the_file_calls_its_steps_is_what_places_are_called(drawn):
    old, new = drawn
    titles = {plain(labels.quoted(one.titre)) for one in (*old.etapes, *new.etapes)}

    for one in changes(old, new):
        assert one.path[0] != "etapes" or any(title in plain(one.place) for title in titles)


@pytest.mark.parametrize("procedure", SHIPPED, ids=lambda one: one.id)
def test_every_shipped_file_can_be_told_whole_and_says_its_texts(procedure):
    found = changes(None, procedure)
    told = "\n".join(side_of(one.runs, REMOVED) for one in found)

    assert all(step.titre in told and (step.simple or "") in told for step in procedure.etapes)
    assert all(one.place == french(one.place) for one in found)


# labels


def models(root=Procedure):
    """Return every block of keys that a procedure file may hold."""
    found, waiting = [], [root]
    while waiting:
        here = waiting.pop()
        if isinstance(here, type) and issubclass(here, BaseModel):
            if here not in found:
                found.append(here)
                waiting += get_type_hints(here, include_extras=False).values()
        else:
            waiting += get_args(here)
    return found


KEYS = [(model, key) for model in models() for key in model.model_fields]


def test_every_key_of_the_format_has_a_short_french_name():
    said = {(model, key): labels.label(model, key) for model, key in KEYS}

    assert not {at: name for at, name in said.items() if not 3 <= len(name) <= 40 or name != french(name) or not name[0].islower()}


def test_two_keys_of_one_block_never_have_the_same_name():
    said = Counter((model, labels.label(model, key)) for model, key in KEYS)

    assert not [one for one, times in said.items() if times > 1]


def test_no_name_is_kept_for_a_key_that_is_gone():
    own = {(model, key) for model, keys in labels._OWN.items() for key in keys}
    common = {key for model, key in KEYS if (model, key) not in own}

    assert own <= set(KEYS)
    assert set(labels._EVERYWHERE) == common


def literals(model, key):
    """Return the codes that a key may hold."""
    found, waiting = [], [get_type_hints(model)[key]]
    while waiting:
        here = waiting.pop()
        if get_origin(here) is Literal:
            found += [one for one in get_args(here) if isinstance(one, str)]
        elif here is not Condition and not (isinstance(here, type) and issubclass(here, BaseModel)):
            waiting += get_args(here)
    return found


def test_every_code_has_a_french_name():
    unnamed = {(model, key): set(literals(model, key)) - set(labels.codes(model, key)) - {"aucun"} for model, key in KEYS}

    assert not {at: codes for at, codes in unnamed.items() if codes}


def test_what_holds_several_things_says_what_one_of_them_is():
    several = {
        key for model, key in KEYS for one in flat(get_type_hints(model)[key]) if isinstance(one, type) and issubclass(one, BaseModel)
    }

    assert several == set(labels.THINGS)


def flat(shape, *, inside=False):
    """Yield what a list or a table holds, whatever the alternatives."""
    if inside and not get_args(shape):
        yield shape
    for one in get_args(shape):
        yield from flat(one, inside=inside or get_origin(shape) in {tuple, dict})


def test_a_name_inside_quotes_takes_the_second_kind_of_quotes():
    assert labels.quoted("Écrire «\u00a0refus\u00a0»") == "«\u00a0Écrire “refus”\u00a0»"


def test_a_long_name_is_cut_between_two_words():
    assert labels.shortened(f"{'mot ' * 40}\nsuite") == f"{('mot ' * 15).strip()}…"
    assert labels.shortened("x" * 70) == f"{'x' * 60}…"
