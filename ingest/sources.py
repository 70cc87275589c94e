"""From the paths a user names to the files that are read.

Folders are read recursively, in alphabetical order. Passed over in silence: hidden files, README and
LICENSE (unless PDF: one part of the toolkit is called README), what a manifest names as the source of
a document, with everything beside it, and official PDFs that were replaced by others. All other files
are kept, also those of a kind that is not read: the reader names the problem. A folder that holds a
manifest is read by it: its entries say what the listed files are; any further file is the agency's own.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .errors import CorpusError, InputError
from .manifest import FETCHED, MANIFEST, Entry, Manifest, read_manifest
from .wire import DOCX, MARKDOWN, OTHER, PDF, TEXT

KINDS = {".pdf": PDF, ".md": MARKDOWN, ".markdown": MARKDOWN, ".txt": TEXT, ".docx": DOCX}
OFFICIAL_FOLDER = "official"  # beside the manifest: official PDFs, fetched or placed by hand
REPLACED_FOLDER = "official/replaced"  # those that fetching has replaced by others: kept, never read

ABOUT = re.compile(r"readme(\.\w+)?|licen[cs]e([-.].*)?", re.IGNORECASE)
LEFT_BY_PROGRAMS = {MANIFEST, FETCHED, "thumbs.db", "desktop.ini"}


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceFile:
    """A file to be read.

    `file` is its path below the folder given (POSIX), or its own name. `sha256` is that of its bytes,
    "" when it cannot be opened. `kind` is one of `wire.PDF` and the others. `entry` is what its
    manifest says of exactly these bytes; `official` that it stands in the folder for official PDFs.
    """

    path: Path
    file: str
    sha256: str
    size: int
    kind: str
    entry: Entry | None = None
    official: bool = False
    manifest: Manifest | None = field(default=None, repr=False)


def discover(paths: Sequence[Path]) -> tuple[SourceFile, ...]:
    """The files that `paths` stand for, each once, in the order of `paths` and then of their names.

    Raises:
        InputError: A path does not exist, or a manifest cannot be read.
        CorpusError: There is not one file.
    """
    found: dict[Path, SourceFile] = {}
    for path in paths:
        for file in _files_of(path):
            found.setdefault(file.path.resolve(), file)
    if not found:
        where = ", ".join(str(path) for path in paths) or "no path"
        raise CorpusError(f"No documents in {where}.", "Put PDF, Markdown, text or DOCX files there.")
    return tuple(found.values())


def _files_of(path: Path) -> Iterator[SourceFile]:
    if path.is_dir():
        yield from _walk(path, path, _manifest_above(path))
    elif path.is_file():
        yield _source_file(path, path.name, _manifest_at(path.parent) or _manifest_above(path.parent))
    elif path.exists():
        raise InputError(f"{path} is neither a file nor a folder.", "Name a folder or a document.")
    else:
        raise InputError(f"There is no file or folder {path}.", "Check the spelling of the path.")


def _walk(folder: Path, root: Path, manifest: Manifest | None) -> Iterator[SourceFile]:
    manifest = _manifest_at(folder) or manifest
    try:
        inside = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        raise InputError(f"{folder} cannot be read: {error.strerror}.", "Check its permissions.") from error
    for path in inside:
        if path.is_dir():
            if not (_hidden(path.name) or path.is_symlink() or _not_for_reading(path, manifest)):
                yield from _walk(path, root, manifest)
        elif path.is_file() and not _passed_over(path, manifest):
            yield _source_file(path, path.relative_to(root).as_posix(), manifest)


def _manifest_at(folder: Path) -> Manifest | None:
    return read_manifest(folder) if (folder / MANIFEST).is_file() else None


def _manifest_above(folder: Path) -> Manifest | None:
    """The manifest of the folder above, so that a part of a corpus can be named; a foreign one is ignored."""
    try:
        return _manifest_at(folder.resolve().parent)
    except InputError:
        return None


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$"))


def _passed_over(path: Path, manifest: Manifest | None) -> bool:
    if _hidden(path.name) or path.name.lower() in LEFT_BY_PROGRAMS:
        return True
    about = ABOUT.fullmatch(path.stem if path.suffix else path.name) is not None
    return about and path.suffix.lower() != ".pdf" and _listed(path, manifest) is None


def _not_for_reading(folder: Path, manifest: Manifest | None) -> bool:
    """Whether `folder` holds what documents were made from, or what official PDFs have replaced."""
    if manifest is None:
        return False
    if _below(folder, manifest) == REPLACED_FOLDER:
        return True
    sources = ((manifest.folder / e.source_file).parent for e in manifest.entries if e.source_file)
    return any(folder.resolve() == source.resolve() for source in sources if source != manifest.folder)


def _listed(path: Path, manifest: Manifest | None) -> Entry | None:
    if manifest is None:
        return None
    below = _below(path, manifest)
    return next((entry for entry in manifest.entries if below and entry.file == below), None)


def _below(path: Path, manifest: Manifest) -> str:
    """The path below the manifest's folder (POSIX), or "" when it stands elsewhere."""
    full, folder = path.resolve(), manifest.folder.resolve()
    return full.relative_to(folder).as_posix() if full.is_relative_to(folder) else ""


def _source_file(path: Path, file: str, manifest: Manifest | None) -> SourceFile:
    sha256, size = _fingerprint(path)
    below = _below(path, manifest) if manifest else ""
    entry = (manifest.by_sha256(sha256) or manifest.by_file(below)) if manifest else None
    return SourceFile(
        path=path,
        file=os.fsencode(file).decode("utf-8", "replace"),  # names that are no text must not break the index
        sha256=sha256,
        size=size,
        kind=KINDS.get(path.suffix.lower(), OTHER),
        entry=entry,
        official=below.startswith(f"{OFFICIAL_FOLDER}/"),
        manifest=manifest,
    )


def _fingerprint(path: Path) -> tuple[str, int]:
    """SHA-256 and size of a file; ("", 0) when it cannot be opened, which reading it will report."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest(), os.fstat(stream.fileno()).st_size
    except OSError:
        return "", 0
