"""Typeset the starter corpus: `corpus/sources/*.typ` to `corpus/starter/*.pdf`.

    python -m tools.typeset            typeset every source, note its SHA-256 in the manifest
    python -m tools.typeset SLUG ...   the same for the documents named
    python -m tools.typeset --check    typeset aside and compare every page's text

The result depends on the sources and the pinned typst alone: the creation date is fixed and
only the fonts that come with typst are used. `--check` compares text rather than bytes, so that
a new release of typst may draw the same words a little differently.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import typst

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
SOURCES = CORPUS / "sources"
STARTER = CORPUS / "starter"
MANIFEST = CORPUS / "manifest.toml"
TEMPLATE = "template"
CREATED = datetime(2026, 1, 1, tzinfo=UTC)
"""The date written into every PDF, as in the template."""

ID_LINE = re.compile(r'^id\s*=\s*"(?P<id>[^"]+)"')
SHA_LINE = re.compile(r'^sha256\s*=\s*"[0-9a-f]*"')


class TypesetError(Exception):
    """A document could not be typeset, or disagrees with its source; the text says which."""


def slugs() -> list[str]:
    """The documents that have a source, in alphabetical order."""
    return sorted(path.stem for path in SOURCES.glob("*.typ") if path.stem != TEMPLATE)


def typeset(slug: str) -> bytes:
    """The PDF of one source, tagged for accessibility (PDF/UA-1)."""
    try:
        pdf, warnings = typst.compile_with_warnings(
            SOURCES / f"{slug}.typ",
            root=SOURCES,
            ignore_system_fonts=True,
            timestamp=CREATED,
            pdf_standards="ua-1",
        )
    except (typst.TypstError, RuntimeError, OSError) as error:
        raise TypesetError(f"{slug}: {error}") from error
    if warnings:
        raise TypesetError(f"{slug}: {warnings[0]}")
    return pdf


def page_texts(path: Path) -> list[str]:
    """The text of every page, white space folded."""
    with pypdfium2.PdfDocument(path) as document:
        return [" ".join(_page_text(page).split()) for page in document]


def _page_text(page: pypdfium2.PdfPage) -> str:
    return str(page.get_textpage().get_text_range())


def differences(slug: str, folder: Path) -> Iterator[str]:
    """One line for each way in which the committed PDF differs from its source."""
    committed = STARTER / f"{slug}.pdf"
    if not committed.is_file():
        yield f"{slug}: corpus/starter/{slug}.pdf is missing; run python -m tools.typeset"
        return
    fresh = folder / committed.name
    fresh.write_bytes(typeset(slug))
    old, new = page_texts(committed), page_texts(fresh)
    if len(old) != len(new):
        yield f"{slug}: the PDF has {len(old)} pages, its source gives {len(new)}"
        return
    for number, (before, after) in enumerate(zip(old, new, strict=True), start=1):
        if before != after:
            yield f"{slug}: the text of page {number} differs: {first_difference(before, after)}"


def first_difference(before: str, after: str) -> str:
    """The words around the first place where two texts part."""
    at = next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b),
        min(len(before), len(after)),
    )
    start = max(0, at - 20)
    return f"PDF {before[start : at + 20]!r}, source {after[start : at + 20]!r}"


def note_checksums(manifest: str, checksums: dict[str, str]) -> str:
    """The manifest's text with the `sha256` lines of these documents replaced.

    Everything else, comments included, stays as it is. A document without an `id` line or
    without a `sha256` line below it is an error: nothing is added to the manifest here.
    """
    lines, current, left = manifest.splitlines(keepends=True), "", set(checksums)
    for number, line in enumerate(lines):
        if line.startswith("["):
            current = ""
        elif found := ID_LINE.match(line):
            current = found["id"]
        elif current in left and SHA_LINE.match(line):
            lines[number] = SHA_LINE.sub(f'sha256 = "{checksums[current]}"', line)
            left.remove(current)
    if left:
        names = ", ".join(sorted(left))
        raise TypesetError(f"{MANIFEST.name} has no [[document]] with a sha256 line for: {names}")
    return "".join(lines)


def stale_checksums(names: Sequence[str]) -> Iterator[str]:
    """One line for each committed PDF whose SHA-256 is not the one in the manifest."""
    before = MANIFEST.read_text(encoding="utf-8")
    for slug in names:
        path = STARTER / f"{slug}.pdf"
        if path.is_file() and note_checksums(before, {slug: checksum(path)}) != before:
            yield f"{slug}: the sha256 in corpus/{MANIFEST.name} is not that of {path.name}"


def checksum(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write(names: Sequence[str]) -> None:
    """Typeset these documents into `corpus/starter/` and note their checksums."""
    STARTER.mkdir(exist_ok=True)
    for slug in names:
        path = STARTER / f"{slug}.pdf"
        path.write_bytes(typeset(slug))
        print(f"{slug}: {len(page_texts(path))} pages")
    checksums = {slug: checksum(STARTER / f"{slug}.pdf") for slug in names}
    noted = note_checksums(MANIFEST.read_text(encoding="utf-8"), checksums)
    MANIFEST.write_text(noted, encoding="utf-8", newline="\n")


def check(names: Sequence[str]) -> list[str]:
    """Every disagreement between sources, PDFs and manifest, a line each."""
    with tempfile.TemporaryDirectory() as folder:
        found = [line for slug in names for line in differences(slug, Path(folder))]
    return found + list(stale_checksums(names))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 0 when done, 1 when something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tools.typeset", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("slugs", nargs="*", help="documents to typeset (all when none is named)")
    parser.add_argument("--check", action="store_true", help="compare, and write nothing")
    options = parser.parse_args(arguments)
    try:
        return _run(options.slugs or slugs(), check_only=options.check)
    except TypesetError as error:
        print(error, file=sys.stderr)
        return 1


def _run(names: Sequence[str], *, check_only: bool) -> int:
    if not check_only:
        write(names)
        return 0
    problems = check(names)
    for line in problems:
        print(line, file=sys.stderr)
    if not problems:
        print(f"{len(names)} documents agree with their sources")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
