"""Problems say in one line which pages they concern and what to do."""

from __future__ import annotations

import pytest

from ingest.errors import PROBLEM_KINDS, DocumentError
from ingest.problems import doubtful_text, no_text, nothing_to_quote, page_names, problem_of, with_file


@pytest.mark.parametrize(
    ("pages", "named"),
    [
        ([4], "Page 4"),
        ([1, 2], "Pages 1-2"),
        ([9, 3, 4, 5, 3], "Pages 3-5, 9"),
        (range(1, 60, 2), "Pages 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23 and 18 more"),
    ],
)
def test_pages_are_named_in_ranges(pages: list[int], named: str) -> None:
    assert page_names(pages) == named


def test_missing_text_names_the_pages_and_the_command_that_mends_it() -> None:
    problem = with_file(no_text([2, 3], 5), "orders/scan 7.pdf")
    assert (problem.file, problem.kind, problem.page) == ("orders/scan 7.pdf", "no_text", 2)
    assert problem.message.startswith("Pages 2-3 without text")
    assert 'ocrmypdf --skip-text "orders/scan 7.pdf"' in problem.message


def test_a_document_without_any_text_says_so() -> None:
    assert no_text([1, 2], 2).message.startswith("The document has no text")


def test_a_file_without_a_passage_is_not_sent_to_text_recognition() -> None:
    problem = problem_of(nothing_to_quote(), "empty.txt")
    assert (problem.file, problem.kind) == ("empty.txt", "no_text")
    assert "ocrmypdf" not in problem.message


def test_doubtful_pages_are_named_with_the_share() -> None:
    problem = doubtful_text([4, 5], 0.95)
    assert problem.kind == "doubtful_text"
    assert problem.message.startswith("Pages 4-5: ")
    assert "95%" in problem.message


def test_an_error_becomes_a_problem_of_its_file() -> None:
    problem = problem_of(DocumentError("damaged", "Cut short.", "Get it again."), "a.pdf")
    assert (problem.file, problem.kind, problem.message) == ("a.pdf", "damaged", "Cut short. Get it again.")
    assert problem.kind in PROBLEM_KINDS
