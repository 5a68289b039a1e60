"""A program that writes without end and says what is durable, until somebody kills it.

Run as `python -m tests.archive.store.writer ARCHIVE SEED`. A line on standard output is a promise.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import sys
from datetime import UTC, datetime
from pathlib import Path

from archive.store import Change, Content, Kept, Receipt, Store, kept

ROOT = "testimonies"
AT = datetime(2026, 1, 2, tzinfo=UTC)
OBJECTS = 12


def main(folder: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - chance for a test, not a secret
    store = Store(folder)
    source = folder.parent / "source.bin"
    source.write_bytes(chance.randbytes(300_000))
    tell({"ready": True, "recovered": []})
    while True:
        with store.writing():
            if store.recovered:
                tell({"recovered": store.recovered})
            receipt = write(store, chance, source)
        tell({"id": receipt.id, "version": receipt.version, "content": content(store, receipt)})


def write(store: Store, chance: random.Random, source: Path) -> Receipt:
    root = store.roots[ROOT]
    ids = root.ids()
    fresh: dict[str, Content] = {"record.json": chance.randbytes(chance.randrange(20_000))}
    if len(ids) < OBJECTS and chance.random() < 0.4:
        return store.put(
            ROOT, store.next_id(ROOT, "nk"), Change({**fresh, "media/a.bin": source}, "A. Keeper", AT, "add")
        )
    object_id = chance.choice(ids) if ids else "nk-0001"
    if not ids or chance.random() < 0.7:
        before = kept(root.inventory(object_id).version()) if ids else {}
        return store.put(ROOT, object_id, Change({**before, **fresh}, "A. Keeper", AT, "edit"))
    state = root.inventory(object_id).version().state
    media = {path: Kept(digest) for path, digest in state.items() if path.startswith("media/")}
    return store.replace(ROOT, object_id, Change({**media, **fresh}, "A. Keeper", AT, "replace"))


def content(store: Store, receipt: Receipt) -> dict[str, str]:
    root = store.roots[ROOT]
    state = root.inventory(receipt.id).version(receipt.version).state
    return {path: hashlib.sha512(root.read(receipt.id, path)).hexdigest() for path in state}


def tell(promise: dict[str, object]) -> None:
    os.write(1, (json.dumps(promise) + "\n").encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
