"""Alerts after a load or a crawl, and again and again while a schedule runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from tracker import paths
from tracker.access.acting import OPERATOR, acting_as
from tracker.errors import AnswerableError

FILE = "alerts.yaml"
"""As `tracker.alerts.settings` has it, which is imported where there is such a file."""


def tell_alerts(
    tell: Callable[[str], None],
    *,
    remark: Callable[[str], None] | None = None,
    is_stopping: Callable[[], bool] = lambda: False,
) -> None:
    """Looks for changes and sends what is due, where this home has alerts; says what came of it,
    and remarks what of the settings is wrong. No trouble of an alert is one of the load or the
    schedule.
    """
    if not (paths.home_dir() / FILE).is_file():
        return
    from tracker.alerts.sending import send_alerts, this_moment
    from tracker.alerts.settings import alert_settings
    from tracker.store import open_store

    remark = remark or tell
    try:
        settings = alert_settings()
        if settings is None:
            return
        # In a server, who names nobody acts for a stranger; alerts are the operator's.
        with acting_as(OPERATOR):
            done = send_alerts(
                open_store(), settings, this_moment, at_once=False, is_stopping=is_stopping
            )
    except AnswerableError as error:
        remark(f"no alert was sent: {error.what} ({error.where}); to do: {error.what_to_do}")
        return
    for said in done.remarks:
        remark(said)
    for one in done.sent:
        count = len(one.message.changes)
        changes = "1 change" if count == 1 else f"{count} changes"
        came = f"not sent: {one.reason}; it is tried again" if one.reason else "sent"
        tell(f"alert {one.message.alert}: {changes} {came}")


def alerts_in_trouble() -> list[str]:
    """A sentence for each alert whose messages were not all received; none where this home has no
    alerts.

    Raises StoreError where the store cannot be read.
    """
    if not (paths.home_dir() / FILE).is_file():
        return []
    from tracker.alerts.outbox import messages
    from tracker.alerts.sending import this_moment, wrong_now
    from tracker.store import open_store

    store = open_store()
    if store.is_absent:
        return []
    with store.reading() as connection:
        held = messages(connection)
    return wrong_now(held, this_moment())


def said_once(tell: Callable[[str], None]) -> Callable[[str], None]:
    """Tells each thing once: a misspelt id would be said every five minutes."""
    return cache(tell)
