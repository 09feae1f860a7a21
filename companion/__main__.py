"""The front door of `python -m companion`: prepares the machine, then opens the command line."""

import gc

from companion.bootstrap import prepare

if __name__ == "__main__":
    prepare("companion")

    gc.disable()  # what is imported stays: looking for garbage in it would cost a tenth of the start
    from companion.cli import main

    gc.freeze()
    gc.enable()
    raise SystemExit(main())
