"""Invented members of a Congress and roll calls of both its houses, in the forms of the sources."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import yaml

from scrapers.kit.source import FileSource, Origin, Wanted
from scrapers.kit.staging import write_crawl_folder

Entry = dict[str, object]


def term(kind: str, start: str, end: str, **more: object) -> Entry:
    """A term, of Maryland and the Orchard party unless said otherwise."""
    where = {"district": 4} if kind == "rep" else {"class": 1}
    told = {"type": kind, "start": start, "end": end, "state": "MD", **where, "party": "Orchard"}
    return told | more


def member(number: str, name: str, *terms: Entry, **ids: object) -> Entry:
    """An entry of the file of members."""
    first, _, last = name.partition(" ")
    called = {"first": first, "last": last, "official_full": name}
    return {"id": {"bioguide": number, **ids}, "name": called, "terms": list(terms)}


def members_file(folder: Path, *entries: Entry, name: str = "legislators-current.yaml") -> Path:
    """A file of members, in the form that its name says."""
    folder.mkdir(parents=True, exist_ok=True)
    told = list(entries)
    is_json = name.endswith(".json")
    text = json.dumps(told) if is_json else yaml.safe_dump(told, sort_keys=False)
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def house_roll(folder: Path, nth: int, votes: Mapping[str, str], day: str = "24-Jan-2023") -> None:
    """A roll call of the House of the 118th Congress on HR 7: words by Bioguide number."""
    counts = {word: list(votes.values()).count(word) for word in ("Yea", "Nay", "Not Voting")}
    rows = "".join(
        f'<recorded-vote><legislator name-id="{number}" party="D">{number}</legislator>'
        f"<vote>{word}</vote></recorded-vote>"
        for number, word in votes.items()
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"h{nth}.xml").write_text(
        "<rollcall-vote><vote-metadata><congress>118</congress>"
        f"<rollcall-num>{nth}</rollcall-num><legis-num>H R 7</legis-num>"
        "<vote-question>On Passage</vote-question><vote-type>YEA-AND-NAY</vote-type>"
        f"<vote-result>Passed</vote-result><action-date>{day}</action-date>"
        f"<vote-desc>Bridges</vote-desc><vote-totals><totals-by-vote>"
        f"<yea-total>{counts['Yea']}</yea-total><nay-total>{counts['Nay']}</nay-total>"
        f"<present-total>0</present-total><not-voting-total>{counts['Not Voting']}"
        "</not-voting-total></totals-by-vote></vote-totals></vote-metadata>"
        f"<vote-data>{rows}</vote-data></rollcall-vote>",
        "utf-8",
    )


def senate_roll(folder: Path, nth: int, votes: Mapping[str, str]) -> None:
    """A roll call of the Senate of the 118th Congress on HR 7: words by LIS number."""
    counts = {word: list(votes.values()).count(word) for word in ("Yea", "Nay", "Not Voting")}
    rows = "".join(
        f"<member><member_full>{number} (D-MD)</member_full><last_name>{number}</last_name>"
        f"<first_name>Senator</first_name><party>D</party><vote_cast>{word}</vote_cast>"
        f"<lis_member_id>{number}</lis_member_id></member>"
        for number, word in votes.items()
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"s{nth}.xml").write_text(
        "<roll_call_vote><congress>118</congress><congress_year>2024</congress_year>"
        f"<vote_number>{nth}</vote_number><vote_date>December 18, 2024,  11:00 AM</vote_date>"
        "<vote_question_text>On Passage of the Bill (H.R. 7)</vote_question_text>"
        "<majority_requirement>1/2</majority_requirement><vote_result>Bill Passed</vote_result>"
        "<document><document_type>H.R.</document_type><document_number>7</document_number>"
        "<document_title>Bridges</document_title></document><amendment/>"
        f"<count><yeas>{counts['Yea']}</yeas><nays>{counts['Nay']}</nays><present/>"
        f"<absent>{counts['Not Voting']}</absent></count><tie_breaker/>"
        f"<members>{rows}</members></roll_call_vote>",
        "utf-8",
    )


def staged(source: FileSource, path: Path, to: Path) -> Path:
    """The crawl folder that the source makes of that file or folder."""
    read = source.parse(path, Origin("https://example.org", path.name), Wanted())
    write_crawl_folder(to, read.manifest, read.tables)
    return to
