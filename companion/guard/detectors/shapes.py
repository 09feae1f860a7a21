"""Says what a single word or number looks like: a likely secret, an ordinary word, or a harmless date or amount."""

import re

from companion.guard.detectors.names import listed

_MONTHS = (
    r"(?:janv(?:ier)?|fevr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|aout|sept(?:embre)?|oct(?:obre)?|nov(?:embre)?|dec(?:embre)?"
    r"|januari|februari|maart|april|mei|juni|juli|augustus|oktober|january|february|march|may|june|july|august|october|december)\b"
)
_UNITS = (
    r"(?:fois|jours?|semaines?|mois|ans?|annees?|heures?|min|minutes?|secondes?|essais?|tentatives?|chiffres?|caracteres?|signes?"
    r"|lettres?|personnes?|pages?|km|mo|ko|go|keer|dagen|cijfers?|tekens?|times|digits|tries|characters|مرات|ارقام)\b"
)
_PHONE = (
    r"(?:0\d{3}[ ./-]{1,3}\d\d(?:[ ./-]?\d\d){2}|0\d[ ./-]{1,3}\d{3}(?:[ ./-]?\d\d){2}|0\d\d[ ./-]{1,3}\d\d(?:[ ./-]?\d\d){2}"
    r"|0\d[ ./-]{1,3}\d\d(?:[ ./-]?\d\d){3}|0\d{3}[ ./-]{1,3}\d\d[ ./-]?\d{3}|0 \d{3}(?: \d{3}){2}"
    r"|(?:00\d\d ?|3[23] )\d{1,3}(?:[ ./-]?\d{2,3}){2,4})"
)
PHONE = re.compile(_PHONE + r"(?!\d)")
HARMLESS = re.compile(
    r"(?:"
    r"\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?(?:\d{4}|\d\d)"  # a date
    r"|(?:19|20)\d\d[-/]\d\d(?:[-/]\d\d)?|(?:19|20)\d\d ?[-/] ?(?:19|20)\d\d"
    r"|\d{1,2}(?:er|e)?(?: au \d{1,2})? " + _MONTHS + r"(?: (?:19|20)\d\d)?"
    r"|\d{1,2} ?[h:] ?\d\d|\d{1,2} ?h"  # an hour
    r"|\(?\+\d[\d ./()-]{7,18}\d|" + _PHONE + r"|0[1-9]\d{7,8}"  # a phone
    r"|\d{1,3}(?:[ .]?\d{3}){0,3}(?:,\d{1,2})? ?(?:€|\$|%|eur\b|euros?\b)"  # an amount
    r"|\d{1,9} ?" + _UNITS + r"|\d{4}-\d\d"  # a duration, a count, a line of the tax form
    r"|\d{1,12}(?:/\d{1,12}){1,6}|[01]\d{3}\.\d{3}\.\d{3}"  # a file, an enterprise
    r")(?![\da-z]|[-/.]\d)",
)
POSTCODE = re.compile(r"(?:[bB]-)?\d{4,5} (?:[A-Z][a-z]|[A-Z]{3})")
AMONG_NUMBERS = listed("""
    en in since depuis fin debut avant apres annee vers au aux chez jusqu'en d'ici n° no nr num numero tel gsm dossier ref reference article
    art page loi arrete sinds vanaf rue avenue bd cerfa formulaire form case cadre ligne bus nr. art. ref. tel. n°. p p.
    janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
""")
NUMBERED = listed("n° no nr num numero dossier ref reference article art page formulaire cerfa annexe")
_DIGITS = re.compile(r"\d(?:[ .\-]?\d){2,8}(?![\da-z])(?![ .\-/]\d{4})")
_NAMED = (
    r"zero|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|quarante|cinquante"
    r"|soixante|septante|nonante|nul|een|twee|drie|vier|vijf|zes|zeven|acht|negen|one|two|three|four|five|seven|eight|nine"
    r"|صفر|واحد|اثنان|اثنين|ثلاث[هة]|اربع[هة]|خمس[هة]|ست[هة]|سبع[هة]|ثماني[هة]|تسع[هة]"
)
_SAID_DIGITS = re.compile(rf"(?:(?:{_NAMED})[ ,\-]{{1,3}}(?:et )?){{3,9}}(?:{_NAMED})(?![a-z])")
_ODD = frozenset("!@#$%^~")
_REFERENCE = re.compile(
    r"[A-Za-z]{1,2}\d{6,8}|(?:[A-Z]{1,5}|[A-Za-z]{1,2})[-.]?\d{1,5}(?:[./*-]\d{1,4}){0,3}(?:[A-Za-z]|bis|ter)?|[A-Za-z]{3,7}-?\d"
    r"|\d{1,6}[-*/]?[A-Za-z]{1,5}\d{0,2}|[\d.*/-]{1,20}[A-Za-z]{1,4}|[A-Za-z]\d{1,6}[-/][A-Za-z\d]{1,6}|[A-Za-z]{2,20}-\d{1,4}",
)
_KNOWN = re.compile(
    r".{0,3}(?:windows|iphone|ipad|android|galaxy|samsung|huawei|office|microsoft|covid|firefox|chrome|wifi|cerfa|article|art|page|ligne|etape|salle|porte|annexe|case|point|bloc|niveau|legiarti)[-_]?\d{1,6}[a-z]?"
    r"|\d{1,9}(?:e|er|ere|eme|ieme|nd|nde|de|ste|th|st|rd|j|h|min|mn|h\d{1,2}|eur|euros?|mo|go|ko|cm|km|kg|ans?|m2|x)"
    r"|.{1,64}@.{1,64}\..{1,20}|(?:[a-z]{2,9}:)?//.{0,64}|www\..{0,64}|[a-z0-9-]{1,40}\.[a-z]{2,6}(?:/.{0,64})?"
    r"|.{1,60}\.(?:pdf|jpe?g|png|docx?|xlsx?|odt|heic|zip)|[lds]'[a-z]{1,30}\d{0,4}|.{0,40}\]\[.{0,64}",
)
_STATE = re.compile(r"[^A-Z]{0,60}(?:ée?s?|ment|tion|able|ible|ante?|eux|euse|ing|ed)")
_TO_DO = re.compile(r"[^A-Z]{0,60}(?:er|ir|oir|re|en)")
_ORDINARY = listed("""
    oui non ok ko ras idem vide rien neant voir nul inconnu inconnue perdu perdue perdus recu recue recus su vu mis fait faite faux
    fausse bon bonne mauvais mauvaise nouveau nouvelle ancien ancienne trop tres pas plus jamais aucun aucune sans avec pour par sur
    dans chez en et ou a au aux de du des le la les l un une son sa ses leur mon ma mes ce cette cela ca il elle on ils elles nous
    vous je tu qui que quoi quand comment pourquoi si mais car donc or ni puis ensuite alors encore deja toujours souvent aussi deux
    trois quatre cinq fois minimum maximum incorrect incorrecte invalide valide errone erronee expire obligatoire requis requise
    provisoire temporaire personnel personnelle secret secrete confidentiel court long faible fort simple complexe different identique
    impossible introuvable absent absente manquant ailleurs ici demande attente attendu attendue envoi envoye mail email courrier sms
    telephone gsm itsme eid csam digid franceconnect niss insz caf cpas ameli onem forem actiris impots banque carte compte
    identifiant code page site ecran lien bouton champ erreur message probleme blocage echec reset vergeten kwijt fout onbekend niet
    geen ja nee verlopen leeg forgotten lost unknown wrong invalid expired none yes no blocked bloque bloquee oublie oubliee refuse
    refusee change changee modifie modifiee mdp identite reponse question mere pere chien chat animal nom prenom ville ecole date
    naissance numero qu'elle qu'il c'est n'est elle-meme lui-meme
""")
_MIXED_LENGTH, _WORD_LENGTH = 6, 3


