"""Options that the campaign and milestone commands share, and what is made of them."""

from __future__ import annotations

import getpass
from datetime import UTC, date, datetime
from typing import Annotated

import typer

from tracker.errors import UsageError

ByOption = Annotated[
    str | None,
    typer.Option("--by", envvar="ANSWERABLE_NAME", help="who records this; else your login name"),
]
NowOption = Annotated[
    str | None,
    typer.Option("--now", envvar="ANSWERABLE_NOW", hidden=True, help="pretend it is this moment"),
]
CampaignArgument = Annotated[
    str, typer.Argument(metavar="CAMPAIGN", help="its id, as `answerable campaign list` prints it")
]


def writer_named(by: str | None) -> str:
    """The name given, or else the login name."""
    return by if by is not None else getpass.getuser()


def moment_of(now: str | None) -> datetime:
    """The moment given, in UTC unless it names a zone; else this one, in the zone of this machine.

    Raises:
        UsageError: it is no moment.
    """
    if now is None:
        return datetime.now().astimezone().replace(microsecond=0)
    try:
        moment = datetime.fromisoformat(now)
    except ValueError as error:
        raise _no_such_day(now, "--now") from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def day_of(text: str | None, where: str) -> date | None:
    """The day given to the option `where`.

    Raises:
        UsageError: the calendar has no such day.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise _no_such_day(text, where) from error


def _no_such_day(text: str, where: str) -> UsageError:
    return UsageError(
        f"{text!r} is not a day of the calendar",
        where=where,
        what_to_do="write year, month and day, as in 2008-08-25",
    )
