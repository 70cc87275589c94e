"""The problems of a document that was read all the same, in one line each that says what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from .errors import DocumentError
from .records import Problem

FILE = "{file}"  # stands for the file's name, which a reader does not know


def no_text(pages: Sequence[int], count: int) -> Problem:
    """Pages that show something but hold no text. `pages` are physical, of a document of `count` pages."""
    all_of_them = len(pages) == count
    where = "The document has no text" if all_of_them else f"{page_names(pages)} without text"
    command = f'ocrmypdf --skip-text "{FILE}" "{FILE}.ocr.pdf"'
    return Problem(file="", kind="no_text", page=pages[0], message=f"{where}; recognise it with: {command}")


def nothing_to_quote() -> DocumentError:
    """The error for a file that was read but gave no passage."""
    return DocumentError(
        "no_text", "The file holds no text that could be quoted.", "Add its text, or take the file away."
    )


def unopened_pages(pages: Sequence[int]) -> Problem:
    """Pages that cannot be opened in a document whose others can."""
    return Problem(
        file="",
        kind="damaged",
        page=pages[0],
        message=f"{page_names(pages)} cannot be opened; get the file again, or save it as a new PDF.",
    )


def doubtful_text(pages: Sequence[int], share: float) -> Problem:
    """Pages on which the two readers agree on less than `share` (0 to 1) of the words."""
    return Problem(
        file="",
        kind="doubtful_text",
        page=pages[0],
        message=f"{page_names(pages)}: two readers agree on under {share:.0%} of the words; "
        "compare quotes with the page picture.",
    )


def page_names(pages: Iterable[int]) -> str:
    """`Page 3` or `Pages 1, 3-5, 9`; long lists end in `and 12 more`."""
    ranges: list[list[int]] = []
    for page in sorted(set(pages)):
        if ranges and page == ranges[-1][1] + 1:
            ranges[-1][1] = page
        else:
            ranges.append([page, page])
    named = [str(first) if first == last else f"{first}-{last}" for first, last in ranges[:12]]
    more = sum(last - first + 1 for first, last in ranges[12:])
    noun = "Page" if len(ranges) == 1 and ranges[0][0] == ranges[0][1] else "Pages"
    return f"{noun} {', '.join(named)}" + (f" and {more} more" if more else "")


def with_file(problem: Problem, file: str) -> Problem:
    """The problem with the file's name filled in."""
    return replace(problem, file=file, message=problem.message.replace(FILE, file))


def problem_of(error: DocumentError, file: str) -> Problem:
    """An error that kept a file from being read, as a problem."""
    return Problem(file=file, kind=error.kind, message=str(error).replace(FILE, file))
