"""What the calendar and the feed share: reading the store for a program that comes again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

import sqlalchemy as sa
from starlette.responses import PlainTextResponse

from tracker.errors import AnswerableError
from tracker.store import open_store

WAIT_SECONDS = 2.0
"""For the store, where a command has it open: such a program comes again by itself."""
COME_AGAIN_SECONDS = "60"

Found = TypeVar("Found")
_log = logging.getLogger(__name__)


def read_now(path: str, read: Callable[[sa.Connection], Found | None]) -> Found | PlainTextResponse:
    """What `read` finds for the address `path`; the answer to give where that is nothing, or the
    store cannot be read.
    """
    try:
        with open_store(lock_timeout=WAIT_SECONDS).reading() as connection:
            found = read(connection)
    except AnswerableError as error:
        _log.warning("%s", error)
        return PlainTextResponse(
            f"{path} cannot be read at this moment. Ask again in a minute.\n",
            status_code=503,
            headers={"Retry-After": COME_AGAIN_SECONDS},
        )
    if found is None:
        return PlainTextResponse(
            f"No campaign of that name has anything public. All there is: {path}\n",
            status_code=404,
        )
    return found
