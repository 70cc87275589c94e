"""Which links of a landing page lead to which official document.

Nothing is known of addresses or file names beforehand. A link is recognised by its own text, else by
the text around it, else by the file name in its address. The only home of the HTML parser.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag, XMLParsedAsHTMLWarning
from bs4.element import NavigableString, PageElement

from ingest.manifest import Entry
from ingest.official import MONTHS, held_by, letters, named_so, titled_so

ADDRESSES = {"a": "href", "area": "href", "iframe": "src", "embed": "src", "object": "data"}
MOST_CHARACTERS = 600  # how much text a link may have, or may stand around it, to tell what it is
MOST_STEPS = 8  # how many elements outwards
MOST_NODES, MOST_LINKS = 300, 3_000  # of an element, of a page: no page takes for ever
SAFE = "%/:=&?~#+!$,;'@()*[]"  # what stands in an address as it is; anything else is percent-encoded

# How surely a link was recognised, the surest last.
BY_NAME, AROUND, IN_TEXT, ITS_TEXT = 1, 2, 3, 4
EXTRA_LETTERS = 12  # beyond the title, dates and the like, in the text of a link that is the title's own

OTHER_LANGUAGES = re.compile(
    r"\b(arabic|chinese|french|german|italian|portuguese|russian|spanish|français\w*|francais\w*|deutsch\w*"
    r"|espa[nñ]ol\w*|italiano|portugu[eê]s\w*|русск\w*|العربية)\b|中文|العربية",
    re.IGNORECASE,
)
OTHER_LANGUAGE_NAME = re.compile(
    r"[\s_.\-(](ar|ara|de|ger|es|esp|spa|fr|fra|fre|it|ita|pt|por|ru|rus|zh|chi)\)?$", re.IGNORECASE
)
DATE = re.compile(rf"({'|'.join(MONTHS)})[a-z]*[\s_.-]*(?:20)?(\d\d)(?!\d)", re.IGNORECASE)
SAID_BESIDE = re.compile(
    r"\b(january|february|march|april|may|june|july|august|september|october|november|december"
    r"|pdf|download|revised|english|version|edition|the|file|open|read|[kmg]b|opens in a new (tab|window))\b"
    r"|\d+",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """One address that a page links to, with all that is said of it there.

    `around` are the texts of the elements it stands in, the smallest first. `is_pdf` tells whether it
    looks like a PDF (what it is, only its bytes tell), `foreign` whether like one in another language.
    """

    url: str
    text: str
    around: tuple[str, ...] = ()
    is_pdf: bool = False
    foreign: bool = False

    @property
    def name(self) -> str:
        """The file name in the address, without its ending."""
        return re.sub(r"\.pdf$", "", _file_name(self.url), flags=re.IGNORECASE)

    @property
    def dated(self) -> tuple[int, int]:
        """Year and month named by text or file name, the latest of several; (0, 0) without."""
        found = DATE.findall(f"{self.text} {self.name}")
        return max(
            ((2000 + int(year), MONTHS.index(month[:3].lower())) for month, year in found), default=(0, 0)
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """What a page links to; `moved_to` is where it sends its readers by itself, or ""."""

    links: tuple[Link, ...]
    moved_to: str = ""


def read_page(html: bytes, url: str, charset: str | None = None) -> Page:
    """The links of a page that was found at `url`, each address once, in the order of the page."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        page = BeautifulSoup(html, "html.parser", from_encoding=charset)
    base = page.find("base", href=True)
    absolute = _resolver(urljoin(url, _attribute(base, "href")) if isinstance(base, Tag) else url)
    tags: dict[str, list[Tag]] = {}
    for tag in page.find_all(list(ADDRESSES), limit=MOST_LINKS):
        if address := absolute(_attribute(tag, ADDRESSES[tag.name])):
            tags.setdefault(address, []).append(tag)
    links = tuple(_link(address, same) for address, same in tags.items() if address != url)
    return Page(links=links, moved_to=_refresh(page, absolute))


def recognise(link: Link, entries: Sequence[Entry]) -> tuple[Entry, int] | None:
    """The document a link leads to and how surely, or None where there is none, or more than one."""
    named = named_so(entries, link.name) if link.is_pdf else []
    texts = [(link.text, IN_TEXT), *((text, AROUND) for text in link.around)]
    for text, sureness in texts:
        titled = _titled(entries, text)
        if chosen := _one(titled) or _one([entry for entry in titled if entry in named]):
            sure = sureness == IN_TEXT and _is_the_title(text, chosen)
            return chosen, ITS_TEXT if sure else sureness
        if titled:
            break  # what stands further around is no clearer
    # Short names of documents ("Workbook") are those of files too; the title page has the last word.
    held = held_by(link.text)
    short = [e for e in entries if link.is_pdf and e.file_words and all(map(held, e.file_words))]
    only = _one(named or short)
    return (only, BY_NAME) if only else None


