# The same targets by hand and in CI. Each makes the virtual environment it needs.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PIP = $(BIN)/pip --disable-pip-version-check
# The CPU build of torch: a build with CUDA is some gigabytes that this program never uses.
TORCH = torch==2.13.0 --extra-index-url https://download.pytorch.org/whl/cpu --retries 0

.PHONY: demo test test-slow check format clean
.DEFAULT_GOAL := demo

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet $(TORCH) || $(PIP) install --quiet torch==2.13.0
	$(PIP) install --quiet --constraint constraints.txt --editable . --group dev
	touch $@

demo: $(VENV)/.installed  ## map the shipped programme to the shipped norms, into demo/
	$(BIN)/curmap demo --out demo

test: $(VENV)/.installed  ## the default suite: offline, under two minutes
	$(BIN)/python -m pytest

test-slow: $(VENV)/.installed  ## what is marked slow
	$(BIN)/python -m pytest -m slow

check: $(VENV)/.installed  ## style, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/.installed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) demo build dist
