# Everything here works on a bare machine with python3 (3.11 or later), python3-venv and make.
.DEFAULT_GOAL := help
.PHONY: help setup run demo test faults bench load lighthouse fmt lock clean

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 20

setup: ## make .venv and the local settings in var/local.env
	@bin/setup run

run: setup ## serve the application with its demo data on 127.0.0.1:8000 (another port: make run PORT=8001)
	@PORT=$${PORT:-8000} exec .venv/bin/python bin/serve.py

demo: setup ## load the demo data, unless its people are there already
	@.venv/bin/python manage.py load_demo

test: ## every check and test, on SQLite and on PostgreSQL
	@bin/setup dev
	@exec .venv/bin/python -m bin.test

faults: ## kill, fill and block what the application stands on, at length, and count what is lost
	@bin/setup dev
	@exec .venv/bin/python -m bin.test faults

bench: ## what each page costs beside a bare one, with little and with much data (DB=sqlite: on SQLite); needs wrk
	@bin/setup dev
	@exec .venv/bin/python -m benchmarks.bench $(if $(DB),--db $(DB))

load: ## rate without pause at 1M ratings on PostgreSQL, or DB=sqlite; shorter: RATINGS=10000 MINUTES=0.3
	@bin/setup dev
	@exec .venv/bin/python -m benchmarks.loading --db $${DB:-postgresql} --ratings $${RATINGS:-1000000} --minutes $${MINUTES:-10}

lighthouse: ## Lighthouse and the weight of every main page (needs node and Chromium); PAGES="home plan" for some
	@bin/setup dev
	@exec .venv/bin/python -m bin.lighthouse $(PAGES)

fmt: ## put Python and templates into their one form
	@bin/setup dev
	.venv/bin/ruff format
	.venv/bin/ruff check --fix
	find templates -name '*.html' -exec .venv/bin/djade {} +

LOCK = .venv/bin/uv pip compile -q --generate-hashes --python-version 3.11 --custom-compile-command "make lock"

lock: export UV_SYSTEM_CERTS = 1
lock: ## pin requirements*.in with hashes into requirements*.txt; UPGRADE=--upgrade takes newer versions
	@bin/setup dev
	$(LOCK) $(UPGRADE) requirements.in -o requirements.txt
	$(LOCK) $(UPGRADE) requirements-dev.in -o requirements-dev.txt

clean: ## remove .venv and what the tools cached; var/ (database, local settings) stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
