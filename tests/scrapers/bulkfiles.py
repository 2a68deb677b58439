"""Writes small bulk files of made-up bills in the Legislature's own format, sound or spoiled."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.sites.dat_lines import Row, dat_files

SESSION = "20092010"
"""A session without a reviewed roster, so that made-up names may stand in it."""
BILL = "200920100SB7"
STAMP = "2010-12-01 00:00:00"


def bill(bill_id: str = BILL, **changed: str | int | None) -> Row:
    """A bill as `BILL_TBL` holds it."""
    return {
        "bill_id": bill_id,
        "session_year": SESSION,
        "session_num": "0",
        "latest_bill_version_id": "20090SB797AMD",
        **changed,
    }


def version(number: int, day: str, **changed: str | int | None) -> Row:
    """A text of the bill; numbers count down from 99."""
    return {
        "bill_version_id": f"20090SB7{number}AMD",
        "bill_id": BILL,
        "version_num": number,
        "bill_version_action_date": f"{day} 00:00:00",
        "bill_version_action": "Amended Senate",
        "subject": "Shade trees.",
        "vote_required": "Majority",
        **changed,
    }


def action(number: int, day: str, text: str, **changed: str | int | None) -> Row:
    """A line of the bill's history."""
    return {
        "bill_id": BILL,
        "bill_history_id": number,
        "action_date": f"{day} 00:00:00",
        "action": text,
        **changed,
    }


def roll(**changed: str | int | None) -> Row:
    """A roll call as the summary declares it: two ayes, a no, one without a vote."""
    return {
        "bill_id": BILL,
        "location_code": "SFLOOR",
        "vote_date_time": "2009-06-04 00:00:00",
        "vote_date_seq": 1001,
        "motion_id": 12,
        "ayes": 2,
        "noes": 1,
        "abstain": 1,
        "vote_result": "(PASS)",
        **changed,
    }


def votes(codes: Mapping[str, str] | None = None, **changed: str | int | None) -> list[Row]:
    """The names of a roll call, at the time of day that only these rows have."""
    named = codes or {"Aster": "AYE", "Birch": "AYE", "De La Rue": "NOE", "Elder": "ABS"}
    return [
        {
            "bill_id": BILL,
            "location_code": "SFLOOR",
            "legislator_name": name,
            "vote_date_time": "2009-06-04 13:22:00",
            "vote_date_seq": 1001,
            "vote_code": code,
            "motion_id": 12,
            **changed,
        }
        for name, code in named.items()
    ]


def legislator(name: str, seat: str = "SD12", **changed: str | int | None) -> Row:
    """A line of the table of legislators: an invented first name, the printed name as surname."""
    return {
        "district": seat,
        "session_year": SESSION,
        "legislator_name": f"{name}, Vale",
        "house_type": seat[0],
        "author_name": name,
        "first_name": "Vale",
        "last_name": name,
        "party": "DEM",
        "active_flg": "Y",
        "trans_update": STAMP,
        "active_legislator": "Y",
        **changed,
    }


def senators(*names: str) -> list[Row]:
    """A line for each, in seats of their own."""
    return [legislator(name, f"SD{seat:02}") for seat, name in enumerate(names, start=12)]


@dataclass
class Bulk:
    """The tables of one session: by default one bill, its history and one roll call, all sound."""

    tables: dict[str, Sequence[Row]] = field(
        default_factory=lambda: {
            "BILL_TBL": [bill()],
            "BILL_VERSION_TBL": [version(99, "2009-02-01"), version(97, "2009-05-01")],
            "BILL_VERSION_AUTHORS_TBL": [
                {
                    "bill_version_id": "20090SB797AMD",
                    "type": "Legislator",
                    "house": "SENATE",
                    "name": "Aster",
                    "contribution": "LEAD_AUTHOR",
                }
            ],
            "BILL_HISTORY_TBL": [action(1, "2009-02-01", "Introduced.  To print.")],
            "BILL_SUMMARY_VOTE_TBL": [roll()],
            "BILL_DETAIL_VOTE_TBL": votes(),
            "BILL_MOTION_TBL": [{"motion_id": 12, "motion_text": "Senate 3rd Reading SB7 Aster"}],
            "LOCATION_CODE_TBL": [
                {
                    "session_year": SESSION,
                    "location_code": "CS61",
                    "description": "Sen Appropriations",
                }
            ],
        }
    )
    spoiled: dict[str, bytes] = field(default_factory=dict)
    """Table to the bytes that stand in its file instead."""

    def files(self) -> dict[str, bytes]:
        """File name to content."""
        return dat_files(self.tables) | {
            f"{name}.dat": content for name, content in self.spoiled.items()
        }

    def folder(self, path: Path) -> Path:
        """The files in a folder."""
        path.mkdir()
        for name, content in self.files().items():
            (path / name).write_bytes(content)
        return path

    def zip(self, path: Path) -> Path:
        """The files in a zip archive, among others that nobody reads."""
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
            for name, content in {**self.files(), "BILL_VERSION_TBL_1.lob": b"<xml/>"}.items():
                zipped.writestr(name, content)
        return path
