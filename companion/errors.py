"""The two refusals that any room may raise; there is no third."""


class Refused(Exception):  # noqa: N818 (named as the worker would say it)
    """Allowed to ask, not to have; carries the sentence the worker reads."""


class NotHere(Exception):  # noqa: N818 (named as the worker would say it)
    """What is asked does not exist, or is not yours: nobody can tell which."""
