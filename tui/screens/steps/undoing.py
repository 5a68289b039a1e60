"""Taking back: every state of the form one has been at, whichever field was changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

Entry = Mapping[str, str]

TOGETHER = 2.0
"""Seconds within which changes of one field are taken back together."""


class Changes:
    """The states of a form, the one that stands, and the way back and forth."""

    def __init__(self, entry: Entry, clock: Callable[[], float] = time.monotonic) -> None:
        self._states = [dict(entry)]
        self._at = 0
        self._clock = clock
        self._last: tuple[float, frozenset[str]] = (-TOGETHER, frozenset())

    @property
    def now(self) -> Entry:
        """How the form stands, as far as was noted."""
        return self._states[self._at]

    def note(self, entry: Entry) -> bool:
        """Note how the form stands; say whether that is new."""
        changed = frozenset(name for name, value in entry.items() if self.now.get(name) != value)
        if not changed:
            return False
        when = self._clock()
        goes_on = len(changed) == 1 and changed == self._last[1] and when - self._last[0] < TOGETHER
        del self._states[self._at + 1 :]
        if goes_on and self._at:
            self._states[self._at] = dict(entry)
        else:
            self._states.append(dict(entry))
            self._at += 1
        self._last = (when, changed)
        return True

    def go(self, step: int) -> tuple[Entry, str] | None:
        """Go back (-1) or forth (1); give the state and the field that differs, None where there is no further."""
        if not 0 <= self._at + step < len(self._states):
            return None
        before = self.now
        self._at += step
        self._last = (-TOGETHER, frozenset())
        field = next((name for name, value in self.now.items() if before.get(name) != value), "")
        return self.now, field
