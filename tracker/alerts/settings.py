"""`alerts.yaml` in a coalition's folder: who follows what, and where it is told.

Addresses hold passwords, so they are not in it: each is in an environment variable, or in a file
of its own that only its owner may read. Neither is ever shown.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from tracker import paths
from tracker.alerts.model import AlertKind
from tracker.errors import DataFileError, UsageError
from tracker.rules.reviewed import Reviewed, TimeZone, read_reviewed
from tracker.rules.yaml_file import read_yaml

FILE = "alerts.yaml"
ADDRESSES = "alert-addresses.yaml"
VARIABLE = "ANSWERABLE_ALERT_"
"""What the name of an environment variable with an address begins with."""

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]


class WhoReads(StrEnum):
    """Who can read what is sent there; it decides what may be."""

    COALITION = "coalition"
    """Members alone: private milestones and counts may be told."""
    ANYBODY = "anybody"
    """A public channel or list: the public record and public milestones alone."""


class When(StrEnum):
    """How soon an alert tells what changed."""

    AT_ONCE = "at_once"
    """After each look."""
    DAILY = "daily"
    """Everything of a day in one message."""


class Support(Reviewed):
    """A number of ayes that one waits for, as counted from a campaign's notes on members."""

    campaign: str
    measure: str
    house: str
    ayes: int = Field(ge=1)


def _clock(text: str) -> str:
    try:
        time.fromisoformat(text)
    except ValueError as error:
        raise ValueError("this is no time of day; write it as in '07:00'") from error
    return text


class Alert(Reviewed):
    """What one place is told."""

    name: Name
    read_by: WhoReads
    when: When = When.AT_ONCE
    at: Annotated[str, AfterValidator(_clock)] = "07:00"
    """Of a daily one: when it is sent."""
    tells: tuple[AlertKind, ...] = tuple(AlertKind)
    jurisdiction: str | None = None
    """Whose measures are meant, as in `ca`, where `measures` alone does not say."""
    measures: tuple[str, ...] = ()
    """As people write them, or by their ids."""
    agendas: tuple[str, ...] = ()
    campaigns: tuple[str, ...] = ()
    lawmakers: tuple[str, ...] = ()
    """Ids of people, as in `dean-florez`."""
    support: tuple[Support, ...] = ()

    @model_validator(mode="after")
    def _nothing_private_for_anybody(self) -> Alert:
        if self.support and self.read_by is WhoReads.ANYBODY:
            raise ValueError(
                "counts of support are private: only an alert that is read_by: "
                "coalition may tell them"
            )
        return self

    @property
    def variable(self) -> str:
        """The environment variable that may hold its address."""
        return VARIABLE + self.name.upper().replace("-", "_")


class AlertSettings(Reviewed):
    """The whole file."""

    format: Literal[1]
    timezone: TimeZone
    days_before: int = Field(default=2, ge=0, le=60)
    """How long before its day a milestone is told to be due."""
    alerts: tuple[Alert, ...]

    @model_validator(mode="after")
    def _each_name_once(self) -> AlertSettings:
        names = [alert.name for alert in self.alerts]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice:
            raise ValueError(f"two alerts are called {twice!r}; give each a name of its own")
        return self


def alert_settings() -> AlertSettings | None:
    """The settings in the home; None where there are none.

    Raises:
        DataFileError: the file cannot be read, or says something that is no setting.
    """
    path = paths.home_dir() / FILE
    return read_reviewed(path, AlertSettings) if path.is_file() else None


def address_of(alert: Alert) -> str:
    """Where an alert is sent. It holds a password: it must be neither shown nor logged.

    Raises:
        UsageError: there is none, or others may read the file in which it stands.
        DataFileError: that file cannot be read.
    """
    path = paths.home_dir() / ADDRESSES
    found = os.environ.get(alert.variable) or _addresses(path).get(alert.name)
    if not found:
        raise UsageError(
            f"the alert {alert.name} has no address to send to",
            where=f"{alert.variable}, {path}",
            what_to_do=f"set that variable, or write  {alert.name}: ADDRESS  into that file",
        )
    return found


def _addresses(path: Path) -> Mapping[str, str]:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return {}
    if stat.S_IMODE(mode) & 0o077:
        raise UsageError(
            "others on this machine may read the addresses, which hold passwords",
            where=str(path),
            what_to_do=f"let only yourself read it: chmod 600 {path}",
        )
    try:
        held = read_yaml(path)
    except DataFileError:
        held = None  # what is wrong would be told with a line of the file
    if not isinstance(held, dict) or not all(isinstance(one, str) for one in held.values()):
        raise DataFileError(
            "the addresses cannot be read",
            where=str(path),
            what_to_do="write one line for each alert: its name, a colon, and the address in "
            "quotation marks",
        )
    return {str(name): address for name, address in held.items()}
