"""Synthetic files in Open States' forms: made-up people and bills, its own keys."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from scrapers.kit.source import Origin, Staged, Wanted
from scrapers.openstates.source import parse

OCD = "ocd-jurisdiction/country:us/state:{}/government"
NAMES = {"ca": "California", "wy": "Wyoming", "mi": "Michigan"}
HOUSE = [f"Finch{seat}" for seat in range(62)]
"""Of Wyoming, in 2031, when nobody has sat yet."""
SENATE = [f"Heron{seat}" for seat in range(31)]
Votes = Sequence[tuple[str, str]]


def all_of(
    names: Sequence[str], option: str = "yes", but: Mapping[str, str] | None = None
) -> Votes:
    """All of them voting alike, but for some."""
    return [((but or {}).get(name, option), name) for name in names]


class Files:
    """Files to be filled: `bill` and `roll` add one each."""

    def __init__(self, state: str = "wy", session: str = "2031") -> None:
        self.state, self.session = state, session
        self.of: dict[str, dict[str, object]] = {}
        self.bill("HB0001")

    def bill(
        self, number: str, actions: Sequence[tuple[str, str]] = (), session: str | None = None
    ) -> None:
        """A bill with two actions, unless others are given, and one sponsor."""
        steps = actions or [("2031-01-10", "Introduced"), ("2031-01-12", "Referred")]
        said = session or self.session
        self.of[f"{said}/bills/{number}/metadata.json"] = {
            "legislative_session": said,
            "identifier": number,
            "title": f"An act, on {number}",
            "jurisdiction": {"id": OCD.format(self.state), "name": NAMES[self.state]},
            "actions": [
                {"date": day, "description": text, "organization_id": _organization("lower")}
                for day, text in steps
            ],
            "sponsorships": [
                {"name": "Finch1", "classification": "primary", "primary": True}
                | {"entity_type": "person", "person_id": None}
            ],
            "versions": [{"note": "01/10/31 - Introduced", "date": "2031-01-10"}],
        }

    def roll(
        self,
        chamber: str,
        motion: str,
        votes: Votes,
        *,
        bill: str = "HB0001",
        at: str = "2031-02-03T18:00:00+00:00",
        counts: Mapping[str, int] | None = None,
        result: str = "pass",
        key: str | None = None,
        session: str | None = None,
    ) -> str:
        """A roll call; its counts are those of the votes, unless others are declared. Gives the
        name of its file.
        """
        said = session or self.session
        options = ("yes", "no", "absent", "excused", "other")
        counted = {one: sum(option == one for option, _ in votes) for one in options}
        declared = counted if counts is None else counts
        tail = f".vote_event.pass.{chamber}.json" if result == "pass" else "_vote_event_fail.json"
        name = f"{said}/bills/{bill}/logs/{len(self.of)}{tail}"
        self.of[name] = {
            "motion_text": motion,
            "start_date": at,
            "result": result,
            "organization": _organization(chamber),
            "legislative_session": said,
            "bill_identifier": bill,
            "votes": [
                {"option": option, "voter_name": voter, "voter_id": None} for option, voter in votes
            ],
            "counts": [{"option": one, "value": number} for one, number in declared.items()],
            "dedupe_key": key,
        }
        return name

    def texts(self) -> dict[str, str]:
        """The files as its scrapers write them."""
        return {name: json.dumps(one, indent=2) for name, one in self.of.items()}

    def bulk(self) -> dict[str, str]:
        """The same in the bulk form: one list of bills, with their roll calls."""
        rolls = [one for one in self.of.values() if "votes" in one]
        bills = [
            {
                **bill,
                "jurisdiction": None,
                "jurisdiction_name": NAMES[self.state],
                "sponsors": bill["sponsorships"],
                "actions": [
                    {"date": step["date"], "description": step["description"]}
                    | {"organization__name": "House"}
                    for step in bill["actions"]  # type: ignore[attr-defined]
                ],
                "votes": [
                    roll | {"organization__classification": _chamber_of(str(roll["organization"]))}
                    for roll in rolls
                    if roll["bill_identifier"] == bill["identifier"]
                ],
            }
            for bill in self.of.values()
            if "votes" not in bill
        ]
        name = f"{self.state.upper()}_{self.session}_bills.json"
        return {f"{self.state.upper()}/{self.session}/{name}": json.dumps(bills)}

    def csv(self) -> dict[str, str]:
        """The same in the bulk form of tables."""
        tables: dict[str, list[dict[str, object]]] = {
            "organizations": [
                {"id": f"org/{house}", "name": house, "classification": house, "parent_id": ""}
                for house in ("upper", "lower")
            ]
        }
        for number, one in enumerate(self.of.values()):
            if "votes" in one:
                body = f"org/{_chamber_of(str(one['organization']))}"
                shared = {"id": f"vote/{number}", "bill_id": f"bill/{one['bill_identifier']}"}
                of_all = {"session_identifier": self.session, "organization_id": body}
                _add(tables, "votes", [{**one, **shared, **of_all}])
                _add(tables, "vote_counts", one["counts"], vote_event_id=shared["id"])
                _add(tables, "vote_people", one["votes"], vote_event_id=shared["id"])
            else:
                key = f"bill/{one['identifier']}"
                of_all = {"session_identifier": self.session, "jurisdiction": NAMES[self.state]}
                _add(tables, "bills", [{**one, "id": key, **of_all}])
                _add(tables, "bill_actions", one["actions"], bill_id=key)
                _add(tables, "bill_sponsorships", one["sponsorships"], bill_id=key)
                _add(tables, "bill_versions", one["versions"], bill_id=key)
        for step in tables["bill_actions"]:
            step["organization_id"] = "org/lower"
        folder = f"{self.state.upper()}/{self.session}/{self.state.upper()}_{self.session}"
        return {f"{folder}_{name}.csv": _as_csv(rows) for name, rows in tables.items()}


def _add(tables: dict[str, list[dict[str, object]]], name: str, rows: object, **key: str) -> None:
    assert isinstance(rows, list)
    tables.setdefault(name, []).extend({**row, **key} for row in rows)


def _as_csv(rows: Sequence[Mapping[str, object]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _organization(chamber: str) -> str:
    return "~" + json.dumps({"classification": chamber})


def _chamber_of(organization: str) -> str:
    return str(json.loads(organization[1:])["classification"])


def read(path: Path, wanted: Wanted | None = None) -> Staged:
    """What the files say."""
    return parse(path, Origin("https://example.org", path.name), wanted or Wanted())
