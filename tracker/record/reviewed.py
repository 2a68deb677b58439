"""Reviewed YAML files under `data/`: a checked model, or one error that names the place."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from tracker.errors import DataFileError

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Reviewed(BaseModel):
    """A part of a reviewed file: immutable, and a misspelt key is an error rather than ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


M = TypeVar("M", bound=Reviewed)


def read_yaml(path: Path) -> object:
    """What a YAML file in UTF-8 holds.

    Raises OSError, UnicodeDecodeError or yaml.YAMLError; the caller knows what the file is for.
    """
    content: object = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    return content


def read_reviewed(path: Path, model: type[M]) -> M:
    """Read one reviewed file as `model`.

    Raises DataFileError when the file is absent, is not YAML, or does not say what `model` asks
    for; `where` names the file and the first offending key.
    """
    try:
        content = read_yaml(path)
    except OSError as error:
        raise DataFileError(
            f"the reviewed file cannot be read: {error.strerror}",
            where=str(path),
            what_to_do="restore the file from the repository or reinstall the program",
        ) from error
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataFileError(
            f"the reviewed file is not readable YAML: {error}",
            where=str(path),
            what_to_do="correct the line named above",
        ) from error
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise _first_fault(error, path) from error


def _first_fault(error: ValidationError, path: Path) -> DataFileError:
    fault = error.errors()[0]
    key = ".".join(str(part) for part in fault["loc"]) or "the whole file"
    others = error.error_count() - 1
    more = f" (and {others} more)" if others else ""
    return DataFileError(
        f"{fault['msg']}{more}",
        where=f"{path}, {key}",
        what_to_do="correct this entry; the file's own heading says what it may hold",
    )
