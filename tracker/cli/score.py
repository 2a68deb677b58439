"""`answerable score` and `answerable explain`: the numbers, and the rows beneath them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

import sqlalchemy as sa
import typer

from tracker.agenda.agenda import Agenda
from tracker.agenda.known_agendas import DEFAULT_AGENDA, find_agenda
from tracker.cli.cells import Row
from tracker.cli.output import Format, FormatOption, print_rows, say
from tracker.errors import UsageError
from tracker.record.queries import no_votes_because
from tracker.record.sessions import known_jurisdiction
from tracker.record.tables import memberships, people
from tracker.rules.reference import is_reviewed, jurisdiction_of, session_of
from tracker.rules.vocabulary import Chamber, Option
from tracker.scoring.agenda_facts import unscored
from tracker.scoring.method import DEFAULT_METHOD, find_method
from tracker.scoring.scorecard import (
    LedgerLine,
    NotScored,
    ScoreLine,
    ledger,
    measures_not_scored,
    members_of,
    scorecard,
)
from tracker.store import open_store

AgendaOption = Annotated[str, typer.Option("--agenda", help="id of an agenda, or a file")]
_OF_THE_AGENDA = "the jurisdiction of the agenda"

MethodOption = Annotated[str, typer.Option("--method", help="id of a shipped method, or a file")]


def score(
    agenda: AgendaOption = DEFAULT_AGENDA,
    method: MethodOption = DEFAULT_METHOD,
    chamber: Annotated[
        Chamber | None,
        typer.Option("--chamber", help="one house only; legislature where there is but one"),
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Score every member of the session against an agenda. Each house is ranked by itself."""
    asked, rule = find_agenda(agenda, open_store()), find_method(method)
    if chamber:
        _refuse_absent_house(asked, chamber)
    with open_store().reading() as connection:
        known_jurisdiction(connection, asked.jurisdiction, _OF_THE_AGENDA)
        lines = scorecard(connection, asked, rule)
        unheard = unscored(connection, asked)
        is_voteless = not any(line.score.available for line in lines)
        why = no_votes_because(connection, asked.session_id) if is_voteless else None
    if why:
        known = session_of(asked.session_id)
        session = known[1].name if known else asked.session
        say(f"No vote of the session {session} is known here: {why}. Nobody can be scored.")
    rows = [_row(line) for line in lines if chamber in (None, line.member.chamber)]
    if form is Format.TABLE:
        say(f"{asked.title}. {rule.title}: {rule.sentence}")
        if asked.demonstration and asked.statement:
            say(asked.statement)
    for sentence in unheard:
        say(f"note: {sentence}")
    print_rows(
        rows,
        form,
        brief=_brief_score,
        empty="Nobody can be scored."
        if why
        else "The record holds no member of that session; load it first.",
    )


def _refuse_absent_house(agenda: Agenda, chamber: Chamber) -> None:
    if not is_reviewed(agenda.jurisdiction):
        return
    jurisdiction = jurisdiction_of(agenda.jurisdiction)
    if chamber not in jurisdiction.house_names:
        raise UsageError(
            f"the {jurisdiction.legislature} has no house {chamber}",
            where="--chamber",
            what_to_do=f"choose one of {', '.join(jurisdiction.house_names)}",
        )


def explain(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="id or full name")],
    agenda: AgendaOption = DEFAULT_AGENDA,
    method: MethodOption = DEFAULT_METHOD,
    form: FormatOption = Format.TABLE,
) -> None:
    """Show the scored roll calls behind one member's score."""
    asked, rule = find_agenda(agenda, open_store()), find_method(method)
    with open_store().reading() as connection:
        known_jurisdiction(connection, asked.jurisdiction, _OF_THE_AGENDA)
        person_id = find_person(connection, person, asked.session_id)
        lines = ledger(connection, asked, rule, person_id)
        houses = {
            member.chamber
            for member in members_of(connection, asked.session_id)
            if member.person_id == person_id
        }
        missing = [one for one in measures_not_scored(connection) if one.chamber in houses]
    print_rows(
        [*map(_ledger_row, lines), *map(_not_scored_row, missing)],
        form,
        brief=_brief_vote,
        empty=f"{person} is on no roll call that this agenda scores.",
    )


def find_person(connection: sa.Connection, text: str, session_id: str) -> str:
    """The id of the person of that id, Open Civic Data id or full name, of those who were members
    in the session.

    Raises:
        UsageError: nobody, or more than one person; names near in spelling are listed.
    """
    columns = (people.c.person_id, people.c.name, people.c.ocd_person_id)
    of_session = sa.select(memberships.c.person_id).where(memberships.c.session_id == session_id)
    were_there = people.c.person_id.in_(of_session)
    wanted = text.casefold()
    known = connection.execute(sa.select(*columns).where(were_there)).all()
    found = _called(wanted, known)
    if len(found) == 1:
        return found.pop()
    elsewhere = _called(wanted, connection.execute(sa.select(*columns).where(~were_there)).all())
    if elsewhere and not found:
        raise UsageError(
            f"{text} is in the record, but was no member in the session of this agenda",
            where="PERSON",
            what_to_do="name an agenda of a session in which that person was a member: --agenda",
        )
    last_name = wanted.replace("-", " ").split()[-1:]
    near = sorted(row[0] for row in known if last_name and last_name[0] in row[0])
    raise UsageError(
        f"{'more than one member is' if found else 'no member in that session is'} called {text!r}",
        where="PERSON",
        what_to_do=f"give the id, perhaps {', '.join(near[:8])}"
        if near
        else "give the full name, as `answerable score` prints it, or the id",
    )


