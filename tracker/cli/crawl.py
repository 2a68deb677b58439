"""`answerable crawl`: read an official source, keep what it said, and load it if it is sound."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli import spiders
from tracker.cli.crawl_options import BUDGET, Pages, of_bills, of_file, of_pages, shared
from tracker.cli.crawling import Wish, run
from tracker.cli.exits import Exit
from tracker.cli.output import Format, FormatOption, print_one

app = typer.Typer(help="Read official sources into the record.", no_args_is_help=True)

FileOption = Annotated[
    Path | None, typer.Option("--file", help="what an earlier crawl kept; no network is used")
]
UrlOption = Annotated[
    str | None, typer.Option("--url", help="another site with the same addresses")
]
DelayOption = Annotated[
    float, typer.Option("--delay", min=0, max=3600, help="seconds between two requests")
]
PartTimeoutOption = Annotated[
    float, typer.Option("--timeout", min=0.1, max=3600, help="seconds for 32 MB to come")
]
LoadOption = Annotated[
    bool, typer.Option("--load/--no-load", help="load what was read, or only keep it")
]

LessOption = Annotated[
    bool,
    typer.Option("--accept-less", help="load although the last good crawl held more, or otherwise"),
]


class Day(StrEnum):
    """A day of the week, as the bulk files are named by it."""

    MON = "Mon"
    TUE = "Tue"
    WED = "Wed"
    THU = "Thu"
    FRI = "Fri"
    SAT = "Sat"
    SUN = "Sun"


@app.callback()
def _crawl() -> None:
    """Read official sources into the record."""


SessionOption = Annotated[str, typer.Option("--session", help="20072008, 2007-2008 or 2007-08")]
BillsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--bill",
        help='a measure, as in "SB 375"; may be repeated. Without any: every measure of the '
        "session that the record holds",
    ),
]
DAYS = ["%Y-%m-%d"]
TimeoutOption = Annotated[
    float, typer.Option("--timeout", min=0.1, max=3600, help="seconds for one page to come")
]
ResumeOption = Annotated[
    bool, typer.Option("--resume", help="go on with the newest such crawl that was cut off")
]
BudgetOption = Annotated[
    int, typer.Option("--budget", min=1, help="requests to one site in a day (UTC), at most")
]


@app.command("ca_leginfo")
def ca_leginfo(
    session: SessionOption,
    bill: BillsOption = None,
    since: Annotated[
        datetime | None,
        typer.Option(
            "--since",
            formats=DAYS,
            help="read status and votes only of measures with an action on that day or later",
        ),
    ] = None,
    file: FileOption = None,
    resume: ResumeOption = False,
    url: UrlOption = None,
    delay: DelayOption = 2.0,
    timeout: TimeoutOption = 60.0,
    budget: BudgetOption = BUDGET,
    load: LoadOption = True,
    accept_less: LessOption = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Read the Legislature's own pages of measures: status, history and roll calls.

    If any page does not come or is not what it should be, the crawl is kept and not loaded. A page
    that has not changed since the last good crawl is not sent again, where the site can say so.
    """
    asked = Pages(session, timeout, resume, budget)
    options = [*of_pages("ca_leginfo", asked), *of_bills(session, bill)]
    options += shared(file, url, delay)
    options += ["--since", f"{since:%Y-%m-%d}"] if since else []
    run(Wish("ca_leginfo", session, load, accept_less), options, form)


