"""`answerable load`: bring a source into the record, or leave the record as it was."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker import paths
from tracker.cli import spiders
from tracker.cli.output import Format, FormatOption, print_one, say
from tracker.cli.site_options import BUDGET, BudgetOption, budgeted
from tracker.crawls.sums import content_of
from tracker.errors import UsageError
from tracker.intake.report import LoadReport

if TYPE_CHECKING:
    from tracker.store import Store

SAMPLE = "sample"
SPIDERS = ("ca_rollcalls", "ca_pubinfo")
LARGE = "ca_pubinfo"
JURISDICTION = "ca"
SAMPLE_SESSION = (JURISDICTION, "20072008")


def load(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE",
            help="sample: the reviewed record that ships with the program. ca_rollcalls: every "
            "roll call of one California session. ca_pubinfo: the Legislature's bulk files of "
            "one session, with bills, history and votes.",
        ),
    ],
    file: Annotated[
        Path | None,
        typer.Option(
            "--file",
            help="a local archive (caleg07-08.zip, pubinfo_2007.zip) or a folder of bulk files; "
            "no network is used",
        ),
    ] = None,
    session: Annotated[
        str | None, typer.Option("--session", help="2007-08; needed when no --file is given")
    ] = None,
    budget: BudgetOption = BUDGET,
    form: FormatOption = Format.TABLE,
) -> None:
    """Load a source into the record. Loading the same again changes nothing.

    Roll calls that do not add up are quarantined with the reason; see `answerable quarantine`.
    """
    if source == SAMPLE and (file or session):
        raise UsageError(
            "the sample record ships with the program and is always the same",
            where="--session and --file",
            what_to_do="leave them out, or name ca_rollcalls as the source",
        )
    if source == SAMPLE:
        from tracker.store import open_store

        report = load_shipped_sample(open_store())
    elif source in SPIDERS:
        report = _load_archive(source, file, session, budget)
    else:
        raise UsageError(
            f"there is no source {source!r}",
            where="SOURCE",
            what_to_do=f"choose one of {', '.join((SAMPLE, *SPIDERS))}",
        )
    if form is Format.TABLE:
        for warning in report.warnings:
            say(f"note: {warning}")
    print_one(report.for_reading() if form is Format.TABLE else report.as_dict(), form)


def load_shipped_sample(store: Store) -> LoadReport:
    """Loads the reviewed record of 2007-08 that ships with the program."""
    from tracker.intake.load import load_record
    from tracker.rules import reference

    code, session = SAMPLE_SESSION
    folder = reference.sample_folder(code, session)
    assert folder is not None, "the sample record ships with the program"
    return load_record(store, folder)


class _KnownAlready(Exception):
    """What lies there was loaded before, and loading it again would change nothing."""

    def __init__(self, report: LoadReport) -> None:
        super().__init__()
        self.report = report


def _load_archive(source: str, file: Path | None, session: str | None, budget: int) -> LoadReport:
    """Imports take as long as a spider does: what loading needs is imported while it works."""
    if file is None and session is None:
        raise UsageError(
            "say which session to fetch, or which local archive to read",
            where="--session and --file",
            what_to_do="give --session 2007-08, or --file caleg07-08.zip",
        )
    if file is None and source == LARGE:
        raise UsageError(
            "a session's bulk files are about 1 GB, and this command keeps nothing that it fetches",
            where="--session",
            what_to_do="use `answerable crawl ca_pubinfo --session 2007-08`, or name a --file",
        )
    content = content_of(file) if file and file.exists() else None
    crawls = paths.made(paths.crawls_dir())
    with tempfile.TemporaryDirectory(prefix=f"{source}-", dir=crawls) as parent:
        options = ["--file", str(file)] if file else budgeted(budget)
        options += ["--session", session] if session else []
        try:
            staged = spiders.stage(
                source,
                Path(parent) / "crawl",
                options,
                meanwhile=lambda: _get_ready(source, session, content),
                tells=sys.stderr.isatty(),
            )
        except _KnownAlready as known:
            return known.report
        from tracker.intake.load import load_crawl
        from tracker.store import open_store

        return load_crawl(open_store(), staged.folder)


def _get_ready(source: str, session: str | None, content: str | None) -> None:
    """Imports what loading needs, and what DuckDB imports at its first look at an Arrow table, and
    reads the reviewed rules.

    Raises, which ends the spider:
        _KnownAlready: there is nothing to load.
        DataFileError: a reviewed file is wrong.
        StoreError: the store's address cannot be understood, or it cannot be read.
    """
    from tracker.store import open_store

    store = open_store()
    if content:
        _look_up(store, source, session, content)
    import pyarrow.dataset  # noqa: F401

    import tracker.intake.load  # noqa: F401
    from tracker.rules.reference import reference

    reference(JURISDICTION)


def _look_up(store: Store, source: str, session: str | None, content: str) -> None:
    from tracker.intake.repeat_loads import recognise
    from tracker.rules.jurisdictions import parse_session

    try:
        asked = parse_session(session) if session else None
    except UsageError:
        return  # the spider says so
    same = recognise(store, source, content, asked)
    if same:
        raise _KnownAlready(same)
