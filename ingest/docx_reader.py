"""Word files (DOCX) through python-docx: headings by their style, lists, and tables row by row.

python-docx opens the container and knows the styles. The text is gathered here from the elements
themselves: its own `paragraph.text` leaves out content controls, insertions under review and text boxes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from .errors import DocumentError
from .limits import Limits
from .plain import BULLET, PageBuilder
from .records import ReadDocument

Element = Any  # lxml has no types

OLE_SIGNATURE = b"\xd0\xcf\x11\xe0"  # an old .doc, or a DOCX with a password
MOST_ENTRIES = 5_000
HEADING_STYLE = re.compile(r"heading ([1-9])", re.IGNORECASE)
LIST_STYLE = re.compile(r"list(?: bullet| number| paragraph)?(?: (?P<depth>[1-9]))?", re.IGNORECASE)
BASED_ON = 10  # styles deep

# What the text of a paragraph does not include; text boxes follow it as paragraphs of their own.
NOT_SHOWN = {"del", "moveFrom", "Fallback", "txbxContent", "pPr", "rPr", "instrText", "delText"}
CONTAINERS = {"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"}
BREAKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_docx(data: bytes, limits: Limits) -> ReadDocument:
    """A DOCX file as a document of one page.

    Raises:
        DocumentError: `encrypted`, `damaged`, or `too_large` (also when it would unpack to too much).
    """
    _check_container(data, limits)
    import docx  # takes a third of a second

    try:
        word = docx.Document(io.BytesIO(data))
        builder = PageBuilder(limits)
        _Writer(builder, _Styles(word)).write(word.element.body)
        for text in _footnotes(word):
            builder.footnote(text)
        for text in _headers(word):
            builder.drop(text)
        title = " ".join((word.core_properties.title or "").split())
    except (DocumentError, MemoryError):
        raise
    except Exception as error:  # python-docx trusts the XML: any error of Python's may come out
        raise _damaged() from error
    read = builder.document()
    return read if read.heading_title else builder.document(metadata_title=title)


def _check_container(data: bytes, limits: Limits) -> None:
    """Refuses what is no DOCX, and what would unpack to more than is allowed, before anything is unpacked."""
    if data.startswith(OLE_SIGNATURE):
        raise DocumentError(
            "encrypted",
            "The file is encrypted, or an old Word document (.doc).",
            "Save it as DOCX without a password.",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            entries = container.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _damaged() from error
    limits.check_unpacked(sum(entry.file_size for entry in entries))
    if len(entries) > MOST_ENTRIES:
        raise _damaged()


def _damaged() -> DocumentError:
    return DocumentError(
        "damaged", "The DOCX file is damaged and cannot be read.", "Open it in Word and save it again."
    )


class _Styles:
    """What the document's paragraph styles stand for, by their ids and those they are based on."""

    def __init__(self, word: Any) -> None:
        self._names: dict[str, list[str]] = {}
        for style in word.styles:
            names: list[str] = []
            based_on: Any = style
            while based_on is not None and len(names) < BASED_ON:
                names.append(str(based_on.name))
                based_on = getattr(based_on, "base_style", None)
            self._names[style.style_id] = names

    def is_title(self, paragraph: Element) -> bool:
        return "Title" in self._of(paragraph)

    def heading_level(self, paragraph: Element) -> int:
        """The level of a heading, 0 for other paragraphs."""
        found = (HEADING_STYLE.fullmatch(name) for name in self._of(paragraph))
        return next((int(match[1]) for match in found if match), 0)

    def list_depth(self, paragraph: Element) -> int | None:
        """How deep a list item stands (0 outermost), None for other paragraphs."""
        numbering = paragraph.find("{*}pPr/{*}numPr")
        if numbering is not None:
            level = numbering.find("{*}ilvl")
            return int(_value(level)) if level is not None else 0
        found = (LIST_STYLE.fullmatch(name) for name in self._of(paragraph))
        return next((int(match["depth"] or 1) - 1 for match in found if match), None)

    def _of(self, paragraph: Element) -> list[str]:
        style = paragraph.find("{*}pPr/{*}pStyle")
        return self._names.get(_value(style), []) if style is not None else []


class _Writer:
    """Writes the blocks of a container in their order."""

    def __init__(self, builder: PageBuilder, styles: _Styles) -> None:
        self._builder = builder
        self._styles = styles
        self._under_title = 0  # 1 once a title stands above the headings

    def write(self, container: Element) -> None:
        for child in container:
            kind = _kind(child)
            if kind == "p":
                self._paragraph(child)
                for box in _text_boxes(child):
                    self.write(box)
            elif kind == "tbl":
                self._table(child)
            elif kind in CONTAINERS:
                self.write(child)

    def _paragraph(self, paragraph: Element) -> None:
        text = "".join(_parts(paragraph))
        if self._styles.is_title(paragraph):
            self._builder.heading(1, text)
            self._under_title = 1
        elif level := self._styles.heading_level(paragraph):
            self._builder.heading(level + self._under_title, text)
        elif (depth := self._styles.list_depth(paragraph)) is not None:
            self._builder.list_item(BULLET, text, depth=depth)
        else:
            self._builder.paragraph(text)

    def _table(self, table: Element) -> None:
        """Row by row; a table of one column is a frame around ordinary text."""
        rows = [list(_within(row, "tc")) for row in _within(table, "tr")]
        if all(len(cells) <= 1 for cells in rows):
            for cells in rows:
                for cell in cells:
                    self.write(cell)
        else:
            for cells in rows:
                self._builder.table_row([" ".join(_paragraphs(cell)) for cell in cells])


def _within(container: Element, kind: str) -> Iterator[Element]:
    """The children of one kind, also inside content controls."""
    for child in container:
        if _kind(child) == kind:
            yield child
        elif _kind(child) in CONTAINERS:
            yield from _within(child, kind)


def _paragraphs(container: Element) -> Iterator[str]:
    """The text of every paragraph inside, tables within tables included."""
    for paragraph in container.iter("{*}p"):
        if text := "".join(_parts(paragraph)):
            yield text


def _parts(element: Element) -> Iterator[str]:
    for child in element:
        kind = _kind(child)
        if kind == "t":
            yield child.text or ""
        elif kind in BREAKS:
            yield BREAKS[kind]
        elif kind not in NOT_SHOWN:
            yield from _parts(child)


def _text_boxes(paragraph: Element) -> Iterator[Element]:
    """The contents of the text boxes anchored in a paragraph, without the copies for old programs."""
    for box in paragraph.iter("{*}txbxContent"):
        if not any(_kind(above) == "Fallback" for above in box.iterancestors()):
            yield box


def _footnotes(word: Any) -> Iterator[str]:
    from docx.oxml import parse_xml

    for relation in word.part.rels.values():
        if relation.reltype.endswith(("/footnotes", "/endnotes")) and not relation.is_external:
            for note in parse_xml(relation.target_part.blob):
                yield "\n".join(_paragraphs(note))


def _headers(word: Any) -> Iterator[str]:
    for section in word.sections:
        for part in (section.first_page_header, section.header, section.first_page_footer, section.footer):
            if not part.is_linked_to_previous:
                yield from _paragraphs(part._element)


def _kind(element: Element) -> str:
    """The name of an element without its namespace; comments and the like have none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _value(element: Element) -> str:
    return next((value for name, value in element.attrib.items() if name.endswith("}val")), "")
