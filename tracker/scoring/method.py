"""Scoring methods: named, versioned rules read from `data/methods/`, never constants in code."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from tracker import paths
from tracker.errors import DataFileError, UsageError
from tracker.rules.reviewed import UnreadableYaml, read_yaml
from tracker.rules.vocabulary import Option

DEFAULT_METHOD = "agenda_alignment"


class Treatment(StrEnum):
    """What a method makes of one thing a member may have done."""

    BY_POSITION = "by_position"
    """Full credit when it went along with the position, none when it went against."""
    BY_EFFECT = "by_effect"
    """Like a No where the membership counts; left out where only those voting count."""
    AGAINST = "against"
    """No credit, whatever the position."""
    HALF = "half"
    """Half credit, whatever the position."""
    LEAVE_OUT = "leave_out"
    """Not counted; the option itself is the reason."""


class Restated(BaseModel):
    """Whose published rule a method restates, in our words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    publisher: str
    rule: str
    url: str | None


class Method(BaseModel):
    """One rule for turning a record into a number, shown beside every number it makes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    version: int = Field(ge=1)
    title: str
    sentence: str
    """The whole rule in one sentence, for captions."""
    restates: Restated
    treatments: dict[Treatment, tuple[Option, ...]]
    leave_out_consent: bool
    """Whether votes on a consent calendar are left out."""
    near_unanimous_per_mille: int | None = Field(ge=1, le=500)
    """A roll call with a smaller losing side, in thousandths of those voting, is left out."""
    close_under_percent: int | None = Field(ge=1, le=100)
    """Only roll calls that failed, or passed with a smaller share of those voting, count."""
    minimum_measures: int = Field(ge=0)
    minimum_weight_percent: int = Field(ge=0, le=100)
    """Share of the weight available in that house below which no number is given."""
    notes: tuple[str, ...]

    @field_validator("treatments")
    @classmethod
    def _every_option_once(
        cls, value: dict[Treatment, tuple[Option, ...]]
    ) -> dict[Treatment, tuple[Option, ...]]:
        listed = [option for options in value.values() for option in options]
        expected = set(Option) - {Option.VACANT}
        if sorted(listed) != sorted(expected):
            missing = ", ".join(sorted(expected - set(listed))) or "none"
            twice = ", ".join(sorted({one for one in listed if listed.count(one) > 1})) or "none"
            raise ValueError(f"each option once: missing {missing}; more than once {twice}")
        if {*value.get(Treatment.BY_POSITION, ())} != {Option.YES, Option.NO}:
            raise ValueError("by_position must hold yes and no, and nothing else")
        return value

    def treatment_of(self, option: Option) -> Treatment:
        """What this method makes of `option`."""
        return next(t for t, options in self.treatments.items() if option in options)


def read_method(path: Path) -> Method:
    """One method file.

    Raises:
        DataFileError: not YAML, a field missing, or a rule that is not known.
    """
    try:
        return Method.model_validate(read_yaml(path))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file as a whole"
        raise DataFileError(
            f"the method cannot be used: {first['msg']}",
            where=f"{path}, at {place}: {first['input']!r}",
            what_to_do="use the rules that docs/method.md lists, spelled as there",
        ) from error
    except UnreadableYaml as error:
        raise DataFileError(
            "the method file cannot be read",
            where=f"{path}: {error}",
            what_to_do="check that it is YAML in UTF-8, like the files in data/methods",
        ) from error


@cache
def shipped_methods() -> Mapping[str, Method]:
    """All methods that ship with the program, by id, the default first. Read once."""
    folder = paths.data_dir() / "methods"
    methods = [read_method(path) for path in sorted(folder.glob("*.yaml"))]
    methods.sort(key=lambda method: (method.id != DEFAULT_METHOD, method.id))
    return MappingProxyType({method.id: method for method in methods})


def find_method(name: str) -> Method:
    """The shipped method of that id, or the method in the file of that path.

    Raises:
        UsageError: there is neither.
    """
    methods = shipped_methods()
    if name in methods:
        return methods[name]
    if Path(name).is_file():
        return read_method(Path(name))
    raise UsageError(
        f"there is no method {name!r}",
        where="--method",
        what_to_do=f"choose one of {', '.join(methods)}, or give the path of a method file",
    )
