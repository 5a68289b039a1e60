"""An object, or its next version, being built in `work/` where nobody sees it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from archive.store import durable, inventory
from archive.store.change import Content, Incoming, Kept
from archive.store.inventory import Inventory, Version
from archive.store.root import OBJECT_NAME, OBJECT_TEXT
from testimonies import errors


class Staging:
    """A folder that becomes an object, or lends its newest version to one.

    With `onto`, only the next version is built, and its inventory goes on from the object's own.
    """

    def __init__(
        self,
        folder: Path,
        object_id: str,
        onto: Inventory | None = None,
        sources: Mapping[str, Path] | None = None,
    ) -> None:
        self.folder = folder
        self.object_id = object_id
        self.onto = onto
        self.sources = sources or {}
        """Where the bytes of a `Kept` lie, by digest, for an object that is built anew."""
        self.manifest = dict(onto.manifest) if onto else {}
        self.versions = dict(onto.versions) if onto else {}
        durable.make_folder(folder)

    def add(self, number: int, path: str, content: Content, progress: durable.Progress = durable.silent) -> str:
        """Put content under a logical path of a version; what the object holds already is not stored again."""
        if isinstance(content, Kept):
            return self._keep(number, path, content.sha512)
        if isinstance(content, bytes):
            digest = inventory.digest_of(content)
            if digest not in self.manifest:
                durable.write(self._place(number, path, digest), content)
            return digest
        return self._copy(number, path, content, progress)

    def _keep(self, number: int, path: str, digest: str) -> str:
        if digest not in self.manifest:
            if digest not in self.sources:
                raise errors.NotFound(f"{self.object_id} does not hold the content {digest[:16]}… to keep.")
            durable.link_or_copy(self.sources[digest], self._place(number, path, digest))
        return digest

    def _copy(self, number: int, path: str, content: Path | Incoming, progress: durable.Progress) -> str:
        source = content.path if isinstance(content, Incoming) else content
        arriving = self.folder / "arriving"
        read = durable.copy(source, arriving, progress)
        if isinstance(content, Incoming) and content.sha512 != read.sha512:
            raise errors.UnreadableFile(f"{source} changed while it was being added; add it again.")
        if read.sha512 in self.manifest:
            durable.remove(arriving)
        else:
            durable.move(arriving, self._place(number, path, read.sha512))
        return read.sha512

    def _place(self, number: int, path: str, digest: str) -> Path:
        where = f"v{number}/{inventory.CONTENT}/{path}"
        self.manifest[digest] = (where,)
        target = self.folder / where
        durable.make_folder(target.parent)
        return target

    def close(self, version: Version) -> None:
        """Finish a version: write its inventory, which knows it and those before it."""
        self.versions[version.number] = version
        folder = self.folder / f"v{version.number}"
        durable.make_folder(folder)
        self._write_inventory(folder)

    def finish(self) -> str:
        """Write what stands at the object's top, wait until all is on the disk; the inventory's digest."""
        if self.onto is None:
            durable.write(self.folder / OBJECT_NAME, OBJECT_TEXT)
        digest = self._write_inventory(self.folder)
        durable.sync_folders(self.folder)
        return digest

    def _write_inventory(self, folder: Path) -> str:
        data = inventory.write(
            Inventory(self.object_id, self.versions, self.manifest, fixity=self.onto.fixity if self.onto else {})
        )
        durable.write(folder / inventory.NAME, data)
        durable.write(folder / inventory.SIDECAR, inventory.sidecar(data))
        return inventory.digest_of(data)


def content_of(held: Inventory, folder: Path) -> Mapping[str, Path]:
    """Where an object's content lies, by digest."""
    return {digest: folder / paths[0] for digest, paths in held.manifest.items()}
