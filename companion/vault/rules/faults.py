"""The two ways in which a sealed thing stays shut; neither says what was inside, nor what key was tried."""


class Locked(Exception):  # noqa: N818 (named as the worker would say it)
    """No key at hand opens this: wrong passphrase, wrong code, or a ring that does not hold the key."""


class Altered(Exception):  # noqa: N818 (named as the worker would say it)
    """The key is the right one, but these are not the bytes sealed here: moved, replayed, swapped or damaged."""
