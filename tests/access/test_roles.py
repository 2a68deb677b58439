"""Who may do what, as a table; and that the store, not the caller, knows who holds which role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from tracker.access.acting import OPERATOR, STRANGER, Actor, Standing, acting_as
from tracker.access.audit import trail
from tracker.access.checks import NotAllowed, may, require
from tracker.access.invitations import invite, invited, withdraw
from tracker.access.roles import Action, Role
from tracker.agenda.agenda import Agenda
from tracker.agenda.known_agendas import known_agendas
from tracker.agenda.versions import save_agenda, saved_agendas, versions
from tracker.campaigns.model import Change, MilestoneStatus
from tracker.campaigns.planning import NewMilestone, add_campaign, add_milestone
from tracker.campaigns.reading import campaigns, find_history
from tracker.campaigns.updating import add_update
from tracker.errors import UsageError
from tracker.store import Store

ANA, RIDERS, TENANTS = "ana@example.org", "Riders (fictional)", "Tenants (fictional)"

# Columns: visitor, organizer of that organization, of another, press, steward, admin.
TABLE = """
read_private    . yes . .   .   yes
edit_campaign   . yes . .   .   yes
take_export     . .   . yes yes yes
read_embargoed  . .   . yes yes yes
edit_agenda     . .   . .   yes yes
load_data       . .   . .   yes yes
publish         . .   . .   yes yes
read_audit      . .   . .   yes yes
invite          . .   . .   .   yes
"""
COLUMNS = (
    None,
    (Role.ORGANIZER, RIDERS),
    (Role.ORGANIZER, TENANTS),
    (Role.PRESS, None),
    (Role.STEWARD, None),
    (Role.ADMIN, None),
)


def signed_in(address: str = ANA) -> Actor:
    later = datetime.now(UTC) + timedelta(hours=1)
    return Actor(Standing.SIGNED_IN, address, later)


def given(store: Store, role: Role, organization: str | None, now: datetime) -> None:
    with store.writing() as connection:
        invite(connection, ANA, role, organization, by="Bo", now=now)


@pytest.mark.parametrize("column", range(len(COLUMNS)))
def test_each_role_may_do_what_the_table_says_and_no_more(
    column: int, store: Store, now: datetime
) -> None:
    lines = [line.split() for line in TABLE.strip().splitlines()]
    assert [line[0] for line in lines] == list(Action)
    invited_as = COLUMNS[column]
    if invited_as:
        role, organization = invited_as
        given(store, role, organization, now)
    with store.reading() as connection, acting_as(signed_in() if invited_as else STRANGER):
        for name, *cells in lines:
            allowed = may(connection, Action(name), RIDERS)
            assert allowed == (cells[column] == "yes"), (name, invited_as)


def test_the_operator_at_the_machine_may_do_everything(store: Store) -> None:
    with store.reading() as connection, acting_as(OPERATOR):
        assert all(may(connection, action, RIDERS) for action in Action)


def test_an_organizer_may_not_do_it_where_no_organization_is_named(
    store: Store, now: datetime
) -> None:
    given(store, Role.ORGANIZER, RIDERS, now)
    with store.reading() as connection, acting_as(signed_in()):
        assert may(connection, Action.EDIT_CAMPAIGN, " riders  (FICTIONAL)")
        assert not may(connection, Action.EDIT_CAMPAIGN)
        assert not may(connection, Action.EDIT_CAMPAIGN, "")


def test_a_role_that_was_withdrawn_is_gone_with_the_next_action(
    store: Store, now: datetime
) -> None:
    given(store, Role.ADMIN, None, now)
    with store.writing() as connection, acting_as(signed_in()):
        require(connection, Action.INVITE)
    with store.writing() as connection:
        withdraw(connection, ANA.upper(), Role.ADMIN, None, by="Bo", now=now)
    with store.reading() as connection:
        assert invited(connection) == []
        with acting_as(signed_in()), pytest.raises(NotAllowed, match="may not invite"):
            require(connection, Action.INVITE)


def test_a_sign_in_that_has_ended_makes_a_visitor_and_says_so(store: Store, now: datetime) -> None:
    given(store, Role.ADMIN, None, now)
    ended = Actor(Standing.SIGNED_IN, ANA, datetime.now(UTC) - timedelta(seconds=1))
    with (
        store.reading() as connection,
        acting_as(ended),
        pytest.raises(NotAllowed, match="your sign-in has ended"),
    ):
        require(connection, Action.INVITE)
    endless = Actor(Standing.SIGNED_IN, ANA, until=None)
    with store.reading() as connection, acting_as(endless):
        assert not may(connection, Action.INVITE)


@pytest.mark.parametrize(
    ("address", "role", "organization", "said"),
    [
        ("ana", Role.PRESS, None, "no e-mail address"),
        ("a b@example.org", Role.PRESS, None, "no e-mail address"),
        (ANA, Role.ORGANIZER, None, "one organization"),
        (ANA, Role.ORGANIZER, "  ", "one organization"),
        (ANA, Role.STEWARD, RIDERS, "not of one organization"),
    ],
)
def test_an_invitation_that_makes_no_sense_is_refused(
    address: str, role: Role, organization: str | None, said: str, store: Store, now: datetime
) -> None:
    with store.writing() as connection, pytest.raises(UsageError, match=said):
        invite(connection, address, role, organization, by="Bo", now=now)


def test_invited_twice_is_invited_once(store: Store, now: datetime) -> None:
    given(store, Role.ORGANIZER, RIDERS, now)
    given(store, Role.ORGANIZER, RIDERS.upper(), now)
    with store.reading() as connection:
        assert [(one.role, one.organization) for one in invited(connection)] == [
            (Role.ORGANIZER, RIDERS)
        ]
        assert len(trail(connection)) == 1


def planned(store: Store, organization: str, now: datetime) -> str:
    with store.writing() as connection:
        campaign = add_campaign(connection, f"Of {organization}", organization, by="Bo", now=now)
        asked = NewMilestone("Rally")
        return add_milestone(connection, campaign.campaign_id, asked, by="Bo", now=now).milestone_id


def recorded(connection: sa.Connection, milestone: str, now: datetime) -> None:
    add_update(
        connection,
        milestone,
        Change(status=MilestoneStatus.DONE),
        seen_version=0,
        key="k1",
        by="somebody else",
        now=now,
    )


Write = Callable[[sa.Connection, str, datetime], object]


def _begin(connection: sa.Connection, _milestone: str, now: datetime) -> None:
    add_campaign(connection, "Another", TENANTS, by="x", now=now)


def _add(connection: sa.Connection, milestone: str, now: datetime) -> None:
    campaign = milestone.partition("/")[0]
    add_milestone(connection, campaign, NewMilestone("Other"), by="x", now=now)


def _save(connection: sa.Connection, _milestone: str, now: datetime) -> None:
    save_agenda(connection, shipped(), seen=0, by="x", now=now)


def _invite(connection: sa.Connection, _milestone: str, now: datetime) -> None:
    invite(connection, ANA, Role.ADMIN, None, by="x", now=now)


def shipped() -> Agenda:
    return next(iter(known_agendas().agendas.values()))


@pytest.mark.parametrize("write", [_begin, _add, recorded, _save, _invite])
@pytest.mark.parametrize("who", ["stranger", "organizer of another", "press"])
def test_what_one_may_not_write_is_refused_and_changes_nothing(
    write: Write, who: str, store: Store, now: datetime
) -> None:
    milestone = planned(store, TENANTS, now)
    if who == "press":
        given(store, Role.PRESS, None, now)
    if who == "organizer of another":
        given(store, Role.ORGANIZER, RIDERS, now)
    with store.reading() as connection:
        before = (campaigns(connection), invited(connection), trail(connection))
    actor = STRANGER if who == "stranger" else signed_in()
    with pytest.raises(NotAllowed), store.writing() as connection, acting_as(actor):
        write(connection, milestone, now)
    with store.reading() as connection:
        assert (campaigns(connection), invited(connection), trail(connection)) == before
        assert find_history(connection, milestone).state.version == 0
        assert not saved_agendas(connection)


def test_who_signed_in_is_recorded_whatever_name_was_given(store: Store, now: datetime) -> None:
    milestone = planned(store, RIDERS, now)
    given(store, Role.ORGANIZER, RIDERS, now)
    with store.writing() as connection, acting_as(signed_in()):
        recorded(connection, milestone, now)
    with store.reading() as connection:
        assert find_history(connection, milestone).updates[0].recorded_by == ANA
        last = trail(connection, 1)[0]
    assert (last.recorded_by, last.signed_in, last.action) == (ANA, True, Action.EDIT_CAMPAIGN)
    assert last.subject == f"milestone {milestone}"
    assert last.before is not None
    assert '"status": "planned"' in last.before
    assert '"status": "done"' in last.after
    assert last.recorded_at == now


def test_a_saved_agenda_stands_in_the_trail_with_its_text_before_and_after(
    store: Store, now: datetime
) -> None:
    agenda = shipped()
    with store.writing() as connection:
        save_agenda(connection, agenda, seen=0, by="Bo", now=now)
        renamed = agenda.model_copy(update={"title": "Renamed (fictional)"})
        save_agenda(connection, renamed, seen=1, by="Bo", now=now)
        save_agenda(connection, renamed, seen=2, by="Bo", now=now)
        texts = [one.content for one in versions(connection, agenda.id)]
        second, first = trail(connection)
    assert first.before is None
    assert (len(texts), "Renamed" in second.after, "Renamed" in (second.before or "")) == (
        2,
        True,
        False,
    )


def test_the_trail_is_read_by_those_who_may(store: Store, now: datetime) -> None:
    given(store, Role.PRESS, None, now)
    with store.reading() as connection, acting_as(signed_in()), pytest.raises(NotAllowed):
        trail(connection)
