"""Sign-in against a real OpenID provider on this machine, the real server and a real browser."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Page, expect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from scorecard_app.steward import COOKIE
from tests.app.conftest import REPOSITORY, free_port, wait_until_healthy
from tracker.access.invitations import invite, withdraw
from tracker.access.roles import Role
from tracker.access.sign_in import CLIENT_SECRET, CLIENT_SECRET_FILE, COOKIE_SECRET_FILE
from tracker.campaigns.planning import NewMilestone, add_campaign, add_milestone
from tracker.campaigns.reading import find_history
from tracker.store import Store, open_store

ANA, LEE, STEWARD = "ana@example.org", "lee@example.org", "sam@example.org"
RIDERS, TENANTS = "Riders (fictional)", "Tenants (fictional)"
SECRET = "canary-of-the-client"


@dataclass(frozen=True)
class Served:
    """The app where people sign in."""

    address: str
    store: Store
    home: Path


@pytest.fixture(scope="module")
def app(
    chromium: str, sample_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    assert chromium
    home = tmp_path_factory.mktemp("sign-in")
    shutil.copy(sample_store, home / "answerable.duckdb")
    known = (ANA, LEE, STEWARD)
    people = [User(sub=one, claims={"email": one, "email_verified": True}) for one in known]
    people.append(User(sub="forger", claims={"email": ANA, "email_verified": False}))
    port = free_port()
    address = f"http://localhost:{port}"
    with run_server_in_thread(user_claims=people) as provider:
        (home / "coalition.yaml").write_text(
            f"format: 1\nname: A coalition (fictional)\nsign_in:\n"
            f"  provider: http://localhost:{provider.server_port}\n"
            f"  client_id: answerable\n  address: {address}\n",
            "utf-8",
        )
        secret = home / CLIENT_SECRET_FILE
        secret.write_text(SECRET, "utf-8")
        secret.chmod(stat.S_IRUSR)
        environment = {**os.environ, "ANSWERABLE_HOME": str(home)}
        for name in ("ANSWERABLE_DATABASE_URL", CLIENT_SECRET):
            environment.pop(name, None)
        with (home / "log.txt").open("w") as log:
            server = subprocess.Popen(
                [sys.executable, "-m", "scorecard_app", "--port", str(port)],
                cwd=REPOSITORY,
                env=environment,
                stdout=log,
                stderr=log,
            )
            try:
                wait_until_healthy(f"{address}/_stcore/health", server)
                yield Served(address, open_store(f"duckdb:///{home / 'answerable.duckdb'}"), home)
            finally:
                server.terminate()
                server.wait(timeout=20)


@pytest.fixture(autouse=True)
def _patience(page: Page) -> None:
    page.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)


def planned(store: Store, title: str, organization: str) -> str:
    now = datetime.now(UTC)
    with store.writing() as connection:
        begun = add_campaign(connection, title, organization, by="Bo", now=now)
        asked = NewMilestone("Rally")
        return add_milestone(connection, begun.campaign_id, asked, by="Bo", now=now).milestone_id


def version(store: Store, milestone: str) -> int:
    with store.reading() as connection:
        return find_history(connection, milestone).state.version


def as_organizer(store: Store, address: str = ANA) -> None:
    with store.writing() as connection:
        invite(connection, address, Role.ORGANIZER, RIDERS, by="Bo", now=datetime.now(UTC))


def sign_in(page: Page, app: Served, who: str) -> None:
    page.goto(f"{app.address}/campaigns")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name=who, exact=True).click()
    page.wait_for_url(f"{app.address}/**")


def post(app: Served, milestone: str, cookie: str | None = None, **more: object) -> tuple[int, str]:
    """What the rally page would send, by one who can write any header."""
    sent = {"id": str(uuid.uuid4()), "milestone": milestone, "seen": 0, "status": "done", **more}
    headers = {"Content-Type": "application/json", "Origin": app.address}
    if cookie:
        headers["Cookie"] = cookie
    asked = urllib.request.Request(
        f"{app.address}/rally/updates", json.dumps(sent).encode(), headers
    )
    try:
        with urllib.request.urlopen(asked) as answer:
            return answer.status, json.load(answer)["sentence"]
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)["sentence"]


def cookie(app: Served, *, secret: str | None = None, **claims: object) -> str:
    """A cookie as Streamlit signs it for who signed in, or as a forger would."""
    known = {
        "email": ANA,
        "email_verified": True,
        "iat": int(datetime.now(UTC).timestamp()),
        "origin": app.address,
        "is_logged_in": True,
        "provider": "default",
    }
    key = secret or (app.home / COOKIE_SECRET_FILE).read_text("utf-8")
    signed = create_signed_value(key, COOKIE, json.dumps(known | claims))
    return f"{COOKIE}={signed.decode()}"


def test_an_organizer_signs_in_and_works_on_their_own_campaign_alone(
    page: Page, app: Served
) -> None:
    as_organizer(app.store)
    ours, theirs = planned(app.store, "Ours", RIDERS), planned(app.store, "Theirs", TENANTS)
    sign_in(page, app, ANA)
    expect(page.get_by_text(f"Signed in as {ANA}")).to_be_visible()
    page.goto(f"{app.address}/campaigns?campaign=ours")
    page.get_by_text("done", exact=True).first.click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved: Rally, done")).to_be_visible()
    with app.store.reading() as connection:
        assert find_history(connection, ours).updates[0].recorded_by == ANA
    page.goto(f"{app.address}/campaigns?campaign=theirs")
    expect(page.get_by_text("There is no campaign “theirs”")).to_be_visible()
    expect(page.get_by_role("button", name="Save", exact=True)).to_have_count(0)
    status, said = post(app, theirs, cookie(app))
    assert (status, version(app.store, theirs)) == (403, 0)
    assert "may not change this campaign" in said
    status, said = post(app, "no-such-milestone", cookie(app))
    assert (status, "ours/rally" in said, "theirs/rally" in said) == (422, True, False)


def test_a_role_withdrawn_takes_effect_at_once_and_what_was_typed_stays(
    page: Page, app: Served
) -> None:
    as_organizer(app.store, LEE)
    milestone = planned(app.store, "Withdrawn", RIDERS)
    sign_in(page, app, LEE)
    page.goto(f"{app.address}/campaigns?campaign=withdrawn")
    note = page.get_by_label("What happened, in a sentence")
    note.fill("Forty of us came (fictional).")
    with app.store.writing() as connection:
        withdraw(connection, LEE, Role.ORGANIZER, RIDERS, by="Bo", now=datetime.now(UTC))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("may not change this campaign")).to_be_visible()
    expect(note).to_have_value("Forty of us came (fictional).")
    assert version(app.store, milestone) == 0


def test_whom_the_provider_does_not_vouch_for_is_a_visitor(page: Page, app: Served) -> None:
    as_organizer(app.store)
    planned(app.store, "Forged address", RIDERS)
    sign_in(page, app, "forger")
    expect(page.get_by_text("does not vouch for an e-mail address")).to_be_visible()
    expect(page.get_by_text("Begin a campaign", exact=True)).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "claims"),
    [
        ("nobody", None),
        ("a forged signature", {"secret": "guessed-by-a-stranger"}),
        ("an ended session", {"iat": int((datetime.now(UTC) - timedelta(hours=13)).timestamp())}),
        ("no beginning", {"iat": None}),
        ("another server's cookie", {"origin": "https://elsewhere.example"}),
        ("signed out", {"is_logged_in": False}),
        ("unverified", {"email_verified": False}),
        ("not invited", {"email": "stranger@example.org"}),
    ],
)
def test_who_is_not_signed_in_as_an_organizer_cannot_post(
    name: str, claims: dict[str, object] | None, app: Served
) -> None:
    as_organizer(app.store)
    milestone = planned(app.store, f"Posted by {name}", RIDERS)
    shown = None if claims is None else cookie(app, **claims)  # type: ignore[arg-type]
    status, said = post(app, milestone, shown)
    assert status == 403
    assert said.endswith(".")
    assert version(app.store, milestone) == 0


def test_an_organizer_can_post_from_the_rally_page_and_chooses_no_name(app: Served) -> None:
    as_organizer(app.store)
    milestone = planned(app.store, "Posted", RIDERS)
    status, said = post(app, milestone, cookie(app), recorded_by="The governor")
    assert (status, version(app.store, milestone)) == (422, 0)
    assert "recorded_by" in said
    assert post(app, milestone, cookie(app))[0] == 201
    with app.store.reading() as connection:
        assert find_history(connection, milestone).updates[0].recorded_by == ANA


def test_another_sites_page_cannot_post_with_an_organizers_cookie(app: Served) -> None:
    as_organizer(app.store)
    milestone = planned(app.store, "Cross-site", RIDERS)
    asked = urllib.request.Request(
        f"{app.address}/rally/updates",
        json.dumps({"id": str(uuid.uuid4()), "milestone": milestone, "seen": 0}).encode(),
        {"Cookie": cookie(app), "Origin": "https://elsewhere.example"},
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asked)
    assert refused.value.code == 403
    assert version(app.store, milestone) == 0


def test_nobody_is_the_steward_by_being_local(page: Page, app: Served) -> None:
    page.goto(f"{app.address}/agendas")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    expect(page.get_by_role("heading", name="Agendas")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_count(0)


def test_what_is_private_reaches_those_who_may_see_it_alone(app: Served) -> None:
    as_organizer(app.store)
    planned(app.store, "Canary of the riders", RIDERS)
    planned(app.store, "Canary of the tenants", TENANTS)

    def told(shown: str | None, path: str) -> str:
        headers = {"Cookie": shown} if shown else {}
        asked = urllib.request.Request(f"{app.address}{path}", headers=headers)
        with urllib.request.urlopen(asked) as answer:
            return str(answer.read().decode())

    for path in ("/rally/milestones.json", "/calendar.ics", "/feed.atom"):
        assert "Canary" not in told(None, path)
    mine = told(cookie(app), "/rally/milestones.json")
    assert ("of the riders" in mine, "of the tenants" in mine) == (True, False)


def test_no_secret_is_in_the_log(app: Served) -> None:
    log = (app.home / "log.txt").read_text("utf-8")
    assert SECRET not in log
    assert (app.home / COOKIE_SECRET_FILE).read_text("utf-8") not in log
    assert (app.home / COOKIE_SECRET_FILE).stat().st_mode & 0o077 == 0


def test_the_audit_page_is_for_those_who_may_read_it(page: Page, app: Served) -> None:
    planned(app.store, "Canary of the audit", RIDERS)
    page.goto(f"{app.address}/audit")
    expect(page.get_by_text("a visitor may not read the audit trail")).to_be_visible()
    expect(page.get_by_text("Canary of the audit")).to_have_count(0)
    with app.store.writing() as connection:
        invite(connection, STEWARD, Role.STEWARD, None, by="Bo", now=datetime.now(UTC))
    sign_in(page, app, STEWARD)
    page.goto(f"{app.address}/audit")
    expect(page.get_by_text("Canary of the audit").first).to_be_visible()
