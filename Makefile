# Everything this repository can do; `make help` lists it.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
PEERS  := .venv-bench/.installed
SAMPLE := food_tables/samples/primary_lunch
GAP_LARGER_THAN_ASKED := 4

.DEFAULT_GOAL := help
.PHONY: help demo test lint check golden rules soak bench lock serve gallery

help: ## say what each target does
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

demo: $(STAMP) ## plan the sample lunch week; sheets go to out/
	@$(BIN)/canteen plan $(SAMPLE) --out out; code=$$?; \
	if [ $$code -eq $(GAP_LARGER_THAN_ASKED) ]; then \
	  echo "The menu is lawful, its proved gap is the one printed above."; \
	elif [ $$code -ne 0 ]; then exit $$code; fi

test: $(STAMP) ## set up and run every test
	$(BIN)/python -m pytest -q -n auto --dist worksteal

lint: $(STAMP) ## ruff, format, types, imports between rooms, sizes, generated pages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/house

check: lint test ## lint, then test

golden: $(STAMP) ## rewrite tests/golden from what the code says now (then explain it in CHANGELOG.md)
	$(BIN)/python -m pytest -q --golden
	@git status --short tests/golden

rules: $(STAMP) ## write docs/rules.md and docs/errors.md from clauses and error codes
	$(BIN)/python -m tests.house.rules_page
	$(BIN)/python -m tests.folder.errors_page

soak: $(STAMP) ## properties with twenty times the points, freshly drawn; attacks on the books, ten times
	HYPOTHESIS_PROFILE=soak $(BIN)/python -m pytest -q -m properties
	CANTEEN_SOAK=1 CANTEEN_KEEP=1 $(BIN)/python -m pytest -q tests/reliability; code=$$?; \
	$(BIN)/python -m tests.reliability.page; exit $$code

serve: $(STAMP) ## the public pages of an invented school at 127.0.0.1:8000 (out/demo.db)
	@mkdir -p out
	@test -f out/demo.db || $(BIN)/canteen books demo --database sqlite:///out/demo.db
	@$(BIN)/canteen db upgrade --database sqlite:///out/demo.db
	@$(BIN)/canteen publish statement 2026-05 --by demo --sign author=示例甲 --sign approver=示例乙 \
	  --sign price-overseer=示例丙 --database sqlite:///out/demo.db
	@$(BIN)/canteen serve --database sqlite:///out/demo.db

gallery: $(STAMP) ## docs/gallery.md: every sheet as a picture
	$(BIN)/python -m tests.sheets.gallery

bench: $(STAMP) $(PEERS) ## measure commands, growth and peers (ONLY=one of them), into docs/benchmarks.md
	$(BIN)/python -m tests.benchmarks.run $(ONLY)

lock: $(STAMP) ## remake requirements.lock from the public index
	$(BIN)/python -m pip install -q pip-tools
	PIP_CONFIG_FILE=/dev/null PIP_FIND_LINKS= PIP_EXTRA_INDEX_URL= $(BIN)/pip-compile -q \
	  --generate-hashes --allow-unsafe --strip-extras --extra dev --no-header \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	  -o requirements.lock pyproject.toml
	@sed -i -e '1i # Every dependency of the product and of its tests, with the hashes of the public files.' \
	  -e '1i # Made by `make lock` from pyproject.toml; holds no index address.' -e '1i #' requirements.lock

$(PEERS): pyproject.toml
	@test -x $(@D)/bin/python || $(PYTHON) -m venv $(@D)
	@echo "Installing what the extra bench of pyproject.toml names ..."
	@$(@D)/bin/python -c 'import tomllib; \
	  print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["bench"], \
	        sep="\n")' > $(@D)/bench.txt
	@$(@D)/bin/python -m pip install -q --disable-pip-version-check -r $(@D)/bench.txt
	@touch $@

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make PYTHON=python3.11 ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python's venv module is missing: sudo apt install python3-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what requirements.lock names ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
