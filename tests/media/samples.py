"""Small pictures, recordings and bombs, made on the spot."""

from __future__ import annotations

import struct
import wave
import zlib
from pathlib import Path

from PIL import ExifTags, Image

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 160, 0), (0, 0, 255), (255, 255, 255)


def quarters(width: int = 120, height: int = 80) -> Image.Image:
    """Four corners of four colours, so that every turn shows."""
    picture = Image.new("RGB", (width, height), WHITE)
    picture.paste(RED, (0, 0, width // 2, height // 2))
    picture.paste(GREEN, (width // 2, 0, width, height // 2))
    picture.paste(BLUE, (0, height // 2, width // 2, height))
    return picture


def jpeg(path: Path, exif: dict[int, object] | None = None, inner: dict[int, object] | None = None) -> Path:
    """A photograph with the EXIF values given."""
    block = Image.Exif()
    for tag, value in (exif or {}).items():
        block[tag] = value
    if inner:
        block.get_ifd(ExifTags.IFD.Exif).update(inner)
    quarters().save(path, "JPEG", exif=block, quality=95)
    return path


def tone(path: Path, seconds: float = 0.5) -> Path:
    """Silence of a known length."""
    with wave.open(str(path), "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(2)
        recording.setframerate(16000)
        recording.writeframes(bytes(int(seconds * 16000) * 2))
    return path


def png_chunk(name: bytes, data: bytes) -> bytes:
    """One chunk with its check sum."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that promise a picture of any size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(4096))
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", data) + png_chunk(b"IEND", b"")


def black_png(width: int, height: int) -> bytes:
    """A few kilobytes that are a sound picture of one-bit black, of any size."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    data = zlib.compress(bytes((width // 8 + 1) * height), 1)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", data) + png_chunk(b"IEND", b"")


def gif_of_huge_frames(side: int, frames: int) -> bytes:
    """A GIF whose every frame is large and whose data is nearly nothing."""
    screen = b"GIF89a" + struct.pack("<HHBBB", side, side, 0x80, 0, 0) + bytes(6)
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, side, side, 0) + b"\x02\x02\x4c\x01\x00"
    return screen + frame * frames + b"\x3b"
