"""Where the Look up page searches: documents, categories, editions, sections, and which index version."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from index.versions import VersionInfo, list_versions

from . import resources
from .plain import one_line, when
from .shelf import Shelf
from .words import looking_up as words

MOST_LABEL = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class Within:
    """What is searched. No `documents` means all; None that no document fits the filters together."""

    version: str
    documents: tuple[str, ...] | None
    sections: tuple[str, ...]
    named: str  # the same in words, "" for everywhere


def draw(current: str) -> Within:
    """The filters, folded away, with how many are in use."""
    count = sum(len(st.session_state.get(f"lookup-{name}") or ()) for name in NAMES)
    count += st.session_state.get("lookup-version", current) != current
    title = words.FILTERS_CHOSEN.format(count=count) if count else words.FILTERS
    with st.expander(title, icon=":material/tune:", key="lookup-filters"):
        version = _version(current)
        shelf = resources.shelf(version)
        titles = {one.document_id: one_line(one.title, MOST_LABEL) for one in shelf.documents}
        chosen = _multiple("documents", titles, words.DOCUMENTS_FILTER, words.DOCUMENTS_ALL)
        kinds = _kinds(shelf, "category", words.CATEGORY_FILTER, words.CATEGORY_ALL)
        editions = _kinds(shelf, "edition", words.EDITION_FILTER, words.EDITION_ALL)
        documents = _fitting(shelf, chosen, kinds, editions)
        paths = {
            path: one_line(path, MOST_LABEL) for one, path in shelf.sections if one in (documents or titles)
        }
        sections = _multiple("sections", paths, words.SECTION_FILTER, words.SECTION_ALL)
    names = (*(titles[one] for one in chosen), *kinds, *editions, *sections)
    return Within(version=version, documents=documents, sections=tuple(sections), named="; ".join(names))


NAMES = ("documents", "category", "edition", "sections")


def _fitting(
    shelf: Shelf, documents: Sequence[str], categories: Sequence[str], editions: Sequence[str]
) -> tuple[str, ...] | None:
    """The documents that fit all filters; () where there is no filter, None where none fits."""
    if not (documents or categories or editions):
        return ()
    fitting = (
        one.document_id
        for one in shelf.documents
        if (not documents or one.document_id in documents)
        and (not categories or one.category in categories)
        and (not editions or one.edition in editions)
    )
    return tuple(sorted(fitting)) or None


def _version(current: str) -> str:
    """The version that serves, or an older one where there is any that can be read."""
    infos = {one.version: one for one in list_versions(resources.store()) if not one.error}
    if len(infos) < 2:
        return current
    offered = [current, *(version for version in infos if version != current)]
    _drop_gone("lookup-version", offered)
    chosen = st.selectbox(
        words.VERSION_FILTER,
        offered,
        format_func=lambda version: _named(version, current, infos),
        key="lookup-version",
        persist_state="session",
    )
    return chosen or current


def _named(version: str, current: str, infos: Mapping[str, VersionInfo]) -> str:
    if version == current:
        return words.VERSION_IN_USE.format(version=version)
    return words.VERSION_BUILT.format(version=version, when=when(infos[version].created))


def _kinds(shelf: Shelf, field: str, title: str, everything: str) -> tuple[str, ...]:
    """A filter by what documents have in common; none where all are of one kind."""
    values = sorted({str(getattr(one, field)) for one in shelf.documents})
    kinds = {value: one_line(value, MOST_LABEL) for value in values if value}
    return _multiple(field, kinds, title, everything) if len(values) > 1 else ()


def _multiple(name: str, options: Mapping[str, str], title: str, everything: str) -> tuple[str, ...]:
    """Some of `options` (value to label). What is not among them any more is given up."""
    key = f"lookup-{name}"
    _drop_gone(key, options)
    chosen = st.multiselect(
        title,
        list(options),
        format_func=_label_of(options),
        placeholder=everything,
        select_all=False,
        key=key,
        persist_state="session",
    )
    return tuple(sorted(chosen))


def _label_of(options: Mapping[str, str]) -> Callable[[str], str]:
    return lambda value: options.get(value, value)


def _drop_gone(key: str, options: Iterable[str]) -> None:
    """Takes out of a widget what another version or another filter does not offer."""
    kept, there = st.session_state.get(key), set(options)
    if isinstance(kept, list) and not there.issuperset(kept):
        st.session_state[key] = [one for one in kept if one in there]
    elif isinstance(kept, str) and kept not in there:
        del st.session_state[key]
