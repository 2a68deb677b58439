"""From the Clerk's XML files to a crawl folder."""

from __future__ import annotations

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

DECLARATION = declared_source("us_house")
WORDS = {
    "Yea": "yes",
    "Aye": "yes",
    "Nay": "no",
    "No": "no",
    "Present": "present",
    "Not Voting": "not_voting",
}
_NOT_ON_MEASURES = ("", "QUORUM", "JOURNAL", "ADJOURN", "MOTION")
_RESULTS = {"Passed": "pass", "Agreed to": "pass", "Failed": "fail"}


def read_roll(root: Element, where: str) -> Roll | str | None:
    """A roll call of the House, the reason to leave it out, or None of another file."""
    if root.tag != "rollcall-vote":
        return None
    meta = root.find("vote-metadata")
    if meta is None:
        raise refused("it has no vote-metadata", where)
    if "vacated" in said(meta, "vote-desc").lower():
        return "the House vacated them"
    if meta.find(".//totals-by-candidate") is not None:
        return "elections of a Speaker"
    if said(meta, "vote-type") == "QUORUM":
        return "calls of the House, which ask who is there"
    if said(meta, "legis-num") in _NOT_ON_MEASURES:
        return "on no measure, as the Journal or when to adjourn"
    totals = meta.find("vote-totals/totals-by-vote")
    if totals is None:
        raise refused("it declares no totals", where)
    kinds = ("yea", "nay", "present", "not-voting")
    yes, no, present, silent = (count_of(totals, f"{kind}-total", where) for kind in kinds)
    day = datetime.strptime(said(meta, "action-date"), "%d-%b-%Y").date()
    amendment = said(meta, "amendment-num")
    return Roll(
        congress=said(meta, "congress"),
        number=f"{day.year}-{said(meta, 'rollcall-num')}",
        measure=measure_written(said(meta, "legis-num")),
        title=said(meta, "vote-desc"),
        day=day,
        motion=said(meta, "vote-question") + (f" (amendment {amendment})" if amendment else ""),
        required="2/3" if said(meta, "vote-type").startswith("2/3") else "1/2",
        result=_RESULTS.get(said(meta, "vote-result"), "unknown"),
        yes=yes,
        no=no,
        listed=yes + no + present + silent,
        note=None,
        ballots=[_ballot(one, where) for one in root.iter("recorded-vote")],
    )


def _ballot(one: Element, where: str) -> Ballot:
    member, word = one.find("legislator"), said(one, "vote")
    if member is None or not member.get("name-id"):
        raise refused("a vote has no member's Bioguide number", where)
    if word not in WORDS:
        raise refused(f"a vote has the unknown word {word!r}", where)
    printed = (member.text or "").strip()
    return Ballot(
        number=member.get("name-id", ""),
        printed=printed,
        name=printed,
        given_name=None,
        family_name=printed.partition(" (")[0],
        party=member.get("party", ""),
        word=word,
        option=WORDS[word],
    )


def parse(path: Path, origin: Origin, wanted: Wanted) -> Staged:
    """The roll calls of the House at `path`, of one Congress."""
    return parse_rolls(path, origin, wanted, DECLARATION, "lower", "bioguide", read_roll)


SOURCE = FileSource(DECLARATION, LARGEST, parse, pack)
