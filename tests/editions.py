"""A made second edition of two starter documents: their sources with known edits, typeset like the first."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import typst

from tools.typeset import CREATED, SOURCES, checksum, note_checksums

ROOT = Path(__file__).resolve().parent.parent
SLUGS = ("readme-file", "risk-assessment")
FIRST, SECOND = "starter 2026.1", "starter 2026.2"

OLD_RULE = "The vendor may be asked to explain the product, but should leave"
NEW_RULE = "The vendor may be invited to explain the product and its limits, but should leave"
GONE = "When nobody is willing to sign for a gap, the project has its answer."
OLD_ITEM = "Is there evidence of how large the problem is?"
NEW_ITEM = "Is there written evidence of how large the problem is?"
LAST_ITEM = "Has foreign law been checked where data cross a border?"
ADDED_ITEM = "Is the advice of the lawyer kept on file?"
FIRST_HEADING = "= What the toolkit is\n"
NEW_CHAPTER = "About this edition"
NEW_SECTION = "What is new in the second edition?"
NEW_TEXT = "The second edition tells where the vendor sits while the answers are discussed."

EDITS: dict[str, dict[str, str]] = {
    "risk-assessment": {
        OLD_RULE: NEW_RULE,
        f"{GONE}\n": "",
        f'"{OLD_ITEM}"': f'"{NEW_ITEM}"',
        f'"{LAST_ITEM}",': f'"{LAST_ITEM}",\n    "{ADDED_ITEM}",',
    },
    "readme-file": {
        FIRST_HEADING: f"= {NEW_CHAPTER}\n== {NEW_SECTION}\n{NEW_TEXT}\n#pagebreak()\n{FIRST_HEADING}",
    },
}


def first_edition(corpus: Path) -> None:
    """The two documents as committed, with their manifest, into the empty folder `corpus`."""
    (corpus / "starter").mkdir(parents=True)
    for slug in SLUGS:
        shutil.copyfile(ROOT / "corpus" / "starter" / f"{slug}.pdf", corpus / "starter" / f"{slug}.pdf")
    manifest = (ROOT / "corpus" / "manifest.toml").read_text(encoding="utf-8")
    head, *documents = manifest.split("[[document]]")
    kept = [one for one in documents if re.search(rf'^id = "({"|".join(SLUGS)})"$', one, re.MULTILINE)]
    assert len(kept) == len(SLUGS)
    (corpus / "manifest.toml").write_text("[[document]]".join([head, *kept]), encoding="utf-8")


def second_edition(corpus: Path, work: Path) -> None:
    """Puts the second edition in the place of the first; `work` is an empty folder for the sources."""
    for source in SOURCES.glob("*.typ"):
        text = source.read_text(encoding="utf-8")
        for old, new in EDITS.get(source.stem, {}).items():
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        (work / source.name).write_text(text.replace(FIRST, SECOND), encoding="utf-8")
    manifest = (corpus / "manifest.toml").read_text(encoding="utf-8").replace(FIRST, SECOND)
    checksums = {}
    for slug in SLUGS:
        target = corpus / "starter" / f"{slug}.pdf"
        typst.compile(
            work / f"{slug}.typ",
            output=target,
            root=work,
            ignore_system_fonts=True,
            timestamp=CREATED,
            pdf_standards="ua-1",
        )
        checksums[slug] = checksum(target)
    (corpus / "manifest.toml").write_text(note_checksums(manifest, checksums), encoding="utf-8")
