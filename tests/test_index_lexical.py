"""Search by words."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index.lexical import LexicalIndex, terms
from ingest.errors import StoreError

TEXTS = (
    "Human oversight of facial recognition",
    "The officers did not oversee the recognition system, and the system failed",
    "Procurement of drones",
    "of the and",
)


@pytest.fixture(scope="module")
def lexical():
    return LexicalIndex.of(TEXTS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Risk-based policing", ("risk", "base", "polic")),
        ("ﬁnal eﬀect", ("final", "effect")),
        ("It is not allowed", ("not", "allow")),
        ("They don't, can’t and never will", ("not", "not", "never")),
        ("See GOVERN 1.2.", ("see", "govern", "1.2")),
        ("the officer's reports", ("offic", "report")),
        ("ＦＵＬＬ width", ("full", "width")),
        ("of the and", ()),
        ("", ()),
    ],
)
def test_terms(text, expected):
    assert terms(text) == expected


def test_the_text_with_the_terms_wins(lexical):
    assert int(np.argmax(lexical.scores("oversight of facial recognition"))) == 0


def test_texts_without_a_term_score_zero(lexical):
    assert lexical.scores("drones")[[0, 1, 3]].tolist() == [0, 0, 0]


def test_unknown_terms_and_empty_questions_score_zero(lexical):
    assert not lexical.scores("zebra").any()
    assert not lexical.scores("of the").any()


def test_a_rare_term_weighs_more(lexical):
    assert lexical.idf("zebra") > lexical.idf("drone") > lexical.idf("recognit")


def test_rows_of_a_term(lexical):
    assert lexical.rows("recognit").tolist() == [0, 1]
    assert lexical.frequency("system") == 1
    assert lexical.rows("zebra").tolist() == []


def test_an_index_survives_its_folder(lexical, tmp_path):
    lexical.save(tmp_path)
    again = LexicalIndex.load(tmp_path)
    assert (again.scores("recognition system") == lexical.scores("recognition system")).all()
    assert len(again) == len(TEXTS)
    assert not [path.name for path in tmp_path.iterdir() if path.suffix not in (".npy", ".json")]


def test_a_folder_without_an_index_is_refused(tmp_path):
    with pytest.raises(StoreError, match="cannot be read"):
        LexicalIndex.load(tmp_path)


def test_texts_of_stop_words_only_can_be_indexed():
    assert LexicalIndex.of(["of the", "and"]).scores("of oversight").tolist() == [0, 0]


def test_files_do_not_depend_on_the_process(tmp_path):
    code = (
        "import sys; from pathlib import Path; from index.lexical import LexicalIndex; "
        "LexicalIndex.of(sys.argv[2:]).save(Path(sys.argv[1]))"
    )
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / seed), *TEXTS],
            check=True,
            env={"PYTHONHASHSEED": seed},
        )
    one, other = (
        {path.name: path.read_bytes() for path in (tmp_path / seed).iterdir()} for seed in ("1", "2")
    )
    assert one == other


def test_threads_agree():
    words = [f"{stem}ing{number}" for number in range(200) for stem in ("walk", "report")]
    with ThreadPoolExecutor(8) as threads:
        results = list(threads.map(lambda _: terms(" ".join(words)), range(16)))
    assert set(results) == {terms(" ".join(words))}
