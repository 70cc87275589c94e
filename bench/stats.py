"""Intervals and percentiles, as text; the resampling is that of `evaluate`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from toolkit_qa.bootstrap import interval, paired_difference

__all__ = ["interval", "paired_difference", "percentile", "with_interval"]


def with_interval(values: Sequence[float]) -> str:
    """`0.951 (0.925–0.973)`."""
    low, high = interval(values)
    return f"{np.mean(values):.3f} ({low:.3f}–{high:.3f})"


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0–1) of `values` lie."""
    return float(np.percentile(np.asarray(values), share * 100))
