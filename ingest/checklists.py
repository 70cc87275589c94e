"""Checklists of a document: which entries are items, of which checklist, under which id.

What counts as a checklist
    An entry (list item, numbered or boxed line, table row) *asks* when it ends in a question, begins
    with one, has an empty box to tick, or stands in a table with columns for answers and nothing
    beside it. An entry that only leads in to entries that all ask ("Did you assess:") asks with them.
    A section, with the sections below it, is a checklist when at least `FEWEST` of its entries ask,
    more than half of its entries do, and they are at least `SHARE` of its words. The outermost such
    section is taken, and then the innermost that still holds all its items. So the questions that
    prose puts, or a list that holds a question among other things, are no checklist.
    Two more ways lead there. Sections of one title that together pass and of which some are too
    small to tell alone ("Consultation questions:" under every chapter) are one checklist. And in a
    document that the manifest marks as questionnaire, or in a table with columns for answers, every
    entry that asks is an item, however few there are.

Every item is an exact place in the text of a page: never a word that does not stand there.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.entries import Entries, Entry, Section, read_entries
from ingest.labels import labels_of_section
from ingest.records import ChecklistItem, Document

FEWEST = 3  # entries that ask
SHARE = 1 / 3  # of a section's words
DEEPER = 3.0  # points: an entry whose marker and text begin this much further right hangs under the last
LONGEST_SLUG = 48  # characters
_JOINTS = re.compile(r"(?<=[^\W_])[.-]|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[a-z])")  # of "A1.2b": A, 1, 2, b
_TITLE_NUMBER = re.compile(r"^\s*(?:(?:[A-Z]\.?)?\d+(?:\.\d+)*[.)]?|(?:[A-Z]|[IVX]+)[.)])\s+")


def extract_items(document: Document) -> tuple[ChecklistItem, ...]:
    """The checklist items of a document, checklist by checklist, each in reading order.

    `checklist_id` is the document's id, or that and the title of the checklist's section; `item_id` is
    the printed number where the checklist has it once, else a hash of section and text. Both follow
    from the document alone.
    """
    found = read_entries(document)
    above = parents(found.entries)
    found.entries = _with_lead_ins(found.entries, above)
    chosen = _Choice(found, questionnaire=document.questionnaire).checklists()
    taken: Counter[str] = Counter()
    items: list[ChecklistItem] = []
    for members in chosen:
        name = _checklist_id(document.document_id, [found.entries[index].section for index in members])
        taken[name] += 1
        checklist_id = name if taken[name] == 1 else f"{name}-{taken[name]}"
        items.extend(_items(document.document_id, checklist_id, found.entries, members, above))
    return tuple(items)


def bare_title(title: str) -> str:
    """A heading without its number and closing colon; as it stands where nothing else would be left."""
    return _TITLE_NUMBER.sub("", title).strip(" :.") or title


def common_section(sections: Iterable[Section]) -> Section:
    """The section that names a checklist: the last one common to all items, or the title that all end in."""
    paths = list(sections)
    shared: Section = ()
    for titles in zip(*paths, strict=False):
        if len(set(titles)) > 1:
            break
        shared = (*shared, titles[0])
    if paths and all(path and _title(path[-1]) == _title(paths[0][-1]) for path in paths):
        return shared if shared == paths[0] else paths[0][-1:]
    return shared


# --- which entries belong to which ----------------------------------------------------------------


def parents(entries: Sequence[Entry]) -> list[int | None]:
    """For each entry the index of the one it hangs under: by its number, else by its indentation."""
    result: list[int | None] = []
    standing: list[int] = []  # the last entry of each level
    numbered: dict[str, int] = {}
    for index, entry in enumerate(entries):
        if index and entry.section != entries[index - 1].section:
            standing = []
        while standing and not _hangs_under(entries[standing[-1]], entry):
            standing.pop()
        by_number = (
            numbered[number]
            for number in _prefixes(entry.number)
            if number in numbered and _is_within(entry.section, entries[numbered[number]].section)
        )
        result.append(next(by_number, standing[-1] if standing else None))
        if not entry.row:
            standing.append(index)
        if entry.number:
            numbered[entry.number] = index
    return result


def _is_within(section: Section, other: Section) -> bool:
    return section[: len(other)] == other


def _hangs_under(above: Entry, entry: Entry) -> bool:
    deeper = entry.marker_x > above.marker_x + DEEPER and entry.text_x > above.text_x + DEEPER
    return deeper and not entry.row and entry.margin > above.text_x - DEEPER


def _prefixes(number: str) -> Iterator[str]:
    """The numbers that "A1.2" may hang under, the longest first: "A1", "A"."""
    cuts = [found.start() for found in _JOINTS.finditer(number)]
    return (number[:cut] for cut in reversed(cuts))


def _with_lead_ins(entries: Sequence[Entry], above: Sequence[int | None]) -> list[Entry]:
    """Entries that end in a colon ask when all that hangs under them does."""
    below: dict[int, list[Entry]] = defaultdict(list)
    for entry, parent in zip(entries, above, strict=True):
        if parent is not None:
            below[parent].append(entry)
    asking = {index for index, entries in below.items() if all(entry.asks for entry in entries)}
    return [
        replace(entry, asks=entry.asks or (index in asking and entry.text.endswith(":") and not entry.row))
        for index, entry in enumerate(entries)
    ]


# --- which entries are a checklist ----------------------------------------------------------------


@dataclass(kw_only=True, slots=True)
class _Tally:
    """What stands in a section, with or without those below it."""

    asking: list[int] = field(default_factory=list)
    entries: int = 0
    asking_words: int = 0
    words: int = 0

    def add(self, other: _Tally) -> None:
        self.asking += other.asking
        self.entries += other.entries
        self.asking_words += other.asking_words
        self.words += other.words

    @property
    def is_checklist(self) -> bool:
        enough = len(self.asking) >= FEWEST and 2 * len(self.asking) > self.entries
        return enough and self.asking_words >= SHARE * self.words


class _Choice:
    """Chooses the sections of a document that are checklists."""

    def __init__(self, found: Entries, *, questionnaire: bool) -> None:
        self._entries = found.entries
        self._questionnaire = questionnaire
        self._own: dict[Section, _Tally] = defaultdict(_Tally)
        self._whole: dict[Section, _Tally] = defaultdict(_Tally)
        self._below: dict[Section, dict[Section, None]] = defaultdict(dict)
        for section, words in found.words.items():
            self._own[section].words = words
        for index, entry in enumerate(found.entries):
            own = self._own[entry.section]
            own.entries += 1
            if entry.asks:
                own.asking.append(index)
                own.asking_words += entry.words
        for section, own in self._own.items():
            for size in range(len(section) + 1):
                self._whole[section[:size]].add(own)
                if size:
                    self._below[section[: size - 1]][section[:size]] = None

    def checklists(self) -> list[list[int]]:
        """The indices of the items of each checklist, in reading order."""
        chosen = list(self._outermost(()))
        taken = {index for members in chosen for index in members}
        for members in (*self._of_one_title(taken), *self._certain()):
            if left := [index for index in members if index not in taken]:
                chosen.append(left)
                taken.update(left)
        return sorted(chosen)

    def _outermost(self, section: Section) -> Iterator[list[int]]:
        if self._whole[section].is_checklist:
            yield sorted(self._whole[section].asking)
            return
        if self._own[section].is_checklist:
            yield self._own[section].asking
        for below in self._below[section]:
            yield from self._outermost(below)

    def _of_one_title(self, taken: set[int]) -> Iterator[list[int]]:
        """Sections of one title, none of them taken yet, that together are a checklist."""
        groups: dict[str, _Tally] = defaultdict(_Tally)
        for section, whole in self._whole.items():
            if section and whole.asking and not taken.intersection(whole.asking):
                groups[_title(section[-1])].add(whole)
        return (sorted(set(tally.asking)) for tally in groups.values() if tally.is_checklist)

    def _certain(self) -> Iterator[list[int]]:
        for own in self._own.values():
            yield [index for index in own.asking if self._questionnaire or self._entries[index].answerable]


# --- items and their ids --------------------------------------------------------------------------


def _items(
    document_id: str,
    checklist_id: str,
    entries: Sequence[Entry],
    members: Sequence[int],
    above: Sequence[int | None],
) -> Iterator[ChecklistItem]:
    ids = _item_ids([entries[index] for index in members])
    id_of = dict(zip(members, ids, strict=True))
    for index in members:
        entry = entries[index]
        labels = entry.labels.over(labels_of_section(entry.section))
        yield ChecklistItem(
            item_id=id_of[index],
            checklist_id=checklist_id,
            document_id=document_id,
            text=entry.text,
            number=entry.number,
            section=entry.section,
            spans=entry.spans,
            parent=_nearest(index, above, id_of),
            principles=labels.principles,
            stage=labels.stage,
        )


def _nearest(index: int, above: Sequence[int | None], id_of: dict[int, str]) -> str:
    """The id of the nearest entry above that is an item of the same checklist, or ""."""
    parent = above[index]
    while parent is not None and parent not in id_of:
        parent = above[parent]
    return id_of[parent] if parent is not None else ""


def _item_ids(entries: Sequence[Entry]) -> list[str]:
    numbers = Counter(entry.number.casefold() for entry in entries)
    taken: Counter[str] = Counter()
    ids = []
    for entry in entries:
        name = entry.number if entry.number and numbers[entry.number.casefold()] == 1 else _hash(entry)
        taken[name] += 1
        ids.append(name if taken[name] == 1 else f"{name}-{taken[name]}")
    return ids


def _hash(entry: Entry) -> str:
    text = "\x00".join((*entry.section, entry.number, " ".join(entry.text.split())))
    return "q" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def _checklist_id(document_id: str, sections: Iterable[Section]) -> str:
    section = common_section(sections)
    slug = _slug(section[-1]) if section else ""
    return f"{document_id}--{slug}" if slug else document_id


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", _title(title)).encode("ascii", "ignore").decode()
    slug = ""
    for word in re.findall(r"[a-z0-9]+", plain):
        if len(slug) + len(word) >= LONGEST_SLUG:
            break
        slug = f"{slug}-{word}" if slug else word
    return slug


def _title(title: str) -> str:
    return bare_title(title).casefold()
