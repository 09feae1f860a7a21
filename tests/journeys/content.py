"""What the shipped guides say, read from their files: a journey quotes them, so that rewording a guide breaks nothing."""

from companion.procedures.queries import SHELVES, read_library
from tests.journeys.desk import plain

LIBRARY = read_library(SHELVES)


def guide(address):
    """Return the procedure behind an address."""
    return LIBRARY.guides[address.rpartition("/")[2]].procedure


def step(address, name):
    """Return one step of a guide."""
    return next(one for one in guide(address).etapes if one.id == name)


def said_done(address, name):
    """Return the past sentence of a step, without its first letter, which is a capital on paper."""
    return plain(step(address, name).simple_passe)[1:]


def sign(address, name, towards):
    """Return what one sees when a step is stuck and the way out leads to another step or channel."""
    return plain(next(way.signe for way in step(address, name).si_bloque if way.alors == towards))


def phone(address):
    """Return the number to call."""
    return plain(next(channel.numero for channel in guide(address).canaux if channel.type == "telephone"))


def ombudsman(address):
    """Return the number of who can be turned to against the institution."""
    return plain(LIBRARY.institutions[guide(address).institution].mediateur.numero)


def ways_to_save(address, deadline):
    """Return the sentences of « Sauver la date »."""
    found = next(one for one in guide(address).echeances if one.id == deadline)
    return [plain(way.texte) for way in found.sauver_la_date]
