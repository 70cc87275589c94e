# The commands of the project; .ci/run calls these and nothing else.
#   make app      makes the virtual environment, installs, opens the assistant in the browser
#   make test     makes it, installs, runs every test (browser tests where a Chromium is found)
#   make check    lint, format, types, import layers, documents, starter PDFs against their sources
#   make bench    measures and prints tables, writes docs/BENCH.md (ONLY=name for one table)
#   make corpus   typesets the starter documents from corpus/sources
# PYTHON names the interpreter to begin with (3.11 or newer), VENV the folder of the environment.

PYTHON ?= python3
VENV ?= .venv
ONLY ?=

ifeq ($(OS),Windows_NT)
PY := $(VENV)/Scripts/python.exe
else
PY := $(VENV)/bin/python
endif

PORT := from toolkit_qa.settings import read_settings; print(read_settings().port)

APP_STAMP := $(VENV)/.installed-app
DEV_STAMP := $(VENV)/.installed-dev

.PHONY: app test check bench corpus install install-dev format

app: $(APP_STAMP)
	$(PY) -m streamlit run app.py --server.port "$$($(PY) -c '$(PORT)')"

test: $(DEV_STAMP)
	$(PY) -m pytest

check: $(DEV_STAMP)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m tools.typeset --check
	$(PY) -m pytest -q tests/test_layers.py tests/test_docs.py

bench: $(DEV_STAMP)
	$(PY) -m bench $(if $(ONLY),--only $(ONLY))

corpus: $(DEV_STAMP)
	$(PY) -m tools.typeset

format: $(DEV_STAMP)
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

install: $(APP_STAMP)

install-dev: $(DEV_STAMP)

# The stamps make sure that installing happens once, and again when the requirements change.
$(PY):
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || \
	  { echo "Python 3.11 or newer is needed; '$(PYTHON)' is not. Try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(APP_STAMP): requirements.txt | $(PY)
	@echo "Installing into $(VENV): five to ten minutes the first time"
	$(PY) -m pip install --quiet -r requirements.txt
	@$(PY) -c "import pathlib; pathlib.Path('$@').touch()"

$(DEV_STAMP): requirements.txt requirements-dev.txt | $(PY)
	@echo "Installing into $(VENV): five to ten minutes the first time"
	$(PY) -m pip install --quiet -r requirements-dev.txt
	@$(PY) -c "import pathlib; [pathlib.Path(p).touch() for p in ('$(APP_STAMP)', '$@')]"
