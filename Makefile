# Two commands do everything: `make browse` and `make test`. `make help` lists the rest.

PYTHON ?= python3
WORKERS ?= auto
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip --disable-pip-version-check --quiet install

.DEFAULT_GOAL := help
.PHONY: help browse test check bench lock clean

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

browse: .venv/runtime ## the reading room on the founding collection, kept in .sample/
	@test -f .sample/archive.json || $(BIN)/earwitness init .sample --founding
	@$(BIN)/earwitness --archive .sample browse

test: .venv/test check ## formatting, lint, types, arrows, and every test
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal

check: .venv/test
	@$(BIN)/ruff format --check --quiet . || { echo "Some files are not formatted; run: $(BIN)/ruff format ."; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

bench: .venv/bench ## the figures, ours beside its peers' (half an hour; QUICK=1: under a minute; PARTS=2000)
	@$(BIN)/python -m tests.benchmarks $(if $(QUICK),--quick) $(PARTS)

lock: ## write the lock files anew from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header --quiet --output-file requirements.lock
	uv pip compile pyproject.toml --extra test --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header --quiet --constraint requirements.lock --output-file requirements-test.lock
	uv pip compile pyproject.toml --extra bench --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header --quiet --constraint requirements.lock --output-file requirements-bench.lock
	printf 'hatchling==1.33.0\neditables\n' | uv pip compile - --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header --quiet --output-file requirements-build.lock

clean: ## the environment and what tests leave behind; never an archive
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist

# The environment is made anew only when a lock changes.
.venv/python: requirements-build.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo \
	    "Earwitness needs Python 3.11 or newer, and $(PYTHON) is not; say which one: make PYTHON=python3.11 …"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo \
	    "$(PYTHON) has no venv module; install it (on Debian: apt install python3-venv) and try again."; exit 1; }
	@echo "Setting up .venv (once) …"
	@rm -rf .venv && $(PYTHON) -m venv .venv
	@$(INSTALL) --require-hashes -r requirements-build.lock
	@touch $@

.venv/runtime: .venv/python requirements.lock
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-index --no-build-isolation --editable .
	@touch $@

.venv/test: .venv/runtime requirements-test.lock requirements-whoosh.lock
	@$(INSTALL) --require-hashes -r requirements-test.lock
	@$(INSTALL) --upgrade --no-deps --require-hashes --target .venv/whoosh-2.7.4 -r requirements-whoosh.lock
	@touch $@

.venv/bench: .venv/test requirements-bench.lock
	@$(INSTALL) --require-hashes -r requirements-bench.lock
	@touch $@
