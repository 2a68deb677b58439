"""`make bench-app`: the app under many visitors, on a phone's line, and with few descriptors.

Beside it, in the same run: a static page of the same table, and another checkout of the app where
one is named (`make bench-app BESIDE=folder`; its own `.venv` runs it). Runs take turns.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from websockets.exceptions import WebSocketException

from scripts.bench import REPOSITORY
from tests.app.conftest import free_port, wait_until_healthy
from tests.app.visits import visiting
from tests.sites.site import Answer, serving

RERUNS = {1: 20, 5: 10, 20: 5, 50: 4}
"""Reruns of each session, by how many sessions rerun at once."""
VISITS = 1000
FEW_DESCRIPTORS = 256
"""What a Mac gives a program that does not ask for more."""
PHONE: dict[str, float] = {
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 0.75e6 / 8,
}
"""A weak signal: milliseconds, bytes a second."""
LOCAL: dict[str, float] = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
TABLE = "table.ranked tbody tr"


@dataclass
class App:
    """One checkout's server, and what was measured of it."""

    name: str
    address: str
    pid: int
    loads: dict[str, list[float]] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)
    requests: dict[str, int] = field(default_factory=dict)


def main() -> None:
    """Runs all of it and prints what it measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--beside", type=Path, help="another checkout of the app")
    parser.add_argument("--runs", type=int, default=5)
    chosen = parser.parse_args()
    folders = {"this": REPOSITORY} | ({"beside": chosen.beside} if chosen.beside else {})
    print(f"{os.cpu_count()} cores, {chosen.runs} runs; median (least to most)")
    with tempfile.TemporaryDirectory(prefix="answerable-bench-") as home, ExitStack() as stack:
        homes = {name: _built(folder, Path(home) / name) for name, folder in folders.items()}
        apps = [
            stack.enter_context(_served(name, folder, homes[name]))
            for name, folder in folders.items()
        ]
        _many(apps, chosen.runs)
        _browsers(apps, chosen.runs)
        for app in apps:
            print(f"{app.name}: {_memory(app.pid):.0f} MB, {_descriptors(app.pid)} descriptors")
        for name, folder in folders.items():
            _few_descriptors(name, folder, homes[name])


def _built(folder: Path, home: Path) -> Path:
    subprocess.run(
        [folder / ".venv/bin/answerable", "demo", "--no-serve"],
        env=os.environ | {"ANSWERABLE_HOME": str(home)},
        check=True,
        capture_output=True,
    )
    return home


@contextmanager
def _served(name: str, folder: Path, home: Path, descriptors: int = 0) -> Iterator[App]:
    port = free_port()
    limits = (descriptors, descriptors) if descriptors else None
    server = subprocess.Popen(
        [folder / ".venv/bin/python", "-m", "scorecard_app", "--port", str(port)],
        cwd=folder,
        env=os.environ | {"ANSWERABLE_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=(lambda: resource.setrlimit(resource.RLIMIT_NOFILE, limits)) if limits else None,
    )
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield App(name, f"http://127.0.0.1:{port}", server.pid)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _many(apps: Sequence[App], runs: int) -> None:
    for sessions, reruns in RERUNS.items():
        found: dict[str, list[tuple[float, float, float, int]]] = {}
        for _ in range(runs):
            for app in apps:
                found.setdefault(app.name, []).append(asyncio.run(_rerun(app, sessions, reruns)))
        for name, of_runs in found.items():
            middle, late, processor, size = zip(*of_runs, strict=True)
            print(
                f"{name}: {sessions} sessions rerun: {_spread(middle)} s in the middle, "
                f"{_spread(late)} s at p95, {_spread([one * 1000 for one in processor])} ms of "
                f"processor each; first draw {max(size) / 1000:.0f} kB over the socket"
            )


async def _rerun(app: App, sessions: int, reruns: int) -> tuple[float, float, float, int]:
    """Seconds in the middle and at the 95th percentile, processor seconds each, bytes at first."""
    begin, ready = asyncio.Event(), []

    async def one() -> list[float]:
        async with visiting(app.address) as visitor:
            ready.append((await visitor.draw()).bytes)
            if len(ready) == sessions:
                begin.set()
            await begin.wait()
            taken = []
            for _ in range(reruns):
                began = time.perf_counter()
                await visitor.draw()
                taken.append(time.perf_counter() - began)
            return taken

    async def processor() -> float:
        await begin.wait()
        return _processor(app.pid)

    visits = [asyncio.create_task(one()) for _ in range(sessions)]
    before = await processor()
    taken = sorted(second for of_one in await asyncio.gather(*visits) for second in of_one)
    used = _processor(app.pid) - before
    late = taken[min(len(taken) - 1, round(len(taken) * 0.95))]
    return statistics.median(taken), late, used / len(taken), max(ready)


def _browsers(apps: Sequence[App], runs: int) -> None:
    """The scorecard in a browser, cold and warm, on this machine and over a phone's line."""
    chromium = os.environ.get("ANSWERABLE_CHROMIUM", "chromium")
    with sync_playwright() as playwright:
        arguments = ["--disable-background-networking", "--no-first-run"]
        arguments += ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        with serving({"/": [_static_page(browser, apps[0].address)]}) as site:
            everyone = [*apps, App("static page of the same table", site.address, 0)]
            for kind, line in (("here", LOCAL), ("phone", PHONE)):
                for _ in range(runs):
                    for app in everyone:
                        _visit(browser, app, kind, line)
        browser.close()
    for kind in ("here", "phone"):
        for app in everyone:
            times = "; ".join(
                f"{name.partition(' ')[2]} {_spread(taken)} s, {app.bytes[name] / 1000:.0f} kB in "
                f"{app.requests[name]} requests"
                for name, taken in app.loads.items()
                if name.startswith(kind)
            )
            print(f"{app.name}, {kind}: {times}")


