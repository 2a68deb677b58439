"""`answerable rules`: how far the reviewed rules of a legislature reach."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from tracker.cli.cells import Row
from tracker.cli.output import Format, FormatOption, print_one, print_rows, say
from tracker.errors import UsageError
from tracker.record.motions import RulesChecked, motions_checked
from tracker.rules.reference import reference
from tracker.rules.vocabulary import MotionClass
from tracker.store import open_store

app = typer.Typer(
    help="The reviewed rules that read motions and say what they needed.", no_args_is_help=True
)


@app.callback()
def _rules() -> None:
    """The reviewed rules that read motions and say what they needed."""


@app.command("check")
def check(
    code: Annotated[
        str | None, typer.Argument(metavar="[JURISDICTION]", help="whose rules, as in ca")
    ] = None,
    jurisdiction: Annotated[
        str | None, typer.Option("--jurisdiction", help="the same, as an option")
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List the motions on record with their class: those that no rule covers first, by frequency.

    After them the contradictions: roll calls declared passed with fewer ayes than the rules say
    they needed, or failed with more. Motions are read by the rules as they are now; what a roll
    call needed is as the record has it, so load the votes again after a change of the thresholds.
    """
    chosen = _chosen(code, jurisdiction)
    rules = reference(chosen).rules.motions
    with open_store().reading() as connection:
        found = motions_checked(connection, rules, chosen)
    if form is Format.TABLE:
        _print_table(found, chosen)
    elif form is Format.CSV:
        print_rows(_rows(found), form)
    else:
        print_one(asdict(found) | {"motions": _rows(found)}, form)


def _chosen(code: str | None, jurisdiction: str | None) -> str:
    if code and jurisdiction and code != jurisdiction:
        raise UsageError(
            f"two jurisdictions are named, {code!r} and {jurisdiction!r}",
            where="--jurisdiction",
            what_to_do="name one",
        )
    chosen = code or jurisdiction
    if not chosen:
        raise UsageError(
            "no jurisdiction is named",
            where="the jurisdiction",
            what_to_do="name one, as in answerable rules check ca",
        )
    return chosen


def _rows(found: RulesChecked) -> list[Row]:
    return [
        {
            "motion": one.motion,
            "count": one.count,
            "class": one.motion_class,
            "venue": one.venue,
            "rule": one.rule,
        }
        for one in found.motions
    ]


def _print_table(found: RulesChecked, chosen: str) -> None:
    empty = f"The record holds no roll call of {chosen}."
    print_rows(_rows(found), Format.TABLE, empty=empty)
    if not found.rolls:
        return
    unread = sum(one.count for one in found.motions if one.motion_class == MotionClass.UNKNOWN)
    say(
        f"{found.rolls:,} roll calls, {unread:,} of them of a motion that no reviewed rule covers; "
        f"{found.floor_rolls:,} on the floor, {found.floor_unclassified:,} of them so."
    )
    for one in found.contradicted_rolls:
        tally = f"{one.declared_yes}-{one.declared_no}"
        say(f"{one.vote_event_id}: declared {one.result} {tally}. {one.threshold_basis}")
    say(
        f"{found.contradictions:,} roll calls contradict the rules; of {found.with_result:,} the "
        "source declares a result."
    )
