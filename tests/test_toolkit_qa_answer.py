"""Choosing evidence: units of the best passages, whole and in reading order, nothing said twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from index.build import build
from index.version import open_version
from ingest.passages import split_document
from ingest.records import HEADING, LIST_ITEM, PARAGRAPH, TABLE_ROW, Block, Document, Page
from ingest.sentences import with_sentences
from tests.fakes import FakeEmbedder
from tests.made_documents import HANDBOOK, POLICY, made_document, publish_made
from toolkit_qa.answer import MOST_UNITS, Answerer, Chosen
from toolkit_qa.followup import Turn, understand
from toolkit_qa.retrieve import Retriever, Search
from toolkit_qa.units import SENTENCES_AFTER, Units


def chosen_texts(store: Path, question: str) -> list[str]:
    retriever = Retriever(open_version(store))
    answerer = Answerer(retriever)
    found = retriever.search([Turn(text=question, vector=FakeEmbedder().encode_query(question))], k=8)
    return [one.sentence.text for unit in answerer.evidence(answerer.choose(found)) for one in unit]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("store")
    publish_made(folder, (HANDBOOK, POLICY))
    return folder


def test_the_sentence_that_answers_is_chosen_whole(store: Path) -> None:
    texts = chosen_texts(store, "How long are the records of a search kept?")
    assert "Records of every search are kept for ninety days." in texts


def test_the_same_sentence_is_not_said_twice(store: Path) -> None:
    texts = chosen_texts(store, "When are drones flown?")
    assert texts.count("Drones are flown only with a warrant signed by a judge.") == 1


def test_at_most_four_units_in_reading_order(tmp_path: Path) -> None:
    rules = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta")
    lines = [f"Drones need rule {rule} before flight, says x{rule} in y{rule} of z{rule}." for rule in rules]
    publish_made(tmp_path, (made_document("d", ("\n".join(lines),)),))
    texts = chosen_texts(tmp_path, "What rules do drones need before flight?")
    assert len(texts) == MOST_UNITS
    assert texts == sorted(texts, key=lines.index)


def units_of(text: str, kinds: tuple[str, ...]) -> tuple[Units, list[str]]:
    """The units of a one-page document whose lines are blocks of the given kinds, and its sentences."""
    blocks, start = [], 0
    for kind, line in zip(kinds, text.split("\n"), strict=True):
        blocks.append(Block(kind=kind, start=start, end=start + len(line)))
        start += len(line) + 1
    page = with_sentences(Page(number=1, label="1", text=text, blocks=tuple(blocks)))
    document = Document(document_id="d", title="D", file="d.pdf", sha256="", pages=(page,))
    passages = split_document(document, count_tokens=lambda one: len(one.split()))
    sentences = [(row, one) for row, passage in enumerate(passages) for one in passage.sentences]
    version = SimpleNamespace(passages=passages, sentences=sentences, page=lambda _, number: page)
    return Units(version), [one.text for _, one in sentences]  # type: ignore[arg-type]


def texts_around(units: Units, sentences: list[str], text: str) -> list[str]:
    return [sentences[number] for number in units.around(sentences.index(text))]


def test_a_sentence_brings_those_after_it_in_its_paragraph() -> None:
    one, two, three, four = (f"Officers of unit {word} check each match." for word in "abcd")
    units, sentences = units_of(f"{one} {two} {three} {four}", (PARAGRAPH,))
    assert texts_around(units, sentences, one) == sentences[: 1 + SENTENCES_AFTER]
    assert texts_around(units, sentences, four) == [four]


def test_a_sentence_that_leans_brings_the_one_before() -> None:
    first, second = "A match is only a lead.", "It must be checked by two officers."
    units, sentences = units_of(f"{first} {second}", (PARAGRAPH,))
    assert texts_around(units, sentences, second) == [first, second]


def test_a_list_item_brings_its_lead_in_and_its_list() -> None:
    text = "Officers keep these:\n• the probe image used;\n• the score that came out;\n• the decision made."
    units, sentences = units_of(text, (PARAGRAPH, LIST_ITEM, LIST_ITEM, LIST_ITEM))
    assert texts_around(units, sentences, "the score that came out;") == sentences
    assert texts_around(units, sentences, "Officers keep these:") == sentences


def test_a_numbered_paragraph_brings_the_list_that_it_announces() -> None:
    text = (
        "10. There are two principles:\n• Safety first.\n• Fairness always.\n11. We will do this:\n• Consult."
    )
    units, sentences = units_of(text, (LIST_ITEM,) * 5)
    first, second = (
        texts_around(units, sentences, "Safety first."),
        texts_around(units, sentences, "Consult."),
    )
    assert first[-2:] == ["Safety first.", "Fairness always."]
    assert "two principles:" in first[-3]
    assert "do this:" in second[-2]


def test_what_stands_under_a_colon_is_brought_though_it_is_read_as_paragraphs() -> None:
    text = "The list holds these:\n1 Human oversight\n2 Safety of systems\nNext\nOther text."
    units, sentences = units_of(text, (PARAGRAPH, PARAGRAPH, PARAGRAPH, HEADING, PARAGRAPH))
    assert texts_around(units, sentences, "The list holds these:") == sentences[:3]


def test_the_line_under_an_item_that_ends_with_a_colon_is_brought() -> None:
    text = "Pages to open:\n• Publication:\nhttps://example.org/a\n• Topic:\nhttps://example.org/b\nMore."
    kinds = (PARAGRAPH, LIST_ITEM, PARAGRAPH, LIST_ITEM, PARAGRAPH, PARAGRAPH)
    units, sentences = units_of(text, kinds)
    assert texts_around(units, sentences, "Pages to open:") == sentences[:5]


TABLE = "Who answers what\nRole\tPart\nPolice lawyer\tLegal basis\nHead of IT\tEquipment of the whole agency"
ROWS = (PARAGRAPH, TABLE_ROW, TABLE_ROW, TABLE_ROW)


def test_a_table_cell_brings_its_row_and_the_row_that_heads_the_table() -> None:
    units, sentences = units_of(TABLE, ROWS)
    found = texts_around(units, sentences, "Equipment of the whole agency")
    assert found == ["Role", "Part", "Head of IT", "Equipment of the whole agency"]


def test_a_table_that_goes_on_from_the_page_before_has_no_head_here() -> None:
    units, sentences = units_of(TABLE.split("\n", 1)[1], ROWS[1:])
    assert texts_around(units, sentences, "Head of IT") == ["Head of IT", "Equipment of the whole agency"]


def test_a_row_that_heads_others_is_told_from_them() -> None:
    units, sentences = units_of(TABLE, ROWS)
    heads = [text for number, text in enumerate(sentences) if units.is_label(number)]
    assert heads == ["Role", "Part"]


def test_a_caption_brings_its_table() -> None:
    units, sentences = units_of(f"Table 2: {TABLE}", ROWS)
    assert texts_around(units, sentences, "Table 2: Who answers what") == sentences
    assert texts_around(units, sentences, "Police lawyer") == ["Role", "Part", "Police lawyer", "Legal basis"]


@pytest.mark.parametrize("kinds", [(PARAGRAPH,), (PARAGRAPH, PARAGRAPH)])
def test_a_caption_without_a_table_is_no_evidence(kinds: tuple[str, ...]) -> None:
    lines = ("Figure 3: Stages of a project", "Each stage ends with a decision.")
    units, sentences = units_of("\n".join(lines[: len(kinds)]), kinds)
    assert [text for number, text in enumerate(sentences) if units.is_label(number)] == [lines[0]]


def test_a_long_row_is_quoted_like_a_paragraph() -> None:
    cells = [
        " ".join(f"Rule {name}{n} asks officers of unit {n} to check." for n in range(12)) for name in "ab"
    ]
    units, sentences = units_of("Intro\n" + "\t".join(cells), (PARAGRAPH, TABLE_ROW))
    found = texts_around(units, sentences, "Rule b3 asks officers of unit 3 to check.")
    assert found == sentences[16 : 16 + 1 + SENTENCES_AFTER]
    assert texts_around(units, sentences, "Rule a11 asks officers of unit 11 to check.") == [sentences[12]]
    assert units.cells(16) == ()


def test_a_row_of_long_cells_heads_nothing() -> None:
    long = "a cell of many words that says something of its own"
    units, sentences = units_of(f"Intro\n{long}\t{long} too\nHead of IT\tEquipment", (*ROWS[:2], TABLE_ROW))
    assert texts_around(units, sentences, "Equipment") == ["Head of IT", "Equipment"]


def test_sections_take_turns_when_they_answer_about_as_well(tmp_path: Path) -> None:
    rules = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta")
    lines = [f"Drones need rule {rule} before flight, says x{rule} in y{rule} of z{rule}." for rule in rules]
    other = (
        "Drones need a rule before flight, wrote one court after talks about noise, birds, roofs and wind."
    )
    publish_made(tmp_path, (made_document("d", ("\n".join(lines),)), made_document("e", (other,))))
    texts = chosen_texts(tmp_path, "What rules do drones need before flight?")
    assert other in texts
    assert len(texts) == MOST_UNITS


def test_what_stands_under_the_question_itself_does_not_decline(tmp_path: Path) -> None:
    document = made_document("d", ("This digest contains no rule on drones.",), title="Handbook for pilots")
    publish_made(tmp_path, (document,))
    retriever = Retriever(open_version(tmp_path))
    answerer = Answerer(retriever)
    for asked, declined in (
        ("Is there a rule on drones?", True),
        ("Handbook for pilots?", False),
        ("Official handbook for pilots?", True),
    ):
        turn = Turn(text=asked, vector=FakeEmbedder().encode_query(asked))
        found = retriever.search([turn], k=1)
        assert answerer.declines(found, answerer.choose(found)) == declined


def test_a_question_is_no_answer_unless_questions_are_asked_for(tmp_path: Path) -> None:
    asks, says = "Does the pilot of a drone show a warrant?", "The pilot of a drone does show a warrant."
    publish_made(tmp_path, (made_document("d", (f"{asks}\n{says}",)),))
    assert chosen_texts(tmp_path, "Must a pilot show a warrant for a drone?") == [says]
    assert chosen_texts(tmp_path, "Which question on the warrant of a pilot?") == [asks]


LISTED = """# Records

