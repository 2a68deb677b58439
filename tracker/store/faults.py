"""What a driver, the system or an address that cannot be understood means for a person; never with
a password in it, wherever that stood.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from tracker.errors import StoreError
from tracker.store.store_file import damaged_log

_HARMLESS = {"host", "port", "dbname", "sslmode", "application_name", "connect_timeout"}
"""What the query of an address may hold that anybody may read; a misspelt `passwrd` is not it."""

_HELD = re.compile(r"could not set lock|conflicting lock|database is locked", re.IGNORECASE)
"""How DuckDB says that another program has the file open."""

_LOG = re.compile(r"\bWAL file\b|replaying (the )?WAL")
"""How it says that the log of changes beside the file cannot be read."""


def shown_address(url: sa.URL) -> str:
    """The address without passwords and the like, wherever they stand in it."""
    shown = {name: value if name in _HARMLESS else "***" for name, value in url.query.items()}
    return url.set(query=shown).render_as_string(hide_password=True).replace("%2A%2A%2A", "***")


def unknown_address(text: str) -> StoreError:
    """Of what cannot be understood only the beginning is shown: a password may stand anywhere."""
    kind = re.match(r"[A-Za-z0-9+]{1,20}:", text)
    return StoreError(
        "this is not the address of a store",
        where=f"ANSWERABLE_DATABASE_URL, which begins with {kind[0]!r}"
        if kind
        else "ANSWERABLE_DATABASE_URL",
        what_to_do="use duckdb:////full/path/to/file.duckdb or postgresql://user@host/database",
    )


def busy(url: sa.URL, seconds: float) -> StoreError:
    return StoreError(
        f"another process has had the store open for {seconds:g} seconds",
        where=shown_address(url),
        what_to_do="wait for the other command to finish, or end it, and run this again",
    )


@contextmanager
def explained(url: sa.URL, file: Path | None) -> Iterator[None]:
    """Turns what a driver or the system says into an error that says what to do."""
    try:
        yield
    except (sa.exc.DBAPIError, OSError) as error:
        raise explain(error, url, file) from error


def explain(error: Exception, url: sa.URL, file: Path | None) -> StoreError:
    where = shown_address(url)
    text = _without_secrets(str(getattr(error, "orig", None) or error), url)
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
    if full or "No space left" in text or "File too large" in text or "disk full" in text.lower():
        return StoreError(
            "the disk is full; nothing of this step was stored, and what was stored before is safe",
            where=where,
            what_to_do="free some space on that disk, then run the same command again",
        )
    if "Permission denied" in text or "Read-only file system" in text:
        return StoreError(
            "the store and its folder may not be written, which reading needs too",
            where=f"{where}: {text}",
            what_to_do="set ANSWERABLE_HOME to a folder that you may write to",
        )
    if _LOG.search(text):
        return damaged_log(where, text, file)
    if _HELD.search(text):
        return StoreError(
            "another program has the store open",
            where=f"{where}: {text}",
            what_to_do="close that program (a database browser, say) and run this again",
        )
    return StoreError(
        "the store could not be read or written; nothing of this step was stored",
        where=f"{where}: {text}",
        what_to_do="check that the file is a store of this program and that you may write there",
    )


def _without_secrets(text: str, url: sa.URL) -> str:
    """The first line of what a driver says, which may repeat the address."""
    line = (text.strip().splitlines() or ["no reason was given"])[0]
    said = [value for name, value in url.query.items() if name not in _HARMLESS]
    secrets = [one for value in said for one in ((value,) if isinstance(value, str) else value)]
    for secret in filter(None, (url.password, *secrets)):
        line = line.replace(secret, "***")
    return line
