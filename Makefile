# Two commands: `make audit` audits the built-in sample province, `make test` checks everything. Each sets up what it needs.
VENV := .venv
BIN := $(VENV)/bin

.PHONY: audit test check docs messages accuracy lock clean

audit: $(VENV)/.runtime
	@sh setup/chromium.sh
	@$(BIN)/govaudit demo

test: $(VENV)/.dev
	@sh setup/chromium.sh
	@sh setup/postgresql.sh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/govaudit rules check
	$(BIN)/govaudit rules test
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: test

$(VENV)/.runtime: requirements.lock pyproject.toml setup/environment.sh
	@sh setup/environment.sh requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml setup/environment.sh
	@sh setup/environment.sh requirements-dev.lock
	@touch $@ $(VENV)/.runtime

docs: $(VENV)/.dev
	$(BIN)/python -m setup.documents

# the catalogue of texts as Babel writes it, and the template for another language
messages: $(VENV)/.dev
	$(BIN)/python -m setup.messages

# make accuracy LABELS=folder [HELD_OUT=sites-or-file]: measure, and renew docs/accuracy.md and the floors
accuracy: $(VENV)/.dev
	$(BIN)/python -m setup.accuracy $(LABELS) --held-out "$(HELD_OUT)"

lock:
	sh setup/lock.sh

clean:
	rm -rf $(VENV) build dist
