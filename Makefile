# Each target alone on a fresh clone sets up what it needs: its own .venv with the pinned versions.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: demo test lint types check accuracy bench clean

demo: $(READY)  ## three nights on a bundled site of an invented city, no network needed
	@$(BIN)/tracker demo

test: $(READY)  ## lint, types and the tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q

accuracy: $(READY)  ## one table: clause maps, figures, repeals, pages, files, seeds (needs ../shared)
	$(BIN)/python -m accuracy

bench: $(READY)  ## speed beside peers in the same run
	$(BIN)/python -m benchmarks

$(READY): requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "tracker needs Python 3.11 or newer; set PYTHON=python3.12, say: make demo PYTHON=python3.12")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .hypothesis
