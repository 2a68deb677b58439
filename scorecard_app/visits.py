"""What is kept of visitors who have gone, so that a dropped line finds its page as it was."""

from __future__ import annotations

from collections import OrderedDict

from streamlit.runtime import get_instance
from streamlit.runtime.session_manager import SessionInfo, SessionStorage

MOST_KEPT = 12


class LastVisits(SessionStorage):
    """The visits that ended last. The older ones are closed at once.

    Streamlit's own storage keeps 128 for two minutes and leaves their closing to the garbage
    collector. Each holds three file descriptors, so that a server that may have 256 fails at the
    82nd visit.
    """

    def __init__(self) -> None:
        self._visits: OrderedDict[str, SessionInfo] = OrderedDict()

    def get(self, session_id: str) -> SessionInfo | None:
        """The visit of that id, or None where it is not kept."""
        return self._visits.get(session_id)

    def save(self, session_info: SessionInfo) -> None:
        """Keeps a visit that ended, and closes the oldest where there are too many."""
        self._visits[session_info.session.id] = session_info
        while len(self._visits) > MOST_KEPT:
            _, oldest = self._visits.popitem(last=False)
            oldest.session.shutdown()

    def delete(self, session_id: str) -> None:
        """Lets go of a visit that goes on, or that its visitor ended."""
        del self._visits[session_id]

    def list(self) -> list[SessionInfo]:
        """All that are kept, the oldest first."""
        return [*self._visits.values()]


def keep_only_the_last_visits() -> None:
    """Puts this storage in the place of Streamlit's own, which no setting replaces."""
    manager = get_instance()._session_mgr
    manager._session_storage = LastVisits()  # type: ignore[attr-defined]
