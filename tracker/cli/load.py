"""`answerable load`: bring a source into the record, or leave the record as it was."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.output import Format, FormatOption, print_one, say
from tracker.cli.reading import end_unloaded, read
from tracker.cli.reviewed import REVIEWED, SAMPLE, SAMPLE_SESSION
from tracker.crawls.request import SourceRequest, help_of, option
from tracker.crawls.sources import SourceDeclaration, SourceKind, declared_sources
from tracker.errors import AnswerableError, UsageError
from tracker.intake.report import together
from tracker.service.alerting import tell_alerts
from tracker.service.pipeline import Wish, read_reviewed_record

if TYPE_CHECKING:
    from tracker.intake.report import LoadReport

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
    jurisdiction: Annotated[
        str | None,
        typer.Option(option("jurisdiction"), help=help_of("jurisdiction", SourceKind.FILES)),
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
        report = _load_reviewed(source, file, session or jurisdiction)
    elif source in FILES:
        asked = SourceRequest(
            source=source, file=file, jurisdiction=jurisdiction, session=session, budget=budget
        )
        report = _load_file(FILES[source], asked, accept_less=accept_less)
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
    tell_alerts(say)


def load_shipped_sample() -> LoadReport:
    """Loads the reviewed record of 2007-08 that ships with the program."""
    from tracker.rules import reference

    folder = reference.sample_folder(*SAMPLE_SESSION)
    assert folder is not None, "the sample record ships with the program"
    return read_reviewed_record(SAMPLE, folder)


def _load_reviewed(source: str, file: Path | None, said: str | None) -> LoadReport:
    """`said` is a session or jurisdiction, which such a record says itself."""
    if source == SAMPLE and (file or said):
        raise UsageError(
            "the sample record ships with the program and is always the same",
            where="--jurisdiction, --session and --file",
            what_to_do="leave them out, or load a record of your own: answerable load record",
        )
    if source == SAMPLE:
        return load_shipped_sample()
    if file is None or said:
        raise UsageError(
            "a reviewed record is a folder, or a zip of one, that says of which session it is",
            where="--jurisdiction and --session" if said else "--file",
            what_to_do="give --file with its path, and neither --jurisdiction nor --session",
        )
    return read_reviewed_record(source, file)


def archives_in(folder: Path) -> list[Path]:
    """The zip archives of a folder that holds such, in the order of their names; none of a folder
    that is itself what is read.
    """
    return sorted(folder.glob("*.zip")) if folder.is_dir() else []


def _load_archives(asked: SourceRequest, wish: Wish, archives: Sequence[Path]) -> LoadReport:
    """Loads one archive after another. One that cannot be loaded keeps no other from it, and ends
    the command with its code when all were read.
    """
    reports: list[LoadReport] = []
    failed: typer.Exit | AnswerableError | None = None
    for archive in archives:
        try:
            reading = read(asked.model_copy(update={"file": archive}), wish)
            if reading.loaded is None:
                end_unloaded(reading, "load")
            reports.append(reading.loaded.of_archive(archive.name))
        except AnswerableError as error:
            say(f"{archive.name}: {error}")
            failed = failed or error
        except typer.Exit as end:
            say(f"{archive.name}: not loaded")
            failed = failed or end
    if failed:
        say(f"{len(reports)} of {len(archives)} archives were read.")
        raise failed
    return together(reports)


def _load_file(source: SourceDeclaration, asked: SourceRequest, *, accept_less: bool) -> LoadReport:
    """A local file lies where it is and is not copied; one that is fetched is kept."""
    if asked.file is None and source.by_hand:
        raise UsageError(
            f"an archive of {source.id} is downloaded by hand",
            where="--file",
            what_to_do=f"get it at {source.address}, and give --file with its path"
            + (f"; with a key, use `answerable crawl {source.id}`" if source.api else ""),
        )
    if asked.file is None and asked.session is None and "{year" in source.address:
        raise UsageError(
            "say which session to fetch, or which local archive to read",
            where="--session and --file",
            what_to_do="give --session 2007-08, or --file with the path of the archive",
        )
    if asked.file is None and source.is_large:
        raise UsageError(
            f"a session's file of {source.id} is large; only a crawl fetches it, in parts",
            where="--session",
            what_to_do=f"use `answerable crawl {source.id} --session {asked.session}`, or name a "
            "--file",
        )
    wish = Wish(accept_less=accept_less, keep=asked.file is None, tells=sys.stderr.isatty())
    archives = archives_in(asked.file) if asked.file else []
    if archives:
        return _load_archives(asked, wish, archives)
    reading = read(asked, wish)
    if reading.loaded is None:
        end_unloaded(reading, "load")
    return reading.loaded
