"""Asks a store without pause: `python -m tests.crash_reader STORE`, until its standard input ends.

It prints each version that answers for the first time, as `{"version", "at"}` (`time.time()`), and in
the end `{"asked", "faults", "longest"}`: how many questions, what went wrong, and the longest time from
one answer to the next in seconds.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path
from typing import Any

from tests.fakes import FakeEmbedder
from toolkit_qa import Assistant
from toolkit_qa.settings import Settings

QUESTION = "Is a drone flown with a warrant?"
PAUSE = 0.02  # seconds: the builds need the processor too


def ask(assistant: Assistant) -> str:
    """One answer and one look-up, held against the stored pages; the version that gave them."""
    answer = assistant.ask(QUESTION)
    hits = assistant.lookup(QUESTION, version=answer.version)
    assert "drone" in hits[0].text
    for citation in answer.citations:
        page = assistant.page(citation.document_id, citation.page, version=answer.version)
        assert page.text[citation.start : citation.end] == citation.quote
    return answer.version


def main(store: Path) -> None:
    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    assistant = Assistant.open(store, settings=Settings(), load_embedder=lambda form: FakeEmbedder())
    asked, longest, faults, seen = 0, 0.0, [], set()
    last = time.monotonic()
    while not ended.is_set():
        try:
            version = ask(assistant)
            if version not in seen:
                say(version=version, at=time.time())
            seen.add(version)
        except Exception as error:
            faults.append(f"{type(error).__name__}: {error}")
        asked += 1
        now = time.monotonic()
        longest, last = max(longest, now - last), now
        time.sleep(PAUSE)
    say(asked=asked, faults=faults, longest=longest)


def say(**told: Any) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
