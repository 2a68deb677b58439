"""Measures, texts, authors and members of the sample record as tables of the bulk files.

What the record does not have is made up and says so: the text of every version and analysis, the
day on which most measures were introduced, and one veto.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tests.measures import measure, official
from tests.sites.dat_lines import Row, Tables
from tests.sites.sample_measures import CODE, SESSION
from tests.sites.sample_record import record
from tracker.intake.reviewed_record import ReviewedBill, ReviewedMembership, ReviewedVersion
from tracker.rules import reference
from tracker.rules.identity import load_aliases
from tracker.rules.vocabulary import Chamber

VETOED, VETO_DAY = "200720080SB840", "2008-09-30"
"""One measure that became no law; the day is made up."""

_MADE_UP_DAY, _MADE_UP = "2007-01-01", "Introduced (day made up)"
_LATEST = 99
"""Version numbers count down from this one."""
_HOUSES = {Chamber.LOWER: "Assembly", Chamber.UPPER: "Senate"}
_LETTERS = {Chamber.LOWER: "A", Chamber.UPPER: "S"}
_PARTIES = {"Democratic": "DEM", "Republican": "REP"}
_CHAPTER = re.compile(r"Chapter (\d+), Statutes of (\d{4})")
_ANALYSIS = re.compile(r"/(\w+)_cfa_(\d{4})(\d\d)(\d\d)_\d{6}_(asm|sen)_(comm|floor)\.html$")


def bill_tables() -> Tables:
    """Measures with their histories, versions, authors, analyses and the veto."""
    versions = {official(bill.bill_id): _versions(bill) for bill in record().bills}
    return {
        "BILL_TBL": [_bill(bill, versions[official(bill.bill_id)]) for bill in record().bills],
        "BILL_HISTORY_TBL": [
            {
                "bill_id": action.bill_id,
                "bill_history_id": number,
                "action_date": f"{action.date} 00:00:00",
                "action": action.description,
                "action_sequence": number,
                "primary_location": _HOUSES[action.chamber] if action.chamber else None,
            }
            for number, action in enumerate(record().actions, start=1)
        ],
        "BILL_VERSION_TBL": [
            {**version, "bill_xml": f"BILL_VERSION_TBL_{number}.lob"}
            for number, version in enumerate(
                (one for listed in versions.values() for one in listed), start=1
            )
        ],
        "BILL_VERSION_AUTHORS_TBL": [
            author
            for bill_id, listed in versions.items()
            for version in listed
            for author in _authors(bill_id, version)
        ],
        "BILL_ANALYSIS_TBL": [*_analyses()],
        "VETO_MESSAGE_TBL": [
            {
                "bill_id": VETOED,
                "veto_date": f"{VETO_DAY} 00:00:00",
                "message": "VETO_MESSAGE_TBL_1.lob",
            }
        ],
    }


def member_tables() -> Tables:
    """Who sat, by the reviewed roster, under the name on the roll calls, which stands before other
    spellings there; serving is who did on the last day of the session.
    """
    people = {person.person_id: person for person in record().people}
    aliases = load_aliases(reference.alias_file(CODE, SESSION), record().session)
    printed = {(alias.person_id, alias.chamber): alias.printed for alias in reversed(aliases)}

    def listed(term: ReviewedMembership) -> Row:
        person, name = people[term.person_id], printed[term.person_id, term.chamber]
        return {
            "district": f"{_LETTERS[term.chamber]}D{int(term.district or 0):02}",
            "session_year": SESSION,
            "legislator_name": name,
            "house_type": _LETTERS[term.chamber],
            "author_name": name,
            "first_name": person.given_name,
            "last_name": person.family_name,
            "party": _PARTIES[str(term.party)],
            "active_legislator": "Y" if term.end_date == last else "N",
        }

    last = reference.reference(CODE).jurisdiction.session(SESSION).end
    return {"LEGISLATOR_TBL": [listed(term) for term in record().memberships]}


def _bill(bill: ReviewedBill, versions: Sequence[Row]) -> Row:
    named = bill.measure
    chapter = _CHAPTER.fullmatch(bill.chaptered or "")
    became: Row = (
        {
            "measure_state": "Chaptered",
            "chapter_year": chapter[2],
            "chapter_type": "CHP",
            "chapter_session_num": "0",
            "chapter_num": chapter[1],
        }
        if chapter
        else {}
    )
    return {
        "bill_id": official(bill.bill_id),
        "session_year": SESSION,
        "session_num": official(bill.bill_id)[8],
        "measure_type": named.measure_type,
        "measure_num": named.number,
        "latest_bill_version_id": versions[-1]["bill_version_id"],
        **became,
    }


def _versions(bill: ReviewedBill) -> list[Row]:
    """The versions of a measure, oldest first; of one whose texts are not known, one made up.
    What a text requires is not in the record, so none says it.
    """
    known = [version for version in record().versions if version.bill_id == official(bill.bill_id)]
    title = bill.full_title or bill.title
    if not known:
        return [_version(official(bill.bill_id), _LATEST, "INT", _MADE_UP_DAY, _MADE_UP, title)]
    return [
        _version(
            official(bill.bill_id),
            _LATEST - nth,
            "AMD" if nth else "INT",
            f"{version.date}",
            _label(version),
            title if version is known[-1] else version.subject,
        )
        for nth, version in enumerate(known)
    ]


def _version(
    bill_id: str, number: int, state: str, day: str, label: str, subject: str | None
) -> Row:
    return {
        "bill_version_id": f"{bill_id[:4]}{bill_id[8:]}{number}{state}",
        "bill_id": bill_id,
        "version_num": number,
        "bill_version_action_date": f"{day} 00:00:00",
        "bill_version_action": label,
        "subject": subject,
    }


def _label(version: ReviewedVersion) -> str:
    is_amended = version.label == "Amended"
    return f"Amended {_HOUSES[version.chamber]}" if is_amended else version.label


def _authors(bill_id: str, version: Row) -> Iterator[Row]:
    """Organizations that the record names as sponsors stand in no table of the bulk files."""
    house = measure(bill_id).origin_chamber
    assert house is not None, f"{bill_id} begins in a house"
    for author in record().sponsorships:
        if author.bill_id == bill_id and author.classification == "author":
            yield {
                "bill_version_id": version["bill_version_id"],
                "type": "Legislator",
                "house": _HOUSES[house].upper(),
                "name": author.name,
                "contribution": "LEAD_AUTHOR",
                "primary_author_flg": "Y",
            }


def _analyses() -> Iterator[Row]:
    """The analyses that the record cites, known by their addresses."""
    printed = {bill.printed: official(bill.bill_id) for bill in record().bills}
    cited = (_ANALYSIS.search(source.url or "") for source in record().sources)
    for number, found in enumerate(filter(None, cited), start=1):
        named, year, month, day, house, kind = found.groups()
        yield {
            "analysis_id": number,
            "bill_id": printed[named.replace("_", " ").upper()],
            "house": house[0].upper(),
            "analysis_type": kind.upper(),
            "analysis_date": f"{year}-{month}-{day} 00:00:00",
            "source_doc": f"BILL_ANALYSIS_TBL_{number}.lob",
        }
