"""Runs the import contracts of `pyproject.toml`, as one step of the test command: the library's own module does nothing when it is run."""

from importlinter.cli import lint_imports_command

if __name__ == "__main__":
    lint_imports_command()
