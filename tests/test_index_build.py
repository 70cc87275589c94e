"""From paths to a version that serves."""

import pytest

from index import files
from index.build import STAGES, build
from index.content import embedded_texts
from index.pruning import prune
from index.store import Store
from index.version import open_version
from index.versions import verify
from ingest.errors import CorpusError, InputError, StoreError
from tests.fakes import FakeEmbedder

pytestmark = pytest.mark.usefixtures("files_read")


@pytest.fixture
def store(tmp_path):
    return tmp_path / "store"


@pytest.fixture
def build_small(small_corpus, store):
    """Builds the small corpus, or other paths, into the store with a fresh fake embedder."""

    def run(*paths, embedder=None, **options):
        return build(paths or (small_corpus,), store=store, embedder=embedder or FakeEmbedder(), **options)

    return run


def test_a_build_is_searchable_and_says_what_it_did(build_small, store):
    report = build_small()
    version = open_version(store)
    assert (report.version, report.activated) == (version.version_id, True)
    assert version.manifest["counts"] == {
        name: getattr(report, name)
        for name in ("documents", "pages", "passages", "sentences", "checklist_items")
    }
    assert [file.file for file in report.files] == ["custody.md", "drones.txt"]
    assert sum(file.passages for file in report.files) == report.passages
    assert report.changes.added == tuple(document.document_id for document in version.documents)
    assert report.embedded + report.reused == len(embedded_texts(version.documents, version.passages))
    assert set(report.seconds) == {*STAGES, "total"}
    assert verify(store) == ()


def test_source_files_are_kept(build_small, store, small_corpus):
    build_small()
    version = open_version(store)
    for document in version.documents:
        assert (
            version.source_path(document.document_id).read_bytes()
            == (small_corpus / document.file).read_bytes()
        )


def test_context_and_text_are_embedded_and_each_sentence_and_heading(build_small, store):
    embedder = FakeEmbedder()
    build_small(embedder=embedder)
    version = open_version(store)
    passages, titles = version.passages, {one.document_id: one.title for one in version.documents}
    expected = [f"{p.context}\n{p.text}" for p in passages] + [s.text for p in passages for s in p.sentences]
    expected += [p.section[-1] if p.section else titles[p.document_id] for p in passages]
    assert embedder.embedded == list(dict.fromkeys(expected))


def test_nothing_changed_nothing_read_nothing_embedded(build_small, files_read):
    first = build_small()
    files_read.clear()
    embedder = FakeEmbedder()
    again = build_small(embedder=embedder)
    assert (files_read, embedder.embedded, again.embedded) == ([], [], 0)
    assert again.version == first.version
    assert again.changes.unchanged == first.changes.added
    assert again.reused == first.embedded + first.reused


def test_only_new_text_is_embedded(build_small, small_corpus, files_read):
    build_small()
    path = small_corpus / "custody.md"
    path.write_text(path.read_text(encoding="utf-8").replace("every cell", "each cell"), encoding="utf-8")
    files_read.clear()
    embedder = FakeEmbedder()
    report = build_small(embedder=embedder)
    assert files_read == ["custody.md"]
    assert embedder.embedded
    assert all("each cell" in text for text in embedder.embedded)
    assert len(report.changes.changed) == len(report.changes.unchanged) == 1


def test_the_paths_are_the_whole_content(build_small, small_corpus, store):
    build_small()
    report = build_small(small_corpus / "drones.txt")
    assert [document.file for document in open_version(store).documents] == ["drones.txt"]
    assert len(report.changes.removed) == 1


def test_the_version_does_not_depend_on_place_or_time(small_corpus, tmp_path):
    moved = small_corpus.rename(tmp_path / "elsewhere")
    one = build([moved], store=tmp_path / "one", embedder=FakeEmbedder())
    other = build([moved.rename(small_corpus)], store=tmp_path / "two", embedder=FakeEmbedder())
    assert one.version == other.version


def test_a_build_can_wait_for_its_activation(build_small, small_corpus, store):
    first = build_small()
    second = build_small(small_corpus / "drones.txt", activate=False, note="a trial")
    assert not second.activated
    assert open_version(store).version_id == first.version
    assert open_version(store, second.version).manifest["note"] == "a trial"


def test_unreadable_files_cost_themselves_only(build_small, small_corpus):
    (small_corpus / "broken.pdf").write_bytes(b"no PDF")
    (small_corpus / "empty.txt").write_bytes(b"")
    report = build_small()
    assert [(problem.file, problem.kind) for problem in report.problems] == [
        ("broken.pdf", "not_a_pdf"),
        ("empty.txt", "no_text"),
    ]
    assert [file.file for file in report.files] == ["custody.md", "drones.txt"]


def test_problems_are_kept_with_the_version(build_small, small_corpus, store):
    (small_corpus / "broken.pdf").write_bytes(b"no PDF")
    assert open_version(store, build_small().version).problems == build_small().problems


def test_a_defect_in_cutting_up_costs_one_file(build_small, monkeypatch):
    from ingest.passages import split_document

    def failing(document, **options):
        assert document.file != "custody.md", "a defect"
        return split_document(document, **options)

    monkeypatch.setattr("index.cuts.split_document", failing)
    report = build_small()
    assert [(problem.file, problem.kind) for problem in report.problems] == [("custody.md", "crashed")]


