"""Files taken into the form, and words read from them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from textual import on

from tui.screens import entry
from tui.screens.steps import files, filing, words
from tui.screens.steps.offering import Offering
from tui.widgets.fields import TextBox
from tui.widgets.words import line


class Taking(Offering):
    """A form that takes files: dropped, typed or chosen from folders."""

    def give_files(self, dropped: str) -> None:
        """Take what was dropped or typed as paths."""
        self.take_files(files.paths(dropped))

    def _take_paths(self) -> None:
        typed = self.filing.box.value
        if self.focused is self.filing.box and typed.strip():
            self.filing.box.value = ""
            self.give_files(typed)

    def take_files(self, paths: Sequence[Path]) -> None:
        """Add files to the form, look at each, and read the first that holds words where there are none yet."""
        new = self.filing.add(paths)
        if not new:
            self.status.tell("That file is in the list already." if paths else "There is no path in that.")
            return
        self.look_at_files()
        texts = [row for row in self.filing.rows if row.holds_words and Path(row.path) in new]
        if len(texts) == 1 and not self._boxes["transcript"].said.strip():
            self._read_words(texts[0].path)

    def look_at_files(self) -> None:
        """Find out what the files are of which nothing is known yet."""
        unknown = [
            row.path for row in self.filing.rows if row.use != "kept" and row.path not in self.filing.list.facts
        ]
        if unknown:
            self.ask(
                lambda: {path: filing.look(Path(path)) for path in unknown},
                self._learn,
                group="look",
                overtakes=False,
            )

    def _learn(self, facts: dict[str, filing.Fact]) -> None:
        self.filing.learn(facts)
        self._check("media")

    def action_remove_file(self) -> None:
        """Take the file out again on which the cursor stands."""
        if self.focused is self.filing.list and (said := self.filing.take_out()):
            self.status.tell(said)

    def action_use_file(self) -> None:
        """Read the file as the transcript, or keep it as a medium."""
        row = self.filing.row
        if self.focused is not self.filing.list or row is None:
            return
        if row.use == "words":
            self.filing.set(row.path, "media")
        elif row.holds_words:
            self._read_words(row.path)
        else:
            self.status.tell(f"{row.name} holds no words that can be read.")

    def _read_words(self, path: str) -> None:
        self.status.say(f"Reading {line(Path(path).name)} …")
        self.ask(partial(words.from_file, Path(path)), partial(self._words_read, path), group="words")

    def _words_read(self, path: str, found: words.Imported) -> None:
        """Put the words of a file into the form; what else it says fills fields that are still empty."""
        self.note()
        self._boxes["transcript"].fill(found.text)
        self.filing.add([Path(path)])
        self.filing.set(str(Path(path).absolute()), "words")
        self.look_at_files()
        if found.testimony:
            said = entry.of(found.testimony)
            for name in ("title", "narrator", "interviewer", "place", "date", "language"):
                if not self._boxes[name].said.strip() and said[name] not in ("", "und"):
                    self._boxes[name].fill(said[name])
        notes = "".join(f"\n{note}" for note in found.notes)
        self.status.tell(f"{Path(path).name} is the transcript: {words.counted(found.text)}.{notes}")
        self._check("transcript")

    @on(TextBox.Pasted)
    def _pasted(self, pasted: TextBox.Pasted) -> None:
        if pasted.box.id != "transcript" or not pasted.alone:
            return
        if files.is_dropped(pasted.text):
            pasted.box.fill("")
            self._read_words(str(files.paths(pasted.text)[0]))
        elif found := words.from_paste(pasted.text):
            self.note()
            pasted.box.fill(found.text)
            notes = "".join(f"\n{note}" for note in found.notes)
            self.status.tell(f"Captions were pasted: {words.counted(found.text)}.{notes}")
