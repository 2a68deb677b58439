"""What changed is told once, to a real server on this machine, whatever happens on the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading

from tests.alerts.conftest import NOW, Home, agenda, hearing
from tests.alerts.mail_server import mail_server
from tests.alerts.post_box import post_box
from tests.app.conftest import free_port
from tests.cli.program import REPOSITORY

FOLLOWS = "name: staff, read_by: coalition, measures: [SB 7], jurisdiction: ca"
OTHER = "name: board, read_by: anybody, measures: [SB 7], jurisdiction: ca"
LATER = "2009-06-05T12:10:00+00:00"


def _outcomes(out: str) -> dict[str, str]:
    return {one["alert"]: one["outcome"] for one in json.loads(out)}


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
        assert _outcomes(home.send().out) == {"staff": "sent"}
        assert json.loads(home.send().out) == []
    (body,) = box.bodies
    assert "SB 7: Senate floor voted on 4 June 2009: 2–1, " in body
    assert "SB 7: a hearing is set: Sen Appropriations on 18 June 2009, 10 a.m., 4203." in body
    assert "https://leginfo.legislature.ca.gov/faces/billVotesClient.xhtml" in body


def test_a_dry_run_says_what_would_be_sent_and_sends_and_notes_nothing(home: Home) -> None:
    with post_box() as box:
        home.settings(FOLLOWS, addresses={"staff": box.address})
        home.send()
        home.vote()
        for _ in range(2):
            (planned,) = json.loads(home.send("--dry-run").out)
            assert [one["kind"] for one in planned["changes"]] == ["vote"]
        assert box.taken == []
        assert _outcomes(home.send().out) == {"staff": "sent"}


def test_a_daily_alert_comes_once_a_day_after_its_hour_with_all_of_it(home: Home) -> None:
    with post_box() as box:
        home.settings(f"{FOLLOWS}, when: daily, at: '07:00'", addresses={"staff": box.address})
        home.send()
        home.vote()
        assert json.loads(home.send(now="2009-06-06T13:59:00+00:00").out) == [], "06:59 there"
        home.day(COMMITTEE_HEARING_TBL=[hearing("2009-06-18")])
        assert _outcomes(home.send(now="2009-06-06T14:01:00+00:00").out) == {"staff": "sent"}
        home.day(COMMITTEE_HEARING_TBL=[hearing("2009-06-25")])
        assert json.loads(home.send(now="2009-06-06T20:00:00+00:00").out) == []
        assert _outcomes(home.send(now="2009-06-07T14:01:00+00:00").out) == {"staff": "sent"}
    first, second = box.bodies
    assert ("voted on" in first, "18 June" in first, "25 June" in first) == (True, True, False)
    assert ("18 June" in second, "25 June" in second) == (False, True)


def test_killed_between_sending_and_noting_it_is_not_sent_again_by_itself(home: Home) -> None:
    with post_box(let_go=threading.Event()) as box:
        home.settings(FOLLOWS, addresses={"staff": box.address})
        home.send()
        home.vote()
        with subprocess.Popen(
            [sys.executable, "-m", "tracker.cli", "alerts", "send", "--now", NOW],
            cwd=REPOSITORY,
            env=os.environ | {"ANSWERABLE_HOME": str(home.folder)},
            stdout=subprocess.DEVNULL,
        ) as sender:
            assert box.came.wait(60)
            sender.send_signal(signal.SIGKILL)
        assert box.let_go is not None
        box.let_go.set()
        assert json.loads(home.send(now=LATER).out) == []
        assert len(box.taken) == 1
        (told,) = home.listed(LATER)
        assert told["state"] == "not_known"
        said = home.program.run("alerts", "list", "--now", LATER).err
        assert "not known whether it was received" in said
        assert f"answerable alerts send --again {told['message']}" in said
        assert _outcomes(home.send("--again", told["message"], now=LATER).out) == {"staff": "sent"}
    first, again = box.bodies
    assert first == again, "whoever got it knows it by the id"


def test_killed_before_it_is_begun_it_is_sent_by_the_next_run(home: Home) -> None:
    with post_box() as box:
        home.settings(FOLLOWS, addresses={"staff": box.address})
        home.send()
        home.vote()
        killed = (
            "import os, signal\n"
            "from datetime import datetime\n"
            "from tracker.alerts import sending\n"
            "from tracker.alerts.settings import alert_settings\n"
            "from tracker.store import open_store\n"
            "def end(): os.kill(os.getpid(), signal.SIGKILL)\n"
            f"now = datetime.fromisoformat('{NOW}')\n"
            "sending.send_alerts(open_store(), alert_settings(), lambda: now,"
            " is_stopping=end)\n"
        )
        environment = os.environ | {"ANSWERABLE_HOME": str(home.folder)}
        ended = subprocess.run([sys.executable, "-c", killed], cwd=REPOSITORY, env=environment)
        assert (ended.returncode, box.taken) == (-signal.SIGKILL, [])
        home.send()
        assert home.send().code == 0
        assert len(box.taken) == 1


def test_a_place_that_cannot_be_reached_holds_up_no_other_and_is_tried_again(home: Home) -> None:
    nobody = free_port()
    with post_box() as box:
        home.settings(
            FOLLOWS,
            OTHER,
            addresses={"staff": f"json://127.0.0.1:{nobody}/canary-secret", "board": box.address},
        )
        home.send()
        home.vote()
        ended = home.send()
        assert (ended.code, _outcomes(ended.out)) == (1, {"staff": "failed", "board": "sent"})
        said = home.program.run("alerts", "list", "--now", LATER).err
        assert "alert staff: 1 message not sent since 2009-06-05 12:00" in said
        assert "tried again" in said
        home.settings(FOLLOWS, OTHER, addresses={"staff": box.address, "board": box.address})
        assert _outcomes(home.send(now=LATER).out) == {"staff": "sent"}
        assert home.program.run("alerts", "list", "--now", LATER).err == ""
    assert len(box.taken) == 2


def test_a_place_that_does_not_answer_holds_up_no_other(home: Home) -> None:
    with post_box(let_go=threading.Event()) as silent, post_box() as box:
        home.settings(FOLLOWS, OTHER, addresses={"staff": silent.address, "board": box.address})
        home.send()
        home.vote()
        assert _outcomes(home.send().out) == {"staff": "failed", "board": "sent"}


def test_a_place_that_refuses_is_given_up_after_days(home: Home) -> None:
    with post_box(status=500) as box:
        home.settings(FOLLOWS, addresses={"staff": box.address})
        home.send()
        home.vote()
        assert _outcomes(home.send().out) == {"staff": "failed"}
        assert _outcomes(home.send(now=LATER).out) == {"staff": "failed"}
        (told,) = home.listed("2009-06-09T12:00:00+00:00")
        assert told["state"] == "given_up"
        assert json.loads(home.send(now="2009-06-09T12:00:00+00:00").out) == []


def test_an_alert_comes_as_mail(home: Home) -> None:
    with mail_server() as server:
        home.settings(
            FOLLOWS,
            addresses={
                "staff": f"mailto://127.0.0.1:{server.port}/?mode=insecure"
                "&from=tracker@example.org&to=staff@example.org"
            },
        )
        home.send()
        home.vote()
        assert _outcomes(home.send().out) == {"staff": "sent"}
    (mail,) = server.taken
    assert mail["To"] == "staff@example.org"
    assert "SB 7: Senate floor voted on 4 June 2009" in str(mail["Subject"])


def test_an_address_is_never_shown_nor_kept(home: Home) -> None:
    with post_box() as box:
        secrets = {"staff": box.address, "board": "canary-scheme://canary-secret@nowhere"}
        home.settings(FOLLOWS, OTHER, addresses=secrets)
        home.send()
        home.vote()
        shown = [home.send(), home.program.run("alerts", "list"), home.program.run("status")]
        (home.folder / "alert-addresses.yaml").write_text("staff: [canary-secret\n", "utf-8")
        home.day(COMMITTEE_HEARING_TBL=[hearing("2009-06-18")])
        shown += [home.send(), home.program.run("alerts", "list")]
    assert len(box.taken) == 1
    for ended in shown:
        assert "canary" not in ended.out + ended.err
    for file in home.folder.rglob("*"):
        if file.is_file() and file.name != "alert-addresses.yaml":
            assert b"canary" not in file.read_bytes(), file


def test_addresses_that_others_may_read_are_not_used(home: Home) -> None:
    with post_box() as box:
        home.settings(FOLLOWS, addresses={"staff": box.address})
        home.send()
        home.vote()
        (home.folder / "alert-addresses.yaml").chmod(0o644)
        (told,) = json.loads(home.send().out)
        assert "others on this machine may read the addresses" in told["reason"]
        assert box.taken == []


def test_an_address_may_stand_in_the_environment(home: Home) -> None:
    with post_box() as box:
        home.settings(FOLLOWS)
        home.send()
        home.vote()
        ended = subprocess.run(
            [sys.executable, "-m", "tracker.cli", "alerts", "send", "--now", NOW],
            cwd=REPOSITORY,
            env=os.environ
            | {"ANSWERABLE_HOME": str(home.folder), "ANSWERABLE_ALERT_STAFF": box.address},
        )
        assert (ended.returncode, len(box.taken)) == (0, 1)
