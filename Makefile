# Two commands are enough: `make run` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
# Where this is set, Python would compile every library anew at every start: half of a start, two thirds of Rasa's.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test lint format evaluate bench lock clean

run: ## set up what is missing and start everything
	@$(PYTHON) tools/bootstrap.py
	@$(BIN)/voordeur run

test: ## set up what is missing and run all tests
	@$(PYTHON) tools/bootstrap.py --test
	@$(BIN)/voordeur train
	@$(BIN)/pytest -n logical --maxprocesses 4 --dist loadfile

lint: ## ruff, mypy strict, import-linter, content
	@$(PYTHON) tools/bootstrap.py --test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/voordeur knowledge check

format:
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

evaluate: ## Voordeur beside three baselines, as a report; SKIP="stock textcat curves" leaves parts out, STOCK_PART=0.2 is quicker
	@$(PYTHON) tools/bootstrap.py --test
	@$(BIN)/voordeur train
	@$(BIN)/python -m benchmarks.evaluation $(addprefix --skip-,$(SKIP)) $(addprefix --stock-part=,$(STOCK_PART))

bench: ## times and quality of everything; QUICK=1 only shows that all of it runs
	@$(PYTHON) tools/bootstrap.py --test
	@$(BIN)/python -m benchmarks $(if $(QUICK),--quick) $(if $(SKIP),--skip $(SKIP)) $(addprefix --stock-part=,$(STOCK_PART))

lock: ## pin all dependencies again
	.tools/bin/uv pip compile -q pyproject.toml --group build --python-version 3.13 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" -o requirements.txt
	.tools/bin/uv pip compile -q pyproject.toml --group build --group test --python-version 3.13 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" -c requirements.txt -o requirements-test.txt
	.tools/bin/uv pip compile -q assistant/rasa/requirements.in --python-version 3.10 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" -o assistant/rasa/requirements.txt

clean: ## remove environments and data
	rm -rf .venv .venv-rasa .tools var
