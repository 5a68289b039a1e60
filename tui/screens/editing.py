"""The same form for a testimony that is kept: what it changes is shown, the reason asked once, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from archive.merging import merged
from archive.writing import Added
from testimonies.errors import ArchiveError, BadInput
from testimonies.testimony import Testimony
from tui import door
from tui.screens import drafting, entry, reviewing
from tui.screens.adding import Adding
from tui.screens.steps import telling


class Overtaken(BadInput):
    """Somebody else wrote a newer version meanwhile."""


class Editing(Adding):
    """The form, filled from a record."""

    FIRST_STEP = 2

    def __init__(self, testimony_id: str) -> None:
        super().__init__()
        self.testimony_id = testimony_id
        self.began: Testimony = entry.EMPTY
        """The version one began from."""
        self.called = f"Edit {testimony_id}"

    def begin(self) -> None:
        """Fill the form from the record, or from the draft in which it was edited before."""
        today = self.archive.show(self.testimony_id)
        self.began = today.testimony
        name = self.archive.drafts.of_edit(self.testimony_id)
        if not self.archive.drafts.has(name):
            self.draft = drafting.Draft(name, {}, self.began, {drafting.VERSION: today.version})
            self.restart(entry.of(self.began))
            self.status.say(f"Version {today.version}. What you change is kept as a draft until you save it.")
            return
        draft = drafting.load(self.archive.drafts, name)
        version = draft.kept.get(drafting.VERSION)
        began = self.archive.show(self.testimony_id, version=version if isinstance(version, int) else None)
        self.began = began.testimony
        base = replace(draft.base, id=self.testimony_id) if drafting.SHEET in draft.kept else self.began
        self.draft = replace(draft, base=base)
        typed = draft.typed if drafting.FORM in draft.kept else {}
        self.restart({**entry.of(base), **typed})
        self._sheet_text = str(draft.kept.get(drafting.FAULTY, ""))
        also = "; ^e opens the sheet that has faults" if self._sheet_text else ""
        self.status.say(f"This goes on where it was left, at version {began.version}; ^t begins anew{also}.")

    @property
    def _is_begun(self) -> bool:
        """Whether anything was changed that a draft holds."""
        return self.archive.drafts.has(self.archive.drafts.of_edit(self.testimony_id))

    def _where(self, steps: str) -> str:
        return steps if self.has_class("-narrow") else "a new version is written at step 6"

    def goes_on(self) -> str:
        """Say how one comes back to what was typed."""
        return "What you changed is kept as a draft; e goes on with it." if self._is_begun else ""

    async def _fresh(self) -> None:
        """Drop what was changed, and begin from the newest version."""
        await self._settled()
        self.archive.drafts.remove(self.archive.drafts.of_edit(self.testimony_id))
        self.begin()
        self.open_step(self.FIRST_STEP)

    async def _next_draft(self) -> None:
        self.status.tell("There is one draft for each record one edits; ^t drops it.")

    @property
    def _was(self) -> entry.Entry:
        return entry.of(self.began)

    def _made(self, typed: entry.Entry) -> Testimony:
        return entry.testimony(typed, self.base, self.archive.register)

    def _files(self, typed: entry.Entry):  # type: ignore[no-untyped-def]  # a list of paths
        # What words were read from can't join the sources of a record; it is kept with its media.
        return [*entry.new_files(typed), *entry.sources(typed)]

    def _change(self, made: Testimony) -> Callable[[Testimony], Testimony]:
        """Give the change that is made of the newest version, where it is the one that was begun from."""
        began = self.began

        def change(today: Testimony) -> Testimony:
            if today != began:
                raise Overtaken(f"{self.testimony_id} was changed by somebody else meanwhile.")
            return made

        return change

    def examining(self, typed: entry.Entry) -> Callable[[], Sequence[reviewing.Told]]:
        """Give what makes the review: what is changed, then the record as it will be."""
        changed = reviewing.changes(self._was, typed, telling.read_as)
        made, files = self._made(typed), self._files(typed)

        def examine() -> Sequence[reviewing.Told]:
            found = self.archive.edit(
                self.testimony_id, self._change(made), by=door.signature(), media=files, dry_run=True
            )
            if found.record is None:
                return changed
            return [*changed, *reviewing.kept(found, (), self.archive.register.label)]

        return examine

    def keeping(self) -> Callable[[], Added]:
        """Give what writes the new version and drops the draft."""
        typed, draft = self.values, self.draft
        made, files = self._made(typed), self._files(typed)
        why = typed["why"].strip() or "Edited in the reading room"

        def keep() -> Added:
            kept = self.archive.edit(self.testimony_id, self._change(made), by=door.signature(), why=why, media=files)
            if draft.name:
                self.archive.drafts.remove(draft.name)
            return kept

        return keep

    def _kept(self, added: Added) -> None:
        self._untouched = self.values
        self.reading_room.edited(added)

    def _not_kept(self, error: ArchiveError) -> None:
        if isinstance(error, Overtaken):
            self._overtaken()
        else:
            super()._not_kept(error)

    def _refused(self, error: ArchiveError) -> None:
        self._saving = False
        if isinstance(error, Overtaken):
            self._overtaken()
        else:
            super()._refused(error)

    def _overtaken(self) -> None:
        """Put what one changed over the newest version, and say who changed it meanwhile and where both did."""
        typed = self.values
        today = self.archive.show(self.testimony_id)
        newest = self.archive.history(self.testimony_id)[-1]
        made = entry.over(typed, self.base)
        both, clashes = merged(made, self.began, today.testimony)
        # New files have no place in the record yet; they stay rows of the form.
        held = {item.file for item in today.testimony.media}
        self.began = today.testimony
        beneath = replace(both, media=tuple(item for item in both.media if item.file in held))
        self.draft = replace(
            drafting.over(self.draft, beneath),
            kept={**self.draft.kept, drafting.VERSION: today.version},
        )
        self.fill({**entry.of(beneath), "media": typed["media"], "why": typed["why"]})
        self.note()
        self.keep_draft()
        named = ", ".join(clash.replace("_", " ") for clash in clashes)
        where = f"both of you changed {named}: yours stands here" if named else "what you changed stands beside it"
        self.look_for_problems()
        self.examine()
        self.status.tell(
            f"{newest['by']} wrote version {today.version} meanwhile (“{newest['why']}”); {where}. "
            "Look at the review, then ^s.",
            wrong=True,
        )
