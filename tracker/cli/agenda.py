"""`answerable agenda`: what a coalition asks for: bring it in, look at it, take it out again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from tracker.agenda.agenda import Agenda, AgendaItem, Stance, read_agenda
from tracker.agenda.agenda_text import agenda_text, value_text
from tracker.agenda.amended import Amended, amended_since, reviewed
from tracker.agenda.comparing import compare
from tracker.agenda.editing import with_confirmed_aye
from tracker.agenda.find_bills import FoundLine
from tracker.agenda.importing import AgendaImport, Import, import_agenda, import_list
from tracker.agenda.known_agendas import DEFAULT_AGENDA, find_agenda, known_agendas
from tracker.agenda.lint import lint
from tracker.agenda.versions import (
    Version,
    differences,
    save_agenda,
    saved_agenda,
    version_numbered,
    versions,
)
from tracker.cli.agenda_choose import COMMANDS as CHOOSING
from tracker.cli.agenda_decide import COMMANDS as DECIDING
from tracker.cli.agenda_decide import AgendaArgument
from tracker.cli.agenda_ended import brief_ended, ended_row, sentences, whole
from tracker.cli.agenda_letters import COMMANDS as LETTERS
from tracker.cli.agenda_rolls import brief_rolls, house_rows
from tracker.cli.campaign_options import ByOption, NowOption, day_of, moment_of, writer_named
from tracker.cli.cells import Row
from tracker.cli.exits import Exit
from tracker.cli.output import Format, FormatOption, print_one, print_rows, say
from tracker.cli.score import AgendaOption
from tracker.errors import UsageError
from tracker.scoring.agenda_facts import agenda_facts
from tracker.store import open_store
from tracker.views.agenda_ended import agenda_ended
from tracker.views.item_rolls import item_rolls

app = typer.Typer(
    help="What a coalition asks for: bring it in, look at it, take it out again.",
    no_args_is_help=True,
)
VersionOption = Annotated[
    int | None, typer.Option("--version", help="of those saved; else the last")
]


@app.command("list")
def agenda_list(form: FormatOption = Format.TABLE) -> None:
    """List the agendas that ship with the program, the default first, then your own: those saved
    in the store, and the files in the folder `agendas` of ANSWERABLE_HOME.
    """
    known = known_agendas(open_store())
    for fault in known.faults:
        say(f"left out: {fault}")
    print_rows([_summary(agenda) for agenda in known.agendas.values()], form, brief=_brief_summary)


@app.command("show")
def agenda_show(agenda: AgendaOption = DEFAULT_AGENDA, form: FormatOption = Format.TABLE) -> None:
    """Show the items of an agenda: what is asked, since when, and why."""
    asked = find_agenda(agenda, open_store())
    if form is Format.TABLE:
        say(f"{asked.title}, version {asked.version}")
        if asked.statement:
            say(asked.statement)
    store, amended = open_store(), dict[str, Amended]()
    if not store.is_absent:
        with store.reading() as connection:
            amended = amended_since(connection, asked)
    rows = [_item(item, amended.get(item.id)) for item in asked.items]
    print_rows(rows, form, brief=_brief_item)


@app.command("lint")
def agenda_lint(
    agenda: AgendaOption = DEFAULT_AGENDA,
    strict: Annotated[
        bool, typer.Option("--strict", help="end with exit code 1 when anything is found")
    ] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Hold an agenda against the record, and list what to look at before it is used.

    Findings are no refusals: an agenda may be right and still have some.
    """
    asked = find_agenda(agenda, open_store())
    with open_store().reading() as connection:
        facts = agenda_facts(connection, asked)
    findings = [
        {"kind": str(found.kind), "item_id": found.item_id, "message": found.message}
        for found in lint(asked, facts)
    ]
    print_rows(findings, form, empty="Nothing to look at.")
    if findings and strict:
        raise typer.Exit(Exit.FOUND_SOMETHING)


