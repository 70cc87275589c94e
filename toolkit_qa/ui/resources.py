"""What all tabs share: the assistant, the model warming up, page pictures, the index builder.

Cached by plain strings (store, version id), so that a new version of the index is a new entry. Cached
objects are never changed by the pages. The assistant itself holds versions by their id and loads the
model once for all of them.
"""

from __future__ import annotations

import gc
import logging
import threading
import time
from pathlib import Path

import streamlit as st

from index.changes import Difference
from index.difference import difference
from index.versions import VersionInfo
from ingest.errors import ToolkitError
from toolkit_qa import Assistant, earlier
from toolkit_qa.building import IndexBuilder
from toolkit_qa.earlier import Compared, versions_before, versions_there
from toolkit_qa.filled_shelf import FilledShelf
from toolkit_qa.keeping import Keeping
from toolkit_qa.keeping_retention import retire
from toolkit_qa.log import set_up_logging
from toolkit_qa.pictures import PagePictures
from toolkit_qa.records import Answer
from toolkit_qa.rehearsing import Rehearser
from toolkit_qa.settings import DATA_FOLDER, Settings, read_settings

from .shelf import Shelf

log = logging.getLogger(__name__)
WARM_SECONDS = 300.0
DRAWN_FIRST = 0.4  # seconds: loading the model takes the processor from the page that is being drawn
ONE_DAY = 24 * 60 * 60.0  # as a number: a string would load pandas at the start


@st.cache_resource(show_spinner=False)
def settings() -> Settings:
    """The settings in force, read once, with logging set up by them."""
    read = read_settings()
    set_up_logging(read.log_level, DATA_FOLDER / "log")
    return read


def store() -> Path:
    return settings().store


@st.cache_resource(show_spinner=False)
def assistant_of(store_path: str) -> Assistant:
    """The assistant on a store. Raises StoreError when its index cannot be opened."""
    return Assistant.open(Path(store_path), settings=settings())


@st.cache_resource(show_spinner=False, max_entries=4)
def warming(store_path: str, version: str) -> threading.Event:
    """Starts loading the model of a version behind the page; the event is set when it is there."""
    ready = threading.Event()
    assistant = assistant_of(store_path)

    def warm() -> None:
        time.sleep(DRAWN_FIRST)
        try:
            assistant.warm()
        except Exception:  # the question asked next says what is wrong
            log.exception("the model of version %s could not be loaded ahead", version)
        # Streamlit collects garbage after every run. With model and documents in it that would hold up the
        # process for a third of a second each time, twice a second while progress is shown.
        gc.freeze()
        ready.set()

    threading.Thread(target=warm, name="warming", daemon=True).start()
    return ready


@st.cache_resource(show_spinner=False, max_entries=4)
def shelf_of(store_path: str, version: str) -> Shelf:
    """The documents and pages of one version. Raises StoreError when it cannot be opened."""
    return Shelf(assistant=assistant_of(store_path), version=version)


@st.cache_resource(show_spinner=False)
def pictures(store_path: str) -> PagePictures:
    """The page pictures of a store; one render worker for all tabs."""
    return PagePictures(Path(store_path) / "pictures")


@st.cache_resource(show_spinner=False)
def builder(store_path: str) -> IndexBuilder:
    """The one builder of a store, so that two tabs never build at once."""
    return IndexBuilder(Path(store_path))


@st.cache_resource(show_spinner=False)
def rehearser_of(store_path: str) -> Rehearser:
    """The one rehearser of a store."""
    return Rehearser(Path(store_path), settings().gate_margin)


@st.cache_resource(show_spinner=False)
def filled_of(folder: str) -> FilledShelf:
    """The filled checklists of a data folder; one for all tabs."""
    return FilledShelf(Path(folder))


@st.cache_resource(show_spinner=False)
def keeping_of(folder: str) -> Keeping:
    """The conversations of a data folder; one for all tabs."""
    return Keeping(Path(folder))


@st.cache_resource(show_spinner=False, ttl=ONE_DAY)
def tidied(folder: str) -> bool:
    """Deletes old conversations, at the start of the app and once a day; False where that failed."""
    try:
        retire(keeping_of(folder), settings().retention_days)
    except ToolkitError:
        log.exception("old conversations could not be deleted")
        return False
    return True


@st.cache_resource(show_spinner=False, max_entries=2)
def difference_of(store_path: str, old: str, new: str) -> Difference:
    """What changed between two versions. Raises StoreError."""
    assistant = assistant_of(store_path)
    return difference(assistant.version(old), assistant.version(new))


@st.cache_resource(show_spinner=False, max_entries=8)
def before_of(store_path: str, version: str, there: tuple[str, ...]) -> tuple[VersionInfo, ...]:
    """The versions built before one, of those that are `there`."""
    return versions_before(Path(store_path), version)


def earlier_version(answer: Answer) -> VersionInfo | None:
    """The version before that holds another edition of what an answer rests on. Raises StoreError."""
    before = before_of(str(store()), answer.version, versions_there(store()))
    return earlier.earlier_version(answer, before, assistant().version(answer.version)) if before else None


@st.cache_resource(show_spinner=False, max_entries=8)
def earlier_compared(_earlier: Answer, _answer: Answer, ids: tuple[str, str]) -> Compared:
    """An answer of an older version beside one of today, by their ids. Raises StoreError."""
    versions = assistant().version(_earlier.version), assistant().version(_answer.version)
    return earlier.compared(versions[0], _earlier, versions[1], _answer)


def current_version() -> str | None:
    """The id of the version that serves, read anew each time; None when there is no index."""
    return Assistant.current_version(store())


def assistant() -> Assistant:
    """The assistant. Raises StoreError."""
    return assistant_of(str(store()))


def shelf(version: str) -> Shelf:
    """The documents and pages of a version. Raises StoreError."""
    return shelf_of(str(store()), version)


def page_picture(source: Path, sha256: str, page: int) -> bytes:
    """A page as PNG. Raises DocumentError."""
    return pictures(str(store())).page(source, sha256, page)


def model_ready(version: str) -> threading.Event:
    """Set when questions to that version are answered at once."""
    return warming(str(store()), version)


def index_builder() -> IndexBuilder:
    """The builder of the store."""
    return builder(str(store()))


def rehearser() -> Rehearser:
    """The rehearser of the store."""
    return rehearser_of(str(store()))


def filled() -> FilledShelf:
    """The filled checklists of this computer."""
    return filled_of(str(DATA_FOLDER))


def keeping() -> Keeping:
    """The conversations of this computer; those that are too old are deleted first."""
    tidied(str(DATA_FOLDER))
    return keeping_of(str(DATA_FOLDER))
