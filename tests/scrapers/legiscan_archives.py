"""Synthetic archives in LegiScan's two forms: made-up people and bills, its own columns."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from scrapers.kit.source import Origin, Staged, Wanted
from scrapers.kit.staging import write_crawl_folder
from scrapers.legiscan.source import parse
from tracker.crawls.manifest import Manifest

Rows = Sequence[Mapping[str, object]]
HEADS = {
    "bills": "bill_id session_id bill_number status status_desc status_date title description "
    "committee_id committee last_action_date last_action url state_link",
    "history": "bill_id date chamber sequence action",
    "people": "people_id name first_name middle_name last_name suffix nickname party_id party "
    "role_id role district followthemoney_eid votesmart_id opensecrets_id ballotpedia "
    "knowwho_pid committee_id",
    "rollcalls": "bill_id roll_call_id date chamber description yea nay nv absent total",
    "sponsors": "bill_id people_id position",
    "votes": "roll_call_id people_id vote vote_desc",
}
WORDS = {1: "Yea", 2: "Nay", 3: "NV", 4: "Absent"}
FOLDER = "WY/2031-2031_Regular_Session"
SEATS = {"House": 62, "Senate": 31}
"""Of Wyoming, whose legislature these archives are said to be of; in 2031 nobody has sat yet."""


def people() -> list[dict[str, object]]:
    """Persons 1 to 62 in the House, 101 to 131 in the Senate, and a committee among them."""
    found = [
        _person(first + seat, f"{name} {seat}", role, f"{letter}D-{seat:03}")
        for first, name, role, letter, seats in (
            (0, "Finch", "Rep", "H", 62),
            (100, "Heron", "Sen", "S", 31),
        )
        for seat in range(1, seats + 1)
    ]
    return [*found, _person(900, "Agriculture", "Rep", "", committee=5)]


def _person(
    number: int, name: str, role: str, district: str, committee: int = 0
) -> dict[str, object]:
    given, _, family = name.partition(" ")
    return {
        "people_id": number,
        "name": name,
        "first_name": given,
        "last_name": family,
        "party": "" if committee else "D" if number % 2 else "R",
        "role": role,
        "district": district,
        "committee_id": committee,
    }


class Archive:
    """An archive to be filled: `roll` adds a roll call with its votes."""

    def __init__(self, folder: str = FOLDER) -> None:
        self.folder = folder
        self.rows: dict[str, list[dict[str, object]]] = {name: [] for name in HEADS}
        self.rows["people"] = people()
        self.bill(1, "HB0001")

    def bill(self, bill_id: int, number: str) -> None:
        """A bill with one action and one sponsor."""
        state, year = self.folder[:2], self.folder[3:7]
        self.rows["bills"].append(
            {
                "bill_id": bill_id,
                "session_id": 1,
                "bill_number": number,
                "title": f"An act, on {number}",
                "url": f"https://legiscan.com/{state}/bill/{number}/{year}",
            }
        )
        action = {"bill_id": bill_id, "date": "2031-01-10", "chamber": "House", "sequence": 1}
        self.rows["history"].append(action | {"action": "Introduced"})
        self.rows["sponsors"].append({"bill_id": bill_id, "people_id": 1, "position": 1})

    def roll(
        self,
        number: int,
        chamber: str,
        description: str,
        votes: Mapping[int, int],
        *,
        bill_id: int = 1,
        date: str = "2031-02-03",
        declared: Mapping[str, int] | None = None,
    ) -> None:
        """A roll call; its counts are those of the votes, unless other ones are declared."""
        counted = {
            name: sum(vote == code for vote in votes.values())
            for name, code in (("yea", 1), ("nay", 2), ("nv", 3), ("absent", 4))
        } | {"total": len(votes)}
        self.rows["rollcalls"].append(
            {
                "bill_id": bill_id,
                "roll_call_id": number,
                "date": date,
                "chamber": chamber,
                "description": description,
                **counted,
                **(declared or {}),
            }
        )
        self.rows["votes"] += [
            {"roll_call_id": number, "people_id": who, "vote": vote, "vote_desc": WORDS[vote]}
            for who, vote in votes.items()
        ]

    def csv(self, name: str) -> str:
        """One table, as text."""
        text = io.StringIO()
        head = HEADS[name].split()
        writer = csv.DictWriter(text, head, restval="", lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(self.rows[name])
        return text.getvalue()

    def files(self) -> dict[str, str]:
        """The files of the CSV form."""
        return {f"{self.folder}/csv/{name}.csv": self.csv(name) for name in HEADS}

    def json_files(self) -> dict[str, str]:
        """The files of the JSON form: one per bill, person and roll call."""
        found: dict[str, object] = {}
        for bill in self.rows["bills"]:
            of_bill = {
                name: [row for row in self.rows[name] if row["bill_id"] == bill["bill_id"]]
                for name in ("history", "sponsors")
            }
            sponsors = [row | {"sponsor_order": row["position"]} for row in of_bill["sponsors"]]
            steps = [row | {"chamber": str(row["chamber"])[:1]} for row in of_bill["history"]]
            whole = {**bill, "history": steps, "sponsors": sponsors}
            found[f"bill/{bill['bill_number']}"] = {"bill": whole}
        for person in self.rows["people"]:
            found[f"people/{person['people_id']}"] = {"person": person}
        for roll in self.rows["rollcalls"]:
            votes = [
                {"people_id": v["people_id"], "vote_id": v["vote"], "vote_text": v["vote_desc"]}
                for v in self.rows["votes"]
                if v["roll_call_id"] == roll["roll_call_id"]
            ]
            told = {"desc": roll["description"], "chamber": str(roll["chamber"])[:1]}
            whole = {**roll, **told, "passed": 1, "votes": votes}
            found[f"vote/{roll['roll_call_id']}"] = {"roll_call": whole}
        return {f"{self.folder}/{name}.json": json.dumps(one) for name, one in found.items()}


def zipped(files: Mapping[str, str], to: Path) -> Path:
    """The files as one archive."""
    with zipfile.ZipFile(to, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return to


def read(path: Path) -> Staged:
    """What an archive says."""
    return parse(path, Origin("https://legiscan.com/datasets", path.name), Wanted())


def stage(path: Path, folder: Path) -> Manifest:
    """What an archive says, in a crawl folder."""
    staged = read(path)
    write_crawl_folder(folder, staged.manifest, staged.tables)
    return staged.manifest


def house(vote: int = 1, *, but: Mapping[int, int] | None = None) -> dict[int, int]:
    """All of the House voting alike, but for some."""
    return dict.fromkeys(range(1, 63), vote) | dict(but or {})


def senate(vote: int = 1, *, but: Mapping[int, int] | None = None) -> dict[int, int]:
    """All of the Senate voting alike, but for some."""
    return {100 + number: vote for number in range(1, 32)} | dict(but or {})
