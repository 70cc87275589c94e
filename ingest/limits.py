"""How much one file may cost while it is read. All limits are finite: no file is trusted."""

from __future__ import annotations

from dataclasses import dataclass

from .errors import DocumentError

MEGABYTE = 1_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What reading one file may take at most.

    `seconds` is wall time per file, `memory_mb` the address space of the worker process in
    megabytes (only where the system can enforce it), `megabytes` the size of the file itself,
    `pages` its pages, `characters` the stored text of all its pages, `unpacked_megabytes` what
    a compressed container (DOCX) may hold when unpacked.
    """

    seconds: float = 120.0
    memory_mb: int = 3_000
    megabytes: int = 200
    pages: int = 3_000
    characters: int = 10_000_000
    unpacked_megabytes: int = 200

    def check_size(self, size: int) -> None:
        """Raises DocumentError `too_large` when a file of `size` bytes is over the limit."""
        if size > self.megabytes * MEGABYTE:
            raise too_large(f"The file has {size / MEGABYTE:,.0f} MB", f"{self.megabytes:,} MB")

    def check_pages(self, count: int) -> None:
        """Raises DocumentError `too_large` when a document has more than the pages allowed."""
        if count > self.pages:
            raise too_large(f"The document has {count:,} pages", f"{self.pages:,} pages")

    def check_characters(self, count: int) -> None:
        """Raises DocumentError `too_large` when the text read so far is over the limit."""
        if count > self.characters:
            raise too_large(
                f"The document has over {self.characters:,} characters", f"{self.characters:,} characters"
            )

    def check_unpacked(self, size: int) -> None:
        """Raises DocumentError `too_large` when a container unpacks to more than is allowed."""
        if size > self.unpacked_megabytes * MEGABYTE:
            raise too_large(
                f"The file unpacks to {size / MEGABYTE:,.0f} MB", f"{self.unpacked_megabytes:,} MB"
            )


def too_large(what: str, limit: str) -> DocumentError:
    """The error for a file over a limit: `what` says what it has, `limit` what is allowed."""
    return DocumentError(
        "too_large",
        f"{what}; the limit is {limit}.",
        "Split the file, or raise the reading limits in the settings.",
    )
