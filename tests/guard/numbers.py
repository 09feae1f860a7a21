"""Numbers that pass their checks and belong to nobody; made here, never copied from anywhere."""

from stdnum import luhn
from stdnum.fr import nir
from stdnum.iso7064 import mod_97_10


def a_niss(born: str = "850730", order: str = "033", century: str = "") -> str:
    """Return a Belgian number for a day of birth; `century` is "2" from the year 2000."""
    return f"{born}{order}{97 - int(century + born + order) % 97:02d}"


def a_nir(body: str = "2850775118042") -> str:
    """Return a French social security number with its key."""
    return body + nir.calc_check_digits(body)


def a_card(start: str = "403612345678901") -> str:
    """Return a card number with its Luhn key."""
    return start + luhn.calc_check_digit(start)


def an_iban(country: str = "BE", account: str = "999012345678") -> str:
    """Return an IBAN of that country."""
    return country + mod_97_10.calc_check_digits(account + country) + account


def a_belgian_iban(bank: str = "9990123456") -> str:
    """Return a Belgian IBAN, with the key Belgian banks add."""
    return an_iban("BE", f"{bank}{int(bank) % 97 or 97:02d}")


def a_fiscal_number(start: str = "3012345678") -> str:
    """Return a French fiscal number with its key."""
    return f"{start}{int(start) % 511:03d}"


def grouped(number: str, *sizes: int, by: str = " ") -> str:
    """Return the number cut in groups, as people copy it."""
    parts, start = [], 0
    for size in (*sizes, len(number)):
        parts.append(number[start : start + size])
        start += size
    return by.join(part for part in parts if part)
