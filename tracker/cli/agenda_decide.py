"""`answerable agenda propose`, `endorse`, `decide` and on: an agenda that is decided, not typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Final

import typer

from tracker.agenda.adopting import close_decision, propose_bill
from tracker.agenda.agenda import Stance
from tracker.agenda.decision_rules import DecisionRule, Vote
from tracker.agenda.decisions import Called, Decision, call, decisions, vote
from tracker.agenda.proposals import (
    CameFrom,
    Endorsement,
    Proposal,
    Wanted,
    endorse,
    proposals,
    settle,
)
from tracker.agenda.versions import saved_agenda
from tracker.cli.campaign_options import ByOption, NowOption, day_of, moment_of, writer_named
from tracker.cli.cells import Row
from tracker.cli.output import Format, FormatOption, print_one, print_rows, say
from tracker.errors import UsageError
from tracker.store import open_store

AgendaArgument = Annotated[
    str, typer.Argument(metavar="AGENDA", help="its id, as `answerable agenda list` prints it")
]
ProposalArgument = Annotated[
    int, typer.Argument(metavar="PROPOSAL", help="its number, as `agenda proposals` prints it")
]
DecisionArgument = Annotated[
    int, typer.Argument(metavar="DECISION", help="its number, as `agenda decisions` prints it")
]
ReasonOption = Annotated[str | None, typer.Option("--reason", help="why, in plain words")]


def agenda_propose(
    agenda: AgendaArgument,
    bill: Annotated[
        str, typer.Argument(metavar="BILL", help="the measure, as people write it: SB 375")
    ],
    who: Annotated[str, typer.Option("--who", help="the organization or person who asks")],
    came_from: Annotated[CameFrom, typer.Option("--from", help="where it was said")],
    position: Annotated[
        Stance, typer.Option("--position", help="what lawmakers shall do")
    ] = Stance.SUPPORT,
    reason: ReasonOption = None,
    amends: Annotated[
        int | None,
        typer.Option("--amends", help="number of an open proposal whose place it takes"),
    ] = None,
    by: ByOption = None,
    now: NowOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Propose a measure for an agenda.

    A proposal that amends another takes its place; endorsements are asked again. A measure that
    the record does not hold can be proposed too; nothing is guessed.
    """
    wanted = Wanted(bill, position, came_from, who, reason, amends)
    with open_store().writing() as connection:
        done = propose_bill(connection, agenda, wanted, by=writer_named(by), now=moment_of(now))
    _print_proposal(done.proposal, form)
    if done.proposal.bill_id is None:
        near = f"; the nearest: {', '.join(done.near)}" if done.near else ""
        say(f"The record holds no one measure {bill!r} of this session{near}.")


