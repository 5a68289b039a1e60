"""Keys taken one after another, so that nothing typed in a burst reaches the wrong field.

Textual gives a key to what has the focus, lets it climb from there to the application, and only then runs its
binding; what the binding says (a line was entered, a row was chosen) climbs once more the same way. Keys that arrive
in one read (over SSH, or from a fast typist) overtake one another on that way: a letter typed after Tab lands in the
old field, one typed after Enter in the line that Enter is about to close. Here the next key sets out when the one
before has come home and what it made known has been heard.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TypeVar

from textual import events
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.message_pump import MessagePump

Result = TypeVar("Result")

LOST = 0.5
"""Seconds after which a key is taken to be lost, where the widget that had it was closed meanwhile."""
STUCK = 6
"""How many times as long one waits for a widget that is still there: a busy machine is no reason to overtake."""


class KeysInOrder(App[Result]):
    """An application that takes a key, or a paste, only when the one before has been dealt with."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._under_way = 0
        """Which key is under way; 0 where none is."""
        self._count = 0
        self._held_by: MessagePump | None = None
        """In whose queue the key under way, or the step behind it, waits."""

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
        self.set_timer(LOST, lambda: self._look_after(number))
        self._follow(number, given_to, lambda: self._follow(number, given_to, lambda: self._home(number)))

    def _follow(self, number: int, node: MessagePump | None, then: Callable[[], None]) -> None:
        """Climb after the key: each step waits in the same queue as the key itself, behind it."""
        self._held_by = node
        if node is None or node is self:
            self.call_later(then)
        elif not node.call_later(self._follow, number, node._parent, then):
            then()

    def _look_after(self, number: int, times: int = 1) -> None:
        if self._under_way != number:
            return
        if times < STUCK and self._held_by is not None and self._held_by.is_running:
            self.set_timer(LOST, lambda: self._look_after(number, times + 1))
        else:
            self._home(number)

    def _home(self, number: int) -> None:
        if self._under_way == number:
            self._under_way = 0
            self.call_later(self._take_next)
