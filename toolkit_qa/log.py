"""Logging: to standard error and `data/log/`, never a question's text.

Only this project's own loggers are written out, so that no library can log a question either.
The rule for our own lines: ids, counts, times and kinds of error, nothing that a user typed.
"""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path

ROOMS = ("toolkit_qa", "index", "ingest")
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
MAX_BYTES = 1_000_000
KEPT = 3
FILE_ONLY = "file_only"  # as `extra`: a line for the file, not for whoever sits at the terminal


def set_up_logging(level: str, folder: Path) -> None:
    """Sends the project's log lines from `level` on to standard error and to a file in `folder`.

    Calling it again changes level and folder. A folder that cannot be written costs a warning.
    """
    handlers: list[logging.Handler] = [logging.StreamHandler()]
    handlers[0].addFilter(lambda record: not getattr(record, FILE_ONLY, False))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handlers.append(_file_handler(folder / "toolkit_qa.log"))
        fault = None
    except OSError as error:
        fault = error
    for handler in handlers:
        handler.setFormatter(logging.Formatter(FORMAT))
    for room in ROOMS:
        _replace_handlers(logging.getLogger(room), handlers, level)
    if fault is not None:
        logging.getLogger(__name__).warning("no log file in %s: %s", folder, fault.strerror)


def _file_handler(path: Path) -> logging.Handler:
    return logging.handlers.RotatingFileHandler(
        path, maxBytes=MAX_BYTES, backupCount=KEPT, encoding="utf-8", delay=True
    )


def _replace_handlers(logger: logging.Logger, handlers: list[logging.Handler], level: str) -> None:
    for old in logger.handlers[:]:
        logger.removeHandler(old)
        old.close()
    for handler in handlers:
        logger.addHandler(handler)
    logger.setLevel(level)
