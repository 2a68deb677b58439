"""`answerable crawl`: read an official source, keep what it said, and load it if it is sound."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from tracker import paths
from tracker.cli import spiders
from tracker.cli.exits import Exit
from tracker.cli.output import Format, FormatOption, print_one, say
from tracker.errors import StoreError
from tracker.record.load import load_crawl
from tracker.record.staging import CrawlReport, Manifest, read_report
from tracker.store import open_store

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
LoadOption = Annotated[
    bool, typer.Option("--load/--no-load", help="load what was read, or only keep it")
]


@app.callback()
def _crawl() -> None:
    """Read official sources into the record."""


SessionOption = Annotated[str, typer.Option("--session", help="20072008, 2007-2008 or 2007-08")]
BillsOption = Annotated[
    list[str], typer.Option("--bill", help='a measure, as in "SB 375"; may be repeated')
]
TimeoutOption = Annotated[
    float, typer.Option("--timeout", min=0.1, max=3600, help="seconds for one page to come")
]


@app.command("ca_leginfo")
def ca_leginfo(
    session: SessionOption,
    bill: BillsOption,
    file: FileOption = None,
    url: UrlOption = None,
    delay: DelayOption = 2.0,
    timeout: TimeoutOption = 60.0,
    load: LoadOption = True,
    form: FormatOption = Format.TABLE,
) -> None:
    """Read the Legislature's own pages of named measures: status, history and roll calls.

    If any page does not come or is not what it should be, the crawl is kept and not loaded.
    """
    options = [*_of_bills(session, bill, timeout), *_shared(file, url, delay)]
    _run("ca_leginfo", options, load, form)


@app.command("ca_archive")
def ca_archive(
    session: SessionOption,
    bill: BillsOption,
    file: FileOption = None,
    url: UrlOption = None,
    delay: DelayOption = 2.0,
    timeout: TimeoutOption = 60.0,
    load: LoadOption = True,
    form: FormatOption = Format.TABLE,
) -> None:
    """Read the old site's text pages of named measures, 1993 to 2016: history and roll calls.

    Floor analyses are read beside them, to see whether they list the same votes. If any page does
    not come or is not what it should be, the crawl is kept and not loaded.
    """
    options = [*_of_bills(session, bill, timeout), *_shared(file, url, delay)]
    _run("ca_archive", options, load, form)


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
    load: LoadOption = True,
    form: FormatOption = Format.TABLE,
) -> None:
    """Read every roll call of one California session from its published archive."""
    options = ["--session", session] if session else []
    _run("ca_rollcalls", [*options, *_shared(file, url, delay)], load, form)


@app.command("replay")
def replay(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="a crawl of pages")],
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


def _of_bills(session: str, bills: list[str], timeout: float) -> list[str]:
    options = ["--session", session, "--timeout", str(timeout)]
    return options + [part for bill in bills for part in ("--bill", bill)]


def _shared(file: Path | None, url: str | None, delay: float) -> list[str]:
    options = ["--delay", str(delay)]
    options += ["--file", str(file)] if file else []
    return options + (["--url", url] if url else [])


def _run(source: str, options: list[str], load: bool, form: Format) -> None:
    started = time.perf_counter()
    folder = spiders.stage(source, _new_folder(source), options)
    report = read_report(folder) or _report_of_archive(folder)
    sound = all(monitor.ok for monitor in report.monitors)
    loaded = load_crawl(open_store(), folder).as_dict() if load and sound else None
    print_one(
        {
            "source": source,
            "crawl": str(folder),
            "requests": report.requests,
            "pages": report.pages,
            "refused": len(report.refused),
            "items": report.items,
            "load": loaded,
            "monitors": [monitor.model_dump() for monitor in report.monitors],
            "problems": [one.model_dump() for one in (*report.unreadable, *report.refused)],
            "seconds": round(time.perf_counter() - started, 3),
        },
        form,
    )
    _end(report, folder)


def _end(report: CrawlReport, folder: Path) -> None:
    """Says what was wrong and ends with the code that scripts rely on."""
    for problem in (*report.unreadable, *report.refused):
        say(f"{problem.url}: {problem.reason}")
    if report.unreadable:
        say(f"Kept in {folder}, and not loaded: the source could not be read.")
        raise typer.Exit(Exit.UNREADABLE)
    if report.refused:
        say(f"Kept in {folder}, and not loaded: a page is not what it should be.")
        raise typer.Exit(Exit.NOT_LOADED)


def _new_folder(source: str) -> Path:
    """A folder that does not exist yet, named by this moment in UTC."""
    parent = paths.home_dir() / "crawls" / source
    try:
        parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"the folder for crawls cannot be made: {error.strerror or error}",
            where=str(parent),
            what_to_do="set ANSWERABLE_HOME to a folder that you may write to",
        ) from error
    return parent / f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}"


def _report_of_archive(folder: Path) -> CrawlReport:
    """The same for a crawl of one file, which has no pages that could be refused."""
    manifest = Manifest.model_validate_json((folder / "crawl.json").read_text("utf-8"))
    return CrawlReport(
        source=manifest.source,
        requests=len(manifest.files),
        pages=0,
        bytes=sum(file.bytes for file in manifest.files),
        refused=[],
        unreadable=[],
        items=manifest.counts,
        monitors=[],
        seconds=0.0,
    )
