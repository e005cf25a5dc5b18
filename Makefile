# `make demo` and `make test` do all the set-up that they need: a virtual environment in the checkout
# and the locked, hashed dependencies. Everything else is for those who work on Reclaim.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test quick check wheel lock bench clean help
help:
	@echo "make demo   build the demo cases and show what Reclaim finds in them"
	@echo "make test   run the tests"
	@echo "make quick  run those that take no more than some seconds each"
	@echo "make check  ruff, mypy --strict, the rings of the house"
	@echo "make wheel  build dist/*.whl"
	@echo "make lock   renew the lock files (needs uv)"

demo: $(VENV)/.run
	@$(BIN)/reclaim demo

test: $(VENV)/.dev
	@$(BIN)/python -m pytest -n 2 --dist loadfile

quick: $(VENV)/.dev
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m "not slow"

check: $(VENV)/.dev
	@$(BIN)/ruff check src tests benchmarks
	@$(BIN)/mypy
	@$(BIN)/lint-imports

wheel: $(VENV)/.dev
	@$(BIN)/python -m build --wheel --no-isolation

bench: $(VENV)/.bench
	@echo "one command each:"; ls -d benchmarks/*/ | sed 's,benchmarks/\(.*\)/,  $(BIN)/python -m benchmarks.\1,'

lock:
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --no-header -o requirements.lock
	uv pip compile pyproject.toml --group build --group dev --universal --python-version 3.11 --generate-hashes --no-header -c requirements.lock -o requirements-dev.lock
	uv pip compile pyproject.toml --group build --group dev --group bench --universal --python-version 3.11 --generate-hashes --no-header -c requirements-dev.lock -o requirements-bench.lock

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -m venv "$(VENV)"

$(VENV)/.run: $(VENV)/pyvenv.cfg requirements.lock
	@echo "setting up $(VENV) (once; the demo itself opens no connection)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch "$@"

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch "$@"

$(VENV)/.bench: $(VENV)/.dev requirements-bench.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch "$@"

clean:
	rm -rf $(VENV) dist demo-case demo-case-brief.pdf demo-synthetic .pytest_cache .mypy_cache .ruff_cache
