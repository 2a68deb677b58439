"""`answerable crawl`: read an official source, keep what it said, and load it if it is sound."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli import spiders
from tracker.cli.crawl_options import (
    BillsOption,
    ListedOption,
    Loading,
    Pages,
    Parts,
    SessionOfFileOption,
    SessionOption,
    local,
    of_bills,
)
from tracker.cli.crawling import crawl
from tracker.cli.exits import Exit
from tracker.cli.option_groups import spread
from tracker.cli.output import Format, FormatOption, print_one
from tracker.cli.since import DAYS, SinceOfFileOption, refuse_since
from tracker.cli.site_options import Site
from tracker.errors import UsageError
from tracker.service.bulk_days import CAPITOL, named_day

A_DAY = "<Mon..Sat|today|yesterday|date>"

app = typer.Typer(help="Read official sources into the record.", no_args_is_help=True)


@app.callback()
def _crawl() -> None:
    """Read official sources into the record."""


@app.command("ca_leginfo")
@spread
def ca_leginfo(
    session: SessionOption,
    bill: BillsOption = None,
    listed: ListedOption = False,
    since: Annotated[
        datetime | None,
        typer.Option(
            "--since",
            formats=DAYS,
            help="of measures with no action on that day or later, read the history alone",
        ),
    ] = None,
    *,
    pages: Pages,
    site: Site,
    loading: Loading,
) -> None:
    """Read the Legislature's own pages of measures: status, history, roll calls and texts.

    A measure of which a page is not there, or not what it should be, is left as the record has it.
    If more than one in twenty are, or if a page does not come, the crawl is kept and not loaded. A
    page that has not changed since the last good crawl is not sent again, where the site can say
    so.

    A session's own list has some 5,500 measures, of four pages each: days of asking. For a whole
    session take ca_pubinfo, and this for the measures that matter today.
    """
    options = ["--session", session, *of_bills(session, bill, listed=listed)]
    options += _day("--since", since)
    options += [*pages.arguments("ca_leginfo"), *site.arguments()]
    crawl("ca_leginfo", session, options, loading)


@app.command("ca_archive")
@spread
def ca_archive(
    session: SessionOption,
    bill: BillsOption = None,
    since: Annotated[
        datetime | None,
        typer.Option(
            "--since",
            formats=DAYS,
            help="read only measures of which the site has a document of that day or later",
        ),
    ] = None,
    *,
    pages: Pages,
    site: Site,
    loading: Loading,
) -> None:
    """Read the old site's text pages of measures, 1993 to 2016: history and roll calls.

    Floor analyses are read beside them, to see whether they list the same votes. A measure of
    which a page is not there, or not what it should be, is left as the record has it. If more than
    one in twenty are, or if a page does not come, the crawl is kept and not loaded.
    """
    options = ["--session", session, *of_bills(session, bill), *_day("--since", since)]
    options += [*pages.arguments("ca_archive"), *site.arguments()]
    crawl("ca_archive", session, options, loading)


@app.command("ca_hearings")
@spread
def ca_hearings(
    session: SessionOption,
    first: Annotated[
        datetime | None, typer.Option("--from", formats=DAYS, help="the first day; else all")
    ] = None,
    last: Annotated[
        datetime | None, typer.Option("--until", formats=DAYS, help="the last day; else all")
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option("--since", formats=DAYS, help="hearings of that day or later, as with --from"),
    ] = None,
    *,
    pages: Pages,
    site: Site,
    loading: Loading,
) -> None:
    """Read committee hearings and the floors' daily files from the houses' own pages.

    The list of each house is read, and the agenda of each of its events on the days asked for: one
    request each, so name the days. What the bulk files tell of the same comes with ca_pubinfo. If
    any page does not come or is not what it should be, the crawl is kept and not loaded.
    """
    if first and since:
        raise UsageError(
            "the first day is said twice",
            where="--from and --since",
            what_to_do="give one of them; they mean the same",
        )
    options = ["--session", session, *_day("--from", first or since), *_day("--until", last)]
    options += [*pages.arguments("ca_hearings"), *site.arguments()]
    crawl("ca_hearings", session, options, loading)


@app.command("ca_rollcalls")
@spread
def ca_rollcalls(
    session: SessionOfFileOption = None,
    file: Annotated[
        Path | None, typer.Option("--file", help="a local archive (caleg07-08.zip); no network")
    ] = None,
    since: SinceOfFileOption = None,
    *,
    parts: Parts,
    site: Site,
    loading: Loading,
) -> None:
    """Read every roll call of one California session from its published archive.

    It is fetched only if it changed since the last crawl, and kept as it came.
    """
    refuse_since("ca_rollcalls", since)
    options = [*_session(session), *local(file)]
    options += [*parts.arguments("ca_rollcalls"), *site.arguments()]
    crawl("ca_rollcalls", session, options, loading)


@app.command("ca_pubinfo")
@spread
def ca_pubinfo(
    session: SessionOfFileOption = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", help="pubinfo_2007.zip, or a folder of its .dat files; no network"),
    ] = None,
    daily: Annotated[
        str | None,
        typer.Option("--daily", metavar=A_DAY, help="the whole session as of that day"),
    ] = None,
    changes: Annotated[
        str | None,
        typer.Option("--changes", metavar=A_DAY, help="only what changed on that day"),
    ] = None,
    since: SinceOfFileOption = None,
    *,
    parts: Parts,
    site: Site,
    loading: Loading,
) -> None:
    """Read the Legislature's bulk files of one session: bills, histories and roll calls.

    A session is about 1 GB. It is fetched in parts, only if it changed since the last crawl; a
    download that broke off goes on where it ended. The file is kept as it came. Of today,
    yesterday or a date a file is loaded only if it was written that day or later. Days of changes
    must be read in order: an older line would stand over a newer one.
    """
    refuse_since("ca_pubinfo", since)
    options = [*_session(session), *local(file)]
    as_of = None
    for option, day in (("--daily", daily), ("--changes", changes)):
        if day:
            meant = named_day(day, datetime.now(CAPITOL).date(), option)
            options += [option, meant.name]
            as_of = meant.date
    options += [*parts.arguments("ca_pubinfo"), *site.arguments()]
    crawl("ca_pubinfo", session, options, loading, as_of=as_of)


@app.command("replay")
def replay(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="a crawl that was kept")],
    form: FormatOption = Format.TABLE,
) -> None:
    """Parse the archive of a crawl again, with no network, and compare byte for byte.

    Ends with 1 and the first difference if the items are not the same, with 4 if the archive is not
    what the crawl wrote, by its sum.
    """
    again = spiders.replay(folder)
    same = again["difference"] is None
    print_one({"folder": str(folder), "identical": same, **again}, form)
    if not same:
        raise typer.Exit(Exit.FOUND_SOMETHING)


def _session(session: str | None) -> list[str]:
    return ["--session", session] if session else []


def _day(option: str, day: datetime | None) -> list[str]:
    return [option, f"{day:%Y-%m-%d}"] if day else []
