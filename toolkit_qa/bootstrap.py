"""Intervals by resampling questions with a fixed seed (percentile bootstrap, Efron 1979)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

RESAMPLES = 10_000
SEED = 20240229


def resampled_means(values: Sequence[float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The mean of `values` in each resample, shape (RESAMPLES,)."""
    data = np.asarray(values, dtype=np.float64)
    draws = np.random.default_rng(SEED).integers(0, len(data), size=(RESAMPLES, len(data)))
    means: np.ndarray[tuple[int], np.dtype[np.float64]] = data[draws].mean(axis=1)
    return means


def interval(values: Sequence[float]) -> tuple[float, float]:
    """The 95 % interval of the mean of `values`."""
    low, high = np.percentile(resampled_means(values), [2.5, 97.5])
    return float(low), float(high)


def paired_difference(ours: Sequence[float], theirs: Sequence[float]) -> tuple[float, float, float]:
    """Mean of ours − theirs on the same questions, with its 95 % interval."""
    differences = np.asarray(ours, dtype=np.float64) - np.asarray(theirs, dtype=np.float64)
    low, high = interval(list(differences))
    return float(differences.mean()), low, high
