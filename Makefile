# Every target builds what it needs, from a bare checkout. `make help` lists them.
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PY := .venv/bin/python
PIP := $(PY) -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r
CODE := manage.py config core accounts records helpdesk training governance analytics tests
# How many processes test beside each other; 0 is pytest's own process alone.
PROCESSES ?= 2
FRONT_END := package.json $(shell find static -type f -not -path 'static/build/*' 2>/dev/null)

# The machine's Node.js if it is new enough; otherwise the one of a wheel, in .venv.
NODE_IS_NEW := node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' 2>/dev/null
NPM := PATH="$$PATH:$(CURDIR)/.venv/bin"; $(NODE_IS_NEW) && command -v npm >/dev/null || PATH="$(CURDIR)/.venv/bin:$$PATH"; npm

.PHONY: help venv demo test test-servers check bench stop run fix migrations shell lock sizes clean browser virus-check front-end

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

venv: .venv/dev.stamp ## .venv/ with everything installed; then .venv/bin/python manage.py … works

demo: .venv/run.stamp static/build/app.css ## the whole service with synthetic people, on PORT (8000)
	@exec $(PY) manage.py demo

test: .venv/dev.stamp browser virus-check front-end ## all checks, then the whole test suite
	@$(MAKE) check
	@echo "== Tests"
	@$(PY) -m pytest -q -n $(PROCESSES) --dist loadgroup $(ARGS)

test-servers: .venv/dev.stamp front-end ## the test suite on the servers of DATABASE_URL and REDIS_URL
	@test -n "$$DATABASE_URL" -a -n "$$REDIS_URL" || { echo "Set DATABASE_URL and REDIS_URL first."; exit 1; }
	@$(PY) -m pytest -q -n $(PROCESSES) --dist loadgroup $(ARGS)

check: .venv/dev.stamp ## lint, types, layers, templates, spelling, migrations, deployment
	@echo "== Style";        $(PY) -m ruff check --quiet $(CODE)
	@echo "== Format";       $(PY) -m ruff format --quiet --check $(CODE)
	@echo "== Types";        $(PY) -m mypy --no-error-summary $(CODE)
	@echo "== Layers";       said=$$(.venv/bin/lint-imports --no-logo 2>&1) || { echo "$$said"; exit 1; }
	@echo "== Templates";    $(PY) -m djlint --quiet --lint core accounts records helpdesk training governance analytics --extension html
	@echo "== Spelling";     $(PY) -m codespell_lib $$(git ls-files -- '*.md' '*.py' '*.html' '*.toml' Makefile)
	@echo "== Migrations";   $(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	@echo "== Deployment";   DJANGO_SETTINGS_MODULE=config.settings.production ALLOWED_HOSTS=localhost \
	  SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))') \
	  HELPDESK_VAULT_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))') \
	  GOVERNANCE_SIGNING_KEY="$$(DJANGO_SETTINGS_MODULE=config.settings.local $(PY) manage.py make_signing_key)" \
	  $(PY) manage.py check --deploy --fail-level WARNING

bench: .venv/dev.stamp front-end ## benchmarks, one JSON line each; ONLY=name runs one
	@$(PY) -m tests.bench $(ONLY)

stop: .venv/run.stamp ## stop the embedded PostgreSQL and Valkey
	@$(PY) -m config.stack stop

run: .venv/dev.stamp front-end ## Django's development server, on PORT (8000)
	@$(PY) manage.py runserver $(or $(PORT),8000)

fix: .venv/dev.stamp ## mend what the linters can mend
	@$(PY) -m ruff check --fix $(CODE)
	@$(PY) -m ruff format $(CODE)

migrations: .venv/dev.stamp ## write a migration: make migrations APP=records NAME=what_it_does
	@test -n "$(APP)" -a -n "$(NAME)" || { echo "Say APP= and NAME=: a migration's name says what it does."; exit 1; }
	@$(PY) manage.py makemigrations $(APP) --name $(NAME)

shell: .venv/dev.stamp ## Django's shell
	@$(PY) manage.py shell

lock: .venv/dev.stamp ## resolve the dependencies of pyproject.toml anew
	@lock="$(PY) -m uv pip compile --quiet --generate-hashes --no-header --no-emit-index-url --universal --upgrade"; \
	$$lock pyproject.toml -o requirements.lock && \
	$$lock pyproject.toml --group dev -o requirements-dev.lock && \
	$$lock --group node -o requirements-node.lock && \
	$$lock --group bench-peer -o requirements-peer.lock

sizes: .venv/run.stamp ## list what has grown long; never fails
	@$(PY) .ci/sizes.py $(CODE)

clean: ## stop everything and remove all that was built, the database included
	@if test -x $(PY); then $(PY) -m config.stack remove; fi
	rm -rf .venv node_modules static/build var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

front-end: static/build/app.css

browser:
	@command -v chromium >/dev/null || \
	if test "$$(id -u)" = 0 && command -v apt-get >/dev/null; then \
	  echo "== Browser for the journeys"; \
	  { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends \
	    chromium fonts-liberation >/dev/null; } || echo "Chromium could not be installed."; \
	else echo "There is no Chromium: browser journeys will be skipped."; fi

# Only the daemon: tests bring a signature of their own, so no database of the world's is fetched.
virus-check:
	@command -v clamd >/dev/null || test -x /usr/sbin/clamd || \
	if test "$$(id -u)" = 0 && command -v apt-get >/dev/null; then \
	  echo "== Virus check for the tests"; \
	  { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends \
	    clamav-daemon >/dev/null; } || echo "ClamAV could not be installed."; \
	else echo "There is no ClamAV: tests of the virus check will be skipped."; fi

.venv/made.stamp:
	@set -e; for each in python3.11 python3 python; do \
	  if $$each -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then python=$$each; break; fi; done; \
	test -n "$$python" || { echo "Python 3.11 is needed, and neither python3.11 nor python3 is one."; exit 1; }; \
	echo "== Python environment"; \
	$$python -m venv .venv || { echo "This Python cannot make environments; on Debian, install python3.11-venv."; exit 1; }
	@mkdir -p var && touch $@

.venv/run.stamp: requirements.lock | .venv/made.stamp
	@echo "== Python packages (about a minute the first time)"
	@$(PIP) requirements.lock
	@touch $@

.venv/dev.stamp: requirements-dev.lock | .venv/made.stamp
	@echo "== Python packages and test tools (about a minute the first time)"
	@$(PIP) requirements-dev.lock
	@mkdir -p var && touch .venv/run.stamp $@

node_modules/.package-lock.json: package-lock.json | .venv/run.stamp
	@echo "== Front-end packages"
	@$(NODE_IS_NEW) && command -v npm >/dev/null || $(PIP) requirements-node.lock
	@$(NPM) ci --silent
	@touch $@

static/build/app.css: node_modules/.package-lock.json $(FRONT_END)
	@echo "== Front end"
	@$(NPM) run --silent build
	@touch $@
