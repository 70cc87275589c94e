"""What a build did."""

from dataclasses import replace

from index.report import BuildReport, Changes, IndexedFile, compare, one_a_kind
from ingest.records import Problem
from tests.made_documents import HANDBOOK, POLICY

NEW = replace(POLICY, document_id="new", file="new.pdf", sha256="1" * 64)


def test_documents_are_paired_by_id():
    edited = replace(HANDBOOK, sha256="2" * 64, file="moved.pdf")
    changes = compare([HANDBOOK, POLICY], [edited, NEW])
    assert changes == Changes(added=("new",), changed=("handbook",), removed=("policy",))


def test_documents_without_a_stable_id_are_paired_by_file():
    edited = replace(HANDBOOK, document_id="doc-other", sha256="2" * 64)
    assert compare([HANDBOOK, POLICY], [edited, POLICY]) == Changes(
        changed=("doc-other",), unchanged=("policy",)
    )


def test_the_same_documents_are_unchanged():
    assert compare([HANDBOOK, POLICY], [POLICY, HANDBOOK]) == Changes(unchanged=("policy", "handbook"))


def test_everything_is_new_in_a_new_store():
    assert compare([], [HANDBOOK]) == Changes(added=("handbook",))


def test_one_problem_a_file_and_kind():
    found = (("a", "no_text", 2), ("a", "no_text", 5), ("a", "damaged", None), ("b", "no_text", 1))
    problems = [Problem(file=file, kind=kind, message="m", page=page) for file, kind, page in found]
    assert [(p.file, p.kind, p.page) for p in one_a_kind(problems)] == [
        ("a", "no_text", 2),
        ("a", "damaged", None),
        ("b", "no_text", 1),
    ]


def test_the_report_is_the_object_of_the_contract():
    report = BuildReport(
        version="v",
        activated=True,
        documents=1,
        pages=2,
        passages=3,
        sentences=4,
        checklist_items=0,
        embedded=5,
        reused=2,
        files=(IndexedFile(file="a.pdf", document_id="a", title="A", pages=2, passages=3),),
        changes=Changes(added=("a",)),
        problems=(Problem(file="b.pdf", kind="damaged", message="It is."),),
        seconds={"read": 1.0, "split": 0.1, "embed": 2.0, "write": 0.2, "total": 3.3},
    ).to_dict()
    assert list(report) == [
        "version", "activated", "documents", "pages", "passages", "sentences", "checklist_items",
        "embedded", "reused", "files", "changes", "problems", "seconds",
    ]  # fmt: skip
    assert report["files"] == [{"file": "a.pdf", "document_id": "a", "title": "A", "pages": 2, "passages": 3}]
    assert report["changes"] == {"added": ["a"], "changed": [], "removed": [], "unchanged": []}
    assert report["problems"] == [{"file": "b.pdf", "page": None, "kind": "damaged", "message": "It is."}]
