"""Finishing what an interrupted write left behind: forward if all of it is there, else as it was before.

Only objects with an intent are looked at, so it costs nothing when all went well. What fails its
digest goes to `quarantine/`; nothing is ever guessed, and nothing there is ever deleted by the program.
"""

from __future__ import annotations

from pathlib import Path

from archive.store import durable, intent, inventory
from archive.store.audit import Trail
from archive.store.intent import PUT, Intent, Places
from archive.store.inventory import Inventory
from archive.store.root import WORK, pair, version_folders
from archive.store.whole import is_whole

QUARANTINE = "quarantine"


def recover(archive: Path, trail: Trail) -> tuple[str, ...]:
    """Bring the archive to a state where every object is the old or the new; what was done, in sentences.

    The caller holds the lock.
    """
    work = archive / WORK
    for folder in (work, archive / QUARANTINE):
        if not folder.is_dir():
            durable.make_folder(folder)
    said = []
    if trail.mend(_free_name(archive, "audit-torn-line")):
        said.append("The audit trail's last line was torn and has been set aside in quarantine.")
    for path in sorted(work.glob("*.intent")):
        said += _finish(archive, trail, path)
    said += _sweep(archive)
    return tuple(said)


def _finish(archive: Path, trail: Trail, path: Path) -> list[str]:
    meant = intent.read(path.read_bytes())
    if meant is None:
        durable.remove(path)
        return []
    finish = _finish_put if meant.action == PUT else _finish_replacement
    said = finish(archive, trail, meant)
    meant.drop(archive)
    return said


def _finish_put(archive: Path, trail: Trail, meant: Intent) -> list[str]:
    places = meant.places(archive)
    if not durable.exists(places.object) or trail.holds(meant.event):
        return settle(places)
    if meant.event.version == 1 and not is_whole(places.object, 1):
        aside = set_aside(archive, places.object)
        return [f"The unfinished {meant.event.id} failed its digests and is now in {aside}."]
    durable.sync_folder(places.object.parent)
    said = settle(places)
    if stands(meant, archive):
        trail.append(meant.event)
        said.append(f"The interrupted write of {meant.event.id} version {meant.event.version} is finished.")
    return said


def _finish_replacement(archive: Path, trail: Trail, meant: Intent) -> list[str]:
    places = meant.places(archive)
    if not stands(meant, archive) and not trail.holds(meant.event):
        if not _staged_as_meant(places, meant):
            return _put_back(places, meant)
        swap(places)
    finish_replacement(archive, trail, meant)
    return [f"The interrupted replacement of {meant.event.id} is finished."]


def _staged_as_meant(places: Places, meant: Intent) -> bool:
    data = pair(places.staged)
    return (
        data is not None
        and inventory.digest_of(data) == meant.event.inventory
        and is_whole(places.staged, meant.event.version or 0)
    )


def _put_back(places: Places, meant: Intent) -> list[str]:
    if durable.exists(places.old) and not durable.exists(places.object):
        durable.move(places.old, places.object)
        durable.sync_folder(places.object.parent)
        durable.sync_folder(places.old.parent)
    return [f"The interrupted replacement of {meant.event.id} could not be finished; it is as it was before."]


def finish_replacement(archive: Path, trail: Trail, meant: Intent) -> str:
    """Write the line of the trail and delete the old object; the digest of the line."""
    line = "" if trail.holds(meant.event) else trail.append(meant.event).digest
    durable.remove(meant.places(archive).old)
    durable.sync_folder(archive / WORK)
    return line


def stands(meant: Intent, archive: Path) -> bool:
    """Whether what was meant is in its place, the inventory at the object's top included."""
    folder = meant.places(archive).object
    try:
        data = (folder / inventory.NAME).read_bytes()
        within = (folder / f"v{meant.event.version}" / inventory.NAME).read_bytes()
    except OSError:
        return False
    if inventory.digest_of(within) != meant.event.inventory:
        return False
    try:
        return inventory.read(data).head >= (meant.event.version or 0)
    except ValueError:
        return False


def publish_object(places: Places) -> None:
    """Give a whole new object its place."""
    durable.move(places.staged, places.object)
    durable.sync_folder(places.object.parent)