def test_nothing_readable_leaves_the_version_before(build_small, tmp_path, store):
    before = build_small().version
    bad = tmp_path / "bad"
    files.write(bad / "a.pdf", b"no PDF")
    with pytest.raises(CorpusError, match=r"None of the files could be read \(a\.pdf: "):
        build_small(bad)
    assert open_version(store).version_id == before


@pytest.mark.parametrize(("folder", "error"), [("empty", CorpusError), ("nowhere", InputError)])
def test_no_documents_is_said_in_one_line(build_small, tmp_path, folder, error):
    (tmp_path / "empty").mkdir()
    with pytest.raises(error) as caught:
        build_small(tmp_path / folder)
    assert "\n" not in str(caught.value)


def test_progress_is_told_by_stage(build_small):
    told = []
    build_small(progress=lambda *step: told.append(step))
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == list(STAGES)
    for stage in STAGES:
        steps = [(done, total) for name, done, total in told if name == stage]
        assert steps == sorted(steps)
        assert steps[-1][0] == steps[-1][1]


def test_a_build_takes_its_turn(build_small, store, monkeypatch):
    monkeypatch.setattr("index.store.LOCK_SECONDS", 0.1)
    with Store(store).locked(), pytest.raises(StoreError, match="in use by another build"):
        build_small()


def test_an_interrupted_build_is_cleared_away(build_small, store):
    files.write(store / "versions" / "tmp-0123" / "pages.jsonl", b"half")
    build_small()
    assert not list((store / "versions").glob("tmp-*"))


def test_vectors_of_an_interrupted_build_are_used(build_small, monkeypatch):
    class StoppedError(Exception):
        pass

    def stop(*_):
        raise StoppedError

    with monkeypatch.context() as patch:
        patch.setattr("index.publish.publish", stop)
        with pytest.raises(StoppedError):
            build_small()
    assert build_small().embedded == 0


def test_identical_files_are_two_documents_that_share_vectors(build_small, small_corpus, store):
    (small_corpus / "copy.txt").write_bytes((small_corpus / "drones.txt").read_bytes())
    report = build_small()
    documents = {file.file: file.document_id for file in report.files}
    assert documents["drones.txt"] == f"{documents['copy.txt']}-2"
    assert report.reused > 0
    assert len(list((store / "files").glob("*.txt"))) == 1


def test_a_lost_source_file_is_kept_again(build_small, store, files_read):
    build_small()
    for path in (store / "files").iterdir():
        path.unlink()
    files_read.clear()
    build_small()
    assert files_read == []
    assert verify(store) == ()


def test_a_file_changed_while_it_was_read_is_left_out_and_forgotten(
    build_small, small_corpus, store, monkeypatch
):
    path = small_corpus / "drones.txt"
    first, other = path.read_text(encoding="utf-8"), "Something else\n\nIt has other words."

    with monkeypatch.context() as patch:
        patch.setattr("index.build._warm_meanwhile", lambda _: path.write_text(other, encoding="utf-8"))
        assert [(p.file, p.kind) for p in build_small().problems] == [("drones.txt", "damaged")]
    path.write_text(first, encoding="utf-8")
    assert build_small().problems == ()
    assert any("warrant" in passage.text for passage in open_version(store).passages)


@pytest.mark.parametrize("damage", [None, b"torn", b"\x1f\x8b"])
def test_documents_are_cut_up_once(build_small, store, monkeypatch, damage):
    first = build_small()
    cut = []
    from ingest.passages import split_document

    def counting(document, **options):
        cut.append(document.file)
        return split_document(document, **options)

    monkeypatch.setattr("index.cuts.split_document", counting)
    if damage is not None:
        (path, _) = sorted((store / "cuts").iterdir())
        path.write_bytes(damage)
    assert build_small().version == first.version
    assert len(cut) == (0 if damage is None else 1)


def test_another_name_or_cutter_cuts_anew(build_small, small_corpus, monkeypatch):
    build_small()
    cut = []
    from ingest.passages import split_document

    def counting(document, **options):
        cut.append(document.file)
        return split_document(document, **options)

    monkeypatch.setattr("index.cuts.split_document", counting)
    (small_corpus / "drones.txt").rename(small_corpus / "flights.txt")
    build_small()
    assert cut == ["flights.txt"]
    monkeypatch.setattr("index.cuts.cutter_release", lambda: "another")
    build_small()
    assert cut == ["flights.txt", "custody.md", "flights.txt"]


def test_pruning_drops_what_no_version_uses(build_small, small_corpus, store):
    build_small(small_corpus / "custody.md")
    before = build_small(small_corpus / "drones.txt")
    (small_corpus / "more.txt").write_text("More\n\nNothing else.\n", encoding="utf-8")
    kept = build_small(small_corpus / "drones.txt", small_corpus / "more.txt")
    pruned = prune(store, 2)
    assert (pruned.files, pruned.readings) == (1, 1)
    assert pruned.vectors > 0
    assert verify(store) == ()
    assert build_small(small_corpus / "drones.txt").embedded == 0
    assert set(Store(store).version_ids()) == {before.version, kept.version}


def test_a_torn_store_is_mended_by_building_again(build_small, store):
    version = build_small().version
    for folder in ("readings", "cuts", "vectors"):
        for path in (store / folder).rglob("*.*"):
            if path.is_file():
                path.write_bytes(b"torn")
    (store / "versions" / version / "pages.jsonl").unlink()
    assert build_small().version == version
    assert verify(store) == ()
