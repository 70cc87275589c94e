"""What every test and every process that imports from here stands in: no network and no model hub.

The network is blocked three times over: pytest-socket (`--allow-hosts` in pyproject.toml) guards the
process of the tests; `tests/offline/sitecustomize.py`, put in front of PYTHONPATH here, guards every Python
that a test starts; and Chromium is started with a resolver that knows only loopback (`tests/chromium.py`).
"""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OFFLINE = ROOT / "tests" / "offline"

# A package is imported before its modules: so this comes before transformers, and every child inherits it.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"
os.environ.setdefault("TOOLKIT_QA_THREADS", "1")
os.environ["PYTHONPATH"] = os.pathsep.join([str(OFFLINE), str(ROOT)])
os.environ["PYTHONUTF8"] = "1"
