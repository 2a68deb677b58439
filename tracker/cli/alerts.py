"""`answerable alerts`: what changed of the things one follows, told once to each place."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker import paths
from tracker.alerts.outbox import messages
from tracker.alerts.sending import Clock, planned, send_alerts, this_moment, wrong_now
from tracker.alerts.settings import FILE, AlertSettings, alert_settings
from tracker.cli import alert_rows
from tracker.cli.campaign_options import NowOption, moment_of
from tracker.cli.exits import Exit
from tracker.cli.output import Format, FormatOption, print_rows, say
from tracker.errors import UsageError
from tracker.store import open_store

app = typer.Typer(
    help="Alerts: what changed of the things you follow, told once to each place.",
    no_args_is_help=True,
)


@app.command("send")
def send(
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="say what would be sent; send nothing and note nothing"),
    ] = False,
    again: Annotated[
        str | None,
        typer.Option(
            "--again", help="a message to send although nobody knows whether it was received"
        ),
    ] = None,
    now: NowOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Look for changes, and send what your alerts are to tell by now.

    Each change is sent once. What could not be sent is tried again. Settings: alerts.yaml in your
    folder.
    """
    settings = _settings()
    clock = _clock(now)
    store = open_store()
    if dry_run:
        found = planned(store, settings, clock())
        _say(found.remarks)
        print_rows(
            [alert_rows.planned_row(one) for one in found.each],
            form,
            brief=alert_rows.brief_sent,
            empty="Nothing is to be sent.",
        )
        return
    done = send_alerts(store, settings, clock, again=again)
    _say(done.remarks)
    print_rows(
        [alert_rows.sent_row(one) for one in done.sent],
        form,
        brief=alert_rows.brief_sent,
        empty="Nothing is to be sent.",
    )
    if any(one.reason for one in done.sent):
        raise typer.Exit(Exit.FOUND_SOMETHING)


@app.command("list")
def list_messages(now: NowOption = None, form: FormatOption = Format.TABLE) -> None:
    """List the messages, the newest first: what each told, and whether it was received."""
    moment = _clock(now)()
    with open_store().reading() as connection:
        held = messages(connection)
    _say(wrong_now(held, moment))
    print_rows(
        [alert_rows.message_row(one, moment) for one in reversed(held)],
        form,
        brief=alert_rows.brief_message,
        empty="Nothing was sent yet: answerable alerts send --dry-run says what would be.",
    )


def _settings() -> AlertSettings:
    found = alert_settings()
    if found is None:
        raise UsageError(
            "there are no alerts here",
            where=str(paths.home_dir() / FILE),
            what_to_do="write that file as docs/alerts.md says",
        )
    return found


def _clock(now: str | None) -> Clock:
    return this_moment if now is None else lambda: moment_of(now)


def _say(remarks: tuple[str, ...] | list[str]) -> None:
    for one in remarks:
        say(one)
