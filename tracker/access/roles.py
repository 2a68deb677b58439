"""The roles, and what each of them may do. Nothing here opens a store."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What a person is invited as. Whoever is not invited is a visitor, and sees what is public."""

    ORGANIZER = "organizer"
    """Works on the campaigns of one organization, and sees what is private in them."""
    PRESS = "press"
    """Takes exports, and reads editions before they are published."""
    STEWARD = "steward"
    """Decides what is in the record and the agenda, and what is published."""
    ADMIN = "admin"
    """Invites people, and may do all that anybody else may."""


class Action(StrEnum):
    """What somebody may be about to do."""

    READ_PRIVATE = "read_private"
    """See what a campaign has not made public."""
    EDIT_CAMPAIGN = "edit_campaign"
    """Begin a campaign, set its milestones, record what happened, note where members stand."""
    TAKE_EXPORT = "take_export"
    """Take data out that is meant for the press."""
    READ_EMBARGOED = "read_embargoed"
    """Read an edition that is not published yet."""
    EDIT_AGENDA = "edit_agenda"
    """Save an agenda, and record proposals, votes and letters of it."""
    LOAD_DATA = "load_data"
    """Put a source into the record."""
    PUBLISH = "publish"
    """Freeze or publish an edition."""
    READ_AUDIT = "read_audit"
    """Read who changed what."""
    INVITE = "invite"
    """Invite people and withdraw roles."""


MAY: Final[Mapping[Role, frozenset[Action]]] = {
    Role.ORGANIZER: frozenset({Action.READ_PRIVATE, Action.EDIT_CAMPAIGN}),
    Role.PRESS: frozenset({Action.TAKE_EXPORT, Action.READ_EMBARGOED}),
    Role.STEWARD: frozenset(
        {
            Action.TAKE_EXPORT,
            Action.READ_EMBARGOED,
            Action.EDIT_AGENDA,
            Action.LOAD_DATA,
            Action.PUBLISH,
            Action.READ_AUDIT,
        }
    ),
    Role.ADMIN: frozenset(Action),
}

OF_AN_ORGANIZATION: Final = frozenset({Action.READ_PRIVATE, Action.EDIT_CAMPAIGN})
"""What an organizer may do in the campaigns of the organization that they are invited for."""

WORDS: Final[Mapping[Action, str]] = {
    Action.READ_PRIVATE: "see what is private in this campaign",
    Action.EDIT_CAMPAIGN: "change this campaign",
    Action.TAKE_EXPORT: "take this export",
    Action.READ_EMBARGOED: "read an edition before it is published",
    Action.EDIT_AGENDA: "change an agenda",
    Action.LOAD_DATA: "load data",
    Action.PUBLISH: "publish",
    Action.READ_AUDIT: "read the audit trail",
    Action.INVITE: "invite people or withdraw roles",
}
"""As in `You may not change this campaign`."""


def who_may(action: Action) -> str:
    """The roles that may, as in `an admin or a steward`."""
    roles = [role for role in Role if action in MAY[role]]
    named = [f"{'an' if role.value[0] in 'ao' else 'a'} {role}" for role in roles]
    return " or ".join(named)
