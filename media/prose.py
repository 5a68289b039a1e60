"""Which kind of text some bytes are, for texts carry few marks: transcripts, pages, tables, plain words."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace

from media import formats
from media.formats import Format

_BY_NAME = (formats.MARKDOWN, formats.CSV, formats.TSV, formats.SRT)
_CUE = re.compile(r"\s*\d+\s*\n\s*\d{1,2}:\d\d:\d\d[,.]\d{1,3}\s*-->")
_HTML = re.compile(r"\s*(<!--.*?-->\s*)*(<!doctype html|<html\b|<head\b|<body\b)", re.IGNORECASE | re.DOTALL)
_MAIL = re.compile(r"(From|Received|Return-Path|MIME-Version|Message-ID|Date|Subject|To): ", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_OPENING = 4096


def sniff(head: bytes, suffix: str) -> Format | None:
    """Say which text this is, or None where it is no text at all.

    >>> sniff(b"WEBVTT", "").mime
    'text/vtt'
    """
    text, encoding = _decoded(head)
    if text is None:
        return None
    found = _marked(text[:_OPENING].replace("\r\n", "\n"), suffix)
    if found is not None:
        return found
    for known in _BY_NAME:
        if suffix in known.suffixes:
            return known
    return replace(formats.PLAIN, label=f"plain text ({encoding})") if encoding else formats.PLAIN


def _decoded(head: bytes) -> tuple[str | None, str]:
    """Give the text and the name of its encoding where it is not UTF-8."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = head[: len(head) // 2 * 2].decode("utf-16", "replace")
        return (None if _CONTROL.search(text) else text), "UTF-16"
    if b"\0" in head:
        return None, ""
    try:
        # The head may end in the middle of a letter.
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError:
        text, encoding = head.decode("latin-1"), "not UTF-8"
    else:
        encoding = ""
    strange = len(_CONTROL.findall(text))
    return (None if strange > len(text) // 1000 + (not encoding) else text), encoding


def _marked(text: str, suffix: str) -> Format | None:
    if re.match(r"WEBVTT([ \t\n]|$)", text):
        return formats.WEBVTT
    if _CUE.match(text):
        return formats.SRT
    if re.search(r"<svg[\s>]", text) and re.match(r"\s*<", text) and not _HTML.match(text):
        return formats.SVG
    if _HTML.match(text) or (text.lstrip().startswith("<?xml") and "<html" in text):
        return formats.HTML
    if text.lstrip().startswith("<?xml"):
        return formats.XML
    if suffix == "json" and text.lstrip()[:1] in {"{", "["}:
        return formats.JSON
    return _letter(text)


def _letter(text: str) -> Format | None:
    if not _MAIL.match(text):
        return None
    fields = {line.partition(":")[0].lower() for line in text.partition("\n\n")[0].splitlines()}
    if "multipart/related" in text and "mime-version" in fields:
        return formats.MHTML
    return formats.EMAIL if {"from", "date", "subject"} <= fields else None
