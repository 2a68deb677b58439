"""`answerable agenda choose`, `ballot`, `count`, `choices`, `compose`: choosing among proposals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Final

import typer

from tracker.agenda.adopting import compose, count_and_adopt
from tracker.agenda.choices import CalledChoice, Choice, call_choice, choices, give_ballots
from tracker.agenda.choosing import ChoiceRule
from tracker.agenda.versions import saved_agenda
from tracker.cli.agenda_decide import AgendaArgument
from tracker.cli.campaign_options import ByOption, NowOption, day_of, moment_of, writer_named
from tracker.cli.cells import Row
from tracker.cli.output import Format, FormatOption, print_one, print_rows, say
from tracker.errors import UsageError
from tracker.store import open_store

ChoiceArgument = Annotated[
    int, typer.Argument(metavar="CHOICE", help="its number, as `agenda choices` prints it")
]


def agenda_choose(
    agenda: AgendaArgument,
    rule: Annotated[ChoiceRule, typer.Option("--rule", help="ranked ballots, or dots")],
    proposal: Annotated[
        list[int], typer.Option("--proposal", help="number of an open proposal; repeated")
    ],
    places: Annotated[int, typer.Option("--places", help="how many are chosen at most")] = 1,
    dots: Annotated[
        int | None, typer.Option("--dots", help="how many dots each organization has")
    ] = None,
    quorum: Annotated[
        int | None,
        typer.Option("--quorum", help="organizations that must choose; else more than half"),
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", help="the day it is counted; else today")
    ] = None,
    called: Annotated[
        str | None,
        typer.Option("--called", help="the day the organizations were told; else today"),
    ] = None,
    notice: Annotated[int, typer.Option("--notice", help="days that must lie between the two")] = 0,
    member: Annotated[
        list[str] | None,
        typer.Option("--member", help="an organization that may choose; else those of the agenda"),
    ] = None,
    by: ByOption = None,
    now: NowOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Call a choice among several proposals, by ranked ballots (instant runoff) or by dots.

    Record the ballots with `agenda ballot`; `agenda count` counts them. No lot is drawn: each rule
    says how a tie ends.
    """
    moment = moment_of(now)
    asked = CalledChoice(
        proposals=tuple(proposal),
        rule=rule,
        places=places,
        dots=dots,
        called_on=day_of(called, "--called") or moment.date(),
        decides_on=day_of(on, "--on") or moment.date(),
        quorum=quorum,
        notice_days=notice,
        members=tuple(member or ()),
    )
    with open_store().writing() as connection:
        found = call_choice(connection, agenda, asked, by=writer_named(by), now=moment)
    _print(found, form)


def agenda_ballot(
    agenda: AgendaArgument,
    choice: ChoiceArgument,
    ballot: Annotated[
        list[str],
        typer.Argument(
            metavar="ORGANIZATION=BALLOT...",
            help='"Lanes Now=2 1 3", the first choice first; with dots "Lanes Now=2:3 1:2"; '
            '"Lanes Now=" stands aside',
        ),
    ],
    by: ByOption = None,
    now: NowOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Record the ballots of organizations in a choice.

    Until it is counted an organization may give another: its last one counts, and each stays
    readable.
    """
    pairs = [tuple(one.partition("=")[::2]) for one in ballot if "=" in one]
    if len(pairs) < len(ballot):
        raise UsageError(
            "a ballot says whose it is",
            where="ORGANIZATION=BALLOT",
            what_to_do='write it as in "Lanes Now=2 1 3"',
        )
    given = [(name.strip(), text) for name, text in pairs]
    with open_store().writing() as connection:
        moment, name = moment_of(now), writer_named(by)
        found = give_ballots(connection, agenda, choice, given, by=name, now=moment)
    _print(found, form)


def agenda_count(
    agenda: AgendaArgument,
    choice: ChoiceArgument,
    by: ByOption = None,
    now: NowOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Count a choice, and keep the result with every round for good.

    What is chosen enters the agenda as its next version; the other proposals of it are rejected.
    """
    with open_store().writing() as connection:
        moment, name = moment_of(now), writer_named(by)
        done = count_and_adopt(connection, agenda, choice, by=name, now=moment)
    _print(done.choice, form)
    if done.remark:
        say(done.remark)


def agenda_choices(agenda: AgendaArgument, form: FormatOption = Format.TABLE) -> None:
    """List the choices on an agenda: the rule, every ballot, every round, and who was chosen."""
    with open_store().reading() as connection:
        saved_agenda(connection, agenda)
        found = choices(connection, agenda)
    print_rows([_row(one) for one in found], form, brief=_brief, empty="No choice was called yet.")


def agenda_compose(
    agenda: AgendaArgument,
    new: Annotated[str, typer.Option("--id", help="of the new agenda")],
    title: Annotated[
        str | None, typer.Option("--title", help="of the new agenda; else that of the first")
    ] = None,
    by: ByOption = None,
    now: NowOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Make a new agenda of the proposals that were adopted, and of nothing else.

    Its positions are recorded on the days on which they were adopted.
    """
    with open_store().writing() as connection:
        moment, name = moment_of(now), writer_named(by)
        made = compose(connection, agenda, new_id=new, title=title, by=name, now=moment)
    row: Row = {
        "agenda_id": made.saved.agenda_id,
        "version": made.saved.number,
        "items": [item.id for item in made.saved.agenda.items],
        "left_out": list(made.left_out),
    }
    print_one(row, form)
    for asked in made.left_out:
        say(f"adopted, and not in it: the record holds no measure {asked!r}")


COMMANDS: Final[Mapping[str, Callable[..., None]]] = {
    "choose": agenda_choose,
    "ballot": agenda_ballot,
    "count": agenda_count,
    "choices": agenda_choices,
    "compose": agenda_compose,
}
"""By the name each has under `answerable agenda`."""


def _print(one: Choice, form: Format) -> None:
    if form is Format.TABLE:
        print_rows([_row(one)], form, brief=_brief)
    else:
        print_one(_row(one), form)


def _row(one: Choice) -> Row:
    return {
        "agenda_id": one.agenda_id,
        "choice": one.number,
        "proposals": list(one.proposals),
        "rule": str(one.rule),
        "places": one.places,
        "dots": one.dots,
        "quorum": one.quorum,
        "notice_days": one.notice_days,
        "called_on": one.called_on,
        "decides_on": one.decides_on,
        "called_by": one.called_by,
        "members": list(one.members),
        "ballots": [
            {
                "organization": given.organization,
                "ballot": given.ballot,
                "recorded_at": f"{given.recorded_at:%Y-%m-%dT%H:%M:%SZ}",
                "recorded_by": given.recorded_by,
            }
            for given in one.ballots
        ],
        "outcome": str(one.result.outcome) if one.result else None,
        "chosen": list(one.result.chosen) if one.result else None,
        "rounds": list(one.result.rounds) if one.result else None,
        "sentence": one.stands,
        "closed_by": one.result.closed_by if one.result else None,
    }


def _brief(row: Row) -> Row:
    rounds = row["rounds"]
    return {
        "number": row["choice"],
        "among": row["proposals"],
        "rule": row["rule"],
        "on": row["decides_on"],
        "result": row["sentence"],
        "rounds": " / ".join(rounds) if isinstance(rounds, list) else None,
    }
