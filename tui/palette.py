"""The command list (ctrl+p): what one can do here, and everything one can go to by its name."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from archive.choosing import choices
from testimonies.authority import AUTHORITIES
from testimonies.testimony import Link
from tui import themes
from tui.keys import Command, commands_of, shown
from tui.places import PLACES
from tui.widgets.words import line

if TYPE_CHECKING:
    from tui.app import ReadingRoom

MOST = 8
"""Of each kind that one can go to."""

Run = Callable[[], Awaitable[None]]


class CommandsHere(Provider):
    """The commands of this screen, and the colours of the room."""

    async def discover(self) -> Hits:
        """Give them all."""
        for words, run in self._every():
            yield DiscoveryHit(Content(words), run, words)

    async def search(self, query: str) -> Hits:
        """Give those whose words match."""
        matcher = self.matcher(query)
        for words, run in self._every():
            if (score := matcher.match(words)) > 0:
                # Letters that are merely scattered in it come last, behind everything one can go to.
                together = query.strip().casefold() in words.casefold()
                yield Hit((1 if together else 0) + min(score, 1) / 10, matcher.highlight(words), run, words)

    def _every(self) -> Iterator[tuple[str, Run]]:
        for command in commands_of(self.screen):
            keys = f"  ({shown(command.keys)})" if command.keys else ""
            yield f"{command.words}{keys}", self._run(command)
        for name, words in themes.CALLED.items():
            yield words, partial(_at_once, partial(themes.choose, self.app, name))

    def _run(self, command: Command) -> Run:
        async def run() -> None:
            await self.screen.run_action(command.action)

        return run


class Anything(Provider):
    """Testimonies by their ids and titles, authority records by all their names, and saved searches."""

    async def search(self, query: str) -> Hits:
        """Give what is called so; asked in a thread, so that the next letter never waits."""
        typed = query.strip()
        for score, (words, run) in enumerate(await asyncio.to_thread(self._found, typed) if typed else ()):
            # Behind commands that match as well, in the order in which it was found.
            yield Hit(0.5 - score / 1000, Content(line(words)), run, line(words))

    def _found(self, typed: str) -> list[tuple[str, Run]]:
        room = self._room
        with room.desk:
            return [*self._testimonies(room, typed), *self._records(room, typed), *self._searches(room, typed)]

    @property
    def _room(self) -> ReadingRoom:
        from tui.app import ReadingRoom  # noqa: PLC0415 - it imports this module

        assert isinstance(self.app, ReadingRoom)  # noqa: S101 - there is no other
        return self.app

    @staticmethod
    def _testimonies(room: ReadingRoom, typed: str) -> Iterator[tuple[str, Run]]:
        asked = f"title:({typed}) OR title:({typed}*) OR id:{typed.split(maxsplit=1)[0]}"
        for row in room.archive.list(asked, room.who, limit=MOST).rows:
            yield f"{row.id}  {row.shown_title()}", partial(_at_once, partial(room.read, row.id))

    @staticmethod
    def _records(room: ReadingRoom, typed: str) -> Iterator[tuple[str, Run]]:
        known = None if room.who == "staff" else room.archive.authorities(room.who)
        for choice in choices(room.archive.register, AUTHORITIES, typed, MOST):
            if known is None or choice.ref in known:
                known_as = Link(choice.name, choice.ref)
                go = partial(
                    room.go_to, *(("authority", choice.ref) if "authority" in PLACES else ("mentions", known_as))
                )
                yield str(choice), partial(_at_once, go)

    @staticmethod
    def _searches(room: ReadingRoom, typed: str) -> Iterator[tuple[str, Run]]:
        if room.who == "staff":
            for saved in room.archive.saved_searches(room.who):
                if typed.casefold() in saved.name.casefold():
                    yield f"{saved.name}: {saved.query}", partial(_at_once, partial(room.find, saved.query))


async def _at_once(do: Callable[[], object]) -> None:
    do()
