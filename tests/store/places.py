"""A place where one test keeps its store."""

from __future__ import annotations

from dataclasses import dataclass

from tests.record.contents import new_store
from tracker.store import Store, open_store


@dataclass(frozen=True)
class Place:
    """The address of a store that does not exist yet."""

    url: str

    def store(self, *, lock_timeout: float = 30.0) -> Store:
        """The store there, as a newly started program opens it."""
        return open_store(self.url, lock_timeout=lock_timeout)

    def new_store(self) -> Store:
        """The store there, with its tables made: quicker, where how they are made is not asked."""
        store = self.store()
        return new_store(store.path) if store.path else store
