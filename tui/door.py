"""Which archive is meant, and who signs: options, environment, this folder, the configuration, the sample."""

from __future__ import annotations

import getpass
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from testimonies.errors import BadInput, NotFound, ReadOnly

if TYPE_CHECKING:
    from archive.archive import Archive

NAME = "earwitness"
VARIABLE = "EARWITNESS_ARCHIVE"

BEGIN = "To begin an archive of your own: earwitness init DIR"


@dataclass(frozen=True, slots=True)
class Found:
    """An archive, and whether it is only the sample."""

    archive: Archive
    is_sample: bool


def configuration() -> dict[str, Any]:
    """Give what `config.toml` in the user's configuration folder says; nothing where there is none."""
    path = config_path()
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise BadInput(f"{path} can't be read ({error}); mend it or move it away.") from error


def config_path() -> Path:
    """Say where the configuration is."""
    from platformdirs import user_config_path  # noqa: PLC0415 - only when it is asked for

    return user_config_path(NAME) / "config.toml"


def sample_path() -> Path:
    """Say where the sample is kept, apart from every working archive."""
    from platformdirs import user_data_path  # noqa: PLC0415 - only when it is asked for

    return user_data_path(NAME) / "sample"


def signature() -> str:
    """Give the name changes are signed with: `name` in config.toml, else the login name."""
    name = configuration().get("name")
    if isinstance(name, str) and name.strip():
        return name.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        # No login name at all, as in some containers: the number is still somebody.
        return f"user {os.getuid()}"


def named_folder(given: str | Path | None) -> Path | None:
    """Give the folder that is meant, in the order of the design; None where nothing is named."""
    from archive.settings import is_archive  # noqa: PLC0415 - a plain --help needs no archive

    if given or (given := os.environ.get(VARIABLE)):
        return Path(given)
    if is_archive(Path()):
        return Path()
    default = configuration().get("archive")
    return Path(default).expanduser() if isinstance(default, str) and default else None


def check(given: str | None) -> bool:
    """Say whether an archive is named at all; raise NotFound where one is named that is not there."""
    from archive.settings import is_archive, missing  # noqa: PLC0415 - a plain --help needs no archive

    folder = named_folder(given)
    if folder is not None and not is_archive(folder):
        raise missing(folder)
    return folder is not None


def enter(given: str | Path | None, *, sample: bool) -> Found:
    """Open the archive that is meant; with `sample`, the founding collection where none is named.

    Raises NotFound where there is none, with a word on how to begin one.
    """
    from archive.archive import Archive  # noqa: PLC0415 - a plain --help needs no archive

    folder = named_folder(given)
    if folder is not None:
        return Found(Archive(folder), is_sample=False)
    if not sample:
        raise NotFound(f"No archive is named here: use --archive DIR or {VARIABLE}. {BEGIN}")
    return Found(open_sample(), is_sample=True)


def open_sample() -> Archive:
    """Open the sample, making it the first time: beside its place, so that it is there whole or not at all."""
    from archive.archive import Archive  # noqa: PLC0415 - as above
    from archive.founding import create_with_founding  # noqa: PLC0415 - only the first time
    from archive.settings import is_archive  # noqa: PLC0415 - as above

    folder = sample_path()
    if is_archive(folder):
        return Archive(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix="sample-", dir=folder.parent) as beside:
            made = Path(beside) / "sample"
            create_with_founding(made, "The founding collection of Earwitness", "Earwitness").close()
            made.rename(folder)
    except OSError as error:
        if not is_archive(folder):
            raise ReadOnly(f"The sample can't be made in {folder} ({error.strerror}). {BEGIN}") from error
        # Someone else made it at the same moment.
    return Archive(folder)
