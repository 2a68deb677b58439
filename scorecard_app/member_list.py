"""The list of legislators: the members of a session by house, with or without an agenda."""

from __future__ import annotations

from typing import NamedTuple

from scorecard_app import reading
from scorecard_app.address import choose_rules, search
from scorecard_app.filters import FEW, how_many
from scorecard_app.markup import draw
from scorecard_app.names import folded, is_meant
from scorecard_app.record_reading import members
from scorecard_app.said import say_found
from scorecard_app.sessions import session_switch, title_shown
from tracker.agenda.agenda import Agenda
from tracker.translation import _


class Listed(NamedTuple):
    """One member in the list."""

    house: str
    person_id: str
    name: str
    district: str | None


def everybody(agenda: Agenda | None, method_id: str) -> None:
    """Draws the list with its search, and the switch to another session above it."""
    session_switch()
    if agenda:
        choose_rules(methods=reading.methods(), agendas=reading.agendas())
    rows = _scored(agenda, method_id) if agenda else _sat()
    if not rows:
        draw("member_list", "nobody")
    else:
        text = search("q", _("Find a member"), placeholder=_("Name or district"))
        shown = [row for row in rows if is_meant(text, row.name, row.district)]
        say_found(_found_words(shown, rows, text), seen=bool(text))
        draw("member_list", "whose", title=title_shown())
        for house in dict.fromkeys(row.house for row in rows):
            of_house = sorted((row for row in shown if row.house == house), key=_surname)
            draw("member_list", "house", name=house, rows=of_house)


def _scored(agenda: Agenda, method_id: str) -> list[Listed]:
    view = reading.scorecard_page(agenda.id, method_id)
    return [
        Listed(house.name, row.person_id, row.name, row.district)
        for house in view.houses
        for row in house.rows
    ]


def _sat() -> list[Listed]:
    return [
        Listed(house, one.person_id, one.name, one.district)
        for house, one in members(reading.session_shown())
    ]


def _found_words(shown: list[Listed], rows: list[Listed], text: str) -> str:
    if not shown:
        return _("Nobody is found for “{text}”. Clear the search.").format(text=text)
    sought = _("“{value}”").format(value=text) if text else ""
    if text and len(shown) <= FEW:
        named = "; ".join(map(_named, shown))
        return _("Found for {sought}: {named}.").format(sought=sought, named=named)
    return how_many(len(shown), len(rows), sought)


def _named(row: Listed) -> str:
    return _("{name}, {house}, district {district}").format(
        name=row.name, house=row.house, district=row.district or _("not known")
    )


def _surname(row: Listed) -> str:
    return folded(row.name.split()[-1])
