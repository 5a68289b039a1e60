"""Whatever is written in whatever order, every version reads back, and two judges call it sound."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from archive.store import Content, Kept, Store, create_roots, verify, verify_root, verify_trail
from archive.store.inventory import digest_of
from tests.archive.store.conftest import change
from tests.archive.store.judge import judged_sound

ROOT = "testimonies"
PATHS = st.sampled_from(["record.json", "media/a.wav", "media/b.wav", "source/ունկնդիր.txt", "transcripts/hy.json"])
# Few different contents, so that the same one comes back under other names and in later versions.
BYTES = st.sampled_from([b"", b"one", b"two", b"\xff" * 5000, "երեք".encode()])
STATES = st.dictionaries(PATHS, BYTES, max_size=4)


class Archive(RuleBasedStateMachine):
    """The store beside the simplest model of it: for each object, the list of its states."""

    objects = Bundle("objects")

    @initialize()
    def begin(self) -> None:
        self.place = tempfile.TemporaryDirectory()
        self.folder = Path(self.place.name) / "archive"
        create_roots(self.folder)
        self.store = Store(self.folder)
        self.model: dict[str, list[dict[str, bytes]]] = {}

    @rule(target=objects, state=STATES)
    def add(self, state: dict[str, bytes]) -> str:
        object_id = self.store.next_id(ROOT, "nk")
        assert object_id not in self.model
        receipt = self.store.put(ROOT, object_id, change(self.given(state), after=0))
        assert receipt.version == 1
        self.model[object_id] = [state]
        return object_id

    @rule(object_id=objects, state=STATES, keep=st.booleans())
    def edit(self, object_id: str, state: dict[str, bytes], keep: bool) -> None:
        content: dict[str, Content] = self.given(state)
        held = {data for version in self.model[object_id] for data in version.values()}
        if keep:
            content |= {path: Kept(digest_of(data)) for path, data in state.items() if data in held}
        receipt = self.store.put(ROOT, object_id, change(content, after=len(self.model[object_id])))
        self.model[object_id].append(state)
        assert receipt.version == len(self.model[object_id])

    @rule(object_id=consumes(objects), state=STATES, gone=PATHS)
    def purge(self, object_id: str, state: dict[str, bytes], gone: str) -> None:
        self.store.replace(ROOT, object_id, change(self.given(state)), keep_history=lambda path: path != gone)
        before = self.model[object_id]
        lost = {version[gone] for version in before if gone in version}
        self.model[object_id] = [
            {path: data for path, data in version.items() if data not in lost} for version in before
        ]
        self.model[object_id].append(state)

    def given(self, state: dict[str, bytes]) -> dict[str, Content]:
        """Give media as files, the rest as bytes."""
        content: dict[str, Content] = {}
        for number, (path, data) in enumerate(state.items()):
            if data and path.startswith("media/"):
                source = Path(self.place.name) / f"source-{number}"
                source.write_bytes(data)
                content[path] = source
            else:
                content[path] = data
        return content

    @invariant()
    def every_version_reads_back(self) -> None:
        if not hasattr(self, "model"):
            return
        root = self.store.roots[ROOT]
        assert root.ids() == sorted(self.model)
        for object_id, versions in self.model.items():
            for number, state in enumerate(versions, start=1):
                assert set(root.inventory(object_id).version(number).state) == set(state)
                for path, data in state.items():
                    assert root.read(object_id, path, number) == data
            assert verify(root, object_id) == []

    def teardown(self) -> None:
        if not hasattr(self, "model"):
            return
        assert verify_root(self.store.roots[ROOT]) == []
        assert verify_trail(self.store) == []
        if self.model:
            assert judged_sound(self.folder / ROOT)
        self.place.cleanup()


Archive.TestCase.settings = settings(
    max_examples=15, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)
TestArchive = Archive.TestCase
