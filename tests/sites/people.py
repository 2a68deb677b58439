"""The stand-in for the repository of people: one archive of all states, with invented people."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

from tests.sites.site import Answer
from tracker.crawls.sources import declared_source

CALIFORNIA = "ocd-jurisdiction/country:us/state:ca/government"


def person(number: int, name: str, *roles: str, more: str = "") -> str:
    """A person's file, of an invented person; each role is `type district start end`."""
    given, _, family = name.partition(" ")
    lines = [
        f"id: ocd-person/00000000-0000-4000-8000-{number:012}",
        f"name: {name}",
        f"given_name: {given}",
        f"family_name: {family}",
        "party:",
        "- name: Democratic",
        "roles:",
    ]
    for role in roles:
        house, district, start, end = role.split()
        lines += [f"- type: {house}", f"  jurisdiction: {CALIFORNIA}", f"  district: '{district}'"]
        lines += [f"  start_date: {start}"] if start != "-" else []
        lines += [f"  end_date: {end}"] if end != "-" else []
    return "\n".join(lines) + "\n" + more


def archive_of(people: Mapping[str, str]) -> bytes:
    """An archive as GitHub packs it, of these files of California."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as zipped:
        for name, text in people.items():
            zipped.writestr(zipfile.ZipInfo(f"people-main/data/ca/{name}.yml"), text)
    return packed.getvalue()


def people_answers() -> dict[str, Sequence[Answer]]:
    """The address of the archive, and its answer."""
    people = {
        "legislature/Alder-Finch": person(1, "Alder Finch", "upper 1 2009-01-01 2012-12-31"),
        "retired/Birch-Heron": person(2, "Birch Heron", "lower 1 2009-01-01 2010-12-31"),
    }
    return {f"/{declared_source('openstates_people').file}": [Answer(archive_of(people))]}
