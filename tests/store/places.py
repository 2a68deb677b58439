"""A place where one test keeps its store."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.store import Store, open_store


@dataclass(frozen=True)
class Place:
    """The address of a store that does not exist yet."""

    url: str

    def store(self, *, lock_timeout: float = 30.0) -> Store:
        """The store there, as a newly started program opens it."""
        return open_store(self.url, lock_timeout=lock_timeout)
