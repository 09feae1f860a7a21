"""The names people give to secrets, in French first, then simple Dutch, English and Arabic; typed well or not."""

import re


def listed(words: str) -> frozenset[str]:
    """Return the words of a list written as people read it."""
    return frozenset(words.split())


_OF_CARD = (
    r"(?:de |van )?(?:(?:la|sa|ma|ta|leur|votre|cette|de|zijn|haar) )?(?:carte|kaart|bankkaart|cb)"
    r"(?: (?:bleue|bancaire|d'identite|eid|visa|sim))?"
)
_OF_PHONE = r"(?:de |du )?(?:(?:son|ton|mon|leur) )?(?:telephone|gsm|portable|smartphone|tablette|sim)"
PASSWORD = re.compile(
    r"(?<![a-z0-9])(?:mo(?:ts?)?[ -]?de?[ -]?pas(?:se?|e)s?|mots?[ -]passes?|m\.?d\.?p\.?s?|mot?depass?e?|phrase de passe|pass ?phrase"
    r"|passe? ?words?|pass?wo?o?r[dt]s?|passwd|pwd|pass?woo?rd(?:en)?|wacht ?woor(?:d|t)(?:en)?|kennwort|ww|pw|pass)(?![a-z])"
    r"|كلم[هة] ?(?:ال)?(?:سر|مرور)|كلمات (?:ال)?(?:سر|مرور)|باسو{1,3}رد",
)
PIN = re.compile(
    r"(?<![a-z0-9])(?:codes? ?)?(?:p\.?i\.?n|puk|nip)[12]?\.?(?:[ -]?code)?s?(?![a-z])"
    r"|(?<![a-z0-9])codes? (?:secrets?|confidentiels?|personnels?|itsme|eid|bancaires?|cb|bleue?|parental|de deverrouillage|d'acces"
    rf"|(?:a|de) (?:4|quatre|5|cinq|6|six) chiffres|{_OF_CARD}|{_OF_PHONE})(?![a-z])"
    r"|(?<![a-z0-9])(?:geheime? code|kaartcode|secret code|card code)(?![a-z])|(?:رقم|رمز|كود) (?:ال)?سري",
)
CARD_BACK = re.compile(
    r"(?<![a-z0-9])(?:cv[vcx]2?|cryptogramme(?: visuel)?|code (?:de )?securite de la carte"
    r"|(?:code|chiffres|numeros?) (?:(?:au|du|a l'|de l') ?)?(?:dos|verso|arriere)(?: carte| de la carte)?)(?![a-z])",
)
_TO_CHECK = (
    r"(?:validation|verification|confirmation|securite|connexion|activation|authentification|identification|appairage|autorisation"
    r"|controle|acces)"
)
_SENT_BY = r"(?:(?:par|via|du) )?(?:sms|texto|mail|e-mail|telephone|whatsapp)"
OTP = re.compile(
    r"(?<![a-z0-9])(?:(?:codes?|numeros?|chiffres?) (?:qu'(?:elle|il|on) (?:a |vient de )?)?"
    rf"(?:recu(?:e?s?)?|recevoir|{_SENT_BY}|temporaires?|provisoires?|dynamiques?|uniques?|a usage unique|(?:de |d'){_TO_CHECK}"
    r"|(?:de )?(?:la|sa|ma) banque|de reponse|reponse|(?:du )?(?:digipass|lecteur|boitier)|otp|2fa|envoyes?)"
    r"|otp|sms-?code|digipass|challenge|defi|(?:verification|security|login|one[ -]time|activation|access) code"
    r"|(?:verificatie|bevestigings|activerings|activatie|beveiligings|toegangs|login|inlog)-?code|code (?:ontvangen|received))(?![a-z])"
    r"|(?:رمز|كود|رقم) (?:ال)?(?:تحقق|تاكيد|تفعيل|دخول)",
)
RECOVERY = re.compile(
    r"(?<![a-z0-9])(?:(?:codes?|cles?|clefs?|phrases?) (?:de |d')?(?:secours|recuperation|restauration|sauvegarde|urgence|recovery|backup)"
    r"|(?:recovery|backup|scratch|rescue|emergency) (?:codes?|keys?)|(?:herstel|back-?up|nood)(?:code|sleutel)s?)(?![a-z])"
    r"|(?:رمز|رموز|كود) (?:ال)?(?:استرداد|استعاد[هة]|احتياطي[هة]?)",
)
CARD_SAID = re.compile(
    r"(?<![a-z0-9])(?:(?:carte|cb|kaart|bancontact|digicode)(?: (?:bleue|bancaire|visa|de banque))?|distributeur)(?![a-z])",
)
MESSAGE = re.compile(r"(?<![a-z0-9])(?:sms|texto|whatsapp|lecteur(?: de carte)?|boitier)(?![a-z])")
CODE = re.compile(r"(?<![a-z0-9'])codes?(?![a-z])|(?<![^\s\0])(?:ال)?(?:رمز|كود)(?![^\s:])")

TOLD_BEFORE = re.compile(
    r"(?:oublie|perdu|bloque|pas|plus|aucun|jamais|sans|mauvais|faux|forgotten|lost|wrong|no|geen|vergeten)"
    r"(?: (?:le|la|les|l'|de|du|d'|son|ses|leur|mon|of|the|un)){0,2}[ ']?$",
)
STORIES = listed("""
    pas jamais plus aucun aucune sans non ni rien oublie oubliee oublies oubliees perdu perdue perdus bloque bloquee bloques bloquait
    expire expiree expires refuse refusee refuses errone erronee faux fausse invalide invalides incorrect incorrecte incorrects mauvais
    inconnu echoue echec probleme impossible illisible introuvable
    vergeten kwijt fout foute geblokkeerd verlopen niet geen nooit forgotten forgot lost wrong blocked expired invalid never not no
    نسيت نسيتها نسيها نسي خطا خاطي خاطئة محظور محظورة منتهي لم لا ليس ليست بدون ضاع ضاعت
""")
"""Words after which a key word is only being told about, unless « c'était … » follows."""

THINGS = listed("""
    erreur erreurs dossier reference ref numero n° n nr tel appel appeler appelez rappeler article articles art page guichet formulaire
    annexe declaration postal postaux insee nace ape naf rome nis civil rural penal judiciaire electoral consulaire travail route barre
    barres barcode client pays commune secteur agence parrainage couleur naissance facture contrat bus ligne norme rue avenue boulevard
    place salle etage bureau rdv rendez-vous mais parce quand lorsque car ean sepa bic swift qr promo tva onss inami iban titulaire
""")
"""Words that make the number after them something else than a secret."""

LINKS = listed("""
    est c'est cest etait c'etait etre sera devient vaut egal soit is was it's het luidt هو هي
    dit disait disant indique affiche marque mis mets choisi pris donc
""")
SMALL = listed("le la l un une bien toujours maintenant actuellement ici the")
PLACES = SMALL | listed("""
    de du des pour sur a au son sa ses compte boite mail gmail hotmail outlook site ordi pc wifi itsme caf ameli impots forem actiris cpas
    cpam csam edf franceconnect franceconnect+ france travail pole emploi banque facebook whatsapp google apple microsoft van voor for of
""")
TOLD = PLACES | listed("""
    recu recue recus par sms texto email qu'elle qu'il qu'on que ai j'ai ont il elle on vient d'arriver arrive envoye affiche donne
    dicte lu note actuel nouveau provisoire temporaire ontvangen received sent gsm الذي وصل
""")
MORE = listed("et ou puis en of and or و")
