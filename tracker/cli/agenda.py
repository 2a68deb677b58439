"""`answerable agenda`: what a coalition asks for, and what to look at before it is used."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.agenda.agenda import Agenda, AgendaItem
from tracker.agenda.known_agendas import DEFAULT_AGENDA, find_agenda, known_agendas
from tracker.agenda.lint import lint
from tracker.cli.cells import Row
from tracker.cli.exits import Exit
from tracker.cli.output import Format, FormatOption, print_rows, say
from tracker.cli.score import AgendaOption
from tracker.scoring.agenda_facts import agenda_facts
from tracker.store import open_store

app = typer.Typer(help="Look at what a coalition asks for.", no_args_is_help=True)


@app.callback()
def _agenda() -> None:
    """Look at what a coalition asks for."""


@app.command("list")
def agenda_list(form: FormatOption = Format.TABLE) -> None:
    """List the agendas that ship with the program, the default first, then your own: the files in
    the folder `agendas` of ANSWERABLE_HOME.
    """
    known = known_agendas()
    for fault in known.faults:
        say(f"left out: {fault}")
    print_rows([_summary(agenda) for agenda in known.agendas.values()], form, brief=_brief_summary)


@app.command("show")
def agenda_show(agenda: AgendaOption = DEFAULT_AGENDA, form: FormatOption = Format.TABLE) -> None:
    """Show the items of an agenda: what is asked, since when, and why."""
    asked = find_agenda(agenda)
    if form is Format.TABLE:
        say(f"{asked.title}, version {asked.version}")
        say(asked.statement)
    print_rows([_item(item) for item in asked.items], form, brief=_brief_item)


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
    asked = find_agenda(agenda)
    with open_store().reading() as connection:
        facts = agenda_facts(connection, asked)
    findings = [
        {"kind": str(found.kind), "item_id": found.item_id, "message": found.message}
        for found in lint(asked, facts)
    ]
    print_rows(findings, form, empty="Nothing to look at.")
    if findings and strict:
        raise typer.Exit(Exit.FOUND_SOMETHING)


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


def _item(item: AgendaItem) -> dict[str, object]:
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
            }
            for position in item.positions
        ],
        "roll_calls": [
            {"vote_event_id": roll.vote_event_id, "reason": roll.reason} for roll in item.roll_calls
        ],
        "reason": item.reason,
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
    }
