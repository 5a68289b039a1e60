"""Questions that can be withdrawn: who asks while typing waits for the last answer only.

Whoever asks gives `until` a way to say that the answer is no longer wanted; whatever takes long calls `check` now
and then. Neither needs to know the other, and where nothing was given, a check costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class Cancelled(BaseException):
    """The question was withdrawn before it was answered.

    Like `asyncio.CancelledError` it is no `Exception`, so that nothing on its way takes it for damage to be healed.
    """


Withdrawn = Callable[[], bool]
"""Says whether the answer is no longer wanted; asked often, so it must be quick."""

_withdrawn: ContextVar[Withdrawn | None] = ContextVar("withdrawn", default=None)


@contextmanager
def until(withdrawn: Withdrawn | None) -> Iterator[None]:
    """Let what is asked inside be withdrawn, in this thread; with None, what was agreed outside holds on."""
    token = _withdrawn.set(withdrawn or _withdrawn.get())
    try:
        check()
        yield
    finally:
        _withdrawn.reset(token)


def check() -> None:
    """Stop here if the question was withdrawn; raises Cancelled."""
    withdrawn = _withdrawn.get()
    if withdrawn is not None and withdrawn():
        raise Cancelled
