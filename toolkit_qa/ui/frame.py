"""The frame around every page: title, style, navigation, and one line instead of a traceback."""

from __future__ import annotations

import logging
from pathlib import Path

import streamlit as st

from ingest.errors import ToolkitError

from . import announcing, scrolling, start
from .words import common as words

log = logging.getLogger(__name__)
STYLE = Path(__file__).with_name("style.css")
PRINT_STYLE = Path(__file__).with_name("print.css")
ICON = Path(__file__).with_name("icon.svg")
PAGES = "toolkit_qa/ui/pages"


def run() -> None:
    """Draws the frame and runs the page chosen."""
    # Before the navigation: without an icon of its own a page's Material icon is fetched from another host.
    st.set_page_config(page_icon=str(ICON))
    st.html(STYLE)
    st.html(PRINT_STYLE)
    page = st.navigation(
        [
            st.Page(
                f"{PAGES}/ask.py", title=words.ASK, icon=":material/forum:", help=words.ASK_HELP, default=True
            ),
            st.Page(
                f"{PAGES}/lookup.py", title=words.LOOK_UP, icon=":material/search:", help=words.LOOK_UP_HELP
            ),
            st.Page(
                f"{PAGES}/checklists.py",
                title=words.CHECKLISTS,
                icon=":material/checklist:",
                help=words.CHECKLISTS_HELP,
            ),
            st.Page(
                f"{PAGES}/library.py",
                title=words.LIBRARY,
                icon=":material/local_library:",
                help=words.LIBRARY_HELP,
            ),
            st.Page(f"{PAGES}/about.py", title=words.ABOUT, icon=":material/info:", help=words.ABOUT_HELP),
        ],
        position="top",
    )
    st.set_page_config(
        page_title=words.PAGE_TITLE.format(page=page.title, app=words.APP),
        layout="wide",
        initial_sidebar_state="collapsed",
        menu_items={"About": words.ABOUT_MENU},
    )
    announcing.prepare()
    scrolling.fold_menu()
    try:
        if start.ready():
            page.run()
    except ToolkitError as error:
        start.show_error(error)
    except Exception as error:
        log.exception("a page could not be drawn")
        st.error(words.UNEXPECTED.format(kind=type(error).__name__), icon=":material/error:")
