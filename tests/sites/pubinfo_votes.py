"""Roll calls of the sample record as tables of the bulk files, and the places and days of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from tests.sites.dat_lines import Row, Tables
from tests.sites.hearing_pages import ROOM, TIME
from tests.sites.sample_measures import SESSION
from tests.sites.sample_record import Facts, rolls

MADE_UP = "Synthetic agenda of a stand-in; time and room are made up."
ON_FILE = "Synthetic listing"

_WORDS = {"yes": "AYE", "no": "NOE", "not_voting": "ABS", "vacant": "ABS"}
_FLOORS = {"ASM. FLOOR": "AFLOOR", "SEN. FLOOR": "SFLOOR"}


def vote_tables() -> Tables:
    """Roll calls with their names, motions and places."""
    return {
        "BILL_SUMMARY_VOTE_TBL": [_summary(roll, votes) for roll, votes in rolls()],
        "BILL_DETAIL_VOTE_TBL": [
            {
                **_key(roll),
                "legislator_name": str(vote["voter"]),
                "vote_code": _WORDS[str(vote["option"])],
            }
            for roll, votes in rolls()
            for vote in votes
        ],
        "BILL_MOTION_TBL": [
            {"motion_id": number, "motion_text": text} for text, number in _motions().items()
        ],
        "LOCATION_CODE_TBL": [
            {"session_year": SESSION, "location_code": code, "description": place}
            for place, code in _codes().items()
            if place not in _FLOORS
        ],
    }


def event_tables() -> Tables:
    """A committee that voted on a measure heard it that day; a house had it on its daily file."""
    heard, listed = dict[tuple[str, ...], Row](), dict[tuple[str, ...], Row]()
    agendas = dict[tuple[str, ...], Row]()
    building, room = ROOM.split(", ")
    for roll, _ in rolls():
        place, day, bill = (str(roll[name]) for name in ("location", "date", "bill_id"))
        code, moment = _codes()[place], f"{day} 00:00:00"
        known: Row = {"bill_id": bill, "location_code": code}
        if place in _FLOORS:
            shown = {"publication_date": moment, "file_location": ON_FILE, "session_num": bill[8]}
            listed[code, day, bill] = {**known, **shown}
            continue
        heard[code, day, bill] = {**known, "committee_nr": int(code[2:]), "hearing_date": moment}
        agendas[code, day] = {
            "committee_code": code,
            "committee_desc": place,
            "agenda_date": moment,
            "agenda_time": TIME,
            "line1": MADE_UP,
            "building_type": building,
            "room_num": room,
        }
    return {
        "COMMITTEE_HEARING_TBL": [heard[key] for key in sorted(heard)],
        "DAILY_FILE_TBL": [listed[key] for key in sorted(listed)],
        "COMMITTEE_AGENDA_TBL": [agendas[key] for key in sorted(agendas)],
    }


def _summary(roll: Facts, votes: Sequence[Facts]) -> Row:
    return {
        **_key(roll),
        "ayes": int(str(roll["yes"])),
        "noes": int(str(roll["no"])),
        "abstain": sum(_WORDS[str(vote["option"])] == "ABS" for vote in votes),
        "vote_result": f"({str(roll['result']).upper()})",
    }


def _key(roll: Facts) -> Row:
    """What a roll call and its names have in common; its number is that of the sample's row."""
    return {
        "bill_id": str(roll["bill_id"]),
        "location_code": _codes()[str(roll["location"])],
        "vote_date_time": f"{roll['date']} 00:00:00",
        "vote_date_seq": int(str(roll["row"])),
        "motion_id": _motions()[str(roll["motion"])],
    }


@cache
def _codes() -> Mapping[str, str]:
    """Every place with a code; those of committees are made up."""
    places = sorted({str(roll["location"]) for roll, _ in rolls()} - set(_FLOORS))
    return _FLOORS | {
        place: f"{'CX' if place.startswith('ASM.') else 'CS'}{number:02}"
        for number, place in enumerate(places, start=1)
    }


@cache
def _motions() -> Mapping[str, int]:
    """Every motion with a number, made up."""
    texts = sorted({str(roll["motion"]) for roll, _ in rolls()})
    return {text: number for number, text in enumerate(texts, start=1)}