@app.command("ca_archive")
def ca_archive(
    session: SessionOption,
    bill: BillsOption = None,
    file: FileOption = None,
    resume: ResumeOption = False,
    url: UrlOption = None,
    delay: DelayOption = 2.0,
    timeout: TimeoutOption = 60.0,
    budget: BudgetOption = BUDGET,
    load: LoadOption = True,
    accept_less: LessOption = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Read the old site's text pages of measures, 1993 to 2016: history and roll calls.

    Floor analyses are read beside them, to see whether they list the same votes. If any page does
    not come or is not what it should be, the crawl is kept and not loaded.
    """
    asked = Pages(session, timeout, resume, budget)
    options = [*of_pages("ca_archive", asked), *of_bills(session, bill)]
    options += shared(file, url, delay)
    run(Wish("ca_archive", session, load, accept_less), options, form)


@app.command("ca_hearings")
def ca_hearings(
    session: SessionOption,
    first: Annotated[
        datetime | None, typer.Option("--from", formats=DAYS, help="the first day; else all")
    ] = None,
    last: Annotated[
        datetime | None, typer.Option("--until", formats=DAYS, help="the last day; else all")
    ] = None,
    file: FileOption = None,
    resume: ResumeOption = False,
    url: UrlOption = None,
    delay: DelayOption = 2.0,
    timeout: TimeoutOption = 60.0,
    budget: BudgetOption = BUDGET,
    load: LoadOption = True,
    accept_less: LessOption = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Read committee hearings from the houses' own pages; the Assembly's with their measures.

    Hearings and daily files of the bulk files come with ca_pubinfo. If any page does not come or is
    not what it should be, the crawl is kept and not loaded.
    """
    options = of_pages("ca_hearings", Pages(session, timeout, resume, budget))
    for name, day in (("--from", first), ("--until", last)):
        options += [name, f"{day:%Y-%m-%d}"] if day else []
    options += shared(file, url, delay)
    run(Wish("ca_hearings", session, load, accept_less), options, form)


@app.command("ca_rollcalls")
def ca_rollcalls(
    session: Annotated[
        str | None, typer.Option("--session", help="2007-08; needed when no --file is given")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", help="a local archive (caleg07-08.zip); no network")
    ] = None,
    url: Annotated[
        str | None, typer.Option("--url", help="another address; {years} stands for 07-08")
    ] = None,
    delay: DelayOption = 2.0,
    timeout: PartTimeoutOption = 180.0,
    load: LoadOption = True,
    accept_less: LessOption = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Read every roll call of one California session from its published archive.

    It is fetched only if it changed since the last crawl, and kept as it came.
    """
    options = of_file("ca_rollcalls", session, timeout)
    options += shared(file, url, delay)
    run(Wish("ca_rollcalls", session, load, accept_less), options, form)


@app.command("ca_pubinfo")
def ca_pubinfo(
    session: Annotated[
        str | None, typer.Option("--session", help="2007-08; needed unless a file or day is named")
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", help="pubinfo_2007.zip, or a folder of its .dat files; no network"),
    ] = None,
    daily: Annotated[
        Day | None, typer.Option("--daily", help="the whole session as of that day of the week")
    ] = None,
    changes: Annotated[
        Day | None, typer.Option("--changes", help="only what changed on that day of the week")
    ] = None,
    url: UrlOption = None,
    delay: DelayOption = 2.0,
    timeout: PartTimeoutOption = 180.0,
    load: LoadOption = True,
    accept_less: LessOption = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Read the Legislature's bulk files of one session: bills, histories and roll calls.

    A session is about 1 GB. It is fetched in parts, only if it changed since the last crawl; a
    download that broke off goes on where it ended. The file is kept as it came.
    """
    options = of_file("ca_pubinfo", session, timeout)
    options += ["--daily", daily] if daily else []
    options += ["--changes", changes] if changes else []
    options += shared(file, url, delay)
    run(Wish("ca_pubinfo", session, load, accept_less), options, form)


@app.command("replay")
def replay(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="a crawl that was kept")],
    form: FormatOption = Format.TABLE,
) -> None:
    """Parse the archive of a crawl again, with no network, and compare byte for byte.

    Ends with 1 and the first difference if the items are not the same.
    """
    again = spiders.replay(folder)
    same = again["difference"] is None
    print_one({"folder": str(folder), "identical": same, **again}, form)
    if not same:
        raise typer.Exit(Exit.FOUND_SOMETHING)
