"""The formats an archive of voices meets, and what each is called; ids are PRONOM's where we are certain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["photograph", "image", "audio", "video", "document", "text", "other"]
Reader = Literal["picture", "still", "recording", "pdf", ""]


@dataclass(frozen=True, slots=True)
class Format:
    """One way in which bytes hold a picture, a sound or words."""

    label: str
    """With no article: `PNG image`."""
    mime: str
    kind: Kind
    suffixes: tuple[str, ...] = ()
    """The endings a file of this format may rightly bear."""
    puid: str | None = None
    reader: Reader = ""
    """Who in the limited process can tell more about it."""
    article: str = "a"

    @property
    def called(self) -> str:
        """With its article, for a sentence: `an MP3 recording`."""
        return f"{self.article} {self.label}".strip()


def _picture(label: str, mime: str, suffixes: str, puid: str | None = None, article: str = "a") -> Format:
    return Format(label, mime, "image", tuple(suffixes.split()), puid, "picture", article)


def _recording(
    label: str, mime: str, kind: Kind, suffixes: str, puid: str | None = None, *, article: str = "a"
) -> Format:
    return Format(label, mime, kind, tuple(suffixes.split()), puid, "recording", article)


def _document(label: str, mime: str, suffixes: str, puid: str | None = None, article: str = "a") -> Format:
    return Format(label, mime, "document", tuple(suffixes.split()), puid, "", article)


def _text(label: str, mime: str, suffixes: str, puid: str | None = None, article: str = "a") -> Format:
    return Format(label, mime, "text", tuple(suffixes.split()), puid, "", article)


JPEG = _picture("JPEG image", "image/jpeg", "jpg jpeg jpe jfif jif mpo")
PNG = _picture("PNG image", "image/png", "png apng")
TIFF = _picture("TIFF image", "image/tiff", "tif tiff", "fmt/353")
GIF = _picture("GIF image", "image/gif", "gif")
WEBP = _picture("WebP image", "image/webp", "webp")
AVIF = _picture("AVIF image", "image/avif", "avif avifs", article="an")
BMP = _picture("BMP image", "image/bmp", "bmp dib")
PNM = _picture("Netpbm image", "image/x-portable-anymap", "ppm pgm pbm pnm")
JP2 = _picture("JPEG 2000 image", "image/jp2", "jp2 jpx jpf", "x-fmt/392")
J2K = _picture("JPEG 2000 codestream", "image/j2c", "j2k j2c jpc jp2")
HEIC = Format("HEIC image", "image/heic", "image", ("heic", "heif", "hif"), "fmt/1101", "still")
HEIF = Format("HEIF image", "image/heif", "image", ("heif", "heic", "hif"), None, "still")
SVG = Format("SVG drawing", "image/svg+xml", "image", ("svg",), None, "", "an")
PSD = Format("Photoshop image", "image/vnd.adobe.photoshop", "image", ("psd", "psb"), "x-fmt/92")
POSTSCRIPT = Format("PostScript file", "application/postscript", "document", ("ps", "eps", "ai"))

WAVE = _recording("WAVE recording", "audio/x-wav", "audio", "wav wave bwf rf64")
AIFF = _recording("AIFF recording", "audio/x-aiff", "audio", "aif aiff aifc", "fmt/414", article="an")
AIFC = _recording("AIFF-C recording", "audio/x-aiff", "audio", "aif aiff aifc", "x-fmt/136", article="an")
FLAC = _recording("FLAC recording", "audio/flac", "audio", "flac fla", "fmt/279")
OGG = _recording("Ogg file", "application/ogg", "audio", "ogg oga ogv ogx opus spx", "fmt/944", article="an")
VORBIS = _recording("Ogg Vorbis recording", "audio/ogg", "audio", "ogg oga", "fmt/203", article="an")
OPUS = _recording("Opus recording", "audio/opus", "audio", "opus ogg oga", "fmt/946", article="an")
MP3 = _recording("MP3 recording", "audio/mpeg", "audio", "mp3 mp2 mpga mpa", "fmt/134", article="an")
AAC = _recording("AAC recording", "audio/aac", "audio", "aac adts", article="an")
M4A = _recording("MPEG-4 recording", "audio/mp4", "audio", "m4a m4b m4r mp4 m4p", article="an")
ASF = _recording("Windows Media file", "video/x-ms-asf", "video", "asf wma wmv", "fmt/131")
WMA = _recording("Windows Media recording", "audio/x-ms-wma", "audio", "wma asf", "fmt/132")
WMV = _recording("Windows Media video", "video/x-ms-wmv", "video", "wmv asf", "fmt/133")
AMR = _recording("AMR recording", "audio/amr", "audio", "amr awb 3ga", article="an")
AU = _recording("Sun audio recording", "audio/basic", "audio", "au snd", "x-fmt/139")
CAF = _recording("Core Audio recording", "audio/x-caf", "audio", "caf")
DICTATION = _recording("dictation machine recording", "audio/x-dss", "audio", "dss ds2")
MP4 = _recording("MPEG-4 video", "video/mp4", "video", "mp4 m4v mp4v m4a", "fmt/199", article="an")
QUICKTIME = _recording("QuickTime video", "video/quicktime", "video", "mov qt mp4", "x-fmt/384")
THREEGP = _recording("3GPP video", "video/3gpp", "video", "3gp 3g2 3gpp mp4")
MATROSKA = _recording("Matroska video", "video/x-matroska", "video", "mkv mka mks", "fmt/569")
WEBM = _recording("WebM video", "video/webm", "video", "webm weba", "fmt/573")
AVI = _recording("AVI video", "video/x-msvideo", "video", "avi", "fmt/5", article="an")
MPEG_PROGRAM = _recording("MPEG video", "video/mpeg", "video", "mpg mpeg vob mod m2p", article="an")
MPEG_TRANSPORT = _recording("MPEG transport stream", "video/mp2t", "video", "ts mts m2ts m2t tod", article="an")
FLASH_VIDEO = _recording("Flash video", "video/x-flv", "video", "flv", "x-fmt/382")
MXF = _recording("MXF video", "application/mxf", "video", "mxf", article="an")

PDF = Format("PDF document", "application/pdf", "document", ("pdf", "ai"), None, "pdf")
RTF = _document("RTF document", "application/rtf", "rtf doc", article="an")
DOC = _document("Word document", "application/msword", "doc dot", "fmt/40")
XLS = _document("Excel table", "application/vnd.ms-excel", "xls xlt", article="an")
OLE = _document("Microsoft compound file", "application/x-ole-storage", "doc xls ppt msg", "fmt/111")
_OPENXML = "application/vnd.openxmlformats-officedocument."
DOCX = _document("Word document", _OPENXML + "wordprocessingml.document", "docx docm", "fmt/412")
XLSX = _document("Excel table", _OPENXML + "spreadsheetml.sheet", "xlsx xlsm", "fmt/214", "an")
PPTX = _document("PowerPoint document", _OPENXML + "presentationml.presentation", "pptx", "fmt/215")
ODT = _document("OpenDocument text", "application/vnd.oasis.opendocument.text", "odt", article="an")
ODS = _document("OpenDocument table", "application/vnd.oasis.opendocument.spreadsheet", "ods", article="an")
EPUB = _document("EPUB book", "application/epub+zip", "epub", "fmt/483", "an")
HTML = _document("HTML page", "text/html", "html htm xhtml", article="an")
MHTML = _document("saved web page", "multipart/related", "mht mhtml eml")
EMAIL = _document("mail message", "message/rfc822", "eml mht")
ZIP = Format("zip archive", "application/zip", "other", ("zip",), "x-fmt/263")
GZIP = Format("gzip file", "application/gzip", "other", ("gz", "tgz", "svgz"), "x-fmt/266")
SEVEN_ZIP = Format("7-Zip archive", "application/x-7z-compressed", "other", ("7z",), "fmt/484")
RAR = Format("RAR archive", "application/vnd.rar", "other", ("rar",))
PROGRAM = Format("program", "application/x-executable", "other", ("exe", "dll", "com", "scr", "so"))
AGE = Format("file encrypted with age", "application/x-age-encryption", "other", ("age",))

PLAIN = _text("plain text", "text/plain", "txt text asc log me", "x-fmt/111", "")
WEBVTT = _text("WebVTT transcript", "text/vtt", "vtt", "fmt/1454")
SRT = _text("SubRip transcript", "application/x-subrip", "srt", article="a")
MARKDOWN = _text("Markdown text", "text/markdown", "md markdown")
CSV = _text("table of comma-separated values", "text/csv", "csv", "x-fmt/18")
TSV = _text("table of tab-separated values", "text/tab-separated-values", "tsv tab", "x-fmt/13")
JSON = _text("JSON file", "application/json", "json", "fmt/817")
XML = _text("XML file", "application/xml", "xml", "fmt/101", "an")
UNKNOWN = Format("file of an unknown format", "application/octet-stream", "other")

NAMED: tuple[Format, ...] = (
    *(JPEG, PNG, TIFF, GIF, WEBP, AVIF, BMP, PNM, JP2, J2K, HEIC, SVG, PSD, POSTSCRIPT),
    *(WAVE, AIFF, FLAC, VORBIS, OPUS, MP3, AAC, M4A, WMA, AMR, AU, CAF, DICTATION, MP4, QUICKTIME, THREEGP),
    *(MATROSKA, WEBM, AVI, WMV, MPEG_PROGRAM, MPEG_TRANSPORT, FLASH_VIDEO, MXF),
    *(PDF, RTF, DOC, XLS, DOCX, XLSX, PPTX, ODT, ODS, EPUB, HTML, MHTML, EMAIL),
    *(ZIP, GZIP, SEVEN_ZIP, RAR, PROGRAM, AGE),
    *(PLAIN, WEBVTT, SRT, MARKDOWN, CSV, TSV, JSON, XML),
)
"""What a name can promise: the first format here that bears an ending is the one the ending means."""


def promised(suffix: str) -> Format | None:
    """Give the format that a file's ending promises, if we know the ending.

    >>> promised("jpg").label
    'JPEG image'
    """
    return next((known for known in NAMED if suffix in known.suffixes), None)
