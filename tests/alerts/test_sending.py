"""What changed is told once, to a real server on this machine."""

from __future__ import annotations

import json

from tests.alerts.conftest import Home, agenda, hearing
from tests.alerts.post_box import post_box

FOLLOWS = "name: staff, read_by: coalition, measures: [SB 7], jurisdiction: ca"


def test_a_vote_and_a_hearing_are_told_once(home: Home) -> None:
    with post_box() as box:
        home.settings(FOLLOWS, addresses={"staff": box.address})
        first = home.send()
        assert (first.code, json.loads(first.out)) == (0, []), "what was there before is no news"
        home.vote()
        home.day(
            COMMITTEE_HEARING_TBL=[hearing("2009-06-18")],
            COMMITTEE_AGENDA_TBL=[agenda("2009-06-18", "10 a.m.")],
        )
        sent = json.loads(home.send().out)
        assert [one["outcome"] for one in sent] == ["sent"]
        assert json.loads(home.send().out) == []
    (body,) = box.bodies
    assert "SB 7: Senate floor voted on 4 June 2009: 2–1, " in body
    assert "SB 7: a hearing is set: Sen Appropriations on 18 June 2009, 10 a.m., 4203." in body
    assert "https://leginfo.legislature.ca.gov/faces/billVotesClient.xhtml" in body
