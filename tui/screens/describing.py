"""Describing a medium: its caption, and what a person who cannot see it should know; kept as a new version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Label

from archive.writing import Added
from testimonies.errors import BadInput
from testimonies.testimony import MediaItem, Testimony
from tui import door
from tui.keys import Command, bindings
from tui.screens.place import Place, Telling
from tui.widgets.bars import Status
from tui.widgets.media_lists import is_undescribed
from tui.widgets.words import line

_FIELDS = (
    ("caption", "Caption: what stands under it", "Unknown house, seen from the road"),
    ("alt", "What it shows, for who cannot see it", "A house without a roof; two people before it"),
    ("why", "Why you change it (kept with the version)", "Described from the photograph"),
)


class Describing(Telling, ModalScreen[None]):
    """Three fields over the picture: caption, description, reason."""

    CSS_PATH = "../styles/media.tcss"
    BINDINGS: ClassVar = bindings(
        (
            Command("escape", "close", "Close; nothing is changed", priority=True),
            Command("enter", "next", "To the next field; after the last, keep it", priority=True),
            Command("enter", "next", "To the next field; after the last, keep it", priority=True),
            Command("ctrl+s", "save", "Keep it as a new version", priority=True),
            Command("ctrl+q", "app.quit", "Leave the reading room", priority=True),
        )
    )

    def __init__(self, testimony_id: str, number: int, item: MediaItem, kept: Callable[[], object]) -> None:
        super().__init__()
        self.testimony_id, self.number, self.item = testimony_id, number, item
        self._kept = kept
        said = "" if is_undescribed(item) else item.alt_text or ""
        began = {"caption": item.caption or "", "alt": said, "why": ""}
        # One line each: what a record says in several is joined only where it is changed here.
        self.boxes = {
            name: Input(
                began[name].replace("\n", " "), placeholder=hint, id=f"describe-{name}", select_on_focus=False
            )
            for name, _, hint in _FIELDS
        }
        self._began = {name: box.value for name, box in self.boxes.items()}
        self.status = Status()

    def compose(self) -> ComposeResult:
        """Lay it out."""
        with Vertical(id="describing", classes="over") as over:
            over.border_title = f"Describe {line(self.item.file)}".replace("[", "\\[")
            for name, words, _ in _FIELDS:
                yield Label(words, markup=False)
                yield self.boxes[name]
            yield self.status

    def on_mount(self) -> None:
        """Let one type at once."""
        self.status.say("Enter next field · ^s keep it · Esc close, nothing is changed")
        self.set_focus(self.boxes["alt" if is_undescribed(self.item) else "caption"])

    def action_next(self) -> None:
        """Go to the next field; after the last, keep it."""
        boxes: list[Widget | None] = list(self.boxes.values())
        at = boxes.index(self.focused) if self.focused in boxes else -1
        if at + 1 < len(boxes):
            self.set_focus(boxes[at + 1])
        else:
            self.action_save()

    def action_close(self) -> None:
        """Close it."""
        if self.is_attached and self.app.screen is self:
            self.app.pop_screen()

    def action_save(self) -> None:
        """Keep it as a new version."""
        typed = {name: box.value.strip() for name, box in self.boxes.items()}
        changed = {name for name in ("caption", "alt") if typed[name] != self._began[name].strip()}
        if not changed:
            self.status.tell("Nothing is changed yet.")
            return
        below = next(one for one in reversed(self.app.screen_stack) if isinstance(one, Place))
        why = typed["why"] or f"Described {self.item.file}"
        caption = typed["caption"] or None if "caption" in changed else self.item.caption
        alt_text = typed["alt"] or None if "alt" in changed else self.item.alt_text

        def change(before: Testimony) -> Testimony:
            if self.number >= len(before.media) or before.media[self.number] != self.item:
                raise BadInput(f"{self.testimony_id} was changed meanwhile; close this, and describe it again.")
            media = list(before.media)
            media[self.number] = replace(self.item, caption=caption, alt_text=alt_text)
            return replace(before, media=tuple(media))

        def ask() -> Added:
            return below.archive.edit(self.testimony_id, change, by=door.signature(), why=why)

        below.ask(ask, self._done, group="describe", failed=lambda error: self.status.tell(str(error), wrong=True))

    def _done(self, added: Added) -> None:
        self.action_close()
        self._kept()
        app = self.app
        app.call_later(app.say, f"{added.id}, version {added.version}, is kept.")  # type: ignore[attr-defined]
