"""What OCFL asks of an inventory, every breach one plain sentence.

The rules are OCFL 1.0's and 1.1's own, not ours: an object that another program wrote with
SHA-256 or a content folder of another name is read like one of ours. Nothing here touches a disk.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any

from archive.store.names import shown

TYPES = {f"https://ocfl.io/{number}/spec/#inventory": number for number in ("1.0", "1.1")}
HEX_LENGTH = {"sha512": 128, "sha256": 64}
"""The algorithms OCFL lets an object be addressed by, and how long their digests are."""

_VERSION = re.compile(r"v(0*)([1-9][0-9]*)")
_HEX = re.compile(r"[0-9A-Fa-f]+")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")
_FIXITY_LENGTH = {"md5": 32, "sha1": 40, "sha256": 64, "sha512": 128, "blake2b-512": 128}

Faults = Iterator[str]


def load(data: bytes) -> object:
    """Read JSON strictly: UTF-8, no doubled keys; ValueError with a sentence if it is not that."""
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise ValueError(f"it is not UTF-8 at byte {error.start}") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON at line {error.lineno}: {error.msg}") from error
    except RecursionError as error:
        raise ValueError("it is nested too deeply to be an inventory") from error


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("it says a key twice")
    return found


def _no_constant(name: str) -> object:
    raise ValueError(f"it holds {name}, which is not JSON")


def version_number(name: object) -> int | None:
    """Give the number in a version's name (`v3`, or padded `v003`)."""
    found = _VERSION.fullmatch(name) if isinstance(name, str) and len(name) < 20 else None
    return int(found[2]) if found else None


def faults(document: object) -> list[str]:
    """Everything that is wrong with an inventory, as far as it can be seen without its files."""
    if not isinstance(document, dict):
        return ["it is not a JSON object"]
    found = [*_opening(document)]
    found += _digests(document.get("manifest"), "manifest", HEX_LENGTH.get(_text(document, "digestAlgorithm")))
    found += _versions(document.get("versions"), document.get("head"))
    if not found:
        found += _content_paths(document)
        found += _references(document)
    if "fixity" in document:
        found += _fixity(document["fixity"])
    return found


def _text(document: dict[str, Any], key: str) -> str:
    value = document.get(key)
    return value if isinstance(value, str) else ""


def _opening(document: dict[str, Any]) -> Faults:
    if not _text(document, "id"):
        yield "it has no id"
    if _text(document, "type") not in TYPES:
        yield "its type is not that of an OCFL 1.0 or 1.1 inventory"
    if _text(document, "digestAlgorithm") not in HEX_LENGTH:
        yield "its digestAlgorithm is neither sha512 nor sha256"
    if "contentDirectory" in document:
        name = document["contentDirectory"]
        if not isinstance(name, str) or "/" in name or name in {"", ".", ".."}:
            yield "its contentDirectory is not the name of a folder"


def _digests(block: object, where: str, length: int | None) -> Faults:
    """Give a block of digest → paths, each digest well formed and said once, each path inside the object."""
    if not isinstance(block, dict):
        yield f"its {where} is missing or not a JSON object"
        return
    if len({digest.lower() for digest in block}) != len(block):
        yield f"its {where} says a digest twice"
    paths: list[str] = []
    for digest, names in block.items():
        if not _HEX.fullmatch(digest) or (length is not None and len(digest) != length):
            yield f"its {where} holds {shown(digest)}, which is not such a digest"
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            yield f"its {where} gives a digest something else than a list of paths"
            continue
        if not names and where == "manifest":
            yield "its manifest gives a digest no path"
        paths += names
    yield from _paths(paths, where)


def _paths(paths: list[str], where: str) -> Faults:
    for path in paths:
        if any(segment in {"", ".", ".."} for segment in path.split("/")):
            yield f"its {where} holds the path {shown(path)}, which does not stay inside"
    ordered = sorted(path.split("/") for path in paths)
    for one, other in pairwise(ordered):
        if one == other:
            yield f"its {where} says the path {shown('/'.join(one))} twice"
        elif other[: len(one)] == one:
            yield f"its {where} has {shown('/'.join(one))} both as a file and as a folder"


def _versions(block: object, head: object) -> Faults:
    if not isinstance(block, dict):
        yield "its versions are missing or not a JSON object"
        return
    numbers = [version_number(name) for name in block]
    if None in numbers or sorted(number or 0 for number in numbers) != list(range(1, len(block) + 1)):
        yield "its versions are not v1, v2 and so on without a gap"
        return
    padded = [name for name in block if name[1] == "0"]
    if padded and (len(padded) < len(block) or len({len(name) for name in block}) > 1):
        yield "its versions are not padded with zeros alike"
    if not block:
        yield "it has no version"
    elif not isinstance(head, str) or head not in block or version_number(head) != len(block):
        yield "its head is not its last version"
    for name, version in block.items():
        yield from (f"{name}: {fault}" for fault in _version(version))


def _version(version: object) -> Faults:
    if not isinstance(version, dict):
        yield "the version is not a JSON object"
        return
    if not _is_moment(version.get("created")):
        yield "created is not a date and time with a zone"
    if not isinstance(version.get("message", ""), str):
        yield "the message is not text"
    if "user" in version:
        yield from _user(version["user"])
    yield from _digests(version.get("state"), "state", None)


def _user(user: object) -> Faults:
    if not isinstance(user, dict) or not _text(user, "name"):
        yield "the user has no name"
    elif not isinstance(user.get("address", ""), str):
        yield "the user's address is not text"


def _is_moment(value: object) -> bool:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return False
    try:
        # Fractions of a second may have any length; that much only the pattern can check.
        datetime.fromisoformat(re.sub(r"\.\d+", "", value.upper()))
    except ValueError:
        return False
    return True


def _content_paths(document: dict[str, Any]) -> Faults:
    folder = document.get("contentDirectory", "content")
    for path in _all_paths(document["manifest"]):
        parts = path.split("/")
        if len(parts) < 3 or parts[0] not in document["versions"] or parts[1] != folder:
            yield f"its manifest holds {shown(path)}, which is not in a version's {shown(folder)} folder"


def _all_paths(block: dict[str, list[str]]) -> Iterable[str]:
    return (path for paths in block.values() for path in paths)


def _references(document: dict[str, Any]) -> Faults:
    used = {digest for version in document["versions"].values() for digest in version["state"]}
    for digest in sorted(used - set(document["manifest"])):
        yield f"a version's state names {digest[:16]}…, which the manifest does not hold"
    for digest in sorted(set(document["manifest"]) - used):
        yield f"its manifest holds {digest[:16]}…, which no version uses"


def _fixity(block: object) -> Faults:
    if not isinstance(block, dict):
        yield "its fixity is not a JSON object"
        return
    for algorithm, digests in block.items():
        yield from _digests(digests, "fixity", _FIXITY_LENGTH.get(algorithm))
