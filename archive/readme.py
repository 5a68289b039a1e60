"""The README.txt of every archive: how to read, check and back it up without this program."""

from __future__ import annotations


def text(title: str) -> str:
    """Give the text for an archive with this title."""
    return f"""{title}
{"=" * min(len(title), 70)}

An oral-history archive, kept by Earwitness in plain files. You do not need the program to read it.

To read
  testimonies/       one folder a testimony, each an OCFL 1.1 object (https://ocfl.io/1.1/spec/)
  authorities/       persons, bodies, places, events, subjects and collections, kept the same way
  accessions/        deliveries and the agreements they came with
  closed/            encrypted files only
  A testimony's folder holds versions v1, v2, ... The file inventory.json lists, for every version, which files
  belong to it ("state": digest and name) and where their bytes lie ("manifest": digest and path). The highest
  version is what counts today. Each version's content/ folder holds only what was new in it:
    record.json      the description: who, when, where, access, consent, rights
    transcripts/     the words, passage by passage
    media/           photographs, scans and recordings, byte for byte as received
    source/          transcripts and sheets as received
  All text is UTF-8 JSON; any text editor shows it.

To check, on Linux (on macOS put `shasum -a 512` in the place of `sha512sum`)
  Every inventory, those of older versions too, against the digest beside it:
    for sidecar in [!qw]*/*/inventory.json.sha512 [!qw]*/*/v*/inventory.json.sha512; do
        sed "s|  *inventory.json$|  ${{sidecar%.sha512}}|" "$sidecar"
    done | sha512sum --check --quiet
  Every file, against the inventory of its object:
    python3 - <<'END' | sha512sum --check --quiet
import json, pathlib
for inventory in pathlib.Path(".").glob("[!qw]*/*/inventory.json"):
    for digest, files in json.loads(inventory.read_text("utf-8"))["manifest"].items():
        for file in files:
            print(digest, "", inventory.parent / file)
END
  Nothing is printed when all is well. What these commands don't see: files that were put there besides, and
  inventories gone together with their digests. `earwitness verify` or any OCFL validator sees those too. Left out
  are work/ and quarantine/.

To back up
  Copy the whole folder while nobody writes to it (archive.lock says who does): rsync -a, restic, borg, a disk in a
  drawer. Leave out cache/ and work/ if you like: they are made again. Then check the copy as above.

Who may see it
  record.json says under "access" which parts are open, restricted, staff or closed. Outside closed/ nothing is
  encrypted: whoever can read these folders can read all of it. People who spoke may be in danger; keep the promise.

Other files
  archive.json       the archive's id and format     audit.jsonl     who changed what and when; each line carries
  fixity.jsonl       when what was checked                           the digest of the line before
  drafts/ saved/     unfinished and saved work       quarantine/     what failed its digest; look at it by hand
"""
