"""Which changes are found of what one follows, and who is told of them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from tests.alerts.conftest import Home, agenda, hearing
from tests.alerts.post_box import post_box
from tests.scrapers.bulkfiles import Bulk, bill, senators, version
from tests.store.day_files import load
from tracker.access.acting import STRANGER, acting_as
from tracker.alerts.looking import look
from tracker.alerts.measures import Facts, Hearing, Known, changes_of_measure
from tracker.alerts.settings import AlertSettings, alert_settings
from tracker.alerts.tables import alert_changes, alert_matches
from tracker.campaigns.model import Change as Update
from tracker.campaigns.model import Visibility
from tracker.campaigns.planning import NewMilestone, add_campaign, add_milestone
from tracker.campaigns.targets import (
    TargetStance,
    TargetWords,
    add_note,
    find_vote,
    members_sitting,
)
from tracker.campaigns.updating import add_update
from tracker.errors import DataFileError
from tracker.record.tables import people
from tracker.service.alerting import tell_alerts
from tracker.store import Store

NOW = datetime(2009, 6, 5, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
SB7 = {"measures": ["SB 7"], "jurisdiction": "ca"}


def _settings(**each: object) -> AlertSettings:
    """One alert for the coalition, and one that anybody may read, which follow the same."""
    alerts = [{"name": "staff", "read_by": "coalition", **each}]
    if "support" not in each:
        alerts.append({"name": "board", "read_by": "anybody", **each})
    return AlertSettings.model_validate({"format": 1, "timezone": "UTC", "alerts": alerts})


def _found(store: Store, settings: AlertSettings, now: datetime = NOW) -> list[tuple[str, str]]:
    return [(str(one.kind), one.sentence) for one in look(store, settings, now).changes]


def _matched(store: Store) -> set[tuple[str, str]]:
    with store.reading() as connection:
        query = sa.select(alert_matches.c.alert, alert_changes.c.kind).join(
            alert_changes, alert_changes.c.change_id == alert_matches.c.change_id
        )
        return {(alert, kind) for alert, kind in connection.execute(query)}


def _hearing(day: date, *, cancelled: bool = False, time: str = "10 a.m.") -> Hearing:
    return Hearing(
        day=day, time=time, location=None, committee="Housing", cancelled=cancelled, link=None
    )


def _told(before: dict[str, Hearing], now: dict[str, Hearing], today: date = TODAY) -> list[str]:
    known = Known(votes=[], texts=[], sponsors=[], hearings=before)
    facts = Facts("x-1-SB7", "SB 7", None, {}, [], {}, now)
    return [one.sentence.removeprefix("SB 7: ") for one in changes_of_measure(known, facts, today)]


EARLIER, LATER = date(2009, 6, 18), date(2009, 6, 25)


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        pytest.param(
            {"a": _hearing(EARLIER)},
            {"b": _hearing(LATER)},
            ["the hearing of 18 June 2009 is moved: Housing on 25 June 2009, 10 a.m."],
            id="moved to another day",
        ),
        pytest.param(
            {"a": _hearing(EARLIER)},
            {"a": _hearing(EARLIER, cancelled=True), "b": _hearing(LATER)},
            ["the hearing of 18 June 2009 is moved: Housing on 25 June 2009, 10 a.m."],
            id="cancelled and set anew at once",
        ),
        pytest.param(
            {"a": _hearing(EARLIER)},
            {"a": _hearing(EARLIER, time="1 p.m.")},
            ["the hearing of 18 June 2009, 10 a.m. is moved: Housing on 18 June 2009, 1 p.m."],
            id="another hour",
        ),
        pytest.param(
            {"a": _hearing(EARLIER)},
            {"a": _hearing(EARLIER, cancelled=True)},
            ["the hearing of Housing on 18 June 2009, 10 a.m. is cancelled."],
            id="cancelled",
        ),
        pytest.param(
            {"a": _hearing(EARLIER), "b": _hearing(LATER)},
            {"b": _hearing(LATER)},
            [
                "the hearing of Housing on 18 June 2009, 10 a.m. no longer has it on its agenda; "
                "the one on 25 June 2009 stands."
            ],
            id="off, and another was told before",
        ),
        pytest.param({"a": _hearing(EARLIER, cancelled=True)}, {}, [], id="told before to be off"),
    ],
)
def test_what_became_of_a_hearing_is_told_once(
    before: dict[str, Hearing], now: dict[str, Hearing], told: list[str]
) -> None:
    assert _told(before, now) == told
    assert _told(now, now) == []


def test_a_hearing_that_is_over_is_no_news() -> None:
    held = {"a": _hearing(EARLIER)}
    assert _told(held, {}, today=LATER) == []
    assert _told({}, held, today=LATER) == []


def test_a_hearing_that_moved_between_two_loads_is_told_once(home: Home) -> None:
    store, settings = home.store, _settings(**SB7)
    before = Bulk()
    before.tables |= {"COMMITTEE_HEARING_TBL": [hearing("2009-06-18")]}
    load(store, home.files, before)
    look(store, settings, NOW)
    after = Bulk()
    after.tables |= {
        "COMMITTEE_HEARING_TBL": [hearing("2009-06-18", "200920100SB8"), hearing("2009-06-25")],
        "COMMITTEE_AGENDA_TBL": [agenda("2009-06-25", "9 a.m.")],
    }
    load(store, home.files, after)
    assert _found(store, settings) == [
        (
            "hearing_moved",
            "SB 7: the hearing of 18 June 2009 is moved: "
            "Sen Appropriations on 25 June 2009, 9 a.m., 4203.",
        )
    ]
    assert _found(store, settings) == []
    load(store, home.files, after)
    assert _found(store, settings) == []


def test_a_new_text_asks_for_a_review_and_a_new_name_is_told(home: Home) -> None:
    store, settings = home.store, _settings(**SB7)
    look(store, settings, NOW)
    bulk = Bulk()
    bulk.tables["BILL_TBL"] = [bill(latest_bill_version_id="20090SB796AMD")]
    bulk.tables["BILL_VERSION_TBL"] = [
        version(99, "2009-02-01"),
        version(97, "2009-05-01"),
        version(96, "2009-06-04"),
    ]
    bulk.tables["BILL_VERSION_AUTHORS_TBL"] = [
        {
            "bill_version_id": "20090SB796AMD",
            "type": "Legislator",
            "house": "SENATE",
            "name": name,
            "contribution": contribution,
        }
        for name, contribution in (("Aster", "LEAD_AUTHOR"), ("Birch", "COAUTHOR"))
    ]
    load(store, home.files, bulk)
    assert _found(store, settings) == [
        ("amended", "SB 7: amended on 4 June 2009; a position on the earlier text needs review."),
        ("cosponsor", "SB 7: gained a sponsor: Birch, coauthor."),
    ]
    assert _found(store, settings) == []


def test_what_is_old_is_no_news_though_it_comes_in_today(home: Home) -> None:
    store, settings = home.store, _settings(**SB7)
    look(store, settings, NOW)
    home.vote()
    assert _found(store, settings, datetime(2009, 9, 1, tzinfo=UTC)) == []


def test_a_look_that_finds_nothing_leaves_the_store_as_it_is(home: Home) -> None:
    store, settings = home.store, _settings(**SB7)
    look(store, settings, NOW)
    before = store.revision()
    look(store, settings, NOW)
    assert store.revision() == before


def test_a_lawmaker_s_vote_is_told_in_the_words_of_the_record(home: Home) -> None:
    store = home.store
    home.day(LEGISLATOR_TBL=senators("Aster", "Birch", "De La Rue", "Elder"))
    with store.reading() as connection:
        known = {row.family_name: row.person_id for row in connection.execute(sa.select(people))}
    settings = _settings(lawmakers=[known["Aster"], known["Elder"]])
    look(store, settings, NOW)
    home.vote()
    found = sorted(_found(store, settings))
    assert [kind for kind, _ in found] == ["lawmaker_voted"] * 2
    assert "Aster on SB 7: Aye (Senate floor, 4 June 2009: 2–1, " in found[0][1]
    assert "Elder on SB 7: No vote recorded (Senate floor, 4 June 2009: 2–1, " in found[1][1]
    assert _found(store, settings) == []


def test_what_is_not_in_the_record_is_said_and_stops_nothing_else(home: Home) -> None:
    settings = _settings(measures=["SB 7", "SB 999"], jurisdiction="ca", lawmakers=["nobody"])
    looked = look(home.store, settings, NOW)
    assert "alert staff: the record holds no measure 'SB 999'" in looked.following.remarks
    assert "alert staff: the record knows nobody with the id 'nobody'" in looked.following.remarks
    home.vote()
    assert [kind for kind, _ in _found(home.store, settings)] == ["vote"]


@pytest.fixture
def campaign(home: Home) -> Store:
    """A campaign with one public and one private milestone, due tomorrow."""
    store = home.store
    tomorrow = date(2009, 6, 6)
    with store.writing() as connection:
        add_campaign(connection, "Shade", "Riders", by="me", now=NOW, measures=["SB 7"])
        for title, visibility in (
            ("Rally", Visibility.PUBLIC),
            ("canary count", Visibility.PRIVATE),
        ):
            new = NewMilestone(title, due=tomorrow, visibility=visibility)
            add_milestone(connection, "shade", new, by="me", now=NOW)
    return store


def test_a_milestone_due_is_told_once_and_again_for_another_day(campaign: Store) -> None:
    settings = _settings(campaigns=["shade"], tells=["milestone_due"])
    assert _found(campaign, settings, datetime(2009, 6, 3, tzinfo=UTC)) == []
    assert sorted(sentence for _, sentence in _found(campaign, settings)) == [
        "Shade: “Rally” is due on 6 June 2009.",
        "Shade: “canary count” is due on 6 June 2009.",
    ]
    assert _found(campaign, settings) == []
    put_off = Update(due=date(2009, 6, 7))
    with campaign.writing() as connection:
        add_update(connection, "rally", put_off, seen_version=0, key="k", by="me", now=NOW)
    assert [sentence for _, sentence in _found(campaign, settings)] == [
        "Shade: “Rally” is due on 7 June 2009."
    ]


def test_what_is_private_is_told_to_the_coalition_alone(campaign: Store) -> None:
    look(campaign, _settings(campaigns=["shade"], tells=["milestone_due"]), NOW)
    with campaign.reading() as connection:
        query = sa.select(alert_matches.c.alert, alert_changes.c.sentence).join(
            alert_changes, alert_changes.c.change_id == alert_matches.c.change_id
        )
        told = [(alert, sentence) for alert, sentence in connection.execute(query)]
    assert any(alert == "staff" and "canary" in sentence for alert, sentence in told)
    assert [sentence for alert, sentence in told if alert == "board"] == [
        "Shade: “Rally” is due on 6 June 2009."
    ]


def test_support_that_crosses_a_number_is_told_to_the_coalition(home: Home) -> None:
    store = home.store
    home.day(LEGISLATOR_TBL=senators("Aster", "Birch"))
    with store.writing() as connection:
        add_campaign(connection, "Shade", "Riders", by="me", now=NOW, measures=["SB 7"])
    waited = {"campaign": "shade", "measure": "SB 7", "house": "upper", "ayes": 1}
    settings = _settings(support=[waited])
    assert _found(store, settings) == []
    for seen, (stance, told) in enumerate(
        [
            (TargetStance.YES, "the ayes noted in the Senate have reached 1: 1 now."),
            (TargetStance.NO, "the ayes noted in the Senate have fallen below 1: 0 now."),
        ]
    ):
        with store.writing() as connection:
            vote = find_vote(connection, "shade", "SB 7", "upper")
            member = members_sitting(connection, vote, TODAY)[0]
            words = TargetWords(stance)
            add_note(connection, vote, member, words, seen=seen, key=f"k{seen}", by="me", now=NOW)
        assert _found(store, settings) == [("support", f"SB 7: {told}")]
        assert _found(store, settings) == []
    assert _matched(store) == {("staff", "support")}


def test_in_a_server_alerts_are_looked_for_as_the_operator(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = home.store
    home.day(LEGISLATOR_TBL=senators("Aster", "Birch"))
    with store.writing() as connection:
        add_campaign(connection, "Shade", "Riders", by="me", now=NOW, measures=["SB 7"])
    monkeypatch.setenv("ANSWERABLE_HOME", str(home.folder))
    said: list[str] = []
    with post_box() as box:
        home.settings(
            "name: staff, read_by: coalition, "
            "support: [{campaign: shade, measure: SB 7, house: upper, ayes: 1}]",
            addresses={"staff": box.address},
        )
        with acting_as(STRANGER):
            tell_alerts(said.append)
        with store.writing() as connection:
            vote = find_vote(connection, "shade", "SB 7", "upper")
            member = members_sitting(connection, vote, TODAY)[0]
            words = TargetWords(TargetStance.YES)
            add_note(connection, vote, member, words, seen=0, key="k", by="me", now=NOW)
        with acting_as(STRANGER):
            tell_alerts(said.append)
    assert said == ["alert staff: 1 change sent"]
    assert "have reached 1" in box.bodies[0]


def test_a_public_alert_that_would_tell_support_is_refused(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANSWERABLE_HOME", str(home.folder))
    home.settings(
        "name: board, read_by: anybody, support: "
        "[{campaign: shade, measure: SB 7, house: upper, ayes: 21}]"
    )
    with pytest.raises(DataFileError, match="counts of support are private"):
        alert_settings()
