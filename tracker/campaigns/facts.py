"""Where a campaign is and whose it is: place, level, organizations, constituencies, issues, venues.

Facts are stated one by one, and a fact that no longer holds is taken out by a further statement.
They are part of a campaign's face: whoever may see the campaign may read them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from tracker.access.acting import recorded_as
from tracker.access.audit import note
from tracker.access.checks import require
from tracker.access.roles import Action
from tracker.campaigns import tables
from tracker.campaigns.reading import find_campaign
from tracker.campaigns.words import said, said_if_any
from tracker.errors import UsageError
from tracker.store.moments import in_store
from tracker.translation import N_, Words


class FactKind(StrEnum):
    """What a fact is about."""

    PLACE = "place"
    """As in `Fresno County`."""
    LEVEL = "level"
    """Whose decision it is: a `Level`. A campaign has one."""
    ORGANIZATION = "organization"
    """Who takes part, beside who runs it."""
    CONSTITUENCY = "constituency"
    """Whom it is for, as in `bus riders`."""
    ISSUE = "issue"
    """As in `rents`."""
    VENUE = "venue"
    """Where it is decided, where that is no bill: a board, a comment deadline."""

    @property
    def words(self) -> str:
        """As a reader reads it."""
        return _KIND_WORDS[self]


_KIND_WORDS = Words(
    {
        FactKind.PLACE: N_("Place"),
        FactKind.LEVEL: N_("Level"),
        FactKind.ORGANIZATION: N_("Organizations"),
        FactKind.CONSTITUENCY: N_("For whom"),
        FactKind.ISSUE: N_("Issues"),
        FactKind.VENUE: N_("Decided by"),
    }
)


class Level(StrEnum):
    """Who decides what the campaign asks for."""

    CITY = "city"
    COUNTY = "county"
    REGIONAL_BOARD = "regional board"
    STATE = "state"
    FEDERAL = "federal"


@dataclass(frozen=True)
class Fact:
    """One thing said of a campaign."""

    kind: FactKind
    text: str
    part: str | None = None
    """Of an organization: what it does in the campaign."""


Facts = Mapping[str, tuple[Fact, ...]]
"""What holds of each campaign, by its id, in the order it was said."""


def state_fact(
    connection: sa.Connection,
    campaign_id: str,
    fact: Fact,
    *,
    by: str,
    now: datetime,
    takes_out: bool = False,
) -> tuple[Fact, ...]:
    """Says a fact of a campaign, or takes it out; gives what holds then. Said again, it changes
    nothing. A new level takes the place of the old one.

    Raises:
        NotAllowed: who acts may not work on this campaign.
        UsageError: there is no such campaign, the text is empty or too long, the level is none, or
            what is to be taken out does not hold.
    """
    campaign = find_campaign(connection, campaign_id)
    require(connection, Action.EDIT_CAMPAIGN, campaign.organization)
    asked = Fact(fact.kind, _text(fact), said_if_any(fact.part, "part of the organization"))
    before = facts(connection).get(campaign_id, ())
    holds = next((one for one in before if _same(one, asked)), None)
    if takes_out and holds is None:
        raise UsageError(
            f"{asked.text!r} is not among what was said of the campaign as its {asked.kind.value}",
            where=campaign_id,
            what_to_do=f"look at it: answerable campaign show {campaign_id}",
        )
    if not takes_out and holds == asked:
        return before
    table, writer = tables.campaign_facts, recorded_as(said(by, "name of who records it"))
    count = sa.select(sa.func.count()).where(table.c.campaign_id == campaign_id)
    row = {
        "campaign_id": campaign_id,
        "number": int(connection.execute(count).scalar_one()) + 1,
        "kind": asked.kind.value,
        "text": asked.text,
        "part": None if takes_out else asked.part,
        "takes_out": takes_out,
        "recorded_at": in_store(now),
        "recorded_by": writer,
    }
    connection.execute(sa.insert(table), [row])
    note(
        connection,
        Action.EDIT_CAMPAIGN,
        f"campaign {campaign_id}",
        before=None if holds is None else vars(holds),
        after={**vars(asked), "takes_out": takes_out},
        by=writer,
        now=now,
    )
    return facts(connection).get(campaign_id, ())


def facts(connection: sa.Connection) -> Facts:
    """What holds of every campaign of which something was said."""
    table = tables.campaign_facts
    query = sa.select(table).order_by(table.c.campaign_id, table.c.number)
    found: defaultdict[str, list[Fact]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        fact = Fact(FactKind(row["kind"]), row["text"], row["part"])
        others = [one for one in found[row["campaign_id"]] if not _replaced(one, fact)]
        found[row["campaign_id"]] = others if row["takes_out"] else [*others, fact]
    return {campaign_id: tuple(listed) for campaign_id, listed in found.items() if listed}


def _text(fact: Fact) -> str:
    text = said(fact.text, fact.kind.value)
    if fact.kind is FactKind.LEVEL and text.casefold() not in [*Level]:
        raise UsageError(
            f"{text!r} is no level",
            where="the level of the campaign",
            what_to_do=f"choose one of {', '.join(Level)}",
        )
    return text.casefold() if fact.kind is FactKind.LEVEL else text


def _same(one: Fact, other: Fact) -> bool:
    return one.kind is other.kind and one.text.casefold() == other.text.casefold()


def _replaced(one: Fact, by: Fact) -> bool:
    return _same(one, by) or one.kind is by.kind is FactKind.LEVEL
