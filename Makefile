# Two commands: `make audit` audits the built-in sample province, `make test` checks everything. Each sets up what it needs.
VENV := .venv
BIN := $(VENV)/bin

.PHONY: audit test check docs lock clean

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

lock:
	sh setup/lock.sh

clean:
	rm -rf $(VENV) build dist
