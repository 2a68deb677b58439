# Run `make` to see what there is. Everything installs into .venv; nothing else is touched.

PORT ?= 8501
SANDBOX_PORT ?= 8600
BIN := .venv/bin
QUICK := $(addprefix tests/,agenda campaigns grid record rules scoring views)
DEMO_HOME := $(if $(ANSWERABLE_HOME),$(ANSWERABLE_HOME),$(CURDIR)/.answerable)

# Packages are compiled as they are first imported, so that must be allowed to be kept.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo test quick check docs catalog format bench bench-app coverage sandbox wheel lock clean

help: ## say what there is
	@echo "Answerable: commands"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

demo: ## build the sample record, open the app, print its address (PORT=8501)
	@scripts/setup run
	@ANSWERABLE_HOME="$(DEMO_HOME)" exec $(BIN)/answerable demo --port $(PORT)

setup: ## install all that is needed into .venv (PYTHON= chooses for a new one)
	@scripts/setup dev

test: setup ## run every test (installs Chromium and PostgreSQL where it may)
	@scripts/ensure-postgresql
	@ANSWERABLE_CHROMIUM="$$(scripts/ensure-chromium)" && export ANSWERABLE_CHROMIUM && $(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

quick: setup ## run the tests of scoring, views, agendas, campaigns, grids and the record
	@$(BIN)/python -m pytest -n auto --dist worksteal $(QUICK) $(ARGS)

check: setup ## ruff, mypy --strict, import contracts, unused dependencies
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/deptry tracker scrapers scorecard_app

docs: setup ## make the generated pages of docs/ again, from the program and its data
	@$(BIN)/python -m scripts.docs

catalog: setup ## list all texts for people, for translators, in build/answerable.pot
	@$(BIN)/python -m scripts.catalog

format: setup ## put the code in ruff's form, and mend what ruff can
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .

bench: setup ## time loading, scoring and one page on this machine
	@$(BIN)/python scripts/bench.py

bench-app: setup ## many visitors, a phone, few descriptors (BESIDE=another checkout, RUNS=5)
	@ANSWERABLE_CHROMIUM="$$(scripts/ensure-chromium)" && export ANSWERABLE_CHROMIUM && $(BIN)/python -m scripts.bench_app --runs $(or $(RUNS),5) $(if $(BESIDE),--beside "$(BESIDE)")

coverage: setup ## what each sample gives and how far the rules reach (SAMPLES=the folder of samples)
	@$(BIN)/python -m scripts.coverage "$(SAMPLES)"

sandbox: setup ## a stand-in for the Legislature's site, on this machine (SANDBOX_PORT=8600)
	@$(BIN)/python -m tests.sites --port $(SANDBOX_PORT)

wheel: setup ## build the wheel into dist/
	@$(BIN)/python -m build --wheel --no-isolation --outdir dist .

lock: setup ## pin the packages again from pyproject.toml (UPGRADE=1 for the newest)
	@UPGRADE="$(UPGRADE)" scripts/lock

clean: ## remove .venv, dist and the caches; the demo's store stays
	@rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
