"""Reviewed YAML files under `data/`: a checked model, or one error that names the place."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from tracker.errors import DataFileError
from tracker.rules.yaml_file import read_yaml


class Reviewed(BaseModel):
    """A part of a reviewed file: immutable, and a misspelt key is an error rather than ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone {name!r}") from error
    return name


TimeZone = Annotated[str, AfterValidator(_zone)]
"""The name of a time zone, as in `America/Denver`."""

M = TypeVar("M", bound=Reviewed)


def read_reviewed(path: Path, model: type[M]) -> M:
    """Read one reviewed file as `model`.

    Raises DataFileError when the file is absent, is not YAML, or does not say what `model` asks
    for; `where` names the file and the first offending key.
    """
    content = read_yaml(path)
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise _first_fault(error, content, path) from error


def _first_fault(error: ValidationError, content: object, path: Path) -> DataFileError:
    fault = error.errors()[0]
    key = _place_within(content, fault["loc"]) or "the whole file"
    others = error.error_count() - 1
    more = f" (and {others} more)" if others else ""
    return DataFileError(
        f"{plainly(error)}{more}",
        where=f"{path}, {key}",
        what_to_do="correct this entry; the file's own heading says what it may hold",
    )


def plainly(error: ValidationError) -> str:
    """What is wrong first, in the words of one who knows files and no programs."""
    fault = error.errors()[0]
    said = _PLAINLY.get(fault["type"])
    if said is None:
        return fault["msg"].removeprefix("Value error, ").replace("Input should", "this should")
    return said.format(**fault.get("ctx", {}))


_NO_DAY = "this is no day; write year, month and day, as in 2008-02-29"
_NO_MOMENT = "this is no day and time; write it as in 2008-02-29 17:30"
_NO_WHOLE_NUMBER = "this must be a whole number"
_NO_NUMBER = "this must be a number"
_NO_TRUTH = "this must be true or false"
_NO_LIST = "this must be a list"
_NO_ENTRIES = "this must be entries, each with a name, a colon and a value"

_PLAINLY = {
    "extra_forbidden": "there is no such entry",
    "missing": "this entry is missing",
    "literal_error": "this must be {expected}",
    "enum": "this must be one of {expected}",
    "string_type": "this must be text; put it in quotation marks",
    "string_too_short": "this must have at least {min_length} character(s)",
    "string_too_long": "this must have at most {max_length} characters",
    "string_pattern_mismatch": "this is not written as it must be ({pattern})",
    "too_short": "this list must have at least {min_length} and has {actual_length}",
    "too_long": "this list may have at most {max_length} and has {actual_length}",
    "greater_than": "this must be more than {gt}",
    "greater_than_equal": "this must be at least {ge}",
    "less_than": "this must be less than {lt}",
    "less_than_equal": "this may be at most {le}",
    "finite_number": _NO_NUMBER,
    "decimal_type": _NO_NUMBER,
    "decimal_parsing": _NO_NUMBER,
    "float_type": _NO_NUMBER,
    "float_parsing": _NO_NUMBER,
    "int_type": _NO_WHOLE_NUMBER,
    "int_parsing": _NO_WHOLE_NUMBER,
    "int_from_float": _NO_WHOLE_NUMBER,
    "bool_type": _NO_TRUTH,
    "bool_parsing": _NO_TRUTH,
    "date_type": _NO_DAY,
    "date_parsing": _NO_DAY,
    "date_from_datetime_parsing": _NO_DAY,
    "date_from_datetime_inexact": _NO_DAY,
    "datetime_type": _NO_MOMENT,
    "datetime_parsing": _NO_MOMENT,
    "datetime_from_date_parsing": _NO_MOMENT,
    "tuple_type": _NO_LIST,
    "list_type": _NO_LIST,
    "dict_type": _NO_ENTRIES,
    "mapping_type": _NO_ENTRIES,
    "model_type": _NO_ENTRIES,
    "model_attributes_type": _NO_ENTRIES,
}
"""By the kind of fault, what pydantic says in the words of programmers."""


def _place_within(content: object, keys: tuple[int | str, ...]) -> str:
    """`rules.3 (veto_override).class`: entries of a list by their number, and their id if any."""
    place = []
    for key in keys:
        content = _entry(content, key)
        name = content.get("id") if isinstance(key, int) and isinstance(content, dict) else None
        place.append(f"{key} ({name})" if name else str(key))
    return ".".join(place)


def _entry(content: object, key: int | str) -> object:
    if isinstance(content, list) and isinstance(key, int):
        return content[key] if key < len(content) else None
    return content.get(key) if isinstance(content, dict) else None
