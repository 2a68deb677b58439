"""A home with an invented bill of 2009, whose record is loaded bit by bit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import Ended, Program
from tests.scrapers.bulkfiles import BILL, roll, votes
from tests.sites.dat_lines import Row
from tests.store.day_files import PLACE, load, load_day, whole_session
from tracker.store import Store, open_store

NOW = "2009-06-05T12:00:00+00:00"


def hearing(day: str, bill_id: str = BILL) -> Row:
    return {"bill_id": bill_id, "hearing_date": f"{day} 00:00:00", "location_code": PLACE}


def agenda(day: str, time: str, room: str = "4203") -> Row:
    return {
        "committee_code": PLACE,
        "committee_desc": "Appropriations",
        "agenda_date": f"{day} 00:00:00",
        "agenda_time": time,
        "room_num": room,
    }


@dataclass
class Home:
    """A coalition's folder, the record in it, and the command as a person runs it there."""

    folder: Path
    files: Path

    @property
    def program(self) -> Program:
        return Program(self.folder)

    @property
    def store(self) -> Store:
        return open_store(f"duckdb:///{self.folder / 'answerable.duckdb'}")

    def settings(self, *alerts: str, addresses: dict[str, str] | None = None) -> None:
        """Writes `alerts.yaml`, each alert as YAML in a line, and where they are sent."""
        listed = "".join(f"  - {{{one}}}\n" for one in alerts)
        text = f"format: 1\ntimezone: America/Los_Angeles\nalerts:\n{listed}"
        (self.folder / "alerts.yaml").write_text(text, "utf-8")
        lines = "".join(f'{name}: "{url}"\n' for name, url in (addresses or {}).items())
        path = self.folder / "alert-addresses.yaml"
        path.write_text(lines or "{}\n", "utf-8")
        path.chmod(0o600)

    def send(self, *more: str, now: str = NOW) -> Ended:
        return self.program.run("alerts", "send", "--now", now, *more, "--format", "json")

    def listed(self, now: str = NOW) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.program.json("alerts", "list", "--now", now)
        return found

    def day(self, **tables: Sequence[Row]) -> None:
        """Loads a file of one day's changes."""
        load_day(self.store, self.files, **tables)

    def vote(self) -> None:
        """Loads a further roll call on the floor."""
        self.day(
            BILL_SUMMARY_VOTE_TBL=[roll(vote_date_seq=9)],
            BILL_DETAIL_VOTE_TBL=votes(vote_date_seq=9),
        )


@pytest.fixture
def home(tmp_path: Path) -> Home:
    folder, files = tmp_path / "home", tmp_path / "files"
    folder.mkdir(mode=0o700)
    files.mkdir()
    found = Home(folder, files)
    load(found.store, files, whole_session())
    return found
