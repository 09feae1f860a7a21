"""The instance of one association: its folder, and the few lines it says about itself."""

import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from companion.errors import Refused, reason
from companion.typography import french

EXAMPLE = """\
# Réglages de l'association. Tout est facultatif ; rien ici ne concerne une personne.
# Après une modification, relancez Compagnon.

[association]
nom = ""           # imprimé sur la feuille : « Permanence du quartier »
telephone = ""     # le numéro que la personne peut appeler
adresse = ""
permanences = ""   # « lundi et jeudi, de 9 h à 12 h »
pays = "be"        # "be" ou "fr" : les guides de ce pays viennent d'abord
adresse_publique = ""   # adresse de ce site, s'il est ouvert sur internet
second_facteur_accueil = "non"   # "oui" : l'accueil donne aussi un numéro en entrant ; les membres le donnent toujours
"""
PARTS = ("nom", "telephone", "adresse", "permanences", "pays", "adresse_publique", "second_facteur_accueil")
YES_OR_NO = ("oui", "non")
COUNTRIES = ("be", "fr")
LONGEST = 200


@dataclass(frozen=True)
class Config:
    """What the association says about itself; every part may be empty."""

    folder: Path
    nom: str = ""
    telephone: str = ""
    adresse: str = ""
    permanences: str = ""
    pays: str = "be"
    adresse_publique: str = ""
    second_facteur_accueil: str = "non"

    @property
    def procedures(self) -> Path:
        """Return the folder of the association's own procedure files."""
        return self.folder / "procedures"

    @property
    def drafts(self) -> Path:
        """Return the folder of the procedure files that are being written."""
        return self.folder / "brouillons"

    @property
    def database_url(self) -> str:
        """Return where the database is: the environment of a host may say it."""
        return os.environ.get("COMPANION_DATABASE_URL") or f"sqlite:///{self.folder.resolve() / 'companion.sqlite'}"

    @property
    def has_database(self) -> bool:
        """Tell whether there may be a database: its file is there, or a server keeps it."""
        return bool(os.environ.get("COMPANION_DATABASE_URL")) or (self.folder / "companion.sqlite").exists()

    @cached_property
    def mark(self) -> str:
        """Return eight characters that tell this instance from another one on the same machine: cookies ignore ports."""
        return sha256(str(self.folder.resolve()).encode()).hexdigest()[:8]


def open_instance(folder: Path) -> Config:
    """Open the folder of an association, making it on first use."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / "procedures").mkdir(exist_ok=True)
        if not (folder / "config.toml").exists():
            (folder / "config.toml").write_text(EXAMPLE, encoding="utf-8")
        return read_settings(folder)
    except OSError as fault:
        message = f"Le dossier « {folder.name} » ne peut pas être ouvert ou créé ({reason(fault)}). Choisissez-en un autre avec --instance."
        raise Refused(message) from None


def read_settings(folder: Path) -> Config:
    """Read what an association says of itself, or say what is wrong in the file."""
    try:
        written = tomllib.loads((folder / "config.toml").read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        line = re.search(r"at line (\d+)", str(fault))
        where = f" à la ligne {line[1]}" if line else ""
        message = f"config.toml n’est pas lisible{where}. Corrigez-le, ou supprimez le fichier pour repartir de l’exemple."
        raise Refused(message) from None
    said = written.get("association", {})
    if not isinstance(said, dict) or any(not isinstance(said.get(part, ""), str) for part in PARTS):
        message = "config.toml : sous [association], chaque réglage est un texte entre guillemets."
        raise Refused(message)
    if unknown := sorted(set(said) - set(PARTS)):
        message = f"config.toml : « {unknown[0][:LONGEST]} » n’est pas un réglage. Les réglages sont {', '.join(PARTS)}."
        raise Refused(message)
    kept = {part: french(said[part].strip()[:LONGEST]) for part in PARTS if said.get(part, "").strip()}
    country = kept.get("pays", "be").lower()
    if country not in COUNTRIES:
        message = "config.toml : « pays » est be ou fr."
        raise Refused(message)
    if kept.get("second_facteur_accueil", "non") not in YES_OR_NO:
        message = "config.toml : « second_facteur_accueil » est oui ou non."
        raise Refused(message)
    return Config(folder, **{**kept, "pays": country})


def write_settings(folder: Path, said: Mapping[str, str]) -> None:
    """Write what the association says of itself in its file; comments and other lines stay as they are."""
    file = folder / "config.toml"
    try:
        text = file.read_text(encoding="utf-8-sig")
        for part, value in said.items():
            text = _with_setting(text, part, json.dumps(value[:LONGEST], ensure_ascii=False))
        beside = file.with_name("config.toml.nouveau")
        beside.write_text(text, encoding="utf-8")
        beside.replace(file)
    except OSError as fault:
        message = f"Les réglages n’ont pas pu être écrits ({reason(fault)}). Rien n’a été changé."
        raise Refused(message) from None


def _with_setting(text: str, part: str, value: str) -> str:
    line = re.compile(rf'(?m)^({part}\s*=\s*)"(?:[^"\\\n]|\\.)*"')
    if line.search(text):
        return line.sub(lambda found: found[1] + value, text, count=1)
    return re.sub(r"(?m)^\[association\].*$", lambda found: f"{found[0]}\n{part} = {value}", text, count=1)
