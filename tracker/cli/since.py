"""`--since DAY`, where a source of files is asked for it: which files to ask for instead."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated

import typer

from tracker.errors import UsageError
from tracker.service.bulk_days import CAPITOL, KEPT, Day

DAYS = ["%Y-%m-%d"]
SinceOfFileOption = Annotated[
    datetime | None,
    typer.Option("--since", formats=DAYS, help="refused: no file holds that; says which to ask"),
]


def refuse_since(source: str, since: datetime | None) -> None:
    """Nothing, unless a day was named.

    Raises:
        UsageError: files cannot be asked so.
    """
    if since is None:
        return
    instead = "leave --since out: a file that has not changed is not fetched again"
    if source == "ca_pubinfo":
        instead = files_since(since.date(), datetime.now(CAPITOL).date())
    raise UsageError(
        "a file holds a whole session or what changed on one day, never what changed since a day",
        where="--since",
        what_to_do=instead,
    )


def files_since(since: date, today: date) -> str:
    """Which of the Legislature's bulk files hold what changed from `since` to `today`."""
    whole = "leave --since out, for the file of the whole session"
    if not 0 <= (today - since).days <= KEPT:
        return whole
    days = [since + timedelta(n) for n in range((today - since).days + 1)]
    names = [list(Day)[day.weekday()] for day in days]
    files = ", then ".join(f"--changes {name}" for name in names if name is not Day.SUN)
    return f"crawl with {files}, or {whole}" if files else whole
