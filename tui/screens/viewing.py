"""Looking at a picture: nearer, moved, turned and inverted, drawn in a thread for the terminal one has."""

from __future__ import annotations

from functools import partial

from textual import on

from media.view import Seen, View
from testimonies.testimony import MediaItem
from tui.keys import Command
from tui.screens.listening import Listening
from tui.widgets.picture import Drawn, Picture, box_of, ready
from tui.widgets.words import line

LOOKING = (
    Command("plus,equals_sign", "zoom(1)", "Nearer, as far as the pixels of the original", "Nearer"),
    Command("minus", "zoom(-1)", "Further away"),
    Command("0", "zoom(0)", "The whole picture"),
    Command("r", "turn_picture", "Turn the picture a quarter; the file stays as it is"),
    Command("i", "invert", "Light for dark, for negatives"),
)
"""The commands of a picture; while it is near, the arrows and h j k l move in it."""


class Viewing(Listening):
    """A screen with a picture; which one, its own class says."""

    testimony_id: str

    def __init__(self) -> None:
        super().__init__()
        self.picture = Picture(id="picture")
        self.view = View()

    @property
    def item(self) -> MediaItem | None:
        """The file one looks at."""
        raise NotImplementedError

    @property
    def within(self) -> int:
        """Which page of the file one looks at."""
        raise NotImplementedError

    def say_of(self, item: MediaItem) -> None:
        """Say beside the picture what is known of the file."""
        raise NotImplementedError

    def where(self) -> str:
        """Say at which file one is."""
        raise NotImplementedError

    def action_next(self, step: int) -> None:
        """Go to another file."""
        raise NotImplementedError

    def lay_whole(self) -> None:
        """Let what is shown next lie as it is: whole and upright."""
        self.view = View()

    @on(Picture.Resized)
    def look(self) -> None:
        """Draw what one looks at, as one looks at it."""
        item = self.item
        if item is None:
            return
        self.say_of(item)
        self._say_where()
        size = self.picture.content_size
        paper = self.picture.background_colors[1]
        question = partial(self._drawn, item, self.within, self.view, *size, paper.rgb)
        self.ask(question, self._draw, group="picture", failed=lambda error: self._draw(str(error)))

    def _drawn(
        self, item: MediaItem, page: int, view: View, columns: int, rows: int, paper: tuple[int, int, int]
    ) -> str | tuple[Seen, Drawn] | None:
        """Give the picture of an item, or what to say in its place. Runs in a thread."""
        graphics = self.reading_room.graphics
        if columns < 2 or rows < 1:
            return None
        if graphics.way == "none":
            return "Pictures are switched off; what it shows is said in words."
        box = box_of(graphics, columns, rows)
        seen = self.archive.picture(self.testimony_id, item.file, view, box, page, self.who)
        return seen, ready(seen, graphics, columns, rows, paper)

    def _draw(self, drawn: str | tuple[Seen, Drawn] | None) -> None:
        if isinstance(drawn, str):
            self.picture.say(line(drawn))
        elif drawn is not None:
            seen, made = drawn
            if seen.near < self.view.near:
                # The pixels of the original are reached; the next step back begins there.
                self.view = self.view.no_nearer(seen.near)
            self.picture.show(made)
            self._say_where(seen.scale)

    def _say_where(self, scale: float = 0.0) -> None:
        said = self.where()
        view = self.view
        if view.near > 1:
            said += f" · {view.near:.1f} times as near" + (f", {scale:.0%} of its pixels" if scale else "")
            said += " · arrows move, 0 shows the whole"
        if view.turns:
            said += f" · turned {view.turns * 90}°"
        if view.inverted:
            said += " · inverted"
        self.status.say(said)

    def _see(self, view: View) -> None:
        if view != self.view:
            self.view = view
            self.look()

    def action_zoom(self, steps: int) -> None:
        """Go nearer or further away; 0 shows the whole."""
        self._see(self.view.nearer(steps) if steps else self.view.nearer(-99))

    def action_turn_picture(self) -> None:
        """Turn the view."""
        self._see(self.view.turned())

    def action_invert(self) -> None:
        """Show light for dark."""
        self._see(self.view.inverse())

    def action_pan(self, step: int) -> None:
        """Move sideways in what is near; else go to another file."""
        if self.view.near > 1:
            self._see(self.view.moved(step, 0))
        else:
            self.action_next(step)

    def action_seek(self, step: int) -> None:
        """Move sideways in a picture that is near; else five seconds in what is heard."""
        if self.view.near > 1:
            self._see(self.view.moved(step, 0))
        else:
            super().action_seek(step)

    def action_move(self, step: int) -> None:
        """Move up or down in what is near; else in the list."""
        if self.view.near > 1:
            self._see(self.view.moved(0, step))
        else:
            super().action_move(step)
