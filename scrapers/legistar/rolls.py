"""The roll calls of a session: agenda items on a matter that members' votes stand under."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from scrapers.legistar.answers import Answers, Record, day_of, refused, text_of
from tracker.rules.jurisdictions import Jurisdiction, LegislativeSession

WORDS = {
    **dict.fromkeys(("aye", "yea", "yes", "affirmative", "in favor", "for"), "yes"),
    **dict.fromkeys(("nay", "no", "negative", "opposed", "against"), "no"),
    **dict.fromkeys(("abstain", "abstained", "abstention"), "abstain"),
    **dict.fromkeys(("absent", "away"), "absent"),
    **dict.fromkeys(("excused", "excused absence"), "excused"),
    **dict.fromkeys(("recused", "recuse", "recusal", "conflict"), "recused"),
    **dict.fromkeys(("not voting", "non-voting", "no vote", ""), "not_voting"),
    "present": "present",
}
"""Words of many councils; a council's own, in `vote_words` of its file, stand above them. An empty
word says of a member that no vote is recorded."""
NAMES_COUNTED = "the source declares no counts: they are those of its named votes"
_TALLY = re.compile(r"\D*(?P<yes>\d{1,3})\s*[-–:]\s*(?P<no>\d{1,3})(?!\d).*")
_RESULTS: Mapping[object, str] = {1: "pass", 0: "fail"}


@dataclass(frozen=True)
class Meeting:
    """An event, and the session that its day is in; None where no session is of that day."""

    record: Record
    day: date
    session: LegislativeSession | None
    where: str


@dataclass
class Rolls:
    """Rows of the tables of a crawl."""

    roll_calls: list[dict[str, object]] = field(default_factory=list)
    votes: list[dict[str, object]] = field(default_factory=list)
    measures: dict[str, dict[str, object]] = field(default_factory=dict)
    """By the number of a matter as printed: one row of `bills`."""
    left_out: Counter[str] = field(default_factory=Counter)


def meetings_of(answers: Answers, jurisdiction: Jurisdiction) -> dict[int, Meeting]:
    """Every event by its number."""
    found = {}
    for record in answers.of("EventId"):
        where = f"event {record['EventId']}"
        day = day_of(record, "EventDate", where)
        if day is None:
            raise refused("a meeting has no day", where)
        found[record["EventId"]] = Meeting(record, day, jurisdiction.session_on(day), where)
    return found


def rolls_of(
    answers: Answers,
    jurisdiction: Jurisdiction,
    session: LegislativeSession,
    meetings: Mapping[int, Meeting],
) -> Rolls:
    """The roll calls of the meetings of a session, and those whose meeting no file holds."""
    words = WORDS | {
        word.casefold(): str(option)
        for option, own in jurisdiction.vote_words.items()
        for word in own
    }
    votes: dict[int, list[Record]] = defaultdict(list)
    for vote in answers.of("VoteId"):
        votes[vote["VoteEventItemId"]].append(vote)
    items = {item["EventItemId"]: item for item in answers.of("EventItemId")}
    found = Rolls()
    for number in sorted(items.keys() | votes.keys()):
        item = items.get(number, {})
        meeting = meetings.get(item.get("EventItemEventId") or 0)
        if meeting and meeting.session != session:
            continue
        if number not in votes:
            found.left_out[_without_votes(item)] += 1
        elif item and item.get("EventItemMatterId") is None and not _file(item, answers):
            found.left_out["items with votes on no matter, as on when to adjourn"] += 1
        else:
            _add(found, number, item, meeting, votes[number], answers, words)
    return found


def _without_votes(item: Record) -> str:
    if item.get("EventItemPassedFlag") in _RESULTS:
        return "items that were decided without a vote by name"
    return "items on which nobody voted"


def _file(item: Record, answers: Answers) -> str:
    """The number of the matter of an item, as printed."""
    matter = answers.kinds["MatterId"].get(item.get("EventItemMatterId") or 0, {})
    return text_of(item, "EventItemMatterFile") or text_of(matter, "MatterFile")


def _add(
    found: Rolls,
    number: int,
    item: Record,
    meeting: Meeting | None,
    cast: Sequence[Record],
    answers: Answers,
    words: Mapping[str, str],
) -> None:
    row = len(found.roll_calls) + 1
    printed = _file(item, answers)
    options = [words.get(text_of(vote, "VoteValueName").casefold()) for vote in cast]
    told = _TALLY.fullmatch(text_of(item, "EventItemTally"))
    yes = int(told["yes"]) if told else options.count("yes")
    no = int(told["no"]) if told else options.count("no")
    matter = answers.kinds["MatterId"].get(item.get("EventItemMatterId") or 0, {})
    found.roll_calls.append(
        {
            "row": row,
            "source_ref": f"roll call {number}",
            "bill_printed": printed or _in_no_file(number, item),
            "topic": text_of(matter, "MatterTitle") or text_of(item, "EventItemTitle") or None,
            "date": meeting.day if meeting else None,
            "location": text_of(meeting.record, "EventBodyName") if meeting else "",
            "motion": _motion(item),
            "yes": yes,
            "no": no,
            "result": _RESULTS.get(item.get("EventItemPassedFlag"), "unknown"),
            "known_missing": False,
            "note": None if told else NAMES_COUNTED,
            "doubt": next(_doubts(item, meeting, cast, options), None),
            "names_not_known": False,
        }
    )
    for vote, option in zip(cast, options, strict=True):
        found.votes.append(
            {
                "row": row,
                "voter": str(vote["VotePersonId"]),
                "word": text_of(vote, "VoteValueName"),
                "option": option or "not_voting",
            }
        )


def _in_no_file(number: int, item: Record) -> str:
    """What stands for a matter whose number no file gives; it is no measure, so the roll is held
    back with these words.
    """
    if not item:
        return f"agenda item {number}, which no file holds"
    return f"matter {item['EventItemMatterId']}, which no file holds"


def _motion(item: Record) -> str:
    """What was done, and in which words where the minutes give any."""
    parts = (text_of(item, "EventItemActionName"), text_of(item, "EventItemActionText"))
    return ": ".join(dict.fromkeys(filter(None, parts)))


def _doubts(
    item: Record,
    meeting: Meeting | None,
    cast: Sequence[Record],
    options: Sequence[str | None],
) -> Iterator[str]:
    """Why the roll call cannot be trusted, the gravest first."""
    if item and meeting is None:
        yield f"no file holds the event {item['EventItemEventId']}, in which it was called"
    for vote, option in zip(cast, options, strict=True):
        if option is None:
            yield (
                f"a vote has the unknown word {vote['VoteValueName']!r}; say what it means in "
                "`vote_words` of the jurisdiction's file"
            )
    people = Counter(vote["VotePersonId"] for vote in cast)
    yield from (
        f"the person {person} voted {times} times" for person, times in people.items() if times > 1
    )
