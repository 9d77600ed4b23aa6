# Two commands on a fresh machine: `make demo` and `make test`. Each makes what it needs in .venv.
# Needed: make, a network, and Python 3.11 or newer with venv and pip, or uv.

SHELL := /bin/sh
.DEFAULT_GOAL := help
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := .venv

BIN := .venv/bin
READY := .venv/.ready
ARGS ?=

.PHONY: help demo test check format bench soak year quarter clean

help:
	@echo "make demo    try it: a workspace with a company in it, in your browser"
	@echo "make test    every test"
	@echo "make check   style, types, imports and the house's own rules"
	@echo "make format  put the code into shape"
	@echo "make bench   speed and memory, as ratios to bare baselines"
	@echo "make soak    kill the bot fifty times at random moments, and look what became of it"
	@echo "make year    live through a year of 300 people, with everything that can go wrong, and look whether every turn came right"
	@echo "make quarter live through a quarter of a department of 60 with goals, 1:1s and a cycle, and look whether every promise was kept"
	@echo "make clean   remove what the above made"

demo: $(READY)
	$(BIN)/growloop demo $(ARGS)

# As many at once as there are processors, a file in one piece, in their order: the benches take longest and come first. ARGS="-n 0 tests/…" for a few.
# Dozens of them start processes: what is ours is compiled once, and what pytest made of it is kept, whatever the environment says.
test: export PYTHONDONTWRITEBYTECODE :=
test: $(READY)
	@$(BIN)/python -m compileall -q -j 0 bot handlers schedules storage tests
	$(BIN)/pytest -n logical --dist loadfile --no-loadscope-reorder $(ARGS)

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@./.ci/rules

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY)
	$(BIN)/python -m tests.benchmarks $(ARGS)

soak: $(READY)
	$(BIN)/python -m tests.benchmarks.soak $(ARGS)

year: $(READY)
	$(BIN)/python -m tests.benchmarks.year $(ARGS)

quarter: $(READY)
	$(BIN)/python -m tests.benchmarks.quarter $(ARGS)

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist var

$(READY): pyproject.toml uv.lock
	@./.ci/environment
	@touch $@
