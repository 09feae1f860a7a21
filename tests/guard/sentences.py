"""Lines that hold a secret, and lines that only tell what happened; all invented for the tests."""

from tests.guard.numbers import a_belgian_iban, a_card, a_fiscal_number, a_nir, a_niss, an_iban, grouped

_NISS, _BORN_LATER, _BIS = a_niss(), a_niss("070312", "104", "2"), a_niss("922715", "221")
_NIR, _CORSICAN, _PROVISIONAL = a_nir(), a_nir("169032B033017"), a_nir("7853399350114")
_VISA, _MAESTRO, _AMEX = a_card(), a_card("6703123456789012"), a_card("37123456789012")
_IBAN, _FRENCH_IBAN = a_belgian_iban(), an_iban("FR", "30001007941234567890185")
_FISCAL = a_fiscal_number()
_MACHINE_WORD = "9a8b7c6d5e4f3a2b"
_JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJleGVtcGxlIn0.c2lnbmF0dXJlLWludmVudGVl"

SECRETS: list[tuple[str, str, str]] = [
    (kind, secret, line.format(secret))
    for kind, secret, line in [
        ("password", "Soleil2024", "Mot de passe CAF : {}"),
        ("password", "Azerty75!", "Madame m'a dicté son mdp {} pour la CAF."),
        ("password", "Karim1990", "Le mdp ameli c'est {}, il l'utilise partout."),
        ("password", "XK7-PQ2R", "MDP PROVISOIRE : {}"),
        ("password", "marocain212", "son password est {}"),
        ("password", "Nadia1978", "Le mot de passe ({}) ne passe pas."),
        ("password", "Bxl1000!", "Il a noté {} comme mot de passe sur un papier."),
        ("password", "chouchou", "mot de passe: {}"),
        ("password", "Minou", "le mot de passe est {}"),
        ("password", "titi59", "mot de pase : {}"),
        ("password", "titi5", "mdp: {}"),
        ("password", "poisson", "Le mot de passe de la boîte mail est toujours « {} »."),
        ("password", "Tulipe!8", "utilisateur mdupont mot de passe {}"),
        ("password", "Samira2019", "login samira.b / {}"),
        ("password", "12/03/1985", "mdp : {}"),
        ("password", "Automne2024", "mdp oublié, on a mis {}"),
        ("password", "Soleil2031", "Mot de passe refusé : {}"),
        ("password", "Appel123", "wachtwoord is {}"),
        ("password", "Welkom01", "zijn paswoord: {}"),
        ("password", "Hello2you", "password for actiris: {}"),
        ("password", "Amina2020", "كلمة السر للحساب هي {}"),
        ("pin", "4821", "code PIN {}"),
        ("pin", "7412", "Son code PIN est le {}."),
        ("pin", "2580", "Le PIN de la carte d'identité c'est {}"),
        ("pin", "12345678", "code puk {}"),
        ("pin", "4 8 2 1", "pin: {}"),
        ("pin", "9632", "Le code secret de sa carte bleue : {}"),
        ("pin", "15975", "code itsme {}"),
        ("pin", "4817", "pour la carte c'est {}"),
        ("pin", "quatre huit deux un", "code PIN {}"),
        ("pin", "1597", "{}, c'est son code PIN"),
        ("pin", "6543", "pincode {}"),
        ("pin", "1470", "الرقم السري {}"),
        ("pin", "4821", "elle garde toujours le code {}"),
        ("pin", "456", "cryptogramme : {}"),
        ("pin", "2468", "le code de son GSM : {}"),
        ("otp", "741852", "code reçu par sms {}"),
        ("otp", "963 258", "Elle a reçu le code {}"),
        ("otp", "147258", "SMS reçu : votre code est {}"),
        ("otp", "4561237", "Le code de validation est {}"),
        ("otp", "337799", "Le code est {}, valable 10 minutes."),
        ("otp", "482913", "G-{} est votre code de validation"),
        ("otp", "5K8P2Q", "code temporaire {}"),
        ("otp", "48210937", "le digipass a donné {}"),
        ("otp", "556677", "verificatiecode {}"),
        ("otp", "665544", "your verification code is {}"),
        ("otp", "778899", "رمز التحقق {}"),
        ("otp", "884512", "on tape {}, le code reçu"),
        ("recovery", "12345678 23456789", "codes de secours: {}"),
        ("recovery", "ABCD-1234-EFGH-5678", "code de récupération : {}"),
        ("recovery", "4F7K 9Q2M 8RT1", "clé de récupération {}"),
        ("recovery", "8h3kd-92jsk", "recovery code {}"),
        ("recovery", "1122-3344", "herstelcode {}"),
        ("secret_answer", "Médor", "Question secrète, réponse : {}"),
        ("secret_answer", "boulanger", "Réponse secrète: {}"),
        ("secret_answer", "Titine", "À la question secrète elle répond « {} »."),
        ("secret_answer", "Fès", "Question de sécurité (ville de naissance) = {}"),
        ("secret_answer", "Vanderlinden", "nom de jeune fille de sa mère (question secrète) : {}"),
        ("url", _MACHINE_WORD, "Lien reçu : https://compte.example.be/reinitialisation?token={}"),
        ("url", _MACHINE_WORD, "https://exemple.example.fr/reset-password/{}"),
        ("url", "JBSWY3DPEHPK3PXP", "otpauth://totp/exemple?secret={}"),
        ("url", "Caf2024", "http://admin:{}@intranet.example/"),
        ("token", _JWT, "jeton {}"),
        ("token", "4fj39dkf93kd93kf93kd", "Authorization: Bearer {}"),
        ("token", "A81F33D09C71E4B2A1D0", "cookie JSESSIONID={}"),
        ("token", "MIIEvQIBADANBgkq", "-----BEGIN PRIVATE KEY----- {} -----END PRIVATE KEY-----"),
        ("card", _VISA, "Carte {} refusée par le site"),
        ("card", grouped(_VISA, 4, 4, 4), "numéro {} exp. 12/27"),
        ("card", grouped(_MAESTRO, 4, 4, 4, 4), "sa carte : {}"),
        ("card", grouped(_AMEX, 4, 6), "payé avec {}"),
        ("niss", _NISS, "NISS {} introuvable"),
        ("niss", f"{grouped(_NISS[:6], 2, 2, by='.')}-{_NISS[6:9]}.{_NISS[9:]}", "numéro national {}"),
        ("niss", grouped(_NISS, 2, 2, 2, 3, by="/"), "le {} ne passe pas"),
        ("niss", " ".join(_NISS), "elle épelle {}"),
        ("niss", grouped(_NISS, 3, 3, 3), "recopié {}"),
        ("niss", grouped(_NISS, 5), "registre national : {}"),
        ("niss", _BORN_LATER, "L'enfant a le {}"),
        ("niss", grouped(_BIS, 6, 3), "numéro bis {}"),
        ("nir", _NIR, "n° de sécu {} refusé"),
        ("nir", grouped(_NIR, 1, 2, 2, 2, 3, 3), "NIR {}"),
        ("nir", grouped(_NIR, 4, 7), "carte vitale {}"),
        ("nir", _NIR[:13], "numéro de sécurité sociale {} sans la clé"),
        ("nir", _CORSICAN, "né à Bastia, {}"),
        ("nir", _PROVISIONAL, "numéro provisoire {}"),
        ("fiscal", _FISCAL, "numéro fiscal {} non reconnu"),
        ("fiscal", grouped(_FISCAL, 2, 2, 3, 3), "impots.gouv refuse le {}"),
        ("id_account", "1234567", "numéro allocataire {}"),
        ("id_account", "7654321 K", "n° allocataire CAF {}"),
        ("id_account", "1234567A", "identifiant France Travail {}"),
        ("id_account", "7654321B", "identifiant pôle emploi : {}"),
        ("email_pw", "chouchou", "fatima@exemple.example:{}"),
        ("email_pw", "Chouchou59", "fatima@exemple.example / {}"),
        ("email_pw", "Dakar2020", "on se connecte avec fatou.d@exemple.example et {}"),
    ]
]

