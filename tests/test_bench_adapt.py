"""Training the adapter for questions: on no question of a set, and towards the right rows."""

from __future__ import annotations

import re

import pytest
import torch

from bench import adapt
from bench.data import read_lines
from toolkit_qa.question_sets import read_sets

ALIKE = 0.7  # share of words from which two questions count as one


def words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower()))


def test_no_question_of_a_committed_set_is_trained_on() -> None:
    asked = [words(one.question) for one in read_sets()]
    trained = [words(str(line["question"])) for line in read_lines(adapt.TRAINING)]
    assert len(trained) > 10_000
    alike = [
        (mine, other) for mine in trained for other in asked if len(mine & other) >= ALIKE * len(mine | other)
    ]
    assert not alike


def test_the_loss_is_small_where_the_right_row_is_nearest() -> None:
    cosines = torch.tensor([[0.9, 0.1, 0.0]])
    right, wrong = (float(adapt.missed(cosines, [torch.tensor([row])])) for row in (0, 1))
    assert right < 0.01 < wrong
    assert float(adapt.missed(cosines, [torch.tensor([0, 1, 2])])) == pytest.approx(0.0, abs=1e-6)


def test_an_untrained_layer_changes_nothing() -> None:
    layer = torch.nn.Linear(8, 4)
    values = torch.randn(3, 8)
    assert torch.equal(adapt.LowRank(layer)(values), layer(values))


def test_a_hash_is_of_letters_only() -> None:
    assert adapt.letters_hash("A match  is\na lead.") == adapt.letters_hash("a match is a lead.")
    assert adapt.letters_hash("A match is a lead.") != adapt.letters_hash("A match is no lead.")
