"""The complaints of the YAML parser, which are English, as French sentences that say what to do."""

from companion.procedures.lint.findings import say

UNCLOSED_QUOTE = "Un guillemet ouvert ici n'est pas fermé à la fin du texte. Ajoutez le guillemet manquant."
_ESCAPE = "Une barre « \\ » entre guillemets doubles a un sens spécial. Écrivez « \\\\ », ou utilisez des guillemets simples."
_COLON = "Un deux-points suivi d'une espace est de trop sur cette ligne. Mettez tout le texte entre guillemets doubles."
_NO_COLON = "Il manque un deux-points suivi d'une espace après le nom de la clé. Ajoutez-le."
_SPECIAL = "Cette ligne commence une valeur par un signe réservé (@, `, % ou un autre). Mettez le texte entre guillemets doubles."
_BRACKET = "Un crochet ou une accolade ouverts ici ne sont pas bien fermés. Vérifiez les « ] », les accolades et les virgules."
_STRAY_BRACKET = "Un crochet, une accolade ou une virgule est de trop ici. Effacez ce signe, ou mettez le texte entre guillemets doubles."
_ALIGNMENT = "Cette ligne n'est pas alignée avec les précédentes. Alignez la clé ou le tiret sous ceux du même niveau."
_BLOCK = "Le bloc de texte qui suit « | » est mal aligné. Décalez chaque ligne de deux espaces de plus que la clé."
_DEFAULT = "Cette ligne ne peut pas être lue. Vérifiez l'alignement, les guillemets et les deux-points, ici et à la ligne du dessus."

_BY_WORDS: tuple[tuple[tuple[str, ...], str, bool], ...] = (
    (("quoted scalar", "end of stream"), UNCLOSED_QUOTE, True),
    (("quoted scalar", "document separator"), UNCLOSED_QUOTE, True),
    (("unknown escape",), _ESCAPE, False),
    (("mapping values are not allowed",), _COLON, False),
    (("could not find expected ':'",), _NO_COLON, True),
    (("cannot start any token",), _SPECIAL, False),
    (("flow sequence",), _BRACKET, True),
    (("flow mapping",), _BRACKET, True),
    (("node content",), _STRAY_BRACKET, False),
    (("block scalar",), _BLOCK, False),
    (("block mapping",), _ALIGNMENT, False),
    (("block collection",), _ALIGNMENT, False),
)
"""Words found in a complaint → the sentence, and whether the fault is where the parser began."""


def in_french(context: str, problem: str) -> tuple[str, bool]:
    """Return the French sentence, and whether the line to show is the one where the trouble began."""
    said = f"{context} {problem}"
    for words, sentence, at_start in _BY_WORDS:
        if all(word in said for word in words):
            return say(sentence), at_start
    return say(_DEFAULT), False
