"""What a recording says of itself: length, codecs, size of the picture; it runs only in the limited process."""

from __future__ import annotations

import os
from typing import Any

from pymediainfo import MediaInfo, Track

from media import exif_facts

# Loaded once, before the fork.
MediaInfo.can_parse()


def describe(file: int) -> dict[str, Any]:
    """Read the container's own account of its sound and picture."""
    with os.fdopen(file, "rb", closefd=False) as opened:
        tracks = MediaInfo.parse(opened, parse_speed=0.5).tracks
    general = _first(tracks, "General")
    sound, film = _first(tracks, "Audio"), _first(tracks, "Video")
    # A still inside a recording is its cover, never the recording itself.
    still = None if sound or film else _first(tracks, "Image")
    facts: dict[str, Any] = {
        "has_sound": sound is not None,
        "has_film": film is not None,
        "has_still": still is not None,
        "cut_short": bool(general and general.to_data().get("istruncated")),
        "duration_ms": _duration(general, sound, film),
        "codec": {**_sound(sound), **_film(film or still)},
        "has_gps": general is not None and _tells_where(general),
    }
    return facts | _size(film or still)


def still(file: int) -> dict[str, Any]:
    """Read a HEIC or HEIF picture, which is built like a film, and the camera's notes in it."""
    facts = describe(file)
    size = os.fstat(file).st_size
    return facts | exif_facts.in_bytes(os.pread(file, min(size, exif_facts.SEARCHED), 0))


def _tells_where(general: Track) -> bool:
    """Telephones write the place of a film under several names."""
    return any(key == "xyz" or "location" in key or "gps" in key or "latitude" in key for key in general.to_data())


def _first(tracks: list[Track], kind: str) -> Track | None:
    return next((track for track in tracks if track.track_type == kind), None)


def _number(value: Any) -> float | None:
    """Read a number; of "48000 / 24000" (an extension of the codec) the first, which is what is heard."""
    try:
        return float(str(value).partition("/")[0])
    except ValueError:
        return None


def _duration(*tracks: Track | None) -> int | None:
    for track in tracks:
        length = _number(track.duration) if track else None
        if length:
            return round(length)
    return None


def _sound(track: Track | None) -> dict[str, Any]:
    if track is None:
        return {}
    name = " ".join(part for part in (track.format, track.format_profile) if part)
    found = {"audio": name, "sample_rate": _number(track.sampling_rate), "channels": _number(track.channel_s)}
    found |= {"bit_depth": _number(track.bit_depth), "bit_rate": _number(track.bit_rate)}
    return {key: round(value) if isinstance(value, float) else value for key, value in found.items() if value}


def _film(track: Track | None) -> dict[str, Any]:
    if track is None:
        return {}
    found: dict[str, Any] = {"video" if track.track_type == "Video" else "image": track.format}
    rotation, rate = _number(track.rotation), _number(track.frame_rate)
    if rotation:
        found["rotation"] = round(rotation) % 360
    if rate:
        found["frame_rate"] = rate
    return {key: value for key, value in found.items() if value}


def _size(track: Track | None) -> dict[str, Any]:
    """Width and height as a viewer sees them: turned, and with pixels that are not square drawn out."""
    if track is None:
        return {}
    width, height = _number(track.width), _number(track.height)
    if not width or not height:
        return {}
    width *= _number(track.pixel_aspect_ratio) or 1.0
    turned = round(_number(track.rotation) or 0) % 180 == 90
    seen = (height, width) if turned else (width, height)
    return {"width": round(seen[0]), "height": round(seen[1])}