@app.command("rolls")
def agenda_rolls(agenda: AgendaArgument, form: FormatOption = Format.TABLE) -> None:
    """List the roll calls of each item in each house: which counts and why, or why none does."""
    asked = find_agenda(agenda, open_store())
    with open_store().reading() as connection:
        found = item_rolls(connection, asked)
    for one in found:
        for name in one.not_found:
            say(f"of {one.item.id}, the record holds no roll call {name}")
    if form is Format.TABLE:
        print_rows([row for one in found for row in brief_rolls(one)], form)
    else:
        print_rows([row for one in found for row in house_rows(one)], form)


@app.command("ended")
def agenda_what_ended(
    agenda: AgendaArgument, now: NowOption = None, form: FormatOption = Format.TABLE
) -> None:
    """List the measures that ended or wait without becoming law, and how far all came.

    Each with the action that says so, in its own words, and who had it then by the record. Facts
    only: no lawmaker earns or loses anything by them.
    """
    asked, today = find_agenda(agenda, open_store()), moment_of(now).date()
    with open_store().reading() as connection:
        found = agenda_ended(connection, asked, today)
    if form is Format.JSON:
        print_one(whole(found, today), form)
        return
    for sentence in sentences(found):
        say(sentence)
    empty = "" if found.why_nothing else "None of which the record tells ended or waits."
    print_rows([ended_row(one) for one in found.ended], form, brief=brief_ended, empty=empty)


@app.command("import")
def agenda_import(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="a list of bills (text, CSV), or an agenda file")
    ],
    jurisdiction: Annotated[
        str | None, typer.Option("--jurisdiction", help="whose bills a list names, as in ca")
    ] = None,
    session: Annotated[
        str | None, typer.Option("--session", help="of which session, as in 2007-08")
    ] = None,
    agenda_id: Annotated[
        str | None,
        typer.Option("--id", help="of the agenda, new or not; else made from its title"),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", help="of a new agenda; else the name of the file")
    ] = None,
    position: Annotated[
        Stance, typer.Option("--position", help="of the lines that say none")
    ] = Stance.SUPPORT,
    since: Annotated[
        str | None,
        typer.Option("--since", help="day from which votes are judged; else the session's first"),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="say what each line means, and save nothing")
    ] = False,
    by: ByOption = None,
    now: NowOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Bring an agenda in from a list of bills, one a line, or from an agenda file.

    Each line is found in the record, or listed with the nearest measures. A list is saved when
    every line is found, or repeats one that is; else nothing is saved, and the exit code is 1. A
    list under the id of an agenda there is adds to it. An agenda file is saved as its next version.
    """
    moment, name = moment_of(now), writer_named(by)
    if file.suffix in (".yaml", ".yml"):
        _import_file(file, moment, name, dry_run=dry_run, form=form)
        return
    if session is None:
        raise UsageError(
            "a list of bills does not say which session it is about",
            where="--session",
            what_to_do="add it, as in --session 2007-08; and --jurisdiction ca where several "
            "legislatures have such a session",
        )
    asked = AgendaImport(
        file=file,
        jurisdiction=jurisdiction,
        session=session,
        agenda_id=agenda_id,
        title=title,
        stance=position,
        since=day_of(since, "--since"),
        by=name,
        now=moment,
        dry_run=dry_run,
    )
    _print_import(import_list(open_store(), asked), form, dry_run=dry_run)


def _import_file(file: Path, now: datetime, by: str, *, dry_run: bool, form: Format) -> None:
    agenda = read_agenda(file)
    done = import_agenda(open_store(), agenda, by=by, now=now, dry_run=dry_run)
    _print_import(done, form, dry_run=dry_run)


def _print_import(done: Import, form: Format, *, dry_run: bool) -> None:
    rows = [_found(line) for line in done.lines]
    whole: Row = {
        "items": rows,
        "saved": done.version is not None,
        "agenda_id": done.agenda_id,
        "version": done.version,
    }
    if form is Format.JSON:
        print_one(whole, form)
    else:
        print_rows(rows, form)
    for sentence in done.remarks:
        say(sentence)
    if done.is_incomplete and not dry_run:
        raise typer.Exit(Exit.FOUND_SOMETHING)


@app.command("export")
def agenda_export(
    agenda: AgendaArgument,
    version: VersionOption = None,
    to: Annotated[
        Path | None, typer.Option("--to", help="the file to write; else standard output")
    ] = None,
) -> None:
    """Write an agenda as the file it comes back from: the same agenda gives the same bytes."""
    text = agenda_text(_agenda(agenda, version))
    if to is None:
        print(text, end="")
        return
    try:
        to.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"the agenda cannot be written: {error.strerror or error}",
            where=str(to),
            what_to_do="name a file in a folder that you may write to",
        ) from error
    say(f"Written: {to}")


@app.command("versions")
def agenda_versions(agenda: AgendaArgument, form: FormatOption = Format.TABLE) -> None:
    """List every version of an agenda that was saved: who, when, and why."""
    with open_store().reading() as connection:
        known = versions(connection, agenda)
    print_rows(
        [_version(one) for one in known], form, empty=f"No version of {agenda} was ever saved."
    )


@app.command("compare")
def agenda_compare(
    first: AgendaArgument,
    second: Annotated[str, typer.Argument(metavar="OTHER", help="the agenda to set beside it")],
    form: FormatOption = Format.TABLE,
) -> None:
    """Set two agendas of one session side by side: where they ask the opposite, what both ask, and
    what only one asks.
    """
    store = open_store()
    found = compare(find_agenda(first, store), find_agenda(second, store))
    print_rows([vars(one) for one in found], form, empty="Neither agenda has a measure.")


@app.command("diff")
def agenda_diff(
    agenda: AgendaArgument,
    old: Annotated[
        int | None, typer.Option("--from", help="a version; else the last but one")
    ] = None,
    new: Annotated[int | None, typer.Option("--to", help="a version; else the last")] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Show what changed between two versions of an agenda, field by field."""
    with open_store().reading() as connection:
        newest = versions(connection, agenda)
        later = new if new is not None else len(newest)
        earlier = old if old is not None else later - 1
        after = version_numbered(connection, agenda, later).agenda
        before = version_numbered(connection, agenda, earlier).agenda if earlier else None
    rows: list[Row] = [
        {"item_id": item, "field": field, "before": _text(one), "after": _text(other)}
        for item, field, one, other in differences(before, after)
    ]
    print_rows(rows, form, empty="Nothing changed.")


