# The same targets by hand and in CI. Each makes the virtual environment it needs.
PYTHON ?= python3
VENV ?= .venv
# CPU builds of torch; asked only where it answers, since a build with CUDA is gigabytes, of use on a GPU alone.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
BIN = $(VENV)/bin
# Compiling what is never imported is a third of the installation's time.
INSTALL = $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-compile --constraint constraints.txt
ANSWERS = $(BIN)/python -c 'import sys, urllib.request as u; u.urlopen(sys.argv[1], timeout=5)' $(TORCH_INDEX)/torch/

.PHONY: demo web test test-slow kernels check trust docs accuracy pool examples schemas format clean
.DEFAULT_GOAL := demo

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	if $(ANSWERS) 2>/dev/null; then $(INSTALL) torch --extra-index-url $(TORCH_INDEX); fi
	$(INSTALL) --editable '.[pictures]'  # those of the report on advertisements
	touch $@

$(VENV)/.all: $(VENV)/.installed
	$(INSTALL) --editable '.[all]'
	touch $@

$(VENV)/.tools: $(VENV)/.all
	$(INSTALL) --upgrade 'pip>=25.1'  # older ones know no dependency groups
	$(INSTALL) --group dev
	touch $@

demo: $(VENV)/.installed  ## map the shipped programme to the shipped norms, into demo/
	$(BIN)/curmap demo --out demo

web: $(VENV)/.all  ## the page in the browser, at http://127.0.0.1:8000/
	$(BIN)/curmap serve

test: $(VENV)/.tools  ## the default suite: offline, side by side, some two minutes on two cores
	$(BIN)/python -m pytest

test-slow: $(VENV)/.tools  ## what is marked slow, side by side: some thirty minutes on two cores
	$(BIN)/python -m pytest -m slow

# What once was told otherwise under another kernel of the processor.
KERNELS = tests/test_mapper_coverage.py::test_passages_judged_apart_are_judged_as_documents_of_their_own \
	tests/test_lab_asked_criteria.py::test_how_near_an_ad_is_to_a_list_is_told_by_its_entries_not_by_its_name

kernels: $(VENV)/.tools  ## these tests under a kernel of OpenBLAS that every processor has
	OPENBLAS_CORETYPE=Haswell $(BIN)/python -m pytest -q -n 0 $(KERNELS)

check: $(VENV)/.tools  ## style, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

trust: $(VENV)/.tools  ## what curmap is made of (dist/curmap.cdx.json), and what is known against it
	$(BIN)/python -m lab.trust sbom dist/curmap.cdx.json
	$(BIN)/python -m lab.trust audit

docs: $(VENV)/.tools  ## what the READMEs show of the demonstration; needs chromium
	$(BIN)/python lab/refresh.py
	$(BIN)/python lab/web.py

accuracy: $(VENV)/.all  ## docs/accuracy.md: every system on every benchmark in ../shared/bench, at most 20 minutes
	$(BIN)/python lab/accuracy.py

pool: $(VENV)/.all  ## docs/pool: the passages prepared for people to judge, from ../shared/data
	$(BIN)/python lab/pool.py

examples: $(VENV)/.all  ## the figures in docs/examples, from ../shared; some minutes
	$(BIN)/python lab/examples.py

schemas: $(VENV)/.all  ## the JSON Schemas in mapper/data, of the records
	$(BIN)/python -m lab.schemas

format: $(VENV)/.tools
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) demo build dist
