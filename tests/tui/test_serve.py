"""The reading room in a browser: only with its link, only from its own page, only what is open, never changed."""

from __future__ import annotations

import asyncio
import base64
import os
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest

from archive.archive import Archive
from archive.founding import create_with_founding
from tests.conftest import KEEPER, missing, told
from tests.tui.conftest import PROGRAM

CONFIDENCE = "Everybodysecret"
PATIENCE = 60.0
FULL = 30_000
"""Bytes a picture of a page full of words takes at least; one of an empty page takes a tenth."""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The founding collection, and one record that is not open."""
    folder = tmp_path_factory.mktemp("served") / "a"
    with create_with_founding(folder, "The founding collection", KEEPER) as archive:
        archive.add(told(f"{CONFIDENCE} was said.", title=CONFIDENCE, access="staff"), by=KEEPER)
    return folder


@pytest.fixture
def served(kept: Path) -> Iterator[str]:
    """The link of a server on this machine, which is ended again."""
    with serving(kept) as link:
        yield link


@contextmanager
def serving(kept: Path) -> Iterator[str]:
    """Serve an archive on a free port, from the folder one is in."""
    with subprocess.Popen(
        [PROGRAM, "--archive", str(kept), "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as server:
        assert server.stdout
        said = server.stdout.readline()
        try:
            yield re.findall(r"http://\S+", said)[0]
        finally:
            server.send_signal(signal.SIGINT)
            assert server.wait(PATIENCE) in (0, 130)
            assert "Traceback" not in (server.stderr.read() if server.stderr else "")


async def reached(session: aiohttp.ClientSession, link: str) -> aiohttp.ClientResponse:
    """Open a link as soon as the server answers."""
    for _ in range(200):
        try:
            return await session.get(link)
        except aiohttp.ClientConnectorError:
            await asyncio.sleep(0.05)
    raise AssertionError("the server did not come up")


async def test_without_the_link_nothing_is_served(served: str) -> None:
    address = served.partition("/?")[0]
    async with aiohttp.ClientSession() as session:
        for path in ("/", "/static/js/textual.js", "/ws", "/download/x", "/?token=guessed"):
            answer = await reached(session, address + path)
            assert answer.status == 403, path
            assert "link" in await answer.text()


async def test_another_host_or_origin_is_refused_even_with_the_link(served: str) -> None:
    address = served.partition("/?")[0]
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        assert (await reached(session, served)).status == 200
        assert (await session.get(f"{address}/", headers={"Host": "evil.example"})).status == 403
        assert (await session.get(f"{address}/ws", headers={"Origin": "http://evil.example"})).status == 403
        assert (await session.post(f"{address}/")).status == 403
        assert (await session.get(f"{address}/download/x")).status == 404


async def test_with_the_link_one_reads_what_is_open_and_can_change_nothing(served: str, kept: Path) -> None:
    address = served.partition("/?")[0]
    with Archive(kept) as archive:
        before = len(archive.trail())
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        page = await reached(session, served)
        assert page.url.query_string == "", "the token does not stay in the address"
        assert "'self'" in page.headers["Content-Security-Policy"]
        painted = b""
        async with session.ws_connect(f"{address}/ws?width=100&height=30", origin=address) as socket:
            painted += await until(socket, b"nk-0001")
            for key in ("a", "e", "O", "v", "\x1b", "/", *CONFIDENCE, "\r"):
                await socket.send_json(["stdin", key])
            painted += await until(socket, b"Nothing is found")
        assert b"Overview" in painted
        assert b"was said" not in painted
        assert b"Add a testimony" not in painted
        assert b"Needs a person" not in painted
    with Archive(kept) as archive:
        assert len(archive.trail()) == before
        assert not archive.drafts.names()


async def until(socket: aiohttp.ClientWebSocketResponse, wanted: bytes) -> bytes:
    """Take in what is painted until something stands there."""
    painted = b""
    while wanted not in painted:
        message = await socket.receive(timeout=PATIENCE)
        if message.type is aiohttp.WSMsgType.BINARY:
            painted += message.data
        elif message.type in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSING, aiohttp.WSMsgType.CLOSE):
            raise AssertionError(f"closed before {wanted!r}: {painted[-400:]!r}")
    return painted


async def test_a_browser_draws_the_library_and_loads_nothing_from_elsewhere(served: str, tmp_path: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome") or ""
    if not browser:
        missing("chromium")
    options = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--remote-debugging-port=0",
        "--window-size=1200,800",
    ]
    with subprocess.Popen(
        [browser, *options, f"--user-data-dir={tmp_path / 'profile'}", "about:blank"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as chromium:
        try:
            async with aiohttp.ClientSession() as session:
                page = Page(await session.ws_connect(await devtools(session, tmp_path / "profile"), max_msg_size=0))
                await page.ask("Network.enable")
                await page.ask("Page.navigate", url=served)
                await page.until("document.body && document.body.classList.contains('-first-byte')")
                picture = await page.full_of_words()
        finally:
            chromium.terminate()
    home = served.partition("/?")[0].partition("//")[2]
    assert {urlsplit(url).netloc for url in page.wanted} == {home}, "nothing is asked for elsewhere"
    folder = os.environ.get("EARWITNESS_PICTURES")
    if folder:
        Path(folder, "serve.png").write_bytes(picture)


async def devtools(session: aiohttp.ClientSession, profile: Path) -> str:
    """Give the address of the browser's only page for tools."""
    for _ in range(400):
        try:
            port = (profile / "DevToolsActivePort").read_text(encoding="utf-8").split()[0]
            pages = await (await session.get(f"http://127.0.0.1:{port}/json/list")).json()
            return next(page["webSocketDebuggerUrl"] for page in pages if page["type"] == "page")
        except (OSError, IndexError, StopIteration, aiohttp.ClientError):
            await asyncio.sleep(0.05)
    raise AssertionError("the browser did not start")