def _called(wanted: str, known: Iterable[Any]) -> set[str]:
    return {row[0] for row in known if wanted in {part.casefold() for part in row if part}}


def _row(line: ScoreLine) -> dict[str, object]:
    numerator, denominator = line.score.tally.whole
    return {
        "person_id": line.member.person_id,
        "name": line.member.name,
        "chamber": line.member.chamber,
        "district": line.member.district,
        "party": line.member.party,
        "numerator": numerator,
        "denominator": denominator,
        "percent": line.score.percent,
        "counted": line.score.tally.counted,
        "eligible": line.score.tally.eligible,
        "available": line.score.available,
        "rank": line.score.rank,
        "band": list(line.band) if line.band else None,
        "status": str(line.score.status),
        "low": line.score.interval[0] if line.score.interval else None,
        "high": line.score.interval[1] if line.score.interval else None,
        "reason": line.reason,
        "not_scored": [
            {"item_id": one.item_id, "bill_id": one.bill_id, "date": one.date, "reason": one.doubt}
            for one in line.not_scored
        ],
    }


def _ledger_row(line: LedgerLine) -> dict[str, object]:
    return {
        "item_id": line.item_id,
        "bill_id": line.bill_id,
        "chamber": line.chamber,
        "date": line.date,
        "motion": " ".join(line.motion.split()),
        "position": line.stance,
        "recorded_on": line.recorded_on,
        "recorded_after_the_vote": line.recorded_after_the_vote,
        "option": line.option,
        "credit_halves": None if line.at_most else line.credit,
        "weight_hundredths": line.weight,
        "counted": line.reason is None,
        "reason": line.reason,
        "vote_event_id": line.vote_event_id,
        "source": " ".join(part for part in (line.source_url, line.source_ref) if part),
        "status": "left_out" if line.reason and not line.at_most else "scored",
        "low": line.credit if line.at_most else None,
        "high": line.at_most[1] if line.at_most else None,
        "detail": _UNDIVIDED if line.option == Option.NO_OR_NOT_VOTING else None,
    }


_UNDIVIDED = "The source does not tell a No from no vote recorded on this roll call."


def _not_scored_row(measure: NotScored) -> dict[str, object]:
    """As a row of the ledger: a measure without a score in a house that the person sat in."""
    return {
        "item_id": measure.item_id,
        "bill_id": measure.bill_id,
        "chamber": measure.chamber,
        "date": measure.date,
        "motion": " ".join(measure.motion.split()),
        "position": None,
        "recorded_on": None,
        "recorded_after_the_vote": False,
        "option": None,
        "credit_halves": None,
        "weight_hundredths": None,
        "counted": False,
        "reason": measure.doubt,
        "vote_event_id": None,
        "source": " ".join(part for part in (measure.source_url, measure.source_ref) if part),
        "status": "not_scored",
        "low": None,
        "high": None,
        "detail": measure.sentence,
    }


def _brief_score(row: Row) -> Row:
    low_high = row["band"]
    return {
        "rank": row["rank"],
        "name": row["name"],
        "house": row["chamber"],
        "district": row["district"],
        "party": row["party"],
        "score": _shown(row),
        "measures": f"{row['counted']} of {row['available']}",
        "band": f"{low_high[0]} to {low_high[1]}" if isinstance(low_high, list) else None,
    }


def _either(row: Row) -> str | None:
    """`0 or 0.5`, where readings of the vote differ."""
    if row["low"] is row["high"] is None:
        return None
    low, high = (
        f"{one / 2:g}" if isinstance(one, int) else "left out" for one in (row["low"], row["high"])
    )
    return f"{low} or {high}"


def _shown(row: Row) -> object:
    if row["low"] is not None:
        return f"{row['low']} to {row['high']}"
    return row["percent"] if row["status"] == "scored" else str(row["status"]).replace("_", " ")


def _brief_vote(row: Row) -> Row:
    halves = row["credit_halves"]
    return {
        "date": row["date"],
        "measure": row["item_id"],
        "motion": row["motion"],
        "asked": row["position"],
        "recorded": f"{row['recorded_on']} (after the vote)"
        if row["recorded_after_the_vote"]
        else row["recorded_on"],
        "did": row["option"],
        "credit": f"{halves / 2:g}" if isinstance(halves, int) else _either(row),
        "left out": row["detail"] if row["status"] == "not_scored" else row["reason"],
    }
