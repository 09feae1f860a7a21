"""The front door of `python -m companion`: prepares the machine, then opens the command line."""

from companion.bootstrap import prepare

if __name__ == "__main__":
    prepare("companion")

    from companion.cli import main

    raise SystemExit(main())