def _static_page(browser: Browser, address: str) -> Answer:
    """The tables of the scorecard and the app's style as one page of HTML."""
    page = browser.new_page()
    page.goto(address)
    page.wait_for_selector("footer.limits")
    made = page.evaluate(
        "() => [...document.querySelectorAll('table.ranked')].map(one => one.outerHTML).join('')"
    )
    page.close()
    style = (REPOSITORY / "scorecard_app/style.css").read_text("utf-8")
    html = f"<!DOCTYPE html><html lang=en><title>Scores</title><style>{style}</style>{made}"
    return Answer(html.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def _visit(browser: Browser, app: App, kind: str, line: dict[str, float]) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", {"offline": False, **line})
    seen: list[int] = []
    network.on("Network.loadingFinished", lambda event: seen.append(event["encodedDataLength"]))
    for name in (f"{kind} cold", f"{kind} warm"):
        seen.clear()
        app.loads.setdefault(name, []).append(_until_table(page, app.address))
        page.wait_for_load_state("networkidle")
        app.bytes[name], app.requests[name] = round(sum(seen)), len(seen)
    context.close()


def _until_table(page: Page, address: str) -> float:
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(TABLE)
    return time.perf_counter() - began


def _few_descriptors(name: str, folder: Path, home: Path) -> None:
    with _served(name, folder, home, FEW_DESCRIPTORS) as app:
        answered = asyncio.run(_visits(app.address))
        left = _descriptors(app.pid) if answered else 0
    print(
        f"{name}: {answered} of {VISITS} visits answered with {FEW_DESCRIPTORS} descriptors"
        f"{f', {left} of them in use at the end' if left else ''}"
    )


async def _visits(address: str) -> int:
    answered = 0
    for _ in range(VISITS):
        try:
            async with asyncio.timeout(20), visiting(address) as visitor:
                await visitor.draw()
        except (OSError, TimeoutError, WebSocketException):
            break
        answered += 1
    return answered


def _processor(pid: int) -> float:
    """Seconds of processor that a process has used, by Linux's own count."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> float:
    """Megabytes in memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _descriptors(pid: int) -> int:
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())


def _spread(values: Sequence[float]) -> str:
    middle, least, most = statistics.median(values), min(values), max(values)
    return f"{middle:.3g} ({least:.3g} to {most:.3g})"


if __name__ == "__main__":
    main()
