"""From the Senate's XML files to a crawl folder."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from xml.etree.ElementTree import Element

from scrapers.kit.source import FileSource, Origin, Staged, Wanted
from scrapers.us_house.rolls import (
    LARGEST,
    Ballot,
    Roll,
    count_of,
    measure_written,
    pack,
    parse_rolls,
    refused,
    said,
)
from tracker.crawls.sources import declared_source

DECLARATION = declared_source("us_senate")
WORDS = {
    "Yea": "yes",
    "Nay": "no",
    "Present": "present",
    "Present, Giving Live Pair": "paired",
    "Not Voting": "not_voting",
}
_FAILED = re.compile(r"\b(rejected|failed|defeated|not)\b", re.IGNORECASE)
_PASSED = re.compile(r"\b(agreed|confirmed|passed|invoked|sustained|adopted)\b", re.IGNORECASE)
_MEASURE = re.compile(r"(?:H|S)(?:R|RES|JRES|CONRES)? \d+|PN \d+(?:-\d+)?")


def read_roll(root: Element, where: str) -> Roll | str | None:
    """A roll call of the Senate, the reason to leave it out, or None of another file."""
    if root.tag != "roll_call_vote":
        return None
    written = measure_written(
        said(root, "document/document_type") + said(root, "document/document_number")
    )
    if not _MEASURE.fullmatch(written):
        written = measure_written(said(root, "amendment/amendment_to_document_number"))
    if not _MEASURE.fullmatch(written):
        return "on no measure or nomination"
    kinds = ("yeas", "nays", "present", "absent")
    yes, no, present, absent = (count_of(root, f"count/{kind}", where) for kind in kinds)
    words = said(root, "vote_date").split(",")
    day = datetime.strptime(f"{words[0].strip()} {words[1].strip()}", "%B %d %Y").date()
    result = said(root, "vote_result")
    passed = "pass" if _PASSED.search(result) else "unknown"
    by, tie = said(root, "tie_breaker/by_whom"), said(root, "tie_breaker/tie_breaker_vote")
    ballots = [_ballot(one, where) for one in root.iter("member")]
    pairs = sum("Pair" in one.word for one in ballots)
    return Roll(
        congress=said(root, "congress"),
        number=f"{said(root, 'congress_year')}-{said(root, 'vote_number')}",
        measure=written,
        title=said(root, "document/document_title"),
        day=day,
        motion=said(root, "vote_question_text") or said(root, "question"),
        required=said(root, "majority_requirement"),
        result="fail" if _FAILED.search(result) else passed,
        yes=yes,
        no=no,
        listed=yes + no + max(present, pairs) + absent,
        note=f"{by} voted {tie} to break the tie" if by else None,
        ballots=ballots,
    )


def _ballot(one: Element, where: str) -> Ballot:
    number, word = said(one, "lis_member_id"), said(one, "vote_cast")
    if not number:
        raise refused("a vote has no member's LIS number", where)
    if word not in WORDS:
        raise refused(f"a vote has the unknown word {word!r}", where)
    given, family = said(one, "first_name"), said(one, "last_name")
    return Ballot(
        number=number,
        printed=said(one, "member_full"),
        name=f"{given} {family}",
        given_name=given,
        family_name=family,
        party=said(one, "party"),
        word=word,
        option=WORDS[word],
    )


def parse(path: Path, origin: Origin, wanted: Wanted) -> Staged:
    """The roll calls of the Senate at `path`, of one Congress."""
    return parse_rolls(path, origin, wanted, DECLARATION, "upper", "lis", read_roll)


SOURCE = FileSource(DECLARATION, LARGEST, parse, pack)
