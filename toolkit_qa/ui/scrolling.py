"""Bringing a place into view, and keeping what is typed.

The only scripts of the app: fixed text, nothing filled in but numbers.
"""

from __future__ import annotations

import streamlit as st

# A question just asked goes to the top of the view, so that its answer is read from the beginning. What
# stood above it may still shrink when the run ends; until then the place is kept.
TO_TURN = """<script>
for (const wait of [0, 150, 450]) {
  setTimeout(() => document.querySelector(".st-key-turn-%d")?.scrollIntoView({block: "start"}), wait);
}
</script>"""

# The sheet of the open source is scrolled to the marked words, once the picture has its size.
TO_MARK = """<script>
(async () => {
  const drawn = () => document.querySelector(".st-key-sheet img");
  for (let waited = 0; waited < 60 && !(drawn()?.naturalHeight && drawn().height); waited++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const picture = drawn();
  const sheet = picture?.closest(".st-key-sheet");
  if (!sheet) return;
  const frame = sheet.getBoundingClientRect();
  const place = picture.getBoundingClientRect();
  const down = place.top - frame.top + place.height * %d / 1000;
  const across = place.left - frame.left + place.width * %d / 1000;
  sheet.scrollBy(across - 24, down - sheet.clientHeight / 3);
})();
</script>"""

# The item of a checklist that a link names, once: when the page is drawn again, it stays where it is.
# Widgets above it still get their height for a while; whoever scrolls or types meanwhile is left alone.
TO_ITEM = """<script>
(() => {
  let left = false;
  for (const sign of ["wheel", "touchstart", "keydown", "pointerdown"]) {
    window.addEventListener(sign, () => { left = true; }, {once: true, passive: true, capture: true});
  }
  const aim = () => {
    if (!left) document.querySelector(".st-key-todo-aimed")?.scrollIntoView({block: "center"});
  };
  for (const wait of [0, 300, 900, 1800, 3500, 6000]) setTimeout(aim, wait);
})();
</script>"""

# What is typed into a checklist is sent a moment after the last key, as if the box had been left, so that
# closing or reloading the tab loses nothing.
KEEP_TYPING = """<script>
(() => {
  if (window.toolkitQaKeeps) return;
  window.toolkitQaKeeps = true;
  let timer = 0;
  document.addEventListener("input", (event) => {
    const box = event.target;
    if (!box.matches?.(".st-key-checklists textarea, .st-key-form-who input")) return;
    clearTimeout(timer);
    const enter = {key: "Enter", code: "Enter", ctrlKey: true, bubbles: true};
    const send = () => box.dispatchEvent(new KeyboardEvent("keydown", enter));
    if (!event.isComposing) timer = setTimeout(send, 1000);
  });
})();
</script>"""

# Prints the page, or one turn of it: then the others are left out by the print style.
PRINT = """<script>
(() => {
  const turn = document.querySelector(".st-key-turn-%s");
  document.body.classList.toggle("prints-one", Boolean(turn));
  turn?.classList.add("printed");
  const after = () => {
    document.body.classList.remove("prints-one");
    turn?.classList.remove("printed");
  };
  window.addEventListener("afterprint", after, {once: true});
  setTimeout(() => window.print(), 300);
})();
</script>"""

# On narrow screens the menu lies over the page: it is folded away once a page was chosen.
FOLD_MENU = """<script>
(() => {
  if (window.toolkitQaFolds) return;
  window.toolkitQaFolds = true;
  document.addEventListener("click", (event) => {
    if (window.innerWidth >= 768 || !event.target.closest?.("[data-testid=stSidebarNavLink]")) return;
    setTimeout(() => document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click());
  });
})();
</script>"""


def to_turn(index: int, when: str) -> None:
    """Scrolls to a turn of the conversation; `when` tells its calls in one run apart."""
    _run(f"scroll-turn-{when}", TO_TURN % index)


def to_mark(across: float, down: float) -> None:
    """Scrolls the open source to a place on the page, both from 0 to 1."""
    _run("scroll-mark", TO_MARK % (round(down * 1000), round(across * 1000)))


def to_item() -> None:
    """Scrolls to the item of a checklist that the address names."""
    _run("scroll-item", TO_ITEM)


def keep_typing() -> None:
    """Has what is typed into a checklist sent without leaving the box."""
    _run("scroll-keep-typing", KEEP_TYPING)


def print_page(turn: int | None) -> None:
    """Has the browser print the page, or only a turn of the conversation."""
    _run("scroll-print", PRINT % ("none" if turn is None else turn))


def fold_menu() -> None:
    """Has the menu of narrow screens folded away once a page was chosen."""
    _run("scroll-fold-menu", FOLD_MENU)


def _run(key: str, script: str) -> None:
    with st.container(key=key):
        st.html(script, unsafe_allow_javascript=True)
