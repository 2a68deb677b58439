"""Data sets by the API of LegiScan, from a stand-in: what is asked and kept; no key anywhere."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.cli.program import REPOSITORY, Ended, Program
from tests.ready_python import ready_python
from tests.sites.legiscan_api import ACCESS, KEY, Api, ApiMischief, data_set
from tests.sites.site import Site, serving

WORDS = {
    ApiMischief.WRONG_KEY: (4, "does not accept the key in ANSWERABLE_LEGISCAN_KEY"),
    ApiMischief.EXPIRED: (4, "whether it is right and has not expired"),
    ApiMischief.QUOTA: (4, "they begin anew on the first of the month"),
    ApiMischief.NO_ENTRY: (4, "lists no data set of the session 2031 of WY; it lists 2031 1st"),
    ApiMischief.NO_HASH: (4, "dataset_hash: Field required"),
    ApiMischief.OTHER_HASH: (4, "is not the one in the list"),
    ApiMischief.OTHER_SESSION: (4, "sent the data set of another session, 2032"),
    ApiMischief.OTHER_ARCHIVE: (3, "the archive is of the session 2033 of wy"),
    ApiMischief.CUT_BASE64: (4, "its text is not whole base64"),
    ApiMischief.OTHER_SIZE: (4, "were announced"),
    ApiMischief.NO_ZIP: (3, "this is a page of a web site, not a zip archive"),
    ApiMischief.GONE: (4, "the connection broke off before the whole answer was read"),
    ApiMischief.PAGE: (4, "the answer is no JSON"),
    ApiMischief.CLOSED: (4, "answered with status 403"),
    ApiMischief.REDIRECT: (4, "answered with status 302"),
}


@pytest.fixture
def api() -> Api:
    return Api()


@pytest.fixture
def site(api: Api) -> Iterator[Site]:
    with serving({}, computed=api.computed) as site:
        yield site


def _crawl(home: Path, site: Site, *options: str, key: str | None = KEY) -> Ended:
    wish = ("--jurisdiction", "wy", "--session", "2031", "--url", site.address, "--delay", "0")
    chosen = {"ANSWERABLE_LEGISCAN_KEY": key} if key is not None else {}
    return Program(home).run(
        "crawl", "legiscan", *wish, *options, "--format", "json", settings=chosen
    )


def _said(ended: Ended) -> Any:
    assert ended.code == 0, ended.err
    return json.loads(ended.out)


def _asked(site: Site) -> list[str]:
    return [parse_qs(urlsplit(one.path).query).get("op", [one.path])[0] for one in site.requests]


def test_a_data_set_is_found_in_the_list_fetched_and_loaded(site: Site, tmp_path: Path) -> None:
    said = _said(_crawl(tmp_path, site))
    assert _asked(site) == ["getDatasetList", "getDataset"]
    assert (said["load"]["read"], said["load"]["new"], said["requests"]) == (4, 4, 2)
    manifest = json.loads((Path(said["crawl"]) / "crawl.json").read_text("utf-8"))
    assert (manifest["session"], manifest["licence"]) == ("2031", "CC BY 4.0")
    assert manifest["files"][0]["url"] == f"{site.address}/?op=getDataset&id=2031"


def test_it_is_read_as_the_same_archive_from_this_computer(
    api: Api, site: Site, tmp_path: Path
) -> None:
    _said(_crawl(tmp_path, site))
    file = tmp_path / "WY.zip"
    file.write_bytes(api.archive)
    loaded = Program(tmp_path).json("load", "legiscan", "--file", file)
    assert (loaded["read"], loaded["loaded"], loaded["unchanged"]) == (4, 0, 4)


def test_only_a_data_set_whose_hash_is_another_is_fetched_again(
    api: Api, site: Site, tmp_path: Path
) -> None:
    first = _said(_crawl(tmp_path, site))
    again = _said(_crawl(tmp_path, site))
    assert _asked(site) == ["getDatasetList", "getDataset", "getDatasetList"]
    assert (again["crawl"], again["load"]["unchanged"]) == (first["crawl"], 4)
    api.archive = data_set(rolls=3)
    changed = _said(_crawl(tmp_path, site))
    assert _asked(site)[3:] == ["getDatasetList", "getDataset"]
    assert (changed["load"]["new"], changed["load"]["unchanged"]) == (2, 4)


@pytest.mark.parametrize("case", ApiMischief)
def test_trouble_says_what_and_what_to_do_and_loads_nothing(
    case: ApiMischief, api: Api, site: Site, tmp_path: Path
) -> None:
    api.mischief = case
    ended = _crawl(tmp_path, site)
    code, words = WORDS[case]
    assert (ended.code, words in ended.err) == (code, True), ended.err
    assert not (tmp_path / "answerable.duckdb").exists(), "nothing is half-loaded"
    folder = Path(json.loads(ended.out)["crawl"])
    assert (folder / "archive.warc.gz").exists(), "what came is kept"
    assert _places_of(KEY, tmp_path, ended) == []


def test_a_data_set_that_broke_off_leaves_the_record_and_the_next_crawl_makes_it_good(
    api: Api, site: Site, tmp_path: Path
) -> None:
    _said(_crawl(tmp_path, site))
    rolls = ("record", "rollcalls", "--jurisdiction", "wy", "--session", "2031")
    before = Program(tmp_path).json(*rolls)
    api.mischief, api.archive = ApiMischief.GONE, data_set(rolls=3)
    assert _crawl(tmp_path, site).code == 4
    assert Program(tmp_path).json(*rolls) == before
    api.mischief = None
    assert _said(_crawl(tmp_path, site))["load"]["new"] == 2


def test_the_key_is_sent_to_the_api_and_is_nowhere_else(
    api: Api, site: Site, tmp_path: Path
) -> None:
    told = _crawl(tmp_path, site)
    again = _crawl(tmp_path, site, "--no-load")
    wrong = _crawl(tmp_path, site, key=KEY[::-1])
    assert (told.code, again.code, wrong.code) == (0, 0, 4)
    assert all(f"key={KEY}" in one.path for one in site.requests[:3]), "it was asked with"
    for secret in (KEY, KEY[::-1], ACCESS):
        places = [_places_of(secret, tmp_path, ended) for ended in (told, again, wrong)]
        assert places == [[], [], []]
        assert [line for line in api.processes if secret in line] == []
    status = Program(tmp_path).run("status", "--format", "json")
    assert KEY[::-1] not in status.out + status.err


def _places_of(secret: str, home: Path, ended: Ended) -> list[str]:
    """Where it stands: in what was printed, and in files, as they are and unpacked."""
    texts = {"stdout": ended.out.encode(), "stderr": ended.err.encode()}
    for path in home.rglob("*"):
        if path.is_file():
            texts[str(path)] = path.read_bytes()
    for name, content in list(texts.items()):
        if name.endswith(".gz"):
            texts[f"{name}, unpacked"] = gzip.decompress(content)
        if content[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(content)) as zipped:
                texts |= {f"{name}, {one}": zipped.read(one) for one in zipped.namelist()}
    return [name for name, content in texts.items() if secret.encode() in content]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (None, "is asked with a key of yours"),
        ("", "is asked with a key of yours"),
        ("https://api.legiscan.com/?key=abcdef", "does not hold a key"),
    ],
)
def test_without_a_key_nothing_is_asked(
    key: str | None, words: str, site: Site, tmp_path: Path
) -> None:
    ended = _crawl(tmp_path, site, key=key)
    assert (ended.code, words in ended.err) == (2, True), ended.err
    assert (site.requests, key and "abcdef" in ended.err) == ([], key and False)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://legiscan.example", "a key is sent to an https address alone"),
        (f"https://legiscan.example/?key={KEY[::-1]}", "said without a query"),
        (f"https://{KEY[::-1]}@legiscan.example", "said without a query"),
    ],
)
def test_a_key_goes_to_no_address_where_others_read_it(
    url: str, words: str, site: Site, tmp_path: Path
) -> None:
    ended = _crawl(tmp_path, site, "--url", url)
    assert (ended.code, words in ended.err, KEY[::-1] in ended.err) == (2, True, False), ended.err


def test_the_queries_of_a_month_are_counted_and_end_with_a_sentence(
    api: Api, site: Site, tmp_path: Path
) -> None:
    _said(_crawl(tmp_path, site))
    counts = tmp_path / "crawls" / "queries.json"
    counted = json.loads(counts.read_text("utf-8"))
    assert counted["hosts"] == {"127.0.0.1": 2}
    counts.write_text(json.dumps({**counted, "hosts": {"127.0.0.1": 29_999}}), "utf-8")
    api.archive = data_set(rolls=3)
    ended = _crawl(tmp_path, site)
    assert ended.code == 4
    assert "this month's 30,000 queries to 127.0.0.1 are used up" in ended.err
    assert _asked(site)[2:] == ["getDatasetList"], "the query that was left, and no more"
    counts.write_text(json.dumps({"month": "2020-01", "hosts": {"127.0.0.1": 30_000}}), "utf-8")
    assert _said(_crawl(tmp_path, site))["load"]["new"] == 2, "a new month begins anew"


def test_a_session_has_to_be_said_and_one_of_another_form_is_not_taken_for_it(
    site: Site, tmp_path: Path
) -> None:
    key = {"ANSWERABLE_LEGISCAN_KEY": KEY}
    wish = ("crawl", "legiscan", "--url", site.address)
    program = Program(tmp_path)
    ended = program.run(*wish, "--jurisdiction", "wy", settings=key)
    assert (ended.code, "which session to fetch was not said" in ended.err) == (2, True)
    ended = program.run(*wish, "--session", "2031", settings=key)
    assert (ended.code, "which one to read was not said" in ended.err) == (2, True)
    assert site.requests == []


def test_a_data_set_that_was_fetched_replays_to_the_same_bytes(site: Site, tmp_path: Path) -> None:
    said = _said(_crawl(tmp_path, site, "--no-load"))
    assert Program(tmp_path).json("crawl", "replay", said["crawl"])["identical"]


def test_without_a_file_load_says_that_a_crawl_can_fetch_it(tmp_path: Path) -> None:
    ended = Program(tmp_path).run("load", "legiscan")
    assert (ended.code, "answerable crawl legiscan" in ended.err) == (2, True)


def test_the_schedule_fetches_what_has_changed_and_says_no_key(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "crawls" / "legiscan"
    folder.mkdir(parents=True)
    lines = (
        {"started_at": "2020-01-01T00:00:00Z", "started_by": "schedule", "process": 1},
        {"ended_at": "2020-01-01T00:01:00Z", "outcome": "loaded"},
    )
    missed = [json.dumps({"attempt": "0", "session": "2031", **line}) for line in lines]
    (folder / "attempts.jsonl").write_text("\n".join(missed) + "\n", "utf-8")
    plan = f"jurisdiction: wy, session: '2031', delay: 0, url: '{site.address}'"
    (tmp_path / "schedule.yaml").write_text(
        f"format: 1\ntimezone: UTC\nsources:\n  legiscan: {{cron: 0 0 1 1 *, {plan}}}\n", "utf-8"
    )
    environment = os.environ | {"ANSWERABLE_HOME": str(tmp_path), "ANSWERABLE_LEGISCAN_KEY": KEY}
    command = [ready_python(), "-m", "tracker.cli", "schedule", "run"]
    with subprocess.Popen(
        command, cwd=REPOSITORY, env=environment, stderr=subprocess.PIPE, text=True
    ) as process:
        said = ""
        assert process.stderr is not None
        while "read; next at" not in said and (line := process.stderr.readline()):
            said += line
        process.terminate()
        said += process.stderr.read()
    assert "legiscan: read; next at" in said, said
    assert _asked(site) == ["getDatasetList", "getDataset"]
    assert _places_of(KEY, tmp_path, Ended(0, "", said)) == []
