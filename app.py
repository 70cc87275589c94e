"""The browser app: frame and routing. `streamlit run app.py`."""

from __future__ import annotations

from toolkit_qa.ui import frame

frame.run()
