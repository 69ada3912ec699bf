# `make demo` and `make test` on a fresh machine do all the set-up themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.locked

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint types docs fuzz benchmark bench examples wheel clean

help: ## say what can be made
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

setup: $(STAMP) ## make .venv with the locked dependencies and .venv/bin/auditor

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q auditor
	touch $@

demo: setup ## check the reports in example_data/
	$(BIN)/auditor check example_data --exit-zero

test: setup ## run the tests
	$(BIN)/python -m pytest -n auto

lint: setup ## style, imports, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: setup ## strict type check
	$(BIN)/mypy

docs: setup ## write the reference of checks from checks/
	$(BIN)/python -m auditor.report.reference docs/checks.md

fuzz: setup ## try ten thousand spoilt reports (N=NUMBER for another number)
	AUDITOR_NO_CACHE=1 $(BIN)/python -m tests.fuzz.run $(or $(N),10000)

benchmark: setup ## plant slips in clean reports, count those found; documents, truth and scorer in build/benchmark
	PYTHONPATH=. $(BIN)/python bench/planted.py 3 --write build/benchmark

bench: setup ## measure speed and memory
	$(BIN)/python bench/text.py

examples: setup ## make the example reports anew
	$(BIN)/python example_data/make.py

wheel: setup ## build the wheel
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

clean: ## remove what was made
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache
