"""Keys taken one after another, so that nothing typed in a burst reaches the wrong field.

Textual gives a key to what has the focus, lets it climb from there to the application, and only then runs its
binding. Keys that arrive in one read (over SSH, or from a fast typist) overtake one another on that way: a letter
typed after Tab lands in the old field, a Backspace typed before it rubs out the end of the next one. Here the next
key sets out when the one before has come home.
"""

from __future__ import annotations

from collections import deque
from typing import TypeVar

from textual import events
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.message_pump import MessagePump

Result = TypeVar("Result")

LOST = 0.5
"""Seconds after which a key is taken to be lost, with the widget that was closed while it had it."""


class KeysInOrder(App[Result]):
    """An application that takes a key, or a paste, only when the one before has been dealt with."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._under_way = 0
        """Which key is under way; 0 where none is."""
        self._count = 0

    def typed_before(self, typed: str) -> None:
        """Take what was typed before there was a room; it comes before everything that is typed in it."""
        events_typed = XTermParser().feed(typed)
        self._waiting.extend(event for event in events_typed if isinstance(event, events.Key | events.Paste))

    async def take_early(self) -> None:
        """Begin with what was typed before, now that there is something to receive it."""
        await self._take_next()

    async def on_event(self, event: events.Event) -> None:
        """Hold back a key while another is under way."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._waiting.append(event)
            await self._take_next()
        else:
            await super().on_event(event)

    async def _take_next(self) -> None:
        if self._under_way or not self._waiting:
            return
        self._count += 1
        self._under_way = number = self._count
        given_to: MessagePump = self.focused or self.screen
        await super().on_event(self._waiting.popleft())
        self.set_timer(LOST, lambda: self._home(number))
        self._follow(number, given_to)

    def _follow(self, number: int, node: MessagePump | None) -> None:
        """Climb after the key: each step waits in the same queue as the key itself, behind it."""
        if node is None or node is self:
            self.call_later(self._home, number)
        elif not node.call_later(self._follow, number, node._parent):
            self._home(number)

    def _home(self, number: int) -> None:
        if self._under_way == number:
            self._under_way = 0
            self.call_later(self._take_next)