def agenda_endorse(
    agenda: AgendaArgument,
    proposal: ProposalArgument,
    organization: Annotated[str, typer.Option("--organization", help="whose word it is")],
    word: Annotated[
        Endorsement, typer.Option("--word", help="what it says; a block needs --reason")
    ] = Endorsement.ENDORSE,
    reason: ReasonOption = None,
    by: ByOption = None,
    now: NowOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Write down what an organization says of a proposal: it endorses, stands aside or blocks.

    Its last word counts, and each stays readable.
    """
    with open_store().writing() as connection:
        moment, name = moment_of(now), writer_named(by)
        found = endorse(
            connection, agenda, proposal, organization, word, reason=reason, by=name, now=moment
        )
    _print_proposal(found, form)


def agenda_settle(
    agenda: AgendaArgument,
    proposal: ProposalArgument,
    why: Annotated[str, typer.Option("--why", help="the reason, which stays beside it")],
    into: Annotated[
        int | None,
        typer.Option("--merged-into", help="number of the proposal that says the same"),
    ] = None,
    by: ByOption = None,
    now: NowOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """End a proposal without a vote: merged into another with --merged-into, else rejected."""
    with open_store().writing() as connection:
        moment, name = moment_of(now), writer_named(by)
        found = settle(connection, agenda, proposal, into=into, why=why, by=name, now=moment)
    _print_proposal(found, form)


def agenda_proposals(agenda: AgendaArgument, form: FormatOption = Format.TABLE) -> None:
    """List the proposals for an agenda: who asks, who endorses, and what became of each."""
    with open_store().reading() as connection:
        saved_agenda(connection, agenda)
        found = proposals(connection, agenda)
    rows = [_proposal(one) for one in found]
    print_rows(rows, form, brief=_brief_proposal, empty="Nothing was proposed yet.")


def agenda_decide(
    agenda: AgendaArgument,
    rule: Annotated[DecisionRule, typer.Option("--rule", help="what it takes to adopt")],
    proposal: Annotated[
        int | None, typer.Option("--proposal", help="to adopt this proposal")
    ] = None,
    version: Annotated[
        int | None, typer.Option("--version", help="to ratify this version of the agenda")
    ] = None,
    quorum: Annotated[
        int | None,
        typer.Option("--quorum", help="organizations that must vote; else more than half"),
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", help="the day it is decided; else today")
    ] = None,
    called: Annotated[
        str | None,
        typer.Option("--called", help="the day the organizations were told; else today"),
    ] = None,
    notice: Annotated[int, typer.Option("--notice", help="days that must lie between the two")] = 0,
    member: Annotated[
        list[str] | None,
        typer.Option("--member", help="an organization that may vote; else those of the agenda"),
    ] = None,
    by: ByOption = None,
    now: NowOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Call a vote of the organizations: to adopt a proposal, or to ratify a version.

    Record the votes with `agenda vote`; `agenda close` counts them.
    """
    moment = moment_of(now)
    if (proposal is None) == (version is None):
        raise UsageError(
            "a vote is about one proposal, or about one version of the agenda",
            where="--proposal, --version",
            what_to_do="give one of the two",
        )
    asked = Called(
        proposal=proposal,
        version=version,
        rule=rule,
        called_on=day_of(called, "--called") or moment.date(),
        decides_on=day_of(on, "--on") or moment.date(),
        quorum=quorum,
        notice_days=notice,
        members=tuple(member or ()),
    )
    with open_store().writing() as connection:
        found = call(connection, agenda, asked, by=writer_named(by), now=moment)
    _print_decision(found, form)


def agenda_vote(
    agenda: AgendaArgument,
    decision: DecisionArgument,
    yes: Annotated[list[str] | None, typer.Option("--yes", help="an organization for it")] = None,
    no: Annotated[list[str] | None, typer.Option("--no", help="one against it")] = None,
    aside: Annotated[
        list[str] | None, typer.Option("--stand-aside", help="one that is neither")
    ] = None,
    block: Annotated[
        list[str] | None,
        typer.Option("--block", help="under consensus, one that cannot live with it"),
    ] = None,
    reason: ReasonOption = None,
    by: ByOption = None,
    now: NowOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Record how organizations vote; each option may be repeated.

    Until it is closed an organization may vote again: its last vote counts, and each stays
    readable.
    """
    given = ((Vote.YES, yes), (Vote.NO, no), (Vote.STAND_ASIDE, aside), (Vote.BLOCK, block))
    cast = [(name, one) for one, names in given for name in names or ()]
    with open_store().writing() as connection:
        moment, name = moment_of(now), writer_named(by)
        found = vote(connection, agenda, decision, cast, reason=reason, by=name, now=moment)
    _print_decision(found, form)


def agenda_close(
    agenda: AgendaArgument,
    decision: DecisionArgument,
    by: ByOption = None,
    now: NowOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Count the votes of a decision, and keep the result for good.

    An adopted proposal enters the agenda as its next version. An adopted version is ratified.
    """
    with open_store().writing() as connection:
        done = close_decision(connection, agenda, decision, by=writer_named(by), now=moment_of(now))
    _print_decision(done.decision, form)
    if done.remark:
        say(done.remark)


def agenda_decisions(agenda: AgendaArgument, form: FormatOption = Format.TABLE) -> None:
    """List the decisions on an agenda: the rule, every vote, and the result."""
    with open_store().reading() as connection:
        saved_agenda(connection, agenda)
        found = decisions(connection, agenda)
    rows = [_decision(one) for one in found]
    print_rows(rows, form, brief=_brief_decision, empty="No vote was called yet.")


COMMANDS: Final[Mapping[str, Callable[..., None]]] = {
    "propose": agenda_propose,
    "endorse": agenda_endorse,
    "settle": agenda_settle,
    "proposals": agenda_proposals,
    "decide": agenda_decide,
    "vote": agenda_vote,
    "close": agenda_close,
    "decisions": agenda_decisions,
}
"""By the name each has under `answerable agenda`."""


def _print_proposal(one: Proposal, form: Format) -> None:
    if form is Format.TABLE:
        print_rows([_proposal(one)], form, brief=_brief_proposal)
    else:
        print_one(_proposal(one), form)


def _print_decision(one: Decision, form: Format) -> None:
    if form is Format.TABLE:
        print_rows([_decision(one)], form, brief=_brief_decision)
    else:
        print_one(_decision(one), form)


def _proposal(one: Proposal) -> Row:
    return {
        "agenda_id": one.agenda_id,
        "proposal": one.number,
        "asked": one.asked,
        "bill_id": one.bill_id,
        "stance": str(one.stance),
        "reason": one.reason,
        "came_from": str(one.came_from),
        "proposed_by": one.proposed_by,
        "proposed_at": f"{one.recorded_at:%Y-%m-%dT%H:%M:%SZ}",
        "recorded_by": one.recorded_by,
        "amends": one.amends,
        "endorsed_by": one.by(Endorsement.ENDORSE),
        "stood_aside": one.by(Endorsement.STAND_ASIDE),
        "blocked_by": one.by(Endorsement.BLOCK),
        "words": [
            {
                "organization": word.organization,
                "word": str(word.word),
                "reason": word.reason,
                "recorded_at": f"{word.recorded_at:%Y-%m-%dT%H:%M:%SZ}",
                "recorded_by": word.recorded_by,
            }
            for word in one.words
        ],
        "state": str(one.state),
        "into": one.into,
        "why": one.why,
    }


def _brief_proposal(row: Row) -> Row:
    into = f" (see {row['into']})" if row["into"] else ""
    return {
        "number": row["proposal"],
        "asked": f"{row['stance']} {row['asked']}",
        "by": row["proposed_by"],
        "endorsed": row["endorsed_by"],
        "aside": row["stood_aside"],
        "blocked": row["blocked_by"],
        "state": f"{row['state']}{into}",
        "why": row["why"],
    }


def _decision(one: Decision) -> Row:
    return {
        "agenda_id": one.agenda_id,
        "decision": one.number,
        "proposal": one.proposal,
        "version": one.version,
        "rule": str(one.rule),
        "quorum": one.quorum,
        "notice_days": one.notice_days,
        "called_on": one.called_on,
        "decides_on": one.decides_on,
        "called_by": one.called_by,
        "members": list(one.members),
        "votes": [
            {
                "organization": cast.organization,
                "vote": str(cast.vote),
                "reason": cast.reason,
                "recorded_at": f"{cast.recorded_at:%Y-%m-%dT%H:%M:%SZ}",
                "recorded_by": cast.recorded_by,
            }
            for cast in one.votes
        ],
        "outcome": str(one.result.outcome) if one.result else None,
        "count": _count(one),
        "sentence": one.stands,
        "closed_by": one.closed_by,
    }


def _count(one: Decision) -> Row | None:
    if one.result is None:
        return None
    count = one.result
    return {
        "members": count.members,
        "voted": count.voted,
        "yes": count.yes,
        "no": count.no,
        "stood_aside": count.stood_aside,
        "blocks": count.blocks,
        "yes_needed": count.yes_needed,
    }


def _brief_decision(row: Row) -> Row:
    about = f"proposal {row['proposal']}" if row["proposal"] else f"version {row['version']}"
    return {
        "number": row["decision"],
        "about": about,
        "rule": row["rule"],
        "on": row["decides_on"],
        "result": row["sentence"],
    }
