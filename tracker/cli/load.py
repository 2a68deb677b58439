"""`answerable load`: bring a source into the record, or leave the record as it was."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.output import Format, FormatOption, print_one, say
from tracker.cli.reading import end_unloaded, read
from tracker.crawls.request import SourceRequest, help_of, option
from tracker.crawls.sources import SourceDeclaration, SourceKind, declared_sources
from tracker.errors import UsageError
from tracker.service.pipeline import Wish, read_reviewed_record

if TYPE_CHECKING:
    from tracker.intake.report import LoadReport

SAMPLE = "sample"
SAMPLE_SESSION = ("ca", "20072008")
RECORD = "record"
REVIEWED = {
    SAMPLE: "the reviewed record that ships with the program",
    RECORD: "a reviewed record of your own: --file names its folder, or a zip of it",
}
"""What is reviewed by hand and not crawled."""
FILES = {
    source.id: source for source in declared_sources().values() if source.kind is SourceKind.FILES
}
_NAMES = REVIEWED | {source.id: source.name for source in FILES.values()}
_BUDGET = SourceRequest.model_fields["budget"].default


def load(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE",
            help=". ".join(f"{source}: {name}" for source, name in _NAMES.items()),
        ),
    ],
    file: Annotated[
        Path | None, typer.Option(option("file"), help=help_of("file", SourceKind.FILES))
    ] = None,
    session: Annotated[
        str | None, typer.Option(option("session"), help="2007-08; needed when no --file is given")
    ] = None,
    budget: Annotated[
        int, typer.Option(option("budget"), min=1, help=help_of("budget", SourceKind.FILES))
    ] = _BUDGET,
    accept_less: Annotated[
        bool,
        typer.Option("--accept-less", help="load although the last good load held more"),
    ] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Load a source into the record. Loading the same again changes nothing.

    What is read is judged beside what was last read well of the same session; if that held more,
    nothing is loaded. Roll calls that do not add up are quarantined with the reason; see
    `answerable quarantine`. A crawl does the same, and keeps a copy of the file.
    """
    if source in REVIEWED:
        report = _load_reviewed(source, file, session)
    elif source in FILES:
        report = _load_file(FILES[source], file, session, budget, accept_less=accept_less)
    else:
        raise UsageError(
            f"there is no source {source!r}",
            where="SOURCE",
            what_to_do=f"choose one of {', '.join(_NAMES)}",
        )
    if form is Format.TABLE:
        for warning in report.warnings:
            say(f"note: {warning}")
    print_one(report.for_reading() if form is Format.TABLE else report.as_dict(), form)


def load_shipped_sample() -> LoadReport:
    """Loads the reviewed record of 2007-08 that ships with the program."""
    from tracker.rules import reference

    folder = reference.sample_folder(*SAMPLE_SESSION)
    assert folder is not None, "the sample record ships with the program"
    return read_reviewed_record(SAMPLE, folder)


def _load_reviewed(source: str, file: Path | None, session: str | None) -> LoadReport:
    if source == SAMPLE and (file or session):
        raise UsageError(
            "the sample record ships with the program and is always the same",
            where="--session and --file",
            what_to_do="leave them out, or load a record of your own: answerable load record",
        )
    if source == SAMPLE:
        return load_shipped_sample()
    if file is None or session:
        raise UsageError(
            "a reviewed record is a folder, or a zip of one, that says of which session it is",
            where="--session" if session else "--file",
            what_to_do="give --file with its path, and no --session",
        )
    return read_reviewed_record(source, file)


def _load_file(
    source: SourceDeclaration,
    file: Path | None,
    session: str | None,
    budget: int,
    *,
    accept_less: bool,
) -> LoadReport:
    """A local file lies where it is and is not copied; one that is fetched is kept."""
    if file is None and session is None:
        raise UsageError(
            "say which session to fetch, or which local archive to read",
            where="--session and --file",
            what_to_do="give --session 2007-08, or --file with the path of the archive",
        )
    if file is None and source.is_large:
        raise UsageError(
            f"a session's file of {source.id} is large; only a crawl fetches it, in parts",
            where="--session",
            what_to_do=f"use `answerable crawl {source.id} --session {session}`, or name a --file",
        )
    asked = SourceRequest(source=source.id, file=file, session=session, budget=budget)
    wish = Wish(accept_less=accept_less, keep=file is None, tells=sys.stderr.isatty())
    reading = read(asked, wish)
    if reading.loaded is None:
        end_unloaded(reading, "load")
    return reading.loaded