def publish_version(places: Places, number: int) -> None:
    """Give a new version its place: first its folder, then the inventory that makes it the newest."""
    durable.move(places.staged / f"v{number}", places.object / f"v{number}")
    durable.sync_folder(places.object)
    durable.replace(places.staged / inventory.NAME, places.object / inventory.NAME)
    durable.replace(places.staged / inventory.SIDECAR, places.object / inventory.SIDECAR)
    durable.sync_folder(places.object)


def swap(places: Places) -> None:
    """Take the old object out and put the new one in its place."""
    if durable.exists(places.object):
        durable.move(places.object, places.old)
    durable.move(places.staged, places.object)
    durable.sync_folder(places.object.parent)
    durable.sync_folder(places.old.parent)


def withdraw(places: Places, meant: Intent) -> None:
    """Take back a write that failed before it stood, so that the old state stands as if nothing had been."""
    version = places.object / f"v{meant.event.version}"
    if meant.action == PUT and meant.event.version == 1:
        if durable.exists(places.object) and not durable.exists(places.staged):
            durable.move(places.object, places.staged)
    elif meant.action == PUT:
        if durable.exists(version):
            durable.move(version, places.staged / version.name)
    elif durable.exists(places.old) and not durable.exists(places.object):
        durable.move(places.old, places.object)
    for folder in (places.object.parent, places.object, places.old.parent):
        if folder.is_dir():
            durable.sync_folder(folder)
    meant.drop(places.archive)


def settle(places: Places) -> list[str]:
    """Bring one object's top in line with its newest whole version."""
    versions = version_folders(places.object)
    newest = max(versions, default=0)
    held = _held(places.object)
    if not newest or (held and held.head >= newest):
        return []
    if is_whole(places.object, newest) and _goes_on(places.object, held, newest):
        _roll_forward(places, newest)
        return [f"{places.id} version {newest} was whole and is now its newest."]
    if held is None:
        return [f"{places.root}/{places.id} is damaged: its inventory does not match its digest; run verify."]
    aside = set_aside(places.archive, places.object / versions[newest], f"{places.root}.{places.id}.v{newest}")
    return [f"The unfinished {places.id} version {newest} failed its digests and is now in {aside}."]


def _held(folder: Path) -> Inventory | None:
    data = pair(folder)
    try:
        return inventory.read(data) if data is not None else None
    except ValueError:
        return None


def _goes_on(folder: Path, held: Inventory | None, newest: int) -> bool:
    """Whether the newest version's inventory tells the same story of the versions before it."""
    if held is None:
        # The top is torn: the version before, if there is one, must still vouch for the newest.
        held = _held(folder / f"v{newest - 1}") if newest > 1 else None
    after = _held(folder / f"v{newest}")
    if after is None:
        return False
    return held is None or (
        held.head in {newest - 1, newest}
        and all(after.versions[number] == version for number, version in held.versions.items())
    )


def _roll_forward(places: Places, newest: int) -> None:
    data = (places.object / f"v{newest}" / inventory.NAME).read_bytes()
    work = places.archive / WORK
    for name, text in ((inventory.NAME, data), (inventory.SIDECAR, inventory.sidecar(data))):
        step = work / f"{places.root}.{places.id}.top"
        durable.remove(step)
        durable.write(step, text)
        durable.replace(step, places.object / name)
    durable.sync_folder(places.object)


def _sweep(archive: Path) -> list[str]:
    """Empty `work/`; but an object that was taken out and never came back is not thrown away."""
    said = []
    work = archive / WORK
    for path in sorted(work.iterdir()):
        root, _, rest = path.name.partition(".")
        if path.suffix == ".old" and not durable.exists(archive / root / Path(rest).stem):
            said.append(f"{path.name} had no object in its place and is now in {set_aside(archive, path)}.")
        else:
            durable.remove(path)
    return said


def set_aside(archive: Path, path: Path, name: str = "") -> Path:
    """Move something to quarantine under a name nothing there has; where it is now, from the archive."""
    target = _free_name(archive, name or path.name)
    durable.move(path, target)
    durable.sync_folder(path.parent)
    durable.sync_folder(target.parent)
    return target.relative_to(archive)


def _free_name(archive: Path, name: str) -> Path:
    number = 1
    while durable.exists(archive / QUARANTINE / f"{name}-{number}"):
        number += 1
    return archive / QUARANTINE / f"{name}-{number}"
