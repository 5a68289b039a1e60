"""One object, looked at from the outside in, and held against what OCFL says an object is.

Any OCFL 1.0 or 1.1 object passes if it is sound, whoever wrote it. With `ours`, what only
another program would write (logs, other algorithms, versions without an inventory) is told too,
because among our own objects it means that somebody else was there.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from archive.store import content, durable, inventory, rules
from archive.store.content import FILE, FOLDER
from archive.store.inventory import Inventory
from archive.store.root import OBJECT_NAME

DECLARATIONS = {f"0=ocfl_object_{number}": number for number in ("1.0", "1.1")}
SIDECARS = tuple(f"{inventory.NAME}.{algorithm}" for algorithm in rules.HEX_LENGTH)

_SIDECAR = re.compile(rb"([0-9A-Fa-f]+)[ \t]+inventory\.json[\r\n]*")


class Examination:
    """The findings about one object: (file, what is wrong with it)."""

    def __init__(self, folder: Path, ours: bool, progress: durable.Progress) -> None:
        self.folder = folder
        self.ours = ours
        self.progress = progress
        self.findings: list[tuple[str, str]] = []
        self.raw: dict[int, bytes] = {}
        """The inventories' bytes by version; 0 is the object's own."""
        self._run()

    def say(self, file: str, problem: str) -> None:
        """Note a finding, once."""
        if (file, problem) not in self.findings:
            self.findings.append((file, problem))

    def _run(self) -> None:
        found = content.entries(self.folder, "", self.say)
        self._declaration(found)
        held = self._inventory(0, "", found)
        if held is None:
            self._top(found, [])
            return
        self._top(found, [held.folder(number) for number in held.versions])
        if self.ours and (held.algorithm, held.content, held.type) != (
            inventory.ALGORITHM,
            inventory.CONTENT,
            inventory.TYPE,
        ):
            self.say(inventory.NAME, "it is not in the form this archive writes")
        inventories = {0: held}
        on_disk: dict[str, int] = {}
        for number in held.versions:
            within = self._version(number, held, found, on_disk)
            if within is not None:
                inventories[number] = within
        self._types(inventories, found)
        self._listed(inventories, on_disk)
        for path, promise in sorted(content.promised(inventories).items()):
            if path not in on_disk:
                self.say(path, "it is missing")
            elif problem := content.check(self.folder, path, promise, self.progress):
                self.say(path, problem)

    def _declaration(self, found: dict[str, str]) -> None:
        declared = [name for name in found if name.startswith("0=")]
        if len(declared) != 1 or declared[0] not in DECLARATIONS:
            self.say(OBJECT_NAME, "the file that declares this folder an OCFL object is missing or not the only one")
            return
        if self._read(declared[0]) != f"{declared[0][2:]}\n".encode():
            self.say(declared[0], "its text is not what its name says")
        if self.ours and declared[0] != OBJECT_NAME:
            self.say(declared[0], "it is not in the form this archive writes")

    def _top(self, found: dict[str, str], versions: list[str]) -> None:
        """Tell what has no place at the object's top."""
        taken = {inventory.NAME, *SIDECARS, *DECLARATIONS}
        for name, kind in found.items():
            if name in taken and kind == FILE:
                continue
            if kind == FOLDER and (name in versions or (not versions and rules.version_number(name))):
                continue
            if kind == FOLDER and name in {"logs", "extensions"} and not self.ours:
                self._extensions(name)
                continue
            self.say(name, "it has no place in the object")

    def _extensions(self, name: str) -> None:
        if name == "extensions":
            for inside, kind in content.entries(self.folder, "extensions/", self.say).items():
                if kind != FOLDER:
                    self.say(f"extensions/{inside}", "only folders have a place there")

    def _inventory(self, number: int, where: str, found: dict[str, str]) -> Inventory | None:
        """Read the inventory of a folder and check it against the sidecar."""
        data = self._read(f"{where}{inventory.NAME}") if found.get(inventory.NAME) == FILE else None
        sidecars = [name for name in SIDECARS if found.get(name) == FILE]
        if data is None:
            if self.ours or number == 0 or sidecars:
                self.say(f"{where}{inventory.NAME}", "it is missing")
            return None
        self.raw[number] = data
        for name in sidecars:
            self._sidecar(where, name, data)
        try:
            held = inventory.read(data)
        except ValueError as error:
            self.say(f"{where}{inventory.NAME}", str(error))
            return None
        if [f"{inventory.NAME}.{held.algorithm}"] != sidecars:
            self.say(f"{where}{inventory.NAME}.{held.algorithm}", "it is missing or not the only one of its kind")
        return held

    def _sidecar(self, where: str, name: str, data: bytes) -> None:
        beside = self._read(f"{where}{name}") or b""
        algorithm = name.rpartition(".")[2]
        digest = inventory.digest_of(data, algorithm)
        parsed = _SIDECAR.fullmatch(beside)
        if parsed is None or (self.ours and beside != f"{digest} {inventory.NAME}\n".encode()):
            self.say(f"{where}{name}", f"it is not the digest of {inventory.NAME} in the form it must have")
        if parsed is not None and parsed[1].lower() != digest.encode():
            self.say(f"{where}{inventory.NAME}", f"it and {name} do not agree, so one of them is damaged")

    def _read(self, path: str) -> bytes | None:
        try:
            return (self.folder / path).read_bytes()
        except OSError as error:
            self.say(path, f"it can't be read: {error.strerror}")
            return None

    def _version(
        self, number: int, held: Inventory, top: dict[str, str], on_disk: dict[str, int]
    ) -> Inventory | None:
        """Look through a version's folder; give its inventory if it has a sound one."""
        name = held.folder(number)
        if top.get(name) != FOLDER:
            self.say(name, "the folder of the version is missing")
            return None
        where = f"{name}/"
        found = content.entries(self.folder, where, self.say)
        for inside, kind in found.items():
            known = {inventory.NAME, *SIDECARS} if kind == FILE else {held.content}
            # Of a further folder OCFL only warns.
            if inside not in known and (kind == FILE or self.ours):
                self.say(where + inside, "it has no place in a version's folder")
        if found.get(held.content) == FOLDER:
            within = list(content.files(self.folder, f"{where}{held.content}/", self.say))
            on_disk.update(dict.fromkeys(within, number))
            if self.ours and not within:
                self.say(f"{where}{held.content}", "it is an empty folder")
        inner = self._inventory(number, where, found)
        return inner if inner and self._agrees(number, held, inner) else None

    def _agrees(self, number: int, held: Inventory, inner: Inventory) -> bool:
        """Whether a version's inventory tells what the object's own tells of it and of those before."""
        file = f"{held.folder(number)}/{inventory.NAME}"
        if number == held.head and self.raw[number] != self.raw[0]:
            self.say(file, "the newest version's inventory is not the same as the object's")
        before = len(self.findings)
        if inner.head != number:
            self.say(file, "it is the inventory of another version")
        if (inner.id, inner.content) != (held.id, held.content):
            self.say(file, "its id or contentDirectory is not the object's")
        if len(self.findings) > before:
            return False
        for earlier in range(1, number + 1):
            told = _places(inner, earlier, number) == _places(held, earlier, number)
            if not told or (self.ours and inner.versions[earlier] != held.versions[earlier]):
                self.say(file, f"it tells otherwise of version {earlier} than the object's inventory does")
        return True

    def _types(self, inventories: dict[int, Inventory], found: dict[str, str]) -> None:
        """Tell an inventory that follows another OCFL than the object says, or an older one than before it."""
        held = inventories[0]
        if f"0=ocfl_object_{rules.TYPES[held.type]}" not in found:
            self.say(inventory.NAME, "it does not follow the OCFL the object declares")
        numbers = [number for number in inventories if number]
        for earlier, later in pairwise(numbers):
            if inventories[later].type < inventories[earlier].type:
                file = f"{held.folder(later)}/{inventory.NAME}"
                self.say(file, "it follows an older OCFL than the version before it")

    def _listed(self, inventories: dict[int, Inventory], on_disk: dict[str, int]) -> None:
        """Tell the files that an inventory should list and does not."""
        for number, held in inventories.items():
            listed = {path for paths in held.manifest.values() for path in paths}
            for path, version in on_disk.items():
                if path not in listed and (number == 0 or version <= number):
                    self.say(path, "no inventory lists it" if number == 0 else f"version {number} does not list it")


def _places(held: Inventory, number: int, until: int) -> dict[str, frozenset[str]]:
    """Map each logical path of a version to where its bytes lay by then; digests may be of two kinds."""
    folders = {held.folder(version) for version in range(1, until + 1)}
    return {
        path: frozenset(place for place in held.manifest[digest] if place.partition("/")[0] in folders)
        for path, digest in held.versions[number].state.items()
    }
