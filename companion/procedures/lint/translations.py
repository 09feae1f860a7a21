"""The translations of a guide: their form and their names, and whether they still say what the French says (A13)."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from companion.procedures.lint.examination import Examined
from companion.procedures.lint.findings import Finding, in_order
from companion.procedures.lint.notes import Notes, perhaps
from companion.procedures.lint.shared_files import examine_sheet
from companion.procedures.rules.hashes import sentence_hash
from companion.procedures.rules.procedure import Procedure
from companion.procedures.rules.shared import TranslationFile
from companion.procedures.rules.translation import LANGUAGES, text_ids, texts_for_the_person

MOST_NAMED = 6

_LANGUAGE = "Ce fichier est celui de la langue « {stem} », mais « langue » vaut « {written} ». Corrigez l'un des deux."
_TEXT = "« {id} » ne désigne aucun texte de la démarche.{perhaps} Corrigez ce nom, ou effacez cette traduction."
_NO_FILE = "La traduction en {name} manque. Écrivez {file}, ou retirez « {language} » de « attendues »."
_LACKING = "Il manque {count} texte(s) pour la personne en {name} : {ids}. Traduisez-les, avec leur empreinte dans « de »."
_MORE = ", et {count} autre(s)"
_CHANGED = 'Le français a changé depuis la traduction en {name}. Relisez la traduction, corrigez-la, puis écrivez de: "{hash}".'
_UNREAD = (
    "Traduction non relue ({name}). Faites-la relire par quelqu'un qui parle cette langue : "
    "écrivez son rôle dans « relu_par », et retirez « machine »."
)


def examine_translation(raw: bytes, file: str, procedure: Procedure | None = None) -> tuple[TranslationFile | None, tuple[Finding, ...]]:
    """Examine the form of a translation; its text ids are checked when the procedure is given."""
    notes, value = _examine(raw, file, procedure)
    return value, in_order(notes.found)


def examine_translations(examined: Examined, files: Mapping[str, tuple[str, bytes | None]]) -> list[Finding]:
    """Review the translations of a guide, those expected and any other: language → name of the file and its bytes."""
    here = Notes(examined.reading)
    expected = examined.draft.traductions.attendues if examined.draft else ()
    found: list[Finding] = []
    for language, (file, raw) in files.items():
        if raw is not None:
            found += _review(raw, file, examined.draft)
        elif language in expected:
            here.add("A13", ("traductions",), _NO_FILE, name=LANGUAGES[language], file=PurePosixPath(file).name, language=language)
    return list(in_order([*here.found, *found]))


def _examine(raw: bytes, file: str, procedure: Procedure | None) -> tuple[Notes, TranslationFile | None]:
    notes, value = examine_sheet(TranslationFile, raw, file)
    if value is not None:
        language = PurePosixPath(file.replace("\\", "/")).stem.rpartition(".")[2]
        if value.langue != language:
            notes.add("E01", ("langue",), _LANGUAGE, stem=language, written=value.langue)
        known = text_ids(procedure) if procedure else value.textes
        for name in value.textes:
            if name not in known:
                notes.add("E04", ("textes", name), _TEXT, id=name, perhaps=perhaps(name, known))
    return notes, value


def _review(raw: bytes, file: str, procedure: Procedure | None) -> list[Finding]:
    notes, value = _examine(raw, file, procedure)
    if value is not None:
        if value.machine or not (value.relu_par or "").strip():
            notes.add("A13", ("machine",) if value.machine else ("relu_par",), _UNREAD, name=LANGUAGES[value.langue])
        if procedure is not None:
            _check_complete(notes, value, procedure)
            _check_changed(notes, value, procedure)
    return notes.found


def _check_complete(notes: Notes, value: TranslationFile, procedure: Procedure) -> None:
    """Note the texts of the person that the file lacks; an empty one is lacking."""
    there = {name for name, text in value.textes.items() if text.texte.strip()}
    lacking = [name for name in texts_for_the_person(procedure) if name not in there]
    if not lacking:
        return
    template = _LACKING if len(lacking) <= MOST_NAMED else _LACKING.replace("{ids}", "{ids}" + _MORE.replace("count", "left"))
    ids = ", ".join(lacking[:MOST_NAMED])
    notes.add("A13", ("textes",), template, count=len(lacking), name=LANGUAGES[value.langue], ids=ids, left=len(lacking) - MOST_NAMED)


def _check_changed(notes: Notes, value: TranslationFile, procedure: Procedure) -> None:
    """Note the texts whose French is no more the one that was translated."""
    known = text_ids(procedure)
    for name, text in value.textes.items():
        if name in known and text.de != (now := sentence_hash(known[name])):
            notes.add("A13", ("textes", name), _CHANGED, name=LANGUAGES[value.langue], hash=now)
