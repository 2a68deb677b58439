"""A council that does not exist: its reviewed files, and its answers as the API words them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

Json = dict[str, object]
MEMBERS = {1: "Alder Finch", 2: "Birch Heron", 3: "Cedar Swift", 4: "Elm Plover", 5: "Hazel Crane"}
JURISDICTION = """
format: 1
id: quillhaven
name: Quillhaven
legislature: Council of Quillhaven
nonvotes: The Council prints why a member was away.
sites: [quillhaven.legistar.com]
vote_words:
  excused: [Medical, Parental, Bereavement]
chambers:
  - {chamber: legislature, code: COUNCIL, name: Council, member_title: Councilor, seats: 5}
measures:
  types:
    - {type: INT, name: Introduction, chamber: legislature, kind: bill, also: [Int]}
  patterns: ['{type}\\s*(?P<number>[0-9]{1,4})-(?P<year>[0-9]{4})']
  printed: 'Int {number:04}-{year}'
sittings: {years: 1}
"""
LOCATIONS = """
format: 1
jurisdiction: quillhaven
houses: [{chamber: legislature}]
floor: 'city council'
"""
MOTIONS = """
format: 1
jurisdiction: quillhaven
rules:
  - id: passage
    venues: [floor]
    class: final_passage
    any_of: ['\\bapproved\\b']
    why: The Council is asked to pass the measure.
    examples: ["Approved by Council"]
"""
THRESHOLDS = """
format: 1
jurisdiction: quillhaven
sources: {charter: "Charter of Quillhaven, sec. 34"}
rules:
  - id: passage
    when: {venues: [floor], classes: [final_passage]}
    threshold: majority_of_membership
    basis: "More than half of all seats: {needed} of {seats} ({source})."
    source: charter
    examples: [{measure_type: INT}]
"""


def write_council(home: Path, **files: str) -> Path:
    """The council's folder in that home; a file may be given otherwise."""
    folder = home / "jurisdictions" / "quillhaven"
    folder.mkdir(parents=True)
    told = {
        "jurisdiction": JURISDICTION,
        "locations": LOCATIONS,
        "motions": MOTIONS,
        "thresholds": THRESHOLDS,
    }
    for name, text in (told | files).items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return folder


def event(number: int = 9, day: str = "2031-03-04", body: str = "City Council") -> Json:
    return {
        "EventId": number,
        "EventBodyName": body,
        "EventDate": f"{day}T00:00:00",
        "EventTime": "1:30 PM",
        "EventAgendaStatusName": "Final",
        "EventLocation": "Council Chambers",
        "EventInSiteURL": "https://quillhaven.legistar.com/MeetingDetail.aspx?ID=9",
        "EventItems": [],
    }


def item(number: int, matter: int | None = 70, event: int = 9, **more: object) -> Json:
    return {
        "EventItemId": number,
        "EventItemEventId": event,
        "EventItemActionName": "Approved by Council",
        "EventItemPassedFlag": 1,
        "EventItemTally": None,
        "EventItemMatterId": matter,
        "EventItemMatterFile": f"Int {matter:04}-2031" if matter else None,
        "EventItemTitle": "A Local Law on the ferry",
    } | more


def votes(item: int, words: Mapping[int, str]) -> list[Json]:
    """Votes by the numbers of the members."""
    return [
        {
            "VoteId": item * 100 + person,
            "VotePersonId": person,
            "VotePersonName": MEMBERS[person],
            "VoteValueName": word,
            "VoteEventItemId": item,
        }
        for person, word in words.items()
    ]


def matter(number: int = 70) -> Json:
    return {
        "MatterId": number,
        "MatterFile": f"Int {number:04}-2031",
        "MatterTitle": "A Local Law on the ferry",
        "MatterIntroDate": "2031-02-01T00:00:00",
    }


def office(number: int, person: int, start: str, end: str | None, **more: object) -> Json:
    return {
        "OfficeRecordId": number,
        "OfficeRecordPersonId": person,
        "OfficeRecordFullName": MEMBERS[person],
        "OfficeRecordFirstName": MEMBERS[person].split()[0],
        "OfficeRecordLastName": MEMBERS[person].split()[1],
        "OfficeRecordBodyName": "City Council",
        "OfficeRecordStartDate": f"{start}T00:00:00",
        "OfficeRecordEndDate": f"{end}T00:00:00" if end else None,
    } | more


ALL = {1: "Affirmative", 2: "Negative", 3: "Affirmative", 4: "Medical", 5: "Affirmative"}


def answers(**more: list[Json]) -> dict[str, list[Json]]:
    """A meeting with one roll call, the members in office, the matter; files may be otherwise."""
    return {
        "events": [event()],
        "eventitems": [item(501)],
        "votes": votes(501, ALL),
        "matters": [matter()],
        "officerecords": [office(n, n, "2030-01-01", "2033-12-31") for n in MEMBERS],
    } | more


def write_answers(folder: Path, told: Mapping[str, list[Json]]) -> Path:
    """A folder with a file per list."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, records in told.items():
        (folder / f"{name}.json").write_text(json.dumps(records), "utf-8")
    return folder
