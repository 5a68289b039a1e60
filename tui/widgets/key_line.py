"""The line at the foot of every screen: the keys that work where one is, each with a word or two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual import events
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.words import cells

LAST = ("app.keys", "app.command_palette")
"""What leads to everything else stays, however little room there is."""
MORE = " … "


class Entry(NamedTuple):
    """A key, and what it does."""

    key: str
    shown: str
    words: str
    action: str
    enabled: bool

    @property
    def width(self) -> int:
        """The cells it takes, with what keeps it apart from its neighbours."""
        return cells(self.shown) + cells(self.words) + 3


class KeyLine(Widget):
    """One widget for all keys: a widget a key, as Textual's own has, costs more than the screen above it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-line--key", "key-line--words", "key-line--off"}
    DEFAULT_CSS = """
    KeyLine { dock: bottom; height: 1; width: 100%; }
    """
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self.entries: Sequence[Entry] = ()

    def on_mount(self) -> None:
        """Follow the keys: they change with the box or list one is in."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)
        self._follow(self.screen)

    def _follow(self, screen: Screen[object]) -> None:
        entries = tuple(self._entries(screen))
        if entries != self.entries:
            self.entries = entries
            self.refresh()

    def _entries(self, screen: Screen[object]) -> Iterator[Entry]:
        """Give the first key of each command that stands here."""
        said: set[str] = set()
        for _, binding, enabled, _ in screen.active_bindings.values():
            if binding.show and binding.action not in said:
                said.add(binding.action)
                shown = self.app.get_key_display(binding)
                yield Entry(binding.key, shown, binding.description, binding.action, enabled)

    def fitting(self, width: int) -> Sequence[Entry | None]:
        """Give what there is room for, in its order; None stands for what is left out."""
        if sum(entry.width for entry in self.entries) <= width:
            return self.entries
        last = [entry for entry in self.entries if entry.action.partition("(")[0] in LAST]
        room = width - sum(entry.width for entry in last) - len(MORE)
        first: list[Entry] = []
        for entry in self.entries:
            if entry in last:
                continue
            room -= entry.width
            if room < 0:
                break
            first.append(entry)
        return [*first, None, *last]

    def render_line(self, y: int) -> Strip:
        """Draw them."""
        width = self.size.width
        key, words, off = (self.get_component_rich_style(f"key-line--{name}") for name in ("key", "words", "off"))
        drawn = []
        for entry in self.fitting(width):
            if entry is None:
                drawn.append(Segment(MORE, off))
            else:
                drawn.append(Segment(f" {entry.shown} ", key if entry.enabled else off))
                drawn.append(Segment(f"{entry.words} ", words if entry.enabled else off))
        return Strip(drawn).adjust_cell_length(width, words)

    def on_click(self, event: events.Click) -> None:
        """Press the key one clicks on."""
        at = event.x
        for entry in self.fitting(self.size.width):
            at -= entry.width if entry else len(MORE)
            if at < 0:
                if entry and entry.enabled:
                    self.app.simulate_key(entry.key)
                return