def _link(url: str, tags: Sequence[Tag]) -> Link:
    text = " ".join(part for part in dict.fromkeys(part for tag in tags for part in _texts(tag)) if part)
    languages = {_attribute(tag, name).lower() for tag in tags for name in ("hreflang", "lang")} - {""}
    name = re.sub(r"\.pdf$", "", _file_name(url), flags=re.IGNORECASE)
    is_pdf = _looks_like_pdf(url, text, tags)
    return Link(
        url=url,
        text=text,
        around=tuple(dict.fromkeys(around for tag in tags for around in _around(tag))) if is_pdf else (),
        is_pdf=is_pdf,
        foreign=any(not language.startswith("en") for language in languages)
        or bool(OTHER_LANGUAGES.search(f"{text} {name}") or OTHER_LANGUAGE_NAME.search(name)),
    )


def _texts(tag: Tag) -> Iterator[str]:
    """What a link shows or says of itself."""
    yield _text(tag)[:MOST_CHARACTERS]
    images = (node for node in _nodes(tag) if isinstance(node, Tag) and node.name == "img")
    for one in (tag, *images):
        for name in ("title", "aria-label", "alt"):
            yield " ".join(_attribute(one, name).split())


def _around(tag: Tag) -> Iterator[str]:
    """The texts of the elements around a link, up to one that holds too much to be about this link."""
    for parent in islice(tag.parents, MOST_STEPS):
        text = _text(parent)
        if len(text) > MOST_CHARACTERS or parent.name in ("body", "html", "[document]"):
            return
        yield text


def _text(tag: Tag) -> str:
    """The text of an element, no more of it than is needed to see that it is too much."""
    parts: list[str] = []
    length = 0
    for node in _nodes(tag):
        if type(node) is NavigableString and (part := " ".join(node.split())):  # no comment, no script
            parts.append(part)
            length += len(part) + 1
            if length > MOST_CHARACTERS + 1:
                break
    return " ".join(parts)


def _nodes(tag: Tag) -> Iterator[PageElement]:
    """The first nodes below a tag. (`Tag.descendants` goes down to the last one before it begins.)"""
    stack = [iter(tag.contents)]
    for _ in range(MOST_NODES):
        node = None
        while stack and node is None:
            node = next(stack[-1], None)
            if node is None:
                stack.pop()
        if node is None:
            return
        yield node
        if isinstance(node, Tag):
            stack.append(iter(node.contents))


def _looks_like_pdf(url: str, text: str, tags: Iterable[Tag]) -> bool:
    parts = urlsplit(url)
    if ".pdf" in parts.query.lower() or any(part.endswith(".pdf") for part in parts.path.lower().split("/")):
        return True
    if any(_attribute(tag, "type").lower() == "application/pdf" for tag in tags):
        return True
    return re.search(r"\bpdf\b", text, re.IGNORECASE) is not None


def _file_name(url: str) -> str:
    """The part of the path that names a PDF, else its last part, with percent-encoding undone."""
    parts = [part for part in urlsplit(url).path.split("/") if part] or [""]
    return unquote(next((part for part in parts if part.lower().endswith(".pdf")), parts[-1]))


def _titled(entries: Sequence[Entry], text: str) -> list[Entry]:
    """The entries whose title, or all title words, stand in `text`."""
    held, worded = held_by(text), titled_so(entries, text)
    return [e for e in entries if e in worded or (e.official_title and held(e.official_title))]


def _is_the_title(text: str, entry: Entry) -> bool:
    """Whether a text says little more than the title."""
    extra = len(letters(SAID_BESIDE.sub(" ", text))) - len(letters(entry.official_title or entry.title))
    return extra <= EXTRA_LETTERS


def _one(entries: Sequence[Entry]) -> Entry | None:
    return entries[0] if len(entries) == 1 else None


def _resolver(base: str) -> Callable[[str], str]:
    """A function from what stands in a page to a whole address, "" where that is none of the web."""

    def absolute(reference: str) -> str:
        try:
            address = urldefrag(urljoin(base, "".join(reference.split("\n")).strip())).url
            parts = urlsplit(address)
        except ValueError:
            return ""
        return quote(address, safe=SAFE) if parts.scheme in ("http", "https") and parts.hostname else ""

    return absolute


def _refresh(page: BeautifulSoup, absolute: Callable[[str], str]) -> str:
    """The address of `<meta http-equiv="refresh" content="0; url=…">`."""
    for tag in page.find_all("meta"):
        if _attribute(tag, "http-equiv").lower() == "refresh":
            _, _, url = _attribute(tag, "content").partition("=")
            if url:
                return absolute(url.strip(" '\""))
    return ""


def _attribute(tag: Tag, name: str) -> str:
    value = tag.get(name)
    return value if isinstance(value, str) else ""