## The order

An order may name records at any hour of night or day.

An order that names no records is void and burnt by clerks.

Whatever records an order names are locked in a cellar.

Nobody asks a guard to name records without an order.

An order can name records that judges abroad wrote.

The records that judges and lawyers named today:

- the probe image
- the score that came out
- the decision made
"""


def test_a_question_for_several_things_gets_their_list_early(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "records.md").write_text(LISTED, encoding="utf-8")
    build([tmp_path / "corpus"], store=tmp_path / "store", embedder=FakeEmbedder())
    retriever = Retriever(open_version(tmp_path / "store"))
    answerer = Answerer(retriever)
    lists = []
    for question in ("Which records does an order name?", "Why does an order name records?"):
        turn = Turn(text=question, vector=FakeEmbedder().encode_query(question))
        units = answerer.choose(retriever.search([turn], k=8)).units
        lists.append([place for place, unit in enumerate(units) if len(unit) == 4])
    assert lists == [[1], []]  # the list with what announces it


def test_what_announces_a_list_is_known_from_each_of_its_parts() -> None:
    text = "Before.\nOfficers keep these records:\n• the probe image;\n• the score;\nOther:\n• one thing."
    units, sentences = units_of(text, (PARAGRAPH, PARAGRAPH, LIST_ITEM, LIST_ITEM, PARAGRAPH, LIST_ITEM))
    found = [units.announcement(number) for number in range(len(sentences))]
    assert found == [(), (1,), (1,), (1,), (), ()]


def test_a_comparison_is_answered_from_both_sides(tmp_path: Path) -> None:
    cloud = "The difference in cost, risk and speed is big in the cloud."
    cellar = (
        "A cellar stands under the house of its owner, with locks, guards, alarms, two keys, dogs and lamps."
    )
    cellars = [f"{cellar} Number {n} has gate x{n}." for n in range(4)]
    publish_made(tmp_path, tuple(made_document(f"d{n}", (text,)) for n, text in enumerate([cloud, *cellars])))
    retriever = Retriever(open_version(tmp_path))
    answerer = Answerer(retriever)
    question = "What is the difference in cost, risk and speed between the cloud and a cellar?"
    turns = understand(question, (), FakeEmbedder().encode_query).turns
    assert [turn.text for turn in turns[1:]] == ["cloud", "cellar"]
    without, found = (answerer.choose(retriever.search(given, k=8)) for given in (turns[:1], turns))
    assert [len(one.units) for one in (without, found)] == [1, 2], (without, found)


APART = (
    "A drone needs a pilot with a certificate.",
    "Open the official handbook to learn which drone may fly.",
    "A drone of the force costs 20 euros a day.",
)


def three_units(store: Path, question: str) -> tuple[Answerer, Search]:
    """Three sentences of documents of their own, and a search to which the first is the nearest."""
    publish_made(store, tuple(made_document(f"d{n}", (text,)) for n, text in enumerate(APART)))
    retriever = Retriever(open_version(store))
    assert [one.text for _, one in retriever.version.sentences] == list(APART)
    turn = Turn(text=question, vector=FakeEmbedder().encode_query(question))
    return Answerer(retriever), retriever.search([turn], k=8)


@pytest.mark.parametrize(("cosine", "declined"), [(0.54, False), (0.56, True)])
def test_a_quote_that_is_clearly_nearer_and_sends_elsewhere_declines(
    tmp_path: Path, cosine: float, declined: bool
) -> None:
    answerer, search = three_units(tmp_path, "May it fly?")
    search = replace(search, similarity=np.array([0.5, cosine, 0.1]), heading=np.zeros(3))
    assert answerer.declines(search, Chosen(units=((0,), (1,), (2,)), best=0)) is declined


@pytest.mark.parametrize(("order", "lacking"), [((0, 2, 1), ""), ((0, 1, 2), "a sum of money")])
def test_what_is_asked_for_stands_in_one_of_the_two_strongest_units(
    tmp_path: Path, order: tuple[int, ...], lacking: str
) -> None:
    answerer, search = three_units(tmp_path, "What does a drone cost?")
    search = replace(search, heading=np.zeros(3))
    assert answerer.lacks(search, Chosen(units=tuple((n,) for n in order), best=0)) == lacking
