"""Where the Legislature publishes its bulk files, and what their names say."""

from __future__ import annotations

import re

SITE = "https://downloads.leginfo.legislature.ca.gov"
PUBLISHED_AT = SITE + "/pubinfo_{year}.zip"

_CHANGES = re.compile(r"pubinfo_(mon|tue|wed|thu|fri|sat|sun)\.zip", re.IGNORECASE)
_NAMED = re.compile(r"pubinfo_\w+\.zip", re.IGNORECASE | re.ASCII)


def address(url: str | None, *, daily: str | None = None, changes: str | None = None) -> str:
    """The address of a session's file, or of that of a day of the week, as in `Mon`.

    `url` is another site with the same names, or another address of a file.
    """
    if url and url.lower().endswith(".zip"):
        return url
    name = f"daily_{daily}" if daily else changes or "{year}"
    return f"{(url or SITE).rstrip('/')}/pubinfo_{name}.zip"


def cited(url: str, name: str) -> str:
    """The address to cite for a local file that has kept its name."""
    return f"{SITE}/{name}" if url == PUBLISHED_AT and _NAMED.fullmatch(name) else url


def holds_changes_only(name: str) -> bool:
    """Whether a file of that name holds the changes of one day and not a whole session."""
    return _CHANGES.fullmatch(name) is not None
