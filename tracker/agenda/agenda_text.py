"""An agenda as the text it leaves and comes back as: the same agenda gives the same bytes."""

from __future__ import annotations

import json
from decimal import Decimal
from enum import Enum

import yaml
from pydantic import BaseModel

from tracker.agenda.agenda import Agenda

_HEADING = "# An agenda of Answerable; docs/agendas.md says what each entry means.\n"
_WIDTH = 96


def agenda_text(agenda: Agenda) -> str:
    """The agenda as YAML. What an agenda leaves out, or has by default, is left out."""
    content = plain(agenda)
    return _HEADING + yaml.dump(
        content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH
    )


def value_text(value: object) -> str:
    """A value of an agenda on one line, in the words of the file; empty where there is none."""
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(plain(value), ensure_ascii=False, default=str)


class _Dumper(yaml.SafeDumper):
    """Lists stand further in than what they belong to, as in the agendas that ship."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        return True


def plain(value: object) -> object:
    """A value of an agenda as it stands in the file."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        stated = {name: getattr(value, name) for name in fields}
        return {
            name: plain(one)
            for name, one in stated.items()
            if fields[name].is_required()
            or one != fields[name].get_default(call_default_factory=True)
        }
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return value
