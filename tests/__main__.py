"""`python -m tests`: every check of the house; `long` and `bench` go further."""

import os
import sys

from companion.bootstrap import prepare

if __name__ == "__main__":
    prepare("tests", extra="test")
    os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")

    from tests.command import main

    raise SystemExit(main(sys.argv[1:]))
