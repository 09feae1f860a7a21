"""The square that a telephone reads on the screen: drawn here, module for module, with its white border."""

import re
from urllib.parse import parse_qs, urlsplit

import segno

from companion.accounts.rules.numbers import APPLICATION, new_factor
from companion.accounts.views.prints import square

BORDER = 4


def test_the_square_on_the_screen_holds_each_module_of_the_address_and_the_border_that_cameras_need():
    address = new_factor(APPLICATION).address("heron-42")
    side, path = square(address)
    drawn = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", path)}
    code = segno.make(address, error="m", micro=False)
    wanted = {(column + BORDER, row + BORDER) for row, modules in enumerate(code.matrix) for column, dark in enumerate(modules) if dark}

    assert drawn == wanted
    assert int(side) == len(code.matrix) + 2 * BORDER
    assert all(BORDER <= place < int(side) - BORDER for module in drawn for place in module)


def test_the_address_says_the_name_and_the_secret_that_an_application_needs():
    own = new_factor(APPLICATION)
    parts = urlsplit(own.address("heron-42"))

    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    assert parts.path.endswith("heron-42")
    assert parse_qs(parts.query)["secret"] == [own.secret]