class Page:
    """A page of a browser, spoken to as its own tools do (Chrome DevTools Protocol)."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._asked = 0
        self.wanted: set[str] = set()

    async def ask(self, method: str, **params: object) -> dict[str, Any]:
        """Ask something and wait for its answer."""
        self._asked += 1
        await self._socket.send_json({"id": self._asked, "method": method, "params": params})
        while True:
            said = await self._socket.receive_json(timeout=PATIENCE)
            if said.get("method") == "Network.requestWillBeSent":
                self.wanted.add(said["params"]["request"]["url"])
            if said.get("id") == self._asked:
                assert "result" in said, said
                result: dict[str, Any] = said["result"]
                return result

    async def said(self, expression: str) -> object:
        """Give the value of an expression on the page."""
        return (await self.ask("Runtime.evaluate", expression=expression))["result"].get("value")

    async def until(self, expression: str) -> None:
        """Wait until something is true of the page."""
        for _ in range(300):
            if await self.said(expression) is True:
                return
            await asyncio.sleep(0.1)
        raise AssertionError(f"never true: {expression}")

    async def full_of_words(self) -> bytes:
        """Give a picture of the page once it is full: what is drawn on a canvas can't be waited for by its words."""
        picture = b""
        for _ in range(60):
            picture = base64.b64decode((await self.ask("Page.captureScreenshot"))["data"])
            if len(picture) > FULL:
                return picture
            await asyncio.sleep(0.5)
        raise AssertionError(f"{len(picture)} bytes of a picture: the page stayed empty")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.0.7", "example.org"])  # noqa: S104 - refused
def test_nobody_beyond_this_machine_is_served(kept: Path, host: str) -> None:
    done = subprocess.run(
        [PROGRAM, "--archive", str(kept), "serve", "--host", host], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "ssh -L" in done.stderr


def test_a_port_somebody_has_is_said_in_a_sentence(kept: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [PROGRAM, "--archive", str(kept), "serve", "--port", port], capture_output=True, text=True, check=False
        )
    assert done.returncode == 4
    assert f"Port {port} can't be listened on" in done.stderr


async def test_what_lies_in_the_folder_it_is_started_in_is_no_part_of_it(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tui").mkdir()
    (tmp_path / "tui" / "__init__.py").write_text("raise SystemExit('taken for the program')\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with serving(kept) as link:
        address = link.partition("/?")[0]
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
            await reached(session, link)
            async with session.ws_connect(f"{address}/ws?width=100&height=30", origin=address) as socket_:
                painted = await until(socket_, b"nk-0001")
    assert b"taken for the program" not in painted
