"""`answerable score` and `answerable explain`: the numbers, and the rows beneath them."""

from __future__ import annotations

from typing import Annotated

import sqlalchemy as sa
import typer

from tracker.agenda.agenda import Agenda
from tracker.agenda.known_agendas import DEFAULT_AGENDA, find_agenda, known_agendas
from tracker.cli.output import Format, FormatOption, print_rows, say
from tracker.cli.reviewed import RECORD, SAMPLE, SAMPLE_SESSION
from tracker.cli.score_rows import (
    brief_lifetime,
    brief_score,
    brief_sponsorship,
    brief_vote,
    ledger_row,
    lifetime_row,
    not_scored_row,
    score_row,
    sponsorship_row,
)
from tracker.coalition import usual_method
from tracker.crawls.sources import declared_sources
from tracker.errors import StoreError, UsageError
from tracker.record.members import find_person
from tracker.record.queries import no_votes_because
from tracker.record.sessions import find_session, known_jurisdiction
from tracker.record.tables import vote_events
from tracker.rules.reference import is_reviewed, jurisdiction_of, sample_folder, session_of
from tracker.rules.vocabulary import Chamber
from tracker.scoring.agenda_facts import unscored
from tracker.scoring.inputs import Run
from tracker.scoring.lifetime import lifetime_of
from tracker.scoring.method import DEFAULT_METHOD, Method, find_method
from tracker.scoring.scorecard import (
    ledger,
    measures_not_scored,
    members_of,
    scorecard,
)
from tracker.scoring.scores import fold
from tracker.scoring.sponsorship import SENTENCE, TITLE, Sponsorships, sponsorships
from tracker.scoring.unplaced import unplaced_names
from tracker.store import open_store
from tracker.views.wording import NOT_RANKED

AgendasOption = Annotated[
    list[str] | None,
    typer.Option(
        "--agenda",
        help=f"id of an agenda, or a file; {DEFAULT_AGENDA} unless said. With --sessions one of "
        "each session; may be repeated",
    ),
]
AgendaOption = Annotated[str, typer.Option("--agenda", help="id of an agenda, or a file")]
_OF_THE_AGENDA = "the jurisdiction of the agenda"

MethodOption = Annotated[
    str | None,
    typer.Option(
        "--method",
        help="id of a shipped method, or a file; unless said, that of the coalition's settings, "
        f"else {DEFAULT_METHOD}",
    ),
]


