"""What every answer of the server says before a page is drawn: its title, its headers, or a 404."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import unquote

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message

from scorecard_app.front_door import INDEX, FrontDoor, framed_by, safe_headers
from tests.app.event_loop import run
from tracker.errors import UsageError

TITLES = {"": "Scorecard · Answerable", "measure": "Measures · Answerable"}


class Answer(NamedTuple):
    """What the server said."""

    status_code: int
    headers: dict[str, str]
    text: str


Visit = Callable[[str], Answer]


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> Visit:
    """Asks for a path, and gives the answer."""
    monkeypatch.delenv("ANSWERABLE_EMBEDDED_BY", raising=False)
    door = FrontDoor(PlainTextResponse("a file"), lambda: TITLES, ["assets/ours"])
    return lambda path: run(_asked(door, path))


async def _asked(door: FrontDoor, path: str) -> Answer:
    said: list[Message] = []

    async def send(message: Message) -> None:
        said.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {"type": "http", "method": "GET", "path": unquote(path), "headers": []}
    await door(scope, receive, send)
    headers = {name.decode(): value.decode() for name, value in said[0]["headers"]}
    body = b"".join(message.get("body", b"") for message in said[1:])
    return Answer(said[0]["status"], headers, body.decode())


@pytest.mark.parametrize(("path", "title"), [(f"/{path}", title) for path, title in TITLES.items()])
def test_a_page_has_its_title_before_it_is_drawn(visit: Visit, path: str, title: str) -> None:
    answer = visit(path)
    assert answer.status_code == 200
    assert f"<title>{title}</title>" in answer.text
    assert "<title>Streamlit</title>" not in answer.text


@pytest.mark.parametrize("path", ["/nopage", "/measure/375", "/%3Cimg%20src=x%3E"])
def test_a_page_that_is_not_there_is_a_404_that_names_those_that_are(
    visit: Visit, path: str
) -> None:
    answer = visit(path)
    assert answer.status_code == 404
    assert "There is no page" in answer.text
    assert 'href="/measure">Measures</a>' in answer.text
    assert "<img" not in answer.text


@pytest.mark.parametrize("path", ["/favicon.png", "/static/js/a.js", "/_stcore/health", "/media/x"])
def test_what_is_no_page_goes_on_to_streamlit(visit: Visit, path: str) -> None:
    assert visit(path).text == "a file"


@pytest.mark.parametrize("path", ["/", "/nopage", "/favicon.png"])
def test_every_answer_forbids_foreign_scripts_pictures_and_frames(visit: Visit, path: str) -> None:
    headers = visit(path).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert "unsafe" not in policy["script-src"]
    assert policy["img-src"] == "'self' data: blob:"
    assert policy["frame-ancestors"] == "'none'"
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"


def test_only_the_named_origins_may_frame_the_app() -> None:
    headers = safe_headers("", framed_by("https://one.example http://localhost:8000"))
    assert headers["Content-Security-Policy"].endswith(
        "frame-ancestors https://one.example http://localhost:8000"
    )
    assert "X-Frame-Options" not in headers


@pytest.mark.parametrize("text", ["one.example", "https://one.example; script-src *", "*"])
def test_what_is_no_origin_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is not the origin of a page"):
        framed_by(text)


def test_streamlit_s_own_script_in_its_page_is_let_through() -> None:
    page = INDEX.read_text("utf-8")
    assert page.count("<script>") == safe_headers(page, ())["Content-Security-Policy"].count(
        "'sha256-"
    )


def test_a_socket_is_none_of_its_business() -> None:
    seen = []

    async def app(scope: object, _receive: object, _send: object) -> None:
        seen.append(scope)

    scope = {"type": "websocket", "path": "/nopage"}
    run(FrontDoor(app, lambda: TITLES, [])(scope, None, None))  # type: ignore[arg-type]
    assert seen == [scope]
