"""Says what is kept of a thread, who opens it and until when: sentences made from what is stored, so that no sheet lies."""

from companion.demarches.rules.leaving import Leaving
from companion.procedures.rules.words import day_in_words
from companion.typography import NBSP, NNBSP, french

NOTHING_KEPT = "Nous n’avons gardé ni votre nom, ni vos codes, ni vos documents."
NOT_KEPT_EITHER = "Elle n’a gardé ni vos codes, ni vos documents."
NOTHING_LEFT = "Nous ne gardons rien sur vous."
READ_AND_MEND = "Vous pouvez le lire et le corriger."
ERASE = "Vous pouvez demander de tout effacer."
ONLY_THE_KEY = "Seule la clé de la feuille l’ouvre."
THE_KEY_TOO = "La clé de la feuille l’ouvre aussi."
SHOW_ONLY_HERE = "À montrer seulement ici."
ON_THE_OLDER = "Elle est sur votre feuille d’avant. Gardez-la."
OLDER_IS_DEAD = "Votre feuille d’avant n’ouvre plus rien."
LOST = f"Perdue{NNBSP}? Dites-le-nous."
AUTHORITIES = {"be": "L’Autorité de protection des données", "fr": "La Cnil, cnil.fr"}
"""Who hears a complaint about what is kept of somebody."""


def what_is_kept(leaving: Leaving) -> tuple[str, ...]:
    """Say what is kept, until when, who reads it, and how to have it erased."""
    if not leaving.lives:
        return (NOTHING_KEPT, NOTHING_LEFT)
    kept = _by_the_team(leaving) if leaving.kept_by else _under_the_key(leaving)
    return (*kept, READ_AND_MEND, ERASE, _come_back(leaving))


def _by_the_team(leaving: Leaving) -> tuple[str, ...]:
    count = leaving.kept_by
    readers = f"{count} personnes de notre équipe peuvent le lire." if count > 1 else "Une personne de notre équipe peut le lire."
    kept = f"L’équipe garde le fil de {_these(leaving)}, fermé à clé, jusqu’au {last_day(leaving)}."
    return (kept, NOT_KEPT_EITHER, readers, *((THE_KEY_TOO,) if leaving.opens else ()))


def _under_the_key(leaving: Leaving) -> tuple[str, ...]:
    there = f"Le fil de {_these(leaving)} reste ici, fermé à clé, jusqu’au {last_day(leaving)}."
    return (NOTHING_KEPT, there, ONLY_THE_KEY)


def _these(leaving: Leaving) -> str:
    return "cette démarche" if len(leaving.followed) == 1 else "ces démarches"


def _come_back(leaving: Leaving) -> str:
    if leaving.reading_key:
        return "Revenez avec cette feuille."
    return "Revenez avec votre feuille d’avant." if leaving.older_sheet else "Revenez nous voir."


def about_the_key(leaving: Leaving) -> tuple[str, ...]:
    """Say where the key is shown, what it is worth and until when, or nothing when no sheet opens the thread."""
    if not leaving.opens:
        return ()
    until = f"Elle sert jusqu’au {last_day(leaving)}."
    dead = (OLDER_IS_DEAD,) if leaving.replaces_older else ()
    if leaving.reading_key:
        return (SHOW_ONLY_HERE, *(("Gardez-la.", LOST) if leaving.kept_by else (f"Gardez-la{NBSP}: {_alone(leaving)}",)), until, *dead)
    return (ON_THE_OLDER, LOST if leaving.kept_by else _alone(leaving).capitalize(), until)


def _alone(leaving: Leaving) -> str:
    """Say what losing the key costs; a discreet sheet does not say of what."""
    return f"sans elle, personne ne rouvre {'la suite' if leaving.discreet else 'ce fil'}."


def last_day(leaving: Leaving) -> str:
    """Return the last day of the thread in words, or nothing when there is none."""
    return day_in_words(leaving.ends_on) if leaving.ends_on else ""


def complaints(leaving: Leaving) -> tuple[str, ...]:
    """Say whom to tell when something is wrong with us, or with what we keep."""
    ours = (f"Un désaccord avec nous{NNBSP}? {french(leaving.contact).rstrip('.')}.",) if leaving.contact else ()
    return (*ours, f"Une plainte sur vos données{NNBSP}? {AUTHORITIES.get(leaving.country, AUTHORITIES['be'])}.")
