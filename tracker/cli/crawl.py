"""`answerable crawl`: read an official source, keep what it said, and load it if it is sound.

There is one command for each declared source, with the options that its declaration allows.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import typer

from tracker.cli.cells import Row
from tracker.cli.exits import Exit
from tracker.cli.output import Format, FormatOption, print_one, say
from tracker.cli.reading import end_unloaded, read, say_held_back, spider_failed
from tracker.crawls.request import TIMEOUTS, SourceRequest, fields_of, help_of, option
from tracker.crawls.sources import DayFiles, SourceDeclaration, SourceKind, declared_sources
from tracker.service.alerting import tell_alerts
from tracker.service.pipeline import Reading, Wish
from tracker.service.spider import SpiderFailed
from tracker.service.spider import replay as replay_crawl

DAYS = ["%Y-%m-%d"]

LoadOption = Annotated[
    bool, typer.Option("--load/--no-load", help="load what was read, or only keep it")
]
AcceptOption = Annotated[
    bool,
    typer.Option("--accept-less", help="load although the last good crawl held more, or otherwise"),
]

app = typer.Typer(help="Read official sources into the record.", no_args_is_help=True)


@app.callback()
def _crawl() -> None:
    """Read official sources into the record."""


def _command(source: SourceDeclaration) -> Callable[..., None]:
    """The command that crawls a source, with one option for each field that it may be asked for."""
    fields = fields_of(source)

    def command(
        *,
        load: bool = True,
        accept_less: bool = False,
        form: Format = Format.TABLE,
        **asked: Any,
    ) -> None:
        given = {name: _plain(value) for name, value in asked.items() if value is not None}
        request = SourceRequest.model_validate({"source": source.id, **given})
        wish = Wish(load=load, accept_less=accept_less, tells=True)
        reading = read(request, wish)
        row = _row(source, reading, form)
        print_one(_brief(row) if form is Format.TABLE else row, form)
        if not reading.is_good:
            end_unloaded(reading, "crawl")
        say_held_back(reading)
        if reading.loaded is not None:
            tell_alerts(say)

    shown = [
        *(option_of(source, name) for name in fields),
        Parameter("load", Parameter.KEYWORD_ONLY, default=True, annotation=LoadOption),
        Parameter("accept_less", Parameter.KEYWORD_ONLY, default=False, annotation=AcceptOption),
        Parameter("form", Parameter.KEYWORD_ONLY, default=Format.TABLE, annotation=FormatOption),
    ]
    command.__signature__ = Signature(shown)  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: one.annotation for one in shown}
    return command


def option_of(source: SourceDeclaration, name: str) -> Parameter:
    """A field of a request as an option of a command, as Typer knows it."""
    field, extra = SourceRequest.model_fields[name], dict[str, Any]()
    kind, default = field.annotation, field.default
    for bound in field.metadata:
        extra |= {"min": bound.ge} if hasattr(bound, "ge") else {}
        extra |= {"max": bound.le} if hasattr(bound, "le") else {}
    if date in get_args(kind):
        kind, extra["formats"] = datetime | None, DAYS
    elif get_origin(kind) is tuple:
        kind, default = list[str] | None, None
    elif name == "timeout":
        kind, default = float, TIMEOUTS[source.kind]
    elif name in ("daily", "changes") and source.day_files:
        extra["metavar"] = _days(source.day_files)
    elif name == "session" and source.kind is SourceKind.PAGES:
        kind, default = str, Parameter.empty
    shown = typer.Option(option(name), help=help_of(name, source.kind), **extra)
    return Parameter(
        name, Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, shown]
    )


def _days(files: DayFiles) -> str:
    return f"<{files.weekdays[0]}..{files.weekdays[-1]}|today|yesterday|date>"


def _plain(value: object) -> object:
    return value.date() if isinstance(value, datetime) else value


def _row(source: SourceDeclaration, reading: Reading, form: Format) -> dict[str, object]:
    report, loaded = reading.report, reading.loaded
    read_of_it = loaded and (loaded.for_reading() if form is Format.TABLE else loaded.as_dict())
    return {
        "source": source.id,
        "crawl": str(reading.folder),
        "requests": report.requests,
        "pages": report.pages,
        "refused": len(report.refused),
        "held_back": report.held_back,
        "items": report.items,
        "load": read_of_it,
        "monitors": [monitor.model_dump() for monitor in reading.monitors],
        "problems": [one.model_dump() for one in (*report.unreadable, *report.refused)],
        "warnings": list(reading.warnings),
        "seconds": reading.seconds,
    }


def _brief(row: Row) -> Row:
    """The same for a table: a line for each thing, and of monitors those that did not hold."""
    monitors, problems = _maps(row["monitors"]), _maps(row["problems"])
    failed = [f"{one['name']}: {one['detail']}" for one in monitors if not one["ok"]]
    holds = f"all {len(monitors)} hold" if monitors else "none"
    return {
        **{name: value for name, value in row.items() if name not in ("load", "monitors")},
        "monitors": failed or holds,
        "problems": [f"{one['url']}: {one['reason']}" for one in problems],
        **{f"load: {name}": value for name, value in _maps([row["load"] or {}])[0].items()},
    }


def _maps(value: object) -> list[dict[str, object]]:
    return [dict(one) for one in value if isinstance(one, dict)] if isinstance(value, list) else []


for _source in declared_sources().values():
    if not _source.is_crawled:
        continue
    app.command(_source.id, help=f"{_source.title}\n\n{_source.about}")(_command(_source))


@app.command("replay")
def replay(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="a crawl that was kept")],
    form: FormatOption = Format.TABLE,
) -> None:
    """Parse the archive of a crawl again, with no network, and compare byte for byte.

    Ends with 1 and the first difference if the items are not the same, with 4 if the archive is not
    what the crawl wrote, by its sum.
    """
    try:
        again = replay_crawl(folder)
    except SpiderFailed as failed:
        raise spider_failed(failed) from failed
    same = again["difference"] is None
    print_one({"folder": str(folder), "identical": same, **again}, form)
    if not same:
        raise typer.Exit(Exit.FOUND_SOMETHING)