IBANS = [
    _IBAN,
    grouped(_IBAN, 4, 4, 4),
    _IBAN.lower(),
    _FRENCH_IBAN,
    grouped(_FRENCH_IBAN, 4, 4, 4, 4, 4, 4),
    an_iban("LU", "0019400644750000"),
]

STORIES = """
Madame a oublié son mot de passe, le lien de réinitialisation n'arrive pas.
Mot de passe refusé trois fois, compte bloqué 24 heures.
Le code SMS n'est jamais arrivé sur son téléphone.
Le code PIN de la carte eID est bloqué après 3 essais.
3 codes faux et tout est à refaire.
La page affiche « mot de passe incorrect » alors qu'il est bon.
Le site demande un mot de passe de 12 caractères avec une majuscule.
Erreur 503 à la validation du formulaire.
Message : code erreur 40312, réessayer plus tard.
Error code 1020, access denied.
Foutcode 4032 bij het inloggen.
Appelé le 0470 12 34 56 à 14h30, pas de réponse.
Appel au 3646, 45 minutes d'attente puis coupure.
Tél. CPAS 02 555 12 34, poste 5678.
+32 470 12 34 56 ne répond pas
+33 6 12 34 56 78 messagerie pleine
Centre d'appel 32 2 555 12 34 fermé.
Appels au 0473/11.22.33 les 3, 4 et 5 avril.
Le dossier 2024/12345 est introuvable.
Numéro de dossier 482913, envoyé le 12/03/2024.
Référence 20240312-482913 au bas du courrier.
Réf. courrier : AB123456789BE
Dossier CAF 1234567, demande RSA du 02/02/2024.
Recommandé n° 1A 123 456 7890 1 posté ce jour.
Montant retenu : 1 234,56 € sur 3 mois.
Reçu un rappel de 482,91 euros.
Elle a droit à 1 263,17 € par mois selon le barème.
Dette de 12 345,67 € envers la CAF, 36 mensualités.
Numéro d'entreprise 0123.456.749 (BCE).
TVA BE 0123.456.749
SIRET 12345678200010 de l'association.
Communication structurée +++123/4567/89012+++
Le site renvoie vers https://www.caf.fr/allocataires/mes-services-en-ligne
Voir https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000006073189
Le lien https://www.belgium.be/fr/famille/aide_sociale?lang=fr marche.
https://www.demarches-simplifiees.fr/dossiers/12345678 inaccessible
Le lien de réinitialisation n'est valable que 24 h.
Formulaire C4 et C63.3 demandés, code 104.
Déclaration : codes 1250-11 et 2250-11 à vérifier.
Code 1250 de la déclaration d'impôt absent de l'avertissement.
Codes 1250, 1255 et 2250 de la déclaration à vérifier avec le SPF.
La case 1AJ est préremplie.
Code postal 1000 refusé par le formulaire.
Le code postal est 75018 mais le site propose 75019.
Code NACE 88999 inconnu.
Code INSEE 75056.
Code APE 8899B ou 9499Z, le site refuse les deux.
Le code QR ne se lit pas avec ce téléphone.
Le code du travail, article L1234-5, a été cité.
Article 60 § 7 de la loi du 8 juillet 1976.
L262-2 du CASF cité dans le refus.
Cerfa 15481*03 à joindre.
Annexe 19ter, carte F+, article 9bis.
Le code titulaire 110/110 est demandé par la mutuelle.
Il faut un code reçu par la poste sous 5 jours ouvrables.
Elle attend le code d'activation par courrier depuis le 3 mars 2024.
Le code reçu a expiré avant qu'elle puisse le taper.
Code reçu trop tard, 10 minutes de validité.
Le code n'arrive pas sur le 0470/12.34.56.
Le code reçu sur le 06 12 34 56 78 ne marche pas.
Le code envoyé le 12 mars à 10h15 n'est plus valable.
Aucun code reçu. Dossier 4821937 transmis.
Code non reçu; rappel le 0470/12.34.56
On lui demande un code PIN qu'elle n'a jamais eu.
Pas de code PIN, carte reçue sans courrier.
Code PIN à retirer à la commune, 1030 Schaerbeek.
PIN refusé, il reste 1 essai.
Le code PIN attend toujours dans la boîte de sa soeur 1030 Schaerbeek
Le code PIN va venir par la poste dans une autre enveloppe que la carte.
PIN bloqué depuis 2022, carte valable jusqu'en 2028.
Le PIN n'est plus connu, nouvelle carte à 25 euros.
Il a un nouveau téléphone, itsme à réactiver avec le lecteur de carte.
Le lecteur affiche « carte non reconnue ».
Digipass demandé pour le virement de 1 250 euros.
Mot de passe perdu ; nouvelle adresse mail impossible à créer sans GSM.
Le mot de passe est envoyé par courrier à l'ancienne adresse.
Le mot de passe est trop court selon le site.
Mot de passe : à refaire.
Mot de passe : oublié.
MOT DE PASSE : OUBLIÉ.
Mot de passe : oui, identifiant : non.
Mot de passe : minimum 8 signes, une majuscule.
mdp oublié + tel cassé
mdp perdu, rdv le 12/04
Nouveau mot de passe demandé le 12/03/2024, rien reçu.
Changement de mot de passe obligatoire tous les 90 jours.
La personne saisit elle-même son mot de passe, nous nous tournons.
FranceConnect : « identifiant ou mot de passe invalide ».
Ameli : compte bloqué 48 h après 3 mots de passe faux.
Atelier mots de passe le 12 mai 2024 à 14h, salle 3.
On a changé le mot de passe ensemble, elle l'a écrit dans son carnet.
La banque lui a dit de ne jamais donner son code.
Nous avons refusé de noter son code.
Le secret professionnel nous empêche de répondre.
La question secrète est oubliée.
Réponse à la question secrète refusée.
Question secrète : elle ne se souvient plus de la réponse.
La réponse de la CAF est attendue pour le 15 mai.
Réponse du guichet : dossier incomplet.
Codes de secours : aucun.
Elle n'a pas les codes de secours de Google.
Numéro de compteur EAN 541448920701234567.
PDL 12345678901234 demandé par le chèque énergie.
RG 24/01234, audience du 12 mai 2024.
ONSS 012-1234567-89
Le code barre est illisible sur la carte d'identité 592-1234567-89.
Guichet fermé depuis 2020, renvoi vers le site.
Le guichet de la commune ferme à 12h30, ticket 482.
Numéro d'ordre A4821 au guichet 12.
Rue Haute 298, 1000 Bruxelles.
12 rue Victor Hugo, 93200 Saint-Denis
Revenus 2023 : 14 520 €
Année scolaire 2023-2024, 1ère année bachelier.
Né en 1985, arrivé en 2015.
Enfant né le 30.07.2018, dossier d'allocations familiales.
Trois rendez-vous : 12.03, 19.03 et 02.04.2024.
Le serveur répond « session expirée » au bout de 15 minutes.
Le jeton de session a expiré.
Fichier scan_recto.pdf refusé, taille maximale 2 Mo.
Photo IMG_20240312_1044.jpg refusée.
Écrire à info@commune.example : pas de réponse.
Mail : service.social@ville.example / tél. : 04 72 00 30 30
La carte bancaire est refusée pour le paiement du timbre.
La carte c'est 25 euros, trop cher.
Sa carte expire en 2027.
Robot vocal : taper 1, puis 4, puis dièse.
Le numéro d'allocataire est demandé mais elle ne l'a pas.
Identifiant France Travail oublié.
Numéro fiscal demandé, elle n'a que l'avis de 2021.
Il manque le numéro de registre national sur l'attestation.
Le numéro NISS commence par 85, le site demande 11 chiffres.
IBAN de madame refusé par le formulaire : « format invalide ».
Le RIB FR76 est refusé, format de 27 caractères demandé.
Windows 7 : le lecteur eID ne s'installe pas.
Wachtwoord vergeten, geen toegang tot de mailbox.
Pincode geblokkeerd na 3 pogingen.
De code is vervallen, bel 02 555 26 40.
Lost password page shows error 500.
نسيت كلمة السر
لم يصل رمز التحقق
الرقم السري محظور بعد 3 محاولات
""".strip().splitlines()
