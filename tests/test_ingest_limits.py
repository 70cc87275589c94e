"""Limits: what is allowed passes, one more is named `too_large` with the figure."""

import pytest

from ingest.errors import DocumentError
from ingest.limits import MEGABYTE, Limits


@pytest.mark.parametrize(
    ("check", "allowed"),
    [
        ("check_size", 2 * MEGABYTE),
        ("check_pages", 3),
        ("check_characters", 4),
        ("check_unpacked", 5 * MEGABYTE),
    ],
)
def test_a_limit_lets_its_own_value_pass_and_refuses_one_more(check: str, allowed: int) -> None:
    limits = Limits(megabytes=2, pages=3, characters=4, unpacked_megabytes=5)
    getattr(limits, check)(allowed)
    with pytest.raises(DocumentError, match="limit is") as caught:
        getattr(limits, check)(allowed + 1)
    assert caught.value.kind == "too_large"
    assert "\n" not in str(caught.value)
