"""`answerable score` and `answerable explain`: the numbers, and the rows beneath them."""

from __future__ import annotations

from typing import Annotated

import sqlalchemy as sa
import typer

from tracker.agenda.agenda import Agenda
from tracker.agenda.known_agendas import DEFAULT_AGENDA, find_agenda
from tracker.cli.cells import Row
from tracker.cli.output import Format, FormatOption, print_rows, say
from tracker.errors import UsageError
from tracker.record.queries import no_votes_because
from tracker.record.tables import people
from tracker.rules.reference import is_reviewed, jurisdiction_of, session_of
from tracker.rules.vocabulary import Chamber
from tracker.scoring.agenda_facts import unscored
from tracker.scoring.method import DEFAULT_METHOD, find_method
from tracker.scoring.scorecard import LedgerLine, ScoreLine, ledger, scorecard
from tracker.store import open_store

AgendaOption = Annotated[str, typer.Option("--agenda", help="id of an agenda, or a file")]
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
        person_id = find_person(connection, person)
        lines = ledger(connection, asked, rule, person_id)
    print_rows(
        [_ledger_row(line) for line in lines],
        form,
        brief=_brief_vote,
        empty=f"{person} is on no roll call that this agenda scores.",
    )


def find_person(connection: sa.Connection, text: str) -> str:
    """The id of the person of that id, Open Civic Data id or full name.

    Raises:
        UsageError: nobody, or more than one person; names near in spelling are listed.
    """
    rows = connection.execute(sa.select(people.c.person_id, people.c.name, people.c.ocd_person_id))
    wanted = text.casefold()
    known = rows.all()
    found: set[str] = {
        row[0] for row in known if wanted in {str(part).casefold() for part in row if part}
    }
    if len(found) == 1:
        return found.pop()
    last_name = wanted.replace("-", " ").split()[-1:]
    near = sorted(row[0] for row in known if last_name and last_name[0] in row[0])
    raise UsageError(
        f"{'more than one person is' if found else 'nobody in the record is'} called {text!r}",
        where="PERSON",
        what_to_do=f"give the id, perhaps {', '.join(near[:8])}"
        if near
        else "give the full name, as `answerable score` prints it, or the id",
    )


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
        "credit_halves": line.credit,
        "weight_hundredths": line.weight,
        "counted": line.reason is None,
        "reason": line.reason,
        "vote_event_id": line.vote_event_id,
        "source": " ".join(part for part in (line.source_url, line.source_ref) if part),
    }


def _brief_score(row: Row) -> Row:
    low_high = row["band"]
    return {
        "rank": row["rank"],
        "name": row["name"],
        "house": row["chamber"],
        "district": row["district"],
        "party": row["party"],
        "score": row["percent"] if row["status"] == "scored" else "not enough votes",
        "measures": f"{row['counted']} of {row['available']}",
        "band": f"{low_high[0]} to {low_high[1]}" if isinstance(low_high, list) else None,
    }


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
        "credit": f"{halves / 2:g}" if isinstance(halves, int) else None,
        "left out": row["reason"],
    }
