# `make check` is what continuous integration runs. Tools come from .venv where there is one,
# else from the PATH; `make check BIN=path/to/bin/` names another place.
BIN ?= $(if $(wildcard .venv/bin/python),.venv/bin/,)
COVERED = --cov --cov-report=term --cov-fail-under=95

.PHONY: check lint layout style types layers test long docs format coverage-options

check: lint
	$(BIN)python -m pytest $(COVERED)

lint: layout style types layers

layout:
	$(BIN)ruff format --check .

style:
	$(BIN)ruff check .

types:
	$(BIN)mypy

layers:
	$(BIN)lint-imports

test:
	$(BIN)python -m pytest

long:
	$(BIN)python -m pytest -m long

docs:
	OPENBLAS_NUM_THREADS=1 $(BIN)python -m sphinx -W --keep-going -n -E -q -b html -c docs -d docs/_build/doctrees . docs/_build/html

format:
	$(BIN)ruff format .
	$(BIN)ruff check --fix .

coverage-options:
	@echo $(COVERED)