def is_mixed(word: str) -> bool:
    """Tell whether a word mixes letters with figures or odd signs, as passwords do and form names do not."""
    plain = _bare(word).lower()
    return len(plain) >= _MIXED_LENGTH and _mixes(plain) and not _REFERENCE.fullmatch(_bare(word)) and not _KNOWN.fullmatch(plain)


def is_short_mix(word: str, least: int) -> bool:
    """Tell whether a word mixes letters and figures at all; enough only right after what announces a secret."""
    plain = _bare(word).lower()
    return len(plain) >= least and _mixes(plain) and not _KNOWN.fullmatch(plain)


def is_ordinary(word: str, plain: str) -> bool:
    """Tell whether a word, as typed and without accents, tells a story (« oublié ») rather than being the secret itself."""
    word, plain = (said.strip(".,;:!?()«»\"'[]") for said in (word, plain))
    word = word.lower() if word.isupper() else word
    if len(word) < _WORD_LENGTH or plain in _ORDINARY or not word[0].isalnum():
        return True
    return bool(_STATE.fullmatch(word) or _KNOWN.fullmatch(plain))


def is_to_do(word: str) -> bool:
    """Tell whether a word says what to do (« réinitialiser »), in lower case as in a note."""
    return bool(_TO_DO.fullmatch(word.lower() if word.isupper() else word))


def digits_at(plain: str, start: int, least: int, most: int) -> int:
    """Return where a short number ends, typed in figures or said in words; 0 when there is none of that length."""
    if said := _SAID_DIGITS.match(plain, start):
        return said.end()
    typed = _DIGITS.match(plain, start)
    if typed and least <= sum(sign.isdigit() for sign in typed.group()) <= most:
        return typed.end()
    return 0


def _bare(word: str) -> str:
    return word.strip(".,;:()«»\"'[]").rstrip("!?")


def _mixes(plain: str) -> bool:
    letters = any(sign.isalpha() for sign in plain)
    return letters and (any(sign.isdigit() for sign in plain) or any(sign in _ODD for sign in plain[1:]))