@app.command("restore")
def agenda_restore(
    agenda: AgendaArgument,
    version: Annotated[int, typer.Option("--version", help="the version to go back to")],
    by: ByOption = None,
    now: NowOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Go back to an earlier version: it is saved again as the newest. No version is lost."""
    with open_store().writing() as connection:
        earlier = version_numbered(connection, agenda, version)
        saved = save_agenda(
            connection,
            earlier.agenda,
            seen=len(versions(connection, agenda)),
            by=writer_named(by),
            now=moment_of(now),
            note=f"version {version} again",
        )
    print_one(_version(saved), form)


@app.command("confirm")
def agenda_confirm(
    agenda: AgendaArgument,
    item: Annotated[str, typer.Argument(metavar="ITEM", help="as `agenda show` prints it")],
    roll: Annotated[
        str, typer.Argument(metavar="ROLL", help="its roll call, as `agenda show` prints it")
    ],
    by: ByOption = None,
    now: NowOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Confirm, as a second person, that an aye on a roll call is against the measure.

    Read its motion first. Who wrote it cannot confirm it. It is saved as the next version.
    """
    moment, name = moment_of(now), writer_named(by)
    with open_store().writing() as connection:
        changed = with_confirmed_aye(
            saved_agenda(connection, agenda), item, roll, by=name, today=moment.date()
        )
        saved = save_agenda(
            connection,
            changed,
            seen=len(versions(connection, agenda)),
            by=name,
            now=moment,
            note=f"{item}: confirmed that an aye on {roll} is against the measure",
        )
    print_one(_version(saved), form)


@app.command("review")
def agenda_review(
    agenda: AgendaArgument,
    item: Annotated[str, typer.Argument(metavar="ITEM", help="as `agenda show` prints it")],
    by: ByOption = None,
    now: NowOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Say that a position stands after its bill was amended.

    Read the newest text first. It is saved as the next version; to ask for something else, edit the
    position instead.
    """
    with open_store().writing() as connection:
        changed = reviewed(connection, saved_agenda(connection, agenda), item)
        saved = save_agenda(
            connection,
            changed,
            seen=len(versions(connection, agenda)),
            by=writer_named(by),
            now=moment_of(now),
            note=f"{item}: the position stands for the amended text",
        )
    print_one(_version(saved), form)


for name, command in {**DECIDING, **CHOOSING, **LETTERS}.items():
    app.command(name)(command)


def _agenda(agenda: str, version: int | None) -> Agenda:
    if version is None:
        return find_agenda(agenda, open_store())
    with open_store().reading() as connection:
        return version_numbered(connection, agenda, version).agenda


def _found(line: FoundLine) -> Row:
    return {
        "line": line.asked.line,
        "text": line.asked.text,
        "bill_id": line.bill_id,
        "status": str(line.status),
        "candidates": list(line.candidates),
    }


def _version(version: Version) -> Row:
    return {
        "agenda_id": version.agenda_id,
        "version": version.number,
        "saved_at": f"{version.saved_at:%Y-%m-%dT%H:%M:%SZ}",
        "saved_by": version.saved_by,
        "note": version.note,
    }


def _text(value: object) -> str | None:
    return None if value is None else value_text(value)


def _summary(agenda: Agenda) -> dict[str, object]:
    return {
        "id": agenda.id,
        "title": agenda.title,
        "jurisdiction": agenda.jurisdiction,
        "session": agenda.session,
        "version": agenda.version,
        "ratified": agenda.ratified,
        "demonstration": agenda.demonstration,
        "organizations": list(agenda.organizations),
        "items": len(agenda.items),
        "statement": agenda.statement,
    }


def _brief_summary(row: Row) -> Row:
    return {
        "id": row["id"],
        "title": row["title"],
        "jurisdiction": row["jurisdiction"],
        "session": row["session"],
        "items": row["items"],
        "adopted": row["ratified"] or ("demonstration" if row["demonstration"] else "not yet"),
    }


def _item(item: AgendaItem, amended: Amended | None) -> dict[str, object]:
    return {
        "item_id": item.id,
        "bill_id": item.bill_id,
        "issue": item.issue,
        "title": item.title,
        "weight_hundredths": item.weight_hundredths,
        "positions": [
            {
                "stance": str(position.stance),
                "in_force_from": position.in_force_from,
                "in_force_until": position.in_force_until,
                "recorded_on": position.recorded_on,
                "text_of": position.text_of,
            }
            for position in item.positions
        ],
        "roll_calls": [
            {
                "vote_event_id": roll.vote_event_id,
                "reason": roll.reason,
                "aye_means": str(roll.aye_means),
                "said_by": roll.said_by,
                "confirmed_by": roll.confirmed_by,
                "confirmed_on": roll.confirmed_on,
                "replaces_the_rules": roll.replaces_the_rules,
            }
            for roll in item.roll_calls
        ],
        "reason": item.reason,
        "lead": item.lead,
        "needs_review": amended is not None,
        "amended_on": amended.newest.date if amended else None,
    }


def _brief_item(row: Row) -> Row:
    positions, hundredths = row["positions"], row["weight_hundredths"]
    assert isinstance(positions, list) and isinstance(hundredths, int)
    return {
        "measure": row["item_id"],
        "title": row["title"],
        "asked": ", then ".join(position["stance"] for position in positions),
        "from": positions[0]["in_force_from"],
        "recorded": positions[0]["recorded_on"],
        "weight": f"{hundredths / 100:g}",
        "review": f"needed: amended on {row['amended_on']}" if row["needs_review"] else None,
    }