def score(
    agenda: AgendasOption = None,
    method: MethodOption = None,
    session: Annotated[
        str | None, typer.Option("--session", help="refuse an agenda of another session")
    ] = None,
    jurisdiction: Annotated[
        str | None, typer.Option("--jurisdiction", help="refuse an agenda of another legislature")
    ] = None,
    chamber: Annotated[
        Chamber | None,
        typer.Option("--chamber", help="one house only; legislature where there is but one"),
    ] = None,
    sessions: Annotated[
        str | None,
        typer.Option(
            "--sessions",
            help="a lifetime: all votes of these sessions in one number, as in 2007-08,2009-10",
        ),
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Score every member of the session against an agenda. Each house is ranked by itself.

    Beside the score of the votes stands that of the measures a lawmaker wrote or joined. The two
    are never one number.

    With --sessions one row per person and house over all of them: votes are pooled, never averaged.
    """
    rule = find_method(method or usual_method())
    if sessions is not None:
        _score_lifetime(_agendas_of(sessions, agenda or []), rule, chamber, form)
        return
    if agenda and len(agenda) > 1:
        raise UsageError(
            "several agendas are scored together only over several sessions",
            where="--agenda",
            what_to_do="name one, or add --sessions 2007-08,2009-10",
        )
    asked = find_agenda(agenda[0] if agenda else DEFAULT_AGENDA, open_store())
    if chamber:
        _refuse_absent_house(asked, chamber)
    with open_store().reading() as connection:
        known_jurisdiction(connection, asked.jurisdiction, _OF_THE_AGENDA)
        _refuse_other_session(connection, asked, session, jurisdiction)
        lines = scorecard(connection, asked, rule)
        unheard = [*unscored(connection, asked), *_unplaced(connection)]
        joined = sponsorships(connection)
        is_voteless = not any(line.score.available for line in lines)
        why = no_votes_because(connection, asked.session_id) if is_voteless else None
        if not why:
            _refuse_empty(connection, asked, bool(lines))
    if why:
        known = session_of(asked.session_id)
        session = known[1].name if known else asked.session
        say(f"No vote of the session {session} is known here: {why}. Nobody can be scored.")
    rows = [score_row(line, joined) for line in lines if chamber in (None, line.member.chamber)]
    if form is Format.TABLE:
        say(f"{asked.title}. {rule.title}: {rule.sentence}")
        if joined.available:
            say(f"{TITLE}, beside it: {SENTENCE}")
        if asked.demonstration and asked.statement:
            say(asked.statement)
    for sentence in [*unheard, *filter(None, [joined.summary])]:
        say(f"note: {sentence}")
    print_rows(
        rows,
        form,
        brief=brief_score,
        empty="Nobody can be scored.",
    )


def _agendas_of(sessions: str, named: list[str]) -> list[Agenda]:
    """One agenda for each session, in the order of the sessions: those named, else those known."""
    texts = [text for text in map(str.strip, sessions.split(",")) if text]
    known = [find_agenda(name, open_store()) for name in named] or list(
        known_agendas(open_store()).agendas.values()
    )
    chosen = []
    for text in dict.fromkeys(texts):
        found = [one for one in known if _is_of(one, text)]
        if len(found) != 1:
            several = ", ".join(one.id for one in found)
            raise UsageError(
                f"several agendas are of the session {text}: {several}"
                if found
                else f"no agenda of the session {text} is named or known",
                where="--sessions",
                what_to_do="name one of each session: --agenda FILE, repeated",
            )
        chosen += found
    left = [one.id for one in known if named and one not in chosen]
    if left or not chosen:
        raise UsageError(
            f"the agenda {left[0]} is of none of these sessions" if left else "no session is named",
            where="--sessions",
            what_to_do="name the session of each agenda, as in --sessions 2007-08,2009-10",
        )
    if len({one.jurisdiction for one in chosen}) > 1:
        raise UsageError(
            "these sessions are of several legislatures",
            where="--sessions",
            what_to_do="name sessions of one legislature; nobody votes in two",
        )
    return chosen


def _is_of(agenda: Agenda, session: str) -> bool:
    known = session_of(agenda.session_id)
    return known[1].is_meant_by(session) if known else agenda.session == session


def _score_lifetime(
    agendas: list[Agenda], rule: Method, chamber: Chamber | None, form: Format
) -> None:
    for agenda in agendas:
        if chamber:
            _refuse_absent_house(agenda, chamber)
    with open_store().reading() as connection:
        lines = lifetime_of(connection, agendas, rule)
        for agenda in agendas:
            sits = any(agenda.session in line.sessions for line in lines)
            _refuse_empty(connection, agenda, sits)
    if form is Format.TABLE:
        say(f"{', '.join(one.title for one in agendas)}. {rule.title}: {rule.sentence}")
        say(
            "All votes of these sessions in one number; what was available is counted over the "
            "sessions in which a member held a seat of that house."
        )
        for agenda in agendas:
            if agenda.demonstration and agenda.statement:
                say(agenda.statement)
    rows = [lifetime_row(line) for line in lines if chamber in (None, line.member.chamber)]
    print_rows(rows, form, brief=brief_lifetime, empty="Nobody can be scored.")


def _unplaced(connection: sa.Connection) -> list[str]:
    """Sentences on the scored roll calls that hold names which are nobody's for certain."""
    return [
        f"the roll call {event_id} holds names that are nobody's for certain and count for nobody: "
        + ", ".join(names)
        for event_id, names in unplaced_names(connection).items()
    ]


def _refuse_empty(connection: sa.Connection, agenda: Agenda, anybody_sits: bool) -> None:
    """Raises StoreError where the record has no roll call of the session, or knows of nobody who
    sat in it: nobody can be scored.
    """
    known = session_of(agenda.session_id)
    name, held = known[1].name if known else agenda.session, vote_events.c
    query = sa.select(held.vote_event_id).where(held.session_id == agenda.session_id).limit(1)
    if connection.execute(query).first() is None:
        raise StoreError(
            f"the record holds no roll call of the session {name}",
            where=f"the agenda {agenda.id}",
            what_to_do=_how_to_load(agenda),
        )
    if not anybody_sits:
        sources = [one.id for one in declared_sources().values() if one.tells_of_people]
        ways = [f"answerable load {one} --jurisdiction {agenda.jurisdiction}" for one in sources]
        raise StoreError(
            f"the record holds roll calls of the session {name}, and nobody who sat in it",
            where=f"the agenda {agenda.id}",
            what_to_do=f"load who sat when: {' or '.join(ways)}; if nobody is known there, names "
            "stay names and nobody can be scored",
        )


def _how_to_load(agenda: Agenda) -> str:
    ships = sample_folder(agenda.jurisdiction, agenda.session)
    if ships is None:
        return "load its roll calls; answerable load --help names the sources"
    is_sample = (agenda.jurisdiction, agenda.session) == SAMPLE_SESSION
    command = SAMPLE if is_sample else f"{RECORD} --file {ships}"
    return f"load the reviewed record that ships: answerable load {command}"


def _refuse_other_session(
    connection: sa.Connection, agenda: Agenda, session: str | None, jurisdiction: str | None
) -> None:
    if jurisdiction not in (None, agenda.jurisdiction):
        where, of = "--jurisdiction", agenda.jurisdiction
    elif session and find_session(connection, session, agenda.jurisdiction).session_id != (
        agenda.session_id
    ):
        where, of = "--session", f"the session {agenda.session} of {agenda.jurisdiction}"
    else:
        return
    raise UsageError(
        f"the agenda {agenda.id} is of {of}",
        where=where,
        what_to_do=f"leave {where} out, or give an agenda of that legislature and session",
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
    person: Annotated[str, typer.Argument(metavar="PERSON", help="id, full name or family name")],
    agenda: AgendaOption = DEFAULT_AGENDA,
    method: MethodOption = None,
    sponsorship: Annotated[
        bool,
        typer.Option(
            "--sponsorship", help="the measures that the member wrote or joined, in place of votes"
        ),
    ] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Show the scored roll calls behind one member's score, and beneath them, as a table of its
    own, the measures behind the score of what the member wrote or joined.

    With csv or json it prints one of the two: the votes, or with --sponsorship the measures.
    """
    asked, rule = find_agenda(agenda, open_store()), find_method(method or usual_method())
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
        unplaced = unplaced_names(connection)
        folded = fold(connection)
        joined = sponsorships(connection)
    if sponsorship:
        _print_sponsorships(joined, person_id, form)
        return
    for score in folded.scores(Run(0, rule)):
        if score.person_id == person_id and score.unranked:
            say(f"note: in the {score.chamber} house: {NOT_RANKED[score.unranked]}")
    for (who, chamber), items in folded.in_doubt.items():
        if who == person_id:
            say(
                f"note: {', '.join(items)} may lack a vote of theirs in the {chamber} house: "
                "a name on the roll call is nobody's for certain"
            )
    print_rows(
        [*(ledger_row(line, unplaced) for line in lines), *map(not_scored_row, missing)],
        form,
        brief=brief_vote,
        empty=f"{person} is on no roll call that this agenda scores.",
    )
    if form is Format.TABLE:
        _print_sponsorships(joined, person_id, form)


def _print_sponsorships(joined: Sponsorships, person_id: str, form: Format) -> None:
    score = joined.score_of(person_id)
    if score.percent is not None and score.band is not None:
        part, whole = score.tally.whole
        say(
            f"{TITLE}: {part} of {whole}, {score.percent} percent (band {score.band[0]} to "
            f"{score.band[1]}). {SENTENCE}"
        )
    for one in joined.not_counted:
        say(f"note: {one.sentence}")
    print_rows(
        [sponsorship_row(line) for line in joined.lines_of(person_id)],
        form,
        brief=brief_sponsorship,
        empty=f"{TITLE}: no measure of this agenda counts.",
    )
