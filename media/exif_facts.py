"""What a camera wrote beside its picture: the day, the place, how it was held; only in the limited process."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from PIL import ExifTags, Image

_CAMERA = (ExifTags.Base.Make, ExifTags.Base.Model)
_EXPOSURE = (ExifTags.Base.DateTimeOriginal, ExifTags.Base.ExposureTime, ExifTags.Base.FNumber)
_PUIDS = {b"0210": "x-fmt/390", b"0220": "x-fmt/391", b"0221": "fmt/645"}
_POSITION = {ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLongitude}
SEARCHED = 16 * 1024 * 1024
"""How much of such a file is searched for the block, which stands near its beginning."""
DAMAGED = "The EXIF data of the file is damaged and was not read."


def of_picture(picture: Image.Image) -> dict[str, Any]:
    """Read the EXIF block of an opened picture; a broken block breaks nothing else."""
    try:
        exif = picture.getexif()
    except MemoryError:
        raise
    except Exception:
        # EXIF is written by thousands of programs; what Pillow raises about it has no common ancestor.
        return {"notes": [DAMAGED]}
    facts = tell(exif)
    xmp = picture.info.get("xmp", b"")
    if b"GPSLatitude" in (xmp if isinstance(xmp, bytes) else str(xmp).encode()):
        facts["has_gps"] = True
    return facts


def in_bytes(data: bytes) -> dict[str, Any]:
    """Find and read the EXIF block of a file that Pillow can't open, as HEIC from a telephone."""
    at = max(data.find(b"Exif\0\0II*\0"), data.find(b"Exif\0\0MM\0*"))
    if at < 0:
        return {}
    exif = Image.Exif()
    try:
        exif.load(data[at : at + 65536])
    except MemoryError:
        raise
    except Exception:
        # As above.
        return {"notes": [DAMAGED]}
    # How the picture lies is told elsewhere in such files, and EXIF is not to be asked twice.
    return {key: value for key, value in tell(exif).items() if key not in {"orientation", "puid"}}


def tell(exif: Image.Exif) -> dict[str, Any]:
    """Say what the block says, each of its three parts on its own."""
    facts: dict[str, Any] = {"notes": []}
    inner = _part(exif, ExifTags.IFD.Exif, facts)
    position = _part(exif, ExifTags.IFD.GPSInfo, facts)
    _orientation(exif.get(ExifTags.Base.Orientation), facts)
    _captured(inner.get(ExifTags.Base.DateTimeOriginal), facts)
    facts["has_gps"] = any(tag in position for tag in _POSITION)
    facts["photograph"] = any(exif.get(tag) for tag in _CAMERA) or any(inner.get(tag) for tag in _EXPOSURE)
    version = inner.get(ExifTags.Base.ExifVersion)
    facts["puid"] = _PUIDS.get(version) if isinstance(version, bytes) else None
    return facts


def _part(exif: Image.Exif, part: ExifTags.IFD, facts: dict[str, Any]) -> Mapping[int, Any]:
    try:
        return exif.get_ifd(part)
    except MemoryError:
        raise
    except Exception:
        # As above: one sentence, however many parts are broken.
        if DAMAGED not in facts["notes"]:
            facts["notes"].append(DAMAGED)
        return {}


def _orientation(value: Any, facts: dict[str, Any]) -> None:
    if value is None:
        return
    if value in range(1, 9):
        facts["orientation"] = int(value)
    else:
        facts["notes"].append("The EXIF orientation of the file is not one of the eight; it is shown as it lies.")


def _captured(value: Any, facts: dict[str, Any]) -> None:
    written = (value.decode("latin-1") if isinstance(value, bytes) else str(value or "")).strip(" \0")
    # Cameras whose clock was never set write noughts or blanks, which says nothing at all.
    if not written.strip("0: "):
        return
    day = written[:10].replace("-", ":").split(":")
    try:
        facts["captured"] = datetime.date(*(int(part) for part in day)).isoformat()
    except (ValueError, TypeError):
        facts["not_a_date"] = written[:40]
