"""The ring: the keys that one request may use, by id, and nothing else."""

from collections.abc import Iterable
from typing import NoReturn

from companion.vault.keys.threads import DataKey
from companion.vault.rules.faults import Locked


class Ring:
    """Keys of threads, held by hand and forgotten with the request; never global, never copied, never shown."""

    def __init__(self, keys: Iterable[DataKey] = ()) -> None:
        """Take these keys."""
        self._keys = {key.id: key.secret for key in keys}

    def hold(self, key: DataKey) -> None:
        """Take one more key."""
        self._keys[key.id] = key.secret

    def secret(self, key_id: bytes) -> bytes:
        """Return a key, or raise Locked."""
        try:
            return self._keys[key_id]
        except KeyError:
            raise Locked from None

    def forget(self) -> None:
        """Let all keys go."""
        self._keys.clear()

    def __len__(self) -> int:
        return len(self._keys)

    def __repr__(self) -> str:
        return f"Ring({len(self)} keys)"

    def __reduce__(self) -> NoReturn:
        message = "a ring is never written"
        raise TypeError(message)
