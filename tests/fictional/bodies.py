"""Two legislatures that do not exist, as a person adds them: folders in a home, records to load."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.cli.program import Program

HERE = Path(__file__).parent
HOME = HERE / "home"
"""Jurisdictions and agendas, as they lie in ANSWERABLE_HOME."""
RECORDS = HERE / "records"
MOOT, MOOT_LATER = RECORDS / "larkmoor-2021", RECORDS / "larkmoor-2022"
SALTMARSH = RECORDS / "saltmarsh-20072008"
"""Its session and its one bill are called as California's session of 2007-08 and SB 375."""


def fictional_home(home: Path) -> Program:
    """The command on a home that knows both bodies and has loaded nothing."""
    shutil.copytree(HOME, home)
    return Program(home)
