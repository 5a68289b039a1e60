"""What a picture shows of itself once it is decoded, and a small copy of it; it runs only in the limited process."""

from __future__ import annotations

import importlib
import os
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from PIL import ExifTags, Image, UnidentifiedImageError

from media import exif_facts
from media.pixels import flattened

_FORMATS = {
    "image/jpeg": ("JPEG", "MPO"),
    "image/png": ("PNG",),
    "image/tiff": ("TIFF",),
    "image/gif": ("GIF",),
    "image/webp": ("WEBP",),
    "image/avif": ("AVIF",),
    "image/bmp": ("BMP", "DIB"),
    "image/x-portable-anymap": ("PPM",),
    "image/jp2": ("JPEG2000",),
    "image/j2c": ("JPEG2000",),
}
"""What Pillow is allowed to open, and only as what the bytes were found to be: no PostScript, no surprises."""

for _reader in ("Avif", "Bmp", "Gif", "Jpeg", "Jpeg2K", "Mpo", "Png", "Ppm", "Tiff", "WebP"):
    # Pillow imports its readers when they are first needed, which here would be in every fork anew (30 ms).
    importlib.import_module(f"PIL.{_reader}ImagePlugin")

MOST_PIXELS = 150_000_000
"""A page of newspaper at 600 dots an inch; more would not fit into the memory this process may use."""
MOST_FRAMES = 2000
FRAME_SECONDS = 5.0
TURNED = {5, 6, 7, 8}
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class TooLarge(Exception):
    """The picture has more pixels than we decode."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        super().__init__(f"{size[0]:,} × {size[1]:,}")


def describe(file: int, mime: str, label: str, called: str) -> dict[str, Any]:
    """Open, look and decode; every failure is a fact about the file."""
    facts: dict[str, Any] = {"notes": []}
    with os.fdopen(file, "rb", closefd=False) as opened:
        try:
            with opened_as(opened, mime) as picture:
                facts |= _header(picture)
                # Pillow has to decode a PNG to find its EXIF; then what is damaged is the picture.
                if mime == "image/png":
                    picture.load()
                _add_exif(picture, mime, facts)
                _decode(picture, mime, facts)
        except TooLarge as error:
            facts |= {"width": error.size[0], "height": error.size[1]}
            facts["unreadable"] = (
                f"The {label} says it is {error} pixels large, more than this program decodes; "
                "the file is kept as it is."
            )
        except MemoryError:
            facts["unreadable"] = (
                f"Decoding the {label} needs more memory than this program allows; the file is kept as it is."
            )
        except Exception as error:
            # Decoders raise nearly everything about a stranger's bytes; whatever it is, it is the file's.
            facts["unreadable"] = _why(error, label, called)
    return facts


def shrink(file: int, target: int, *, mime: str, box: list[int], page: int, form: str) -> dict[str, Any]:
    """Write a small, upright copy without any metadata."""
    with os.fdopen(file, "rb", closefd=False) as opened, os.fdopen(target, "wb", closefd=False) as written:
        try:
            with opened_as(opened, mime) as picture:
                turn_to(picture, page)
                small = _small(picture, (box[0], box[1]))
        except (TooLarge, MemoryError):
            return {"made": False}
        except Exception:
            # As in `describe`: a picture that can't be decoded has no thumbnail, whatever the reason.
            return {"made": False}
        # Copied once more: nothing of the original's EXIF, GPS or colour profile travels along.
        bare = Image.new("RGB", small.size)
        bare.paste(small)
        bare.save(written, form, **({"quality": 85} if form == "JPEG" else {}))
        return {"made": True, "width": bare.width, "height": bare.height}


@contextmanager
def opened_as(opened: IO[bytes], mime: str) -> Iterator[Image.Image]:
    """Open a picture as what its bytes were found to be, and only if it is not too large."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        # The limit is off only while the header is read, to be able to say how large the picture claims to be.
        Image.MAX_IMAGE_PIXELS = None
        with Image.open(opened, formats=_FORMATS[mime]) as picture:
            Image.MAX_IMAGE_PIXELS = MOST_PIXELS
            _check_size(picture)
            yield picture


def _check_size(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise TooLarge(picture.size)


def _header(picture: Image.Image) -> dict[str, Any]:
    return {"width": picture.width, "height": picture.height, "codec": {"mode": picture.mode}}


def _add_exif(picture: Image.Image, mime: str, facts: dict[str, Any]) -> None:
    told = exif_facts.of_picture(picture)
    if mime != "image/jpeg":
        told.pop("puid", None)
    facts["notes"] += told.pop("notes")
    facts |= told
    # Pillow already gives the size of a TIFF as it is seen.
    if facts.get("orientation") in TURNED and picture.format != "TIFF":
        facts["width"], facts["height"] = picture.height, picture.width


def _decode(picture: Image.Image, mime: str, facts: dict[str, Any]) -> None:
    """Decode every frame as far as patience goes; the first must succeed."""
    picture.load()
    started = time.monotonic()
    seen, complete = 1, False
    try:
        while seen < MOST_FRAMES and time.monotonic() - started < FRAME_SECONDS:
            picture.seek(seen)
            _check_size(picture)
            picture.load()
            seen += 1
    except EOFError:
        complete = True
    except MemoryError:
        raise
    except Exception:
        # As above: whatever is raised, the frame can't be decoded, and the earlier ones could.
        facts["notes"].append(f"{_frame(mime)} {seen + 1} of the file can't be decoded.")
    else:
        facts["notes"].append(f"Only the first {seen} frames of the file were looked at.")
    if mime == "image/tiff":
        facts["pages"] = seen if complete else max(seen, _told(picture))
    elif seen > 1:
        facts["codec"]["frames"] = seen


def _told(picture: Image.Image) -> int:
    try:
        return int(getattr(picture, "n_frames", 1))
    except (OSError, ValueError, SyntaxError, KeyError, EOFError):
        return 1


def _frame(mime: str) -> str:
    return "Page" if mime == "image/tiff" else "Frame"


def turn_to(picture: Image.Image, page: int) -> None:
    """Turn to a page of a scan, counted from 1."""
    if page > 1:
        picture.seek(page - 1)
        _check_size(picture)


def _small(picture: Image.Image, box: tuple[int, int]) -> Image.Image:
    """Shrink first and turn afterwards, so that the large picture is in memory only once."""
    orientation = lies(picture)
    picture.draft("RGB", box)
    small = flattened(picture, (box[1], box[0]) if orientation in TURNED else box)
    turn = UPRIGHT.get(orientation)
    return small if turn is None else small.transpose(turn)


def lies(picture: Image.Image) -> int:
    """Say how the pixels lie, as EXIF numbers it; 1 where it is not said, or where Pillow turns by itself."""
    if picture.format == "TIFF":
        return 1
    try:
        lying = int(picture.getexif().get(ExifTags.Base.Orientation, 1))
        return lying if 1 <= lying <= 8 else 1
    except MemoryError:
        raise
    except Exception:
        # A broken EXIF block: shown as it lies, as `describe` says.
        return 1


def _why(error: Exception, label: str, called: str) -> str:
    said = str(error).lower()
    if "truncated" in said or "unexpected end" in said or isinstance(error, EOFError):
        return f"The data of the {label} is cut short; the file is kept as it is."
    if isinstance(error, UnidentifiedImageError):
        return f"The file begins like {called}, but can't be decoded; it is kept as it is."
    return f"The data of the {label} is damaged and can't be decoded; the file is kept as it is."
