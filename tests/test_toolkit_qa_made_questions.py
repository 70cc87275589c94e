"""Questions made from documents: which read well, the examples by role, the related ones under an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index.build import build
from index.store import Store
from tests.fakes import FakeEmbedder
from toolkit_qa import Assistant
from toolkit_qa.examples import ROLES, choose_examples
from toolkit_qa.made_questions import Made, alike, made_questions
from toolkit_qa.records import NOT_COVERED, PARTLY_ANSWERED, Answer
from toolkit_qa.related import MOST, choose_related, near_hits
from toolkit_qa.settings import Settings

POLICY = """# Use of cameras

## Who may watch a camera recording?

A camera recording is watched by the records officer and by nobody else. The records officer signs the log.

## 2.1 May a drone carry a camera?

A drone may carry a camera when a judge has signed the warrant. The warrant names the place.

## Questions to ask about vendors

Has the vendor shown the error rates? Has the vendor named the training data? Is the vendor paid late?

## Human Oversight

Human oversight means that a person decides. The rules of human oversight, and its duty, bind
everybody. Much is written about human oversight.

## Why records matter

Records matter because a court asks for them. Without records nothing can be shown later.

## How to store a recording

A recording is stored on the locked server for ninety days. Nobody stores a recording at home.
"""


def opened(store: Path) -> Assistant:
    fake = FakeEmbedder()
    return Assistant.open(store, settings=Settings(), load_embedder=lambda number_format: fake)


@pytest.fixture
def assistant_on(tmp_path: Path, files_read: list[str]) -> Callable[[str], Assistant]:
    """An assistant over one Markdown document of the text given."""

    def made(text: str) -> Assistant:
        folder = tmp_path / "corpus"
        folder.mkdir(exist_ok=True)
        (folder / "policy.md").write_text(text, encoding="utf-8")
        build([folder], store=tmp_path / "store", embedder=FakeEmbedder())
        return opened(tmp_path / "store")

    return made


def questions(assistant: Assistant) -> list[str]:
    return [one.question for one in made_questions(assistant.version())]


def test_headings_and_definitions_become_questions(assistant_on: Callable[[str], Assistant]) -> None:
    assert questions(assistant_on(POLICY)) == [
        "Who may watch a camera recording?",
        "May a drone carry a camera?",
        "What should we ask about vendors?",
        "What should we know about human oversight?",
        "Why do records matter?",
        "How do we store a recording?",
    ]


@pytest.mark.parametrize(
    ("heading", "question"),
    [
        ("What Is A Warrant For Drones?", "What is a warrant for drones?"),
        ("Why lawfulness matters in policing", "Why does lawfulness matter in policing?"),
        ("Checklist: the warrant and the judge", "What should we ask about the warrant and the judge?"),
        ("Checklist: from need to warrant", None),
        ("What does this digest contain?", None),
        ("What is the official document for?", None),
        ("What is the Use of cameras for?", None),
        ("And why not?", None),
        ("Who may fly them with a warrant?", None),
        ("Is a drone flown? With a warrant?", None),
        ("Why?", None),
        ("Introduction", None),
        ("Appendix A: Drones", None),
        ("See https://evil.example for the warrant?", None),
        ("Is a drone {flown} with a warrant?", None),
        ("Is a drone flown " + "very " * 15 + "high with a warrant?", None),
        ("Govern", None),
    ],
)
def test_only_what_reads_like_a_question_of_an_officer_is_kept(
    assistant_on: Callable[[str], Assistant], heading: str, question: str | None
) -> None:
    text = (
        "A drone is flown with a warrant of a judge for a need. Is a drone warrant for drones lawful, and is"
        " lawfulness given, what is a warrant? Tasks of govern, and of govern."
    )
    found = questions(assistant_on(f"# Use of cameras\n\n## {heading}\n\n{text}\n"))
    assert found == ([question] if question else [])


def test_a_word_is_asked_about_when_it_is_defined_and_used(assistant_on: Callable[[str], Assistant]) -> None:
    used = "Officers are warned of automation bias, and the risk of automation bias is named."
    text = (
        "Automation bias is the habit of trusting a machine. A training course is a kind of training course."
    )
    found = questions(assistant_on(f"# Guide\n\n## Notes\n\n{text} {used}\n"))
    assert found == ["What is automation bias?"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("What is automation bias?", "What is automation bias, and how do I avoid it?", True),
        ("Who may stop a system?", "Who may stop the systems?", True),
        ("Who may stop a system?", "Who pays the vendor?", False),
        ("Who may stop a system?", "When should a project stop or end its system?", True),
    ],
)
def test_questions_that_ask_the_same_are_told(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same
    assert alike(other, one) is same


def test_examples_are_answered_from_the_section_they_name(assistant_on: Callable[[str], Assistant]) -> None:
    assistant = assistant_on(POLICY)
    examples = assistant.examples()
    assert examples
    assert {one.role for one in examples} <= set(ROLES)
    assert len({one.question for one in examples}) == len(examples)
    for one in examples:
        answer = assistant.ask(one.question)
        assert answer.status == "answered"
        assert (one.document_id, one.section) in {(c.document_id, c.section) for c in answer.citations}


def test_what_is_not_answered_is_no_example(assistant_on: Callable[[str], Assistant]) -> None:
    assistant = assistant_on(POLICY)
    version, asked = assistant.version(), []

    def refuse(question: str) -> object:
        asked.append(question)
        return replace(assistant.ask(question), status=NOT_COVERED)

    encode = FakeEmbedder().encode_query
    assert choose_examples(version, made_questions(version), encode, refuse) == ()  # type: ignore[arg-type]
    assert asked


def test_a_role_that_nothing_concerns_has_no_example(assistant_on: Callable[[str], Assistant]) -> None:
    question = "When does the bus to the lake leave?"
    text = f"# Notes\n\n## {question}\n\nIt is written here: {question.lower().replace('?', '.')}\n"
    assistant = assistant_on(text)
    assert questions(assistant) == [question]
    assert assistant.examples() == ()


def test_an_example_is_typical_of_its_role(assistant_on: Callable[[str], Assistant]) -> None:
    general = "Which patrol officer on the street, detective, leadership, vendor and scientist has a shift?"
    typical = "Is there a patrol officer on the street?"
    sections = "".join(f"## {one}\n\nYes: {one.removesuffix('?')}.\n\n" for one in (general, typical))
    examples = assistant_on(f"# Notes\n\n{sections}").examples()
    assert {one.role: one.question for one in examples}["patrol"] == typical


def test_examples_follow_the_documents(assistant_on: Callable[[str], Assistant], tmp_path: Path) -> None:
    before = assistant_on(POLICY)
    first = {one.question for one in before.examples()}
    other = POLICY.replace("Who may watch a camera recording?", "Which vendor may train a police officer?")
    after = assistant_on(other)
    assert "Who may watch a camera recording?" not in {one.question for one in after.examples()}
    assert {one.question for one in opened(tmp_path / "store").examples(version=before.version().version_id)}
    assert first == {one.question for one in before.examples()} or before.version() is not after.version()


def test_documents_without_sections_have_no_examples(assistant_on: Callable[[str], Assistant]) -> None:
    assert assistant_on("Records are kept for ninety days. Nobody may keep a copy.\n").examples() == ()


def test_examples_are_made_once_and_kept_in_the_store(
    assistant_on: Callable[[str], Assistant], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = assistant_on(POLICY).examples()
    monkeypatch.setattr(Assistant, "ask", lambda *a, **k: pytest.fail("asked again"))
    assert opened(tmp_path / "store").examples() == made


@pytest.mark.parametrize("spoilt", ["", "{}", '{"stamp": 1, "examples": []}', "[1]"])
def test_a_spoilt_file_of_examples_is_made_anew(
    assistant_on: Callable[[str], Assistant], tmp_path: Path, spoilt: str
) -> None:
    made = assistant_on(POLICY).examples()
    (kept,) = (tmp_path / "store" / "examples").iterdir()
    kept.write_text(spoilt, encoding="utf-8")
    assert opened(tmp_path / "store").examples() == made


def test_examples_of_versions_that_are_gone_are_deleted(
    assistant_on: Callable[[str], Assistant], tmp_path: Path
) -> None:
    gone = tmp_path / "store" / "examples" / "000000000000.json"
    gone.parent.mkdir(parents=True)
    gone.write_text("{}", encoding="utf-8")
    version = assistant_on(POLICY)
    version.examples()
    assert [one.stem for one in gone.parent.iterdir()] == [Store(tmp_path / "store").current_id()]


def test_related_questions_are_answered_from_other_sections(
    assistant_on: Callable[[str], Assistant],
) -> None:
    assistant = assistant_on(POLICY)
    answer = assistant.ask("Who may watch the recording of a camera on a drone?")
    related = assistant.related(answer)
    assert 0 < len(related) <= MOST
    quoted = {citation.section for citation in answer.citations}
    made = {one.question: one.section for one in made_questions(assistant.version())}
    for question in related:
        asked = assistant.ask(question, history=(answer.question,))
        assert asked.status == "answered"
        assert made[question] in {citation.section for citation in asked.citations}
        assert made[question] not in quoted
    assert assistant.related(answer) == related


QUESTIONS = (
    "Who signs the warrant?",
    "Where are recordings stored?",
    "Where is a recording stored?",
    "What is a probe image?",
    "Who pays the vendor?",
    "Who trains the officers?",
)


@pytest.fixture
def near() -> list[Made]:
    """Six made questions, each of a section of its own."""
    return [
        Made(question=one, document_id="policy", section=(str(number),), passages=(number,), asked=True)
        for number, one in enumerate(QUESTIONS)
    ]


@pytest.fixture
def answer(small_assistant: Assistant) -> Answer:
    """An answer that quotes section 0 of the policy."""
    found = small_assistant.ask("Are drones flown with a warrant signed by a judge?", documents=["policy"])
    cited = replace(found.citations[0], section=("0",))
    return replace(found, status="answered", citations=(cited,), question="Who buys cameras?")


def cites(answer: Answer, section: str) -> Answer:
    return replace(answer, citations=(replace(answer.citations[0], section=(section,)),))


def test_related_are_those_answered_from_their_place_and_not_quoted(answer: Answer, near: list[Made]) -> None:
    asked = []

    def ask(question: str) -> Answer:
        asked.append(question)
        number = QUESTIONS.index(question)
        return cites(answer, "5" if number == 3 else str(number))

    found = choose_related(answer, ("Who trains officers?",), near, ask)
    assert found == (QUESTIONS[1], QUESTIONS[4])
    assert asked == [QUESTIONS[1], QUESTIONS[3], QUESTIONS[4]]


def test_three_are_enough(answer: Answer, near: list[Made]) -> None:
    found = choose_related(answer, (), near, lambda question: cites(answer, str(QUESTIONS.index(question))))
    assert found == (QUESTIONS[1], QUESTIONS[3], QUESTIONS[4])


def test_what_is_answered_in_part_is_not_offered(answer: Answer, near: list[Made]) -> None:
    partly = replace(answer, status=PARTLY_ANSWERED)
    found = choose_related(answer, (), near, lambda question: cites(partly, str(QUESTIONS.index(question))))
    assert found == ()


def test_hits_far_below_the_best_are_not_near(small_assistant: Assistant) -> None:
    hit = small_assistant.lookup("drones")[0]
    hits = [replace(hit, score=score) for score in (10.0, 3.0, 2.9, -4.0)]
    assert near_hits(hits) == hits[:2]


def test_what_was_asked_before_is_not_offered_again(assistant_on: Callable[[str], Assistant]) -> None:
    assistant = assistant_on(POLICY)
    answer = assistant.ask("Who may watch the recording of a camera on a drone?")
    first = assistant.related(answer)[0]
    again = assistant.ask(answer.question, history=(first,))
    assert first not in assistant.related(again, history=(first,))


def test_a_refusal_has_no_related_questions(assistant_on: Callable[[str], Assistant]) -> None:
    assistant = assistant_on(POLICY)
    assert assistant.related(assistant.ask("How is bread baked in an oven?")) == ()
