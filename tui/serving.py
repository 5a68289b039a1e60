"""The reading room in a browser: textual-serve behind a door that asks for a token, a host and an origin.

Each visitor gets a room in a process of their own, as the `open` reader, and nothing else: no file is handed out, and
nothing is loaded from anywhere but here.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import shlex
import sys
from pathlib import Path

from aiohttp import WSMessage, WSMsgType, web
from aiohttp.typedefs import Handler, Middleware
from textual_serve.app_service import AppService
from textual_serve.server import Server

COOKIE = "earwitness"
VISITORS = 8
"""Rooms open at once: each is a process of some 100 MB."""

REFUSED = "This reading room opens with the link that was printed where it is kept."
FULL = f"All {VISITORS} places in this reading room are taken; try again in a while."
ONLY_HERE = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self' {socket}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
"""What a page may load (Content Security Policy, level 3): scripts and styles of its own pages, and our socket."""


WIDEST = 1_000
"""Cells across and down a page may ask for."""


def understood(message: WSMessage) -> object:
    """Give what a page says, None where that is nothing a page of ours would say."""
    try:
        return json.loads(message.data) if message.type is WSMsgType.TEXT else None
    except ValueError:
        return None


class Reception(Server):
    """Lets in who has the link, and shows them to a room."""

    def __init__(self, archive: Path, host: str, port: int) -> None:
        program = "from tui.cli import main; main()"
        # -P: what lies in the folder it is started in is never taken for a part of the program.
        command = [sys.executable, "-P", "-c", program, "--archive", str(archive), "browse", "--as-reader", "open"]
        # A page of our own: the one textual-serve brings asks another machine for a font.
        pages = Path(__file__).parent / "pages"
        super().__init__(shlex.join(command), host=host, port=port, title="Earwitness", templates_path=pages)
        self.token = secrets.token_urlsafe(32)
        self._inside: set[asyncio.Task[object]] = set()

    @property
    def link(self) -> str:
        """The address to open, with its token."""
        return f"{self.public_url}/?token={self.token}"

    def initialize_logging(self) -> None:
        """Say what goes wrong, and nothing of who reads what."""
        logging.basicConfig(level=logging.ERROR, format="%(message)s")

    async def _make_app(self) -> web.Application:
        made = await super()._make_app()
        made.middlewares.append(self._guarded())
        return made

    def _guarded(self) -> Middleware:
        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            # A page of somebody else must not reach this server under a name of its own, nor open its socket.
            address = self.public_url.partition("://")[2]
            origin = request.headers.get("Origin", self.public_url)
            if request.host != address or origin != self.public_url or request.method != "GET":
                return web.Response(status=403, text=REFUSED)
            if "token" in request.query:
                return self._let_in(request.query["token"])
            if not secrets.compare_digest(request.cookies.get(COOKIE, "").encode(), self.token.encode()):
                return web.Response(status=403, text=REFUSED)
            answer = await handler(request)
            if not answer.prepared:
                answer.headers["Content-Security-Policy"] = ONLY_HERE.format(socket=f"ws://{address}")
                answer.headers["Referrer-Policy"] = "no-referrer"
                answer.headers["Cache-Control"] = "no-store"
            return answer

        return guard

    def _let_in(self, token: str) -> web.Response:
        """Take the token out of the address, where it would stand in histories, and put it into a cookie."""
        if not secrets.compare_digest(token.encode(), self.token.encode()):
            return web.Response(status=403, text=REFUSED)
        answer = web.Response(status=303, headers={"Location": "/"})
        answer.set_cookie(COOKIE, self.token, httponly=True, samesite="Strict", path="/")
        return answer

    async def handle_download(self, request: web.Request) -> web.StreamResponse:
        """Hand out no files."""
        return web.Response(status=404, text="No files are handed out here.")

    async def handle_websocket(self, request: web.Request) -> web.StreamResponse:  # type: ignore[override]  # or refused
        """Show a visitor to a room, where one is free."""
        task = asyncio.current_task()
        if len(self._inside) >= VISITORS or task is None:
            return web.Response(status=503, text=FULL)
        self._inside.add(task)
        try:
            return await super().handle_websocket(request)
        finally:
            self._inside.discard(task)

    async def _process_messages(self, websocket: web.WebSocketResponse, app_service: AppService) -> None:
        # A page that was just opened has the keys; until Textual knows it, no footer is drawn.
        await app_service.focus()
        async for message in websocket:
            match understood(message):
                case ["stdin", str(keys)]:
                    await app_service.send_bytes(keys.encode("utf-8", "replace"))
                case ["resize", {"width": int(width), "height": int(height)}] if min(width, height) > 0:
                    await app_service.set_terminal_size(min(width, WIDEST), min(height, WIDEST))
                case ["ping", token]:
                    await websocket.send_json(["pong", token])
                case ["focus", *_]:
                    await app_service.focus()
                case ["blur", *_]:
                    await app_service.blur()

    async def on_startup(self, app: web.Application) -> None:
        """Say nothing: the command has said where to go."""

    async def on_shutdown(self, app: web.Application) -> None:
        """Close every room, so that no process stays behind."""
        for task in [*self._inside]:
            task.cancel()
        await asyncio.gather(*self._inside, return_exceptions=True)
