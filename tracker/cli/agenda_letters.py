"""`answerable agenda letter`, `notice` and `notices`: telling lawmakers what is asked of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from tracker.agenda.known_agendas import find_agenda
from tracker.agenda.letters import Letter, Notice, letter_template, letters, note_sent, notices
from tracker.agenda.versions import saved_agenda
from tracker.cli.agenda_decide import AgendaArgument
from tracker.cli.campaign_options import ByOption, NowOption, day_of, moment_of, writer_named
from tracker.cli.cells import Row
from tracker.cli.output import Format, FormatOption, print_rows, say
from tracker.errors import UsageError
from tracker.rules.vocabulary import Chamber
from tracker.store import open_store


def agenda_letter(
    agenda: AgendaArgument,
    chamber: Annotated[Chamber, typer.Option("--chamber", help="to the members of which house")],
    to: Annotated[
        Path | None,
        typer.Option("--to", help="folder for one file per member; else standard output"),
    ] = None,
    template: Annotated[
        Path | None, typer.Option("--template", help="a letter of your own; else the one we ship")
    ] = None,
    now: NowOption = None,
) -> None:
    """Write a letter to each member of a house with what the agenda asks, as text to print.

    Nothing is sent: record with `agenda notice` what was.
    """
    store = open_store()
    asked, words = find_agenda(agenda, store), letter_template(template)
    with store.reading() as connection:
        found = letters(connection, asked, chamber, words, moment_of(now).date())
    if to is None:
        print("\f".join(letter.text for letter in found), end="")
    else:
        _write(found, to)
        say(f"Written: {len(found)} letters in {to}")


def _write(found: Sequence[Letter], folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for letter in found:
            (folder / f"{letter.person_id}.txt").write_text(letter.text, "utf-8")
    except OSError as error:
        raise UsageError(
            f"the letters cannot be written: {error.strerror or error}",
            where=str(folder),
            what_to_do="name a folder that you may write to",
        ) from error


def agenda_notice(
    agenda: AgendaArgument,
    to: Annotated[
        list[str],
        typer.Option("--to", help="id or name of a lawmaker; may be repeated"),
    ],
    sent: Annotated[str, typer.Option("--sent", help="the day it was sent, as in 2007-05-02")],
    proof: Annotated[str, typer.Option("--proof", help="what proves it, as in a receipt's number")],
    version: Annotated[
        int | None, typer.Option("--version", help="of the agenda, as sent; else the last")
    ] = None,
    by: ByOption = None,
    now: NowOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Record that a letter with the items of an agenda was sent to lawmakers, and the proof."""
    day = day_of(sent, "--sent")
    assert day is not None
    moment, name = moment_of(now), writer_named(by)
    with open_store().writing() as connection:
        found = [
            note_sent(
                connection,
                agenda,
                person,
                version=version,
                sent_on=day,
                proof=proof,
                by=name,
                now=moment,
            )
            for person in to
        ]
    print_rows([_notice(one) for one in found], form)


def agenda_notices(agenda: AgendaArgument, form: FormatOption = Format.TABLE) -> None:
    """List the letters that were recorded: to whom, on which day, and the proof."""
    with open_store().reading() as connection:
        saved_agenda(connection, agenda)
        found = notices(connection, agenda)
    print_rows([_notice(one) for one in found], form, empty="No letter was recorded yet.")


COMMANDS: Final[Mapping[str, Callable[..., None]]] = {
    "letter": agenda_letter,
    "notice": agenda_notice,
    "notices": agenda_notices,
}
"""By the name each has under `answerable agenda`."""


def _notice(one: Notice) -> Row:
    return {
        "agenda_id": one.agenda_id,
        "notice": one.number,
        "version": one.version,
        "person_id": one.person_id,
        "name": one.name,
        "sent_on": one.sent_on,
        "proof": one.proof,
        "recorded_at": f"{one.recorded_at:%Y-%m-%dT%H:%M:%SZ}",
        "recorded_by": one.recorded_by,
    }
